import type { Digest } from '@gati/identifiers';
import type { Tables } from '../ports.ts';
import { labels } from '../repository/labels.ts';
import { manifests, type ManifestReferenceRow } from '../repository/manifests.ts';
import { pushTargets } from '../repository/push-targets.ts';
import { versionRows } from '../repository/version-rows.ts';

/** A manifest with all that its admission depends on. */
export interface AdmissionSubject {
  readonly manifestId: string;
  readonly artifactId: string;
  readonly namespaceId: string;
  readonly artifactName: string;
  readonly visibility: 'public' | 'private';
  readonly digest: Digest;
  readonly mediaType: string;
  readonly content: Uint8Array;
  /** Whether there is nothing left to admit: it is admitted, and neither a version nor a label of it waits. */
  readonly isAdmitted: boolean;
  /** The staged version that waits for this admission, else the published one; null for a manifest without a version. */
  readonly version: { readonly versionId: string; readonly version: string; readonly status: string } | null;
  readonly references: readonly ManifestReferenceRow[];
}

/** For jobs: decides no rights. null for a manifest that is gone. */
export const manifestForAdmission =
  ({ tables }: { readonly tables: Tables }) =>
  async (manifestId: string): Promise<AdmissionSubject | null> => {
    const manifest = await manifests(tables).byId(manifestId);
    const content = manifest && (await manifests(tables).contentOf(manifestId));
    const [artifact] = manifest ? await pushTargets(tables).byIds([manifest.artifactId]) : [];
    if (!manifest || !content || !artifact) return null;
    const versions = await versionRows(tables).ofManifest(manifestId);
    const staged = versions.find(({ status }) => status === 'staged');
    const version = staged ?? versions[0];
    return {
      manifestId,
      artifactId: artifact.id,
      namespaceId: artifact.namespaceId,
      artifactName: artifact.name,
      visibility: artifact.visibility,
      digest: manifest.digest,
      mediaType: manifest.mediaType,
      content,
      isAdmitted: manifest.admittedAt !== null && !staged && (await labels(tables).countPending(artifact.id, manifestId)) === 0,
      version: version ? { versionId: version.id, version: version.version, status: version.status.toUpperCase() } : null,
      references: await manifests(tables).referencesOf(manifestId),
    };
  };

/** The same for a manifest of this artifact by its digest: what an index names. */
export const manifestByDigest =
  ({ tables }: { readonly tables: Tables }) =>
  async (artifactId: string, digest: Digest): Promise<AdmissionSubject | null> => {
    const manifest = await manifests(tables).find(artifactId, digest);
    return manifest && manifestForAdmission({ tables })(manifest.id);
  };
