import type { ReadSideDependencies } from './read-ports.ts';
import { createReadSide } from './read-side.ts';
import { createWriteSide, type WriteSideDependencies } from './write-side.ts';

export type { ArtifactEvents, Emit } from './events.ts';
export type { Audit, ContentCache, EmitIn, EntitlementsOf, NamespaceByHandle, RecordVersion, Tables, Transact, TrustedCarriersOf } from './ports.ts';
export type { IsStillValid, PricingModelsOf, ReadableScopes, ReadSideDependencies, ScoresOf, SignatureStatus, VerdictsOf } from './read-ports.ts';
export type { ReadSide } from './read-side.ts';
export type { Reader } from './reader.ts';
export type { Resolution, ResolvedArtifact } from './use-cases/resolve-dependencies.ts';
export type { ArtifactFacts, SelectedVersion, VersionFacts } from './use-cases/version-facts.ts';
export type { WriteSide, WriteSideDependencies } from './write-side.ts';
export { countersDelayMs } from './jobs/index-counters.ts';
export { renderReadme } from './readme/render-readme.ts';

export type ArtifactsDependencies = WriteSideDependencies & Omit<ReadSideDependencies, 'issueDownloadTicket'>;

/** All that the artifacts context can do: what pushes and admissions do, and what is read, searched, resolved and managed. Doors and wiring see nothing else of it. */
export function createArtifacts(dependencies: ArtifactsDependencies) {
  const write = createWriteSide(dependencies);
  const read = createReadSide({ ...dependencies, issueDownloadTicket: write.issueDownloadTicket });
  return { ...write, ...read, jobs: [...write.jobs, ...read.jobs] };
}

export type Artifacts = ReturnType<typeof createArtifacts>;
