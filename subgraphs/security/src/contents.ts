import { RegistryError } from '@gati/errors';
import type { Digest } from '@gati/identifiers';
import type { Contents, Dependencies, Descriptor, ManifestForAdmission } from './ports.ts';
import { withinTime } from './time-limit.ts';

/** An index of images for many platforms has some 30; an index may hold indexes. */
const manifestsMax = 200;
const listingLimitMs = 120_000;

/**
 * Lists what a manifest holds; for an index, what all its manifests hold together, because whoever may read the index may read them.
 * @throws MANIFEST_INVALID when a manifest that it names is not there: pushed later it would be readable without having been looked at
 */
export const listContentsOf =
  ({ artifacts, listContents }: Pick<Dependencies, 'artifacts' | 'listContents'>) =>
  async (manifest: ManifestForAdmission, signal: AbortSignal): Promise<Contents> => {
    const seen = new Set<Digest>([manifest.digest]);
    const layers = new Map<Digest, Descriptor>();
    const waiting: ManifestForAdmission[] = [manifest];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      for (const { kind, ...descriptor } of next.references) {
        if (kind === 'layer') layers.set(descriptor.digest, descriptor);
        if (kind !== 'manifest' || seen.has(descriptor.digest)) continue;
        seen.add(descriptor.digest);
        if (seen.size > manifestsMax) throw new RegistryError('MANIFEST_INVALID', { reason: `The index names more than ${manifestsMax} manifests.` });
        const child = await artifacts.manifestByDigest(manifest.artifactId, descriptor.digest);
        if (!child)
          throw new RegistryError('MANIFEST_INVALID', {
            reason: `The index names ${descriptor.digest}, which is not there: push it, then sign the index again.`,
          });
        waiting.push(child);
      }
    }
    const config = manifest.references.find(({ kind }) => kind === 'config') ?? null;
    return withinTime(signal, listingLimitMs, (limited) =>
      listContents({ digest: manifest.digest, layers: [...layers.values()], config }, { signal: limited }),
    );
  };
