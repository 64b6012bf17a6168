import type { Principal, RequestOrigin } from '@gati/authority';
import type { BlobReading } from '@gati/blob-store';
import type { Clock, MakeId } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import { digestOf, type ArtifactName, type Digest } from '@gati/identifiers';
import semver from 'semver';
import type { Access } from '../access.ts';
import type { AssertRoom } from '../assert-room.ts';
import { checkReferences } from '../check-references.ts';
import { ensureArtifact, type VisibilityWish } from '../ensure-artifact.ts';
import type { Emit } from '../events.ts';
import { isInertCarrier } from '../inspect-carrier.ts';
import type { Audit, Tables, Transact } from '../ports.ts';
import type { PrepareVersion, VersionContent } from '../prepare-version.ts';
import { recomputeLatest } from '../recompute-latest.ts';
import { labels } from '../repository/labels.ts';
import { manifests, type ManifestRow } from '../repository/manifests.ts';
import { pushTargets, type PushTarget } from '../repository/push-targets.ts';
import { versionRows } from '../repository/version-rows.ts';
import { parseManifest, type ParsedManifest } from '../rules/manifests.ts';
import type { ManifestReference, Tag } from '../rules/tags.ts';
import { assertNoWayBack, planVersionPush } from '../rules/version-push.ts';

interface Dependencies {
  readonly access: Access;
  readonly tables: Tables;
  readonly transaction: Transact;
  readonly prepareVersion: PrepareVersion;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly makeId: MakeId;
  readonly assertRoom: AssertRoom;
  readonly store: Pick<BlobReading, 'open'>;
}

export interface PushManifest {
  readonly name: ArtifactName;
  readonly reference: ManifestReference;
  /** Further tags for the same manifest. */
  readonly tags: readonly Tag[];
  readonly contentType: string | undefined;
  /** Reads the manifest as it was sent, once the push may go on. */
  readonly read: () => Promise<Uint8Array>;
  /** Bytes that will come, as the client says; null when it does not. */
  readonly statedBytes: number | null;
  readonly wish: VisibilityWish;
  readonly origin?: RequestOrigin | undefined;
}

export interface PushedManifest {
  readonly digest: Digest;
  readonly subject: Digest | null;
}

/** A push with all that was found out before its transaction. */
interface Push extends PushManifest {
  readonly content: Uint8Array;
  readonly principal: Principal;
  readonly digest: Digest;
  readonly manifest: ParsedManifest;
  readonly version: VersionContent | null;
  /** Whether it holds nothing but documents about another manifest, so that it is open where that one is. */
  readonly isInert: boolean;
}

/**
 * Stores a manifest, byte for byte, and what its tags make of it: a version that is staged, a label that is pending, or nothing more. Everything in one transaction; admission follows by «manifest.staged» and «referrer.attached».
 * The same manifest again changes nothing.
 * @throws MANIFEST_INVALID, MissingReferences, DIGEST_INVALID, QUOTA_EXCEEDED
 * @throws VERSION_EXISTS when the number belongs to other bytes
 * @throws POLICY_VIOLATION also for a number that would put published bytes above newer ones
 * @throws NOT_FOUND, UNAUTHENTICATED, NAMESPACE_PERMISSION_DENIED
 */
export const pushManifest =
  ({ access, tables, transaction, prepareVersion, audit, clock, makeId, assertRoom, store }: Dependencies) =>
  async (principal: Principal, input: PushManifest): Promise<PushedManifest> => {
    const { name, reference } = input;
    const granted = await access.forPushing(principal, name);
    await assertRoom({ namespaceId: granted.namespaceId, what: 'manifest', sizeBytes: input.statedBytes });
    const content = await input.read();
    const digest = digestOf(content, reference.kind === 'digest' ? reference.digest : 'sha256');
    if (reference.kind === 'digest' && reference.digest !== digest) throw new RegistryError('DIGEST_INVALID', { expected: reference.digest, actual: digest });
    const manifest = parseManifest(content, input.contentType);
    const tags = reference.kind === 'tag' ? [reference.tag, ...input.tags] : input.tags;

    const artifactId = granted.artifact?.id ?? makeId();
    await checkReferences(tables, artifactId, manifest);
    const version = await prepareVersion({ name, digest, manifest, tags });
    const isInert = (await manifests(tables).find(artifactId, digest))?.isInert ?? (await isInertCarrier({ tables, store }, artifactId, manifest));
    const push: Push = { ...input, content, principal, digest, manifest, version, isInert, tags };

    await transaction(async (locked, emit) => {
      const artifact = await ensureArtifact(locked, { name, access: granted, wish: input.wish, clock, makeId });
      await checkReferences(locked, artifact.id, manifest);
      const stored = await storeManifest(locked, artifact, push, { clock, makeId });
      await stageVersions(locked, artifact, stored, push, { clock, makeId });
      await setLabels(locked, emit, artifact, stored, push, clock);
      await tellAdmission(locked, emit, artifact, stored, push);
      await audit.record(locked, {
        actor: principal,
        action: 'manifest.push',
        subject: name,
        details: { digest, tags: tags.map(({ tag }) => tag), ...(granted.artifact ? {} : { made: artifact.visibility }) },
        origin: input.origin,
      });
    });
    return { digest, subject: manifest.subject?.digest ?? null };
  };

async function storeManifest(
  tables: Tables,
  artifact: PushTarget,
  { digest, manifest, content, principal, isInert }: Push,
  { clock, makeId }: Pick<Dependencies, 'clock' | 'makeId'>,
): Promise<ManifestRow> {
  const existing = await manifests(tables).find(artifact.id, digest);
  if (existing) return existing;
  const id = makeId();
  await manifests(tables).insert({
    id,
    artifactId: artifact.id,
    digest,
    mediaType: manifest.mediaType,
    artifactType: manifest.artifactType,
    subjectDigest: manifest.subject?.digest ?? null,
    isInert,
    annotations: manifest.annotations,
    content,
    pushedAt: clock(),
    pushedBy: principal.kind === 'anonymous' ? null : principal.accountId,
    references: manifest.references,
  });
  const stored = await manifests(tables).byId(id);
  if (!stored) throw new Error('The manifest that was stored just now is gone.');
  return stored;
}

async function stageVersions(
  tables: Tables,
  artifact: PushTarget,
  stored: ManifestRow,
  { name, digest, manifest, content, version, tags, principal }: Push,
  { clock, makeId }: Pick<Dependencies, 'clock' | 'makeId'>,
): Promise<void> {
  for (const { kind, tag } of tags) {
    if (kind !== 'version' || !version) continue;
    const reference = `${name}@${tag}`;
    const existing = await versionRows(tables).find(artifact.id, tag);
    const plan = planVersionPush(existing, { reference, digest });
    if (plan === 'nothing') continue;
    if (stored.rejectedAt) throw refusedBefore(reference, stored);
    if (stored.admittedAt) await refuseWayBack(tables, artifact, stored, { reference, version: tag });
    await fixType(tables, artifact, version.metadata.type);
    await versionRows(tables).stage({
      id: existing?.id ?? makeId(),
      artifactId: artifact.id,
      manifestId: stored.id,
      version: tag,
      isPrerelease: semver.prerelease(tag) !== null,
      digest,
      sizeBytes: content.byteLength + (await sizeBelow(tables, artifact.id, manifest)),
      createdAt: clock(),
      pushedBy: principal.kind === 'anonymous' ? null : principal.accountId,
      metadata: version.metadata,
      languages: version.languages,
      readme: version.readme,
    });
  }
}

/** @throws POLICY_VIOLATION */
async function refuseWayBack(
  tables: Tables,
  artifact: PushTarget,
  stored: ManifestRow,
  number: { readonly reference: string; readonly version: string },
): Promise<void> {
  const own = (await versionRows(tables).ofManifest(stored.id)).filter(({ status }) => status !== 'staged').map(({ version }) => version);
  if (own.length === 0) return;
  const others = (await versionRows(tables).latestCandidates(artifact.id)).filter(({ manifestId }) => manifestId !== stored.id);
  assertNoWayBack({ ...number, own, others: others.map(({ version }) => version) });
}

const refusedBefore = (reference: string, { rejectReason }: ManifestRow): RegistryError =>
  new RegistryError('MALWARE_DETECTED', { reference, findings: [rejectReason ?? 'refused before'] });

/** What the versions of an artifact are is fixed once one of them was admitted. @throws MANIFEST_INVALID */
async function fixType(tables: Tables, artifact: PushTarget, type: NonNullable<PushTarget['type']>): Promise<void> {
  if (artifact.type === type) return;
  if (artifact.type !== null && artifact.isAdmitted) {
    throw new RegistryError('MANIFEST_INVALID', {
      reason: 'The push contradicts what is there.',
      fields: [{ path: '/type', message: `is ${type}, and ${artifact.name} is a ${artifact.type}`, fix: 'Publish it under another name.' }],
    });
  }
  await pushTargets(tables).change(artifact.id, { type });
}

async function sizeBelow(tables: Tables, artifactId: string, { kind, references }: ParsedManifest): Promise<number> {
  if (kind === 'index')
    return manifests(tables).sizeBelow(
      artifactId,
      references.map(({ digest }) => digest),
    );
  const layers = new Map(references.filter((reference) => reference.kind === 'layer').map(({ digest, sizeBytes }) => [digest, sizeBytes]));
  return [...layers.values()].reduce((sum, sizeBytes) => sum + sizeBytes, 0);
}

/** A label on what is not admitted waits; the tag of an inert carrier does not, because what it belongs to decides who sees it. */
async function setLabels(tables: Tables, emit: Emit, artifact: PushTarget, stored: ManifestRow, { name, tags }: Push, clock: Clock): Promise<void> {
  let isSeen = false;
  for (const { kind, tag } of tags) {
    if (kind === 'version') continue;
    if (stored.rejectedAt) throw refusedBefore(`${name}@${tag}`, stored);
    const isSettled = (kind === 'carrier' && stored.isInert) || stored.admittedAt !== null;
    if (!isSettled) await labels(tables).setPending(artifact.id, tag, stored.id, clock());
    else if (await labels(tables).set(artifact.id, tag, stored.id, clock())) isSeen ||= kind === 'label';
  }
  if (!isSeen) return;
  await recomputeLatest(tables, artifact.id, clock());
  await emit('artifact.changed', { artifactId: artifact.id });
}

/** An inert carrier comes and goes with what it belongs to; everything else, also what refers to another manifest, waits for its own signature. */
async function tellAdmission(tables: Tables, emit: Emit, artifact: PushTarget, stored: ManifestRow, { manifest, tags }: Push): Promise<void> {
  const artifactId = artifact.id;
  const subjects = new Set([manifest.subject?.digest, ...tags.map((tag) => (tag.kind === 'carrier' ? tag.subject : undefined))]);
  for (const digest of subjects) {
    const subject = digest === undefined ? null : await manifests(tables).find(artifactId, digest);
    if (subject && subject.id !== stored.id) await emit('referrer.attached', { artifactId, manifestId: subject.id, carrierManifestId: stored.id });
  }
  const isOnlyCarrier = stored.isInert && tags.every(({ kind }) => kind === 'carrier') && (manifest.subject !== null || tags.length > 0);
  const versions = await versionRows(tables).ofManifest(stored.id);
  const waits = !stored.admittedAt || versions.some(({ status }) => status === 'staged');
  if (!isOnlyCarrier && waits && !stored.rejectedAt) await emit('manifest.staged', { artifactId, manifestId: stored.id });
}
