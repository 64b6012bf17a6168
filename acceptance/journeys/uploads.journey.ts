import { randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signUp } from '../src/client.ts';
import { createOci, sha256, type Oci } from '../src/oci.ts';
import { startRegistry, type Registry } from '../src/registry.ts';

const sizeBytes = 3_000_000;
let registry: Registry;
let ada: Oci;
let eve: Oci;
beforeAll(async () => {
  registry = await startRegistry();
  for (const handle of ['ada', 'eve']) {
    const { password } = await signUp(registry.url, handle);
    const oci = createOci(registry.url, 'ada/uploads', { username: handle, password });
    if (handle === 'ada') ada = oci;
    else eve = oci;
  }
});
afterAll(() => registry?.stop());

/** Asks whether a body of so many bytes would be taken, and sends it when it is wanted. */
async function propose(oci: Oci, path: string, stated: number, body: Uint8Array): Promise<{ readonly status: number; readonly isAsked: boolean }> {
  const authorization = await oci.authorization();
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${registry.url}/v2/ada/uploads${path}`, {
      method: 'POST',
      agent: false,
      headers: { authorization, expect: '100-continue', 'content-length': stated },
    });
    let isAsked = false;
    request.once('continue', () => {
      isAsked = true;
      request.end(body);
    });
    request.once('error', reject);
    request.once('response', (response) => {
      response.resume().once('end', () => {
        resolve({ status: response.statusCode ?? 0, isAsked });
        request.destroy();
      });
    });
    request.flushHeaders();
  });
}

describe('a client that asks before it sends', () => {
  const body = randomBytes(sizeBytes);
  const blob = `/blobs/uploads/?digest=${sha256(body)}`;

  test('is refused before a byte of the body for its rights and for its size', async () => {
    expect(await propose(eve, blob, sizeBytes, body)).toEqual({ status: 404, isAsked: false });
    expect(await propose(ada, blob, 2 ** 40, body)).toEqual({ status: 413, isAsked: false });
  });

  test('is asked for the body when it may push', async () => {
    expect(await propose(ada, blob, sizeBytes, body)).toEqual({ status: 201, isAsked: true });
  });
});

test('an upload goes on where it stood after everything was killed', async () => {
  const body = randomBytes(sizeBytes);
  const started = await ada.send('/blobs/uploads/', { method: 'POST' });
  const location = new URL(started.headers.get('location') ?? '', registry.url).href;
  const chunk = (from: number, to: number) =>
    ada.send(location, {
      method: 'PATCH',
      body: body.subarray(from, to),
      headers: { 'content-type': 'application/octet-stream', 'content-range': `${from}-${to - 1}` },
    });
  expect((await chunk(0, 1_000_000)).status).toBe(202);
  const cut = chunk(1_000_000, 2_500_000).catch(() => null);
  await registry.killAndRestart();
  await cut;

  const status = await ada.send(location);
  const stands = Number(status.headers.get('range')?.split('-')[1]) + 1;
  expect([status.status, stands >= 1_000_000]).toEqual([204, true]);
  const ahead = await chunk(stands + 1, sizeBytes);
  expect([ahead.status, ahead.headers.get('range')]).toEqual([416, `0-${stands - 1}`]);
  expect((await chunk(stands, sizeBytes)).status).toBe(202);
  const done = await ada.send(`${location}?digest=${sha256(body)}`, { method: 'PUT' });
  expect([done.status, await done.text()]).toEqual([201, '']);
  expect(sha256(new Uint8Array(await (await ada.send(`/blobs/${sha256(body)}`, { redirect: 'follow' })).arrayBuffer()))).toBe(sha256(body));
});
