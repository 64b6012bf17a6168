import { RegistryError } from '@gati/errors';
import type { IncomingMessage } from 'node:http';

/** Whether bytes come with the request. */
export const hasBody = ({ headers }: IncomingMessage): boolean => headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** All of a small body. @throws QUOTA_EXCEEDED as soon as it is known to be larger */
export async function readBody(
  request: IncomingMessage,
  { what, sizeBytesMax }: { readonly what: string; readonly sizeBytesMax: number },
): Promise<Uint8Array> {
  const tooLarge = (found: number): RegistryError => new RegistryError('QUOTA_EXCEEDED', { what, limit: sizeBytesMax, found });
  const stated = Number(request.headers['content-length'] ?? 0);
  if (stated > sizeBytesMax) throw tooLarge(stated);
  const pieces: Buffer[] = [];
  let sizeBytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    sizeBytes += piece.byteLength;
    if (sizeBytes > sizeBytesMax) throw tooLarge(sizeBytes);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
