import { parseDigest } from '@gati/identifiers';
import type { FastifyReply } from 'fastify';
import { originOf, type OciRequest } from './oci-request.ts';
import { sendBlob } from './send-blob.ts';

/** `GET`, `HEAD` /v2/NAME/blobs/DIGEST. */
export async function getBlob(oci: OciRequest, digest: string): Promise<FastifyReply> {
  const blob = await oci.artifacts.readBlob(oci.caller.principal, { name: oci.name, digest: parseDigest(digest) });
  return sendBlob(oci, blob);
}

/** `DELETE` /v2/NAME/blobs/DIGEST. */
export async function deleteBlob({ request, reply, artifacts, caller, name }: OciRequest, digest: string): Promise<FastifyReply> {
  await artifacts.deleteBlob(caller.principal, { name, digest: parseDigest(digest), origin: originOf(request) });
  return reply.code(202).send();
}
