import type { Scope } from '@gati/authority';
import { sha256Of } from '@gati/identifiers';
import { beforeEach, describe, expect, test } from 'vitest';
import { idOf } from './fake-namespaces.ts';
import { inWorld } from './world.ts';

const open = inWorld(() => ({ limits: { namespaceQuotaBytes: 1_000, orphanAgeMs: -60_000 } }));
const namespaceId = idOf('namespace acme');
const signal = new AbortController().signal;
const bytesOf = (sizeBytes: number, seed: number): Buffer => Buffer.alloc(sizeBytes, seed);
const stored = async () => {
  const row = await open().database.client.namespaceStorage.findUnique({ where: { namespaceId } });
  return { logicalBytes: Number(row?.logicalBytes ?? 0), storedBytes: Number(row?.storedBytes ?? 0) };
};

beforeEach(async () => {
  await open().database.client.$executeRaw`truncate artifacts.artifact, artifacts.blob, artifacts.namespace_blob, artifacts.namespace_storage cascade`;
});

describe('an account', () => {
  test('counts a blob once for what is stored and once for each repository for what is used', async () => {
    const { ada, bob, door } = open();
    await ada.pushBlob('acme/one', bytesOf(100, 1));
    expect(await stored()).toEqual({ logicalBytes: 100, storedBytes: 100 });
    await ada.pushBlob('acme/one', bytesOf(100, 1));
    await ada.pushBlob('acme/two', bytesOf(100, 1));
    await ada.pushBlob('acme/two', bytesOf(30, 2));
    await bob.pushBlob('blue/mine', bytesOf(100, 1));
    expect(await stored()).toEqual({ logicalBytes: 230, storedBytes: 130 });

    expect((await ada.delete(`/v2/acme/one/blobs/${sha256Of(bytesOf(100, 1))}`)).status).toBe(202);
    expect(await stored()).toEqual({ logicalBytes: 130, storedBytes: 130 });
    await door.artifacts.collectGarbage({ isDryRun: false, signal });
    expect(await stored()).toEqual({ logicalBytes: 0, storedBytes: 0 });
  });

  test('is exact after a hundred pushes, mounts and deletions at once', async () => {
    const { ada, database } = open();
    const act = async (index: number): Promise<void> => {
      const repository = `acme/busy-${index % 3}`;
      const bytes = bytesOf(5, index % 7);
      if (index % 5 === 4) await ada.delete(`/v2/${repository}/blobs/${sha256Of(bytes)}`);
      else if (index % 5 === 3) await ada.request('POST', `/v2/${repository}/blobs/uploads/?mount=${sha256Of(bytes)}&from=acme/busy-${(index + 1) % 3}`);
      else await ada.pushBlob(repository, bytes);
    };
    await Promise.all(Array.from({ length: 100 }, (_, index) => act(index)));
    const links = await database.client.repositoryBlob.findMany();
    expect(links.length).toBeGreaterThan(5);
    expect(await stored()).toEqual({ logicalBytes: links.length * 5, storedBytes: new Set(links.map(({ digest }) => digest)).size * 5 });
  });
});

describe('a quota', () => {
  const refusal = async (response: Response) => ((await response.json()) as { errors: { detail: Record<string, unknown> }[] }).errors[0]?.detail;

  test('refuses what would pass it before a byte is read, with the numbers', async () => {
    const { ada } = open();
    await ada.pushBlob('acme/full', bytesOf(600, 1));
    const bytes = bytesOf(500, 2);
    const response = await ada.request('POST', `/v2/acme/full/blobs/uploads/?digest=${sha256Of(bytes)}`, {
      body: bytes,
      headers: { 'content-type': 'application/octet-stream' },
    });
    expect(response.status).toBe(413);
    expect(await refusal(response)).toMatchObject({ code: 'QUOTA_EXCEEDED', used: 600, limit: 1_000, asked: 500 });
    expect(await stored()).toEqual({ logicalBytes: 600, storedBytes: 600 });
    expect((await ada.head(`/v2/acme/full/blobs/${sha256Of(bytes)}`)).status).toBe(404);
  });

  test('refuses to open an upload where nothing fits any more', async () => {
    const { ada } = open();
    await ada.pushBlob('acme/full', bytesOf(1_000, 1));
    const response = await ada.request('POST', '/v2/acme/full/blobs/uploads/');
    expect([response.status, await refusal(response)]).toMatchObject([413, { used: 1_000, limit: 1_000 }]);
  });

  test('refuses at the end what only then turns out to pass it, of two at once exactly one', async () => {
    const { ada } = open();
    const upload = async (repository: string, seed: number): Promise<() => Promise<number>> => {
      const location = (await ada.request('POST', `/v2/${repository}/blobs/uploads/`)).headers.get('location') ?? '';
      await ada.request('PATCH', location, { body: bytesOf(600, seed) });
      return async () => (await ada.request('PUT', `${location}?digest=${sha256Of(bytesOf(600, seed))}`)).status;
    };
    const ends = [await upload('acme/one', 1), await upload('acme/two', 2)];
    expect((await Promise.all(ends.map((end) => end()))).sort()).toEqual([201, 413]);
    expect(await stored()).toEqual({ logicalBytes: 600, storedBytes: 600 });
  });

  test('lets what the namespace has already be pushed and mounted again', async () => {
    const { ada } = open();
    const bytes = bytesOf(900, 1);
    await ada.pushBlob('acme/full', bytes);
    await ada.pushBlob('acme/second', bytes);
    expect((await ada.request('POST', `/v2/acme/third/blobs/uploads/?mount=${sha256Of(bytes)}&from=acme/full`)).status).toBe(201);
    expect(await stored()).toEqual({ logicalBytes: 2_700, storedBytes: 900 });
  });

  test('of its own counts before that of all', async () => {
    const { ada, door } = open();
    const administrator = {
      kind: 'user',
      handle: 'ada',
      accountId: idOf('account ada'),
      sessionId: null,
      apiKeyId: null,
      scopes: new Set<Scope>(),
      limitedTo: null,
    } as const;
    await door.artifacts.setQuota(administrator, { handle: 'acme', quotaBytes: 2_000 });
    await ada.pushBlob('acme/large', bytesOf(1_900, 1));
    await door.artifacts.setQuota(administrator, { handle: 'acme', quotaBytes: 100 });
    await expect(ada.pushBlob('acme/large', bytesOf(1, 2))).rejects.toThrow('413');
    expect((await ada.get(`/v2/acme/large/blobs/${sha256Of(bytesOf(1_900, 1))}`)).status).toBe(200);
  });
});
