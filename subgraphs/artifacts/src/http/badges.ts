import { createHash } from 'node:crypto';
import { parseRepository } from '@gati/identifiers';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { badgeKinds, drawBadge, isBadgeKind, missingBadge, type Badge } from '../rules/badges.ts';
import type { ReadSide } from '../read-side.ts';

const freshSeconds = 300;
const pathPattern = /^@(?<repository>[^/]+\/[^/]+)\/(?<kind>[^/]+)\.svg$/;

/** `GET`, `HEAD` /badges/@HANDLE/NAME/KIND.svg: an image for READMEs. What is missing, private, or no kind is a badge that says so, with 404. */
export const badgeRoute =
  (readBadge: ReadSide['readBadge']) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { repository = '', kind = '' } = pathPattern.exec((request.params as { readonly '*': string })['*'])?.groups ?? {};
    const artifact = parseRepository(repository);
    if (!artifact) return send({ request, reply }, missingBadge, 404);
    if (!isBadgeKind(kind)) return send({ request, reply }, { label: 'gati', message: `one of ${badgeKinds.join(', ')}`, tone: 'unknown' }, 404);
    try {
      const badge = await readBadge({ artifact, kind });
      return await send({ request, reply }, badge ?? missingBadge, badge ? 200 : 404);
    } catch (error) {
      request.log.error({ err: error }, 'a badge could not be drawn');
      return reply.code(503).header('cache-control', 'no-store').send();
    }
  };

async function send(
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  badge: Badge,
  status: number,
): Promise<FastifyReply> {
  const svg = drawBadge(badge);
  const entityTag = `"${createHash('sha256').update(svg).digest('base64url').slice(0, 22)}"`;
  reply.headers({ 'content-type': 'image/svg+xml; charset=utf-8', 'cache-control': `public, max-age=${freshSeconds}`, etag: entityTag });
  if (status === 200 && request.headers['if-none-match'] === entityTag) return reply.code(304).send();
  return reply.code(status).send(svg);
}
