import { sha256Of, type Digest } from '@gati/identifiers';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The little of OCI Distribution 1.1 that Cosign needs: uploads, blobs, manifests, tags, referrers. In memory, without any rights. */
export interface TinyRegistry {
  /** host:port */
  readonly host: string;
  readonly blobs: ReadonlyMap<string, Buffer>;
  readonly push: (repository: string, manifest: Uint8Array, blobs: readonly Uint8Array[], tag?: string) => Digest;
  /** What refers to the digest in this repository, and the .sig image of it. */
  readonly carriersOf: (repository: string, digest: Digest) => readonly Buffer[];
  readonly close: () => Promise<void>;
}

const indexType = 'application/vnd.oci.image.index.v1+json';
interface Shape {
  mediaType?: string;
  artifactType?: string;
  annotations?: object;
  subject?: { digest: string };
}
type Answer = readonly [status: number, headers?: Record<string, string | number>, body?: Buffer | string];

export async function startTinyRegistry(): Promise<TinyRegistry> {
  const blobs = new Map<string, Buffer>();
  const uploads = new Map<string, Buffer>();
  /** By repository and digest or tag. */
  const manifests = new Map<string, Buffer>();
  const shapeOf = (bytes: Buffer) => JSON.parse(bytes.toString()) as Shape;
  const referring = (repository: string, digest: string) =>
    [...manifests].filter(([key, bytes]) => key.startsWith(`${repository}@sha256:`) && shapeOf(bytes).subject?.digest === digest).map(([, bytes]) => bytes);

  const upload = (method: string, repository: string, id: string, url: URL, body: Buffer): Answer => {
    const bytes = Buffer.concat([uploads.get(id) ?? Buffer.alloc(0), body]);
    const at = id || randomUUID();
    const location = { location: `/v2/${repository}/blobs/uploads/${at}`, range: `0-${Math.max(0, bytes.length - 1)}` };
    uploads.set(at, bytes);
    if (method !== 'PUT') return [202, location];
    const digest = url.searchParams.get('digest') ?? '';
    if (sha256Of(bytes) !== digest) return [400];
    uploads.delete(at);
    blobs.set(digest, bytes);
    return [201, { location: `/v2/${repository}/blobs/${digest}` }];
  };
  const manifest = (method: string, repository: string, reference: string, body: Buffer): Answer => {
    if (method === 'PUT') {
      const digest = sha256Of(body);
      manifests.set(`${repository}@${digest}`, body).set(`${repository}@${reference}`, body);
      const subject = shapeOf(body).subject?.digest;
      return [201, { location: `/v2/${repository}/manifests/${digest}`, 'docker-content-digest': digest, ...(subject ? { 'oci-subject': subject } : {}) }];
    }
    const found = manifests.get(`${repository}@${reference}`);
    return found
      ? [200, { 'content-type': shapeOf(found).mediaType ?? '', 'docker-content-digest': sha256Of(found), 'content-length': found.length }, found]
      : [404];
  };
  const answer = (method: string, url: URL, body: Buffer): Answer => {
    const [, repository = '', kind, reference = ''] = /^\/v2\/(.+?)\/(blobs\/uploads|blobs|manifests|referrers)\/(.*)$/.exec(url.pathname) ?? [];
    if (kind === 'blobs/uploads') return upload(method, repository, reference, url, body);
    if (kind === 'manifests') return manifest(method, repository, reference, body);
    if (kind === 'referrers') {
      const found = referring(repository, reference).map((bytes) => ({ ...shapeOf(bytes), digest: sha256Of(bytes), size: bytes.length }));
      const list = found.map(({ mediaType, artifactType, annotations, digest, size }) => ({ mediaType, artifactType, annotations, digest, size }));
      return [200, { 'content-type': indexType }, JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests: list })];
    }
    const blob = kind === 'blobs' ? blobs.get(reference) : Buffer.alloc(0);
    return blob ? [200, { 'content-length': blob.length }, blob] : [404];
  };

  const server = createServer(async (request, response) => {
    const [status, headers = {}, body = ''] = answer(request.method ?? '', new URL(request.url ?? '', 'http://localhost'), await bodyOf(request));
    response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    blobs,
    push: (repository, bytes, contents, tag) => {
      for (const content of contents) blobs.set(sha256Of(content), Buffer.from(content));
      manifest('PUT', repository, tag ?? sha256Of(bytes), Buffer.from(bytes));
      return sha256Of(bytes);
    },
    carriersOf: (repository, digest) => {
      const image = manifests.get(`${repository}@${digest.replace(':', '-')}.sig`);
      return [...referring(repository, digest), ...(image ? [image] : [])];
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces);
}
