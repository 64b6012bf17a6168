import { manualClock } from '@gati/clock';
import { sha256Of } from '@gati/identifiers';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { artifactLimits } from '../../src/limits.ts';
import { storeBlobRow } from '../../src/store-blob-row.ts';
import { collectGarbage } from '../../src/use-cases/collect-garbage.ts';
import { documentOf, imageType, indexType } from './client.ts';
import { inWorld } from './world.ts';

const day = 24 * 60 * 60 * 1000;
const clock = manualClock(new Date());
const open = inWorld(() => ({ clock }));
const signal = new AbortController().signal;

test('takes what nobody came back for, and nothing else', async () => {
  const { ada, anybody, judge, door, database } = open();
  const kept = await ada.pushImage('acme/kept', '1.0.0', [Buffer.from('kept layer')]);
  await judge('@acme/kept', kept.digest);
  const subject = { mediaType: imageType, digest: kept.digest, size: 1 };
  const sbom = await ada.pushCarrier('acme/kept', 'by digest', [documentOf('sbom layer')], { subject });
  const program = await ada.pushImage('acme/kept', 'by digest', [Buffer.from('a program that refers')], { subject });
  const child = await ada.pushImage('acme/kept', 'by digest', [Buffer.from('child layer')]);
  const index = await ada.pushManifest(
    'acme/kept',
    '1.1.0',
    { schemaVersion: 2, mediaType: indexType, manifests: [{ mediaType: imageType, digest: child.digest, size: child.bytes.length }] },
    indexType,
  );
  await judge('@acme/kept', index.digest);
  const staged = await ada.pushImage('acme/kept', '2.0.0', [Buffer.from('staged layer')]);
  const labelled = await ada.pushImage('acme/kept', 'next', [Buffer.from('pending layer')]);
  await ada.pushBlob('acme/kept', Buffer.from('loose'));
  await ada.request('POST', '/v2/acme/forgotten/blobs/uploads/');
  await ada.pushImage('acme/abandoned', '1.0.0', [Buffer.from('abandoned')]);

  clock.advance(6 * day);
  await door.artifacts.collectGarbage({ isDryRun: false, signal });
  expect((await ada.get('/v2/acme/kept/manifests/2.0.0')).status).toBe(200);
  expect((await ada.get(`/v2/acme/kept/blobs/${sha256Of(Buffer.from('loose'))}`)).status).toBe(404);

  clock.advance(1 * day + 1000);
  const report = await door.artifacts.collectGarbage({ isDryRun: false, signal });
  expect(report.counts).toMatchObject({ versions: 2, manifests: 4 });
  for (const reference of ['2.0.0', 'next', staged.digest, labelled.digest, program.digest])
    expect([reference, (await ada.get(`/v2/acme/kept/manifests/${reference}`)).status]).toEqual([reference, 404]);
  for (const reference of ['1.0.0', '1.1.0', sbom.digest, child.digest])
    expect([reference, (await anybody.get(`/v2/acme/kept/manifests/${reference}`)).status]).toEqual([reference, 200]);
  for (const bytes of [Buffer.from('kept layer'), documentOf('sbom layer'), Buffer.from('child layer')])
    expect([String(bytes), (await anybody.get(`/v2/acme/kept/blobs/${sha256Of(bytes)}`)).status]).toEqual([String(bytes), 200]);

  clock.advance(1 * day + 1000);
  await door.artifacts.collectGarbage({ isDryRun: false, signal });
  for (const text of ['staged layer', 'pending layer', 'loose', 'abandoned'])
    expect([text, await door.blobs.stat(sha256Of(Buffer.from(text)))]).toEqual([text, null]);
  expect(await database.client.upload.count()).toBe(0);
  expect(await database.client.artifact.findMany({ select: { name: true } })).toEqual([{ name: '@acme/kept' }]);
  expect((await door.artifacts.collectGarbage({ isDryRun: false, signal })).counts).toEqual({ leftovers: 0 });
});

test('bytes that are pushed again between the look and the removal stay', async () => {
  const { ada, door, database } = open();
  const bytes = Buffer.from('a loose blob that somebody wants after all');
  const digest = await ada.pushBlob('acme/wanted', bytes);
  clock.advance(2 * day);
  let transactions = 0;
  const collect = collectGarbage({
    tables: database.client,
    store: door.blobs,
    clock,
    makeId: randomUUID,
    limits: artifactLimits,
    transaction: async (work) => {
      // The second one forgets the row, the third removes the bytes: in between somebody pushes.
      if (++transactions >= 2) await ada.pushBlob('acme/wanted', bytes);
      return database.transaction((tables) => work(tables, async () => {}));
    },
  });
  await collect({ isDryRun: false, signal });
  expect(transactions).toBeGreaterThanOrEqual(2);
  expect((await ada.get(`/v2/acme/wanted/blobs/${digest}`)).status).toBe(200);
});

test('bytes whose row a mount brings back between the two removals stay, old as they are', async () => {
  const { ada, door, database } = open();
  const digest = await ada.pushBlob('acme/mounts', Buffer.from('a loose blob that is mounted after all'));
  const { id } = await database.client.artifact.findUniqueOrThrow({ where: { name: '@acme/mounts' } });
  clock.advance(2 * day);
  const mount = () =>
    database.transaction((tables) => storeBlobRow(tables, { store: door.blobs, limits: artifactLimits }, { artifactId: id, digest, at: clock() }));
  const collect = collectGarbage({
    tables: database.client,
    store: door.blobs,
    clock,
    makeId: randomUUID,
    limits: artifactLimits,
    transaction: async (work) => {
      const result = await database.transaction((tables) => work(tables, async () => {}));
      const isForgotten = (await database.client.blob.count({ where: { digest } })) === 0;
      // A mount writes no bytes: it had seen the blob while it was still there.
      if (isForgotten && (await door.blobs.stat(digest))) await mount();
      return result;
    },
  });
  await collect({ isDryRun: false, signal });
  expect((await ada.get(`/v2/acme/mounts/blobs/${digest}`)).status).toBe(200);
});

test('beside pushes, mounts and pulls it never takes what a manifest names', { timeout: 60_000 }, async () => {
  const { ada, door, database } = open();
  // Everything is old at once, so that only the locks and the renewed ages stand between the collection and the pushes.
  let isRunning = true;
  const collecting = (async () => {
    let runs = 0;
    for (; isRunning; runs++) {
      clock.advance(2 * day);
      await door.artifacts.collectGarbage({ isDryRun: false, signal });
      await wait(1);
    }
    return runs;
  })();
  const shared = Buffer.from('a layer that everybody shares');
  let kept = 0;
  const outcomes: number[] = [];
  for (let round = 0; round < 40; round++) {
    const repository = `acme/busy-${round % 4}`;
    const own = Buffer.from(`own layer ${round}`);
    try {
      const { digest } = await ada.pushImage(repository, 'by digest', [shared, own]);
      const manifest = await database.client.manifest.findFirst({ where: { digest, artifact: { name: `@${repository}` } } });
      if (!manifest) continue;
      await door.artifacts.admitManifest({ manifestId: manifest.id, verdict: { kind: 'admitted', signer: { kind: 'KEY', subject: null, fingerprint: 'f' } } });
      kept++;
    } catch (error) {
      // The collection was faster than the client: it is told so, and sends again.
      outcomes.push(Number(/(?:blob|manifest) (\d+)/.exec(String(error))?.[1] ?? 0));
    }
  }
  isRunning = false;
  expect(await collecting).toBeGreaterThan(3);
  expect(outcomes.every((status) => [400, 404, 503].includes(status))).toBe(true);
  expect(kept).toBeGreaterThan(0);

  const dangling = await database.client.$queryRaw<{ digest: string }[]>`
    select r.digest from artifacts.manifest_reference r where r.kind <> 'manifest'
      and not exists (select 1 from artifacts.repository_blob l join artifacts.blob b on b.digest = l.digest where l.artifact_id = r.artifact_id and l.digest = r.digest)`;
  expect(dangling).toEqual([]);
  for (const { digest } of await database.client.blob.findMany()) expect([digest, await door.blobs.stat(digest as never)]).not.toEqual([digest, null]);
});

describe('a collection', () => {
  const collected = (isDryRun: boolean) => open().door.artifacts.collectGarbage({ isDryRun, signal });
  const settle = async (): Promise<void> => {
    clock.advance(10 * day);
    await collected(false);
  };
  const subject = (digest: string) => ({ subject: { mediaType: imageType, digest, size: 1 } });

  test('says dryly what it would take and why, changes nothing, and then takes exactly that', async () => {
    await settle();
    const { ada, judge, database, door } = open();
    const kept = await ada.pushImage('acme/dry', '1.0.0', [Buffer.from('kept dryly')]);
    await judge('@acme/dry', kept.digest);
    const inner = await ada.pushImage('acme/dry', 'by digest', [Buffer.from('inner layer'), Buffer.from('kept dryly')]);
    await ada.pushManifest(
      'acme/dry',
      '2.0.0',
      { schemaVersion: 2, mediaType: indexType, manifests: [{ mediaType: imageType, digest: inner.digest, size: inner.bytes.length }] },
      indexType,
    );
    await ada.pushBlob('acme/dry', Buffer.from('loose dryly'));
    await ada.request('POST', '/v2/acme/dry/blobs/uploads/');
    clock.advance(8 * day);

    const tables = async () => [
      await database.client.manifest.count(),
      await database.client.repositoryBlob.count(),
      await database.client.blob.count(),
      await database.client.upload.count(),
    ];
    const before = await tables();
    const dry = await collected(true);
    expect(await tables()).toEqual(before);
    expect(dry.counts).toEqual({ uploads: 1, versions: 1, manifests: 2, links: 2, blobs: 2, bytes: 22 });
    expect(dry.items.find(({ subject: of }) => of === sha256Of(Buffer.from('inner layer')))).toMatchObject({
      kind: 'link',
      name: '@acme/dry',
      reason: 'No manifest of the repository names it.',
    });

    const real = await collected(false);
    const shown = ({ items }: typeof real) => items.map(({ kind, name, subject: of, reason }) => `${kind} ${name} ${of} ${reason}`).sort();
    expect(shown(real)).toEqual(shown(dry));
    expect(await door.blobs.stat(sha256Of(Buffer.from('kept dryly')))).not.toBeNull();
    expect((await collected(true)).items).toEqual([]);
  });

  test('takes referrers and signatures with their subject, theirs too, and leaves those of what is there', async () => {
    await settle();
    const { ada, judge } = open();
    const [gone, stays] = [
      await ada.pushImage('acme/refers', 'gone', [Buffer.from('gone')]),
      await ada.pushImage('acme/refers', 'stays', [Buffer.from('stays')]),
    ];
    for (const { digest } of [gone, stays]) await judge('@acme/refers', digest);
    const push = (reference: string, layer: string, more: Readonly<Record<string, unknown>>) =>
      ada.pushCarrier('acme/refers', reference, [documentOf(layer)], more);
    const sbom = await push('by digest', 'sbom of gone', subject(gone.digest));
    await judge('@acme/refers', sbom.digest);
    const ofSbom = await push('by digest', 'signature of the sbom', subject(sbom.digest));
    const signature = await push(`${gone.digest.replace(':', '-')}.sig`, 'signature of gone', {});
    const others = [
      await push('by digest', 'sbom of stays', subject(stays.digest)),
      await push(`${stays.digest.replace(':', '-')}.sig`, 'signature of stays', {}),
    ];
    const early = await push('by digest', 'pushed before its subject', subject(sha256Of(Buffer.from('to come'))));

    expect((await ada.delete(`/v2/acme/refers/manifests/${gone.digest}`)).status).toBe(202);
    expect((await collected(false)).counts['manifests']).toBeUndefined();
    clock.advance(day + 1000);
    const { items } = await collected(false);
    const taken = items.filter(({ kind }) => kind === 'manifest');
    expect(new Set(taken.map(({ subject: of }) => of))).toEqual(new Set([sbom, ofSbom, signature, early].map(({ digest }) => digest)));
    expect(new Set(taken.map(({ reason }) => reason))).toEqual(new Set(['What it refers to is gone.']));
    for (const { digest } of [stays, ...others]) expect((await ada.head(`/v2/acme/refers/manifests/${digest}`)).status).toBe(200);
  });

  test('leaves a report, of the newest runs alone', async () => {
    const { database } = open();
    const { counts } = await collected(false);
    const newest = await database.client.upkeepReport.findFirstOrThrow({ orderBy: [{ startedAt: 'desc' }, { finishedAt: 'desc' }] });
    expect(newest).toMatchObject({ kind: 'collection', counts });
    expect(await database.client.upkeepReport.count()).toBeLessThanOrEqual(200);
  });
});
