import { manualClock } from '@gati/clock';
import { describe, expect, test } from 'vitest';
import { as, documentOf, errorOf, imageType, indexType } from './client.ts';
import { inWorld } from './world.ts';

const hour = 60 * 60 * 1000;
const clock = manualClock(new Date('2026-06-01T00:00:00Z'));
/** The carriers whose signatures count, as `security` would say. */
const trusted = new Set<string>();
const acts: { readonly action: string; readonly subject: string }[] = [];
const open = inWorld(() => ({
  clock,
  overrides: { trustedCarriersOf: async () => trusted, audit: { record: async (_, { action, subject }) => void acts.push({ action, subject }) } },
}));

describe('a tag', () => {
  test('that is a label just goes', async () => {
    const { ada, anybody, judge } = open();
    const { digest, bytes } = await ada.pushImage('acme/labelled', 'next', [Buffer.from('labelled')]);
    await judge('@acme/labelled', digest);
    await ada.putManifest('acme/labelled', 'stable', bytes);
    expect((await ada.delete('/v2/acme/labelled/manifests/next')).status).toBe(202);
    expect((await anybody.get('/v2/acme/labelled/manifests/next')).status).toBe(404);
    expect((await ada.delete('/v2/acme/labelled/manifests/next')).status).toBe(404);
    for (const reference of ['stable', digest]) expect((await anybody.get(`/v2/acme/labelled/manifests/${reference}`)).status).toBe(200);
  });

  test('that is a staged version gives its number back and keeps its manifest', async () => {
    const { ada } = open();
    const { digest } = await ada.pushImage('acme/unstaged', '1.0.0', [Buffer.from('unstaged')]);
    expect((await ada.delete('/v2/acme/unstaged/manifests/1.0.0')).status).toBe(202);
    expect((await ada.get(`/v2/acme/unstaged/manifests/${digest}`)).status).toBe(200);
    await ada.pushImage('acme/unstaged', '1.0.0', [Buffer.from('another')]);
  });
});

describe('a published version', () => {
  test.each(['its tag', 'its digest'])('goes by %s within 72 hours, and its number stays used', async (by) => {
    const { ada, anybody, judge, database } = open();
    const repository = `acme/gone-${by.replace(' ', '-')}`;
    const first = await ada.pushImage(repository, '1.0.0', [Buffer.from(by)]);
    const second = await ada.pushImage(repository, '1.1.0', [Buffer.from(`${by} 2`)]);
    for (const { digest } of [first, second]) await judge(`@${repository}`, digest);
    clock.advance(71 * hour);
    expect((await ada.delete(`/v2/${repository}/manifests/${by === 'its tag' ? '1.1.0' : second.digest}`)).status).toBe(202);

    for (const reference of ['1.1.0', second.digest])
      for (const client of [ada, anybody]) expect((await client.get(`/v2/${repository}/manifests/${reference}`)).status).toBe(404);
    expect((await anybody.head(`/v2/${repository}/manifests/latest`)).headers.get('docker-content-digest')).toBe(first.digest);
    expect(await database.client.version.findFirst({ where: { version: '1.1.0', artifact: { name: `@${repository}` } } })).toMatchObject({
      status: 'published',
      manifestId: null,
      unpublishedAt: clock(),
    });
    for (const bytes of [second.bytes, first.bytes])
      expect((await errorOf(await ada.putManifest(repository, '1.1.0', bytes))).detail.code).toBe('VERSION_EXISTS');
  });

  test('stays after 72 hours, by tag and by digest', async () => {
    const { ada, anybody, judge } = open();
    const { digest } = await ada.pushImage('acme/kept', '1.0.0', [Buffer.from('kept')]);
    await judge('@acme/kept', digest);
    clock.advance(72 * hour + 1);
    for (const reference of ['1.0.0', digest]) {
      const refused = await ada.delete(`/v2/acme/kept/manifests/${reference}`);
      expect([refused.status, await errorOf(refused)]).toMatchObject([
        403,
        { code: 'DENIED', message: expect.stringContaining('72 hours'), detail: { code: 'POLICY_VIOLATION' } },
      ]);
    }
    expect((await anybody.get('/v2/acme/kept/manifests/1.0.0')).status).toBe(200);
  });

  test('stays while others depend on it', async () => {
    const { ada, judge } = open();
    const gati = (name: string, dependencies: object) => ({ name, version: '1.0.0', type: 'module', module: { runtime: 'node', entry: 'a.js' }, dependencies });
    const base = await ada.pushGati('acme/needed', '1.0.0', gati('@acme/needed', {}));
    await judge('@acme/needed', base.digest);
    const user = await ada.pushGati('acme/needs', '1.0.0', gati('@acme/needs', { '@acme/needed': '^1.0.0' }));
    await judge('@acme/needs', user.digest);
    expect((await errorOf(await ada.delete('/v2/acme/needed/manifests/1.0.0'))).message).toMatch(/depend on/);
    expect((await ada.delete('/v2/acme/needs/manifests/1.0.0')).status).toBe(202);
    expect((await ada.delete('/v2/acme/needed/manifests/1.0.0')).status).toBe(202);
  });

  test('is not a writer’s to remove, only an admin’s; a reader and a stranger remove nothing', async () => {
    const { ada, rea, bob, anybody, judge, door } = open();
    const { digest } = await ada.pushImage('acme/owned', '1.0.0', [Buffer.from('owned')]);
    const staged = await ada.pushImage('acme/owned', '1.1.0', [Buffer.from('owned 2')]);
    await judge('@acme/owned', digest);
    const wim = as(door, 'wim');
    for (const reference of ['1.0.0', digest]) {
      for (const client of [wim, rea, bob]) expect((await client.delete(`/v2/acme/owned/manifests/${reference}`)).status).toBe(403);
      expect((await anybody.delete(`/v2/acme/owned/manifests/${reference}`)).status).toBe(401);
    }
    expect((await rea.delete(`/v2/acme/owned/manifests/${staged.digest}`)).status).toBe(403);
    expect((await wim.delete(`/v2/acme/owned/manifests/${staged.digest}`)).status).toBe(202);
  });

  test('in quarantine stays as evidence', async () => {
    const { ada, judge, door, database } = open();
    const { digest } = await ada.pushImage('acme/evidence', '1.0.0', [Buffer.from('evidence')]);
    await judge('@acme/evidence', digest);
    const { id } = await database.client.version.findFirstOrThrow({ where: { digest } });
    await database.transaction((tables) => door.artifacts.quarantineVersions(tables, [id], 'stolen key'));
    for (const reference of ['1.0.0', digest]) expect((await ada.delete(`/v2/acme/evidence/manifests/${reference}`)).status).toBe(403);
  });
});

describe('the last trusted signature of a published version', () => {
  test.each(['its digest', 'its tag'])('by %s follows the version: both go within 72 hours, neither afterwards', async (by) => {
    const { ada, anybody, judge } = open();
    for (const isLate of [false, true]) {
      const repository = `acme/trust-${by.replace(' ', '-')}-${isLate ? 'late' : 'early'}`;
      const image = await ada.pushImage(repository, '1.0.0', [Buffer.from(repository)]);
      const tag = `${image.digest.replace(':', '-')}.sig`;
      const signature = await ada.pushCarrier(repository, tag, [documentOf(`signature of ${repository}`)]);
      const junk = await ada.pushImage(repository, 'by digest', [Buffer.from('junk')], { subject: { mediaType: imageType, digest: image.digest, size: 1 } });
      trusted.add(signature.digest);
      await judge(`@${repository}`, image.digest);
      if (isLate) clock.advance(73 * hour);
      const path = `/v2/${repository}/manifests/${by === 'its tag' ? tag : signature.digest}`;
      expect((await ada.delete(path)).status).toBe(isLate ? 403 : 202);
      expect((await anybody.get(`/v2/${repository}/manifests/1.0.0`)).status).toBe(isLate ? 200 : 404);
      if (isLate) expect((await ada.delete(`/v2/${repository}/manifests/${junk.digest}`)).status).toBe(202);
    }
  });

  test('but not the last goes at any time', async () => {
    const { ada, anybody, judge } = open();
    const image = await ada.pushImage('acme/two-keys', '1.0.0', [Buffer.from('two keys')]);
    const subject = { mediaType: imageType, digest: image.digest, size: image.bytes.length };
    const signatures = [];
    for (const text of ['one', 'two']) signatures.push(await ada.pushImage('acme/two-keys', 'by digest', [Buffer.from(text)], { subject }));
    for (const { digest } of signatures) trusted.add(digest);
    await judge('@acme/two-keys', image.digest);
    clock.advance(100 * hour);
    expect((await ada.delete(`/v2/acme/two-keys/manifests/${signatures[0]?.digest}`)).status).toBe(202);
    // The first one is gone, though its verdict is still on record.
    expect((await ada.delete(`/v2/acme/two-keys/manifests/${signatures[1]?.digest}`)).status).toBe(403);
    expect((await anybody.get('/v2/acme/two-keys/manifests/1.0.0')).status).toBe(200);
  });
});

describe('what something else needs stays', () => {
  test('a manifest of an index, a blob of a manifest', async () => {
    const { ada } = open();
    const child = await ada.pushImage('acme/parts', 'by digest', [Buffer.from('part')]);
    const index = await ada.pushManifest(
      'acme/parts',
      '1.0.0',
      { schemaVersion: 2, mediaType: indexType, manifests: [{ mediaType: imageType, digest: child.digest, size: child.bytes.length }] },
      indexType,
    );
    const layer = (JSON.parse(child.bytes.toString()) as { layers: [{ digest: string }] }).layers[0].digest;
    for (const path of [`manifests/${child.digest}`, `blobs/${layer}`])
      expect([path, (await ada.delete(`/v2/acme/parts/${path}`)).status]).toEqual([path, 403]);
    for (const path of [`manifests/${index.digest}`, `manifests/${child.digest}`, `blobs/${layer}`]) {
      expect([path, (await ada.delete(`/v2/acme/parts/${path}`)).status]).toEqual([path, 202]);
      expect([path, (await ada.get(`/v2/acme/parts/${path}`)).status, (await ada.delete(`/v2/acme/parts/${path}`)).status]).toEqual([path, 404, 404]);
    }
  });

  test('bytes that another repository has', async () => {
    const { ada } = open();
    const bytes = Buffer.from('shared by two');
    const digest = await ada.pushBlob('acme/first', bytes);
    await ada.pushBlob('acme/second', bytes);
    expect((await ada.delete(`/v2/acme/first/blobs/${digest}`)).status).toBe(202);
    expect([(await ada.get(`/v2/acme/first/blobs/${digest}`)).status, (await ada.get(`/v2/acme/second/blobs/${digest}`)).status]).toEqual([404, 200]);
  });
});

test('who pushed and removed what is written down', async () => {
  const { ada } = open();
  const { digest } = await ada.pushImage('acme/audited', '1.0.0', [Buffer.from('audited')]);
  await ada.delete('/v2/acme/audited/manifests/1.0.0');
  await ada.delete(`/v2/acme/audited/manifests/${digest}`);
  expect(acts.filter(({ subject }) => subject === '@acme/audited').map(({ action }) => action)).toEqual(['manifest.push', 'tag.delete', 'manifest.delete']);
});
