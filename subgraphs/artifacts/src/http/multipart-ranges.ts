import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ByteRange } from '../rules/ranges.ts';

/** Several ranges as one body (RFC 9110, 14.6, `multipart/byteranges`). */
export interface MultipartBody {
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly body: Readable;
}

/**
 * Sends one range after the other, each opened when its turn comes; what is open is closed when the client goes.
 * @param openRange  the bytes of one range
 */
export function multipartOf(
  ranges: readonly ByteRange[],
  { sizeBytes, contentType }: { readonly sizeBytes: number; readonly contentType: string },
  openRange: (range: ByteRange) => Promise<AsyncIterable<Uint8Array | string>>,
): MultipartBody {
  const boundary = `gati-${randomUUID()}`;
  const headOf = ({ start, end }: ByteRange): string =>
    `\r\n--${boundary}\r\nContent-Type: ${contentType}\r\nContent-Range: bytes ${start}-${end}/${sizeBytes}\r\n\r\n`;
  const tail = `\r\n--${boundary}--\r\n`;
  async function* parts(): AsyncGenerator<Uint8Array | string, void, undefined> {
    for (const range of ranges) {
      yield headOf(range);
      let sentBytes = 0;
      for await (const piece of await openRange(range)) {
        sentBytes += piece.length;
        yield piece;
      }
      if (sentBytes !== range.end - range.start + 1) throw new Error(`The store gave ${sentBytes} bytes for the range ${range.start}-${range.end}.`);
    }
    yield tail;
  }
  return {
    contentType: `multipart/byteranges; boundary=${boundary}`,
    sizeBytes: ranges.reduce((sum, range) => sum + headOf(range).length + range.end - range.start + 1, tail.length),
    body: Readable.from(parts(), { objectMode: false }),
  };
}
