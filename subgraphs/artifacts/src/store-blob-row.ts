import type { BlobReading } from '@gati/blob-store';
import { RegistryError } from '@gati/errors';
import type { Digest } from '@gati/identifiers';
import type { ArtifactLimits } from './limits.ts';
import type { Tables } from './ports.ts';
import { blobs } from './repository/blobs.ts';
import { stateOf } from './repository/storage.ts';
import { assertRoom } from './rules/quota.ts';

/**
 * Writes down that a blob is stored and that this repository has it. Its bytes are in the store before, never after: a row without bytes cannot be.
 * The digest's lock keeps a collection from taking the bytes in between. The namespace's account is changed last, because others that push to it wait for it.
 * @throws QUOTA_EXCEEDED when the namespace would hold more than it may; what it has already costs nothing
 * @param sizeBytes  how many bytes were written just now, where they were
 * @throws UPSTREAM_UNAVAILABLE when the store does not have the bytes, or not so many; in the rare case that a collection took them first, the client sends them again
 */
export async function storeBlobRow(
  tables: Tables,
  { store, limits }: { readonly store: Pick<BlobReading, 'stat'>; readonly limits: Pick<ArtifactLimits, 'namespaceQuotaBytes'> },
  { artifactId, digest, sizeBytes, at }: { readonly artifactId: string; readonly digest: Digest; readonly sizeBytes?: number; readonly at: Date },
): Promise<void> {
  await blobs(tables).lock(digest);
  const stored = await store.stat(digest);
  // A store that says it has written, and has not, or not all, is believed the second time only.
  if (!stored || (sizeBytes !== undefined && stored.sizeBytes !== sizeBytes)) throw new RegistryError('UPSTREAM_UNAVAILABLE', { what: `The blob ${digest}` });
  await blobs(tables).insert(digest, stored.sizeBytes, at);
  const linked = await blobs(tables).link(artifactId, digest, at);
  if (!linked) return;
  const { addedBytes, storedBytes, quotaBytes } = linked;
  assertRoom(stateOf({ storedBytes: storedBytes - addedBytes, quotaBytes }, limits.namespaceQuotaBytes), addedBytes);
}
