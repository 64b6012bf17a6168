import type { FastifyReply } from 'fastify';

/**
 * Holds a body to its stated length: where the store gives fewer or more bytes, the connection is cut, because a client must not take half a blob for a whole one, nor the rest of one for the beginning of its next answer.
 * Counts beside the pipe, so the transfer costs nothing more. To be called before the body is sent.
 */
export function exactBody(body: NodeJS.ReadableStream, sizeBytes: number, reply: FastifyReply): NodeJS.ReadableStream {
  let sentBytes = 0;
  // Held until the pipe is there: a listener alone would set it flowing.
  body.pause();
  body.on('data', (piece: Uint8Array) => {
    sentBytes += piece.length;
    if (sentBytes > sizeBytes) reply.raw.destroy();
  });
  body.once('end', () => {
    if (sentBytes !== sizeBytes) reply.raw.destroy();
  });
  return body;
}
