import { parseDigest, parseRepository, repositoryOf, splitName, type Digest } from '@gati/identifiers';
import type { FastifyReply } from 'fastify';
import { parseContentRange, type ByteRange } from '../rules/ranges.ts';
import type { Chunk } from '../use-cases/append-upload.ts';
import { UploadConflict } from '../upload-conflict.ts';
import { OciRefusal } from './oci-errors.ts';
import { covers, visibilityWishOf, type OciRequest } from './oci-request.ts';
import { bodyOf, hasBody, statedBytesOf } from './request-body.ts';

/** `POST` /v2/NAME/blobs/uploads/: opens a session, or takes a blob at once (`?digest=`), or from another repository (`?mount=`). */
export async function postUpload(oci: OciRequest): Promise<FastifyReply> {
  const { request, reply, artifacts, caller, name, repository, query } = oci;
  const wish = visibilityWishOf(request);
  const mount = query.get('mount');
  if (mount !== null && mount !== '') {
    const digest = parseDigest(mount);
    const from = query.get('from');
    const isMounted = await artifacts.mountBlob(caller.principal, {
      name,
      digest,
      from: from === null || from === '' ? null : (parseRepository(from) ?? 'unknown'),
      wish,
      covers: (source) => splitName(source).handle === splitName(name).handle || covers(caller, repositoryOf(source), 'pull'),
    });
    if (isMounted) return created(reply, repository, digest);
  }
  const digest = query.get('digest');
  if (digest !== null && mount === null) {
    const expected = parseDigest(digest);
    await artifacts.receiveBlob(caller.principal, { name, digest: expected, body: bodyOf(request.raw), statedBytes: statedBytesOf(request.raw), wish });
    return created(reply, repository, expected);
  }
  const { uploadId } = await artifacts.startUpload(caller.principal, { name, wish });
  return progress(reply.code(202), oci, uploadId, 0);
}

/** `GET` /v2/NAME/blobs/uploads/ID. */
export async function getUpload(oci: OciRequest, uploadId: string): Promise<FastifyReply> {
  const { sizeBytes } = await oci.artifacts.readUpload(oci.caller.principal, { name: oci.name, uploadId });
  return progress(oci.reply.code(204), oci, uploadId, sizeBytes);
}

/** `PATCH` /v2/NAME/blobs/uploads/ID: a chunk at its place (`Content-Range`), or everything in one stream. */
export async function patchUpload(oci: OciRequest, uploadId: string): Promise<FastifyReply> {
  return orConflict(oci, uploadId, async () => {
    const sizeBytes = await oci.artifacts.appendUpload(oci.caller.principal, chunkOf(oci, uploadId));
    return progress(oci.reply.code(202), oci, uploadId, sizeBytes);
  });
}

/** `PUT` /v2/NAME/blobs/uploads/ID?digest=: the whole body or the last bytes, if any, and the end of the session. */
export async function putUpload(oci: OciRequest, uploadId: string): Promise<FastifyReply> {
  const { request, reply, artifacts, caller, name, repository, query } = oci;
  const digest = parseDigest(query.get('digest') ?? '');
  return orConflict(oci, uploadId, async () => {
    if (hasBody(request.raw)) {
      const chunk = chunkOf(oci, uploadId);
      if (chunk.range === null && (await artifacts.receiveUpload(caller.principal, { ...chunk, digest }))) return created(reply, repository, digest);
      await artifacts.appendUpload(caller.principal, chunk);
    }
    await artifacts.finishUpload(caller.principal, { name, uploadId, digest });
    return created(reply, repository, digest);
  });
}

/** `DELETE` /v2/NAME/blobs/uploads/ID. */
export async function deleteUpload({ reply, artifacts, caller, name }: OciRequest, uploadId: string): Promise<FastifyReply> {
  await artifacts.cancelUpload(caller.principal, { name, uploadId });
  return reply.code(204).send();
}

/** So much of a part is in the memory of whoever sends it, and is sent again when its connection is cut. */
const partBytesMax = 64 * 1024 ** 2;
const wholeNumber = /^\d{1,15}$/;

/**
 * `POST` /v2/NAME/blobs/uploads/ID?offset=&size=&digest=: a link by which the client sends that part to the store itself, where the store signs. Parts may come in any order; the session is finished as any other.
 * Ours, and not of the specification: it is offered to clients alone that begin or look at a session with `Gati-Direct-Upload: 1`, by the same header in the answer.
 */
export async function postPart({ reply, artifacts, caller, name, query }: OciRequest, uploadId: string): Promise<FastifyReply> {
  if (!artifacts.signPart) throw new OciRefusal(405, 'UNSUPPORTED', 'Parts are sent to the registry here: PATCH.', { allow: 'GET, PATCH, PUT, DELETE' });
  const [offset, size] = [query.get('offset') ?? '', query.get('size') ?? ''];
  const digest = parseDigest(query.get('digest') ?? '');
  if (!wholeNumber.test(offset) || !wholeNumber.test(size) || Number(size) < 1 || Number(size) > partBytesMax)
    throw new OciRefusal(400, 'SIZE_INVALID', `A part has an offset and a size of 1 to ${partBytesMax} bytes.`);
  const link = await artifacts.signPart(caller.principal, { name, uploadId, offsetBytes: Number(offset), sizeBytes: Number(size), digest });
  return reply.header('cache-control', 'private, no-store').send(link);
}

const chunkOf = ({ request, name }: OciRequest, uploadId: string): Chunk => ({
  name,
  uploadId,
  body: bodyOf(request.raw),
  statedBytes: statedBytesOf(request.raw),
  range: rangeOf(request.headers['content-range'], request.headers['content-length']),
});

/** @throws BLOB_UPLOAD_INVALID, SIZE_INVALID */
function rangeOf(contentRange: string | undefined, contentLength: string | undefined): ByteRange | null {
  if (contentRange === undefined) return null;
  const range = parseContentRange(contentRange);
  if (!range) throw new OciRefusal(400, 'BLOB_UPLOAD_INVALID', `«${contentRange.slice(0, 100)}» is not a range of bytes like 0-1023.`);
  const stated = range.end - range.start + 1;
  if (contentLength !== undefined && Number(contentLength) !== stated)
    throw new OciRefusal(400, 'SIZE_INVALID', `Content-Range says ${stated} bytes and Content-Length says ${contentLength}.`);
  return range;
}

/** The first byte counts as byte 0, so a session without any says 0-0, as every registry does. */
const standing = ({ repository }: OciRequest, uploadId: string, sizeBytes: number): Readonly<Record<string, string>> => ({
  location: `/v2/${repository}/blobs/uploads/${uploadId}`,
  range: `0-${Math.max(sizeBytes - 1, 0)}`,
  'docker-upload-uuid': uploadId,
});

const progress = (reply: FastifyReply, oci: OciRequest, uploadId: string, sizeBytes: number): FastifyReply =>
  reply.headers({ ...standing(oci, uploadId, sizeBytes), ...offerOf(oci), 'content-length': 0 }).send();

/** To clients that ask for it: parts may be sent to the store itself. */
const offerOf = ({ request, artifacts }: OciRequest): Readonly<Record<string, string>> =>
  request.headers['gati-direct-upload'] === '1' && artifacts.signPart ? { 'gati-direct-upload': '1' } : {};

/** Bytes that the session does not take now are refused with where it stands, so that the client can go on from there. @throws 416 BLOB_UPLOAD_INVALID */
async function orConflict(oci: OciRequest, uploadId: string, work: () => Promise<FastifyReply>): Promise<FastifyReply> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UploadConflict)) throw error;
    throw new OciRefusal(416, 'BLOB_UPLOAD_INVALID', error.message, standing(oci, uploadId, error.sizeBytes));
  }
}

const created = (reply: FastifyReply, repository: string, digest: Digest): FastifyReply =>
  reply
    .code(201)
    .headers({ location: `/v2/${repository}/blobs/${digest}`, 'docker-content-digest': digest, 'content-length': 0 })
    .send();
