import { randomBytes } from 'node:crypto';
import { hashSecret } from './installation-keys.ts';
import { secondFactors, type Tables } from './repository.ts';
import { makeRecoveryCode, recoveryCodesCount } from './rules/recovery-codes.ts';

/** Gives an account ten new recovery codes in the caller's transaction; all others are useless from then on. They are shown this once and kept hashed. */
export async function issueRecoveryCodes(tables: Tables, accountId: string, at: Date): Promise<readonly string[]> {
  const codes = Array.from({ length: recoveryCodesCount }, () => makeRecoveryCode(randomBytes(20)));
  await secondFactors(tables).replaceRecoveryCodes(accountId, codes.map(hashSecret), at);
  return codes;
}

/** The same for an account that has none yet; nothing for one that has. */
export const issueFirstRecoveryCodes = async (tables: Tables, accountId: string, at: Date): Promise<readonly string[]> =>
  (await secondFactors(tables).countRecoveryCodes(accountId)) > 0 ? [] : issueRecoveryCodes(tables, accountId, at);
