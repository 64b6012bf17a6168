import { createHmac, createSecretKey, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Principal, Scope } from '@gati/authority';
import { systemClock, type Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import { BoundedCache } from './bounded-cache.ts';

/** The header, and the field of a socket's messages, that carries the token from the gateway to a subgraph. */
export const identityHeader = 'x-gati-identity';

/**
 * A JSON Web Token of its own kind in every respect (key, `typ`, `aud`), so that no token of another door passes here and this one nowhere else (RFC 8725,
 * 3.11 and 3.12). Its header is this text and no other: there is no algorithm to confuse, no `kid`, `jwk`, `jku` or `crit` to believe.
 */
const header = Buffer.from('{"alg":"HS256","typ":"gati-internal+jwt"}').toString('base64url');
const audience = 'gati:subgraph';
const keyPurpose = 'gati internal identity v1';
const lifetimeSeconds = 60;
/** Two machines of one installation may disagree by this much. */
const clockToleranceSeconds = 5;
const verifiedCapacity = 5_000;

const scopes: ReadonlySet<string> = new Set<Scope>(['read', 'publish', 'admin']);

/** Who asks, as it travels from the gateway to the subgraphs: signed, short-lived, refused everywhere else. */
export interface InternalTokens {
  /** A token for one request or one event; it lives 60 s. @param clientAddress  where the request came from, for limits by address */
  mintInternalToken(principal: Principal, clientAddress?: string): string;
  /** The principal of a token. @throws UNAUTHENTICATED for anything but a token of this kind that is valid now */
  verifyInternalToken(token: string): Principal;
  /** As verifyInternalToken, with the client's address; null where the gateway did not say. */
  readInternalToken(token: string): Asker;
}

/** Who asks, and from where. */
export interface Asker {
  readonly principal: Principal;
  readonly clientAddress: string | null;
}

interface Claims {
  readonly sub?: string;
  readonly kind: Principal['kind'];
  readonly handle?: string;
  readonly session?: string | null;
  readonly apiKey?: string | null;
  readonly scopes?: readonly string[];
  readonly limitedTo?: readonly string[] | null;
}

const claimsOf = (principal: Principal): Claims =>
  principal.kind === 'anonymous'
    ? { kind: 'anonymous' }
    : {
        kind: principal.kind,
        sub: principal.accountId,
        handle: principal.handle,
        session: principal.sessionId,
        apiKey: principal.apiKeyId,
        scopes: [...principal.scopes],
        limitedTo: principal.limitedTo && [...principal.limitedTo],
      };

const isText = (value: unknown): value is string => typeof value === 'string' && value.length > 0;
const isTextOrNull = (value: unknown): value is string | null => value === null || isText(value);
const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText);

/** Undefined where the claims are not what `claimsOf` writes. */
function principalOf({ kind, sub, handle, session, apiKey, scopes: granted, limitedTo }: Partial<Claims>): Principal | undefined {
  if (kind === 'anonymous') return { kind };
  if (kind !== 'user' && kind !== 'robot') return undefined;
  if (!isText(sub) || !isText(handle) || !isTextOrNull(session) || !isTextOrNull(apiKey)) return undefined;
  if (!isTexts(granted) || !granted.every((scope) => scopes.has(scope))) return undefined;
  if (limitedTo !== null && !isTexts(limitedTo)) return undefined;
  return {
    kind,
    accountId: sub,
    handle,
    sessionId: session,
    apiKeyId: apiKey,
    scopes: new Set(granted as readonly Scope[]),
    limitedTo: limitedTo && new Set(limitedTo),
  };
}

const refused = (): RegistryError => new RegistryError('UNAUTHENTICATED', { reason: 'A subgraph answers the gateway only.' });

interface TimedClaims extends Claims {
  readonly address?: string;
  readonly aud: string;
  readonly iat: number;
  readonly exp: number;
}

/** Undefined for a text that is no JSON object. */
function parseClaims(payload: string): Partial<TimedClaims> | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return typeof claims === 'object' && claims !== null ? claims : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the claims are for a subgraph, and for now: issued by now, not expired, and not made to live longer than a token does. */
function isCurrent({ aud, iat, exp }: Partial<TimedClaims>, nowSeconds: number): boolean {
  if (aud !== audience || !Number.isSafeInteger(iat) || !Number.isSafeInteger(exp)) return false;
  return iat! <= nowSeconds + clockToleranceSeconds && exp! > nowSeconds - clockToleranceSeconds && exp! <= iat! + lifetimeSeconds;
}

/**
 * Mints and verifies internal tokens with a key derived from the installation's secret (HKDF with SHA-256, RFC 5869): whoever knows one derived key
 * learns neither the secret nor the other keys. Verified tokens are remembered while they are valid.
 *
 * HMAC is computed in place. A general JWT library does it by WebCrypto, whose hand-over to a thread costs a busy subgraph more than everything else it does.
 */
export function createInternalTokens({ secret, clock = systemClock }: { readonly secret: string | Uint8Array; readonly clock?: Clock }): InternalTokens {
  const key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, new Uint8Array(), keyPurpose, 32)));
  const verified = new BoundedCache<Asker & { readonly expiresAtSeconds: number }>(verifiedCapacity);
  const sign = (payload: string): string => createHmac('sha256', key).update(`${header}.${payload}`).digest('base64url');
  const isSigned = (payload: string, signature: string): boolean => {
    const expected = Buffer.from(sign(payload));
    const given = Buffer.from(signature);
    return expected.length === given.length && timingSafeEqual(expected, given);
  };

  const readInternalToken = (token: string): Asker => {
    const nowSeconds = clock().getTime() / 1_000;
    const known = verified.get(token);
    if (known && known.expiresAtSeconds > nowSeconds) return known;
    const [head, payload, signature, ...rest] = token.split('.', 4);
    if (head !== header || !payload || !signature || rest.length > 0 || !isSigned(payload, signature)) throw refused();
    const claims = parseClaims(payload);
    const principal = claims && isCurrent(claims, nowSeconds) ? principalOf(claims) : undefined;
    if (!principal) throw refused();
    const asker = { principal, clientAddress: isText(claims!.address) ? claims!.address : null, expiresAtSeconds: claims!.exp! };
    verified.set(token, asker);
    return asker;
  };

  return {
    mintInternalToken(principal, clientAddress) {
      const iat = Math.floor(clock().getTime() / 1_000);
      const claims: TimedClaims = {
        ...claimsOf(principal),
        ...(clientAddress === undefined ? {} : { address: clientAddress }),
        aud: audience,
        iat,
        exp: iat + lifetimeSeconds,
      };
      const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
      return `${header}.${payload}.${sign(payload)}`;
    },

    verifyInternalToken: (token) => readInternalToken(token).principal,
    readInternalToken,
  };
}
