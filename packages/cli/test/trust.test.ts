import { sign } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Of } from '@gati/identifiers';
import { decryptPrivateKey, generateKeyPair, signManifest, type SignatureMaterial } from '@gati/signatures';
import type { RegisteredKey, TestRegistry } from '@gati/testkit/registry';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { checkSignature } from '../src/trust/check-signature.ts';
import { createMachine, createPublisher, read, write, type Machine, startSigningRegistry } from './harness.ts';

let registry: TestRegistry;
let acme: Awaited<ReturnType<typeof createPublisher>>;
beforeAll(async () => {
  registry = await startSigningRegistry();
  acme = await createPublisher(registry, 'acme');
  await acme.publish({ name: '@acme/db', version: '1.0.0', files: { 'data.txt': 'words and words and words' } });
  await acme.publish({ name: '@acme/auth', version: '1.0.0', dependencies: { '@acme/db': '^1.0.0' } });
}, 60_000);
afterAll(() => registry.stop());
afterEach(() => {
  registry.faults.tamper = (_digest, bytes) => bytes;
});

const keysOf = (handle: string): RegisteredKey[] => registry.world.keys.get(handle)!;
const flip = (bytes: Uint8Array, bit: number): Uint8Array => {
  const copy = Uint8Array.from(bytes);
  copy[Math.floor(bit / 8) % copy.length]! ^= 1 << (bit % 8);
  return copy;
};

/** The blobs and manifests that an install of @acme/auth reads, by what they are. */
function partsOfAuth(): Readonly<Record<string, string>> {
  const { digest } = registry.world.artifacts.get('@acme/auth' as never)!.versions.get('1.0.0')!;
  const { manifests } = registry.world.repositoryAt('acme/auth');
  const manifest = JSON.parse(Buffer.from(manifests.get(digest)!.bytes).toString()) as { config: { digest: string }; layers: { digest: string }[] };
  const [carrier, { bytes }] = [...manifests].find(([, { bytes: text }]) => Buffer.from(text).toString().includes('"subject"'))!;
  const signature = JSON.parse(Buffer.from(bytes).toString()) as { layers: { digest: string }[] };
  return {
    manifest: digest,
    config: manifest.config.digest,
    layer: manifest.layers[0]!.digest,
    'signature manifest': carrier,
    signature: signature.layers[0]!.digest,
  };
}

async function frozen(): Promise<Machine> {
  const machine = await createMachine(registry);
  const source = await createMachine(registry);
  await source.gati(['install', '@acme/auth']);
  await write(machine.folder, {
    'gati.json': await readFile(join(source.folder, 'gati.json'), 'utf8'),
    'gati.lock.json': await readFile(join(source.folder, 'gati.lock.json'), 'utf8'),
  });
  return machine;
}

test.each(['manifest', 'config', 'layer', 'signature manifest', 'signature'])(
  'a flipped byte in the %s fails a frozen install with the reason and leaves nothing',
  async (part) => {
    const machine = await frozen();
    const before = await read(machine.folder);
    const target = partsOfAuth()[part];
    for (const bit of [3, 801, 2_407]) {
      registry.faults.tamper = (digest, bytes) => (digest === target ? flip(bytes, bit) : bytes);
      const ran = await machine.gati(['install', '--frozen', '--json']);
      expect(ran.code, `${part}, bit ${bit}`).toBe(1);
      expect(['DIGEST_INVALID', 'SIGNATURE_INVALID', 'UNSIGNED', 'MANIFEST_INVALID']).toContain(ran.json.error.code);
      expect(ran.json.error.message.length).toBeGreaterThan(20);
      expect(await read(machine.folder)).toEqual(before);
      expect(await readdir(machine.folder)).toEqual(['gati.json', 'gati.lock.json']);
    }
    registry.faults.tamper = (_digest, bytes) => bytes;
    expect((await machine.gati(['install', '--frozen'])).code).toBe(0);
  },
);

test.each(['manifest', 'config', 'layer'])('a flipped byte in the %s fails an ordinary install', async (part) => {
  const { gati, folder } = await createMachine(registry);
  const target = partsOfAuth()[part];
  registry.faults.tamper = (digest, bytes) => (digest === target ? flip(bytes, 901) : bytes);
  expect(await gati(['install', '@acme/auth', '--json'])).toMatchObject({ code: 1, json: { error: { code: 'DIGEST_INVALID' } } });
  expect(await readdir(folder)).toEqual([]);
});

test('accepts exactly what a trusted key signed: any flipped bit of manifest or signature is refused', async () => {
  const pair = generateKeyPair();
  const key = { ...pair, validFrom: new Date(), revokedAt: null };
  const manifest = new TextEncoder().encode('{"schemaVersion":2,"layers":[]}');
  const digest = sha256Of(manifest);
  const bundle = JSON.stringify(signManifest({ digest, privateKey: pair.privateKey }));
  const check = (bytes: Uint8Array, text: string) =>
    checkSignature({
      reference: '@a/b@1.0.0',
      digest: sha256Of(bytes),
      manifest: bytes,
      keys: [key],
      objection: () => null,
      signedAt: () => Promise.resolve(null),
      materials: only({ format: 'bundle', bundle: parsed(text) }),
    });
  const only = async function* (material: SignatureMaterial) {
    yield await Promise.resolve(material);
  };
  const parsed = (text: string): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  };
  expect((await check(manifest, bundle)).fingerprint).toBe(pair.fingerprint);
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.boolean(), async (bit, isManifest) => {
      const other = Buffer.from(isManifest ? bundle : flip(Buffer.from(bundle), bit)).toString();
      const isSame = !isManifest && sameMeaning(bundle, other);
      const outcome = await check(isManifest ? flip(manifest, bit) : manifest, other).then(() => 'accepted', () => 'refused'); // prettier-ignore
      // A flipped letter of a part that proves nothing (the media type's version, a hint) may leave the proof whole.
      if (!isSame) expect(outcome).toBe('refused');
    }),
    { numRuns: 300, seed: 7 },
  );
});

/** Whether the signed statement and the signature are untouched. */
function sameMeaning(one: string, other: string): boolean {
  try {
    const [a, b] = [one, other].map(
      (text) => (JSON.parse(text) as { dsseEnvelope: { payload: string; payloadType: string; signatures: { sig: string }[] } }).dsseEnvelope,
    );
    return a!.payload === b!.payload && a!.payloadType === b!.payloadType && a!.signatures[0]!.sig === b!.signatures[0]!.sig;
  } catch {
    return false;
  }
}

test('the keys of a namespace are pinned on first use', async () => {
  const machine = await createMachine(registry);
  await machine.gati(['install', '@acme/db']);
  const pins = JSON.parse(await readFile(join(machine.settings.configFolder, 'pins.json'), 'utf8')) as {
    registries: Record<string, Record<string, { keys: string[] }>>;
  };
  expect(pins.registries[registry.url]?.['@acme']?.keys).toEqual([acme.fingerprint]);
});

test('a key that came later counts only with consent, and then stays', async () => {
  const nova = await createPublisher(registry, 'nova');
  await nova.publish({ name: '@nova/tool', version: '1.0.0' });
  const machine = await createMachine(registry);
  await machine.gati(['install', '@nova/tool']);
  await nova.gati(['keys', 'generate', '--out', 'second', '--register', '@nova']);
  await nova.publish({ name: '@nova/tool', version: '1.1.0' }, ['--key', 'second.key']);
  const before = await read(machine.folder);
  const refused = await machine.gati(['install', '@nova/tool@1.1.0', '--json']);
  expect(refused).toMatchObject({ code: 1, json: { error: { code: 'SIGNATURE_INVALID' } } });
  expect(refused.stderr).toContain('gati install --trust-new-keys');
  expect(await read(machine.folder)).toEqual(before);
  expect((await machine.gati(['verify', '@nova/tool@1.1.0'])).code).toBe(1);
  expect((await machine.gati(['install', '@nova/tool@1.1.0', '--trust-new-keys'])).code).toBe(0);
  expect((await machine.gati(['install', '@nova/tool@1.0.0'])).code).toBe(0);
  expect((await machine.gati(['install', '@nova/tool@1.1.0'])).code).toBe(0);
});

test('only the key that the lockfile names counts for a frozen install, also on a machine without pins', async () => {
  const machine = await frozen();
  const lock = await readFile(join(machine.folder, 'gati.lock.json'), 'utf8');
  await writeFile(join(machine.folder, 'gati.lock.json'), lock.replaceAll(acme.fingerprint, `sha256:${'0'.repeat(64)}`));
  const ran = await machine.gati(['install', '--frozen', '--json']);
  expect(ran).toMatchObject({ code: 1, json: { error: { code: 'SIGNATURE_INVALID' } } });
  expect(ran.stderr).toContain('the lockfile says sha256:0000');
});

test('a registry that gives another key under a pinned fingerprint is not believed', async () => {
  const liar = await createPublisher(registry, 'liar');
  await liar.publish({ name: '@liar/tool', version: '1.0.0' });
  const machine = await createMachine(registry);
  await machine.gati(['install', '@liar/tool@1.0.0']);
  await liar.gati(['keys', 'generate', '--out', 'evil', '--register', '@liar']);
  await liar.publish({ name: '@liar/tool', version: '1.1.0' }, ['--key', 'evil.key']);
  const [good, evil] = keysOf('liar');
  evil!.claimedFingerprint = good!.fingerprint;
  registry.world.keys.set('liar', [evil!]);
  expect(await machine.gati(['install', '@liar/tool@1.1.0', '--json'])).toMatchObject({ code: 1, json: { error: { code: 'SIGNATURE_INVALID' } } });
});

test('what a revoked key signed after its revocation is refused, what it signed before is not', async () => {
  const lost = await createPublisher(registry, 'lost');
  await lost.publish({ name: '@lost/tool', version: '1.0.0' });
  const { world } = registry;
  const record = world.artifacts.get('@lost/tool' as never)!.versions.get('1.0.0')!;
  const [key] = keysOf('lost');
  world.keys.set('lost', [{ ...key!, revokedAt: new Date(record.signedAt!.getTime() + 60_000) }]);
  expect((await (await createMachine(registry)).gati(['install', '@lost/tool'])).code).toBe(0);
  world.keys.set('lost', [{ ...key!, revokedAt: new Date(record.signedAt!.getTime() - 1) }]);
  const machine = await createMachine(registry);
  expect(await machine.gati(['install', '@lost/tool', '--json'])).toMatchObject({ code: 1, json: { error: { code: 'KEY_REVOKED' } } });
  expect(await readdir(machine.folder)).toEqual([]);
});

test('a signature in Cosign`s .sig image counts as well', async () => {
  const stock = await createPublisher(registry, 'stock');
  const { digest } = (await stock.publish({ name: '@stock/tool', version: '1.0.0' })).json as { digest: string };
  const repository = registry.world.repositoryAt('stock/tool');
  for (const [key, { bytes }] of repository.manifests) if (Buffer.from(bytes).toString().includes('"subject"')) repository.manifests.delete(key);
  const privateKey = decryptPrivateKey(await readFile(join(stock.folder, 'cosign.key'), 'utf8'), 'secret');
  const payload = Buffer.from(
    JSON.stringify({
      critical: { identity: { 'docker-reference': 'stock/tool' }, image: { 'docker-manifest-digest': digest }, type: 'cosign container image signature' },
      optional: null,
    }),
  );
  const layer = {
    mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json',
    digest: sha256Of(payload),
    size: payload.length,
    annotations: { 'dev.cosignproject.cosign/signature': sign('sha256', payload, privateKey).toString('base64') },
  };
  const config = Buffer.from('{}');
  const image = Buffer.from(
    JSON.stringify({ schemaVersion: 2, config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: sha256Of(config), size: 2 }, layers: [layer] }),
  );
  for (const blob of [payload, config]) repository.blobs.set(sha256Of(blob), blob);
  repository.manifests.set(sha256Of(image), { bytes: image, mediaType: 'application/vnd.oci.image.manifest.v1+json' });
  repository.tags.set(`${digest.replace(':', '-')}.sig`, sha256Of(image));
  const machine = await createMachine(registry);
  const ran = await machine.gati(['install', '@stock/tool', '--json']);
  expect(ran.code, ran.stderr).toBe(0);
  expect(ran.json.installed[0].signedBy).toBe(stock.fingerprint);
  expect((await machine.gati(['install', '--frozen'])).code).toBe(0);
});

test('what carries no signature is refused although the registry serves it', async () => {
  const bare = await createPublisher(registry, 'bare');
  await bare.publish({ name: '@bare/tool', version: '1.0.0' });
  const repository = registry.world.repositoryAt('bare/tool');
  for (const [digest, { bytes }] of repository.manifests) if (Buffer.from(bytes).toString().includes('"subject"')) repository.manifests.delete(digest);
  const ran = await (await createMachine(registry)).gati(['install', '@bare/tool', '--json']);
  expect(ran).toMatchObject({ code: 1, json: { error: { code: 'UNSIGNED' } } });
});

test('a damaged or strange referrer does not hide the signature that counts', async () => {
  const crowd = await createPublisher(registry, 'crowd');
  const { digest } = (await crowd.publish({ name: '@crowd/tool', version: '1.0.0' })).json as { digest: string };
  const repository = registry.world.repositoryAt('crowd/tool');
  const signatures = [...repository.manifests];
  repository.manifests.clear();
  const empty = { mediaType: 'application/vnd.oci.empty.v1+json', digest: sha256Of(new TextEncoder().encode('{}')), size: 2 };
  const strange = ['application/vnd.cyclonedx+json', 'application/vnd.dev.sigstore.bundle.v0.3+json'].map((artifactType) =>
    new TextEncoder().encode(JSON.stringify({ schemaVersion: 2, artifactType, config: empty, layers: [], subject: { mediaType: 'x', digest, size: 1 } })),
  );
  for (const bytes of strange) repository.manifests.set(sha256Of(bytes), { bytes, mediaType: 'application/vnd.oci.image.manifest.v1+json' });
  for (const [key, manifest] of signatures) repository.manifests.set(key, manifest);
  registry.faults.tamper = (read, bytes) => (read === sha256Of(strange[1]!) ? flip(bytes, 9) : bytes);
  expect((await (await createMachine(registry)).gati(['verify', '@crowd/tool'])).code).toBe(0);
});

test('the signature of another artifact does not do', async () => {
  const swap = await createPublisher(registry, 'swap');
  await swap.publish({ name: '@swap/a', version: '1.0.0' });
  await swap.publish({ name: '@swap/b', version: '1.0.0' });
  const { world } = registry;
  const [a, b] = ['a', 'b'].map((name) => world.repositoryAt(`swap/${name}`));
  const carrierOf = (repository: typeof a) => [...repository!.manifests].find(([, { bytes }]) => Buffer.from(bytes).toString().includes('"subject"'))!;
  const [ownDigest, own] = carrierOf(a);
  const [, others] = carrierOf(b);
  // The carrier says it is about a, its bundle is about b.
  const forged = JSON.parse(Buffer.from(others.bytes).toString()) as { subject: unknown; layers: { digest: string }[] };
  forged.subject = (JSON.parse(Buffer.from(own.bytes).toString()) as { subject: unknown }).subject;
  const bytes = new TextEncoder().encode(JSON.stringify(forged));
  a!.manifests.delete(ownDigest);
  a!.manifests.set(sha256Of(bytes), { bytes, mediaType: own.mediaType });
  a!.blobs.set(forged.layers[0]!.digest, b!.blobs.get(forged.layers[0]!.digest)!);
  const ran = await (await createMachine(registry)).gati(['install', '@swap/a', '--json']);
  expect(ran).toMatchObject({ code: 1, json: { error: { code: 'SIGNATURE_INVALID' } } });
  expect(ran.stderr).toContain('it was made for another digest');
});

test('a version whose digest changed since it was locked is refused', async () => {
  const moved = await createPublisher(registry, 'moved');
  await moved.publish({ name: '@moved/tool', version: '1.0.0' });
  await moved.publish({ name: '@moved/other', version: '1.0.0' });
  const machine = await createMachine(registry);
  await machine.gati(['install', '@moved/tool']);
  const { versions } = registry.world.artifacts.get('@moved/tool' as never)!;
  versions.get('1.0.0')!.digest = (await moved.publish({ name: '@moved/tool', version: '1.0.1' })).json.digest;
  const ran = await machine.gati(['install', '@moved/other', '--json']);
  expect(ran).toMatchObject({ code: 1, json: { error: { code: 'DIGEST_INVALID' } } });
  expect(ran.stderr).toContain('a version never changes');
});

test('a version served under another name or number than its manifest says is refused', async () => {
  const alias = await createPublisher(registry, 'alias');
  const { digest } = (await alias.publish({ name: '@alias/tool', version: '1.0.0' })).json as { digest: never };
  const { versions } = registry.world.artifacts.get('@alias/tool' as never)!;
  versions.set('9.0.0', { ...versions.get('1.0.0')!, version: '9.0.0', digest });
  const ran = await (await createMachine(registry)).gati(['install', '@alias/tool@9.0.0', '--json']);
  expect(ran).toMatchObject({ code: 1, json: { error: { code: 'MANIFEST_INVALID' } } });
  expect(ran.stderr).toContain('its config says ["@alias/tool","1.0.0"]');
});

test('dependencies that the signed manifest does not name, or names otherwise, are refused', async () => {
  const machine = await frozen();
  const lock = JSON.parse(await readFile(join(machine.folder, 'gati.lock.json'), 'utf8')) as {
    artifacts: Record<string, { dependencies: Record<string, string> }>;
  };
  const more = structuredClone(lock);
  more.artifacts['@acme/db@1.0.0']!.dependencies = { '@acme/auth': '1.0.0' };
  await writeFile(join(machine.folder, 'gati.lock.json'), JSON.stringify(more));
  expect((await machine.gati(['install', '--frozen'])).stderr).toContain('@acme/auth was chosen for it, and it does not need it');
  const fewer = structuredClone(lock);
  fewer.artifacts['@acme/auth@1.0.0']!.dependencies = {};
  await writeFile(join(machine.folder, 'gati.lock.json'), JSON.stringify(fewer));
  expect((await machine.gati(['install', '--frozen'])).stderr).toContain('it needs @acme/db, and none was chosen');
});

test('verify is no download: what it reads of a version says so, and what install reads does not', async () => {
  const { digest } = registry.world.artifacts.get('@acme/auth' as never)!.versions.get('1.0.0')!;
  const read = () => registry.requests.filter(({ method, path }) => method === 'GET' && path.endsWith(`/manifests/${digest}`)).map(({ purpose }) => purpose);
  registry.forgetRequests();
  expect((await (await createMachine(registry)).gati(['verify', '@acme/auth@1.0.0'])).code).toBe(0);
  expect(new Set(read())).toEqual(new Set(['verification']));
  registry.forgetRequests();
  expect((await (await createMachine(registry)).gati(['install', '@acme/auth@1.0.0'])).code).toBe(0);
  expect(new Set(read())).toEqual(new Set([undefined]));
});

test('verify checks one version here and pins nothing', async () => {
  const machine = await createMachine(registry);
  await mkdir(machine.settings.configFolder, { recursive: true });
  const ran = await machine.gati(['verify', '@acme/auth@^1', '--json']);
  expect(ran.json).toMatchObject({ name: '@acme/auth', version: '1.0.0', verified: true, signedBy: acme.fingerprint });
  expect(await readdir(machine.settings.configFolder)).toEqual([]);
  expect((await machine.gati(['verify', `@acme/auth@${ran.json.digest}`])).code).toBe(0);
});
