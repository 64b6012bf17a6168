import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import { sha256Of, type Digest } from '@gati/identifiers';
import { randomUUID } from 'node:crypto';
import type { AdmissionVerdict, ArtifactsPort, ManifestForAdmission, SignatureCarrier, VersionFacts } from '../src/ports.ts';

const ociManifest = 'application/vnd.oci.image.manifest.v1+json';
const ociIndex = 'application/vnd.oci.image.index.v1+json';

export interface FakeVersion {
  readonly versionId: string;
  readonly manifestId: string;
  readonly artifactId: string;
  readonly namespaceId: string;
  readonly artifactName: string;
  readonly version: string;
  readonly digest: Digest;
  status: 'STAGED' | 'PUBLISHED' | 'YANKED' | 'QUARANTINED' | 'REJECTED';
  statusReason: string | null;
  publishedAt: Date | null;
  /** How often it was published: must never be twice. */
  publications: number;
}
interface FakeManifest extends Omit<ManifestForAdmission, 'isAdmitted' | 'version'> {
  admittedBy: string | null;
  admittedIn: string | null;
}

/** What artifacts does, in memory: one manifest has at most one version; status changes obey the contract. */
export interface FakeArtifacts extends ArtifactsPort {
  readonly push: (manifest: {
    readonly namespaceId: string;
    readonly name?: string;
    readonly version?: string | null;
    readonly files?: Readonly<Record<string, string>>;
    readonly children?: readonly Digest[];
    readonly artifactId?: string;
  }) => Pushed;
  readonly attach: (subject: Pushed, carrier: { readonly manifest: Uint8Array; readonly blobs: readonly Uint8Array[] }, pushedAt?: Date) => Digest;
  readonly versions: ReadonlyMap<string, FakeVersion>;
  /** Versions that nobody may see. */
  readonly hidden: Set<string>;
  /** How often the rights of versions were asked for. */
  readonly asked: { readonly batches: (readonly string[])[] };
  /** Files by digest of the layer that holds them. */
  readonly filesOf: (layer: Digest) => Readonly<Record<string, string>>;
}
export interface Pushed {
  readonly manifestId: string;
  readonly versionId: string;
  readonly artifactId: string;
  readonly artifactName: string;
  readonly version: string;
  readonly digest: Digest;
  readonly content: Uint8Array;
}

export function fakeArtifacts({ clock }: { readonly clock: Clock }): FakeArtifacts {
  const manifests = new Map<string, FakeManifest>();
  const versions = new Map<string, FakeVersion>();
  const carriers = new Map<string, SignatureCarrier[]>();
  const blobs = new Map<Digest, Uint8Array>();
  const layers = new Map<Digest, Readonly<Record<string, string>>>();
  const hidden = new Set<string>();
  const asked = { batches: [] as (readonly string[])[] };
  let count = 0;

  const ofManifest = (manifestId: string) => [...versions.values()].find((version) => version.manifestId === manifestId);
  const admission = (manifest: FakeManifest | undefined): ManifestForAdmission | null => {
    if (!manifest) return null;
    const { admittedBy, admittedIn: _, ...rest } = manifest;
    const version = ofManifest(manifest.manifestId);
    return {
      ...rest,
      isAdmitted: admittedBy !== null && version?.status !== 'STAGED',
      version: version ? { versionId: version.versionId, version: version.version, status: version.status } : null,
    };
  };
  const pick = (ids: readonly string[], mayHide: boolean): ReadonlyMap<string, VersionFacts> =>
    new Map(ids.flatMap((id) => (versions.has(id) && !(mayHide && hidden.has(id)) ? [[id, { ...versions.get(id)! }]] : [])));

  const admit = (manifest: FakeManifest, verdict: AdmissionVerdict) => {
    const version = ofManifest(manifest.manifestId);
    if (version?.status === 'REJECTED') return 'rejected';
    if (verdict.kind === 'refused') {
      if (version?.status === 'STAGED') version.statusReason = verdict.reason;
      return 'refused';
    }
    if (verdict.kind === 'malicious') {
      if (manifest.admittedBy !== null) return 'unchanged';
      if (version) Object.assign(version, { status: 'REJECTED', statusReason: verdict.reason });
      return 'rejected';
    }
    if (manifest.admittedBy !== null && version?.status !== 'STAGED') return 'unchanged';
    manifest.admittedBy = verdict.signer.fingerprint;
    manifest.admittedIn = manifest.namespaceId;
    if (!version) return 'admitted';
    Object.assign(version, { status: 'PUBLISHED', statusReason: null, publishedAt: clock(), publications: version.publications + 1 });
    return 'published';
  };

  return {
    versions,
    hidden,
    asked,
    filesOf: (layer) => layers.get(layer) ?? {},

    push: ({ namespaceId, name = '@acme/auth', version = `1.0.${count}`, files = {}, children = [], artifactId = randomUUID() }) => {
      const layer = Buffer.from(JSON.stringify({ files }));
      layers.set(sha256Of(layer), files);
      const named =
        children.length > 0
          ? children.map((digest) => ({ kind: 'manifest' as const, digest, mediaType: ociManifest, sizeBytes: 1 }))
          : [{ kind: 'layer' as const, digest: sha256Of(layer), mediaType: 'application/vnd.gati.layer.v1.tar+gzip', sizeBytes: layer.length }];
      const content = Buffer.from(JSON.stringify({ schemaVersion: 2, named, files: Object.keys(files).length === 0 ? count : undefined }));
      count += 1;
      const manifestId = randomUUID();
      const digest = sha256Of(content);
      manifests.set(manifestId, {
        manifestId,
        artifactId,
        namespaceId,
        artifactName: name,
        visibility: 'public',
        digest,
        mediaType: children.length > 0 ? ociIndex : ociManifest,
        content,
        references: named,
        admittedBy: null,
        admittedIn: null,
      });
      const versionId = randomUUID();
      if (version !== null) {
        versions.set(versionId, {
          versionId,
          manifestId,
          artifactId,
          namespaceId,
          artifactName: name,
          version,
          digest,
          status: 'STAGED',
          statusReason: null,
          publishedAt: null,
          publications: 0,
        });
      }
      return { manifestId, versionId, artifactId, artifactName: name, version: version ?? '', digest, content };
    },

    attach: ({ artifactId, digest }, { manifest, blobs: contents }, pushedAt = clock()) => {
      for (const bytes of contents) blobs.set(sha256Of(bytes), bytes);
      const key = `${artifactId} ${digest}`;
      const carrier = { digest: sha256Of(manifest), mediaType: ociManifest, content: manifest, pushedAt, isSignatureTag: false };
      carriers.set(key, [...(carriers.get(key) ?? []), carrier]);
      return carrier.digest;
    },

    manifestForAdmission: async (manifestId) => admission(manifests.get(manifestId)),
    manifestByDigest: async (artifactId, digest) =>
      admission([...manifests.values()].find((manifest) => manifest.artifactId === artifactId && manifest.digest === digest)),
    signatureCarriersOf: async (artifactId, digest) => carriers.get(`${artifactId} ${digest}`) ?? [],
    readBlob: async (digest, maxSizeBytes) => {
      const bytes = blobs.get(digest) ?? null;
      if (bytes && bytes.length > maxSizeBytes) throw new RegistryError('QUOTA_EXCEEDED', { what: 'The blob', limit: maxSizeBytes, found: bytes.length });
      return bytes;
    },
    admitManifest: async ({ manifestId, verdict }) => {
      const manifest = manifests.get(manifestId);
      return { outcome: manifest ? admit(manifest, verdict) : 'unchanged' };
    },
    versionFacts: async (ids) => pick(ids, false),
    readableVersions: async (_, ids) => {
      asked.batches.push(ids);
      return pick(ids, true);
    },
    findVersion: async (_, name, version) =>
      [...versions.values()].find((one) => one.artifactName === name && one.version === version && !hidden.has(one.versionId)) ?? null,
    quarantineVersions: async (_, ids, reason) => {
      for (const id of ids) {
        const version = versions.get(id);
        if (version?.status === 'PUBLISHED' || version?.status === 'YANKED') Object.assign(version, { status: 'QUARANTINED', statusReason: reason });
      }
    },
    versionsSignedBy: async (namespaceId, fingerprint, since) =>
      [...versions.values()]
        .filter(
          (version) =>
            manifests.get(version.manifestId)?.admittedIn === namespaceId &&
            manifests.get(version.manifestId)?.admittedBy === fingerprint &&
            version.publishedAt !== null &&
            version.publishedAt >= since,
        )
        .map(({ versionId }) => versionId),
  };
}
