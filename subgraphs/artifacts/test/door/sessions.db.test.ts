import { manualClock } from '@gati/clock';
import { sha256Of } from '@gati/identifiers';
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { takeWriting } from '../../src/repository/uploads.ts';
import { as, errorOf } from './client.ts';
import { openDoor, type Door } from './door.ts';
import { codesOf, slowRequest } from './slow-request.ts';
import { inWorld } from './world.ts';

const clock = manualClock(new Date());
const open = inWorld(() => ({ clock, limits: { blobSizeBytes: 10_000_000, manifestSizeBytes: 100_000 } }));
const bytes = randomBytes(1_000_000);
const start = async (repository: string): Promise<string> =>
  (await open().ada.request('POST', `/v2/${repository}/blobs/uploads/`)).headers.get('location') ?? '';
const standing = async (location: string, door: Pick<Door, 'url'> = open().door): Promise<number> => {
  const end = Number((await as(door, 'ada').get(location)).headers.get('range')?.split('-')[1]);
  return end === 0 ? 0 : end + 1;
};
const until = async (condition: () => Promise<boolean>): Promise<void> => {
  for (let attempt = 0; !(await condition()); attempt++) {
    if (attempt > 200) throw new Error('It never came about.');
    await wait(10);
  }
};
/** A client that sends its chunk bit by bit until it is told to end. */
async function writer(location: string, sizeBytes: number) {
  const { door } = open();
  const request = slowRequest(door, 'ada', 'PATCH', location, { 'content-length': sizeBytes, 'content-range': `0-${sizeBytes - 1}` });
  await request.send(bytes.subarray(0, 300_000));
  await until(async () => (await standing(location)) > 0);
  let sent = 300_000;
  let isLively = true;
  const trickle = (async () => {
    while (isLively) {
      await request.send(bytes.subarray(sent, sent + 100));
      sent += 100;
      await wait(50);
    }
  })();
  const fallSilent = async (): Promise<void> => {
    isLively = false;
    await trickle;
  };
  const finish = async () => {
    await fallSilent();
    await request.send(bytes.subarray(sent, sizeBytes));
    request.end();
    return request.answer;
  };
  return { ...request, fallSilent, finish };
}
const another = (): Promise<Door> => {
  const { database, folder } = open();
  return openDoor({ database, folder, clock });
};

describe('while a client is sending', () => {
  test.each(['the same server', 'another server'])('a second writer on %s is refused and told where the session stands', async (where) => {
    const { door, ada } = open();
    const second = where === 'the same server' ? door : await another();
    const location = await start('acme/two-writers');
    const first = await writer(location, bytes.length);
    const refused = await as(second, 'ada').request('PATCH', location, { body: bytes.subarray(0, 10) });
    expect([refused.status, (await errorOf(refused)).code, Number(refused.headers.get('range')?.split('-')[1])]).toEqual([
      416,
      'BLOB_UPLOAD_INVALID',
      expect.any(Number),
    ]);
    const early = await as(second, 'ada').request('PUT', `${location}?digest=${sha256Of(bytes)}`);
    expect([early.status, (await errorOf(early)).code]).toEqual([416, 'BLOB_UPLOAD_INVALID']);
    expect((await first.finish()).status).toBe(202);
    expect((await ada.request('PUT', `${location}?digest=${sha256Of(bytes)}`)).status).toBe(201);
    expect(Buffer.from(await (await ada.get(`/v2/acme/two-writers/blobs/${sha256Of(bytes)}`)).arrayBuffer()).equals(bytes)).toBe(true);
    if (second !== door) await second.close();
  });

  test('its owner may give the session up', async () => {
    const { ada } = open();
    const location = await start('acme/stopped');
    const first = await writer(location, bytes.length);
    expect((await ada.delete(location)).status).toBe(204);
    const answer = await first.finish().catch(() => null);
    expect(answer?.status ?? 404).toBe(404);
    expect((await ada.get(location)).status).toBe(404);
  });
});

describe('who may not write to a session', () => {
  const writerOf = async (location: string): Promise<string | null> =>
    (await open().database.client.upload.findUniqueOrThrow({ where: { id: location.split('/').at(-1)!.split('?')[0]! } })).writerId;

  test.each(['bob', 'rea'] as const)('%s does not take it from its owner for a moment', async (name) => {
    const { door, ada } = open();
    const location = await start('acme/not-theirs');
    const first = await writer(location, bytes.length);
    const writerId = await writerOf(location);
    expect(writerId).not.toBeNull();
    for (const attempt of [
      as(door, name).request('PATCH', location, { body: bytes.subarray(0, 10) }),
      as(door, name).request('PUT', `${location}?digest=${sha256Of(bytes)}`),
    ])
      expect((await attempt).status).toBeGreaterThanOrEqual(403);
    expect(await writerOf(location)).toBe(writerId);
    expect((await first.finish()).status).toBe(202);
    expect((await ada.request('PUT', `${location}?digest=${sha256Of(bytes)}`)).status).toBe(201);
  });

  test('another account does not become its writer while nobody is', async () => {
    const { database } = open();
    const location = await start('acme/idle');
    const { id, accountId } = await database.client.upload.findUniqueOrThrow({ where: { id: location.split('/').at(-1)!.split('?')[0]! } });
    const take = (account: string) => takeWriting(database.client, { id, accountId: account, writerId: randomUUID(), silenceMs: 1_500 });
    expect(await take(randomUUID())).toBeNull();
    expect(await take(accountId)).toEqual({ storedBytes: expect.any(Number), quotaBytes: null });
  });

  test('its own account leaves it free where it is named in another repository', async () => {
    const { ada } = open();
    await start('acme/elsewhere');
    const location = await start('acme/here');
    const refused = await ada.request('PATCH', location.replace('/acme/here/', '/acme/elsewhere/'), { body: bytes });
    expect([refused.status, (await errorOf(refused)).code]).toEqual([404, 'BLOB_UPLOAD_UNKNOWN']);
    expect(await writerOf(location)).toBeNull();
    expect((await ada.request('PATCH', location, { body: bytes })).status).toBe(202);
  });
});

describe('a client that lost its connection', () => {
  test('goes on at once when the server saw it close', async () => {
    const location = await start('acme/seen');
    const first = await writer(location, bytes.length);
    await first.fallSilent();
    first.cut();
    const cutAt = performance.now();
    let status = 0;
    for (let attempt = 0; status !== 202 && attempt < 30; attempt++) {
      const stands = await standing(location);
      status = (await open().ada.request('PATCH', location, { body: bytes.subarray(stands), headers: { 'content-range': `${stands}-${bytes.length - 1}` } }))
        .status;
    }
    expect(performance.now() - cutAt).toBeLessThan(1_200);
    expect((await open().ada.request('PUT', `${location}?digest=${sha256Of(bytes)}`)).status).toBe(201);
  });

  test.each(['the same server', 'another server'])('goes on by %s within three seconds when nobody saw it close', async (where) => {
    const second = where === 'the same server' ? open().door : await another();
    const location = await start('acme/unseen');
    const first = await writer(location, bytes.length);
    await first.fallSilent();
    const client = as(second, 'ada');
    const silentAt = performance.now();
    let status = 0;
    for (let attempt = 0; status !== 202 && attempt < 3; attempt++) {
      const stands = await standing(location, second);
      status = (await client.request('PATCH', location, { body: bytes.subarray(stands), headers: { 'content-range': `${stands}-${bytes.length - 1}` } }))
        .status;
    }
    expect(performance.now() - silentAt).toBeLessThan(3_000);
    // The first one wakes up: what it still sends belongs nowhere.
    const late = await first.finish().catch(() => null);
    expect(late?.status ?? 416).toBe(416);
    expect((await client.request('PUT', `${location}?digest=${sha256Of(bytes)}`)).status).toBe(201);
    if (second !== open().door) await second.close();
  });
});

describe('a session', () => {
  test('goes on after a restart, where it stood', async () => {
    const { ada } = open();
    const location = await start('acme/restarted');
    await ada.request('PATCH', location, { body: bytes.subarray(0, 400_000), headers: { 'content-range': '0-399999' } });
    const door = await another();
    expect(await standing(location, door)).toBe(400_000);
    const client = as(door, 'ada');
    expect((await client.request('PATCH', location, { body: bytes.subarray(400_000), headers: { 'content-range': '400000-999999' } })).status).toBe(202);
    expect((await client.request('PUT', `${location}?digest=${sha256Of(bytes)}`)).status).toBe(201);
    await door.close();
  });

  test('that has expired is over, and what it had becomes nothing', async () => {
    const { ada, door } = open();
    const location = await start('acme/expired');
    await ada.request('PATCH', location, { body: bytes });
    clock.advance(door.artifacts.limits.uploadLifetimeMs);
    for (const method of ['GET', 'PATCH', 'PUT', 'DELETE']) {
      const refused = await ada.request(method, `${location}?digest=${sha256Of(bytes)}`);
      expect([method, refused.status, (await errorOf(refused)).code]).toEqual([method, 404, 'BLOB_UPLOAD_UNKNOWN']);
    }
  });
});

describe('a client that waits to be asked for its body', () => {
  const waits = { expect: '100-continue' };
  const blob = `/v2/acme/asked/blobs/uploads/?digest=${sha256Of(bytes)}`;

  test('is asked when the push may go on', async () => {
    const { door } = open();
    const document = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests: [] }));
    for (const [method, path, body, type] of [
      ['POST', blob, bytes, 'application/octet-stream'],
      ['PATCH', await start('acme/asked'), bytes, 'application/octet-stream'],
      ['PUT', '/v2/acme/asked/manifests/next', document, 'application/vnd.oci.image.index.v1+json'],
    ] as const) {
      const request = slowRequest(door, 'ada', method, path, { ...waits, 'content-length': body.length, 'content-type': type });
      await until(async () => request.isAsked());
      await request.send(body);
      request.end();
      expect((await request.answer).status).toBeLessThan(203);
    }
  });

  test('is refused without being asked when it may not push, or too much, or to the wrong place', async () => {
    const { door } = open();
    const location = await start('acme/asked');
    for (const [handle, method, path, headers, status, codes] of [
      ['rea', 'POST', blob, { 'content-length': 1000 }, 403, ['DENIED', 'NAMESPACE_PERMISSION_DENIED']],
      ['bob', 'POST', blob, { 'content-length': 1000 }, 404, ['NAME_UNKNOWN', 'NOT_FOUND']],
      ['ada', 'POST', blob, { 'content-length': 10_000_001 }, 413, ['SIZE_INVALID', 'QUOTA_EXCEEDED']],
      ['ada', 'PATCH', location, { 'content-length': 10_000_001 }, 413, ['SIZE_INVALID', 'QUOTA_EXCEEDED']],
      ['ada', 'PATCH', location, { 'content-length': 5, 'content-range': '7-11' }, 416, ['BLOB_UPLOAD_INVALID', 'BAD_USER_INPUT']],
      ['wim', 'PATCH', location, { 'content-length': 5 }, 404, ['BLOB_UPLOAD_UNKNOWN', 'NOT_FOUND']],
      ['rea', 'PUT', '/v2/acme/asked/manifests/next', { 'content-length': 1000 }, 403, ['DENIED', 'NAMESPACE_PERMISSION_DENIED']],
      ['ada', 'PUT', '/v2/acme/asked/manifests/next', { 'content-length': 100_001 }, 413, ['SIZE_INVALID', 'QUOTA_EXCEEDED']],
      ['nobody at all', 'PUT', '/v2/acme/asked/manifests/next', { 'content-length': 5 }, 401, ['UNAUTHORIZED', 'UNAUTHENTICATED']],
    ] as const) {
      const request = slowRequest(door, handle, method, path, { ...waits, ...headers });
      const answer = await request.answer;
      expect([handle, method, answer.status, codesOf(answer), request.isAsked(), answer.headers.connection]).toEqual([
        handle,
        method,
        status,
        codes,
        false,
        'close',
      ]);
      request.cut();
    }
  });
});
