import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { crc32 } from 'node:zlib';

/** An S3 service in memory, as a test needs it. */
export interface S3Stub {
  readonly endpoint: string;
  /** Uploads in parts that are neither finished nor aborted. */
  readonly openUploads: () => number;
  readonly keys: (bucket: string) => readonly string[];
  /** Changes stored bytes behind everyone's back. */
  readonly rot: (bucket: string, key: string) => void;
  readonly close: () => Promise<void>;
}

export interface S3StubOptions {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** How many entries a page of a list has. */
  readonly pageMax?: number;
  /** What it does with a CRC-32: checks it, passes over it as services did that are older than these sums, or answers NotImplemented as others do. */
  readonly crc32?: 'checked' | 'passed over' | 'refused';
}

interface Stored {
  bytes: Buffer;
  readonly etag: string;
  readonly storedAt: Date;
}
interface Parted {
  readonly bucket: string;
  readonly key: string;
  readonly begunAt: Date;
  readonly hasSums: boolean;
  readonly parts: Map<number, Stored>;
}
interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: Buffer | string;
}

class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

const partBytesMin = 5 * 1024 * 1024;
const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');
const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const escaped = (text: string): string => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
const xml = (name: string, content: string): string => `<?xml version="1.0" encoding="UTF-8"?><${name}>${content}</${name}>`;
/** Ages are told in whole seconds, as S3 does. */
const now = (): Date => new Date(Math.floor(Date.now() / 1000) * 1000);

/**
 * Serves the calls that the blob store makes, with the rules that matter to it: signatures of version 4 in headers and links, hashes and sums of what is sent, parts of at least 5 MiB,
 * `If-None-Match: *` on objects and on finished parts, `x-amz-copy-source-if-match`, ranges, pages. The suite that runs over it runs over a real service as well.
 */
export async function startS3Stub(options: S3StubOptions): Promise<S3Stub> {
  const { pageMax = 1000 } = options;
  const buckets = new Map<string, Map<string, Stored>>();
  const uploads = new Map<string, Parted>();

  const bucketOf = (name: string): Map<string, Stored> => {
    const bucket = buckets.get(name);
    if (!bucket) throw new Refusal(404, 'NoSuchBucket');
    return bucket;
  };
  const objectOf = (bucket: string, key: string): Stored => {
    const stored = bucketOf(bucket).get(key);
    if (!stored) throw new Refusal(404, 'NoSuchKey');
    return stored;
  };
  const uploadOf = (id: string | null, key: string): Parted => {
    const upload = uploads.get(id ?? '');
    if (!upload || upload.key !== key) throw new Refusal(404, 'NoSuchUpload');
    return upload;
  };
  const assertNew = (request: IncomingMessage, bucket: string, key: string): void => {
    if (request.headers['if-none-match'] === '*' && bucketOf(bucket).has(key)) throw new Refusal(412, 'PreconditionFailed');
  };
  const quoted = (etag: string): string => `"${etag}"`;

  const put = (request: IncomingMessage, bucket: string, key: string, query: URLSearchParams, bytes: Buffer): Answer => {
    if (key === '') {
      buckets.set(bucket, buckets.get(bucket) ?? new Map());
      return { status: 200 };
    }
    const source = request.headers['x-amz-copy-source'];
    if (typeof source === 'string') {
      const [from = '', ...rest] = decodeURIComponent(source).replace(/^\//, '').split('/');
      const stored = objectOf(from, rest.join('/'));
      const condition = request.headers['x-amz-copy-source-if-match'];
      if (condition !== undefined && condition !== quoted(stored.etag)) throw new Refusal(412, 'PreconditionFailed');
      uploadOf(query.get('uploadId'), key).parts.set(Number(query.get('partNumber')), stored);
      return { status: 200, body: xml('CopyPartResult', `<ETag>${escaped(quoted(stored.etag))}</ETag>`) };
    }
    const stored = { bytes, etag: md5(bytes), storedAt: now() };
    if (query.has('uploadId')) uploadOf(query.get('uploadId'), key).parts.set(Number(query.get('partNumber')), stored);
    else {
      assertNew(request, bucket, key);
      bucketOf(bucket).set(key, stored);
    }
    return { status: 200, headers: { etag: quoted(stored.etag) } };
  };

  const post = (request: IncomingMessage, bucket: string, key: string, query: URLSearchParams, bytes: Buffer): Answer => {
    bucketOf(bucket);
    if (query.has('uploads')) {
      const id = randomUUID();
      uploads.set(id, { bucket, key, begunAt: now(), hasSums: request.headers['x-amz-checksum-algorithm'] === 'CRC32', parts: new Map() });
      return { status: 200, body: xml('InitiateMultipartUploadResult', `<UploadId>${id}</UploadId>`) };
    }
    const id = query.get('uploadId') ?? '';
    const { parts, hasSums } = uploadOf(id, key);
    const named = [...bytes.toString().matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, part = '']) => ({
      number: Number(/<PartNumber>(\d+)</.exec(part)?.[1]),
      etag: /<ETag>(?:&quot;|&#34;|")?([0-9a-f]{32})/.exec(part)?.[1],
      sum: /<ChecksumCRC32>([^<]+)</.exec(part)?.[1],
    }));
    const chosen = named.map(({ number, etag, sum }, index) => {
      const part = parts.get(number);
      if (hasSums !== (sum !== undefined)) throw new Refusal(400, 'InvalidRequest');
      if (!part || part.etag !== etag) throw new Refusal(400, 'InvalidPart');
      if (index > 0 && (named[index - 1]?.number ?? 0) >= number) throw new Refusal(400, 'InvalidPartOrder');
      if (index < named.length - 1 && part.bytes.length < partBytesMin) throw new Refusal(400, 'EntityTooSmall');
      return part.bytes;
    });
    if (chosen.length === 0) throw new Refusal(400, 'MalformedXML');
    assertNew(request, bucket, key);
    const whole = Buffer.concat(chosen);
    const stored = { bytes: whole, etag: `${md5(whole)}-${chosen.length}`, storedAt: now() };
    bucketOf(bucket).set(key, stored);
    uploads.delete(id);
    return { status: 200, body: xml('CompleteMultipartUploadResult', `<ETag>${escaped(quoted(stored.etag))}</ETag>`) };
  };

  const list = (bucket: string, query: URLSearchParams): Answer => {
    const prefix = query.get('prefix') ?? '';
    const after = query.get('continuation-token') ?? '';
    const found = [...bucketOf(bucket)].filter(([key]) => key.startsWith(prefix) && key > after).toSorted(([a], [b]) => (a < b ? -1 : 1));
    const page = found.slice(0, pageMax);
    const contents = page.map(
      ([key, { bytes, etag, storedAt }]) =>
        `<Contents><Key>${escaped(key)}</Key><Size>${bytes.length}</Size><ETag>${escaped(quoted(etag))}</ETag><LastModified>${storedAt.toISOString()}</LastModified></Contents>`,
    );
    const next = found.length > pageMax ? `<NextContinuationToken>${escaped(page.at(-1)?.[0] ?? '')}</NextContinuationToken>` : '';
    return { status: 200, body: xml('ListBucketResult', `<IsTruncated>${found.length > pageMax}</IsTruncated>${next}${contents.join('')}`) };
  };

  const listUploads = (bucket: string, query: URLSearchParams): Answer => {
    const after = `${query.get('key-marker') ?? ''} ${query.get('upload-id-marker') ?? ''}`;
    const found = [...uploads]
      .filter(([id, upload]) => upload.bucket === bucket && (after === ' ' || `${upload.key} ${id}` > after))
      .toSorted(([a, { key: keyA }], [b, { key: keyB }]) => (`${keyA} ${a}` < `${keyB} ${b}` ? -1 : 1));
    const page = found.slice(0, pageMax);
    const [lastId, last] = page.at(-1) ?? [];
    const next = found.length > pageMax ? `<NextKeyMarker>${escaped(last?.key ?? '')}</NextKeyMarker><NextUploadIdMarker>${lastId}</NextUploadIdMarker>` : '';
    const entries = page.map(
      ([id, { key, begunAt }]) => `<Upload><Key>${escaped(key)}</Key><UploadId>${id}</UploadId><Initiated>${begunAt.toISOString()}</Initiated></Upload>`,
    );
    return { status: 200, body: xml('ListMultipartUploadsResult', `<IsTruncated>${found.length > pageMax}</IsTruncated>${next}${entries.join('')}`) };
  };

  const get = (request: IncomingMessage, bucket: string, key: string, query: URLSearchParams): Answer => {
    const { bytes, etag, storedAt } = objectOf(bucket, key);
    const overridden = ['content-type', 'content-disposition'].flatMap((name) => {
      const value = query.get(`response-${name}`);
      return value === null ? [] : [[name, value]];
    });
    const headers = { etag: quoted(etag), 'last-modified': storedAt.toUTCString(), 'accept-ranges': 'bytes', ...Object.fromEntries(overridden) };
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    if (!range) return { status: 200, headers, body: bytes };
    const start = Number(range[1]);
    const end = Math.min(range[2] === '' ? Infinity : Number(range[2]), bytes.length - 1);
    if (start > end) throw new Refusal(416, 'InvalidRange');
    return { status: 206, headers: { ...headers, 'content-range': `bytes ${start}-${end}/${bytes.length}` }, body: bytes.subarray(start, end + 1) };
  };

  const answer = (request: IncomingMessage, bytes: Buffer): Answer => {
    const url = new URL(request.url ?? '/', 'http://stub');
    verify(request, url, bytes, options);
    const [bucket = '', ...rest] = url.pathname.slice(1).split('/').map(decodeURIComponent);
    const key = rest.join('/');
    const query = url.searchParams;
    if (request.method === 'PUT') return put(request, bucket, key, query, bytes);
    if (request.method === 'POST') return post(request, bucket, key, query, bytes);
    if (request.method === 'DELETE') {
      if (query.has('uploadId')) {
        uploadOf(query.get('uploadId'), key);
        uploads.delete(query.get('uploadId') ?? '');
      } else bucketOf(bucket).delete(key);
      return { status: 204 };
    }
    if (key !== '') return get(request, bucket, key, query);
    return query.has('uploads') ? listUploads(bucket, query) : list(bucket, query);
  };

  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      let result: Answer;
      try {
        result = answer(request, Buffer.concat(pieces));
      } catch (error) {
        const { status, code } = error instanceof Refusal ? error : { status: 500, code: 'InternalError' };
        result = { status, headers: { 'content-type': 'application/xml' }, body: xml('Error', `<Code>${code}</Code><Message>${code}</Message>`) };
      }
      const body = Buffer.from(result.body ?? '');
      response.writeHead(result.status, { ...result.headers, ...(result.status === 204 ? {} : { 'content-length': String(body.length) }) });
      response.end(request.method === 'HEAD' ? undefined : body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    openUploads: () => uploads.size,
    keys: (bucket) => [...bucketOf(bucket).keys()].toSorted(),
    rot: (bucket, key) => {
      const stored = objectOf(bucket, key);
      stored.bytes = Buffer.from(stored.bytes);
      stored.bytes[Math.floor(stored.bytes.length / 2)]! ^= 1;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** AWS Signature Version 4, in the header or in the link. @throws Refusal */
function verify(request: IncomingMessage, url: URL, bytes: Buffer, { accessKeyId, secretAccessKey, crc32: treatment = 'checked' }: S3StubOptions): void {
  const query = url.searchParams;
  const isLink = query.has('X-Amz-Signature');
  const header = /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(request.headers.authorization ?? '');
  const credential = isLink ? query.get('X-Amz-Credential') : header?.[1];
  const signedHeaders = isLink ? query.get('X-Amz-SignedHeaders') : header?.[2];
  const signature = isLink ? query.get('X-Amz-Signature') : header?.[3];
  const at = isLink ? query.get('X-Amz-Date') : request.headers['x-amz-date'];
  if (!credential || !signedHeaders || !signature || typeof at !== 'string') throw new Refusal(403, 'AccessDenied');
  const [key, day = '', region = '', service = ''] = credential.split('/');
  if (key !== accessKeyId) throw new Refusal(403, 'InvalidAccessKeyId');

  const expected = isLink ? 'UNSIGNED-PAYLOAD' : String(request.headers['x-amz-content-sha256']);
  if (expected !== 'UNSIGNED-PAYLOAD' && expected !== sha256(bytes)) throw new Refusal(400, 'XAmzContentSHA256Mismatch');
  const sum = request.headers['x-amz-checksum-crc32'];
  if (sum !== undefined && treatment === 'refused') throw new Refusal(501, 'NotImplemented');
  if (typeof sum === 'string' && treatment === 'checked' && Buffer.from(sum, 'base64').readUInt32BE() !== crc32(bytes)) throw new Refusal(400, 'BadDigest');
  const checksum = request.headers['x-amz-checksum-sha256'];
  if (checksum !== undefined && checksum !== createHash('sha256').update(bytes).digest('base64')) throw new Refusal(400, 'BadDigest');

  const encoded = (text: string): string => encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  const pairs = [...query].filter(([name]) => name !== 'X-Amz-Signature').map(([name, value]) => `${encoded(name)}=${encoded(value)}`);
  const names = signedHeaders.split(';');
  const headers = names.map((name) => `${name}:${String(request.headers[name] ?? '').trim()}\n`).join('');
  const canonical = [request.method, url.pathname, pairs.toSorted().join('&'), headers, signedHeaders, expected].join('\n');
  const text = ['AWS4-HMAC-SHA256', at, `${day}/${region}/${service}/aws4_request`, sha256(canonical)].join('\n');
  const signing = ['aws4_request'].reduce(hmac, [day, region, service].reduce<Buffer | string>(hmac, `AWS4${secretAccessKey}`) as Buffer);
  if (!timingSafeEqual(Buffer.from(signature, 'hex'), hmac(signing, text))) throw new Refusal(403, 'SignatureDoesNotMatch');

  const signedAt = Date.parse(at.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  const ageMs = Date.now() - signedAt;
  if (isLink ? ageMs > Number(query.get('X-Amz-Expires')) * 1000 : Math.abs(ageMs) > 15 * 60_000)
    throw new Refusal(403, isLink ? 'AccessDenied' : 'RequestTimeTooSkewed');
}
