import type { BlobReading } from '@gati/blob-store';
import { RegistryError } from '@gati/errors';
import type { Digest } from '@gati/identifiers';
import type { Tables } from './ports.ts';
import { blobs } from './repository/blobs.ts';

/**
 * Writes down that a blob is stored and that this repository has it. Its bytes are in the store before, never after: a row without bytes cannot be.
 * The digest's lock keeps the sweep from taking the bytes in between.
 * @throws UPSTREAM_UNAVAILABLE in the rare case that a sweep took them first: the client sends them again
 */
export async function storeBlobRow(
  tables: Tables,
  store: Pick<BlobReading, 'stat'>,
  { artifactId, digest, at }: { readonly artifactId: string; readonly digest: Digest; readonly at: Date },
): Promise<void> {
  await blobs(tables).lock(digest);
  const stored = await store.stat(digest);
  if (!stored) throw new RegistryError('UPSTREAM_UNAVAILABLE', { what: `The blob ${digest}` });
  await blobs(tables).insert(digest, stored.sizeBytes, at);
  await blobs(tables).link(artifactId, digest, at);
}
