import { noCounts, type SeverityCounts } from './severity.ts';

export const admissionStages = ['SIGNATURE', 'MALWARE', 'PUBLISH'] as const;
export const scanStages = ['SBOM', 'ADVISORIES', 'SCORE'] as const;
export type AdmissionStage = (typeof admissionStages)[number];
export type ScanStage = (typeof scanStages)[number];
export type Stage = AdmissionStage | ScanStage;

export type ScanStatus = 'queued' | 'running' | 'clean' | 'findings' | 'malicious' | 'failed';

/** Where on the whole way each stage begins, in percent: about in proportion to the time each takes. */
export const stageBegins: Record<Stage, number> = { SIGNATURE: 5, MALWARE: 10, PUBLISH: 35, SBOM: 40, ADVISORIES: 55, SCORE: 95 };

/** The whole present state of a version's admission and scan. */
export interface ProgressState {
  readonly versionId: string;
  readonly artifactId: string;
  /** Only rises. */
  readonly sequence: number;
  readonly stage: Stage;
  /** 0 to 100. */
  readonly percent: number;
  readonly status: ScanStatus;
  readonly scanId: string | null;
  readonly score: number | null;
  readonly counts: SeverityCounts;
}

/** What holds for a version that nothing has happened to yet: it waits for a signature. */
export const initialProgress = (versionId: string, artifactId: string): ProgressState => ({
  versionId,
  artifactId,
  sequence: 0,
  stage: 'SIGNATURE',
  percent: 0,
  status: 'queued',
  scanId: null,
  score: null,
  counts: noCounts,
});

/** Whether a stream ends here. */
export const isTerminal = (status: ScanStatus): boolean => status !== 'queued' && status !== 'running';

/** Where a share of one stage stands on the whole way. */
export function percentWithin(stage: Stage, share: number): number {
  const stages: readonly Stage[] = [...admissionStages, ...scanStages];
  const next = stages[stages.indexOf(stage) + 1];
  const begin = stageBegins[stage];
  const end = next ? stageBegins[next] : 100;
  return Math.floor(begin + (end - begin) * Math.min(1, Math.max(0, share)));
}
