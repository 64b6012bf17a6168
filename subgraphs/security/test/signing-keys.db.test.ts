import { anonymous, type Role } from '@gati/authority';
import { generateKeyPair, signProof, type KeyPair } from '@gati/signatures';
import { createTestDatabase, type TestDatabase } from '@gati/testkit';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createSecurity } from '../src/index.ts';
import { createWorld, principal, type World } from './world.ts';
import type { Pushed } from './fake-artifacts.ts';

let database: TestDatabase;
const worlds: World[] = [];
beforeAll(async () => void (database = await createTestDatabase()));
afterEach(() => Promise.all(worlds.splice(0).map((world) => world.close())));
afterAll(() => database.remove());

const open = async (): Promise<World> => {
  const world = await createWorld(database);
  worlds.push(world);
  return world;
};
const request = ({ handle }: World, { publicKeyPem, privateKey }: KeyPair, change: object = {}) => ({
  namespace: handle as never,
  publicKeyPem,
  proof: signProof({ namespace: handle, privateKey }),
  validFrom: null,
  ...change,
});
const code = (expected: string) => expect.objectContaining({ code: expected });
const publish = async (world: World, by = world.key): Promise<Pushed> => {
  const pushed = world.artifacts.push({ namespaceId: world.namespaceId });
  world.sign(pushed, by);
  await world.admit(pushed);
  return pushed;
};

test.each([
  ['owner', ['admin'], null],
  ['admin', ['admin'], null],
  ['write', ['read', 'publish', 'admin'], 'NAMESPACE_PERMISSION_DENIED'],
  [null, ['read', 'publish', 'admin'], 'NAMESPACE_PERMISSION_DENIED'],
  ['owner', ['read', 'publish'], 'NAMESPACE_PERMISSION_DENIED'],
] as const)('role %s with the scopes %o may register and revoke keys: %s', async (role: Role | null, scopes, refusal) => {
  const world = await open();
  world.role = role;
  const asker = principal(scopes);
  const pair = generateKeyPair();
  const registered = world.security.registerSigningKey(asker, request(world, pair));
  const revoked = world.security.revokeSigningKey(asker, { id: world.keyId, from: null, reason: null });
  if (refusal) {
    await expect(registered).rejects.toEqual(code(refusal));
    await expect(revoked).rejects.toEqual(code(refusal));
    expect(await world.facts('key.revoked')).toEqual([]);
  } else {
    expect(await registered).toMatchObject({ fingerprint: pair.fingerprint, algorithm: 'ECDSA_P256', revokedAt: null });
    expect((await revoked).revokedAt).not.toBeNull();
  }
});

test('nobody signed in, a credential for another namespace, and a namespace that is not there', async () => {
  const world = await open();
  const pair = generateKeyPair();
  await expect(world.security.registerSigningKey(anonymous, request(world, pair))).rejects.toEqual(code('UNAUTHENTICATED'));
  await expect(world.security.registerSigningKey(principal(['admin'], ['another']), request(world, pair))).rejects.toEqual(code('NAMESPACE_PERMISSION_DENIED'));
  await expect(world.security.registerSigningKey(principal(), request(world, pair, { namespace: 'nobody' }))).rejects.toEqual(code('NOT_FOUND'));
  for (const id of ['no-uuid', 'e5c0a1d4-7d7d-4d43-9a07-7bb1cf6d7c11']) {
    await expect(world.security.revokeSigningKey(principal(), { id, from: null, reason: null })).rejects.toEqual(code('NOT_FOUND'));
  }
});

test('a key is registered only with a proof that its holder asks for this namespace', async () => {
  const world = await open();
  const pair = generateKeyPair();
  const stranger = generateKeyPair();
  for (const proof of [
    '',
    signProof({ namespace: 'other', privateKey: pair.privateKey }),
    signProof({ namespace: world.handle, privateKey: stranger.privateKey }),
  ]) {
    await expect(world.security.registerSigningKey(principal(), request(world, pair, { proof }))).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      params: { fields: [{ path: 'input.proof' }] },
    });
  }
  const privatePem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  await expect(world.security.registerSigningKey(principal(), request(world, pair, { publicKeyPem: privatePem }))).rejects.toMatchObject({
    params: { fields: [{ path: 'input.publicKeyPem' }] },
  });
  expect(await database.client.signingKey.count({ where: { namespaceId: world.namespaceId } })).toBe(1);
});

test('the same key many times at once is registered once, and its first time stays', async () => {
  const world = await open();
  const pair = generateKeyPair();
  const ids = await Promise.all(Array.from({ length: 20 }, () => world.register(pair)));
  expect(new Set(ids).size).toBe(1);
  world.clock.advance(1000);
  expect(await world.register(pair)).toBe(ids[0]);
  expect(await world.facts('audit signing-key.register')).toHaveLength(2);
});

test('a revoked key cannot be registered back', async () => {
  const world = await open();
  await world.security.revokeSigningKey(principal(), { id: world.keyId, from: null, reason: null });
  await expect(world.register(world.key)).rejects.toEqual(code('KEY_REVOKED'));
});

test('a namespace has at most a hundred keys, also when they come at once', async () => {
  const world = await open();
  const row = (index: number) => ({
    id: crypto.randomUUID(),
    namespaceId: world.namespaceId,
    fingerprint: `sha256:${index}`,
    algorithm: 'RSA',
    publicKeyPem: '',
    validFrom: new Date(),
    registeredAt: new Date(),
    registeredBy: crypto.randomUUID(),
  });
  await database.client.signingKey.createMany({ data: Array.from({ length: 97 }, (_, index) => row(index)) });
  const results = await Promise.allSettled(Array.from({ length: 6 }, () => world.register()));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  expect(results.find((result) => result.status === 'rejected')?.reason).toEqual(code('QUOTA_EXCEEDED'));
});

test('a revocation quarantines exactly what the key signed from then on', async () => {
  const world = await open();
  const other = generateKeyPair();
  await world.register(other);
  const before = await publish(world);
  world.clock.advance(60_000);
  const from = world.clock();
  const atThatMoment = await publish(world);
  const byAnother = await publish(world, other);
  world.clock.advance(60_000);
  const after = await publish(world);
  // Signed before, published after.
  const waiting = world.artifacts.push({ namespaceId: world.namespaceId });
  world.artifacts.attach(waiting, await carrierOf(world, waiting), new Date(from.getTime() - 1));
  await world.admit(waiting);

  const revoked = await world.security.revokeSigningKey(principal(), { id: world.keyId, from, reason: ' stolen ' });

  expect([before, atThatMoment, byAnother, after, waiting].map(world.statusOf)).toEqual(['PUBLISHED', 'QUARANTINED', 'PUBLISHED', 'QUARANTINED', 'PUBLISHED']);
  expect(world.artifacts.versions.get(after.versionId)?.statusReason).toBe(
    `Signed with the key ${world.key.fingerprint}, which is revoked from ${from.toISOString().slice(0, 10)} on: stolen`,
  );
  expect(revoked).toMatchObject({ revokedAt: from, revocationReason: 'stolen' });
  expect((await world.security.readQuarantine.page(world.keyId, null, 10)).map(({ versionId }) => versionId)).toEqual([
    after.versionId,
    atThatMoment.versionId,
  ]);
  expect(await world.facts('key.revoked')).toMatchObject([{ namespaceId: world.namespaceId, signingKeyId: world.keyId }]);
  expect(await world.facts('audit signing-key.revoke')).toMatchObject([{ details: { quarantined: 2, reason: 'stolen' } }]);
  const verdicts = await world.security.verdictsOf([before, after, byAnother].map(({ versionId }) => versionId));
  expect([...verdicts.values()].map(({ status, bundle }) => [status, bundle !== null])).toEqual([
    ['VALID', true],
    ['REVOKED', false],
    ['VALID', true],
  ]);
});

test('a revocation reaches what was transferred away since, and the copy of the key that went with it', async () => {
  const world = await open();
  const before = await publish(world);
  world.clock.advance(60_000);
  const from = world.clock();
  const [stolen, stayed] = [await publish(world), await publish(world)];
  const another = crypto.randomUUID();
  world.clock.advance(60_000);
  const move = async (pushed: Pushed) => {
    Object.assign(world.artifacts.versions.get(pushed.versionId)!, { namespaceId: another });
    const moved = { artifactId: pushed.artifactId, fromNamespaceId: world.namespaceId, toNamespaceId: another, movedBy: crypto.randomUUID() };
    await database.transaction((tables) => world.security.carrySigners(tables, moved));
  };
  await move(before);
  await move(stolen);
  // As it is judged there, once more.
  const copy = await database.client.signingKey.findFirstOrThrow({ where: { namespaceId: another } });
  await database.client.signature.updateMany({ where: { artifactId: before.artifactId }, data: { signingKeyId: copy.id } });
  world.clock.advance(60_000);

  await world.security.revokeSigningKey(principal(), { id: world.keyId, from, reason: 'stolen' });

  expect([before, stolen, stayed].map(world.statusOf)).toEqual(['PUBLISHED', 'QUARANTINED', 'QUARANTINED']);
  expect(await database.client.signingKey.findUnique({ where: { id: copy.id } })).toMatchObject({ revokedAt: from, revocationReason: 'stolen' });
});

const carrierOf = async (world: World, pushed: Pushed) => {
  const { bundleReferrer, signManifest } = await import('@gati/signatures');
  const referrer = bundleReferrer(
    { mediaType: 'x/y', digest: pushed.digest, size: 1 },
    signManifest({ digest: pushed.digest, privateKey: world.key.privateKey }),
  );
  return { manifest: referrer.manifest.bytes, blobs: [referrer.layer.bytes] };
};

test('for any history of versions, keys and a revocation, the quarantined are those signed by that key from then on', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }), fc.nat({ max: 8 }), async (byKey, moment) => {
      const world = await open();
      const other = generateKeyPair();
      await world.register(other);
      const start = world.clock().getTime();
      const pushed: Pushed[] = [];
      for (const own of byKey) {
        pushed.push(await publish(world, own ? world.key : other));
        world.clock.advance(1000);
      }
      const at = Math.min(moment, byKey.length);
      await world.security.revokeSigningKey(principal(), { id: world.keyId, from: new Date(start + at * 1000), reason: null });
      expect(pushed.map(world.statusOf)).toEqual(byKey.map((own, index) => (own && index >= at ? 'QUARANTINED' : 'PUBLISHED')));
      await world.close();
    }),
    { numRuns: 25 },
  );
});

test('a second revocation can only move the time back', async () => {
  const world = await open();
  const first = await publish(world);
  world.clock.advance(60_000);
  const middle = world.clock();
  world.clock.advance(60_000);
  const second = await publish(world);
  await world.security.revokeSigningKey(principal(), { id: world.keyId, from: middle, reason: null });
  expect([first, second].map(world.statusOf)).toEqual(['PUBLISHED', 'QUARANTINED']);
  const later = await world.security.revokeSigningKey(principal(), { id: world.keyId, from: null, reason: 'again' });
  expect(later).toMatchObject({ revokedAt: middle, revocationReason: null });
  expect(await world.facts('key.revoked')).toHaveLength(1);
  await world.security.revokeSigningKey(principal(), { id: world.keyId, from: new Date(0), reason: null });
  expect([first, second].map(world.statusOf)).toEqual(['QUARANTINED', 'QUARANTINED']);
  expect(await world.security.readQuarantine.count(world.keyId)).toBe(2);
});

test('a time in the future and a reason without an end are refused', async () => {
  const world = await open();
  const future = new Date(world.clock().getTime() + 1);
  await expect(world.security.revokeSigningKey(principal(), { id: world.keyId, from: future, reason: null })).rejects.toMatchObject({
    code: 'VALIDATION_FAILED',
    params: { fields: [{ path: 'input.from' }] },
  });
  await expect(world.security.revokeSigningKey(principal(), { id: world.keyId, from: null, reason: 'x'.repeat(1001) })).rejects.toMatchObject({
    params: { fields: [{ path: 'input.reason' }] },
  });
  expect(await world.facts('key.revoked')).toEqual([]);
});

test('a participant that refuses takes the whole revocation back', async () => {
  const world = await open();
  const pushed = await publish(world);
  const refusing = createSecurity({
    ...world.dependencies,
    artifacts: { ...world.dependencies.artifacts, quarantineVersions: async () => Promise.reject(new Error('no')) },
  });
  await expect(refusing.revokeSigningKey(principal(), { id: world.keyId, from: new Date(0), reason: null })).rejects.toThrow('no');
  expect(await database.client.signingKey.findUnique({ where: { id: world.keyId } })).toMatchObject({ revokedAt: null });
  expect((await world.security.verdictsOf([pushed.versionId])).get(pushed.versionId)?.status).toBe('VALID');
  expect(await world.facts('audit signing-key.revoke')).toEqual([]);
  expect(await world.facts('key.revoked')).toEqual([]);
});

test('what is being admitted while its key is revoked from before it was signed does not slip through, whichever comes first', async () => {
  for (const moment of ['before it is published', 'after it is published'] as const) {
    const world = await open();
    const revoke = () => world.security.revokeSigningKey(principal(), { id: world.keyId, from: new Date(0), reason: null });
    const admitManifest: World['dependencies']['artifacts']['admitManifest'] = async (admission) => {
      if (moment === 'before it is published') await revoke();
      const result = await world.artifacts.admitManifest(admission);
      if (moment === 'after it is published') await revoke();
      return result;
    };
    const racing = createSecurity({ ...world.dependencies, artifacts: { ...world.dependencies.artifacts, admitManifest } });
    const pushed = world.artifacts.push({ namespaceId: world.namespaceId });
    world.sign(pushed);
    await racing.admitManifest({ manifestId: pushed.manifestId }, { signal: AbortSignal.timeout(9000), lastAttempt: false });
    expect(world.statusOf(pushed)).toBe('QUARANTINED');
  }
});

test('what was published between reading and committing a revocation is quarantined, by the revocation or by its follower', async () => {
  const world = await open();
  const pushed = world.artifacts.push({ namespaceId: world.namespaceId });
  world.sign(pushed);
  let isAsked = false;
  const versionsSignedBy: World['dependencies']['artifacts']['versionsSignedBy'] = async (...args) => {
    const found = await world.artifacts.versionsSignedBy(...args);
    if (!isAsked) {
      isAsked = true;
      await world.artifacts.admitManifest({
        manifestId: pushed.manifestId,
        verdict: { kind: 'admitted', signer: { kind: 'KEY', subject: null, fingerprint: world.key.fingerprint } },
      });
    }
    return found;
  };
  const racing = createSecurity({ ...world.dependencies, artifacts: { ...world.dependencies.artifacts, versionsSignedBy } });
  await racing.revokeSigningKey(principal(), { id: world.keyId, from: new Date(0), reason: null });
  expect(world.statusOf(pushed)).toBe('QUARANTINED');

  Object.assign(world.artifacts.versions.get(pushed.versionId)!, { status: 'PUBLISHED' });
  await database.client.quarantinedVersion.deleteMany({ where: { signingKeyId: world.keyId } });
  const [follower] = world.security.jobs.filter(({ name }) => name === 'security.quarantine-signed-later');
  for (let time = 0; time < 2; time++) await follower!.run({ signingKeyId: world.keyId }, { signal: AbortSignal.timeout(9000), lastAttempt: false });
  expect(world.statusOf(pushed)).toBe('QUARANTINED');
});

test('revoking asks for the second factor before anything is looked at', async () => {
  const world = await open();
  world.mustConfirm = true;
  for (const id of [world.keyId, 'no-key-at-all']) {
    await expect(world.security.revokeSigningKey(principal(['admin']), { id, from: null, reason: null })).rejects.toMatchObject({ code: 'STEP_UP_REQUIRED' });
  }
  world.mustConfirm = false;
  await expect(world.security.revokeSigningKey(principal(['admin']), { id: world.keyId, from: null, reason: null })).resolves.toBeDefined();
});
