import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Readable } from 'node:stream';
import type { ByteRange } from '../blob-store.ts';
import { createCalls } from './calls.ts';
import { checksummedMinBytes, crc32Of, createChecksumProbe } from './checksums.ts';
import { createCircuit } from './circuit.ts';
import { isMissing, isTaken, UntrueAnswer } from './faults.ts';
import { checkKey } from './keys.ts';
import { defaultPatience, type Patience, type S3BlobStoreOptions } from './options.ts';

export interface StoredObject {
  readonly key: string;
  readonly sizeBytes: number;
  readonly storedAt: Date;
  readonly etag: string | undefined;
}

/** One part of an object that is put together. */
export interface Part {
  readonly number: number;
  readonly etag: string;
  /** Where the object is put together with such sums. */
  readonly crc32?: string | undefined;
}

/** An object that is being put together from parts; invisible until it is finished. */
export interface PartedUpload {
  readonly key: string;
  readonly id: string;
  /** Every part comes with its CRC-32. */
  readonly isChecksummed?: boolean;
}

export interface PutOptions {
  /** Refuses to replace an object (`If-None-Match: *`). */
  readonly onlyNew: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** A PUT that somebody else may make: those headers and no others, and those bytes alone. */
export interface SignedPut {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The calls of S3 that the store makes, each bounded in time and attempted again. Nothing else here speaks S3.
 * Bytes that are sent carry a sum by which the service refuses what changed on its way: CRC-32 where the service has shown that it checks it, else their SHA-256 in the signature, which every service knows and which costs both sides another hash of all bytes.
 */
export type Bucket = ReturnType<typeof openBucket>;

/** Connections at once; a further call waits for one of them. */
const connectionsMax = 1024;

export function openBucket(options: S3BlobStoreOptions) {
  const { bucket: Bucket, publicEndpoint = options.endpoint } = options;
  const patience: Patience = { ...defaultPatience, ...options.patience };
  const circuit = createCircuit({ ...patience, now: () => performance.now() });
  const call = createCalls({ patience, circuit, random: Math.random });
  const client = clientOf(options.endpoint, options);
  const signing = publicEndpoint === null ? null : publicEndpoint === options.endpoint ? client : clientOf(publicEndpoint, options);
  const { callMs, transferMs } = patience;
  const checksChecksums = createChecksumProbe((Body, ChecksumCRC32) =>
    client.send(new PutObjectCommand({ Bucket, Key: checkKey, Body, ContentLength: Body.byteLength, ChecksumCRC32 }), {
      abortSignal: AbortSignal.timeout(callMs),
    }),
  );

  const etagOf = (etag: string | undefined, what: string): string => {
    if (!etag) throw new UntrueAnswer(`${what} was stored and has no ETag`);
    return etag;
  };

  return {
    patience,

    /** @returns exists: there is one, and it was not to be replaced */
    put: async (key: string, bytes: Uint8Array, { onlyNew, signal }: PutOptions): Promise<'stored' | 'exists'> => {
      const sum = bytes.byteLength >= checksummedMinBytes && (await checksChecksums()) ? { ChecksumCRC32: crc32Of(bytes) } : {};
      const input = { Bucket, Key: key, Body: bytes, ContentLength: bytes.byteLength, ...sum, ...(onlyNew ? { IfNoneMatch: '*' } : {}) };
      return unlessTaken(
        call(
          'PutObject',
          async (abortSignal) => {
            const { ETag } = await client.send(new PutObjectCommand(input), { abortSignal });
            etagOf(ETag, 'An object');
          },
          { timeMs: transferMs, signal },
        ),
      );
    },

    head: (key: string): Promise<StoredObject | null> =>
      orNull(
        call(
          'HeadObject',
          async (abortSignal) => {
            const { ContentLength, LastModified, ETag } = await client.send(new HeadObjectCommand({ Bucket, Key: key }), { abortSignal });
            if (ContentLength === undefined || !LastModified) throw new UntrueAnswer('an object without size or age');
            return { key, sizeBytes: ContentLength, storedAt: LastModified, etag: ETag };
          },
          { timeMs: callMs },
        ),
      ),

    /** The bytes from the range's start on, which may end too early. @returns the size of the whole object with them */
    get: (key: string, range: ByteRange | undefined, signal?: AbortSignal): Promise<{ readonly sizeBytes: number; readonly body: Readable } | null> =>
      orNull(
        call(
          'GetObject',
          async (abortSignal) => {
            const wanted = range && `bytes=${range.start}-${range.end}`;
            const { Body, ContentLength, ContentRange } = await client.send(new GetObjectCommand({ Bucket, Key: key, ...(wanted ? { Range: wanted } : {}) }), {
              abortSignal,
            });
            const body = Body as Readable | undefined;
            const given = range ? contentRange.exec(ContentRange ?? '') : null;
            if (body && range && given && Number(given[1]) === range.start && Number(given[2]) === range.end) return { sizeBytes: Number(given[3]), body };
            if (body && !range && ContentLength !== undefined) return { sizeBytes: ContentLength, body };
            body?.destroy();
            throw new UntrueAnswer('another part of the object than was asked for');
          },
          { timeMs: callMs, signal },
        ),
      ),

    /** None is no error. */
    remove: async (key: string): Promise<void> => {
      await orNull(call('DeleteObject', (abortSignal) => client.send(new DeleteObjectCommand({ Bucket, Key: key }), { abortSignal }), { timeMs: callMs }));
    },

    /** Sorted by key, a page of 1,000 at a time. */
    list: async function* (prefix: string): AsyncGenerator<StoredObject, void, undefined> {
      let token: string | undefined;
      do {
        const input = { Bucket, Prefix: prefix, ...(token === undefined ? {} : { ContinuationToken: token }) };
        const page = await call('ListObjectsV2', (abortSignal) => client.send(new ListObjectsV2Command(input), { abortSignal }), { timeMs: callMs });
        for (const { Key, Size, LastModified, ETag } of page.Contents ?? [])
          if (Key !== undefined && Size !== undefined && LastModified) yield { key: Key, sizeBytes: Size, storedAt: LastModified, etag: ETag };
        token = page.IsTruncated ? page.NextContinuationToken : undefined;
      } while (token !== undefined);
    },

    /** @param of  copies are made inside the service, and need no sum for a way they do not go */
    beginParts: async (key: string, of: 'bytes' | 'copies'): Promise<PartedUpload> => {
      const isChecksummed = of === 'bytes' && (await checksChecksums());
      const input = { Bucket, Key: key, ...(isChecksummed ? { ChecksumAlgorithm: 'CRC32' as const } : {}) };
      return call(
        'CreateMultipartUpload',
        async (abortSignal) => {
          const { UploadId } = await client.send(new CreateMultipartUploadCommand(input), { abortSignal });
          if (!UploadId) throw new UntrueAnswer('an upload without an id');
          return { key, id: UploadId, isChecksummed };
        },
        { timeMs: callMs },
      );
    },

    putPart: ({ key, id, isChecksummed }: PartedUpload, number: number, bytes: Uint8Array, signal?: AbortSignal): Promise<Part> => {
      const crc32 = isChecksummed ? crc32Of(bytes) : undefined;
      const sum = crc32 === undefined ? {} : { ChecksumCRC32: crc32 };
      const input = { Bucket, Key: key, UploadId: id, PartNumber: number, Body: bytes, ContentLength: bytes.byteLength, ...sum };
      return call(
        'UploadPart',
        async (abortSignal) => {
          const { ETag } = await client.send(new UploadPartCommand(input), { abortSignal });
          return { number, etag: etagOf(ETag, 'A part'), crc32 };
        },
        { timeMs: transferMs, signal },
      );
    },

    /** Lets the service copy an object of its own, as it was when it was listed. */
    copyPart: ({ key, id }: PartedUpload, number: number, from: Pick<StoredObject, 'key' | 'etag'>): Promise<Part> =>
      call(
        'UploadPartCopy',
        async (abortSignal) => {
          const condition = from.etag === undefined ? {} : { CopySourceIfMatch: from.etag };
          const input = { Bucket, Key: key, UploadId: id, PartNumber: number, CopySource: `${Bucket}/${from.key}`, ...condition };
          const { CopyPartResult } = await client.send(new UploadPartCopyCommand(input), { abortSignal });
          return { number, etag: etagOf(CopyPartResult?.ETag, 'A copied part') };
        },
        { timeMs: transferMs },
      ),

    /**
     * Makes the parts one object, in one step.
     * @returns unknown: no such upload (any more), as after an attempt whose answer was lost
     */
    finishParts: async ({ key, id }: PartedUpload, parts: readonly Part[], { onlyNew }: PutOptions): Promise<'stored' | 'exists' | 'unknown'> => {
      const Parts = parts.map(({ number, etag, crc32 }) => ({ PartNumber: number, ETag: etag, ...(crc32 === undefined ? {} : { ChecksumCRC32: crc32 }) }));
      const input = { Bucket, Key: key, UploadId: id, MultipartUpload: { Parts }, ...(onlyNew ? { IfNoneMatch: '*' } : {}) };
      const work = call('CompleteMultipartUpload', (abortSignal) => client.send(new CompleteMultipartUploadCommand(input), { abortSignal }), {
        timeMs: transferMs,
      });
      try {
        return await unlessTaken(work.then(() => {}));
      } catch (error) {
        if (isMissing(error)) return 'unknown';
        throw error;
      }
    },

    /** None is no error. */
    abortParts: async ({ key, id }: PartedUpload): Promise<void> => {
      const input = { Bucket, Key: key, UploadId: id };
      await orNull(call('AbortMultipartUpload', (abortSignal) => client.send(new AbortMultipartUploadCommand(input), { abortSignal }), { timeMs: callMs }));
    },

    /** Uploads in parts that nobody finished or aborted. */
    listParted: async function* (): AsyncGenerator<PartedUpload & { readonly begunAt: Date }, void, undefined> {
      let after: { KeyMarker: string; UploadIdMarker: string } | null = null;
      do {
        const command: ListMultipartUploadsCommand = new ListMultipartUploadsCommand({ Bucket, ...(after ?? {}) });
        const page: ListMultipartUploadsCommandOutput = await call('ListMultipartUploads', (abortSignal) => client.send(command, { abortSignal }), {
          timeMs: callMs,
        });
        for (const { Key, UploadId, Initiated } of page.Uploads ?? []) if (Key && UploadId && Initiated) yield { key: Key, id: UploadId, begunAt: Initiated };
        after = page.IsTruncated && page.NextKeyMarker ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker ?? '' } : null;
      } while (after);
    },

    /** null where clients do not reach the service. */
    signGet:
      signing &&
      ((key: string, fileName: string, expiresInSeconds: number): Promise<string> => {
        const input = { Bucket, Key: key, ResponseContentType: 'application/octet-stream', ResponseContentDisposition: `attachment; filename="${fileName}"` };
        return getSignedUrl(signing, new GetObjectCommand(input), { expiresIn: expiresInSeconds });
      }),

    /** null where clients do not reach the service. */
    signPut:
      signing &&
      (async (
        key: string,
        { sizeBytes, sha256, expiresInSeconds }: { readonly sizeBytes: number; readonly sha256: Buffer; readonly expiresInSeconds: number },
      ): Promise<SignedPut> => {
        const headers = { 'content-length': String(sizeBytes), 'if-none-match': '*', 'x-amz-checksum-sha256': sha256.toString('base64') };
        const input = { Bucket, Key: key, ContentLength: sizeBytes, IfNoneMatch: '*', ChecksumSHA256: headers['x-amz-checksum-sha256'] };
        const names = new Set(Object.keys(headers));
        const url = await getSignedUrl(signing, new PutObjectCommand(input), {
          expiresIn: expiresInSeconds,
          signableHeaders: new Set(['host', ...names]),
          unhoistableHeaders: names,
        });
        return { url, headers };
      }),

    close: (): void => {
      client.destroy();
      if (signing !== client) signing?.destroy();
    },
  };
}

const contentRange = /^bytes (\d+)-(\d+)\/(\d+)$/;

function clientOf(endpoint: string, { region, accessKeyId, secretAccessKey, patience }: S3BlobStoreOptions): S3Client {
  const client = new S3Client({
    endpoint,
    region,
    // A bucket as a part of the host's name needs DNS that few services but Amazon's have.
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
    // One place attempts again: `calls.ts`.
    maxAttempts: 1,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: patience?.callMs ?? 5_000,
      httpAgent: { keepAlive: true, maxSockets: connectionsMax },
      httpsAgent: { keepAlive: true, maxSockets: connectionsMax },
    },
  });
  client.middlewareStack.add(
    (next) => (args) => {
      const { headers } = args.request as { readonly headers: Record<string, string> };
      // Bytes that come with a CRC-32 are not hashed for the signature too; the sum itself is signed.
      if (headers['x-amz-checksum-crc32'] !== undefined) headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD';
      return next(args);
    },
    { step: 'build', name: 'signedByChecksum' },
  );
  return client;
}

async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function unlessTaken(work: Promise<void>): Promise<'stored' | 'exists'> {
  try {
    await work;
    return 'stored';
  } catch (error) {
    if (isTaken(error)) return 'exists';
    throw error;
  }
}
