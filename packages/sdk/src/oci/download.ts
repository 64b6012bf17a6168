import { digestHasher, parseDigest } from '@gati/identifiers';
import { isRegistryRefusal, RegistryRefusal, unreachable } from '../refusal.ts';
import { backoffMs, pause } from '../retry.ts';
import type { Exchange } from './exchange.ts';

export interface DownloadOptions {
  readonly signal?: AbortSignal | undefined;
  /** Size that the manifest states: one byte more ends it. */
  readonly sizeBytes?: number | undefined;
  /** Where the size is not known: more than this is QUOTA_EXCEEDED. */
  readonly maxSizeBytes?: number | undefined;
  /** A short-lived link to the same bytes, tried first; `/v2` is asked where it does not work. */
  readonly url?: string | undefined;
  /** Goes on after bytes that are here already. */
  readonly from?: { readonly offsetBytes: number; readonly hasher: Hasher } | undefined;
  /** How long the connection may be silent; default 30 s. */
  readonly silenceMs?: number;
}

export type Hasher = ReturnType<typeof digestHasher>;

/** Failures in a row without a byte received before it is given up. */
const failuresMax = 5;
const backoff = { baseMs: 200, maxMs: 4_000 };

/** Passes a body on, and ends it when nothing comes for a while. */
async function* unsilent(body: ReadableStream<Uint8Array>, silenceMs: number, url: string): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = () =>
    new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(unreachable(url, new DOMException('silent', 'TimeoutError'))), silenceMs);
    });
  try {
    for (;;) {
      const part = await Promise.race([reader.read(), silence()]).finally(() => clearTimeout(timer));
      if (part.done) return;
      yield part.value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Downloads a blob, going on by range where a connection was cut, and checks the digest as the bytes pass: the end is reached only by the right ones.
 *  @throws DIGEST_INVALID after (or, when too many came, before) the last byte · whatever the registry refuses */
export function createDownload({ exchange, base, signal: usualSignal }: { exchange: Exchange; base: string; signal?: AbortSignal | undefined }) {
  return async function* download(
    digest: string,
    { signal = usualSignal, sizeBytes, maxSizeBytes = Number.POSITIVE_INFINITY, url, from, silenceMs = 30_000 }: DownloadOptions = {},
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const expected = parseDigest(digest);
    const hasher = from?.hasher ?? digestHasher(expected);
    const blob = `${base}/blobs/${expected}`;
    let offset = from?.offsetBytes ?? 0;
    let link = url;
    let failures = 0;
    const wrong = (reason?: string) =>
      new RegistryRefusal({
        code: 'DIGEST_INVALID',
        message: reason ?? `The bytes received are not those of ${expected}.`,
        details: { expected },
        suggestions: ['Try again; if it happens again, something between here and the registry changes the bytes, or its store is damaged.'],
      });

    while (sizeBytes === undefined || offset < sizeBytes || sizeBytes === 0) {
      try {
        const target = link ?? blob;
        const answer = await exchange({
          method: 'GET',
          url: target,
          headers: offset > 0 ? { range: `bytes=${offset}-` } : {},
          signal,
          expected: [416],
          doing: 'Downloading a blob',
        });
        if (answer.status === 416) {
          await answer.body?.cancel();
          break;
        }
        // A store without ranges begins anew: what is here already is passed over.
        let passOver = answer.status === 206 ? 0 : offset;
        for await (const received of answer.body ? unsilent(answer.body, silenceMs, target) : []) {
          signal?.throwIfAborted();
          const bytes = passOver > 0 ? received.subarray(passOver) : received;
          passOver = Math.max(0, passOver - received.length);
          if (bytes.length === 0) continue;
          offset += bytes.length;
          if (sizeBytes !== undefined && offset > sizeBytes) throw wrong(`More bytes came than the ${sizeBytes} that ${expected} has.`);
          if (offset > maxSizeBytes) throw new RegistryRefusal({ code: 'QUOTA_EXCEEDED', message: `${expected} is larger than ${maxSizeBytes} bytes.` });
          hasher.update(bytes);
          failures = 0;
          yield bytes;
        }
        if (sizeBytes === undefined || offset >= sizeBytes) break;
        throw unreachable(target, new Error('the connection ended early'));
      } catch (caught) {
        signal?.throwIfAborted();
        const error = isRegistryRefusal(caught) ? caught : unreachable(link ?? blob, caught);
        if (error.code === 'DIGEST_INVALID' || error.code === 'QUOTA_EXCEEDED') throw error;
        if (link !== undefined && error.code !== 'UPSTREAM_UNAVAILABLE') {
          link = undefined;
          continue;
        }
        if (error.code !== 'UPSTREAM_UNAVAILABLE' || ++failures >= failuresMax) throw error;
        await pause(backoffMs(failures, backoff), signal);
      }
    }
    if (hasher.digest() !== expected) throw wrong();
  };
}
