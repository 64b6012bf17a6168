import type { UnreadFile } from '@gati/scanner';
import { listContentsOf } from '../contents.ts';
import type { Dependencies, Run } from '../ports.ts';
import { throttle } from '../progress-report.ts';
import { billsOfMaterials, findings, type EngineState } from '../repository.ts';
import { billOfMaterials } from '../rules/bill-of-materials.ts';
import { mergeFindings } from '../rules/findings.ts';
import { percentWithin, stageBegins, type ScanStage } from '../rules/progress.ts';
import { scoreOf } from '../rules/score.ts';
import { countSeverities } from '../rules/severity.ts';
import { openScan, ScanOver, type ScanRecord } from '../scan-record.ts';
import { scanRunners, type ScanRunner, type ScanTarget } from '../scan-runners.ts';

export interface ScanVersion {
  readonly versionId: string;
}

/** An application has some thousand. Whoever lists them may stop here, and what was left out would pass for safe. */
const componentsMax = 50_000;

/**
 * Scans a published version: bill of materials → every engine → score. Each engine's findings are kept, joined with the others', as soon as it ends.
 * An engine that fails is marked so, the others go on, and the scan is tried again for its sake. After the last time it ends without that engine, which stays named as failed
 * and costs points, so that nobody takes the score for a full look; where nothing looked for vulnerabilities at all it has FAILED and no score.
 * Killed anywhere and run again it goes on with the engines that are missing; run again after a whole end it does nothing.
 * @throws what the first failing engine threw, also where the scan ended without it: the job is kept with the reason, and run again it looks anew
 */
export const scanVersion = (dependencies: Dependencies) => {
  const { artifacts, readComponents, tables, clock } = dependencies;
  const list = listContentsOf(dependencies);

  return async ({ versionId }: ScanVersion, run: Run): Promise<void> => {
    const version = (await artifacts.versionFacts([versionId])).get(versionId);
    if (!version || version.status === 'STAGED' || version.status === 'REJECTED') return;
    // Asked for each scan, because an engine may join a process that runs.
    const runners = scanRunners(dependencies);
    const scan = await openScan(dependencies, version, runners);
    if (!scan) return;

    let stage: ScanStage = 'SBOM';
    let failure: unknown;
    try {
      const manifest = await artifacts.manifestForAdmission(version.manifestId);
      if (!manifest) throw new Error(`The manifest of version ${versionId} is gone.`);
      const { files } = await list(manifest, run.signal);
      const { components, unread } = readComponents(files);
      if (components.length >= componentsMax) throw new Error(`There are ${componentsMax} components or more.`);
      const { digest } = version;
      await billsOfMaterials(tables).save({ digest, format: 'cyclonedx', ...billOfMaterials(digest, components), createdAt: clock() });

      stage = 'ADVISORIES';
      const failed = await runAll(scan, runners, { manifest, subject: { digest, components, files } }, run.signal);
      failure = failed.values().next().value;
      const hasLooked = runners.some((runner) => runner.knowsVulnerabilities && !failed.has(runner));
      if (failed.size > 0 && !(run.lastAttempt && hasLooked)) throw failure;
      stage = 'SCORE';
      await conclude(dependencies, scan, unread);
    } catch (error) {
      if (error instanceof ScanOver) return;
      if (run.lastAttempt && !run.signal.aborted) await giveUp(dependencies, scan, stage);
      throw error;
    }
    if (failure) throw failure;
  };
};

/** Lets everyone look who has not. @returns who could not, in order, with the reason */
async function runAll(scan: ScanRecord, runners: readonly ScanRunner[], target: ScanTarget, signal: AbortSignal): Promise<ReadonlyMap<ScanRunner, unknown>> {
  const failed = new Map<ScanRunner, unknown>();
  for (const [index, runner] of runners.entries()) {
    if (scan.engines[index]?.status === 'DONE') continue;
    try {
      await runOne(scan, runner, target, { signal, percentAt: (share) => percentWithin('ADVISORIES', (index + share) / runners.length) });
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ScanOver) throw error;
      failed.set(runner, error);
      await scan.step(async (_, { engines }) => ({ ...marked(engines, runner, 'FAILED'), percent: percentWithin('ADVISORIES', (index + 1) / runners.length) }));
    }
  }
  return failed;
}

interface Watch {
  readonly signal: AbortSignal;
  /** On the whole way, for a share of this runner's own work. */
  readonly percentAt: (share: number) => number;
}
async function runOne(scan: ScanRecord, runner: ScanRunner, target: ScanTarget, { signal, percentAt }: Watch): Promise<void> {
  await scan.step(async (_, { engines }) => ({ ...marked(engines, runner, 'RUNNING'), percent: percentAt(0) }));
  const within = throttle((percent: number) => scan.step(async () => ({ stage: 'ADVISORIES', percent: percentAt(percent / 100) })));
  const found = await runner.look(target, { signal, progress: within.offer }).finally(within.end);
  await scan.step(async (tables, { engines, digest }) => {
    const { added, changed } = mergeFindings(digest, await findings(tables).all(scan.id), found);
    await findings(tables).change(scan.id, changed);
    const counts = countSeverities([...(await findings(tables).all(scan.id)), ...added]);
    const step = marked(engines, runner, 'DONE');
    return { ...step, change: { ...step.change, counts }, percent: percentAt(1), added };
  });
}

const marked = (engines: readonly EngineState[], { name }: ScanRunner, status: EngineState['status']) =>
  ({ stage: 'ADVISORIES', change: { engines: engines.map((engine) => (engine.name === name ? { ...engine, status } : engine)) } }) as const;

const conclude = ({ clock }: Pick<Dependencies, 'clock'>, scan: ScanRecord, unread: readonly UnreadFile[]): Promise<void> =>
  scan.step(async (tables, { engines }) => {
    const found = await findings(tables).all(scan.id);
    const { score, reasons } = scoreOf(found, { absent: namesOfFailed(engines), unread });
    return {
      stage: 'SCORE',
      percent: 100,
      change: { status: found.length === 0 ? 'clean' : 'findings', finishedAt: clock(), score, scoreReasons: reasons, counts: countSeverities(found) },
    };
  });

/** What was found stays; there is no score, because nobody knows what was not. */
const giveUp = ({ clock }: Pick<Dependencies, 'clock'>, scan: ScanRecord, stage: ScanStage): Promise<void> =>
  scan.step(async (_, { engines }) => {
    const failed = namesOfFailed(engines);
    const reason = failed.length > 0 ? `No score: ${failed.join(', ')} could not look.` : 'No score: the contents could not be listed.';
    return { stage, percent: stageBegins[stage], change: { status: 'failed', finishedAt: clock(), score: null, scoreReasons: [{ delta: 0, reason }] } };
  });

const namesOfFailed = (engines: readonly EngineState[]): readonly string[] => engines.filter(({ status }) => status === 'FAILED').map(({ name }) => name);
