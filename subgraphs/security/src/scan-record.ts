import type { Dependencies, Tables, VersionFacts } from './ports.ts';
import { report } from './progress-report.ts';
import { findings, scans, type EngineState, type ScanRow } from './repository.ts';
import type { IdentifiedFinding } from './rules/findings.ts';
import { isTerminal, stageBegins, type ScanStage } from './rules/progress.ts';
import { noCounts } from './rules/severity.ts';
import { initialState, type ScanRunner } from './scan-runners.ts';

type Needs = Pick<Dependencies, 'transaction' | 'events' | 'clock' | 'makeId'>;

/** Another worker has ended this scan: there is nothing left to do. */
export class ScanOver extends Error {}

/** What one step changes, and the state it leads to. */
export interface ScanStep {
  readonly stage: ScanStage;
  readonly percent: number;
  readonly change?: Partial<Omit<ScanRow, 'id'>>;
  readonly added?: readonly IdentifiedFinding[];
}

/** A scan that is being worked on. Each change is one transaction with the state that followers see. */
export interface ScanRecord {
  readonly id: string;
  readonly engines: readonly EngineState[];
  /** A step that ends the scan with a result tells others of it. @throws ScanOver */
  readonly step: (work: (tables: Tables, scan: ScanRow) => Promise<ScanStep>) => Promise<void>;
}

/** The newest scan is the one that was begun last, also after the clock was put back. */
const after = (last: ScanRow | null, now: Date): Date => (last && last.createdAt >= now ? new Date(last.createdAt.getTime() + 1) : now);

/** Whether nothing is left to look at: it ended with a result, and every engine gave its part. */
const isWhole = ({ status, engines }: ScanRow): boolean => hasResult(status) && engines.every((engine) => engine.status !== 'FAILED');
const hasResult = (status: ScanRow['status']): boolean => isTerminal(status) && status !== 'failed';

/** Opens the scan of a version: the one that was begun and not ended, or a new one; null when the newest has ended whole. */
export async function openScan(
  dependencies: Needs,
  { versionId, artifactId, digest }: VersionFacts,
  runners: readonly ScanRunner[],
): Promise<ScanRecord | null> {
  const { transaction, clock, makeId } = dependencies;
  const opened = await transaction(async (tables) => {
    await scans(tables).lockVersion(versionId);
    const last = await scans(tables).newest(versionId);
    // Held as well, because whoever works on it may be ending it now.
    const newest = last && (await scans(tables).lock(last.id));
    if (newest && isWhole(newest)) return null;

    const begun = newest && !isTerminal(newest.status) ? newest : null;
    const now = clock();
    const scan: ScanRow = {
      ...(begun ?? { id: makeId(), versionId, digest, createdAt: after(newest, now), finishedAt: null, score: null, scoreReasons: [], counts: noCounts }),
      status: 'running',
      startedAt: begun?.startedAt ?? now,
      engines: runners.map((runner) => initialState(runner, begun?.engines ?? [])),
    };
    await scans(tables).save(scan);
    const state = {
      versionId,
      artifactId,
      stage: 'SBOM',
      percent: stageBegins.SBOM,
      status: 'running',
      scanId: scan.id,
      score: null,
      counts: scan.counts,
    } as const;
    await report(tables, dependencies, state, 'scan');
    return scan;
  });
  if (!opened) return null;

  const step = (work: (tables: Tables, scan: ScanRow) => Promise<ScanStep>): Promise<void> =>
    transaction(async (tables, emit) => {
      const scan = await scans(tables).lock(opened.id);
      if (!scan || isTerminal(scan.status)) throw new ScanOver();
      const { stage, percent, change = {}, added = [] } = await work(tables, scan);
      const changed = { ...scan, ...change };
      await scans(tables).save(changed);
      const { status, score, counts } = changed;
      const sequence = await report(tables, dependencies, { versionId, artifactId, stage, percent, status, scanId: scan.id, score, counts }, 'scan');
      await findings(tables).add(scan.id, sequence ?? 0, added);
      if (hasResult(status)) await emit('scan.completed', { artifactId, versionId });
    });
  return { id: opened.id, engines: opened.engines, step };
}
