import { parseDigest } from '@gati/identifiers';
import type { FastifyReply } from 'fastify';
import { matchesEntityTag } from '../rules/ranges.ts';
import { parseManifestReference, tagOf, type Tag } from '../rules/tags.ts';
import { entityTagOf, setContentHeaders } from './content-headers.ts';
import { OciRefusal } from './oci-errors.ts';
import { originOf, visibilityWishOf, type OciRequest } from './oci-request.ts';
import { readBody, statedBytesOf } from './request-body.ts';

/** Tags that one push by digest may set; the specification asks for ten. */
const tagParametersMax = 50;

/** Whether the manifest is only to be compared with its signature, as by `gati verify`: it is no download then, like a HEAD. */
const isVerification = ({ headers }: OciRequest['request']): boolean => headers['gati-purpose'] === 'verification';

/** `GET`, `HEAD` /v2/NAME/manifests/REFERENCE. What the client accepts is not looked at: a manifest has one form, and a digest names its bytes. */
export async function getManifest({ request, reply, artifacts, caller, name }: OciRequest, reference: string): Promise<FastifyReply> {
  const manifest = await artifacts.readManifest(caller.principal, { name, reference: parseManifestReference(reference) });
  setContentHeaders(reply, { ...manifest, isByDigest: reference.includes(':') });
  if (manifest.subject) reply.header('oci-subject', manifest.subject);
  if (matchesEntityTag(request.headers['if-none-match'], entityTagOf(manifest.digest))) return reply.code(304).send();

  reply.headers({ 'content-type': manifest.mediaType, 'content-length': manifest.sizeBytes });
  if (request.method === 'HEAD') return reply.send();
  const content = await manifest.content();
  if (manifest.versionId !== null && !isVerification(request)) {
    artifacts.downloads.note(
      { artifactId: manifest.artifactId, versionId: manifest.versionId },
      {
        accountId: caller.principal.kind === 'anonymous' ? null : caller.principal.accountId,
        address: request.ip,
        userAgent: request.headers['user-agent'] ?? '',
      },
    );
  }
  return reply.send(Buffer.from(content));
}

/** `PUT` /v2/NAME/manifests/REFERENCE, with further tags in `?tag=`. */
export async function putManifest({ request, reply, artifacts, caller, name, repository, query }: OciRequest, reference: string): Promise<FastifyReply> {
  const tags = tagParameters(query.getAll('tag'));
  const parsed = parseManifestReference(reference);
  const { digest, subject } = await artifacts.pushManifest(caller.principal, {
    name,
    reference: parsed,
    tags,
    contentType: request.headers['content-type'],
    statedBytes: statedBytesOf(request.raw),
    read: () => readBody(request.raw, { what: 'The size of the manifest in bytes', sizeBytesMax: artifacts.limits.manifestSizeBytes }),
    wish: visibilityWishOf(request),
    origin: originOf(request),
  });
  reply.headers({ location: `/v2/${repository}/manifests/${digest}`, 'docker-content-digest': digest, 'content-length': 0 });
  if (subject) reply.header('oci-subject', subject);
  if (tags.length > 0) reply.header('oci-tag', tags.map(({ tag }) => tag).join(', '));
  return reply.code(201).send();
}

/** `DELETE` /v2/NAME/manifests/REFERENCE. */
export async function deleteManifest({ request, reply, artifacts, caller, name }: OciRequest, reference: string): Promise<FastifyReply> {
  const parsed = parseManifestReference(reference);
  if (parsed.kind === 'digest') await artifacts.deleteManifest(caller.principal, { name, digest: parseDigest(parsed.digest), origin: originOf(request) });
  else await artifacts.deleteTag(caller.principal, { name, tag: parsed.tag, origin: originOf(request) });
  return reply.code(202).send();
}

function tagParameters(texts: readonly string[]): readonly Tag[] {
  if (texts.length > tagParametersMax) throw new OciRefusal(414, 'UNSUPPORTED', `${texts.length} tags are more than ${tagParametersMax}.`);
  return texts.map((text) => {
    const tag = tagOf(text);
    if (!tag) throw new OciRefusal(400, 'MANIFEST_INVALID', `«${text.slice(0, 140)}» is not a tag.`);
    return tag;
  });
}
