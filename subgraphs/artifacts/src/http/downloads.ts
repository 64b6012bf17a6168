import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WriteSide } from '../write-side.ts';
import { answerOf } from './oci-errors.ts';
import type { DoorDependencies } from './oci-request.ts';
import { sendBlob } from './send-blob.ts';

/** `GET`, `HEAD` /downloads/TICKET: the bytes that a ticket opens, with ranges, so that a cut download goes on. */
export const downloadRoute =
  (artifacts: WriteSide, limits: DoorDependencies['limits']) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    try {
      const take = async (caller: string | null): Promise<void> => limits?.take('read', { caller, address: request.ip }, (headers) => reply.headers(headers));
      const blob = await artifacts.redeemDownloadTicket((request.params as { readonly '*': string })['*']).catch(async (error: unknown) => {
        await take(null);
        throw error;
      });
      const { artifactId, versionId, accountId } = blob.ticket;
      await take(accountId);
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
