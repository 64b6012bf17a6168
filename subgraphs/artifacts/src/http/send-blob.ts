import { RegistryError } from '@gati/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { matchesEntityTag, parseRanges, type ByteRange } from '../rules/ranges.ts';
import type { ReadableBlob } from '../use-cases/read-blob.ts';
import type { WriteSide } from '../write-side.ts';
import { entityTagOf, setContentHeaders } from './content-headers.ts';
import { multipartOf } from './multipart-ranges.ts';
import { sendExactly } from './send-exactly.ts';

/** Whatever a publisher calls it. */
const contentType = 'application/octet-stream';
/** What is no larger is sent from here: a second request would cost more than its bytes. */
const directSizeBytesMax = 64 * 1024;

/**
 * Answers GET and HEAD for a blob: by a link where the store signs; else whole, the ranges asked for, or not at all when the client has it. It leaves as an attachment without a type of its own, streamed, and the file is closed when the client goes.
 * @param onStart  called when bytes begin to flow
 */
export async function sendBlob(
  {
    request,
    reply,
    artifacts,
  }: { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly artifacts: Pick<WriteSide, 'openBlob' | 'signedBlobUrl'> },
  blob: ReadableBlob,
  onStart: () => void = () => {},
): Promise<FastifyReply> {
  const { digest, sizeBytes } = blob;
  const entityTag = entityTagOf(digest);
  setContentHeaders(reply, { ...blob, isByDigest: true }).header('accept-ranges', 'bytes');
  if (matchesEntityTag(request.headers['if-none-match'], entityTag)) return reply.code(304).send();

  const link = request.method === 'GET' && sizeBytes > directSizeBytesMax ? await artifacts.signedBlobUrl(digest) : null;
  if (link !== null) {
    onStart();
    // The bytes may be kept for good, the way to them may not.
    return reply.code(307).headers({ location: link, 'cache-control': 'private, no-store', 'content-length': 0 }).send();
  }
  reply.headers({ 'content-type': contentType, 'content-disposition': `attachment; filename="${digest.replace(':', '-')}"` });
  if (request.method === 'HEAD') return reply.header('content-length', sizeBytes).send();

  const ifRange = request.headers['if-range'];
  const ranges = ifRange === undefined || ifRange === entityTag ? parseRanges(request.headers.range, sizeBytes) : 'whole';
  if (ranges === 'unsatisfiable') return reply.code(416).header('content-range', `bytes */${sizeBytes}`).header('content-length', 0).send();

  const open = async (range?: ByteRange) => {
    const body = await artifacts.openBlob(digest, ...(range ? [range] : []));
    if (!body) throw new RegistryError('NOT_FOUND', { reference: digest });
    return body;
  };
  if (ranges === 'whole') {
    const body = await open();
    onStart();
    return sendExactly({ request, reply }, body, sizeBytes);
  }
  const [range, ...more] = ranges;
  if (range && more.length === 0) {
    const body = await open(range);
    onStart();
    const length = range.end - range.start + 1;
    reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${sizeBytes}`);
    return sendExactly({ request, reply }, body, length);
  }
  const parts = multipartOf(ranges, { sizeBytes, contentType }, open);
  onStart();
  return reply.code(206).headers({ 'content-type': parts.contentType, 'content-length': parts.sizeBytes }).send(parts.body);
}
