import { byteReader } from './byte-reader.ts';
import { decompress } from './decompress.ts';
import { archiveLimits, archiveRules } from './limits.ts';
import { blockSizeBytes, decodeHeader } from './tar-header.ts';

/** Whether a stream is a tar, plain or compressed with gzip or zstd, by its first bytes and nothing else: names and media types are what somebody says of it. Reads no more than it needs, and closes the stream.
 *  @throws what the source throws */
export async function isTar(source: AsyncIterable<Uint8Array>, signal?: AbortSignal): Promise<boolean> {
  let fault: { readonly error: unknown } | undefined;
  const watched = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield* source;
    } catch (error) {
      fault = { error };
      throw error;
    }
  };
  const bytes = byteReader(decompress(watched(), archiveLimits, archiveRules.image, signal));
  try {
    decodeHeader(await bytes.read(blockSizeBytes));
    return true;
  } catch {
    signal?.throwIfAborted();
    if (fault) throw fault.error;
    return false;
  } finally {
    await bytes.close().catch(() => undefined);
  }
}
