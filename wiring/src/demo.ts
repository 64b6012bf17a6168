import { createPrivateKey, randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { packFiles } from '@gati/archive';
import type { Database } from '@gati/database';
import { demoAccounts, demoOrganizations, demoReleases, demoVersion, type DemoRelease } from '@gati/database/demo';
import { digestOf, repositoryOf, type ArtifactName } from '@gati/identifiers';
import { artifactTypeOf, canonicalJson, layerMediaType, manifestMediaType as configMediaType, type ArtifactType } from '@gati/manifest';
import * as sdk from '@gati/sdk';
import { bytesSource, createOciClient, manifestMediaType } from '@gati/sdk/oci';
import { bundleReferrer, generateKeyPair, keyPairOf, signManifest, signProof, type KeyPair } from '@gati/signatures';

interface Options {
  /** Where the registry listens. */
  readonly url: string;
  readonly dataFolder: string;
  readonly database: Pick<Database, 'client'>;
  readonly onProgress: (done: number, total: number) => void;
  readonly signal: AbortSignal;
}

/** Made on first start and kept, so that an interrupted start goes on with the same accounts and keys. */
interface Secrets {
  readonly password: string;
  /** PKCS #8 PEM by name: a namespace's key, and `acme-old`, which is revoked in the end. */
  readonly keys: Readonly<Record<string, string>>;
}

const fact = 'demo-world';
/** Pushes at once: more only queue behind two cores. */
const concurrency = 4;
const patienceMs = 60_000;

/**
 * Publishes the demo world once, through the registry's own doors, as a stranger would: accounts, organizations, keys, signed versions, and one revoked key.
 * Interrupted, it goes on at the next start; what is there already changes nothing.
 * @returns the password of the demo accounts when it was made now; null when the world was there
 */
export async function seedDemoWorld({ url, dataFolder, database, onProgress, signal }: Options): Promise<{ readonly password: string } | null> {
  const known = await database.client.installationFact.findUnique({ where: { key: fact } });
  if (known && Number(known.value) >= demoVersion) return null;
  const secrets = await openSecrets(join(dataFolder, 'demo.json'));
  const sessions = new Map<string, sdk.RegistryClient>();
  const tokens = new Map<string, string>();
  for (const { handle, email } of demoAccounts) {
    const token = await enter(url, { handle, email, password: secrets.password });
    tokens.set(handle, token);
    sessions.set(handle, sdk.createRegistryClient({ url, token, signal }));
  }
  const owners = new Map<string, string>(demoAccounts.map(({ handle }) => [handle, handle]));
  for (const { handle, displayName, owner } of demoOrganizations) {
    owners.set(handle, owner);
    await ignoring('HANDLE_TAKEN', () => sessions.get(owner)!.mutate(sdk.CreateOrganizationDocument, { input: { handle, displayName } }));
  }

  const keys = new Map(Object.entries(secrets.keys).map(([name, pem]) => [name, keyPairOf(createPrivateKey(pem))]));
  const registered = new Map<string, string>();
  for (const [name, key] of keys) {
    const namespace = name.replace(/-old$/, '');
    registered.set(name, await registerKey(sessions.get(owners.get(namespace)!)!, namespace, key));
  }

  const releases = Object.entries(demoReleases).flatMap(([namespace, ofNamespace]) => ofNamespace.map((release) => ({ namespace, release })));
  const byArtifact = Map.groupBy(releases, ({ release }) => release.manifest.name);
  let done = 0;
  // The versions of one artifact follow one another as they did in the world, so that each is newer than the one before.
  await inParallel([...byArtifact.values()], async (ofArtifact) => {
    for (const { namespace, release } of ofArtifact) {
      const owner = owners.get(namespace)!;
      await publish({ url, token: tokens.get(owner)!, release, key: keys.get(release.hasOldKey ? `${namespace}-old` : namespace)!, signal });
      await untilPublished(sessions.get(owner)!, release, signal);
      onProgress(++done, releases.length);
    }
    const { namespace, release } = ofArtifact.at(-1)!;
    await untilSearchable(sessions.get(owners.get(namespace)!)!, release, signal);
  });

  await ignoring('KEY_REVOKED', () =>
    sessions.get(owners.get('acme')!)!.mutate(sdk.RevokeSigningKeyDocument, {
      input: { id: registered.get('acme-old')!, from: new Date(0).toISOString(), reason: 'The laptop that held this key was lost.' },
    }),
  );
  await database.client.installationFact.upsert({
    where: { key: fact },
    create: { key: fact, value: demoVersion },
    update: { value: demoVersion, updatedAt: new Date() },
  });
  for (const client of sessions.values()) client.close();
  return { password: secrets.password };
}

async function openSecrets(file: string): Promise<Secrets> {
  const known = await readFile(file, 'utf8').catch(() => null);
  if (known !== null) return JSON.parse(known) as Secrets;
  const pem = () => generateKeyPair().privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const secrets: Secrets = {
    password: randomBytes(12).toString('base64url'),
    keys: Object.fromEntries([...Object.keys(demoReleases), 'acme-old'].map((name) => [name, pem()])),
  };
  await writeFile(`${file}.new`, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  await rename(`${file}.new`, file);
  return secrets;
}

/** Signs up, or in where the account is there from an interrupted start. */
async function enter(url: string, { handle, email, password }: { handle: string; email: string; password: string }): Promise<string> {
  const client = sdk.createRegistryClient({ url });
  try {
    const { signUp } = await client.mutate(sdk.SignUpDocument, { input: { handle, email, password } });
    return signUp!.session.accessToken;
  } catch (error) {
    if (!sdk.isRegistryRefusal(error) || error.code !== 'HANDLE_TAKEN') throw error;
    const { signIn } = await client.mutate(sdk.SignInDocument, { input: { handleOrEmail: handle, password } });
    return signIn!.session.accessToken;
  } finally {
    client.close();
  }
}

async function registerKey(client: sdk.RegistryClient, namespace: string, { publicKeyPem, privateKey, fingerprint }: KeyPair): Promise<string> {
  const found = await client.query(sdk.TrustedSignersDocument, { handle: namespace });
  const known = found.namespace?.signingKeys?.find((key) => key.fingerprint === fingerprint);
  if (known) return known.id;
  const { registerSigningKey } = await client.mutate(sdk.RegisterSigningKeyDocument, {
    input: { namespace, publicKeyPem, proof: signProof({ namespace, privateKey }) },
  });
  return registerSigningKey!.signingKey.id;
}

async function publish({
  url,
  token,
  release: { manifest, files },
  key,
  signal,
}: {
  url: string;
  token: string;
  release: DemoRelease;
  key: KeyPair;
  signal: AbortSignal;
}): Promise<void> {
  const repository = createOciClient({ registry: url, repository: repositoryOf(manifest.name as ArtifactName), token, actions: ['pull', 'push'], signal });
  const all = { ...files, 'gati.json': `${JSON.stringify(manifest, null, 2)}\n` };
  const bytesOf = (content: string | Uint8Array) => (typeof content === 'string' ? new Uint8Array(Buffer.from(content)) : content);
  const packed = await packFiles(
    Object.entries(all).map(([path, content]) => ({ path, content: bytesOf(content), sizeBytes: bytesOf(content).length, isExecutable: false })),
  );
  const [config, layer] = [bytesSource(new Uint8Array(Buffer.from(canonicalJson(manifest)))), bytesSource(packed.bytes, packed.digest)];
  const document = {
    schemaVersion: 2,
    mediaType: manifestMediaType,
    artifactType: artifactTypeOf(manifest['type'] as ArtifactType),
    config: { mediaType: configMediaType, digest: config.digest, size: config.sizeBytes },
    layers: [{ mediaType: layerMediaType, digest: layer.digest, size: layer.sizeBytes }],
  };
  const bytes = new Uint8Array(Buffer.from(JSON.stringify(document)));
  const digest = digestOf(bytes);
  await Promise.all([repository.uploadBlob(config), repository.uploadBlob(layer)]);
  await repository.putManifest(manifest.version, { bytes, mediaType: manifestMediaType });
  const referrer = bundleReferrer({ mediaType: manifestMediaType, digest, size: bytes.length }, signManifest({ digest, privateKey: key.privateKey }));
  await Promise.all([referrer.config, referrer.layer].map((blob) => repository.uploadBlob(bytesSource(blob.bytes, blob.digest))));
  await repository.putManifest(referrer.manifest.digest, referrer.manifest);
}

/** Asks until a version has left STAGED. @throws when it did not within a minute */
async function untilPublished(client: sdk.RegistryClient, { manifest: { name, version } }: DemoRelease, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const { artifact } = await client.query(sdk.VersionStateDocument, { name, ref: version });
    const status = artifact?.version?.status;
    if (status !== undefined && status !== 'STAGED') return;
    signal.throwIfAborted();
    if (performance.now() > deadline) throw new Error(`${name}@${version} of the demo world is not published within ${patienceMs / 1_000} s.`);
    await wait(50, undefined, { signal });
  }
}

/** Waits until search has followed, so that who opens the home page of a ready registry finds the whole world there. */
async function untilSearchable(client: sdk.RegistryClient, { manifest: { name, version } }: DemoRelease, signal: AbortSignal): Promise<void> {
  const events = client.subscribe(
    sdk.IndexingProgressDocument,
    { artifact: name, version },
    { signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]) },
  );
  for await (const { indexingProgress } of events) {
    if (indexingProgress?.status === 'FAILED') throw new Error(`${name}@${version} of the demo world could not be put into the search index.`);
  }
}

async function ignoring(code: sdk.ErrorCode, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!sdk.isRegistryRefusal(error) || error.code !== code) throw error;
  }
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const lane = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
}
