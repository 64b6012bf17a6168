import type { Clock } from '@gati/clock';
import type { Emit } from '../events.ts';
import type { Audit, RecordVersion, Tables, Transact } from '../ports.ts';
import { recomputeLatest } from '../recompute-latest.ts';
import { labels } from '../repository/labels.ts';
import { manifests } from '../repository/manifests.ts';
import { pushTargets, type PushTarget } from '../repository/push-targets.ts';
import { versionRows, type VersionRow } from '../repository/version-rows.ts';
import { planAdmission, type AdmissionOutcome, type AdmissionPlan, type AdmissionVerdict } from '../rules/admission.ts';

interface Dependencies {
  readonly tables: Tables;
  readonly transaction: Transact;
  /** Joins a published version to the version graph, in the same transaction. */
  readonly recordVersion: RecordVersion;
  readonly audit: Audit;
  readonly clock: Clock;
}

interface Admission {
  readonly artifact: PushTarget;
  readonly manifestId: string;
  readonly staged: readonly VersionRow[];
  readonly at: Date;
}

/**
 * Applies what `security` found about a manifest, in one transaction with the artifact's row held: status, labels, `latest`, the version graph and the facts appear together or not at all.
 * Run again, late, or by several at once, it ends the same and tells nobody twice.
 * @returns `unchanged` also for a manifest that is gone
 */
export const admitManifest =
  ({ tables, transaction, recordVersion, audit, clock }: Dependencies) =>
  async ({ manifestId, verdict }: { readonly manifestId: string; readonly verdict: AdmissionVerdict }): Promise<{ readonly outcome: AdmissionOutcome }> => {
    const found = await manifests(tables).byId(manifestId);
    if (!found) return { outcome: 'unchanged' };
    return transaction(async (locked, emit) => {
      const artifact = await pushTargets(locked).lock(found.artifactId);
      const manifest = await manifests(locked).byId(manifestId);
      if (!artifact || !manifest) return { outcome: 'unchanged' };

      const staged = (await versionRows(locked).ofManifest(manifestId)).filter(({ status }) => status === 'staged');
      const judged = verdict.kind === 'admitted' ? ((await refuseOtherType(locked, artifact, staged)) ?? verdict) : verdict;
      const plan = planAdmission(
        {
          isAdmitted: manifest.admittedAt !== null,
          isRejected: manifest.rejectedAt !== null,
          staged: staged.map(({ id, statusReason }) => ({ versionId: id, statusReason })),
          pendingLabels: await labels(locked).countPending(artifact.id, manifestId),
        },
        judged,
      );
      const admission: Admission = { artifact, manifestId, staged: staged.filter(({ id }) => plan.versionIds.includes(id)), at: clock() };
      if (plan.rejects) await reject(locked, emit, admission, judged.kind === 'malicious' ? judged.reason : (manifest.rejectReason ?? 'refused before'));
      else if (plan.admits && judged.kind === 'admitted') {
        await manifests(locked).admit(manifestId, admission.at, judged.signer, artifact.namespaceId);
        await publish(locked, emit, admission, recordVersion);
      } else if (plan.outcome === 'refused' && judged.kind === 'refused') await explain(locked, emit, admission, plan, judged.reason);
      const outcome = plan.admits ? 'version.publish' : plan.rejects ? 'version.reject' : null;
      for (const { version } of outcome ? admission.staged : [])
        await audit.record(locked, {
          actor: 'registry',
          action: outcome!,
          subject: `${artifact.name}@${version}`,
          details:
            judged.kind === 'admitted' ? { digest: manifest.digest, signedBy: judged.signer.fingerprint } : { digest: manifest.digest, reason: judged.reason },
        });
      return { outcome: plan.outcome };
    });
  };

const typeOf = (gatiManifest: unknown): PushTarget['type'] => (gatiManifest as { readonly type?: PushTarget['type'] } | null)?.type ?? null;

/** Two versions of different types may be staged side by side; the first that is admitted decides what the artifact is. */
async function refuseOtherType(tables: Tables, artifact: PushTarget, staged: readonly VersionRow[]): Promise<AdmissionVerdict | null> {
  const [version] = staged;
  if (!version) return null;
  const type = typeOf(await versionRows(tables).gatiManifestOf(version.id));
  const [published] = await versionRows(tables).latestCandidates(artifact.id);
  const fixed = published ? typeOf(await versionRows(tables).gatiManifestOf(published.id)) : null;
  if (fixed !== null && fixed !== type) return { kind: 'refused', reason: `It is a ${type}, and ${artifact.name} is a ${fixed}.` };
  if (type !== null && type !== artifact.type) await pushTargets(tables).change(artifact.id, { type });
  return null;
}

async function publish(tables: Tables, emit: Emit, { artifact, manifestId, staged, at }: Admission, recordVersion: RecordVersion): Promise<void> {
  await versionRows(tables).publish(
    staged.map(({ id }) => id),
    at,
  );
  if (!artifact.isAdmitted) await pushTargets(tables).change(artifact.id, { isAdmitted: true });
  const movedLabels = await labels(tables).settle(artifact.id, manifestId, at);
  await recomputeLatest(tables, artifact.id, at);
  for (const { id: versionId, version } of staged) {
    const gatiManifest = await versionRows(tables).gatiManifestOf(versionId);
    await recordVersion(tables, {
      artifactId: artifact.id,
      versionId,
      version,
      publishedAt: at,
      gtypes: (gatiManifest as { readonly gtypes?: unknown } | null)?.gtypes ?? null,
    });
    await versionRows(tables).queueIndexing(versionId, at);
    await emit('version.published', { artifactId: artifact.id, versionId, manifestId });
  }
  if (staged.length === 0 || movedLabels > 0) await emit('artifact.changed', { artifactId: artifact.id });
}

async function reject(tables: Tables, emit: Emit, { artifact, manifestId, staged, at }: Admission, reason: string): Promise<void> {
  await manifests(tables).reject(manifestId, at, reason);
  await labels(tables).detach(artifact.id, manifestId);
  await versionRows(tables).changeStatus(
    staged.map(({ id }) => id),
    { status: 'rejected', statusReason: reason },
  );
  for (const { id: versionId } of staged) await emit('version.rejected', { artifactId: artifact.id, versionId });
}

async function explain(tables: Tables, emit: Emit, { artifact }: Admission, { versionIds }: AdmissionPlan, reason: string): Promise<void> {
  await versionRows(tables).changeStatus(versionIds, { statusReason: reason });
  for (const versionId of versionIds) await emit('version.statusChanged', { artifactId: artifact.id, versionId });
}
