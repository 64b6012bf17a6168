import type { Principal } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import { secondFactors, type Tables } from '../repository.ts';
import { makeTotpSecret, totpUri } from '../rules/totp.ts';
import { sealText } from '../sealed-text.ts';
import { assertConfirmedPerson, type AssertConfirmed } from '../step-up.ts';

interface Dependencies {
  readonly tables: Tables;
  readonly clock: Clock;
  readonly assertConfirmed: AssertConfirmed;
  /** AES-256 key; see installation-keys.ts. */
  readonly encryptionKey: Buffer;
  /** What authenticator apps show beside the handle. */
  readonly issuer: string;
}

/**
 * Makes the secret for an authenticator app; it counts for nothing until a first code confirms that it arrived. Starting again makes another.
 * @throws UNAUTHENTICATED for anonymous, FORBIDDEN for API keys and where one is confirmed already
 * @throws STEP_UP_REQUIRED where there is another second factor
 */
export const startTotp =
  ({ tables, clock, assertConfirmed, encryptionKey, issuer }: Dependencies) =>
  async (principal: Principal): Promise<{ readonly secret: string; readonly uri: string }> => {
    const { accountId, handle } = await assertConfirmedPerson(assertConfirmed, principal);
    const secret = makeTotpSecret();
    if (!(await secondFactors(tables).startTotp(accountId, sealText(encryptionKey, secret, accountId), clock()))) {
      throw new RegistryError('FORBIDDEN', { reason: 'An authenticator app is set up already.', suggestion: 'Remove it first, then set up another.' });
    }
    return { secret, uri: totpUri(secret, { issuer, handle }) };
  };
