import { anonymous } from '@gati/authority';
import { createFilesystemBlobStore } from '@gati/blob-store';
import { manualClock } from '@gati/clock';
import { temporaryFolder } from '@gati/testkit';
import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { clientOf } from './client.ts';
import { inWorld } from './world.ts';

const signing = {
  ...createFilesystemBlobStore({ folder: await temporaryFolder() }),
  signedUrl: async (digest: string, { expiresInSeconds }: { readonly expiresInSeconds: number }) => `https://store.example/${digest}?for=${expiresInSeconds}`,
};
const open = inWorld(() => ({ clock: manualClock(new Date()), overrides: { blobs: signing } }));

async function stored(bytes: Buffer) {
  const { ada, database } = open();
  const digest = await ada.pushBlob('acme/linked', bytes);
  const { id: artifactId } = await database.client.artifact.findUniqueOrThrow({ where: { name: '@acme/linked' } });
  return { digest, versionId: randomUUID(), artifactId };
}
const get = (url: string, headers: Record<string, string> = {}) => fetch(url, { redirect: 'manual', headers });

test('where the store signs, a large blob is answered by a link of a minute that nobody keeps, with the rights checked before', async () => {
  const { door } = open();
  const blob = await stored(randomBytes(65_537));
  const { url } = door.artifacts.issueDownloadTicket(anonymous, { ...blob, isPublic: true });
  for (const headers of [{}, { range: 'bytes=5-9' }]) {
    const found = await get(url, headers);
    expect([found.status, found.headers.get('location'), found.headers.get('cache-control'), (await found.arrayBuffer()).byteLength]).toEqual([
      307,
      `https://store.example/${blob.digest}?for=60`,
      'private, no-store',
      0,
    ]);
  }
  expect((await get(url, { 'if-none-match': `"${blob.digest}"` })).status).toBe(304);
  expect((await clientOf({ url: '' }, null).head(url)).headers.get('content-length')).toBe('65537');
  expect((await get(`${url.slice(0, -2)}xx`)).status).toBe(404);
});

test('a small blob is sent at once', async () => {
  const { door } = open();
  const bytes = randomBytes(65_536);
  const { url } = door.artifacts.issueDownloadTicket(anonymous, { ...(await stored(bytes)), isPublic: true });
  const found = await get(url);
  expect([found.status, Buffer.from(await found.arrayBuffer()).equals(bytes)]).toEqual([200, true]);
});
