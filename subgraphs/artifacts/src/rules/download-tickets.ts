import { isDigest, type Digest } from '@gati/identifiers';
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** What a ticket opens: one blob as part of one version, for a short time. */
export interface DownloadTicket {
  readonly digest: Digest;
  readonly artifactId: string;
  readonly versionId: string;
  /** Who asked for it, for the count of downloads; null for an anonymous caller. */
  readonly accountId: string | null;
  /** Whether everybody may have these bytes, so that caches may keep them. */
  readonly isPublic: boolean;
  readonly expiresAt: Date;
}

/** Signed links live no longer than this (flows.md, "Who is asking"). */
export const ticketLifetimeMs = 60_000;

const uuidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Makes and reads tickets; only who knows the secret can make one. @param secret  of the installation; the key is derived from it for this purpose alone */
export function createTicketSigner(secret: string): {
  readonly sign: (ticket: DownloadTicket) => string;
  readonly read: (text: string) => DownloadTicket | null;
} {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'gati download ticket', 32));
  const seal = (payload: string): Buffer => createHmac('sha256', key).update(payload).digest();
  return {
    sign: ({ digest, artifactId, versionId, accountId, isPublic, expiresAt }) => {
      const payload = Buffer.from(JSON.stringify([digest, artifactId, versionId, accountId, isPublic, expiresAt.getTime()])).toString('base64url');
      return `${payload}.${seal(payload).toString('base64url')}`;
    },
    read: (text) => {
      const [payload = '', signature = '', ...rest] = text.split('.');
      const [claimed, actual] = [Buffer.from(signature, 'base64url'), seal(payload)];
      if (rest.length > 0 || claimed.length !== actual.length || !timingSafeEqual(claimed, actual)) return null;
      return parse(Buffer.from(payload, 'base64url').toString());
    },
  };
}

/** What we signed ourselves, perhaps with another release of ours. */
function parse(json: string): DownloadTicket | null {
  const [digest, artifactId, versionId, accountId, isPublic, expiresAt] = JSON.parse(json) as readonly unknown[];
  const isWhole =
    typeof digest === 'string' &&
    isDigest(digest) &&
    typeof artifactId === 'string' &&
    uuidPattern.test(artifactId) &&
    typeof versionId === 'string' &&
    uuidPattern.test(versionId) &&
    (accountId === null || typeof accountId === 'string') &&
    typeof isPublic === 'boolean' &&
    typeof expiresAt === 'number';
  return isWhole ? { digest, artifactId, versionId, accountId, isPublic, expiresAt: new Date(expiresAt) } : null;
}
