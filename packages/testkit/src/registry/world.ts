import { EventEmitter } from 'node:events';
import { randomUUID } from 'node:crypto';
import { isSemanticVersion, type ArtifactName, type Digest, type Selector } from '@gati/identifiers';
import semver from 'semver';
import type { RegistrySignatures, SignatureMaterial } from './signatures.ts';

export interface StoredManifest {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}
/** One repository of `/v2`. */
export interface Repository {
  readonly blobs: Map<string, Uint8Array>;
  readonly manifests: Map<string, StoredManifest>;
  readonly tags: Map<string, string>;
  readonly uploads: Map<string, Uint8Array>;
}
export interface VersionRecord {
  readonly version: string;
  digest: Digest;
  status: 'STAGED' | 'PUBLISHED' | 'YANKED' | 'QUARANTINED' | 'REJECTED';
  statusReason: string | null;
  publishedAt: Date | null;
  signedAt: Date | null;
  readonly events: ScanEvent[];
}
export interface ScanEvent {
  readonly sequence: number;
  readonly stage: 'SIGNATURE' | 'MALWARE' | 'PUBLISH' | 'SBOM' | 'ADVISORIES' | 'SCORE';
  readonly status: 'QUEUED' | 'RUNNING' | 'CLEAN' | 'FINDINGS' | 'MALICIOUS' | 'FAILED';
  readonly percent: number;
  readonly newFindings: readonly { kind: string; severity: string; title: string }[];
  readonly score: number | null;
}
export interface ArtifactRecord {
  readonly name: ArtifactName;
  visibility: 'PUBLIC' | 'PRIVATE';
  readonly versions: Map<string, VersionRecord>;
  readonly labels: Map<string, string>;
  readonly stars: Set<string>;
}
export interface RegisteredKey {
  readonly id: string;
  readonly fingerprint: string;
  readonly publicKeyPem: string;
  readonly validFrom: Date;
  readonly revokedAt: Date | null;
  readonly algorithm: string;
  /** What TrustedSigners says; the real one unless a test lies. */
  claimedFingerprint: string;
}
export interface Session {
  readonly handle: string;
  accessToken: string;
  refreshToken: string;
  expiresAt: Date;
  isEnded: boolean;
}

/** The state of a registry in memory, with the rules that clients meet: real digests, real signatures, staged until signed. */
export function createWorld(signatures: RegistrySignatures) {
  const repositories = new Map<string, Repository>();
  const artifacts = new Map<string, ArtifactRecord>();
  const keys = new Map<string, RegisteredKey[]>();
  const passwords = new Map<string, string>();
  const sessions: Session[] = [];
  const spentRefreshTokens = new Map<string, Session>();
  const apiKeys: { id: string; name: string; scopes: readonly string[]; secret: string; handle: string; revokedAt: Date | null }[] = [];
  const changes = new EventEmitter().setMaxListeners(0);
  const settings = {
    /** Milliseconds that an access token lives. */
    tokenLifeMs: 15 * 60_000,
    /** What the next scan finds. */
    findings: [] as { kind: string; severity: string; title: string }[],
    isMalicious: false,
  };

  const repositoryAt = (path: string): Repository => {
    const present = repositories.get(path) ?? { blobs: new Map(), manifests: new Map(), tags: new Map(), uploads: new Map() };
    repositories.set(path, present);
    return present;
  };

  /** An account with its namespace; signed in. */
  function signUp(handle: string, password = 'correct horse'): Session {
    passwords.set(handle, password);
    keys.set(handle, keys.get(handle) ?? []);
    return startSession(handle);
  }
  function startSession(handle: string): Session {
    const session = {
      handle,
      accessToken: `access-${randomUUID()}`,
      refreshToken: `refresh-${randomUUID()}`,
      expiresAt: new Date(Date.now() + settings.tokenLifeMs),
      isEnded: false,
    };
    sessions.push(session);
    return session;
  }
  /** Rotates: a refresh token works once, and a second use ends the whole session. */
  function refresh(refreshToken: string): Session | null {
    const spent = spentRefreshTokens.get(refreshToken);
    if (spent) spent.isEnded = true;
    const session = sessions.find((one) => one.refreshToken === refreshToken && !one.isEnded);
    if (!session) return null;
    spentRefreshTokens.set(refreshToken, session);
    session.accessToken = `access-${randomUUID()}`;
    session.refreshToken = `refresh-${randomUUID()}`;
    session.expiresAt = new Date(Date.now() + settings.tokenLifeMs);
    return session;
  }
  /** Whose token it is; null for one that does not count. */
  function whose(token: string | undefined): string | null {
    const session = sessions.find((one) => one.accessToken === token && !one.isEnded && one.expiresAt > new Date());
    return session?.handle ?? apiKeys.find((key) => key.secret === token && !key.revokedAt)?.handle ?? null;
  }

  function registerKey(handle: string, publicKeyPem: string): RegisteredKey {
    const fingerprint = signatures.readPublicKey(publicKeyPem)?.fingerprint ?? '';
    const key: RegisteredKey = {
      id: randomUUID(),
      fingerprint,
      claimedFingerprint: fingerprint,
      publicKeyPem,
      algorithm: 'ECDSA_P256',
      validFrom: new Date(),
      revokedAt: null,
    };
    keys.set(handle, [...(keys.get(handle) ?? []), key]);
    return key;
  }

  /** The signatures that a repository holds for a manifest. */
  async function materialsFor(repository: Repository, subject: Digest): Promise<readonly SignatureMaterial[]> {
    const carriers = [...repository.manifests.values()].filter(({ bytes }) => subjectOf(bytes) === subject);
    const tagged = repository.tags.get(`${subject.replace(':', '-')}.sig`);
    if (tagged !== undefined) carriers.push(repository.manifests.get(tagged)!);
    const found = await Promise.all(
      carriers.map(({ bytes }) => signatures.readMaterials(bytes, (digest) => Promise.resolve(repository.blobs.get(digest) ?? null))),
    );
    return found.flat();
  }

  /** Publishes what is staged and signed by a key of its namespace; leaves the rest staged. */
  async function admit(path: string): Promise<void> {
    const artifact = artifacts.get(`@${path}`);
    const repository = repositoryAt(path);
    const trusted = keys.get(path.split('/')[0]!) ?? [];
    for (const record of artifact?.versions.values() ?? []) {
      if (record.status !== 'STAGED') continue;
      const { bytes } = repository.manifests.get(record.digest)!;
      const materials = await materialsFor(repository, record.digest);
      const verdicts = materials.map((material) => signatures.verify(record.digest, bytes, material, { keys: trusted, seenAt: new Date() }));
      if (verdicts.some(({ status }) => status === 'VALID')) publish(artifact!, record);
      else if (verdicts[0]) {
        record.statusReason = verdicts[0].reason;
        progress(record, { stage: 'SIGNATURE', status: 'FAILED', percent: 0 });
      }
    }
  }

  function publish(artifact: ArtifactRecord, record: VersionRecord): void {
    record.signedAt = new Date();
    progress(record, { stage: 'SIGNATURE', status: 'RUNNING', percent: 100 });
    if (settings.isMalicious) {
      record.status = 'REJECTED';
      record.statusReason = 'it steals environment variables';
      return progress(record, { stage: 'MALWARE', status: 'MALICIOUS', percent: 100 });
    }
    record.status = 'PUBLISHED';
    record.statusReason = null;
    record.publishedAt = new Date();
    for (const [label, version] of artifact.labels) if (version === `pending:${record.version}`) artifact.labels.set(label, record.version);
    const { findings } = settings;
    progress(record, { stage: 'PUBLISH', status: 'RUNNING', percent: 100 });
    progress(record, { stage: 'ADVISORIES', status: 'RUNNING', percent: 50, newFindings: findings });
    progress(record, { stage: 'SCORE', status: findings.length > 0 ? 'FINDINGS' : 'CLEAN', percent: 100, score: findings.length > 0 ? 60 : 100 });
  }

  function progress(record: VersionRecord, event: Partial<ScanEvent> & Pick<ScanEvent, 'stage' | 'status' | 'percent'>): void {
    record.events.push({ newFindings: [], score: null, ...event, sequence: record.events.length + 1 });
    changes.emit('change');
  }

  /** What a manifest push makes of a semver tag or a label. */
  function staged(path: string, reference: string, digest: Digest, isPrivate: boolean): void {
    const name = `@${path}` as ArtifactName;
    const artifact = artifacts.get(name) ?? {
      name,
      visibility: isPrivate ? ('PRIVATE' as const) : ('PUBLIC' as const),
      versions: new Map(),
      labels: new Map(),
      stars: new Set<string>(),
    };
    artifacts.set(name, artifact);
    if (isSemanticVersion(reference)) {
      const present = artifact.versions.get(reference);
      if (present?.digest === digest) return;
      const record: VersionRecord = { version: reference, digest, status: 'STAGED', statusReason: null, publishedAt: null, signedAt: null, events: [] };
      artifact.versions.set(reference, record);
      progress(record, { stage: 'SIGNATURE', status: 'QUEUED', percent: 0 });
    } else if (!isSignatureTag(reference)) {
      const record = [...artifact.versions.values()].find((one) => one.digest === digest);
      if (record) artifact.labels.set(reference, record.status === 'STAGED' ? `pending:${record.version}` : record.version);
    }
  }

  const gatiManifestOf = (path: string, digest: string): Record<string, unknown> => {
    const repository = repositoryAt(path);
    const { config } = JSON.parse(Buffer.from(repository.manifests.get(digest)!.bytes).toString()) as { config: { digest: string } };
    return JSON.parse(Buffer.from(repository.blobs.get(config.digest) ?? Buffer.from('{}')).toString()) as Record<string, unknown>;
  };

  /** The version that a selector chooses; null for none. */
  function select(artifact: ArtifactRecord, selector: Selector): VersionRecord | null {
    const all = [...artifact.versions.values()];
    const published = all.filter(({ status }) => status === 'PUBLISHED');
    const highest = (fits: (version: string) => boolean) =>
      published.filter(({ version }) => fits(version)).sort((a, b) => semver.rcompare(a.version, b.version))[0] ?? null;
    if (selector.kind === 'version') return artifact.versions.get(selector.version) ?? null;
    if (selector.kind === 'digest') return all.find(({ digest }) => digest === selector.digest) ?? null;
    if (selector.kind === 'range') return highest((version) => semver.satisfies(version, selector.range));
    const labelled = artifact.labels.get(selector.label);
    if (labelled !== undefined) return artifact.versions.get(labelled) ?? null;
    return selector.label === 'latest' ? highest((version) => semver.prerelease(version) === null) : null;
  }

  return {
    repositories,
    artifacts,
    keys,
    passwords,
    sessions,
    apiKeys,
    changes,
    settings,
    repositoryAt,
    signUp,
    startSession,
    refresh,
    whose,
    registerKey,
    materialsFor,
    admit,
    staged,
    gatiManifestOf,
    select,
  };
}
export type World = ReturnType<typeof createWorld>;

export const isSignatureTag = (tag: string): boolean => /^sha256-[0-9a-f]{64}\.(?:sig|att|sbom)$/.test(tag);
export const subjectOf = (bytes: Uint8Array): string | undefined => {
  try {
    return (JSON.parse(Buffer.from(bytes).toString()) as { subject?: { digest?: string } }).subject?.digest;
  } catch {
    return undefined;
  }
};
