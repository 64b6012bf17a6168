import type { Signer } from '@gati/signatures';
import type { Dependencies, ManifestForAdmission, Run } from '../ports.ts';
import { report, throttle } from '../progress-report.ts';
import { findings as findingRows, malwareVerdicts, scanProgress, scans, signingKeys, type MalwareVerdict, type NewProgress } from '../repository.ts';
import { mergeFindings } from '../rules/findings.ts';
import { isUnexaminable, maliceReason, unexaminableReason } from '../rules/malice.ts';
import { admissionStages, percentWithin, stageBegins, type AdmissionStage, type ProgressState } from '../rules/progress.ts';
import { scoreOf } from '../rules/score.ts';
import { countSeverities, noCounts } from '../rules/severity.ts';
import { decideTrust, refusalReason, type JudgedSignature } from '../rules/trust-decision.ts';
import { judgeMalware } from './judge-malware.ts';
import { judgeSignatures } from './judge-signatures.ts';
import { quarantineSignedLater } from './quarantine-signed-later.ts';

export interface AdmitManifest {
  readonly manifestId: string;
}

/** What a publisher reads when the search itself failed, again and again. */
const notExamined = 'It could not be examined for malware now, and what is not examined is not published. Sign it again to have it tried again.';
const notPublished = 'It could not be published now. Sign it again to have it tried again.';

/**
 * Takes a pushed manifest as far as it may go: signature → malware → published.
 * Without a signature nothing happens; a signature that does not count, or contents that cannot be read or examined, refuse it with the reason until another signature arrives; malicious contents refuse it for good.
 * Whatever fails on the way is thrown and never taken for a good answer. Run again at any time, after any crash, it ends the same.
 */
export const admitManifest = (dependencies: Dependencies) => {
  const { artifacts } = dependencies;
  const judgeSignaturesOf = judgeSignatures(dependencies);
  const judgeMalwareOf = judgeMalware(dependencies);
  const conclude = concludeMalicious(dependencies);
  const quarantine = quarantineIfRevoked(dependencies);

  return async ({ manifestId }: AdmitManifest, run: Run): Promise<void> => {
    const manifest = await artifacts.manifestForAdmission(manifestId);
    if (!manifest) return;
    const progress = admissionProgress(dependencies, manifest);
    const before = await progress.read();
    const decision = decideTrust(await judgeSignaturesOf(manifest));

    const status = manifest.version?.status;
    if (status === 'REJECTED') return conclude(manifest, await malwareVerdicts(dependencies.tables).find(manifest.digest));
    if (manifest.isAdmitted && status !== 'STAGED') return decision.kind === 'trusted' ? quarantine(manifest, decision.signature) : undefined;

    /** Both are idempotent; the state is told even where the refusal cannot be written. */
    const refuse = async (stage: AdmissionStage, reason: string): Promise<void> => {
      try {
        await artifacts.admitManifest({ manifestId, verdict: { kind: 'refused', reason } });
      } finally {
        await progress.end(stage);
      }
    };

    if (decision.kind === 'unsigned') return progress.waitAgain(before);
    if (decision.kind === 'refused') return refuse('SIGNATURE', refusalReason(decision.signature));

    let stage: AdmissionStage = 'MALWARE';
    try {
      await progress.reach('MALWARE');
      const within = throttle((percent: number) => progress.reach('MALWARE', percentWithin('MALWARE', percent / 100)));
      const judgement = await judgeMalwareOf(manifest, { signal: run.signal, progress: within.offer }).finally(within.end);
      if (judgement.kind === 'unreadable') return await refuse('MALWARE', judgement.reason);
      if (judgement.verdict.isMalicious) {
        const { outcome } = await artifacts.admitManifest({ manifestId, verdict: { kind: 'malicious', reason: maliceReason(judgement.verdict.findings) } });
        // What was admitted before stays so: another label of it does not move, and that is all.
        return outcome === 'rejected' ? await conclude(manifest, judgement.verdict) : undefined;
      }
      const { findings } = judgement.verdict;
      if (findings.some(isUnexaminable)) return await refuse('MALWARE', unexaminableReason(findings));

      stage = 'PUBLISH';
      await progress.reach('PUBLISH');
      const { outcome } = await artifacts.admitManifest({ manifestId, verdict: { kind: 'admitted', signer: signerOf(decision.signature) } });
      if (outcome === 'refused' || outcome === 'rejected') await progress.end('PUBLISH');
      await quarantine(manifest, decision.signature);
    } catch (error) {
      if (run.lastAttempt && !run.signal.aborted) await refuse(stage, stage === 'MALWARE' ? notExamined : notPublished);
      throw error;
    }
  };
};

/** A trusted signature has a signer: that is what makes it trusted. */
function signerOf({ signer }: JudgedSignature): Signer {
  if (!signer) throw new Error('A valid signature without a signer.');
  return signer;
}

/** The states of a version's admission. Nothing at all for a manifest without a version, nor when a label alone waits for a published one. */
function admissionProgress(dependencies: Pick<Dependencies, 'tables' | 'transaction' | 'events' | 'clock'>, { artifactId, version }: ManifestForAdmission) {
  const { tables, transaction } = dependencies;
  const tell = async (state: Pick<NewProgress, 'stage' | 'percent' | 'status'>, guard: 'admission' | number): Promise<void> => {
    if (version?.status !== 'STAGED') return;
    const whole = { versionId: version.versionId, artifactId, scanId: null, score: null, counts: noCounts, ...state };
    await transaction((locked) => report(locked, dependencies, whole, guard));
  };
  return {
    read: async (): Promise<ProgressState | null> => (version ? scanProgress(tables).find(version.versionId) : null),
    reach: (stage: AdmissionStage, percent = stageBegins[stage]) => tell({ stage, percent, status: 'running' }, 'admission'),
    end: (stage: AdmissionStage) => tell({ stage, percent: stageBegins[stage], status: 'failed' }, 'admission'),
    /** A refused version that has no signature any more, because another manifest was pushed in its place, waits as at the beginning. */
    waitAgain: async (before: ProgressState | null): Promise<void> => {
      if (before?.status !== 'failed' || !(admissionStages as readonly string[]).includes(before.stage)) return;
      await tell({ stage: 'SIGNATURE', percent: 0, status: 'queued' }, before.sequence);
    },
  };
}

/** Tells the end of a malicious version, with what was found; once, however often it is run. */
const concludeMalicious =
  (dependencies: Pick<Dependencies, 'transaction' | 'events' | 'clock' | 'makeId' | 'malwareEngine'>) =>
  async ({ artifactId, digest, version }: ManifestForAdmission, verdict: MalwareVerdict | null): Promise<void> => {
    const { transaction, clock, makeId, malwareEngine } = dependencies;
    if (!version || !verdict?.isMalicious) return;
    const { versionId } = version;
    await transaction(async (locked) => {
      await scans(locked).lockVersion(versionId);
      const newest = await scans(locked).newest(versionId);
      if (newest?.status === 'malicious') return;

      const found = mergeFindings(digest, [], verdict.findings).added;
      const { score, reasons } = scoreOf(found);
      const counts = countSeverities(found);
      const now = clock();
      const scanId = makeId();
      const engine = {
        name: malwareEngine.name,
        version: malwareEngine.version,
        databaseUpdatedAt: malwareEngine.databaseUpdatedAt?.toISOString() ?? null,
        status: 'DONE',
      } as const;
      await scans(locked).save({
        id: scanId,
        versionId,
        digest,
        status: 'malicious',
        createdAt: now,
        startedAt: verdict.analysedAt,
        finishedAt: now,
        score,
        scoreReasons: reasons,
        counts,
        engines: [engine],
      });
      const state = { versionId, artifactId, stage: 'MALWARE', percent: 100, status: 'malicious', scanId, score, counts } as const;
      const sequence = await report(locked, dependencies, state, 'scan');
      await findingRows(locked).add(scanId, sequence ?? 0, found);
    });
  };

/** Closes the gap between judging and publishing: a key that was revoked meanwhile, from before its signature arrived, has its version quarantined at once. */
const quarantineIfRevoked = (dependencies: Pick<Dependencies, 'tables' | 'transaction' | 'clock' | 'artifacts'>) => {
  const quarantine = quarantineSignedLater(dependencies);
  return async ({ namespaceId }: ManifestForAdmission, { signer, signedAt }: JudgedSignature): Promise<void> => {
    const key = signer && (await signingKeys(dependencies.tables).findByFingerprint(namespaceId, signer.fingerprint));
    if (key?.revokedAt && signedAt >= key.revokedAt) await quarantine(key.id);
  };
};
