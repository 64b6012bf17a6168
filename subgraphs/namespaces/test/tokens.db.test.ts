import { createHmac, createPublicKey, generateKeyPairSync, sign, type JsonWebKey, type KeyObject } from 'node:crypto';
import { anonymous, type KnownPrincipal, type Principal } from '@gati/authority';
import fc from 'fast-check';
import { SignJWT, base64url, calculateJwkThumbprint } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deriveInstallationKeys } from '../src/installation-keys.ts';
import { createTokenKeys } from '../src/token-keys.ts';
import { accessTokenLifetimeSeconds } from '../src/tokens/access-tokens.ts';
import { ociTokenLifetimeSeconds } from '../src/tokens/oci-tokens.ts';
import { openWorld, publicUrl, refusal, type Signed, type World } from './world.ts';

let world: World;
let ada: Signed;
/** What the registry signs with: only a test may know it. */
let ours: { kid: string; key: KeyObject };
/** Of somebody who makes tokens of their own. */
const foreign = generateKeyPairSync('ed25519');
const foreignJwk = foreign.publicKey.export({ format: 'jwk' });

beforeAll(async () => {
  world = await openWorld();
  ada = await world.signUp('ada');
  const { tokenKeyEncryption } = deriveInstallationKeys('a secret of this installation alone, made for its tests');
  ours = await createTokenKeys({
    tables: world.database.client,
    transaction: (work) => world.database.transaction((tables) => work(tables, async () => {})),
    clock: world.clock,
    encryptionKey: tokenKeyEncryption,
    log: { info: () => {}, warn: () => {} },
  }).signer();
});
afterAll(() => world.remove());

type Claims = Record<string, unknown>;
const nowSeconds = () => Math.floor(world.clock().getTime() / 1000);
const accessClaims = (): Claims => ({
  iss: publicUrl,
  aud: publicUrl,
  sub: ada.principal.accountId,
  sid: ada.principal.sessionId,
  handle: 'ada',
  scope: 'read publish admin',
  iat: nowSeconds(),
  exp: nowSeconds() + 900,
});
const ociClaims = (): Claims => ({
  iss: publicUrl,
  aud: `${publicUrl}/v2`,
  access: [{ type: 'repository', name: 'ada/thing', actions: ['pull'] }],
  principal: { ...ada.principal, scopes: [...ada.principal.scopes] },
  iat: nowSeconds(),
  exp: nowSeconds() + 300,
});
const without = (claims: Claims, name: string): Claims => Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));

const part = (value: unknown) => base64url.encode(typeof value === 'string' ? value : JSON.stringify(value));
/** A token made by hand, so that nothing forbids what a library would. */
const forge = (header: object, claims: Claims, signature: (input: string) => Uint8Array | string) => {
  const input = `${part(header)}.${part(claims)}`;
  const signed = signature(input);
  return `${input}.${typeof signed === 'string' ? signed : base64url.encode(signed)}`;
};
const ed25519 = (key: KeyObject) => (input: string) => sign(null, Buffer.from(input), key);

/** A token that one door takes, and everything that makes a forgery of it. */
interface Door {
  readonly name: string;
  readonly typ: string;
  readonly claims: () => Claims;
  readonly otherTyp: string;
  readonly otherClaims: () => Claims;
  readonly verify: (token: string) => Promise<unknown>;
}
const doors: Door[] = [
  {
    name: 'authenticate',
    typ: 'at+jwt',
    claims: accessClaims,
    otherTyp: 'oci+jwt',
    otherClaims: ociClaims,
    verify: (token) => world.namespaces.authenticate(`Bearer ${token}`),
  },
  {
    name: 'ociTokens.verify',
    typ: 'oci+jwt',
    claims: ociClaims,
    otherTyp: 'at+jwt',
    otherClaims: accessClaims,
    verify: (token) => world.namespaces.ociTokens.verify(token),
  },
];

describe.each(doors)('at $name', ({ typ, claims, otherTyp, otherClaims, verify }) => {
  const header = () => ({ alg: 'EdDSA', typ, kid: ours.kid });
  const good = () => forge(header(), claims(), ed25519(ours.key));
  const publicPem = () => createPublicKey(ours.key).export({ format: 'pem', type: 'spki' }) as string;
  const publicDer = () => createPublicKey(ours.key).export({ format: 'der', type: 'spki' });
  const publicX = () => Buffer.from((createPublicKey(ours.key).export({ format: 'jwk' }) as JsonWebKey)['x'] as string, 'base64url');

  test('a token as we make it is taken', async () => {
    await expect(verify(good())).resolves.toBeDefined();
  });

  const corpus: Record<string, () => string | Promise<string>> = {
    'alg none without a signature': () => forge({ ...header(), alg: 'none' }, claims(), () => ''),
    'alg None in another case': () => forge({ ...header(), alg: 'nOnE' }, claims(), () => ''),
    'alg none that kept a signature': () => forge({ ...header(), alg: 'none' }, claims(), ed25519(ours.key)),
    'no alg at all': () => forge({ typ, kid: ours.kid }, claims(), ed25519(ours.key)),
    'HS256 with the public key as PEM for the secret': () =>
      forge({ ...header(), alg: 'HS256' }, claims(), (input) => createHmac('sha256', publicPem()).update(input).digest()),
    'HS256 with the public key as DER for the secret': () =>
      forge({ ...header(), alg: 'HS256' }, claims(), (input) => createHmac('sha256', publicDer()).update(input).digest()),
    'HS256 with the raw public key for the secret': () =>
      forge({ ...header(), alg: 'HS256' }, claims(), (input) => createHmac('sha256', publicX()).update(input).digest()),
    'HS256 with an empty secret': () => forge({ ...header(), alg: 'HS256' }, claims(), (input) => createHmac('sha256', '').update(input).digest()),
    'RS256 by a foreign key': () => {
      const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
      return forge({ ...header(), alg: 'RS256' }, claims(), (input) => sign('sha256', Buffer.from(input), rsa.privateKey));
    },
    'ES256 by a foreign key': () => {
      const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      return forge({ ...header(), alg: 'ES256' }, claims(), (input) => sign('sha256', Buffer.from(input), { key: ec.privateKey, dsaEncoding: 'ieee-p1363' }));
    },
    'signed by a foreign key under our key id': () => forge(header(), claims(), ed25519(foreign.privateKey)),
    'signed by a foreign key under its own id': async () =>
      forge({ ...header(), kid: await calculateJwkThumbprint(foreignJwk) }, claims(), ed25519(foreign.privateKey)),
    'our key id with a foreign key embedded': () => forge({ ...header(), jwk: foreignJwk }, claims(), ed25519(foreign.privateKey)),
    'a foreign key embedded and its id': async () =>
      forge({ ...header(), kid: await calculateJwkThumbprint(foreignJwk), jwk: foreignJwk }, claims(), ed25519(foreign.privateKey)),
    'our own key embedded': () => forge({ ...header(), jwk: createPublicKey(ours.key).export({ format: 'jwk' }) }, claims(), ed25519(ours.key)),
    'a jku': () => forge({ ...header(), jku: 'https://evil.example/keys' }, claims(), ed25519(ours.key)),
    'an x5u': () => forge({ ...header(), x5u: 'https://evil.example/chain.pem' }, claims(), ed25519(ours.key)),
    'an x5c': () => forge({ ...header(), x5c: ['MII='] }, claims(), ed25519(ours.key)),
    'a crit that nobody knows': () => forge({ ...header(), crit: ['exp'] }, claims(), ed25519(ours.key)),
    'an unencoded payload': () => forge({ ...header(), b64: false, crit: ['b64'] }, claims(), ed25519(ours.key)),
    'no key id': () => forge({ alg: 'EdDSA', typ }, claims(), ed25519(ours.key)),
    'a key id that is a list': () => forge({ ...header(), kid: [ours.kid] }, claims(), ed25519(ours.key)),
    'a key id that is a path': () => forge({ ...header(), kid: '../../dev/null' }, claims(), ed25519(ours.key)),
    'a key id that is SQL': () => forge({ ...header(), kid: "' or true --" }, claims(), ed25519(ours.key)),
    'a key id with a NUL': () => forge({ ...header(), kid: 'a\u0000b' }, claims(), ed25519(ours.key)),
    'no typ': () => forge({ alg: 'EdDSA', kid: ours.kid }, claims(), ed25519(ours.key)),
    'typ JWT': () => forge({ ...header(), typ: 'JWT' }, claims(), ed25519(ours.key)),
    "the other door's typ": () => forge({ ...header(), typ: otherTyp }, claims(), ed25519(ours.key)),
    "the other door's token": () => forge({ ...header(), typ: otherTyp }, otherClaims(), ed25519(ours.key)),
    "the other door's claims under our typ": () => forge(header(), otherClaims(), ed25519(ours.key)),
    'no exp': () => forge(header(), without(claims(), 'exp'), ed25519(ours.key)),
    'an exp that is text': () => forge(header(), { ...claims(), exp: String(nowSeconds() + 900) }, ed25519(ours.key)),
    'an exp that is over': () => forge(header(), { ...claims(), exp: nowSeconds() }, ed25519(ours.key)),
    'no iat': () => forge(header(), without(claims(), 'iat'), ed25519(ours.key)),
    'an nbf to come': () => forge(header(), { ...claims(), nbf: nowSeconds() + 60 }, ed25519(ours.key)),
    'another issuer': () => forge(header(), { ...claims(), iss: 'https://evil.example' }, ed25519(ours.key)),
    'no issuer': () => forge(header(), without(claims(), 'iss'), ed25519(ours.key)),
    'another audience': () => forge(header(), { ...claims(), aud: 'https://other.example' }, ed25519(ours.key)),
    'an audience that begins like ours': () => forge(header(), { ...claims(), aud: `${String(claims()['aud'])}.evil.example` }, ed25519(ours.key)),
    'no audience': () => forge(header(), without(claims(), 'aud'), ed25519(ours.key)),
    'claims that are missing': () => forge(header(), without(without(claims(), 'sid'), 'access'), ed25519(ours.key)),
    'claims that are no object': () => forge(header(), 'text' as never, ed25519(ours.key)),
    'a payload that was changed': () => {
      const [head, , signature] = good().split('.');
      return `${head}.${part({ ...claims(), sub: '00000000-0000-4000-8000-000000000001', exp: nowSeconds() + 9000 })}.${signature}`;
    },
    'a signature that was cut short': () => good().slice(0, -2),
    'an empty signature': () => `${good().split('.').slice(0, 2).join('.')}.`,
    'a token of two parts': () => good().split('.').slice(0, 2).join('.'),
    'a token of five parts': () => `${good()}.a.b`,
    'a header that is no JSON': () => `${part('{')}.${good().split('.').slice(1).join('.')}`,
    'a header that is null': () => `${part('null')}.${good().split('.').slice(1).join('.')}`,
    'a token that is far too long': () => forge(header(), { ...claims(), padding: 'x'.repeat(20_000) }, ed25519(ours.key)),
    nonsense: () => 'nonsense',
    dots: () => '..',
  };

  test.each(Object.entries(corpus))('%s is refused', async (_, make) => {
    const token = await make();
    expect((await refusal(verify(token))).code).toBe('UNAUTHENTICATED');
  });

  test('a token with any one bit flipped is refused', async () => {
    const token = good();
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), fc.integer({ min: 0, max: 6 }), async (index, bit) => {
        const flipped = token.slice(0, index) + String.fromCharCode(token.charCodeAt(index) ^ (1 << bit)) + token.slice(index + 1);
        // The last character of a base64url part may carry bits that mean nothing; then the bytes are the same ones.
        const sameBytes = flipped
          .split('.')
          .every((piece, i) => /^[\w-]+$/.test(piece) && Buffer.from(piece, 'base64url').equals(Buffer.from(token.split('.')[i] ?? '', 'base64url')));
        if (sameBytes && flipped.split('.').length === 3) return;
        expect((await refusal(verify(flipped))).code).toBe('UNAUTHENTICATED');
      }),
      { numRuns: 200 },
    );
  });
});

test('a token of another installation is refused, also when it has the same secret', async () => {
  const elsewhere = world.otherProcess({ publicUrl: 'https://other.example' });
  const session = await elsewhere.signIn({ handleOrEmail: 'ada', password: 'four random words do well' }, { clientAddress: '10.3.3.3' });
  expect((await refusal(world.namespaces.authenticate(`Bearer ${session.accessToken}`))).code).toBe('UNAUTHENTICATED');
});

test('a refresh token, a ticket and a device code open no door', async () => {
  const { ticket } = await world.namespaces.createSocketTicket(ada.principal);
  const { deviceCode } = await world.namespaces.startDeviceLogin('cli', {});
  for (const secret of [ada.session.refreshToken, ticket, deviceCode])
    expect((await refusal(world.namespaces.authenticate(`Bearer ${secret}`))).code).toBe('UNAUTHENTICATED');
});

describe('a token of the OCI door', () => {
  test('gives back who asked and what for', async () => {
    const access = [{ repository: 'ada/thing', actions: ['pull', 'push'] as const }];
    const { token, expiresInSeconds } = await world.namespaces.ociTokens.mint(ada.principal, access);
    expect(expiresInSeconds).toBe(300);
    expect(await world.namespaces.ociTokens.verify(token)).toEqual({ principal: ada.principal, access });
  });

  test('can be anonymous', async () => {
    const { token } = await world.namespaces.ociTokens.mint(anonymous, []);
    expect(await world.namespaces.ociTokens.verify(token)).toEqual({ principal: anonymous, access: [] });
  });

  test('ends with the session behind it', async () => {
    const { principal } = await world.signUp('pulls');
    const { token } = await world.namespaces.ociTokens.mint(principal, []);
    await world.namespaces.signOut(principal, {});
    expect((await refusal(world.namespaces.ociTokens.verify(token))).code).toBe('UNAUTHENTICATED');
  });
});

// P21
describe('a token is accepted exactly while valid, for its audience and scopes', () => {
  const scopeSets = fc.uniqueArray(fc.constantFrom('read' as const, 'publish' as const, 'admin' as const), { minLength: 1 });
  const secondsAround = (lifetime: number) => fc.oneof(fc.integer({ min: 0, max: 2 * lifetime }), fc.integer({ min: lifetime - 2, max: lifetime + 2 }));
  const accepted = (call: Promise<unknown>) =>
    call.then(
      () => true,
      (error: { code?: string }) => (error.code === 'UNAUTHENTICATED' ? false : Promise.reject(error as Error)),
    );

  test('access tokens', async () => {
    const { session: first } = await world.signUp('property');
    let current = first;
    await fc.assert(
      fc.asyncProperty(
        secondsAround(accessTokenLifetimeSeconds),
        fc.constantFrom('here', 'oci', 'elsewhere'),
        fc.integer({ min: 0, max: 999 }),
        async (elapsed, audience, ms) => {
          current = await world.namespaces.refreshSession(current.refreshToken, {});
          world.clock.advance(elapsed * 1000 + ms);
          const bearer = `Bearer ${current.accessToken}`;
          const call =
            audience === 'here'
              ? world.namespaces.authenticate(bearer)
              : audience === 'oci'
                ? world.namespaces.ociTokens.verify(current.accessToken)
                : world.otherProcess({ publicUrl: 'https://other.example' }).authenticate(bearer);
          expect(await accepted(call)).toBe(audience === 'here' && world.clock() < current.expiresAt);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('tokens of the OCI door, which say exactly what they were made for', async () => {
    await fc.assert(
      fc.asyncProperty(
        secondsAround(ociTokenLifetimeSeconds),
        scopeSets,
        fc.option(fc.uniqueArray(fc.uuid(), { maxLength: 5 }), { nil: null }),
        fc.array(
          fc.record({
            repository: fc.constantFrom('a/b', 'c/d'),
            actions: fc.uniqueArray(fc.constantFrom('pull' as const, 'push' as const, 'delete' as const)),
          }),
          { maxLength: 3 },
        ),
        fc.constantFrom('here', 'graphql'),
        async (elapsed, scopes, limitedTo, access, audience) => {
          const principal: Principal = {
            ...ada.principal,
            sessionId: null,
            scopes: new Set(scopes),
            limitedTo: limitedTo && new Set(limitedTo),
          } satisfies KnownPrincipal;
          const { token, issuedAt, expiresInSeconds } = await world.namespaces.ociTokens.mint(principal, access);
          world.clock.advance(elapsed * 1000);
          const isValid = world.clock().getTime() < issuedAt.getTime() + expiresInSeconds * 1000;
          if (audience === 'graphql') {
            expect(await accepted(world.namespaces.authenticate(`Bearer ${token}`))).toBe(false);
            return;
          }
          const call = world.namespaces.ociTokens.verify(token);
          expect(await accepted(call)).toBe(isValid);
          if (isValid) expect(await call).toEqual({ principal, access });
        },
      ),
      { numRuns: 150 },
    );
  });

  test('API keys', async () => {
    const { principal } = await world.signUp('key-property');
    await fc.assert(
      fc.asyncProperty(
        scopeSets,
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 0, max: 2000 }),
        fc.boolean(),
        async (scopes, lifetime, elapsed, isRevoked) => {
          const expiresAt = new Date(world.clock().getTime() + lifetime * 1000);
          const { secret, apiKey } = await world.namespaces.createApiKey(principal, { name: 'key', scopes, namespaces: null, expiresAt }, {});
          world.clock.advance(elapsed * 1000);
          const call = async () => world.namespaces.authenticate(`Bearer ${secret}`);
          const isValid = world.clock() < expiresAt;
          expect(await accepted(call())).toBe(isValid);
          if (isValid) expect([...((await call()) as KnownPrincipal).scopes].toSorted()).toEqual(scopes.toSorted());
          if (isRevoked) {
            await world.namespaces.revokeApiKey(principal, apiKey.id, {});
            expect(await accepted(call())).toBe(false);
          }
          world.clock.advance(lifetime * 1000);
        },
      ),
      { numRuns: 100 },
    );
  });
});

test('the library agrees with the forger about what a good token is', async () => {
  const token = await new SignJWT(accessClaims()).setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: ours.kid }).sign(ours.key);
  await expect(world.namespaces.authenticate(`Bearer ${token}`)).resolves.toMatchObject({ handle: 'ada' });
});
