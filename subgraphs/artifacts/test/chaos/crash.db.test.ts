import { createFilesystemBlobStore } from '@gati/blob-store';
import { sha256Of } from '@gati/identifiers';
import { createTestDatabase, temporaryFolder, type TestDatabase } from '@gati/testkit';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { as, emptyConfig, imageType, type Client } from '../door/client.ts';
import { openDoor, type Door } from '../door/door.ts';
import { signer } from '../door/signer.ts';
import { createInvariants } from './invariants.ts';
import { createMortal } from './mortal.ts';
import { upkeepLater } from './upkeep.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.remove());

const signal = new AbortController().signal;
/** Everything is old to the collection of this life. */
const limits = { orphanAgeMs: -60_000, stagedLifetimeMs: 7 * 24 * 60 * 60 * 1000 };

async function pushInChunks(ada: Client, repository: string, bytes: Buffer): Promise<void> {
  const location = (await ada.request('POST', `/v2/${repository}/blobs/uploads/`)).headers.get('location') ?? '';
  for (const [from, to] of [
    [0, 4],
    [4, bytes.length],
  ] as const)
    await ada.request('PATCH', location, { body: bytes.subarray(from, to), headers: { 'content-range': `${from}-${to - 1}` } });
  await ada.request('PUT', `${location}?digest=${sha256Of(bytes)}`);
}

/** A life: every way in which a blob comes and goes. Whatever fails on the way is the client's to repeat. */
async function live({ artifacts, url, blobs }: Door, name: string, folder: string): Promise<void> {
  const ada = as({ url }, 'ada');
  const [layer, chunked, loose, rotten] = ['layer', 'in chunks', 'loose', 'rotten'].map((text) => Buffer.from(`${text} of ${name}`)) as [
    Buffer,
    Buffer,
    Buffer,
    Buffer,
  ];
  const tried = (work: Promise<unknown>): Promise<unknown> => work.catch(() => null);
  await tried(ada.pushBlob(`acme/${name}`, layer));
  await tried(pushInChunks(ada, `acme/${name}`, chunked));
  await tried(ada.pushBlob(`acme/${name}`, loose));
  const pushed = await ada.pushImage(`acme/${name}`, '1.0.0', [layer, chunked]).catch(() => null);
  const manifest = pushed && (await database.client.manifest.findFirst({ where: { digest: pushed.digest } }));
  if (manifest) await tried(artifacts.admitManifest({ manifestId: manifest.id, verdict: { kind: 'admitted', signer } }));
  await tried(ada.request('POST', `/v2/acme/${name}-mounted/blobs/uploads/?mount=${sha256Of(layer)}&from=acme/${name}`));
  await tried(ada.pushImage(`acme/${name}-mounted`, 'next', [layer]).then(({ digest }) => ada.delete(`/v2/acme/${name}-mounted/manifests/${digest}`)));
  await tried(ada.pushBlob(`acme/${name}`, rotten));
  await tried(artifacts.collectGarbage({ isDryRun: false, signal }));
  await tried(ada.pushImage(`acme/${name}-rotten`, 'next', [rotten]));
  if (await blobs.stat(sha256Of(rotten))) await writeFile(join(folder, 'blobs', 'sha256', sha256Of(rotten).slice(7, 9), sha256Of(rotten).slice(7)), 'rust');
  await tried(artifacts.scrubStore(signal));
  await tried(artifacts.reconcileStore(signal));
}

test('a crash before or after any step leaves nothing dangling, and upkeep takes what it left', { timeout: 300_000 }, async () => {
  const invariants = (folder: string) => createInvariants({ client: database.client, blobs: createFilesystemBlobStore({ folder }) });
  const liveOnce = async (name: string, dieAt: number | null): Promise<{ steps: number; folder: string }> => {
    const folder = await temporaryFolder();
    const mortal = createMortal({ database, blobs: createFilesystemBlobStore({ folder }) });
    const door = await openDoor({ database, folder, limits: { ...limits, scrubEveryMs: 0 }, overrides: mortal.overrides });
    if (dieAt !== null) mortal.dieAt(dieAt);
    await live(door, name, folder);
    await door.close().catch(() => {});
    expect(mortal.isDead()).toBe(dieAt !== null);
    return { steps: mortal.steps(), folder };
  };
  const forget = async (): Promise<void> => {
    await database.client
      .$executeRaw`truncate artifacts.artifact, artifacts.blob, artifacts.upload, artifacts.namespace_blob, artifacts.namespace_storage cascade`;
  };

  const { steps } = await liveOnce('whole', null);
  await forget();
  expect(steps).toBeGreaterThan(60);
  for (let dieAt = 1; dieAt <= steps; dieAt++) {
    const { folder } = await liveOnce(`life-${dieAt}`, dieAt);
    const laws = invariants(folder);
    // The one thing that the scheduled life itself does to the store: bytes that it has spoilt and that nobody has found so far.
    const spoilt = sha256Of(Buffer.from(`rotten of life-${dieAt}`));
    const broken = (await laws.always()).filter((text) => !text.startsWith(spoilt));
    expect([dieAt, broken]).toEqual([dieAt, []]);

    await upkeepLater({ database, folder });
    expect([dieAt, await laws.always(), await laws.afterUpkeep(folder)]).toEqual([dieAt, [], []]);

    const door = await openDoor({ database, folder });
    const ada = as(door, 'ada');
    const { digest } = await ada.pushImage(`acme/again-${randomUUID().slice(0, 8)}`, 'next', [
      Buffer.from(`layer of life-${dieAt}`),
      Buffer.from(`rotten of life-${dieAt}`),
    ]);
    expect([dieAt, digest.length, await laws.always()]).toEqual([dieAt, 71, []]);
    await door.close();
    await forget();
  }
});

test('bytes that a crash left without a row go once they are old, and not before', async () => {
  const folder = await temporaryFolder();
  const blobs = createFilesystemBlobStore({ folder });
  const bytes = Buffer.from('written, and then the lights went out');
  await blobs.write([bytes] as never, { expected: sha256Of(bytes), maxSizeBytes: 100 });
  const door = await openDoor({ database, folder });
  expect((await door.artifacts.reconcileStore(signal)).counts['files']).toBeUndefined();
  expect(await blobs.stat(sha256Of(bytes))).not.toBeNull();
  const [, reconciliation] = await upkeepLater({ database, folder });
  expect(reconciliation.items).toEqual([
    { kind: 'file', name: null, subject: sha256Of(bytes), sizeBytes: bytes.length, reason: 'No blob is written down for it.' },
  ]);
  expect(await blobs.stat(sha256Of(bytes))).toBeNull();
  await door.close();
});

test('a row whose bytes are gone is not served, and the same push heals it', async () => {
  const folder = await temporaryFolder();
  const door = await openDoor({ database, folder });
  const ada = as(door, 'ada');
  const layer = Buffer.from('lost by a disk');
  const { digest } = await ada.pushImage('acme/lost', '1.0.0', [layer]);
  await door.blobs.remove(sha256Of(layer));
  const { items } = await door.artifacts.reconcileStore(signal);
  expect(items.filter(({ subject }) => subject === sha256Of(layer))).toMatchObject([{ kind: 'blob', reason: 'Its bytes are not in the store.' }]);
  expect((await ada.head(`/v2/acme/lost/blobs/${sha256Of(layer)}`)).status).toBe(404);
  const config = { mediaType: emptyConfig.mediaType, digest: sha256Of(emptyConfig.bytes), size: 2 };
  const again = {
    schemaVersion: 2,
    mediaType: imageType,
    artifactType: 'application/vnd.example.other',
    config,
    layers: [{ mediaType: 'application/octet-stream', digest: sha256Of(layer), size: layer.length }],
  };
  expect((await ada.putManifest('acme/lost', 'next', Buffer.from(JSON.stringify(again)))).status).toBe(400);

  await ada.pushBlob('acme/lost', layer);
  expect((await ada.get(`/v2/acme/lost/blobs/${sha256Of(layer)}`)).status).toBe(200);
  expect((await ada.get(`/v2/acme/lost/manifests/${digest}`)).status).toBe(200);
  await door.close();
});

test('accounts that went astray are summed up again', async () => {
  const folder = await temporaryFolder();
  const door = await openDoor({ database, folder });
  await as(door, 'ada').pushImage('acme/counted', '1.0.0', [Buffer.from('counted')]);
  const laws = createInvariants({ client: database.client, blobs: door.blobs });
  const before = await laws.always();
  await database.client.$executeRaw`update artifacts.namespace_storage set stored_bytes = stored_bytes + 1`;
  await database.client.$executeRaw`update artifacts.namespace_blob set links = links + 1`;
  expect((await laws.always()).length).toBeGreaterThan(before.length);
  const { items } = await door.artifacts.reconcileStore(signal);
  expect(items.filter(({ kind }) => kind === 'namespace').length).toBeGreaterThan(0);
  expect((await laws.always()).filter((text) => text.includes('said'))).toEqual([]);
  await door.close();
});
