import { anonymous } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import { sha256Of, type Digest } from '@gati/identifiers';
import { randomUUID } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createPace, scrubStore } from '../../src/use-cases/scrub-store.ts';
import { idOf } from './fake-namespaces.ts';
import { inWorld } from './world.ts';

const told: { readonly namespaceId: string; readonly subject: string; readonly text: string }[] = [];
const audited: { readonly actor: unknown; readonly action: string; readonly subject: string }[] = [];
const open = inWorld(() => ({
  // Everything is due at every run.
  limits: { scrubEveryMs: 0, scrubBytesPerSecond: 1e9 },
  overrides: {
    tellOwners: async (namespaceId, mail) => void told.push({ namespaceId, ...mail }),
    audit: { record: async (_, { actor, action, subject }) => void audited.push({ actor, action, subject }) },
  },
}));
const signal = new AbortController().signal;

/** One bit of the stored bytes falls over. */
async function rot(digest: Digest): Promise<void> {
  const path = join(open().folder, 'blobs', 'sha256', digest.slice(7, 9), digest.slice(7));
  const bytes = await readFile(path);
  bytes[bytes.length >> 1]! ^= 1;
  await writeFile(path, bytes);
}

const large = (seed: number): Buffer => Buffer.alloc(200_000, seed);

describe('a blob with one bit changed', () => {
  test('is found by the scrub, served to nobody, told of, and healed by the right bytes', async () => {
    const { ada, anybody, door, facts, judge, folder } = open();
    const layer = large(1);
    const digest = sha256Of(layer);
    const { digest: manifest } = await ada.pushImage('acme/rotten', '1.0.0', [layer]);
    await judge('@acme/rotten', manifest);
    const ticket = door.artifacts.issueDownloadTicket(anonymous, {
      digest,
      isPublic: true,
      artifactId: idOf('some artifact'),
      versionId: idOf('some version'),
    });
    await rot(digest);

    await wait(5);
    const report = await door.artifacts.scrubStore(signal);
    expect(report.items).toEqual([
      { kind: 'blob', name: null, subject: digest, sizeBytes: layer.length, reason: 'Its bytes do not have its digest any more.' },
    ]);
    expect(report.counts).toMatchObject({ read: 2, blobs: 1 });
    for (const client of [ada, anybody]) {
      expect((await client.get(`/v2/acme/rotten/blobs/${digest}`)).status).toBe(404);
      expect((await client.head(`/v2/acme/rotten/blobs/${digest}`)).status).toBe(404);
    }
    expect((await fetch(new URL(ticket.url).href)).status).toBe(404);
    expect((await ada.request('POST', `/v2/acme/other/blobs/uploads/?mount=${digest}&from=acme/rotten`)).status).toBe(202);
    expect(await door.artifacts.readWholeBlob(digest, 1_000_000)).toBeNull();
    expect((await readdir(join(folder, 'set-aside'))).map((name) => name.slice(0, 71))).toEqual([digest.replace(':', '-')]);

    expect(audited.filter(({ action }) => action === 'blob.set-aside')).toEqual([{ actor: 'registry', action: 'blob.set-aside', subject: digest }]);
    const fact = (await facts()).find(({ name }) => name === 'blob.setAside');
    expect(fact?.payload).toEqual({ namespaceId: idOf('namespace acme'), digest, fault: 'changed', names: ['@acme/rotten'] });
    await door.artifacts.jobs.find(({ name }) => name === 'artifacts.tell-of-fault')!.run(fact?.payload, { signal, lastAttempt: false });
    expect(told).toMatchObject([{ namespaceId: idOf('namespace acme'), subject: 'Stored bytes of @acme/rotten are damaged' }]);
    expect(told[0]?.text).toContain(digest);

    expect((await door.artifacts.scrubStore(signal)).items).toEqual([]);
    await ada.pushBlob('acme/rotten', layer);
    const healed = await anybody.get(`/v2/acme/rotten/blobs/${digest}`);
    expect(Buffer.from(await healed.arrayBuffer()).equals(layer)).toBe(true);
    expect((await door.artifacts.scrubStore(signal)).items).toEqual([]);
  });

  test('is found by the first reader when it is small, and never sent', async () => {
    const { ada, door, database } = open();
    const config = Buffer.from('{"small":"document"}');
    const digest = await ada.pushBlob('acme/small', config);
    await rot(digest);
    expect((await ada.get(`/v2/acme/small/blobs/${digest}`)).status).toBe(404);
    expect(await database.client.blob.findUnique({ where: { digest } })).toMatchObject({ setAsideFor: 'changed' });
    expect(await door.blobs.stat(digest)).toBeNull();
    await ada.pushBlob('acme/small', config);
    expect(await (await ada.get(`/v2/acme/small/blobs/${digest}`)).json()).toEqual({ small: 'document' });
  });

  test('that is pushed again while the scrub reads it stays', async () => {
    const { ada, door } = open();
    const bytes = large(2);
    const digest = await ada.pushBlob('acme/meanwhile', bytes);
    const { storedAt } = (await door.blobs.stat(digest))!;
    await rot(digest);
    await ada.pushBlob('acme/meanwhile', bytes);
    const { setAsideBlob } = await import('../../src/set-aside-blob.ts');
    const setAside = setAsideBlob({
      transaction: (work) => open().database.transaction((tables) => work(tables, async () => {})),
      store: door.blobs,
      audit: { record: async () => {} },
      clock: () => new Date(),
    });
    expect(await setAside(digest, 'changed', storedAt)).toBe(false);
    expect((await ada.get(`/v2/acme/meanwhile/blobs/${digest}`)).status).toBe(200);
  });
});

describe('the scrub', () => {
  test('finds a blob that is cut short, and one that is gone', async () => {
    const { ada, door, folder } = open();
    const [short, gone] = [await ada.pushBlob('acme/short', large(3)), await ada.pushBlob('acme/short', large(4))];
    await writeFile(join(folder, 'blobs', 'sha256', short.slice(7, 9), short.slice(7)), large(3).subarray(0, 1000));
    await door.blobs.remove(gone);
    await wait(5);
    const { items } = await door.artifacts.scrubStore(signal);
    expect(new Map(items.map(({ subject, reason }) => [subject, reason]))).toEqual(
      new Map([
        [short, 'Its bytes do not have its digest any more.'],
        [gone, 'Its bytes are not in the store.'],
      ]),
    );
  });

  test('goes on past a blob that cannot be read, and gives up where nothing can', async () => {
    const { ada, door, database } = open();
    const digests = await Promise.all(Array.from({ length: 8 }, (_, index) => ada.pushBlob('acme/unreadable', large(10 + index))));
    await wait(5);
    const scrub = (isReadable: (digest: string) => boolean) =>
      scrubStore({
        tables: database.client,
        store: {
          stat: door.blobs.stat,
          open: (digest) =>
            isReadable(digest) ? door.blobs.open(digest) : Promise.reject(new RegistryError('UPSTREAM_UNAVAILABLE', { what: 'The blob store' })),
        },
        setAside: () => Promise.reject(new Error('nothing is set aside')),
        clock: () => new Date(),
        makeId: randomUUID,
        limits: { scrubEveryMs: 0, scrubBytesPerSecond: 1e9, scrubRunMs: 60_000 },
      })(signal);
    const { items, counts } = await scrub((digest) => digest !== digests[3]);
    expect(items).toMatchObject([{ subject: digests[3], reason: 'Its bytes could not be read.' }]);
    expect(counts['read']).toBeGreaterThan(7);
    await wait(5);
    await expect(scrub(() => false)).rejects.toThrow('blob store');
  });

  test('reads no faster than it may', async () => {
    const pace = createPace(1_000_000);
    const startedAt = performance.now();
    for (let piece = 0; piece < 30; piece++) await pace(10_000);
    expect(performance.now() - startedAt).toBeGreaterThan(250);
  });
});
