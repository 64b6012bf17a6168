import type { FastifyReply } from 'fastify';
import { tagsPageMax } from '../use-cases/list-tags.ts';
import { OciRefusal } from './oci-errors.ts';
import type { OciRequest } from './oci-request.ts';

/** `GET` /v2/NAME/tags/list?n=&last=. A page is never longer than 1000, whatever is asked for. */
export async function getTags({ reply, artifacts, caller, name, repository, query }: OciRequest): Promise<FastifyReply> {
  const limit = limitOf(query.get('n'));
  const { tags, hasMore } = await artifacts.listTags(caller.principal, { name, after: query.get('last') ?? '', limit });
  const last = tags.at(-1);
  if (hasMore && last !== undefined) reply.header('link', `</v2/${repository}/tags/list?${new URLSearchParams({ n: String(limit), last })}>; rel="next"`);
  return reply.header('cache-control', 'private, no-store').send({ name: repository, tags });
}

function limitOf(text: string | null): number {
  if (text === null || text === '') return tagsPageMax;
  if (!/^\d{1,20}$/.test(text)) throw new OciRefusal(400, 'UNSUPPORTED', `n is «${text.slice(0, 40)}», and should be a number of tags.`);
  return Math.min(Number(text), tagsPageMax);
}
