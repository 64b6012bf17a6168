import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import { digestOf, isDigest, parseDigest, type Digest } from '@gati/identifiers';
import type { Faults } from './faults.ts';
import type { PartStore } from './part-store.ts';
import { subjectOf, type Repository, type World } from './world.ts';

const manifestType = 'application/vnd.oci.image.manifest.v1+json';

export interface OciDoor {
  readonly handle: (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;
  /** A link to a blob that needs no credentials. */
  readonly ticketFor: (path: string, digest: string) => string;
}

/** `/v2` and `/downloads` of a world: token authentication, blobs whole and in parts, ranges, manifests, referrers (OCI Distribution Specification 1.1). */
export function createOciDoor(world: World, faults: Faults, address: () => string, partStore: () => PartStore | null): OciDoor {
  const tokens = new Map<string, { readonly handle: string | null; readonly scopes: readonly string[] }>();
  const tickets = new Map<string, { readonly path: string; readonly digest: string }>();

  const answer = (response: ServerResponse, status: number, body: object | null, headers: Record<string, string> = {}): void => {
    response.writeHead(status, { ...(body ? { 'content-type': 'application/json' } : {}), ...headers }).end(body ? JSON.stringify(body) : undefined);
  };
  const refuse = (response: ServerResponse, status: number, code: string, message: string, ours: string): void =>
    answer(response, status, { errors: [{ code, message, detail: { code: ours, suggestions: [] } }] });
  const missing = (response: ServerResponse): void => refuse(response, 404, 'MANIFEST_UNKNOWN', 'There is no such thing.', 'NOT_FOUND');

  /** The whole body; or, to cut the connection, its first bytes. */
  const bodyOf = (request: IncomingMessage, cutAfterBytes?: number): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      const parts: Buffer[] = [];
      let sizeBytes = 0;
      request.on('data', (part: Buffer) => {
        parts.push(part);
        sizeBytes += part.length;
        if (cutAfterBytes === undefined || sizeBytes < cutAfterBytes) return;
        request.socket.destroy();
        resolve(Buffer.concat(parts).subarray(0, cutAfterBytes));
      });
      request.on('end', () => resolve(Buffer.concat(parts)));
      request.on('error', reject);
    });

  function giveToken(request: IncomingMessage, response: ServerResponse, url: URL): void {
    const credentials = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const handle = world.whose(credentials);
    if (credentials !== undefined && handle === null) return refuse(response, 401, 'UNAUTHORIZED', 'The token has ended.', 'UNAUTHENTICATED');
    const token = randomUUID();
    tokens.set(token, { handle, scopes: url.searchParams.getAll('scope') });
    answer(response, 200, { token, expires_in: 300, issued_at: new Date().toISOString() });
  }

  /** Whether the request's token covers the repository. Pushing needs the namespace's owner, reading what is private too. */
  function isAllowed(request: IncomingMessage, path: string, isPush: boolean): 'yes' | 'challenge' | 'denied' | 'hidden' {
    const token = tokens.get(/^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '');
    const isCovered = token?.scopes.some((scope) => scope.startsWith(`repository:${path}:`) && (!isPush || scope.includes('push')));
    if (!token || !isCovered) return 'challenge';
    const isOwner = token.handle === path.split('/')[0];
    if (isPush) return isOwner ? 'yes' : 'denied';
    return isOwner || world.artifacts.get(`@${path}`)?.visibility !== 'PRIVATE' ? 'yes' : 'hidden';
  }

  function sendBytes(request: IncomingMessage, response: ServerResponse, digest: string, stored: Uint8Array, mediaType: string): void {
    const bytes = faults.tamper(digest, stored);
    const start = faults.ignoresRanges ? 0 : Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    if (start > 0 && start >= bytes.length) return void response.writeHead(416).end();
    const part = bytes.subarray(start);
    response.writeHead(start > 0 ? 206 : 200, {
      'content-type': mediaType,
      'content-length': part.length,
      'docker-content-digest': digest,
      ...(start > 0 ? { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` } : {}),
    });
    const cut = request.method === 'GET' ? faults.nextDownloadCut() : undefined;
    if (request.method === 'HEAD') response.end();
    else if (cut !== undefined && cut < part.length) response.write(part.subarray(0, cut), () => setTimeout(() => response.destroy(), 5));
    else response.end(part);
  }

  async function upload(request: IncomingMessage, response: ServerResponse, url: URL, path: string, repository: Repository, session: string): Promise<void> {
    const parts = partStore();
    const offer = parts && request.headers['gati-direct-upload'] === '1' ? { 'gati-direct-upload': '1' } : {};
    const locate = (id: string) => ({ location: `/v2/${path}/blobs/uploads/${id}`, ...offer });
    const store = (bytes: Uint8Array, claimed: string): void => {
      const digest = parseDigest(claimed);
      const actual = digestOf(bytes, digest);
      if (actual !== digest) return refuse(response, 400, 'DIGEST_INVALID', `The bytes have the digest ${actual}.`, 'DIGEST_INVALID');
      repository.blobs.set(digest, bytes);
      answer(response, 201, null, { location: `/v2/${path}/blobs/${digest}`, 'docker-content-digest': digest });
    };
    if (request.method === 'POST' && session === '') {
      const digest = url.searchParams.get('digest');
      const body = await bodyOf(request);
      if (digest && !faults.refusesSinglePost) return store(body, digest);
      const id = randomUUID();
      repository.uploads.set(id, new Uint8Array(0));
      return answer(response, 202, null, { ...locate(id), range: '0-0' });
    }
    const before = repository.uploads.get(session);
    if (!before) return refuse(response, 404, 'BLOB_UPLOAD_UNKNOWN', 'There is no such upload.', 'NOT_FOUND');
    const received = parts ? Buffer.concat([before, parts.take(session, before.length)]) : before;
    repository.uploads.set(session, received);
    if (request.method === 'POST' && parts) {
      const number = (name: string) => Number(url.searchParams.get(name));
      return answer(response, 200, parts.sign(session, { offset: number('offset'), size: number('size'), digest: url.searchParams.get('digest') ?? '' }));
    }
    const rangeOf = (bytes: Uint8Array) => `0-${Math.max(0, bytes.length - 1)}`;
    if (request.method === 'GET') return answer(response, 204, null, { ...locate(session), range: rangeOf(received) });
    if (request.method === 'PATCH') {
      const start = Number(request.headers['content-range']?.split('-')[0] ?? received.length);
      if (start !== received.length) return answer(response, 416, null, { ...locate(session), range: rangeOf(received) });
      const cut = faults.nextUploadCut();
      const body = await bodyOf(request, cut);
      const whole = Buffer.concat([received, body]);
      repository.uploads.set(session, whole);
      if (cut !== undefined) return;
      return answer(response, 202, null, { ...locate(session), range: rangeOf(whole) });
    }
    repository.uploads.delete(session);
    store(Buffer.concat([received, await bodyOf(request)]), url.searchParams.get('digest') ?? '');
  }

  async function manifest(request: IncomingMessage, response: ServerResponse, path: string, repository: Repository, reference: string): Promise<void> {
    if (request.method === 'PUT') {
      const bytes = await bodyOf(request);
      const mediaType = request.headers['content-type'] ?? manifestType;
      const digest = digestOf(bytes);
      if (isDigest(reference) && reference !== digest) return refuse(response, 400, 'DIGEST_INVALID', 'The manifest has another digest.', 'DIGEST_INVALID');
      const { config, layers = [] } = JSON.parse(bytes.toString()) as { config: { digest: string }; layers?: { digest: string }[] };
      const lacking = [config, ...layers].find((entry) => !repository.blobs.has(entry.digest));
      if (lacking) return refuse(response, 400, 'MANIFEST_BLOB_UNKNOWN', `There is no blob ${lacking.digest}.`, 'MANIFEST_INVALID');
      const present = world.artifacts.get(`@${path}`)?.versions.get(reference);
      if (present && present.status !== 'STAGED' && present.digest !== digest)
        return refuse(response, 409, 'DENIED', `@${path}@${reference} exists already; a version never changes.`, 'VERSION_EXISTS');
      repository.manifests.set(digest, { bytes, mediaType });
      if (!isDigest(reference)) repository.tags.set(reference, digest);
      if (subjectOf(bytes) === undefined) world.staged(path, reference, digest, request.headers['gati-visibility'] === 'private');
      await world.admit(path);
      const subject = subjectOf(bytes);
      return answer(response, 201, null, { 'docker-content-digest': digest, ...(subject ? { 'oci-subject': subject } : {}) });
    }
    const digest = isDigest(reference) ? reference : repository.tags.get(reference);
    const stored = digest === undefined ? undefined : repository.manifests.get(digest);
    if (!digest || !stored) return missing(response);
    sendBytes(request, response, digest, stored.bytes, stored.mediaType);
  }

  function referrers(response: ServerResponse, repository: Repository, subject: Digest): void {
    const found = [...repository.manifests].filter(([, { bytes }]) => subjectOf(bytes) === subject);
    const manifests = found.map(([digest, { bytes, mediaType }]) => {
      const { artifactType, annotations } = JSON.parse(Buffer.from(bytes).toString()) as { artifactType?: string; annotations?: object };
      return { mediaType, digest, size: bytes.length, artifactType, annotations };
    });
    answer(response, 200, { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests });
  }

  return {
    ticketFor: (path, digest) => {
      const ticket = randomUUID();
      tickets.set(ticket, { path, digest });
      return `${address()}/downloads/${ticket}`;
    },
    handle: async (request, response, url) => {
      const challenge = (scope?: string): void => {
        const parts = [`realm="${address()}/v2/token"`, `service="registry.test"`, ...(scope ? [`scope="${scope}"`] : [])];
        response.setHeader('www-authenticate', `Bearer ${parts.join(',')}`);
        refuse(response, 401, 'UNAUTHORIZED', 'This needs a token.', 'UNAUTHENTICATED');
      };
      if (url.pathname === '/v2/token') return giveToken(request, response, url);
      const ticket = /^\/downloads\/(.+)$/.exec(url.pathname)?.[1];
      if (ticket !== undefined) {
        const target = tickets.get(ticket);
        const bytes = target && world.repositoryAt(target.path).blobs.get(target.digest);
        if (!target || !bytes || faults.refusesTickets) return missing(response);
        return sendBytes(request, response, target.digest, bytes, 'application/octet-stream');
      }
      if (url.pathname === '/v2/') return challenge();
      const match = /^\/v2\/([^/]+\/[^/]+)\/(blobs\/uploads|blobs|manifests|referrers)\/(.*)$/.exec(url.pathname);
      if (!match) return missing(response);
      const [, path = '', kind, rest = ''] = match;
      const isPush = request.method !== 'GET' && request.method !== 'HEAD';
      const allowed = isAllowed(request, path, isPush || kind === 'blobs/uploads');
      if (allowed === 'challenge') return challenge(`repository:${path}:${isPush ? 'pull,push' : 'pull'}`);
      if (allowed === 'denied') return refuse(response, 403, 'DENIED', `This needs write in @${path.split('/')[0]}.`, 'NAMESPACE_PERMISSION_DENIED');
      if (allowed === 'hidden') return missing(response);
      const repository = world.repositoryAt(path);
      if (kind === 'blobs/uploads') return upload(request, response, url, path, repository, rest);
      if (kind === 'manifests') return manifest(request, response, path, repository, rest);
      if (kind === 'referrers') return referrers(response, repository, rest as Digest);
      const bytes = repository.blobs.get(rest);
      if (!bytes) return missing(response);
      sendBytes(request, response, rest, bytes, 'application/octet-stream');
    },
  };
}
