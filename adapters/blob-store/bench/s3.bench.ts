// npm run bench -- s3 [rounds]: blobs of 100 MB through the S3 store, against the same service used directly by the same SDK. Goal: at least 0.8 of its throughput, in the median of the rounds.
// What the store stores is verified, so whoever uses the service directly has to know the SHA-256 too: in one request the SDK computes it for the signature, and the service checks it; in parts the client computes that of the whole as well.
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { sha256Of, type Digest } from '@gati/identifiers';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { createS3BlobStore } from '../src/s3/index.ts';
import { makeBucket, startVersitygw, versitygwMissing, versitygwPath } from '../test/peers.ts';

const sizeBytes = 100_000_000;
const rounds = Number(process.argv[2] ?? 7);
const goal = 0.8;
const chunkBytes = 64 * 1024;
const patchBytes = 10_000_000;
const partBytes = 10 * 1024 * 1024;
const large = { maxSizeBytes: sizeBytes };

if (!versitygwPath) {
  console.error(versitygwMissing);
  process.exit(2);
}
const peer = await startVersitygw(versitygwPath);
const { endpoint, region, accessKeyId, secretAccessKey } = peer;
const bucket = await makeBucket(peer);
const store = createS3BlobStore({ endpoint, region, bucket, accessKeyId, secretAccessKey });
const client = new S3Client({
  endpoint,
  region,
  credentials: { accessKeyId, secretAccessKey },
  forcePathStyle: true,
  requestChecksumCalculation: 'WHEN_REQUIRED',
});

/** As a request brings it: in pieces of 64 KiB. */
async function* streamOf(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
}
async function drain(body: AsyncIterable<Uint8Array> | undefined): Promise<void> {
  let found = 0;
  for await (const chunk of body ?? []) found += chunk.byteLength;
  if (found !== sizeBytes) throw new Error(`${found} bytes came`);
}

const directKey = 'direct';
const putInParts = async (bytes: Buffer, onPart: (part: Buffer) => void): Promise<void> => {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: directKey }));
  const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
  let next = 0;
  const send = async (): Promise<void> => {
    for (let index = next++; index * partBytes < bytes.length; index = next++) {
      const Body = bytes.subarray(index * partBytes, (index + 1) * partBytes);
      onPart(Body);
      const { ETag } = await client.send(new UploadPartCommand({ Bucket: bucket, Key: directKey, UploadId, PartNumber: index + 1, Body }));
      Parts[index] = { PartNumber: index + 1, ETag };
    }
  };
  await Promise.all([send(), send(), send()]);
  await client.send(new CompleteMultipartUploadCommand({ Bucket: bucket, Key: directKey, UploadId, MultipartUpload: { Parts } }));
};
const works: Readonly<Record<string, (bytes: Buffer, digest: Digest) => Promise<unknown>>> = {
  'put, directly, one request': (bytes) => client.send(new PutObjectCommand({ Bucket: bucket, Key: directKey, Body: bytes })),
  'put, directly, in parts, 3 at once': async (bytes, digest) => {
    const hash = createHash('sha256');
    await putInParts(bytes, (part) => void hash.update(part));
    if (`sha256:${hash.digest('hex')}` !== digest) throw new Error('other bytes');
  },
  'put, directly, in parts, not verified': (bytes) => putInParts(bytes, () => {}),
  'put, store, one write': (bytes, expected) => store.write(streamOf(bytes), { expected, ...large }),
  'put, store, session': async (bytes, digest) => {
    const uploadId = randomUUID();
    await store.begin(uploadId);
    await store.append(uploadId, 0, streamOf(bytes), large);
    await store.commit(uploadId, digest);
  },
  'put, store, session of 10 MB appends': async (bytes, digest) => {
    const uploadId = randomUUID();
    await store.begin(uploadId);
    for (let at = 0; at < bytes.length; at += patchBytes) await store.append(uploadId, at, streamOf(bytes.subarray(at, at + patchBytes)), large);
    await store.commit(uploadId, digest);
  },
  'get, directly': async () => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: directKey }));
    await drain(Body as Readable);
  },
  'get, store, verified': async (_, digest) => drain((await store.open(digest))?.body),
};

/** Of the service's process, in steps of 10 ms. */
const serviceCpuMs = (): number => {
  const fields = readFileSync(`/proc/${peer.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
};
interface Cost {
  readonly ms: number;
  readonly ourCpuMs: number;
  readonly serviceCpuMs: number;
}
const costs = new Map<string, Cost[]>(Object.keys(works).map((name) => [name, []]));
try {
  for (let round = 0; round <= rounds; round++) {
    const bytes = randomBytes(sizeBytes);
    // Hashing for the claim is the client's work and not measured.
    const digest = sha256Of(bytes);
    // The order turns, so that nobody always has the warm disk.
    const names = Object.keys(works).toSorted((a, b) => Number(a.startsWith('get')) - Number(b.startsWith('get')) || (round % 2 === 0 ? 1 : -1));
    for (const name of names) {
      if (name.startsWith('put, store')) await store.remove(digest);
      const [startedAt, cpu, serviceCpu] = [performance.now(), process.cpuUsage(), serviceCpuMs()];
      await works[name]?.(bytes, digest);
      const ms = performance.now() - startedAt;
      const { user, system } = process.cpuUsage(cpu);
      // The first round warms up.
      if (round > 0) costs.get(name)?.push({ ms, ourCpuMs: (user + system) / 1000, serviceCpuMs: serviceCpuMs() - serviceCpu });
    }
    await store.remove(digest);
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: directKey }));
  }
} finally {
  store.close();
  client.destroy();
  await peer.close();
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
/** Rounds are compared one by one: whatever else the machine does, it does to both. */
const ratioTo = (peerName: string, name: string): number =>
  median((costs.get(name) ?? []).map(({ ms }, round) => (costs.get(peerName)?.[round]?.ms ?? NaN) / ms));

console.log(`| 100 MB, versitygw, ${rounds} rounds, medians | ms | MB/s | CPU ms, here | CPU ms, service | of direct, one request | of direct, in parts |`);
console.log('| --- | --- | --- | --- | --- | --- | --- |');
let isMissed = false;
for (const [name, rows] of costs) {
  const ms = median(rows.map((row) => row.ms));
  const peers = name.startsWith('put') ? ['put, directly, one request', 'put, directly, in parts, 3 at once'] : ['get, directly'];
  const ratios = peers.map((peerName) => ratioTo(peerName, name));
  if (name === 'put, store, one write' || name === 'get, store, verified') isMissed ||= ratios.some((ratio) => ratio < goal);
  const cells = [
    ms.toFixed(0),
    (sizeBytes / 1000 / ms).toFixed(0),
    ...(['ourCpuMs', 'serviceCpuMs'] as const).map((key) => median(rows.map((row) => row[key])).toFixed(0)),
  ];
  console.log(`| ${name} | ${cells.join(' | ')} | ${ratios.map((ratio) => ratio.toFixed(2)).join(' | ')} |`);
}
process.exitCode = isMissed ? 1 : 0;
