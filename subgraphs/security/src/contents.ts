import { RegistryError } from '@gati/errors';
import type { Digest } from '@gati/identifiers';
import type { Contents, Dependencies, Descriptor, Layer, ManifestForAdmission } from './ports.ts';
import { layerTitles } from './rules/layer-titles.ts';
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
    const layers = new Map<string, Layer>();
    const configs = new Map<Digest, Descriptor>();
    const waiting: ManifestForAdmission[] = [manifest];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const titles = layerTitles(next.content);
      for (const { kind, ...descriptor } of next.references) {
        const { digest, mediaType, sizeBytes } = descriptor;
        if (kind === 'config') configs.set(digest, descriptor);
        if (kind === 'layer')
          for (const title of titles.get(digest) ?? [null]) layers.set(JSON.stringify([digest, title]), { digest, mediaType, sizeBytes, title });
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
    return withinTime(signal, listingLimitMs, (limited) =>
      listContents({ digest: manifest.digest, layers: [...layers.values()], configs: [...configs.values()] }, { signal: limited }),
    );
  };
