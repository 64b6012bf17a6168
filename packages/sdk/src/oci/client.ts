import { digestOf, isDigest } from '@gati/identifiers';
import { RegistryRefusal } from '../refusal.ts';
import type { TokenSource } from '../token.ts';
import { createOciAuthorization, type OciAuthorization, type RepositoryAction } from './authorization.ts';
import type { BlobSource } from './blob-source.ts';
import { createDownload, type DownloadOptions } from './download.ts';
import { createExchange } from './exchange.ts';
import { linkFrom } from './origin.ts';
import { createUpload, type UploadOptions } from './upload.ts';

export interface OciClientOptions {
  /** Origin of the registry; `/v2` is below it. */
  readonly registry: string;
  /** Repository `<handle>/<name>`. */
  readonly repository: string;
  /** Access token or API key; without one the client is anonymous. */
  readonly token?: TokenSource | undefined;
  /** What its tokens are asked for; default: `pull`. */
  readonly actions?: readonly RepositoryAction[];
  readonly fetch?: typeof fetch | undefined;
  /** Aborts whatever this client does, where a call brings no signal of its own. */
  readonly signal?: AbortSignal | undefined;
  /** Shared by the clients of several repositories; in place of `token`. */
  readonly authorization?: OciAuthorization;
}

/** A manifest as it is stored, byte for byte. */
export interface StoredManifest {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly digest: string;
}

/** An entry of a list of referrers (OCI Image Specification 1.1, "Content Descriptors"). */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly artifactType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface OciClient {
  /** Size of a blob in bytes; null when the repository lacks it. */
  readonly headBlob: (digest: string, options?: CallOptions) => Promise<number | null>;
  /** Stores a blob; small ones in one request, large ones in parts that resume. */
  readonly uploadBlob: (source: BlobSource, options?: UploadOptions) => Promise<void>;
  /** Bytes of a blob as they come; the digest is checked on the way and wrong bytes end in DIGEST_INVALID. */
  readonly downloadBlob: (digest: string, options?: DownloadOptions) => AsyncGenerator<Uint8Array, void, undefined>;
  /** Stores a manifest under a tag or its digest and returns its digest. */
  readonly putManifest: (
    reference: string,
    manifest: { readonly bytes: Uint8Array; readonly mediaType: string },
    options?: CallOptions & { readonly headers?: Readonly<Record<string, string>> },
  ) => Promise<string>;
  /** The manifest under a tag or digest; null when there is none that the caller may read. @throws DIGEST_INVALID when other bytes came than the digest says */
  readonly getManifest: (reference: string, options?: CallOptions & { readonly headers?: Readonly<Record<string, string>> }) => Promise<StoredManifest | null>;
  /** Digest of the manifest under a tag or digest; null when there is none that the caller may read. */
  readonly headManifest: (reference: string, options?: CallOptions) => Promise<string | null>;
  /** What refers to a manifest, at most 1000. */
  readonly referrers: (digest: string, options?: CallOptions & { readonly artifactType?: string }) => Promise<readonly Descriptor[]>;
}

export const manifestMediaType = 'application/vnd.oci.image.manifest.v1+json';
export const indexMediaType = 'application/vnd.oci.image.index.v1+json';
const accepted = [
  manifestMediaType,
  indexMediaType,
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
].join(', ');
/** Manifests are at most this large (OCI Distribution Specification 1.1, "Pushing Manifests": registries take 4 MiB). */
const manifestMaxBytes = 4 * 2 ** 20;
const referrersMax = 1_000;
const pagesMax = 100;

/** The manifests of an index; none for what is no index. */
function descriptorsOf(bytes: Uint8Array): readonly Descriptor[] {
  try {
    const { manifests } = JSON.parse(Buffer.from(bytes).toString()) as { manifests?: unknown };
    return Array.isArray(manifests) ? (manifests as readonly Descriptor[]).filter((entry) => typeof entry?.digest === 'string' && isDigest(entry.digest)) : [];
  } catch {
    return [];
  }
}

/** The address of the next page, from `Link: <…>; rel="next"`. */
const nextPage = (answer: Response): string | undefined => /<([^>]+)>\s*;\s*rel="?next"?/i.exec(answer.headers.get('link') ?? '')?.[1];

/** A client of one repository on `/v2`. Every failure is a RegistryRefusal, but for the reason of an aborted signal.
 *  @see OCI Distribution Specification 1.1 */
export function createOciClient({
  registry: address,
  repository,
  token,
  actions = ['pull'],
  fetch: send = fetch,
  signal: usualSignal,
  authorization,
}: OciClientOptions): OciClient {
  const registry = new URL(address).origin;
  const base = `${registry}/v2/${repository}`;
  const { exchange, exchangeWhole } = createExchange({
    registry,
    repository,
    actions,
    fetch: send,
    signal: usualSignal,
    authorization: authorization ?? createOciAuthorization({ registry, token, fetch: send }),
  });
  const digestHeader = (answer: Response): string | null => answer.headers.get('docker-content-digest');

  const mismatch = (expected: string, actual: string) =>
    new RegistryRefusal({ code: 'DIGEST_INVALID', message: `The manifest received has the digest ${actual}, not ${expected}.`, details: { expected, actual } });

  async function getManifest(reference: string, { signal, headers }: Parameters<OciClient['getManifest']>[1] = {}): Promise<StoredManifest | null> {
    const { answer, bytes } = await exchangeWhole(
      {
        method: 'GET',
        url: `${base}/manifests/${reference}`,
        headers: { ...headers, accept: accepted },
        signal,
        expected: [404],
        doing: `Reading the manifest ${reference}`,
      },
      manifestMaxBytes,
    );
    if (answer.status === 404) return null;
    const expected = isDigest(reference) ? reference : (digestHeader(answer) ?? digestOf(bytes));
    const actual = digestOf(bytes, isDigest(expected) ? expected : 'sha256');
    if (actual !== expected) throw mismatch(expected, actual);
    return { bytes, mediaType: (answer.headers.get('content-type') ?? manifestMediaType).split(';')[0]!.trim(), digest: actual };
  }

  return {
    headBlob: async (digest, { signal } = {}) => {
      const answer = await exchange({ method: 'HEAD', url: `${base}/blobs/${digest}`, signal, expected: [404], doing: 'Looking for a blob' });
      return answer.status === 404 ? null : Number(answer.headers.get('content-length') ?? 0);
    },
    uploadBlob: createUpload({ exchange, base, registry, signal: usualSignal }),
    downloadBlob: createDownload({ exchange, base, signal: usualSignal }),
    putManifest: async (reference, { bytes, mediaType }, { signal, headers } = {}) => {
      const answer = await exchange({
        method: 'PUT',
        url: `${base}/manifests/${reference}`,
        headers: { ...headers, 'content-type': mediaType },
        body: bytes,
        signal,
        doing: `Pushing the manifest ${reference}`,
      });
      await answer.body?.cancel();
      const actual = digestOf(bytes);
      const stored = digestHeader(answer) ?? actual;
      if (stored.startsWith('sha256:') && stored !== actual) throw mismatch(actual, stored);
      return actual;
    },
    getManifest,
    headManifest: async (reference, { signal } = {}) => {
      const answer = await exchange({
        method: 'HEAD',
        url: `${base}/manifests/${reference}`,
        headers: { accept: accepted },
        signal,
        expected: [404],
        doing: `Looking for the manifest ${reference}`,
      });
      return answer.status === 404 ? null : digestHeader(answer);
    },
    referrers: async (digest, { signal, artifactType } = {}) => {
      const found: Descriptor[] = [];
      let page: string | undefined = `${base}/referrers/${digest}${artifactType ? `?artifactType=${encodeURIComponent(artifactType)}` : ''}`;
      for (let pages = 0; page !== undefined && pages < pagesMax && found.length < referrersMax; pages++) {
        const { answer, bytes }: Awaited<ReturnType<typeof exchangeWhole>> = await exchangeWhole(
          { method: 'GET', url: page, headers: { accept: indexMediaType }, signal, expected: [404], doing: 'Reading the referrers' },
          manifestMaxBytes,
        );
        if (answer.status === 404) break;
        found.push(...descriptorsOf(bytes));
        const next = nextPage(answer);
        page = next === undefined ? undefined : linkFrom(next, registry, page).href;
      }
      // A registry may leave the filter to its clients (Distribution Specification 1.1, "Listing Referrers").
      return found.filter((entry) => artifactType === undefined || entry.artifactType === artifactType).slice(0, referrersMax);
    },
  };
}
