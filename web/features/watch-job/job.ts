import type { IndexingStatus, ScanStage, ScanStatus, Severity, VersionStatus } from '#web/gql/graphql.ts';

/** The way of a version from its push to the end of its scan, at one moment. The server makes it for the page and for polling; the browser moves it on with each event. */
export interface Job {
  readonly name: string;
  readonly version: string;
  /** How container tools name it. */
  readonly ociReference: string;
  readonly status: VersionStatus;
  readonly statusReason: string | null;
  readonly scan: ScanState;
  /** Null where it is not known: it has no past to look up. */
  readonly index: IndexState | null;
  /** What was found so far, each finding once, most severe first as they came; at most 100. */
  readonly findings: readonly JobFinding[];
  /** When steps ended, as far as the registry recorded it. */
  readonly endedAt: { readonly [Name in StepName]?: string | null };
}

export interface ScanState {
  /** Rises with every state; 0 where the state was looked up and not streamed. */
  readonly sequence: number;
  readonly stage: ScanStage;
  readonly percent: number;
  readonly status: ScanStatus;
  readonly score: number | null;
  readonly counts: { readonly critical: number; readonly high: number; readonly medium: number; readonly low: number; readonly unknown: number };
}

export interface IndexState {
  readonly sequence: number;
  readonly percent: number;
  readonly status: IndexingStatus;
}

export interface JobFinding {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
}

/** Steps in their order; indexing runs beside the scan, from publishing on. */
export const stepNames = ['SIGNATURE', 'MALWARE', 'PUBLISH', 'SBOM', 'ADVISORIES', 'SCORE', 'INDEX'] as const;
export type StepName = (typeof stepNames)[number];
export type StepState = 'waiting' | 'running' | 'done' | 'failed' | 'unknown';

const stages: readonly ScanStage[] = ['SIGNATURE', 'MALWARE', 'PUBLISH', 'SBOM', 'ADVISORIES', 'SCORE'];

/** What each step is called. */
export const stepWords: Record<StepName, string> = {
  SIGNATURE: 'Signature',
  MALWARE: 'Search for malicious code',
  PUBLISH: 'Publication',
  SBOM: 'Bill of materials',
  ADVISORIES: 'Comparison with known advisories',
  SCORE: 'Security score',
  INDEX: 'Search index',
};

/** Every step with its state. */
export function stepsOf({ scan, index }: Pick<Job, 'scan' | 'index'>): readonly { readonly name: StepName; readonly state: StepState }[] {
  return stepNames.map((name) => ({ name, state: name === 'INDEX' ? indexStep(index, scan) : scanStep(name, scan) }));
}

function scanStep(name: ScanStage, { stage, status }: ScanState): StepState {
  if (status === 'CLEAN' || status === 'FINDINGS') return 'done';
  const distance = stages.indexOf(name) - stages.indexOf(stage);
  if (distance !== 0) return distance < 0 ? 'done' : 'waiting';
  if (status === 'FAILED' || status === 'MALICIOUS') return 'failed';
  return status === 'RUNNING' ? 'running' : 'waiting';
}

function indexStep(index: IndexState | null, scan: ScanState): StepState {
  if (index === null) return stages.indexOf(scan.stage) <= stages.indexOf('PUBLISH') ? 'waiting' : 'unknown';
  return ({ QUEUED: 'waiting', RUNNING: 'running', DONE: 'done', FAILED: 'failed' } as const)[index.status];
}

/** When a finished step had ended at the latest: steps follow one another, so it was before the next one whose end the registry recorded. Null for the index, which nothing follows. */
export function endedBy(name: StepName, endedAt: Job['endedAt']): string | null {
  if (name === 'INDEX') return null;
  const later = stages.slice(stages.indexOf(name)).find((stage) => endedAt[stage]);
  return (later && endedAt[later]) ?? null;
}

export const isScanOver = ({ status }: ScanState): boolean => status === 'CLEAN' || status === 'FINDINGS' || status === 'MALICIOUS' || status === 'FAILED';
export const isIndexOver = (index: IndexState | null): boolean => index?.status === 'DONE' || index?.status === 'FAILED';

/** Whether nothing will change any more. What is refused is never indexed. */
export function isOver({ scan, index }: Pick<Job, 'scan' | 'index'>): boolean {
  if (!isScanOver(scan)) return false;
  const isRefused = scan.status === 'MALICIOUS' || (scan.status === 'FAILED' && stages.indexOf(scan.stage) <= stages.indexOf('PUBLISH'));
  return isRefused || isIndexOver(index);
}

/** An event of the scan's stream. */
export interface ScanEvent extends ScanState {
  readonly newFindings: readonly JobFinding[];
  readonly version: { readonly status: VersionStatus; readonly statusReason: string | null } | null;
}

/** Findings kept at most. */
const mostFindings = 100;

/** The job after an event of its scan. An event that is older than what is known changes nothing: the newest state wins, however often the connection was lost. */
export function withScan(job: Job, { newFindings, version, ...scan }: ScanEvent): Job {
  if (scan.sequence < job.scan.sequence) return job;
  const known = new Set(job.findings.map(({ id }) => id));
  return {
    ...job,
    scan,
    findings: [...job.findings, ...newFindings.filter(({ id }) => !known.has(id))].slice(0, mostFindings),
    ...(version ? { status: version.status, statusReason: version.statusReason } : {}),
  };
}

/** The job after an event of its indexing. */
export const withIndex = (job: Job, index: IndexState): Job => (job.index && index.sequence < job.index.sequence ? job : { ...job, index });

/** The job after its state was looked up: what streams said is kept where it is newer. */
export function withState(job: Job, looked: Job): Job {
  const known = new Set(job.findings.map(({ id }) => id));
  const findings = [...job.findings, ...looked.findings.filter(({ id }) => !known.has(id))].slice(0, mostFindings);
  const isOlder = looked.scan.sequence < job.scan.sequence && !isScanOver(looked.scan);
  return { ...looked, findings, scan: isOlder ? job.scan : looked.scan, index: looked.index ?? job.index };
}

/** The step that is at work, or waited for, in a sentence for those who hear the page. Percent is left out: it would be read at every change. */
export function stepInWords(job: Pick<Job, 'scan' | 'index'>): string {
  const steps = stepsOf(job);
  const failed = steps.find(({ state }) => state === 'failed');
  if (failed) return `Stopped at: ${stepWords[failed.name]}`;
  const present = steps.find(({ name, state }) => name !== 'INDEX' && state !== 'done');
  if (!present) return isOver(job) ? 'Published, scanned, and found by search' : `Waiting for: ${stepWords.INDEX}`;
  const number = stepNames.indexOf(present.name) + 1;
  return `Step ${number} of ${stages.length}: ${stepWords[present.name]}`;
}

/** How long steps took that were watched from their beginning to their end. */
export interface Watched {
  readonly sinceMs: { readonly [Name in StepName]?: number };
  readonly tookMs: { readonly [Name in StepName]?: number };
}

export const nothingWatched: Watched = { sinceMs: {}, tookMs: {} };

/** Adds what one look at the steps tells: a step that is now at work began, one that was and is no longer has ended. */
export function watch({ sinceMs, tookMs }: Watched, job: Pick<Job, 'scan' | 'index'>, nowMs: number): Watched {
  const since = { ...sinceMs };
  const took = { ...tookMs };
  for (const { name, state } of stepsOf(job)) {
    const began = since[name];
    if (state === 'running') since[name] ??= nowMs;
    else if ((state === 'done' || state === 'failed') && began !== undefined && took[name] === undefined) took[name] = nowMs - began;
  }
  return { sinceMs: since, tookMs: took };
}
