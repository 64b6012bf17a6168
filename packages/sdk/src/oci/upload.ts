import { isRegistryRefusal, RegistryRefusal } from '../refusal.ts';
import { backoffMs, pause } from '../retry.ts';
import type { BlobSource } from './blob-source.ts';
import { sendPartsDirectly } from './direct-parts.ts';
import type { Exchange } from './exchange.ts';
import { linkFrom } from './origin.ts';

export interface UploadOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with the bytes that the registry has so far; may fall back after a cut connection. */
  readonly onProgress?: (sentBytes: number) => void;
  /** An upload of the same bytes begun earlier, to go on with; forgotten when the registry no longer knows it. */
  readonly session?: string | undefined;
  /** Told where a large upload stands, so that a later run can go on. */
  readonly onSession?: (session: string) => void;
  /** Sent with each request, for example Gati-Visibility. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Up to here a blob is sent in one request. */
const monolithicMaxBytes = 4 * 2 ** 20;
/** Size of a part of a larger one: what is held in memory, and what a cut connection costs. */
const partBytes = 8 * 2 ** 20;
/** Failures in a row without a byte received before it is given up. */
const failuresMax = 5;
const backoff = { baseMs: 200, maxMs: 4_000 };

/** A session that is gone, or that has received more or less than we think: its state is asked for. */
const outOfStep = [404, 416];

const isWorthResuming = (error: unknown): boolean => isRegistryRefusal(error) && (error.code === 'UPSTREAM_UNAVAILABLE' || error.code === 'RATE_LIMITED');

/** The number of bytes a session has received, from `Range: 0-41`. */
const receivedOf = (answer: Response): number => {
  const end = /(\d+)-(\d+)/.exec(answer.headers.get('range') ?? '')?.[2];
  return end === undefined || Number(end) === 0 ? 0 : Number(end) + 1;
};

/** Asks a registry of ours whether parts may be sent to its store itself, and is its answer when they may. */
const direct = { 'gati-direct-upload': '1' };
const isDirect = (answer: Response): boolean => answer.headers.get('gati-direct-upload') === '1';

/** Where an upload goes, and how far it is. */
interface Session {
  readonly session: URL;
  readonly receivedBytes: number;
  /** Whether parts may be sent to the store itself. */
  readonly isDirect: boolean;
}

/** Uploads a blob: a small one whole, a large one in parts that go on where a cut connection left them; where the registry offers it the parts go to its store itself, several at once.
 *  @throws DIGEST_INVALID when other bytes arrived than the digest says · whatever the registry refuses
 *  @see OCI Distribution Specification 1.1, "Pushing blobs" */
export function createUpload({
  exchange,
  base,
  registry,
  signal: usualSignal,
}: {
  exchange: Exchange;
  base: string;
  registry: string;
  signal?: AbortSignal | undefined;
}) {
  const withDigest = (link: URL, digest: string): URL => {
    link.searchParams.set('digest', digest);
    return link;
  };
  const locationOf = (answer: Response): URL => {
    const location = answer.headers.get('location');
    if (!location) throw new RegistryRefusal({ code: 'INTERNAL', message: 'The registry began an upload and did not say where.' });
    return linkFrom(location, registry, `${base}/blobs/uploads/`);
  };
  const octets = { 'content-type': 'application/octet-stream' };

  async function uploadWhole(source: BlobSource, { signal, headers, onProgress }: UploadOptions): Promise<void> {
    const body = await source.read(0, source.sizeBytes);
    const request = { headers: { ...headers, ...octets }, body, signal, doing: 'Uploading a blob' };
    const answer = await exchange({ ...request, method: 'POST', url: `${base}/blobs/uploads/?digest=${encodeURIComponent(source.digest)}` });
    await answer.body?.cancel();
    // 202: this registry does not take a blob with the POST and has begun a session instead.
    if (answer.status !== 201) await (await exchange({ ...request, method: 'PUT', url: withDigest(locationOf(answer), source.digest) })).body?.cancel();
    onProgress?.(source.sizeBytes);
  }

  async function begin({ signal, headers }: UploadOptions): Promise<Session> {
    const answer = await exchange({ method: 'POST', url: `${base}/blobs/uploads/`, headers: { ...headers, ...direct }, signal, doing: 'Beginning an upload' });
    await answer.body?.cancel();
    return { session: locationOf(answer), receivedBytes: 0, isDirect: isDirect(answer) };
  }

  /** Where a session stands; null when the registry does not know it (any more). */
  async function stateOf(session: URL, signal: AbortSignal | undefined): Promise<Session | null> {
    const answer = await exchange({ method: 'GET', url: session, headers: direct, signal, expected: [404], doing: 'Asking where an upload stands' });
    await answer.body?.cancel();
    if (answer.status === 404) return null;
    return { session: answer.headers.has('location') ? locationOf(answer) : session, receivedBytes: receivedOf(answer), isDirect: isDirect(answer) };
  }

  async function uploadInParts(source: BlobSource, options: UploadOptions): Promise<void> {
    const { signal = usualSignal, headers, onProgress, onSession } = options;
    const known = options.session === undefined ? null : await stateOf(linkFrom(options.session, registry, base), signal).catch(() => null);
    const begun = known ?? (await begin(options));
    let session = begun.session;
    let sentBytes = begun.receivedBytes;
    onSession?.(session.href);
    // What an earlier run sent is not nothing, even where nothing is left to send.
    if (sentBytes > 0) onProgress?.(sentBytes);
    if (begun.isDirect && !(await sendPartsDirectly({ exchange, source, session, fromBytes: sentBytes, partBytes, signal, onProgress }))) {
      // The store cannot be reached from here: what is missing goes through the registry.
      const state = await stateOf(session, signal);
      if (!state) throw new RegistryRefusal({ code: 'UPSTREAM_UNAVAILABLE', message: 'The registry lost the upload.' });
      sentBytes = state.receivedBytes;
    } else if (begun.isDirect) sentBytes = source.sizeBytes;
    let failures = 0;
    while (sentBytes < source.sizeBytes) {
      try {
        const body = await source.read(sentBytes, Math.min(partBytes, source.sizeBytes - sentBytes));
        const range = `${sentBytes}-${sentBytes + body.length - 1}`;
        const answer = await exchange({
          method: 'PATCH',
          url: session,
          headers: { ...headers, ...octets, 'content-range': range },
          body,
          signal,
          isRepeatable: false,
          expected: outOfStep,
          doing: 'Uploading a part',
        });
        await answer.body?.cancel();
        if (!answer.ok) throw new RegistryRefusal({ code: 'UPSTREAM_UNAVAILABLE', message: `The registry lost the upload (status ${answer.status}).` });
        session = locationOf(answer);
        sentBytes = answer.headers.has('range') ? receivedOf(answer) : sentBytes + body.length;
        failures = 0;
      } catch (error) {
        if (!isWorthResuming(error) || ++failures >= failuresMax) throw error;
        await pause(backoffMs(failures, backoff), signal);
        const state = await stateOf(session, signal);
        // `0-0` means nothing or one byte: a new session is as good, and certain.
        const isWorthIt = state !== null && state.receivedBytes > 0;
        session = isWorthIt ? state.session : (await begin(options)).session;
        if (isWorthIt && state.receivedBytes > sentBytes) failures = 0;
        sentBytes = isWorthIt ? state.receivedBytes : 0;
      }
      onSession?.(session.href);
      onProgress?.(sentBytes);
    }
    const answer = await exchange({
      method: 'PUT',
      url: withDigest(session, source.digest),
      headers: { ...headers },
      signal,
      expected: [404],
      workBytes: source.sizeBytes,
      doing: 'Finishing an upload',
    });
    await answer.body?.cancel();
    // Gone: finished by an earlier try whose answer was lost, or not there at all.
    if (answer.status === 404)
      await (await exchange({ method: 'HEAD', url: `${base}/blobs/${source.digest}`, signal, doing: 'Finishing an upload' })).body?.cancel();
  }

  return (source: BlobSource, options: UploadOptions = {}): Promise<void> =>
    source.sizeBytes <= monolithicMaxBytes ? uploadWhole(source, options) : uploadInParts(source, options);
}
