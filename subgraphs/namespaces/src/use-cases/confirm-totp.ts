import type { Principal, RequestOrigin } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import type { AttemptLimits } from '../limits.ts';
import { issueFirstRecoveryCodes } from '../recovery-codes.ts';
import { secondFactors, sessions } from '../repository.ts';
import { assertIsPerson } from '../rules/account-rights.ts';
import { totpStepOf } from '../rules/totp.ts';
import { openSealedText } from '../sealed-text.ts';

interface Dependencies {
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly limits: Pick<AttemptLimits, 'secondFactor'>;
  readonly audit: Audit;
  /** AES-256 key; see installation-keys.ts. */
  readonly encryptionKey: Buffer;
}

/**
 * Switches the authenticator app on with a first code of it. The session that did it counts as confirmed.
 * @returns recovery codes, shown this once; none where the account has some
 * @throws UNAUTHENTICATED for anonymous, FORBIDDEN for API keys
 * @throws NOT_FOUND when none was started or it is on already
 * @throws VALIDATION_FAILED for a wrong code
 * @throws RATE_LIMITED
 */
export const confirmTotp =
  ({ transaction, clock, limits, audit, encryptionKey }: Dependencies) =>
  async (principal: Principal, code: string, origin: RequestOrigin): Promise<{ readonly recoveryCodes: readonly string[] }> => {
    const { accountId, sessionId, handle } = assertIsPerson(principal);
    const attempt = await limits.secondFactor(accountId);
    const recoveryCodes = await transaction(async (locked) => {
      const now = clock();
      const totp = await secondFactors(locked).findTotp(accountId);
      if (!totp || totp.confirmedAt)
        throw new RegistryError('NOT_FOUND', { reference: 'authenticator app that waits for its first code', suggestion: 'Start again.' });
      const step = totpStepOf(openSealedText(encryptionKey, totp.secretEncrypted, accountId), code.trim(), now);
      if (step === null || !(await secondFactors(locked).takeStep(accountId, step))) {
        throw new RegistryError('VALIDATION_FAILED', {
          fields: [
            { path: 'input.code', message: 'is not what the app shows now', fix: 'Type the next code; check the clock of the device if that fails too.' },
          ],
        });
      }
      await secondFactors(locked).confirmTotp(accountId, now);
      await sessions(locked).confirm(sessionId, now);
      await audit.record(locked, { actor: principal, action: 'totp.add', subject: `@${handle}`, origin });
      return issueFirstRecoveryCodes(locked, accountId, now);
    });
    await attempt.succeeded();
    return { recoveryCodes };
  };
