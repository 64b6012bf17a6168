// npm run bench -- s3: blobs of 100 MB through the S3 store, against the same service used directly by the same SDK. Goal: at least 0.8 of its throughput.
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
import { randomBytes, randomUUID } from 'node:crypto';
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
const works: Readonly<Record<string, (bytes: Buffer, digest: Digest) => Promise<unknown>>> = {
  'put, directly, one request': (bytes) => client.send(new PutObjectCommand({ Bucket: bucket, Key: directKey, Body: bytes })),
  'put, directly, in parts, 3 at once': async (bytes) => {
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: directKey }));
    const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
    let next = 0;
    const send = async (): Promise<void> => {
      for (let index = next++; index * partBytes < bytes.length; index = next++) {
        const Body = bytes.subarray(index * partBytes, (index + 1) * partBytes);
        const { ETag } = await client.send(new UploadPartCommand({ Bucket: bucket, Key: directKey, UploadId, PartNumber: index + 1, Body }));
        Parts[index] = { PartNumber: index + 1, ETag };
      }
    };
    await Promise.all([send(), send(), send()]);
    await client.send(new CompleteMultipartUploadCommand({ Bucket: bucket, Key: directKey, UploadId, MultipartUpload: { Parts } }));
  },
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

const times = new Map<string, number[]>(Object.keys(works).map((name) => [name, []]));
try {
  for (let round = 0; round <= rounds; round++) {
    const bytes = randomBytes(sizeBytes);
    // Hashing for the claim is the client's work and not measured.
    const digest = sha256Of(bytes);
    // The order turns, so that nobody always has the warm disk.
    const names = Object.keys(works).toSorted((a, b) => Number(a.startsWith('get')) - Number(b.startsWith('get')) || (round % 2 === 0 ? 1 : -1));
    for (const name of names) {
      if (name.startsWith('put, store')) await store.remove(digest);
      const startedAt = performance.now();
      await works[name]?.(bytes, digest);
      // The first round warms up.
      if (round > 0) times.get(name)?.push(performance.now() - startedAt);
    }
    await store.remove(digest);
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: directKey }));
  }
} finally {
  store.close();
  client.destroy();
  await peer.close();
}

const median = (name: string): number => {
  const sorted = (times.get(name) ?? []).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Infinity;
};
const directPut = Math.min(median('put, directly, one request'), median('put, directly, in parts, 3 at once'));
console.log(`| 100 MB, versitygw, ${rounds} rounds | median ms | MB/s | of direct |\n| --- | --- | --- | --- |`);
let isMissed = false;
for (const name of Object.keys(works)) {
  const ratio = (name.startsWith('put') ? directPut : median('get, directly')) / median(name);
  if (name.includes('one write') || name.includes('verified')) isMissed ||= ratio < goal;
  console.log(`| ${name} | ${median(name).toFixed(0)} | ${(sizeBytes / 1000 / median(name)).toFixed(0)} | ${ratio.toFixed(2)} |`);
}
process.exitCode = isMissed ? 1 : 0;
