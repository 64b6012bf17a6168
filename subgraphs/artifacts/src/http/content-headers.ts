import type { Digest } from '@gati/identifiers';
import type { FastifyReply } from 'fastify';

/** Bytes that publishers wrote cannot act as our origin, whatever they are and whoever follows a link to them. */
export const inertHeaders = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "sandbox; default-src 'none'",
} as const;

export const entityTagOf = (digest: Digest): string => `"${digest}"`;

/** Only what is public, free and admitted may be kept by caches, and then for good: bytes of a digest never change. Everything else is for the caller alone. */
export const cacheControlOf = (isPublic: boolean): string => (isPublic ? 'public, max-age=31536000, immutable' : 'private, no-store');

export const setContentHeaders = (reply: FastifyReply, { digest, isPublic }: { readonly digest: Digest; readonly isPublic: boolean }): FastifyReply =>
  reply.headers({ 'docker-content-digest': digest, etag: entityTagOf(digest), 'cache-control': cacheControlOf(isPublic) });
