import type { Principal, RequestOrigin } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import { accounts, passkeys, secondFactors, type PasskeyRow } from '../repository.ts';
import { assertConfirmedPerson, type AssertConfirmed } from '../step-up.ts';

interface Dependencies {
  readonly transaction: RunTransaction;
  readonly assertConfirmed: AssertConfirmed;
  readonly audit: Audit;
}

/**
 * Forgets one of the asker's passkeys; with the last second factor the recovery codes go too.
 * @throws UNAUTHENTICATED for anonymous, FORBIDDEN for API keys
 * @throws STEP_UP_REQUIRED, NOT_FOUND also for the passkey of another account
 */
export const removePasskey =
  ({ transaction, assertConfirmed, audit }: Dependencies) =>
  async (principal: Principal, id: string, origin: RequestOrigin): Promise<PasskeyRow> => {
    const { accountId, handle } = await assertConfirmedPerson(assertConfirmed, principal);
    return transaction(async (locked) => {
      await accounts(locked).lock(accountId);
      const removed = await passkeys(locked).remove(id, accountId);
      if (!removed) throw new RegistryError('NOT_FOUND', { reference: `passkey ${id.slice(0, 80)}` });
      const [totp, left] = [await secondFactors(locked).findTotp(accountId), await secondFactors(locked).countPasskeys(accountId)];
      if (!totp?.confirmedAt && left === 0) await secondFactors(locked).removeRecoveryCodes(accountId);
      await audit.record(locked, {
        actor: principal,
        action: 'passkey.remove',
        subject: `@${handle}`,
        details: { passkey: id, name: removed.name },
        origin,
      });
      return removed;
    });
  };
