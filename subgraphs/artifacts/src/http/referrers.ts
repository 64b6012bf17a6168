import { parseDigest } from '@gati/identifiers';
import type { FastifyReply } from 'fastify';
import { ociIndexMediaType } from '../rules/media-types.ts';
import type { OciRequest } from './oci-request.ts';

/** `GET` /v2/NAME/referrers/DIGEST?artifactType=: an index of what refers to the manifest, in pages. */
export async function getReferrers({ reply, artifacts, caller, name, repository, query }: OciRequest, digest: string): Promise<FastifyReply> {
  const subject = parseDigest(digest);
  const artifactType = query.get('artifactType') || null;
  const { referrers, next } = await artifacts.listReferrers(caller.principal, { name, subject, artifactType, after: query.get('last') ?? '' });
  if (artifactType !== null) reply.header('oci-filters-applied', 'artifactType');
  if (next !== null) {
    const parameters = new URLSearchParams({ ...(artifactType === null ? {} : { artifactType }), last: next });
    reply.header('link', `</v2/${repository}/referrers/${subject}?${parameters}>; rel="next"`);
  }
  const manifests = referrers.map(({ mediaType, artifactType: type, sizeBytes, annotations, digest: referrer }) => ({
    mediaType,
    digest: referrer,
    size: sizeBytes,
    ...(type === null ? {} : { artifactType: type }),
    ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
  }));
  // As bytes: a text would get a charset parameter, which the media type does not have.
  const body = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: ociIndexMediaType, manifests }));
  return reply.headers({ 'content-type': ociIndexMediaType, 'cache-control': 'private, no-store' }).send(body);
}
