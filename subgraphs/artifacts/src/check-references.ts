import { RegistryError } from '@gati/errors';
import { MissingReferences } from './missing-references.ts';
import type { Tables } from './ports.ts';
import { blobs } from './repository/blobs.ts';
import { manifests } from './repository/manifests.ts';
import type { ParsedManifest } from './rules/manifests.ts';

/**
 * Whether the repository has everything that the manifest names, as long as it says and of the type it says. Inside the transaction that stores the manifest, with the artifact's row held, nothing of it can go before that ends.
 * Layers that may not be handed on (non-distributable ones) may be missing.
 * @throws MissingReferences; MANIFEST_INVALID for a wrong size or type
 */
export async function checkReferences(tables: Tables, artifactId: string, { references }: ParsedManifest): Promise<void> {
  const ofBlobs = references.filter(({ kind }) => kind !== 'manifest');
  const ofManifests = references.filter(({ kind }) => kind === 'manifest');
  const sizes =
    ofBlobs.length > 0
      ? await blobs(tables).sizesOf(
          artifactId,
          ofBlobs.map(({ digest }) => digest),
        )
      : new Map<string, number>();
  const known =
    ofManifests.length > 0
      ? await manifests(tables).describe(
          artifactId,
          ofManifests.map(({ digest }) => digest),
        )
      : new Map<string, { mediaType: string; sizeBytes: number }>();
  const sizeOf = (digest: string, isManifest: boolean): number | undefined => (isManifest ? known.get(digest)?.sizeBytes : sizes.get(digest));

  const missing = references.filter(({ kind, digest, isOptional }) => !isOptional && sizeOf(digest, kind === 'manifest') === undefined);
  if (missing.length > 0) throw new MissingReferences(missing);

  const fields = references.flatMap(({ kind, digest, mediaType, sizeBytes, path }) => {
    const found = sizeOf(digest, kind === 'manifest');
    const foundType = kind === 'manifest' ? known.get(digest)?.mediaType : undefined;
    if (found !== undefined && found !== sizeBytes) return [{ path: `${path}/size`, message: `says ${sizeBytes} bytes, and ${digest} has ${found}` }];
    if (foundType !== undefined && foundType !== mediaType)
      return [{ path: `${path}/mediaType`, message: `says «${mediaType}», and ${digest} is «${foundType}»` }];
    return [];
  });
  if (fields.length > 0) throw new RegistryError('MANIFEST_INVALID', { reason: 'It describes what it names wrongly.', fields: fields.slice(0, 20) });
}
