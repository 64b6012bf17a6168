import type { BlobReading } from '@gati/blob-store';
import { RegistryError } from '@gati/errors';
import type { ArtifactName, Digest } from '@gati/identifiers';
import type { ExtractMetadata } from './extract-metadata.ts';
import type { ArtifactLimits } from './limits.ts';
import {
  assertGatiPush,
  assertSameInside,
  isGatiManifest,
  madeMetadata,
  metadataOf,
  parseJson,
  readGatiConfig,
  type VersionMetadata,
} from './rules/gati-manifests.ts';
import type { ParsedManifest } from './rules/manifests.ts';
import type { Tag } from './rules/tags.ts';

/** What a pushed manifest says of the version it is, or would be. */
export interface VersionContent {
  readonly metadata: VersionMetadata;
  readonly languages: readonly string[];
  readonly readme: string | null;
}

export interface VersionSource {
  readonly name: ArtifactName;
  readonly digest: Digest;
  readonly manifest: ParsedManifest;
  readonly tags: readonly Tag[];
}

/**
 * Reads and checks what the manifest holds, before anything is written. The caller knows already that the repository has what it names.
 * A Gati manifest is checked whatever it is pushed as; what other clients push is taken as it is.
 * @throws MANIFEST_INVALID, QUOTA_EXCEEDED
 */
export const createVersionPreparation =
  ({
    store,
    extractMetadata,
    limits,
  }: {
    readonly store: Pick<BlobReading, 'read'>;
    readonly extractMetadata: ExtractMetadata;
    readonly limits: ArtifactLimits;
  }) =>
  async ({ name, digest, manifest, tags }: VersionSource): Promise<VersionContent | null> => {
    if (!isGatiManifest(manifest) || !manifest.config) {
      const version = tags.find(({ kind }) => kind === 'version');
      return version ? { metadata: madeMetadata(name, version.tag, digest, manifest), languages: [], readme: null } : null;
    }
    const bytes = await store.read(manifest.config.digest, limits.gatiManifestSizeBytes);
    if (!bytes) throw new RegistryError('UPSTREAM_UNAVAILABLE', { what: `The blob ${manifest.config.digest}` });
    const gati = readGatiConfig(bytes);
    assertGatiPush(gati, manifest, name, tags);
    const { readme, languages, gatiJson } = await extractMetadata(manifest.references.filter(({ kind }) => kind === 'layer'));
    if (gatiJson !== null) assertSameInside(gati, parseJson(gatiJson, 'The gati.json inside the layer'));
    return { metadata: metadataOf(gati), languages, readme };
  };
export type PrepareVersion = ReturnType<typeof createVersionPreparation>;
