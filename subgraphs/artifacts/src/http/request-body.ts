import { RegistryError } from '@gati/errors';
import { askForBody, lentPieces } from '@gati/subgraph';
import type { IncomingMessage } from 'node:http';

/** Whether bytes come with the request. */
export const hasBody = ({ headers }: IncomingMessage): boolean => headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Bytes that the client says will come; null when it does not say. */
export const statedBytesOf = ({ headers }: IncomingMessage): number | null =>
  headers['content-length'] === undefined ? null : Number(headers['content-length']);

/** The body, for which a client that waits to be asked is asked when somebody begins to read it. */
const askedBody = (request: IncomingMessage): AsyncIterable<Uint8Array> => ({
  [Symbol.asyncIterator]: () => {
    askForBody(request);
    return request[Symbol.asyncIterator]();
  },
});

/** The same for a large one that streams: each piece is good until the next is asked for. */
export const bodyOf = (request: IncomingMessage): AsyncIterable<Uint8Array> => ({ [Symbol.asyncIterator]: () => lentPieces(askedBody(request)) });

/** All of a small body. @throws QUOTA_EXCEEDED as soon as it is known to be larger */
export async function readBody(
  request: IncomingMessage,
  { what, sizeBytesMax }: { readonly what: string; readonly sizeBytesMax: number },
): Promise<Uint8Array> {
  const tooLarge = (found: number): RegistryError => new RegistryError('QUOTA_EXCEEDED', { what, limit: sizeBytesMax, found });
  const stated = statedBytesOf(request) ?? 0;
  if (stated > sizeBytesMax) throw tooLarge(stated);
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const piece of askedBody(request)) {
    sizeBytes += piece.byteLength;
    if (sizeBytes > sizeBytesMax) throw tooLarge(sizeBytes);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
