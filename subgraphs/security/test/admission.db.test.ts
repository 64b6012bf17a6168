import { sha256Of } from '@gati/identifiers';
import { bundleReferrer, cosignSignatures, generateKeyPair, materialFromJson, signManifest } from '@gati/signatures';
import { createTestDatabase, type TestDatabase } from '@gati/testkit';
import { sign } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createSecurity } from '../src/index.ts';
import { Crash, createWorld, malware, principal, type Behaviour, type World } from './world.ts';
import type { Pushed } from './fake-artifacts.ts';

let database: TestDatabase;
const worlds: World[] = [];
beforeAll(async () => void (database = await createTestDatabase()));
afterEach(() => Promise.all(worlds.splice(0).map((world) => world.close())));
afterAll(() => database.remove());

const open = async (behaviour?: Behaviour): Promise<World> => {
  const world = await createWorld(database, behaviour);
  worlds.push(world);
  return world;
};
const push = (world: World, files: Readonly<Record<string, string>> = {}) => world.artifacts.push({ namespaceId: world.namespaceId, files });
const verdictOf = async (world: World, { versionId }: Pushed) => (await world.security.verdictsOf([versionId])).get(versionId);
const reasonOf = (world: World, { versionId }: Pushed) => world.artifacts.versions.get(versionId)?.statusReason;
const signSimply = (world: World, pushed: Pushed, by = world.key) => {
  const payload = Buffer.from(
    JSON.stringify({
      critical: { identity: { 'docker-reference': '' }, image: { 'docker-manifest-digest': pushed.digest }, type: 'cosign container image signature' },
      optional: null,
    }),
  );
  const layer = {
    mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json',
    digest: sha256Of(payload),
    size: payload.length,
    annotations: { 'dev.cosignproject.cosign/signature': sign('sha256', payload, by.privateKey).toString('base64') },
  };
  world.artifacts.attach(pushed, { manifest: Buffer.from(JSON.stringify({ schemaVersion: 2, layers: [layer] })), blobs: [payload] });
};

test('without a signature nothing happens, and the version stays staged', async () => {
  const world = await open();
  const pushed = push(world);
  await world.admit(pushed);

  expect(world.statusOf(pushed)).toBe('STAGED');
  expect(await world.progressOf(pushed)).toBeNull();
  expect(await verdictOf(world, pushed)).toEqual({ status: 'UNSIGNED', bundle: null });
  expect(world.looks).toEqual({});
});

test.each(['bundle', 'simple-signing'] as const)('a signature by a registered key publishes, and is handed on for clients to verify (%s)', async (format) => {
  const world = await open();
  const pushed = push(world);
  if (format === 'bundle') world.sign(pushed);
  else signSimply(world, pushed);
  await world.admit(pushed);

  expect(world.statusOf(pushed)).toBe('PUBLISHED');
  expect(await world.progressOf(pushed)).toMatchObject({ stage: 'PUBLISH', status: 'running' });
  const verdict = await verdictOf(world, pushed);
  expect(verdict?.status).toBe('VALID');
  const trust = { keys: [{ ...world.key, validFrom: new Date(0), revokedAt: null }], seenAt: new Date() };
  expect(cosignSignatures.verify(pushed.digest, pushed.content, materialFromJson(verdict?.bundle), trust).status).toBe('VALID');
});

test.each<[string, string, (world: World, pushed: Pushed) => unknown]>([
  ['by a stranger', 'UNTRUSTED', (world: World, pushed: Pushed) => world.sign(pushed, generateKeyPair())],
  ['of another digest', 'INVALID', (world: World, pushed: Pushed) => world.sign(pushed, world.key, push(world))],
  [
    'that is damaged',
    'INVALID',
    (world: World, pushed: Pushed) =>
      void world.artifacts.attach(pushed, {
        manifest: Buffer.from(JSON.stringify({ layers: [{ mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json', digest: pushed.digest, size: 9 }] })),
        blobs: [],
      }),
  ],
] as const)('a signature %s refuses with the reason and ends the stream; a good one later starts it again', async (_, status, signBadly) => {
  const world = await open();
  const pushed = push(world);
  signBadly(world, pushed);
  await world.admit(pushed, { lastAttempt: true });

  expect(world.statusOf(pushed)).toBe('STAGED');
  expect(reasonOf(world, pushed)).toContain(status.toLowerCase());
  expect(await verdictOf(world, pushed)).toEqual({ status, bundle: null });
  const refused = await world.progressOf(pushed);
  expect(refused).toMatchObject({ stage: 'SIGNATURE', status: 'failed' });
  expect(world.looks).toEqual({});

  world.clock.advance(1000);
  world.sign(pushed);
  await world.admit(pushed);
  expect(world.statusOf(pushed)).toBe('PUBLISHED');
  expect((await world.progressOf(pushed))?.sequence).toBeGreaterThan(refused?.sequence ?? 0);
  expect((await verdictOf(world, pushed))?.status).toBe('VALID');
});

test('a signature made after its key was revoked refuses, one made before it admits', async () => {
  const world = await open();
  const [early, late] = [push(world), push(world)];
  world.sign(early);
  world.clock.advance(60_000);
  await world.security.revokeSigningKey(principal(), { id: world.keyId, from: null, reason: null });
  world.clock.advance(60_000);
  world.sign(late);
  await world.admit(early);
  await world.admit(late);

  expect([world.statusOf(early), world.statusOf(late)]).toEqual(['PUBLISHED', 'STAGED']);
  expect(await verdictOf(world, late)).toEqual({ status: 'REVOKED', bundle: null });
});

test('a key of another namespace admits nothing', async () => {
  const [mine, other] = [await open(), await open()];
  const pushed = push(mine);
  mine.sign(pushed, other.key);
  await mine.admit(pushed);
  expect(mine.statusOf(pushed)).toBe('STAGED');
  expect((await verdictOf(mine, pushed))?.status).toBe('UNTRUSTED');
});

test('an attestation by a registered key admits nothing, and is shown as what it is', async () => {
  const world = await open();
  const pushed = push(world);
  const bundle = signManifest({ digest: pushed.digest, privateKey: world.key.privateKey });
  const payload = Buffer.from(
    JSON.stringify({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ digest: { sha256: pushed.digest.slice(7) } }],
      predicateType: 'https://slsa.dev/provenance/v1',
      predicate: {},
    }),
  );
  const type = 'application/vnd.in-toto+json';
  const signature = sign('sha256', Buffer.concat([Buffer.from(`DSSEv1 ${type.length} ${type} ${payload.length} `), payload]), world.key.privateKey).toString(
    'base64',
  );
  const provenance = { ...bundle, dsseEnvelope: { payload: payload.toString('base64'), payloadType: type, signatures: [{ sig: signature, keyid: '' }] } };
  const referrer = bundleReferrer({ mediaType: 'x/y', digest: pushed.digest, size: 1 }, provenance as never);
  const carrier = world.artifacts.attach(pushed, { manifest: referrer.manifest.bytes, blobs: [referrer.layer.bytes] });
  await world.admit(pushed);

  expect(world.statusOf(pushed)).toBe('STAGED');
  expect(await world.progressOf(pushed)).toBeNull();
  const facts = world.artifacts.versions.get(pushed.versionId)!;
  expect((await world.security.readSignatures([facts])).get(pushed.versionId)).toMatchObject({
    signature: { status: 'UNSIGNED' },
    attestations: [{ predicateType: 'https://slsa.dev/provenance/v1', status: 'VALID', digest: carrier }],
  });
});

test('one good signature among bad ones admits', async () => {
  const world = await open();
  const pushed = push(world);
  world.sign(pushed, generateKeyPair());
  world.sign(pushed);
  world.sign(pushed, world.key, push(world));
  await world.admit(pushed);
  expect(world.statusOf(pushed)).toBe('PUBLISHED');
  expect(await world.security.trustedCarriersOf(database.client, pushed.artifactId, pushed.digest)).toHaveProperty('size', 1);
});

test('malicious contents use the number up, and the stream ends with what was found', async () => {
  const world = await open({ malware: () => [malware(), malware({ severity: 'MEDIUM', title: 'Odd' })] });
  const pushed = push(world, { 'index.js': 'steal()' });
  world.sign(pushed);
  await world.admit(pushed);

  expect(world.statusOf(pushed)).toBe('REJECTED');
  expect(reasonOf(world, pushed)).toBe('Malicious: Sends environment variables to a stranger (index.js).');
  expect(await world.progressOf(pushed)).toMatchObject({ stage: 'MALWARE', status: 'malicious', percent: 100 });
  const scan = (await world.security.newestScans([pushed.versionId])).get(pushed.versionId);
  expect(scan).toMatchObject({ status: 'malicious', score: 0, counts: { critical: 1, medium: 1 } });
  expect(await world.security.findingsPage(scan!.id, null, 10)).toMatchObject([{ severity: 'CRITICAL' }, { severity: 'MEDIUM' }]);

  const ended = await world.progressOf(pushed);
  await world.admit(pushed);
  expect(await world.progressOf(pushed)).toEqual(ended);
  expect(await database.client.scan.count({ where: { versionId: pushed.versionId } })).toBe(1);
});

test('what is only suspicious is published', async () => {
  const world = await open({ malware: () => [malware({ severity: 'MEDIUM' }), malware({ kind: 'INSTALL_SCRIPT' })] });
  const pushed = push(world, { 'index.js': 'eval(x)' });
  world.sign(pushed);
  await world.admit(pushed);
  expect(world.statusOf(pushed)).toBe('PUBLISHED');
});

test('what cannot be examined is not published: the reason is told, and the number stays free', async () => {
  const unexamined = malware({ kind: 'UNEXAMINED', severity: 'HIGH', title: 'Not examined: it is too large to be read' });
  const world = await open({ malware: () => [unexamined] });
  const pushed = push(world, { 'index.js': `${Math.random()}` });
  world.sign(pushed);
  await world.admit(pushed);

  expect(world.statusOf(pushed)).toBe('STAGED');
  expect(reasonOf(world, pushed)).toMatch(/^What cannot be examined is not published\. Not examined: it is too large to be read \(index\.js\)\./);
  expect(await world.progressOf(pushed)).toMatchObject({ stage: 'MALWARE', status: 'failed' });
});

test('what is no code is published unexamined, and the scan and its score say so', async () => {
  const world = await open({
    malware: () => [malware({ kind: 'UNEXAMINED', severity: 'LOW', title: 'Not examined: a layer that is no archive and no code' })],
  });
  const pushed = push(world, { 'index.js': `${Math.random()}` });
  world.sign(pushed);
  await world.admit(pushed);
  expect(world.statusOf(pushed)).toBe('PUBLISHED');

  await world.scan(pushed);
  expect((await world.security.newestScans([pushed.versionId])).get(pushed.versionId)).toMatchObject({
    status: 'findings',
    score: 98,
    scoreReasons: [{ delta: -2, reason: 'Not examined: a layer that is no archive and no code, low.' }],
  });
});

test('the contents of a digest are looked at once, and again when the rules have changed', async () => {
  const world = await open();
  const files = { 'index.js': `${Math.random()}` };
  for (const artifactId of ['a5c0a1d4-7d7d-4d43-9a07-7bb1cf6d7c11', 'b5c0a1d4-7d7d-4d43-9a07-7bb1cf6d7c11']) {
    const pushed = world.artifacts.push({ namespaceId: world.namespaceId, files, artifactId });
    world.sign(pushed);
    await world.admit(pushed);
    expect(world.statusOf(pushed)).toBe('PUBLISHED');
  }
  expect(world.looks).toEqual({ 'malware-rules': 1 });

  const newer = await open({ malwareVersion: '2', malware: () => [malware()] });
  const pushed = newer.artifacts.push({ namespaceId: newer.namespaceId, files });
  newer.sign(pushed);
  await newer.admit(pushed);
  expect(newer.statusOf(pushed)).toBe('REJECTED');
});

test.each([
  ['throws', () => Promise.reject(new Error('429 Too Many Requests'))],
  ['gives nothing that can be read', () => undefined as never],
] as const)('an engine that %s is never taken for a clean bill: the job fails, and the last time says so', async (_, fails) => {
  let isAway = true;
  const world = await open({ malware: () => (isAway ? fails() : []) });
  const pushed = push(world, { 'index.js': `${Math.random()}` });
  world.sign(pushed);

  await expect(world.admit(pushed)).rejects.toThrow();
  expect(world.statusOf(pushed)).toBe('STAGED');
  expect(await world.progressOf(pushed)).toMatchObject({ stage: 'MALWARE', status: 'running' });

  await expect(world.admit(pushed, { lastAttempt: true })).rejects.toThrow();
  expect(world.statusOf(pushed)).toBe('STAGED');
  expect(reasonOf(world, pushed)).toMatch(/could not be examined/);
  expect(await world.progressOf(pushed)).toMatchObject({ stage: 'MALWARE', status: 'failed' });

  isAway = false;
  world.sign(pushed);
  await world.admit(pushed);
  expect(world.statusOf(pushed)).toBe('PUBLISHED');
});

test('a worker that is stopped has not failed', async () => {
  const world = await open({ malware: () => new Promise(() => {}) });
  const pushed = push(world, { 'index.js': `${Math.random()}` });
  world.sign(pushed);
  await expect(world.admit(pushed, { lastAttempt: true, signal: AbortSignal.timeout(100) })).rejects.toThrow();
  expect(reasonOf(world, pushed)).toBeNull();
  expect(await world.progressOf(pushed)).toMatchObject({ status: 'running' });
});

test('a signature that cannot be read now is not a missing one', async () => {
  const world = await open();
  const pushed = push(world);
  world.sign(pushed);
  const failing = { ...world.dependencies, artifacts: { ...world.dependencies.artifacts, readBlob: async () => Promise.reject(new Error('EIO')) } };
  await expect(
    createSecurity(failing).admitManifest({ manifestId: pushed.manifestId }, { signal: AbortSignal.timeout(9000), lastAttempt: false }),
  ).rejects.toThrow('EIO');
  expect(world.statusOf(pushed)).toBe('STAGED');
});

test('the contents of all manifests of an index are searched, and one that is missing refuses it', async () => {
  const world = await open({ malware: (files) => (files.some(({ path }) => path === 'evil.js') ? [malware()] : []) });
  const artifactId = 'c5c0a1d4-7d7d-4d43-9a07-7bb1cf6d7c11';
  const child = (files: Readonly<Record<string, string>>) => world.artifacts.push({ namespaceId: world.namespaceId, files, artifactId, version: null });
  const index = (...children: readonly Pushed[]) => {
    const pushed = world.artifacts.push({ namespaceId: world.namespaceId, artifactId, children: children.map(({ digest }) => digest) });
    world.sign(pushed);
    return pushed;
  };
  const good = child({ 'a.js': '1' });
  const bad = child({ 'evil.js': '2' });
  const nested = world.artifacts.push({ namespaceId: world.namespaceId, artifactId, version: null, children: [bad.digest] });
  const fine = index(good);
  const evil = index(good, nested);
  const sparse = index(good, { ...good, digest: sha256Of(Buffer.from('elsewhere')) });
  for (const pushed of [fine, evil, sparse]) await world.admit(pushed);

  expect([fine, evil, sparse].map(world.statusOf)).toEqual(['PUBLISHED', 'REJECTED', 'STAGED']);
  expect(reasonOf(world, sparse)).toMatch(/which is not there/);
  expect(await world.progressOf(sparse)).toMatchObject({ stage: 'MALWARE', status: 'failed' });
});

test('a manifest without a version is admitted by its signature alike, and has no stream', async () => {
  const world = await open();
  const labelled = world.artifacts.push({ namespaceId: world.namespaceId, version: null });
  world.sign(labelled);
  await world.admit(labelled);
  expect(await world.dependencies.artifacts.manifestForAdmission(labelled.manifestId)).toMatchObject({ isAdmitted: true });
  expect(await world.progressOf(labelled)).toBeNull();
});

test('a refused version that is pushed anew without a signature waits as at the beginning, with a higher sequence', async () => {
  const world = await open();
  const pushed = push(world);
  world.sign(pushed, generateKeyPair());
  await world.admit(pushed);
  const refused = await world.progressOf(pushed);
  const again = world.artifacts.push({ namespaceId: world.namespaceId, version: null });
  Object.assign(world.artifacts.versions.get(pushed.versionId)!, { manifestId: again.manifestId, digest: again.digest });
  await world.admit(again);
  expect(await world.progressOf(pushed)).toEqual({ sequence: (refused?.sequence ?? 0) + 1, stage: 'SIGNATURE', percent: 0, status: 'queued' });
});

test('a label that waits for a published version leaves its stream alone, whatever becomes of it', async () => {
  const world = await open();
  const pushed = push(world);
  world.sign(pushed);
  await world.admit(pushed);
  const published = await world.progressOf(pushed);
  const labelled = createSecurity({
    ...world.dependencies,
    artifacts: {
      ...world.dependencies.artifacts,
      manifestForAdmission: async (manifestId) => ({ ...(await world.artifacts.manifestForAdmission(manifestId))!, isAdmitted: false }),
    },
  });
  await world.security.revokeSigningKey(principal(), { id: world.keyId, from: new Date(0), reason: null });
  await labelled.admitManifest({ manifestId: pushed.manifestId }, { signal: AbortSignal.timeout(9000), lastAttempt: false });
  expect(await world.progressOf(pushed)).toEqual(published);
});

test('a worker that was thought dead does not turn a scanned version back', async () => {
  const world = await open();
  const pushed = push(world);
  world.sign(pushed);
  await world.admit(pushed);
  await world.scan(pushed);
  const ended = await world.progressOf(pushed);
  Object.assign(world.artifacts.versions.get(pushed.versionId)!, { status: 'STAGED' });
  await world.admit(pushed);
  expect(await world.progressOf(pushed)).toEqual(ended);
});

test.each([
  ['good', (world: World, pushed: Pushed) => world.sign(pushed), {}, { status: 'PUBLISHED', progress: { stage: 'PUBLISH', status: 'running' } }],
  [
    'bad',
    (world: World, pushed: Pushed) => world.sign(pushed, generateKeyPair()),
    {},
    { status: 'STAGED', progress: { stage: 'SIGNATURE', status: 'failed' } },
  ],
  [
    'malicious',
    (world: World, pushed: Pushed) => world.sign(pushed),
    { malware: () => [malware()] },
    { status: 'REJECTED', progress: { stage: 'MALWARE', status: 'malicious' } },
  ],
] as const)('killed at any point and run again, a %s version ends the same', async (_, signIt, behaviour, end) => {
  const world = await open(behaviour);
  const trial = async (at: number | null) => {
    const pushed = push(world, { 'index.js': `${Math.random()}` });
    signIt(world, pushed);
    world.crashAt(at);
    const died = await world.admit(pushed).then(
      () => null,
      (error: unknown) => error,
    );
    const points = world.points();
    world.crashAt(null);
    if (at !== null) expect(died).toBeInstanceOf(Crash);
    await world.admit(pushed);
    expect({ at, status: world.statusOf(pushed), progress: await world.progressOf(pushed) }).toMatchObject({ at, ...end });
    expect(world.artifacts.versions.get(pushed.versionId)?.publications).toBe(end.status === 'PUBLISHED' ? 1 : 0);
    expect(await database.client.scan.count({ where: { versionId: pushed.versionId } })).toBe(end.status === 'REJECTED' ? 1 : 0);
    return points;
  };
  const points = await trial(null);
  expect(points).toBeGreaterThan(8);
  for (let at = 1; at <= points; at++) await trial(at);
});
