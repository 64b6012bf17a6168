import { createRemoteJWKSet, createLocalJWKSet, jwtVerify } from 'jose';
import Fastify from 'fastify';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createNamespacesRoutes } from '../src/http/index.ts';
import { signingLifetimeMs, verifyingAfterRetirementMs } from '../src/token-keys.ts';
import { heldBack, openWorld, password, publicUrl, refusal, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.signUp('ada');
});
afterAll(() => world.remove());
beforeEach(async () => {
  await world.database.client.tokenKey.deleteMany();
});

/** Far from every limit: each on its own address and in its own minute. */
const signIn = (by: World['namespaces']) => {
  world.clock.advance(60_000);
  return by.signIn({ handleOrEmail: 'ada', password }, { clientAddress: '10.1.1.1' });
};
const rows = () => world.database.client.tokenKey.findMany({ orderBy: { createdAt: 'asc' } });

test('of many processes that sign first at once, one makes the key', async () => {
  const processes = Array.from({ length: 3 }, () => world.otherProcess());
  // Held back where each would write its own, so that all of them find the table empty.
  const tokens = await heldBack(
    world,
    (tables) => tables.$executeRaw`lock table namespaces.token_key in exclusive mode`,
    () => Promise.all(processes.map(({ ociTokens }) => ociTokens.mint({ kind: 'anonymous' }, []))),
  );

  expect(await rows()).toHaveLength(1);
  for (const { token } of tokens) await expect(world.otherProcess().ociTokens.verify(token)).resolves.toBeDefined();
});

test('the private half is stored encrypted, and neither it nor its seed is in the table', async () => {
  await signIn(world.otherProcess());
  const [row] = await rows();
  expect(Object.keys(row!.publicJwk as object).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
  // A PKCS #8 document begins with a SEQUENCE; what is stored begins with a nonce of chance and is longer by nonce and tag.
  expect(row!.privateEncrypted.length).toBe(48 + 12 + 16);
  expect(Buffer.from(row!.privateEncrypted).toString('latin1')).not.toContain('\x06\x03\x2b\x65\x70');
});

test('with another secret the old tokens still verify, and a new key signs', async () => {
  const { accessToken } = await signIn(world.otherProcess());
  const changed = world.otherProcess({ secret: 'another secret, after the first was lost' });

  await expect(changed.authenticate(`Bearer ${accessToken}`)).resolves.toMatchObject({ handle: 'ada' });
  const fresh = await signIn(changed);
  expect(await rows()).toHaveLength(2);
  await expect(world.otherProcess().authenticate(`Bearer ${fresh.accessToken}`)).resolves.toMatchObject({ handle: 'ada' });
});

test('a private half that was moved to another row, or changed, signs nothing', async () => {
  await signIn(world.otherProcess());
  const [row] = await rows();
  const flipped = Buffer.from(row!.privateEncrypted);
  flipped[20]! ^= 1;
  await world.database.client.tokenKey.update({ where: { kid: row!.kid }, data: { privateEncrypted: flipped } });

  await signIn(world.otherProcess());
  expect(await rows()).toHaveLength(2);
});

test('a key signs for 90 days, then the next one does; what the first signed is verified until it has expired', async () => {
  const longRunning = world.otherProcess();
  await signIn(longRunning);
  world.clock.advance(signingLifetimeMs - 120_000);
  const before = await signIn(longRunning);
  expect(await rows()).toHaveLength(1);

  const after = await signIn(longRunning);
  const [old, young] = await rows();
  expect(old!.retiredAt).not.toBeNull();
  expect(young!.retiredAt).toBeNull();
  for (const { accessToken } of [before, after]) await expect(longRunning.authenticate(`Bearer ${accessToken}`)).resolves.toMatchObject({ handle: 'ada' });
  expect((await longRunning.jwks()).keys).toHaveLength(2);

  world.clock.advance(verifyingAfterRetirementMs);
  expect((await longRunning.jwks()).keys).toMatchObject([{ kid: young!.kid }]);
});

test('a process learns of a key that another one made, and unknown key ids ask the table once in five seconds at most', async () => {
  const [signer, verifier] = [world.otherProcess(), world.otherProcess()];
  await verifier.jwks();
  world.clock.advance(5_000);
  const { accessToken } = await signer.signIn({ handleOrEmail: 'ada', password }, { clientAddress: '10.1.3.1' });
  await expect(verifier.authenticate(`Bearer ${accessToken}`)).resolves.toMatchObject({ handle: 'ada' });

  world.queries.count = 0;
  const [, payload, signature] = accessToken.split('.');
  for (let i = 0; i < 20; i++) {
    const header = Buffer.from(JSON.stringify({ alg: 'EdDSA', typ: 'at+jwt', kid: `unknown-${i}` })).toString('base64url');
    expect((await refusal(verifier.authenticate(`Bearer ${header}.${payload}.${signature}`))).code).toBe('UNAUTHENTICATED');
  }
  expect(world.queries.count).toBeLessThanOrEqual(1);
});

test('anybody can verify an access token with the published keys', async () => {
  const app = Fastify();
  await app.register(createNamespacesRoutes({ namespaces: world.namespaces, publicUrl }));
  try {
    const { accessToken } = await signIn(world.namespaces);
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    const configuration = (await (await fetch(`${url}/.well-known/openid-configuration`)).json()) as { issuer: string; jwks_uri: string };
    expect(configuration).toMatchObject({ issuer: publicUrl, jwks_uri: `${publicUrl}/.well-known/jwks.json` });

    const keys = createRemoteJWKSet(new URL(new URL(configuration.jwks_uri).pathname, url));
    const { payload } = await jwtVerify(accessToken, keys, { issuer: configuration.issuer, audience: publicUrl, typ: 'at+jwt', currentDate: world.clock() });
    expect(payload).toMatchObject({ handle: 'ada', scope: 'read publish admin' });

    const response = await app.inject('/.well-known/jwks.json');
    expect(response.headers['cache-control']).toBe('public, max-age=300');
    expect(response.payload).not.toContain('"d"');
    await expect(jwtVerify(accessToken, createLocalJWKSet(response.json()), { currentDate: world.clock() })).resolves.toBeDefined();
  } finally {
    await app.close();
  }
});
