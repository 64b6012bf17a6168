import { anonymous, type RequestOrigin } from '@gati/authority';
import type { Clock, MakeId } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import type { AttemptLimits } from '../limits.ts';
import type { Passwords } from '../passwords.ts';
import { accounts, namespaces, type Tables } from '../repository.ts';
import { emailKeyOf, type NewAccount } from '../rules/account-input.ts';
import { knownAddressOf } from '../rules/known-address.ts';
import { assertHandleFree, handleKeyOf } from '../rules/handles.ts';
import type { SessionOpener, SessionTokens } from '../sessions.ts';

interface Dependencies {
  readonly tables: Tables;
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly makeId: MakeId;
  readonly passwords: Passwords;
  readonly limits: AttemptLimits;
  readonly sessionOpener: SessionOpener;
  readonly audit: Audit;
}

/**
 * Makes an account with its user namespace and signs it in. Of several at once with one handle, exactly one succeeds: the unique index decides.
 * An e-mail address is not verified by being written, so any may be; whether another account has it is told to nobody but its mailbox.
 * @throws HANDLE_TAKEN also for a handle that differs from another in hyphens alone
 * @throws HANDLE_RESERVED
 * @throws RATE_LIMITED by address
 */
export const signUp =
  ({ tables, transaction, clock, makeId, passwords, limits, sessionOpener, audit }: Dependencies) =>
  async (
    { handle, email, password, clientName = null }: NewAccount & { readonly clientName?: string | null },
    origin: RequestOrigin,
  ): Promise<SessionTokens> => {
    await limits.signUp(origin);
    assertHandleFree(handle);
    const handleKey = handleKeyOf(handle);
    // Saves the hashing; what counts is the index below.
    if (await namespaces(tables).isTaken(handleKey)) throw new RegistryError('HANDLE_TAKEN', { handle });
    const passwordHash = await passwords.hash(password);

    const opened = await transaction(async (locked, emit) => {
      const createdAt = clock();
      const account = { id: makeId(), handle, email };
      const namespaceId = makeId();
      if (!(await namespaces(locked).insert({ id: namespaceId, handle, handleKey, kind: 'user', displayName: handle, createdAt }))) {
        throw new RegistryError('HANDLE_TAKEN', { handle });
      }
      const isNew = await accounts(locked).insert({
        ...account,
        emailKey: emailKeyOf(email),
        passwordHash,
        knownAddresses: [knownAddressOf(account.id, origin.clientAddress)],
        createdAt,
      });
      if (!isNew) throw new RegistryError('HANDLE_TAKEN', { handle });
      await namespaces(locked).insertMember({ accountId: account.id, namespaceId, role: 'owner', createdAt });
      const session = await sessionOpener.open(locked, account, clientName, { method: 'password', isConfirmed: false, origin });
      await audit.record(locked, { actor: anonymous, action: 'account.create', subject: `@${handle}`, origin });
      await emit('namespace.changed', { namespaceId });
      await emit('member.changed', { namespaceId, accountId: account.id });
      await emit('mail.requested', { accountId: account.id, purpose: 'verify' });
      return session;
    });
    return sessionOpener.answer(opened);
  };
