import type { RequestOrigin } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import type { Clock } from '@gati/clock';
import type { Audit } from './audit.ts';
import type { RunTransaction } from './dependencies.ts';
import { hashSecret } from './installation-keys.ts';
import type { AttemptLimits } from './limits.ts';
import type { PasskeyChecks } from './passkey-checks.ts';
import { secondFactors, type AccountRow, type Tables } from './repository.ts';
import { readRecoveryCode } from './rules/recovery-codes.ts';
import { totpStepOf } from './rules/totp.ts';
import { openSealedText } from './sealed-text.ts';
import { principalOfAccount } from './tokens/access-tokens.ts';

/** What somebody shows beside a password: one of the two. */
export interface SecondFactorProof {
  /** Six digits, or a recovery code. */
  readonly code?: string | null | undefined;
  /** What an authenticator answered to a challenge, as JSON. */
  readonly passkey?: string | null | undefined;
}

export interface SecondFactors {
  /** Whether a password alone is not enough for this account. @param within  the tables of a transaction that goes on */
  readonly has: (accountId: string, within?: Tables) => Promise<boolean>;
  /**
   * Proves that the second factor is here too. An account without one needs no proof.
   * @returns whether something was proved
   * @throws STEP_UP_REQUIRED where the account has one and nothing was shown
   * @throws UNAUTHENTICATED for a proof that is wrong or was used
   * @throws RATE_LIMITED after too many wrong ones
   */
  readonly prove: (account: AccountRow, proof: SecondFactorProof, origin: RequestOrigin) => Promise<boolean>;
}

interface Dependencies {
  readonly tables: Tables;
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly limits: Pick<AttemptLimits, 'secondFactor'>;
  readonly passkeyChecks: PasskeyChecks;
  /** AES-256 key; see installation-keys.ts. */
  readonly encryptionKey: Buffer;
  readonly audit: Audit;
}

export function createSecondFactors({ tables, transaction, clock, limits, passkeyChecks, encryptionKey, audit }: Dependencies): SecondFactors {
  const has = async (accountId: string, within: Tables = tables): Promise<boolean> => {
    const [totp, passkeys] = await Promise.all([secondFactors(within).findTotp(accountId), secondFactors(within).countPasskeys(accountId)]);
    return Boolean(totp?.confirmedAt) || passkeys > 0;
  };

  const takeTotp = async (accountId: string, code: string): Promise<boolean> => {
    const totp = await secondFactors(tables).findTotp(accountId);
    if (!totp?.confirmedAt) return false;
    const step = totpStepOf(openSealedText(encryptionKey, totp.secretEncrypted, accountId), code, clock());
    return step !== null && secondFactors(tables).takeStep(accountId, step);
  };

  const takeRecoveryCode = async (account: AccountRow, text: string, origin: RequestOrigin): Promise<boolean> => {
    const code = readRecoveryCode(text);
    if (code === null) return false;
    return transaction(async (locked) => {
      if (!(await secondFactors(locked).useRecoveryCode(account.id, hashSecret(code), clock()))) return false;
      await audit.record(locked, { actor: principalOfAccount(account, null), action: 'recovery-code.use', subject: `@${account.handle}`, origin });
      return true;
    });
  };

  return {
    has,
    prove: async (account, { code, passkey }, origin) => {
      if (!(await has(account.id))) return false;
      if (!code && !passkey) throw new RegistryError('STEP_UP_REQUIRED', {});
      const attempt = await limits.secondFactor(account.id);
      const isRight = passkey
        ? (await passkeyChecks.verify(passkey))?.id === account.id
        : (await takeTotp(account.id, code!.trim())) || (await takeRecoveryCode(account, code!, origin));
      if (!isRight) {
        throw new RegistryError('UNAUTHENTICATED', {
          reason: passkey
            ? 'The passkey does not belong to this account, or its answer came too late.'
            : 'The code of the second factor is wrong or was used already.',
          suggestion: passkey ? 'Try again.' : 'Type the next code that your app shows, or a recovery code.',
        });
      }
      await attempt.succeeded();
      return true;
    },
  };
}
