import { randomInt } from 'node:crypto';
import { anonymous, type RequestOrigin } from '@gati/authority';
import type { Clock, MakeId } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import type { Emit } from '../events.ts';
import type { AttemptLimits } from '../limits.ts';
import type { ProvidedIdentity } from '../providers/index.ts';
import { accounts, linkedIdentities, namespaces, type AccountRow, type Tables } from '../repository.ts';
import { emailKeyOf, parseEmail } from '../rules/account-input.ts';
import { handleKeyOf } from '../rules/handles.ts';
import { suggestHandles } from '../rules/handle-suggestion.ts';
import type { SessionOpener, SessionTokens } from '../sessions.ts';
import type { RedeemSignInCode, SignInCode } from '../sign-in-codes.ts';
import { principalOfAccount } from '../tokens/access-tokens.ts';

interface Dependencies {
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly makeId: MakeId;
  readonly limits: Pick<AttemptLimits, 'signUp'>;
  readonly redeem: RedeemSignInCode;
  readonly sessionOpener: SessionOpener;
  readonly audit: Audit;
}

/** As in «GitHub». */
export const providerTitles = { github: 'GitHub', google: 'Google' } as const;

/**
 * Signs in whoever the code's identity is linked to; makes an account with a handle like its name elsewhere where it is linked to none.
 * No e-mail address ever leads to an account that is there: who verified it must sign in and link the identity.
 * @throws UNAUTHENTICATED for a code that does not count
 * @throws FORBIDDEN for an address that another account has verified
 * @throws RATE_LIMITED by address, for new accounts
 */
export const exchangeSignInCode =
  ({ transaction, clock, makeId, limits, redeem, sessionOpener, audit }: Dependencies) =>
  async (input: SignInCode, origin: RequestOrigin): Promise<SessionTokens> => {
    const identity = await redeem(input);
    const { provider, issuer, subject, name } = identity;

    const opened = await transaction(async (locked, emit) => {
      await linkedIdentities(locked).lock(issuer, subject);
      const at = clock();
      const known = await linkedIdentities(locked).find(issuer, subject);
      if (known) await linkedIdentities(locked).noteUse(known.id, { name, lastUsedAt: at });
      const account = known ? await accounts(locked).find(known.accountId) : await createAccount(locked, emit, identity, at, origin);
      if (!account) throw new RegistryError('UNAUTHENTICATED', { reason: 'The account that this identity is linked to is gone.' });
      // The provider may have asked for a second factor or not: what is dangerous asks for ours.
      const session = await sessionOpener.open(locked, account, null, { method: 'provider', isConfirmed: false, origin });
      await audit.record(locked, {
        actor: principalOfAccount(account, session.sessionId),
        action: 'session.start',
        subject: `@${account.handle}`,
        details: { sessionId: session.sessionId, by: provider, as: name },
        origin,
      });
      return session;
    });
    return sessionOpener.answer(opened);

    async function createAccount(
      locked: Tables,
      emit: Emit,
      { email, isEmailVerified }: ProvidedIdentity,
      createdAt: Date,
      from: RequestOrigin,
    ): Promise<AccountRow> {
      await limits.signUp(from);
      const address = readEmail(email);
      const emailKey = address === null ? null : emailKeyOf(address);
      if (emailKey !== null && isEmailVerified) {
        await accounts(locked).lockEmail(emailKey);
        if (await accounts(locked).findByVerifiedEmail(emailKey))
          throw new RegistryError('FORBIDDEN', {
            reason: `An account with the e-mail address of this ${providerTitles[provider]} account exists already, and the two are not linked.`,
            suggestion: `Sign in to that account another way, and link ${providerTitles[provider]} in its settings.`,
          });
      }
      const namespaceId = makeId();
      const handle = await takeHandle(locked, namespaceId, name, createdAt);
      const account = { id: makeId(), handle, email: address };
      if (!(await accounts(locked).insert({ ...account, emailKey, passwordHash: null, knownAddresses: [], createdAt })))
        throw new RegistryError('HANDLE_TAKEN', { handle });
      if (emailKey !== null && isEmailVerified) await accounts(locked).verifyEmail(account.id, emailKey);
      await namespaces(locked).insertMember({ accountId: account.id, namespaceId, role: 'owner', createdAt });
      await linkedIdentities(locked).insert({ id: makeId(), accountId: account.id, provider, issuer, subject, name, createdAt });
      await audit.record(locked, {
        actor: anonymous,
        action: 'account.create',
        subject: `@${handle}`,
        details: { by: provider, issuer, subject },
        origin: from,
      });
      await emit('namespace.changed', { namespaceId });
      await emit('member.changed', { namespaceId, accountId: account.id });
      if (address !== null && !isEmailVerified) await emit('mail.requested', { accountId: account.id, purpose: 'verify' });
      return account;
    }
  };

/** What no mail can be sent to is none. */
function readEmail(text: string | null): string | null {
  try {
    return text === null ? null : parseEmail(text);
  } catch {
    return null;
  }
}

/** The first of the suggested handles that is free, taken. @throws HANDLE_TAKEN when none is */
async function takeHandle(locked: Tables, namespaceId: string, name: string, createdAt: Date): Promise<string> {
  for (const handle of suggestHandles(name, () => randomInt(10_000))) {
    const handleKey = handleKeyOf(handle);
    if (await namespaces(locked).isTaken(handleKey)) continue;
    if (await namespaces(locked).insert({ id: namespaceId, handle, handleKey, kind: 'user', displayName: handle, createdAt })) return handle;
  }
  throw new RegistryError('HANDLE_TAKEN', { handle: name });
}
