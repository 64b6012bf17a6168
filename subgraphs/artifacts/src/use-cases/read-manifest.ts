import type { Principal } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import type { ArtifactName, Digest } from '@gati/identifiers';
import type { Access, ReadAccess } from '../access.ts';
import type { Tables } from '../ports.ts';
import { labels } from '../repository/labels.ts';
import { manifests, type ManifestRow } from '../repository/manifests.ts';
import { versionRows, type VersionRow } from '../repository/version-rows.ts';
import { visibility } from '../repository/visibility.ts';
import { textOf, type ManifestReference } from '../rules/tags.ts';
import type { EntitlementCheck } from '../serving.ts';

interface Dependencies {
  readonly access: Access;
  readonly tables: Tables;
  readonly assertEntitled: EntitlementCheck;
  /** The bytes of a manifest; null when it is gone. */
  readonly contentOf: (manifestId: string) => Promise<Uint8Array | null>;
}

export interface ReadableManifest {
  readonly artifactId: string;
  readonly digest: Digest;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly subject: Digest | null;
  /** Byte for byte as pushed. */
  readonly content: () => Promise<Uint8Array>;
  /** Whether everybody may have it, so that caches between us and the client may keep it. */
  readonly isPublic: boolean;
  /** The version that it is, for the count of downloads; null when it is none that is served. */
  readonly versionId: string | null;
}

/**
 * A manifest by digest, version or label. Writers see what is staged and pending; others see what is admitted or belongs to it.
 * `latest` without a label of that name is the highest published version.
 * @throws NOT_FOUND alike for what is missing and what is hidden
 * @throws VERSION_QUARANTINED, PAYMENT_REQUIRED
 */
export const readManifest =
  ({ access, tables, assertEntitled, contentOf }: Dependencies) =>
  async (principal: Principal, { name, reference }: { readonly name: ArtifactName; readonly reference: ManifestReference }): Promise<ReadableManifest> => {
    const read = await access.forReading(principal, name);
    const text = `${name}@${textOf(reference)}`;
    const hidden = () => new RegistryError('NOT_FOUND', { reference: text });
    const quarantined = (version: VersionRow | undefined) =>
      new RegistryError('VERSION_QUARANTINED', { reference: text, reason: version?.statusReason ?? null });

    const manifest = await find(tables, read, reference);
    if (!manifest) throw hidden();
    const versions = await versionRows(tables).ofManifest(manifest.id);
    const asked = reference.kind === 'tag' && reference.tag.kind === 'version' ? versions.filter(({ version }) => version === reference.tag.tag) : versions;
    const inQuarantine = asked.find(({ status }) => status === 'quarantined');
    if (inQuarantine) throw quarantined(inQuarantine);

    let isPublic = false;
    if (!read.seesAll) {
      const seen = await visibility(tables).ofManifest(read.artifact.id, manifest.id);
      if (seen.isQuarantined) throw quarantined(inQuarantine);
      if (!seen.isOpen) throw hidden();
      const { isFree } = await assertEntitled(principal, read);
      isPublic = isFree && read.artifact.visibility === 'public';
    }
    return {
      artifactId: read.artifact.id,
      digest: manifest.digest,
      mediaType: manifest.mediaType,
      sizeBytes: manifest.sizeBytes,
      subject: manifest.subjectDigest,
      isPublic,
      versionId: asked.find(({ status }) => status === 'published' || status === 'yanked')?.id ?? null,
      content: async () => {
        const content = await contentOf(manifest.id);
        if (!content) throw hidden();
        return content;
      },
    };
  };

async function find(tables: Tables, { artifact, seesAll }: ReadAccess, reference: ManifestReference): Promise<ManifestRow | null> {
  if (reference.kind === 'digest') return manifests(tables).find(artifact.id, reference.digest);
  const { tag } = reference;
  if (tag.kind === 'version') {
    const version = await versionRows(tables).find(artifact.id, tag.tag);
    const isSeen = version && !version.unpublishedAt && (seesAll || !['staged', 'rejected'].includes(version.status));
    return isSeen && version.manifestId !== null ? manifests(tables).byId(version.manifestId) : null;
  }
  const label = await labels(tables).find(artifact.id, tag.tag);
  const target = (seesAll ? label?.pendingManifestId : null) ?? label?.manifestId ?? null;
  if (target !== null) return manifests(tables).byId(target);
  if (tag.tag !== 'latest' || artifact.latestVersionId === null) return null;
  const [latest] = await versionRows(tables).byIds([artifact.latestVersionId]);
  return latest?.manifestId ? manifests(tables).byId(latest.manifestId) : null;
}
