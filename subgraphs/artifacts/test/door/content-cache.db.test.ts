import { sha256Of } from '@gati/identifiers';
import { afterEach, expect, test } from 'vitest';
import { inWorld } from './world.ts';

const purged: (readonly string[])[] = [];
const warmed: { readonly repository: string; readonly paths: readonly string[] }[] = [];
const open = inWorld(() => ({
  overrides: {
    contentCache: {
      purge: async (keys) => void purged.push(keys),
      warm: async ({ repository, paths }) => void warmed.push({ repository, paths }),
    },
  },
}));
afterEach(() => {
  purged.length = 0;
  warmed.length = 0;
});
const run = async (name: string, payload: object): Promise<void> => {
  const job = open().door.artifacts.jobs.find((one) => one.name === name);
  await job?.run(payload, { signal: new AbortController().signal, lastAttempt: false });
};

test('a quarantine leads to a purge of everything that was answered with the key of the artifact', async () => {
  const { ada, anybody, judge, door, database, facts } = open();
  const { digest } = await ada.pushImage('acme/purged', '1.0.0', [Buffer.from('purged')]);
  await judge('@acme/purged', digest);
  const key = (await anybody.get(`/v2/acme/purged/manifests/${digest}`)).headers.get('surrogate-key');
  const { id, artifactId } = await database.client.version.findFirstOrThrow({ where: { digest } });
  await database.transaction((tables) => door.artifacts.quarantineVersions(tables, [id], 'its key was revoked'));
  expect((await facts()).at(-1)).toMatchObject({ name: 'version.statusChanged', payload: { artifactId } });
  await run('artifacts.purge-cache', { artifactId });
  expect(purged).toEqual([[key]]);
  expect((await anybody.get(`/v2/acme/purged/manifests/${digest}`)).headers.get('surrogate-key')).toBeNull();
});

test('a new version is warmed whole, if it is public, served and of a popular artifact', async () => {
  const { ada, judge, database } = open();
  const layer = Buffer.from('warmed');
  const image = await ada.pushImage('acme/warmed', 'by digest', [layer]);
  const index = await ada.pushManifest(
    'acme/warmed',
    '1.0.0',
    {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [{ mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: image.digest, size: image.bytes.length }],
    },
    'application/vnd.oci.image.index.v1+json',
  );
  const { id: versionId, artifactId } = await database.client.version.findFirstOrThrow({ where: { digest: index.digest } });
  const popular = (downloadCount: number) => database.client.artifact.update({ where: { id: artifactId }, data: { downloadCount } });
  await popular(5_000);
  await run('artifacts.warm-cache', { versionId });
  expect(warmed, 'while it is staged').toEqual([]);
  await judge('@acme/warmed', index.digest);
  await popular(999);
  await run('artifacts.warm-cache', { versionId });
  expect(warmed, 'while few want it').toEqual([]);
  await popular(1_000);
  await run('artifacts.warm-cache', { versionId });
  const base = '/v2/acme/warmed';
  expect(warmed).toEqual([
    { repository: 'acme/warmed', paths: expect.arrayContaining([`${base}/manifests/${index.digest}`, `${base}/manifests/${image.digest}`]) },
  ]);
  expect(new Set(warmed[0]?.paths.slice(2))).toEqual(new Set([`${base}/blobs/${sha256Of(layer)}`, `${base}/blobs/${sha256Of(Buffer.from('{}'))}`]));
  await database.client.artifact.update({ where: { id: artifactId }, data: { visibility: 'private' } });
  await run('artifacts.warm-cache', { versionId });
  expect(warmed).toHaveLength(1);
});
