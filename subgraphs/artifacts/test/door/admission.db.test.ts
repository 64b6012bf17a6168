import { describe, expect, test } from 'vitest';
import { idOf } from './fake-namespaces.ts';
import { inWorld, signer } from './world.ts';

let failing: string | null = null;
const open = inWorld(() => ({
  overrides: {
    // Another context's row in the same transaction.
    recordVersion: async (tables, { versionId, version }) => {
      await tables.installationFact.create({ data: { key: versionId, value: version } });
      if (failing === version) throw new Error('the version graph refuses');
    },
  },
}));

describe('admission is one act', () => {
  test('when a participant refuses, nothing of it has happened, and it can be done again', async () => {
    const { ada, anybody, judge, database, facts } = open();
    const { digest, bytes } = await ada.pushImage('acme/atomic', '1.0.0', [Buffer.from('atomic')]);
    await ada.putManifest('acme/atomic', 'next', bytes);
    const before = (await facts()).length;
    failing = '1.0.0';
    await expect(judge('@acme/atomic', digest)).rejects.toThrow('refuses');
    failing = null;

    const artifact = await database.client.artifact.findUniqueOrThrow({
      where: { name: '@acme/atomic' },
      include: { versions: true, labels: true, manifests: true },
    });
    expect(artifact).toMatchObject({
      isAdmitted: false,
      latestVersionId: null,
      revision: 0n,
      versions: [{ status: 'staged', publishedAt: null }],
      labels: [{ manifestId: null }],
      manifests: [{ admittedAt: null, admission: null }],
    });
    expect([
      await database.client.installationFact.count({ where: { value: { equals: '1.0.0' } } }),
      await database.client.indexingProgress.count({ where: { version: { artifactId: artifact.id } } }),
      (await facts()).length,
    ]).toEqual([0, 0, before]);
    expect((await anybody.get('/v2/acme/atomic/manifests/1.0.0')).status).toBe(404);

    expect(await judge('@acme/atomic', digest)).toBe('published');
    expect((await facts()).slice(before).map(({ name }) => name)).toEqual(['version.published', 'artifact.changed']);
    expect((await anybody.head('/v2/acme/atomic/manifests/next')).headers.get('docker-content-digest')).toBe(digest);
    expect(await database.client.manifest.findFirst({ where: { digest } })).toMatchObject({ admission: signer });
  });

  test('twenty at once publish once', async () => {
    const { ada, judge, database, facts } = open();
    const { digest } = await ada.pushImage('acme/once', '1.0.0', [Buffer.from('once')]);
    const before = (await facts()).length;
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => judge('@acme/once', digest)));

    expect(outcomes.toSorted()).toEqual(['published', ...Array.from({ length: 19 }, () => 'unchanged')]);
    expect((await facts()).slice(before).map(({ name }) => name)).toEqual(['version.published']);
    expect(await database.client.indexingProgress.findFirst({ where: { version: { digest } } })).toMatchObject({ sequence: 1 });
  });

  test('a refusal leaves it staged and says why, once; a later signature publishes it', async () => {
    const { ada, judge, database, facts } = open();
    const { digest } = await ada.pushImage('acme/unsure', '1.0.0', [Buffer.from('unsure')]);
    const before = (await facts()).length;
    const refusal = { kind: 'refused', reason: 'signed by a stranger' } as const;
    expect([await judge('@acme/unsure', digest, refusal), await judge('@acme/unsure', digest, refusal)]).toEqual(['refused', 'refused']);
    expect(await database.client.version.findFirst({ where: { digest } })).toMatchObject({ status: 'staged', statusReason: 'signed by a stranger' });
    expect((await facts()).slice(before).map(({ name }) => name)).toEqual(['version.statusChanged']);
    expect(await judge('@acme/unsure', digest)).toBe('published');
    expect(await database.client.version.findFirst({ where: { digest } })).toMatchObject({ status: 'published', statusReason: null });
  });

  test('malware uses the number up, takes its labels away, and is told once', async () => {
    const { ada, judge, database, facts } = open();
    const { digest, bytes } = await ada.pushImage('acme/bad', '1.0.0', [Buffer.from('bad')]);
    await ada.putManifest('acme/bad', 'next', bytes);
    const before = (await facts()).length;
    const verdict = { kind: 'malicious', reason: 'steals wallets' } as const;
    expect([await judge('@acme/bad', digest, verdict), await judge('@acme/bad', digest, verdict), await judge('@acme/bad', digest)]).toEqual([
      'rejected',
      'unchanged',
      'unchanged',
    ]);
    expect(await database.client.version.findFirst({ where: { digest } })).toMatchObject({ status: 'rejected', statusReason: 'steals wallets' });
    expect(await database.client.label.count({ where: { artifact: { name: '@acme/bad' } } })).toBe(0);
    expect((await facts()).slice(before).map(({ name }) => name)).toEqual(['version.rejected']);
  });

  test('of a manifest that is gone changes nothing', async () => {
    const { door } = open();
    expect(await door.artifacts.admitManifest({ manifestId: idOf('nothing'), verdict: { kind: 'admitted', signer } })).toEqual({ outcome: 'unchanged' });
  });

  test('of a second kind of artifact is refused, though both were staged side by side', async () => {
    const { ada, judge, database } = open();
    const common = { name: '@acme/two-kinds', module: { runtime: 'node', entry: 'a.js' } };
    const module = await ada.pushGati('acme/two-kinds', '1.0.0', { ...common, type: 'module', version: '1.0.0' });
    const image = await ada.pushGati('acme/two-kinds', '2.0.0', { name: '@acme/two-kinds', version: '2.0.0', type: 'plugin', plugin: { entry: 'a.js' } });
    expect(await judge('@acme/two-kinds', module.digest)).toBe('published');
    expect(await judge('@acme/two-kinds', image.digest)).toBe('refused');
    expect(await database.client.artifact.findUnique({ where: { name: '@acme/two-kinds' } })).toMatchObject({ type: 'module' });
    expect(await database.client.version.findFirst({ where: { digest: image.digest } })).toMatchObject({
      status: 'staged',
      statusReason: expect.stringContaining('is a module'),
    });
  });
});

test('what admission needs to know of a manifest', async () => {
  const { ada, judge, database, door } = open();
  const { digest, bytes } = await ada.pushImage('acme/subject', '1.0.0', [Buffer.from('subject layer')]);
  const manifest = await database.client.manifest.findFirstOrThrow({ where: { digest } });
  const subject = await door.artifacts.manifestForAdmission(manifest.id);
  expect(subject).toMatchObject({
    manifestId: manifest.id,
    artifactName: '@acme/subject',
    namespaceId: idOf('namespace acme'),
    visibility: 'public',
    digest,
    isAdmitted: false,
    version: { version: '1.0.0', status: 'STAGED' },
    references: [
      { kind: 'config', sizeBytes: 2 },
      { kind: 'layer', sizeBytes: 13 },
    ],
  });
  expect(Buffer.from(subject?.content ?? []).equals(bytes)).toBe(true);
  await judge('@acme/subject', digest);
  expect(await door.artifacts.manifestForAdmission(manifest.id)).toMatchObject({ isAdmitted: true, version: { status: 'PUBLISHED' } });
  expect(await door.artifacts.manifestForAdmission(idOf('nothing'))).toBeNull();
});

test('versions signed by a key since a time are found and quarantined at once, and again changes nothing', async () => {
  const { ada, judge, database, door, facts } = open();
  const fingerprint = `sha256:${'1'.repeat(64)}`;
  const mine = await ada.pushImage('acme/keyed', '1.0.0', [Buffer.from('keyed')]);
  const other = await ada.pushImage('acme/keyed', '0.9.0', [Buffer.from('other key')]);
  await judge('@acme/keyed', mine.digest, { kind: 'admitted', signer: { kind: 'KEY', subject: null, fingerprint } });
  await judge('@acme/keyed', other.digest);
  const since = new Date(Date.now() - 60_000);
  const found = await door.artifacts.versionsSignedBy(idOf('namespace acme'), fingerprint, since);
  const { id } = await database.client.version.findFirstOrThrow({ where: { digest: mine.digest } });
  expect(found).toEqual([id]);
  expect(await door.artifacts.versionsSignedBy(idOf('namespace acme'), fingerprint, new Date(Date.now() + 60_000))).toEqual([]);
  expect(await door.artifacts.versionsSignedBy(idOf('namespace blue'), fingerprint, since)).toEqual([]);
  // The keys that admitted it are those of the namespace it was in.
  const move = (namespace: string) =>
    database.client.artifact.update({ where: { name: '@acme/keyed' }, data: { namespaceId: idOf(`namespace ${namespace}`) } });
  await move('blue');
  expect(await door.artifacts.versionsSignedBy(idOf('namespace acme'), fingerprint, since)).toEqual([id]);
  expect(await door.artifacts.versionsSignedBy(idOf('namespace blue'), fingerprint, since)).toEqual([]);
  await move('acme');

  const before = (await facts()).length;
  for (let time = 0; time < 2; time++) await database.transaction((tables) => door.artifacts.quarantineVersions(tables, found, 'its key is revoked'));
  expect((await facts()).slice(before).map(({ name }) => name)).toEqual(['version.statusChanged']);
  const artifact = await database.client.artifact.findUniqueOrThrow({ where: { name: '@acme/keyed' }, include: { versions: { orderBy: { version: 'asc' } } } });
  expect(artifact.versions).toMatchObject([{ status: 'published' }, { status: 'quarantined', statusReason: 'its key is revoked' }]);
  expect(artifact.latestVersionId).toBe(artifact.versions[0]?.id);
});
