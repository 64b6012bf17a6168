import type { Principal } from '@gati/authority';
import { passkeys, secondFactors, type PasskeyRow, type Tables } from '../repository.ts';

/** What an account can prove beside its password. */
export interface TwoFactorState {
  /** Since when an authenticator app is set up; null while there is none. */
  readonly totpSince: Date | null;
  readonly passkeys: readonly PasskeyRow[];
  readonly recoveryCodesLeft: number;
}

/** The asker's own second factors; null for anonymous and for API keys, which have nothing to do with them. */
export const readTwoFactor =
  ({ tables }: { readonly tables: Tables }) =>
  async (principal: Principal): Promise<TwoFactorState | null> => {
    if (principal.kind === 'anonymous' || principal.sessionId === null) return null;
    const { accountId } = principal;
    const [totp, keys, recoveryCodesLeft] = await Promise.all([
      secondFactors(tables).findTotp(accountId),
      passkeys(tables).list(accountId),
      secondFactors(tables).countRecoveryCodes(accountId),
    ]);
    return { totpSince: totp?.confirmedAt ?? null, passkeys: keys, recoveryCodesLeft };
  };
