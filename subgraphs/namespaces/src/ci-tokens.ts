import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import { createRemoteJWKSet, decodeJwt, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { readCiRun, type CiRun } from './rules/ci-claims.ts';

/** CI services whose tokens count everywhere; an installation may name more. */
export const ciIssuers = ['https://token.actions.githubusercontent.com', 'https://gitlab.com'] as const;

/** A token that counts, before it is spent. */
export interface CiToken extends CiRun {
  readonly issuer: string;
  readonly jti: string;
  readonly expiresAt: Date;
}

/** @throws UNAUTHENTICATED for what is no token for this registry by an issuer of the list; UPSTREAM_UNAVAILABLE when its keys cannot be read */
export type VerifyCiToken = (token: string) => Promise<CiToken>;

const lengthMax = 16_384;
const patienceMs = 5_000;
const clockToleranceSeconds = 30;
const refused = (reason: string, cause?: unknown) => new RegistryError('UNAUTHENTICATED', { reason }, { cause });

/** Keys come from the issuers of a fixed list alone: nobody who shows a token makes the registry ask an address of theirs. */
export function createCiTokens({
  issuers,
  audience,
  clock,
}: {
  readonly issuers: readonly string[];
  /** PUBLIC_URL: a token for another registry is worth nothing here. */
  readonly audience: string;
  readonly clock: Clock;
}): VerifyCiToken {
  const keysOf = new Map<string, Promise<ReturnType<typeof createRemoteJWKSet>>>();
  const readKeys = async (issuer: string) => {
    const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
    const { jwks_uri: address } = z.object({ issuer: z.literal(issuer), jwks_uri: z.url() }).parse(await response.json());
    return createRemoteJWKSet(new URL(address), { timeoutDuration: patienceMs });
  };
  const keys = (issuer: string) => {
    const known = keysOf.get(issuer) ?? readKeys(issuer);
    keysOf.set(issuer, known);
    known.catch(() => keysOf.delete(issuer));
    return known;
  };

  return async (token) => {
    const issuer = issuerOf(token);
    if (issuer === null || !issuers.includes(issuer)) throw refused('This is no token of a CI service that this registry knows.');
    const upstream = (cause: unknown) => new RegistryError('UPSTREAM_UNAVAILABLE', { what: new URL(issuer).host }, { cause });
    const set = await keys(issuer).catch((error: unknown) => {
      throw upstream(error);
    });
    try {
      const { payload } = await jwtVerify(token, set, {
        issuer,
        audience,
        algorithms: ['RS256', 'ES256', 'PS256', 'EdDSA'],
        requiredClaims: ['exp', 'iat', 'jti', 'aud'],
        clockTolerance: clockToleranceSeconds,
        maxTokenAge: '1 hour',
        currentDate: clock(),
      });
      // One token for several audiences could be brought here by any of the others.
      if (Array.isArray(payload.aud) && payload.aud.length > 1) throw refused('The token is for more than one audience.');
      const run = readCiRun(payload);
      if (!run) throw refused('The token does not say which workflow of which repository it is for.');
      return { ...run, issuer, jti: z.string().min(1).max(500).parse(payload.jti), expiresAt: new Date((payload.exp as number) * 1_000) };
    } catch (error) {
      if (error instanceof RegistryError) throw error;
      if (error instanceof errors.JWKSTimeout || error instanceof TypeError) throw upstream(error);
      throw refused('The token is not valid for this registry, or not any more.', error);
    }
  };
}

/** What a token says of its issuer, believed only once its signature is. */
function issuerOf(token: string): string | null {
  try {
    return token.length <= lengthMax ? (decodeJwt(token).iss ?? null) : null;
  } catch {
    return null;
  }
}
