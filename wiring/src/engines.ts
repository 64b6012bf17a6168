import type { Settings } from '@gati/config';
import { bundledAdvisories, createCodeEngine, createOsvEngine, createTrivyEngine, findTrivy, type ScanEngine } from '@gati/scanner';
import type { Log } from '@gati/telemetry';

export interface Engines {
  /** Decides what is malicious, before anything is published. */
  readonly malwareEngine: ScanEngine;
  /** What a published version is scanned with; Trivy joins as soon as it is found to work. */
  readonly engines: readonly ScanEngine[];
  readonly close: () => Promise<void>;
}

/** Which engines look at what is published: OSV matching always, Trivy where the program and a database are. @param folder  where Trivy keeps its database */
export function createEngines({
  settings,
  folder,
  hasJobs,
  log,
}: {
  readonly settings: Settings;
  readonly folder: string;
  readonly hasJobs: boolean;
  readonly log: Log;
}): Engines {
  const malwareEngine = createCodeEngine();
  const engines: ScanEngine[] = [createOsvEngine(bundledAdvisories())];
  // Only who runs jobs scans. Fetching a database takes its time, and it may come from this very registry: nothing waits for it.
  if (hasJobs && settings.trivyPath !== 'off') {
    void openTrivy(settings, folder).then(
      ({ engine, reason }) => (engine ? void engines.push(engine) : log.info({ reason }, 'Trivy takes no part')),
      (error: unknown) => log.warn({ err: error }, 'Trivy takes no part'),
    );
  }
  return { malwareEngine, engines, close: malwareEngine.close };
}

async function openTrivy({ trivyPath, trivyDbRepository }: Settings, folder: string) {
  const path = await findTrivy(trivyPath === 'off' || trivyPath === null ? undefined : trivyPath);
  return createTrivyEngine({ path, cacheDir: folder, ...(trivyDbRepository === null ? {} : { dbRepository: trivyDbRepository }) });
}
