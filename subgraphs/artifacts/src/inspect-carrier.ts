import type { BlobReading } from '@gati/blob-store';
import { RegistryError } from '@gati/errors';
import type { Tables } from './ports.ts';
import { manifests } from './repository/manifests.ts';
import { looksLike, partsOfCarrier } from './rules/carriers.ts';
import type { ParsedManifest } from './rules/manifests.ts';

/**
 * Whether a manifest holds nothing but documents about another one, so that it needs no signature of its own where that one is open. An index does when all that it names do, which is how clients without the referrers API keep their lists.
 * Says the same of the same bytes at any time. The caller knows already that the repository has what the manifest names.
 * @throws UPSTREAM_UNAVAILABLE when a blob cannot be read now
 */
export async function isInertCarrier(
  { tables, store }: { readonly tables: Tables; readonly store: Pick<BlobReading, 'open'> },
  artifactId: string,
  manifest: ParsedManifest,
): Promise<boolean> {
  if (manifest.kind === 'index')
    return manifests(tables).areInert(
      artifactId,
      manifest.references.map(({ digest }) => digest),
    );
  const parts = partsOfCarrier(manifest);
  if (!parts) return false;
  for (const { digest, format } of parts) {
    const blob = await store.open(digest);
    if (!blob) throw new RegistryError('UPSTREAM_UNAVAILABLE', { what: `The blob ${digest}` });
    if (!(await looksLike(format, blob.body))) return false;
  }
  return true;
}
