import type { ScanEngine, ScanFinding, ScanSubject } from '@gati/scanner';
import type { Dependencies, ManifestForAdmission } from './ports.ts';
import type { EngineState } from './repository.ts';
import { withinTime } from './time-limit.ts';
import { judgeMalware } from './use-cases/judge-malware.ts';

const engineLimitMs = 180_000;

export interface ScanTarget {
  readonly manifest: ManifestForAdmission;
  readonly subject: ScanSubject;
}

/** What looks at a version within a limit of time. @throws when it could not look */
export interface ScanRunner extends Pick<ScanEngine, 'name' | 'version' | 'databaseUpdatedAt'> {
  /** Whether a score can rest on it; the search for malware says nothing of vulnerabilities. */
  readonly knowsVulnerabilities: boolean;
  readonly look: (target: ScanTarget, watch: { readonly signal: AbortSignal; readonly progress: (percent: number) => void }) => Promise<readonly ScanFinding[]>;
}

/** Everything that looks at a version, in the order in which it does. The search for malware comes first: what it found and did not think certain is a finding like others, and it was looked for once, at admission. */
export const scanRunners = (dependencies: Dependencies): readonly ScanRunner[] => [malwareRunner(dependencies), ...dependencies.engines.map(runnerOf)];

const runnerOf = ({ name, version, databaseUpdatedAt, analyse }: ScanEngine): ScanRunner => ({
  name,
  version,
  databaseUpdatedAt,
  knowsVulnerabilities: true,
  look: ({ subject }, { signal, progress }) => withinTime(signal, engineLimitMs, (limited) => analyse(subject, { signal: limited, progress })),
});

function malwareRunner(dependencies: Dependencies): ScanRunner {
  const { name, version, databaseUpdatedAt } = dependencies.malwareEngine;
  const judge = judgeMalware(dependencies);
  return {
    name,
    version,
    databaseUpdatedAt,
    knowsVulnerabilities: false,
    look: async ({ manifest }, watch) => {
      const judgement = await judge(manifest, watch);
      if (judgement.kind === 'unreadable') throw new Error(judgement.reason);
      return judgement.verdict.findings;
    },
  };
}

/** How a runner begins a scan: one that is done with this scan stays so, unless it has become another since. */
export function initialState({ name, version, databaseUpdatedAt }: ScanRunner, before: readonly EngineState[]): EngineState {
  const state = { name, version, databaseUpdatedAt: databaseUpdatedAt?.toISOString() ?? null };
  const isDone = before.some(
    (known) => known.status === 'DONE' && known.name === name && known.version === version && known.databaseUpdatedAt === state.databaseUpdatedAt,
  );
  return { ...state, status: isDone ? 'DONE' : 'PENDING' };
}
