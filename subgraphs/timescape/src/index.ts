import { compareVersions } from './use-cases/compare-versions.ts';
import { readVersionGraphs } from './use-cases/read-version-graph.ts';
import { recordVersion } from './use-cases/record-version.ts';

export { cutGraph, type VersionGraph } from './use-cases/read-version-graph.ts';
export type { RecordVersion } from './use-cases/record-version.ts';

type Dependencies = Parameters<typeof compareVersions>[0] & Parameters<typeof readVersionGraphs>[0];

/** All that the timescape context can do. Doors and wiring see nothing else of it. */
export const createTimescape = (dependencies: Dependencies) => ({
  compareVersions: compareVersions(dependencies),
  readVersionGraphs: readVersionGraphs(dependencies),
  /** In the transaction that publishes the version. */
  recordVersion,
});
export type Timescape = ReturnType<typeof createTimescape>;
