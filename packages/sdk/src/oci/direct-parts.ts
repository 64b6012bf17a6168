import { digestOf } from '@gati/identifiers';
import { isRegistryRefusal, RegistryRefusal } from '../refusal.ts';
import type { BlobSource } from './blob-source.ts';
import type { Exchange } from './exchange.ts';

/** Parts that are in memory and on their way at once. */
const partsAtOnce = 4;
/** Links of one part that may come to nothing: their time was over, or the bytes changed on their way. */
const linksMax = 4;
/** Wrong bytes, a link that does not work (any more), no such place, bytes that are there already. */
const answers = [400, 403, 404, 412];

/** What is sent, and from where on. */
export interface DirectUpload {
  readonly exchange: Exchange;
  readonly source: BlobSource;
  readonly session: URL;
  readonly fromBytes: number;
  readonly partBytes: number;
  readonly signal: AbortSignal | undefined;
  /** Told of the bytes that the store has, those from before included. */
  readonly onProgress: ((sentBytes: number) => void) | undefined;
}

/**
 * Sends the rest of a blob to the registry's store itself, four parts at once, each by a link of its own that takes these bytes alone. Credentials go to the registry and never to the store.
 * @returns false when the store could not be reached or took nothing; what arrived stays
 * @throws what the registry refuses, and the reason of an aborted signal
 */
export async function sendPartsDirectly({ exchange, source, session, fromBytes, partBytes, signal, onProgress }: DirectUpload): Promise<boolean> {
  let nextBytes = fromBytes;
  let sentBytes = fromBytes;
  let isOver = false;

  const send = async (offset: number, size: number): Promise<boolean> => {
    for (let attempt = 1; attempt <= linksMax; attempt++) {
      const body = await source.read(offset, size);
      const wanted = new URL(session);
      for (const [name, value] of Object.entries({ offset, size, digest: digestOf(body) })) wanted.searchParams.set(name, String(value));
      const { url, headers } = linkOf(await (await exchange({ method: 'POST', url: wanted, signal, doing: 'Asking where a part goes' })).json());
      try {
        const answer = await exchange({ method: 'PUT', url, headers, body, signal, expected: answers, doing: 'Sending a part' });
        await answer.body?.cancel();
        // 412: an earlier try arrived and its answer did not. Nobody else has this link.
        if (answer.ok || answer.status === 412) return true;
      } catch (error) {
        signal?.throwIfAborted();
        if (!isRegistryRefusal(error)) throw error;
        return false;
      }
    }
    return false;
  };
  const work = async (): Promise<void> => {
    while (!isOver && nextBytes < source.sizeBytes) {
      const offset = nextBytes;
      const size = Math.min(partBytes, source.sizeBytes - offset);
      nextBytes += size;
      try {
        if (await send(offset, size)) {
          sentBytes += size;
          onProgress?.(sentBytes);
        } else isOver = true;
      } catch (error) {
        isOver = true;
        throw error;
      }
    }
  };
  // All of them end before anything else is done with the session.
  const ends = await Promise.allSettled(Array.from({ length: partsAtOnce }, work));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
  return !isOver;
}

function linkOf(answer: unknown): { readonly url: string; readonly headers: Readonly<Record<string, string>> } {
  const { url, headers } = (answer ?? {}) as { readonly url?: unknown; readonly headers?: unknown };
  if (typeof url !== 'string' || !/^https?:/.test(url) || typeof headers !== 'object' || headers === null)
    throw new RegistryRefusal({ code: 'INTERNAL', message: 'The registry did not say where a part goes.' });
  return { url, headers: headers as Readonly<Record<string, string>> };
}
