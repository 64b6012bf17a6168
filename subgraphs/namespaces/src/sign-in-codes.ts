import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import { hashSecret, isSecretText } from './installation-keys.ts';
import type { ProvidedIdentity } from './providers/index.ts';
import { providerSignIns, type Tables } from './repository.ts';

/** What the web server shows at the end of a sign-in at a provider. */
export interface SignInCode {
  readonly code: string;
  /** The secret whose SHA-256 the browser sent when the sign-in began. */
  readonly codeVerifier: string;
}

/** RFC 7636, 4.1. */
const verifierPattern = /^[A-Za-z0-9._~-]{43,128}$/;

/**
 * Spends a code, whoever brings it: of many that bring one at once, one is heard, and a wrong secret spends it too.
 * @throws UNAUTHENTICATED for a code that is unknown, spent, over, or another browser's
 */
export const redeemSignInCode =
  ({ tables, clock }: { readonly tables: Tables; readonly clock: Clock }) =>
  async ({ code, codeVerifier }: SignInCode): Promise<ProvidedIdentity> => {
    const taken = isSecretText('signIn', code) ? await providerSignIns(tables).takeCode(hashSecret(code), clock()) : null;
    const shown = createHash('sha256')
      .update(verifierPattern.test(codeVerifier) ? codeVerifier : '')
      .digest();
    const expected = taken && Buffer.from(taken.codeChallenge, 'base64url');
    if (!taken || expected?.length !== shown.length || !timingSafeEqual(expected, shown))
      throw new RegistryError('UNAUTHENTICATED', {
        reason: 'The sign-in is over: its code was used, has expired, never was, or belongs to another browser.',
        suggestion: 'Begin the sign-in again.',
      });
    return taken.identity;
  };
export type RedeemSignInCode = ReturnType<typeof redeemSignInCode>;
