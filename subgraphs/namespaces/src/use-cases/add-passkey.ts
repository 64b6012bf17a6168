import type { Principal, RequestOrigin } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import type { PasskeyChecks } from '../passkey-checks.ts';
import { issueFirstRecoveryCodes } from '../recovery-codes.ts';
import { accounts, passkeys, secondFactors, sessions, type PasskeyRow } from '../repository.ts';
import { assertConfirmedPerson, type AssertConfirmed } from '../step-up.ts';

interface Dependencies {
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly passkeyChecks: PasskeyChecks;
  readonly assertConfirmed: AssertConfirmed;
  readonly audit: Audit;
}

/** Passkeys an account may have. */
export const passkeysMax = 20;

/**
 * Keeps a passkey that an authenticator has just made for the asker. From then on it signs in alone, and a password alone does not.
 * The session that did it counts as confirmed.
 * @param answer  what the browser got from the authenticator, as JSON
 * @returns recovery codes too, shown this once; none where the account has some
 * @throws UNAUTHENTICATED for anonymous, FORBIDDEN for API keys
 * @throws STEP_UP_REQUIRED where the account has a second factor already
 * @throws VALIDATION_FAILED for an answer to another challenge, from another page or for another account
 * @throws QUOTA_EXCEEDED above 20
 */
export const addPasskey =
  ({ transaction, clock, passkeyChecks, assertConfirmed, audit }: Dependencies) =>
  async (
    principal: Principal,
    { name, answer }: { readonly name: string; readonly answer: string },
    origin: RequestOrigin,
  ): Promise<{ readonly passkey: PasskeyRow; readonly recoveryCodes: readonly string[] }> => {
    const { accountId, sessionId, handle } = await assertConfirmedPerson(assertConfirmed, principal);
    const refused = new RegistryError('VALIDATION_FAILED', {
      fields: [{ path: 'input.response', message: 'is no answer of an authenticator to what this account was asked', fix: 'Start again.' }],
    });
    const made = await passkeyChecks.verifyNew(answer, accountId);
    if (!made) throw refused;
    return transaction(async (locked) => {
      const createdAt = clock();
      await accounts(locked).lock(accountId);
      const count = await secondFactors(locked).countPasskeys(accountId);
      if (count >= passkeysMax) throw new RegistryError('QUOTA_EXCEEDED', { what: 'The number of passkeys', limit: passkeysMax, found: count + 1 });
      const passkey = await passkeys(locked).insert({ ...made, accountId, name, createdAt });
      if (!passkey) throw refused;
      await sessions(locked).confirm(sessionId, createdAt);
      await audit.record(locked, {
        actor: principal,
        action: 'passkey.add',
        subject: `@${handle}`,
        details: { passkey: made.id, name },
        origin,
      });
      return { passkey, recoveryCodes: await issueFirstRecoveryCodes(locked, accountId, createdAt) };
    });
  };
