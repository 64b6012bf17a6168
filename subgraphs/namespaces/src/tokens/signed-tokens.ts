import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import { decodeProtectedHeader, errors, jwtVerify, SignJWT, type JWTPayload } from 'jose';
import type { z } from 'zod';
import { keyIdOf, type TokenType } from '../rules/token-header.ts';
import type { TokenKeys } from '../token-keys.ts';

/** A kind of token: what it is called, for whom it is, how long it lives and what it says. */
export interface TokenKind<C extends object> {
  readonly type: TokenType;
  readonly audience: string;
  readonly lifetimeSeconds: number;
  readonly claims: z.ZodType<C>;
}

export interface SignedTokens<C extends object> {
  /** @param issuedAt  when its life begins; the present unless told */
  readonly mint: (claims: C, issuedAt?: Date) => Promise<{ readonly token: string; readonly issuedAt: Date; readonly expiresAt: Date }>;
  /** What the token says, if we signed it as this kind for this audience and it has not expired. @throws UNAUTHENTICATED otherwise */
  readonly verify: (token: string) => Promise<C>;
}

/** Longer than any token of ours with a hundred namespaces and repositories; a longer one is not even decoded. */
const tokenLengthMax = 16_384;

/** Mints and verifies one kind of JSON Web Token, signed with Ed25519, by the rules of RFC 8725. */
export function createSignedTokens<C extends object>(
  { type, audience, lifetimeSeconds, claims: schema }: TokenKind<C>,
  { keys, clock, issuer }: { readonly keys: TokenKeys; readonly clock: Clock; readonly issuer: string },
): SignedTokens<C> {
  const refused = (cause?: unknown) =>
    new RegistryError(
      'UNAUTHENTICATED',
      { reason: cause instanceof errors.JWTExpired ? 'The access token has expired.' : 'The access token is not valid.' },
      { cause },
    );

  const payloadOf = async (token: string): Promise<JWTPayload> => {
    if (token.length > tokenLengthMax) throw refused();
    const kid = keyIdOf(headerOf(token), type);
    // The database may fail here; that is no fault of the token.
    const key = kid === null ? null : await keys.verifier(kid);
    if (!key) throw refused();
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: ['EdDSA'],
        typ: type,
        issuer,
        audience,
        requiredClaims: ['exp', 'iat'],
        currentDate: clock(),
      });
      return payload;
    } catch (error) {
      throw error instanceof errors.JOSEError ? refused(error) : error;
    }
  };

  return {
    mint: async (claims, issuedAt = clock()) => {
      const { kid, key } = await keys.signer();
      const issuedAtSeconds = Math.floor(issuedAt.getTime() / 1000);
      const expiresAtSeconds = issuedAtSeconds + lifetimeSeconds;
      const token = await new SignJWT({ ...claims } as JWTPayload)
        .setProtectedHeader({ alg: 'EdDSA', typ: type, kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(issuedAtSeconds)
        .setExpirationTime(expiresAtSeconds)
        .sign(key);
      return { token, issuedAt: new Date(issuedAtSeconds * 1000), expiresAt: new Date(expiresAtSeconds * 1000) };
    },

    verify: async (token) => {
      const { success, data, error } = schema.safeParse(await payloadOf(token));
      if (!success) throw refused(error);
      return data;
    },
  };
}

/** The header of a token, or nothing for what has none. */
function headerOf(token: string): object {
  try {
    return decodeProtectedHeader(token);
  } catch {
    return {};
  }
}
