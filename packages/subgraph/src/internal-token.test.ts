import { createHmac, hkdfSync } from 'node:crypto';
import { manualClock } from '@gati/clock';
import type { Principal } from '@gati/authority';
import fc from 'fast-check';
import { jwtVerify, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { createInternalTokens } from './internal-token.ts';

const secret = 'the secret of an installation';
const start = new Date('2026-03-01T12:00:00Z');
const alice: Principal = {
  kind: 'robot',
  accountId: 'account-1',
  handle: 'alice',
  sessionId: null,
  apiKeyId: 'key-1',
  scopes: new Set(['read', 'publish'] as const),
  limitedTo: new Set(['namespace-1']),
};
const derived = (from: string | Uint8Array = secret, purpose = 'gati internal identity v1'): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', from, new Uint8Array(), purpose, 32));
const encode = (value: unknown): string => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

const made = () => {
  const clock = manualClock(start);
  return { clock, ...createInternalTokens({ secret, clock }) };
};

describe('an internal token', () => {
  it('carries where the request came from, signed like everything else', () => {
    const { mintInternalToken, readInternalToken } = made();
    expect(readInternalToken(mintInternalToken(alice, '203.0.113.7'))).toMatchObject({ principal: alice, clientAddress: '203.0.113.7' });
    expect(readInternalToken(mintInternalToken(alice))).toMatchObject({ clientAddress: null });
    const [head, payload = '', signature] = mintInternalToken(alice, '203.0.113.7').split('.');
    const forged = encode({ ...JSON.parse(Buffer.from(payload, 'base64url').toString()), address: '198.51.100.1' });
    expect(() => readInternalToken(`${head}.${forged}.${signature}`)).toThrow();
  });

  it('carries the whole principal, an anonymous one too', () => {
    const { mintInternalToken, verifyInternalToken } = made();
    const user: Principal = { ...alice, kind: 'user', sessionId: 'session-1', apiKeyId: null, limitedTo: null };
    for (const principal of [alice, user, { kind: 'anonymous' } as const]) expect(verifyInternalToken(mintInternalToken(principal))).toEqual(principal);
  });

  it('is a JSON Web Token like any other to a library that knows the key', async () => {
    const { mintInternalToken } = made();
    const { payload } = await jwtVerify(mintInternalToken(alice), derived(), {
      algorithms: ['HS256'],
      typ: 'gati-internal+jwt',
      audience: 'gati:subgraph',
      currentDate: start,
    });
    expect(payload).toMatchObject({ sub: 'account-1', handle: 'alice', exp: payload.iat! + 60 });
  });

  it('is accepted exactly while it is valid, also when it was seen before', () => {
    fc.assert(
      fc.property(fc.integer({ min: -120, max: 240 }), fc.boolean(), (seconds, wasSeen) => {
        const { clock, mintInternalToken, verifyInternalToken } = made();
        const token = mintInternalToken(alice);
        if (wasSeen) verifyInternalToken(token);
        clock.advance(seconds * 1_000);
        const accepted = (): boolean => {
          try {
            return verifyInternalToken(token) !== undefined;
          } catch {
            return false;
          }
        };
        // 60 seconds, and 5 for machines whose clocks differ; a token that was seen is not refused for a clock that was set back.
        expect(accepted()).toBe(seconds < 65 && (wasSeen || seconds >= -5));
      }),
      { numRuns: 300 },
    );
  });

  it('is refused with any one character changed', () => {
    const { mintInternalToken, verifyInternalToken } = made();
    const token = mintInternalToken(alice);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=';
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(...alphabet), (index, character) => {
        fc.pre(token[index] !== character);
        expect(() => verifyInternalToken(token.slice(0, index) + character + token.slice(index + 1))).toThrow();
      }),
      { numRuns: 500 },
    );
  });

  const now = Math.floor(start.getTime() / 1_000);
  const claims = {
    kind: 'user',
    sub: 'admin',
    handle: 'admin',
    session: 's',
    apiKey: null,
    scopes: ['read', 'publish', 'admin'],
    limitedTo: null,
    aud: 'gati:subgraph',
    iat: now,
    exp: now + 60,
  };
  const signed = (header: object, payload: object, key: string | Uint8Array = derived()): string => {
    const text = `${encode(header)}.${encode(payload)}`;
    return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
  };
  const header = { alg: 'HS256', typ: 'gati-internal+jwt' };
  const jwk = { kty: 'oct', k: encode('a key of mine') };

  it.each<[string, string | Promise<string>]>([
    ['nothing', ''],
    ['no token', 'admin'],
    ['three dots', '...'],
    ['alg none', `${encode({ ...header, alg: 'none' })}.${encode(claims)}.`],
    ['alg none of a library', new UnsecuredJWT(claims).setAudience('gati:subgraph').encode()],
    ['no signature', `${encode(header)}.${encode(claims)}.`],
    ['another algorithm with the right key', new SignJWT(claims).setProtectedHeader({ alg: 'HS512', typ: 'gati-internal+jwt' }).sign(new Uint8Array(64))],
    ['the secret itself as the key', signed(header, claims, secret)],
    ['a key derived for another purpose', signed(header, claims, derived(secret, 'gati access token v1'))],
    ['a key of another installation', signed(header, claims, derived('another secret'))],
    ['an embedded key', signed({ ...header, jwk }, claims, 'a key of mine')],
    ['an embedded key beside a kid', signed({ ...header, kid: '1', jwk }, claims, 'a key of mine')],
    ['an address of keys', signed({ ...header, jku: 'https://elsewhere.example/keys' }, claims, 'a key of mine')],
    ['a certificate’s address', signed({ ...header, x5u: 'https://elsewhere.example/cert' }, claims)],
    ['a critical header', signed({ ...header, crit: ['b64'], b64: false }, claims)],
    ['the right key under another header', signed({ ...header, kid: '1' }, claims)],
    ['an access token of the edge', signed({ alg: 'HS256', typ: 'at+jwt' }, claims)],
    ['a token for OCI', signed({ alg: 'HS256', typ: 'oci+jwt' }, claims)],
    ['no type', signed({ alg: 'HS256' }, claims)],
    ['another audience', signed(header, { ...claims, aud: 'gati:edge' })],
    ['several audiences', signed(header, { ...claims, aud: ['gati:subgraph', 'others'] })],
    ['no audience', signed(header, { ...claims, aud: undefined })],
    ['no expiry', signed(header, { ...claims, exp: undefined })],
    ['an expiry that is a text', signed(header, { ...claims, exp: '9999999999' })],
    ['no time of issue', signed(header, { ...claims, iat: undefined })],
    ['a life of a year', signed(header, { ...claims, exp: now + 31_536_000 })],
    ['a birth in the future', signed(header, { ...claims, iat: now + 3_600, exp: now + 3_660 })],
    ['an expiry that is past', signed(header, { ...claims, iat: now - 120, exp: now - 60 })],
    ['no subject', signed(header, { ...claims, sub: undefined })],
    ['an unknown kind', signed(header, { ...claims, kind: 'root' })],
    ['an unknown scope', signed(header, { ...claims, scopes: ['read', 'everything'] })],
    ['scopes that are a text', signed(header, { ...claims, scopes: 'admin' })],
    ['a limit that is left out', signed(header, { ...claims, limitedTo: undefined })],
    ['claims that are a list', signed(header, [claims])],
    [
      'claims that are no JSON',
      `${encode(header)}.${encode('no JSON')}.${createHmac('sha256', derived())
        .update(`${encode(header)}.${encode('no JSON')}`)
        .digest('base64url')}`,
    ],
  ])('is not %s', async (_what, token) => {
    const { verifyInternalToken } = made();
    const forged = await token;
    expect(() => verifyInternalToken(forged)).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED', message: 'A subgraph answers the gateway only.' }));
  });

  it('with four parts is none', () => {
    const { mintInternalToken, verifyInternalToken } = made();
    expect(() => verifyInternalToken(`${mintInternalToken(alice)}.more`)).toThrow();
    expect(() => verifyInternalToken(`${mintInternalToken(alice)}.`)).toThrow();
  });
});
