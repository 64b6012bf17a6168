import { passOn, waitsForContinue } from '@gati/subgraph';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

/**
 * Sends a body of a stated length, past Fastify's own way so that the memory of what has left is given back at once. The source is closed when the client goes.
 * Where the store gives fewer or more bytes, the connection is cut: a client must not take half a blob for a whole one, nor the rest of one for the beginning of its next answer.
 * @throws what the source fails with before its first byte; nothing is sent then
 */
export async function sendExactly(
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  body: Readable,
  sizeBytes: number,
): Promise<FastifyReply> {
  await once(body, 'readable');
  const response = reply.hijack().raw;
  const headers = { ...reply.getHeaders(), ...(waitsForContinue(request.raw) ? { connection: 'close' } : {}) };
  response.writeHead(reply.statusCode, { ...headers, 'content-length': sizeBytes } as Record<string, string | number>);
  const cut = (): void => void response.destroy();
  let sentBytes = 0;
  body.once('error', cut);
  body.once('end', () => {
    if (sentBytes !== sizeBytes) cut();
  });
  response.once('close', () => body.destroy());
  passOn(body, response, (piece) => {
    sentBytes += piece.length;
    if (sentBytes > sizeBytes) cut();
  });
  return reply;
}
