import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WriteSide } from '../write-side.ts';
import { answerOf } from './oci-errors.ts';
import { sendBlob } from './send-blob.ts';

/** `GET`, `HEAD` /downloads/TICKET: the bytes that a ticket opens, with ranges, so that a cut download goes on. */
export const downloadRoute =
  (artifacts: WriteSide) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    try {
      const blob = await artifacts.redeemDownloadTicket((request.params as { readonly '*': string })['*']);
      const { artifactId, versionId, accountId } = blob.ticket;
      return await sendBlob({ request, reply, artifacts }, blob, () =>
        artifacts.downloads.note({ artifactId, versionId }, { accountId, address: request.ip, userAgent: request.headers['user-agent'] ?? '' }),
      );
    } catch (error) {
      const { status, headers, body } = answerOf(error, 'BLOB_UNKNOWN', request.id);
      if (status >= 500) request.log.error({ err: error }, 'a download failed');
      return reply
        .code(status)
        .headers({ ...headers, 'cache-control': 'private, no-store', 'content-type': 'application/json; charset=utf-8' })
        .send(body);
    }
  };
