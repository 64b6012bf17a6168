import type { Digest } from '@gati/identifiers';
import type { FastifyReply } from 'fastify';
import { surrogateKeyOf } from '../rules/surrogate-keys.ts';

/** Bytes that publishers wrote cannot act as our origin, whatever they are and whoever follows a link to them. */
export const inertHeaders = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "sandbox; default-src 'none'",
} as const;

export const entityTagOf = (digest: Digest): string => `"${digest}"`;

/** Bytes as a cache between us and the client may keep them. */
export interface Cacheable {
  readonly digest: Digest;
  readonly artifactId: string;
  /** Whether everybody may have them: public, free and admitted. */
  readonly isPublic: boolean;
  /** Whether they were asked for by their digest; what a label or version leads to may be other bytes the next time. */
  readonly isByDigest: boolean;
}

/** What is for everybody may be kept for good under its digest, and under a tag as long as we are asked each time; everything else is for the caller alone. */
export const cacheControlOf = ({ isPublic, isByDigest }: Pick<Cacheable, 'isPublic' | 'isByDigest'>): string => {
  if (!isPublic) return 'private, no-store';
  return isByDigest ? 'public, max-age=31536000, immutable' : 'public, no-cache';
};

/** Nothing that is public differs between callers or by what they accept, so the address alone is the key of a cache: no `Vary`. */
export const setContentHeaders = (reply: FastifyReply, content: Cacheable): FastifyReply =>
  reply.headers({
    'docker-content-digest': content.digest,
    etag: entityTagOf(content.digest),
    'cache-control': cacheControlOf(content),
    ...(content.isPublic ? { 'surrogate-key': surrogateKeyOf(content.artifactId) } : {}),
  });
