import { sha256Of } from '@gati/identifiers';
import { randomBytes } from 'node:crypto';
import { createServer, request as ask, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../test/open-store.ts';
import { makeBucket, startStubPeer, type S3Peer } from '../../test/peers.ts';
import { createChecksumProbe } from './checksums.ts';

async function* streamOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** The peer, with the headers of everything that is put there and is larger than a probe. */
async function watched(peer: S3Peer): Promise<{ readonly peer: S3Peer; readonly puts: IncomingHttpHeaders[] }> {
  const { hostname, port } = new URL(peer.endpoint);
  const puts: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    if (request.method === 'PUT' && Number(request.headers['content-length'] ?? 0) > 2) puts.push(request.headers);
    const passed = ask({ hostname, port, method: request.method, path: request.url, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    request.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { peer: { ...peer, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }, puts };
}

test.each([
  ['checked', true],
  ['passed over', false],
  ['refused', false],
] as const)('over a service where a CRC-32 is %s, bytes go with it alone: %s', async (crc32, isUsed) => {
  const stub = await startStubPeer({ crc32 });
  onTestFinished(stub.close);
  const { peer, puts } = await watched(stub);
  const store = openStore(peer, await makeBucket(peer));
  for (const sizeBytes of [2_000_000, 12_000_000]) {
    const bytes = randomBytes(sizeBytes);
    await store.write(streamOf(bytes), { expected: sha256Of(bytes), maxSizeBytes: 1e9 });
    expect(sha256Of((await store.read(sha256Of(bytes), 1e9))!)).toBe(sha256Of(bytes));
  }
  expect(puts).toHaveLength(3);
  for (const headers of puts) {
    expect(headers['x-amz-checksum-crc32'] !== undefined).toBe(isUsed);
    expect(headers['x-amz-content-sha256'] === 'UNSIGNED-PAYLOAD').toBe(isUsed);
    if (isUsed) expect(headers.authorization).toContain('x-amz-checksum-crc32');
  }
});

const answering = (status: number) => Object.assign(new Error('refused'), { $metadata: { httpStatusCode: status } });
test('a service that is ill has shown nothing, and is asked again', async () => {
  const answers = [answering(503), null, new Error('cut'), null, answering(400)];
  let asked = 0;
  const checks = createChecksumProbe(async () => {
    const answer = answers[asked++];
    if (answer) throw answer;
  });
  expect([await checks(), await checks()]).toEqual([false, false]);
  expect(await Promise.all([checks(), checks()])).toEqual([true, true]);
  expect([await checks(), asked]).toEqual([true, 5]);
});
