import type { Principal } from '@gati/authority';
import DataLoader from 'dataloader';
import type { Timescape, VersionGraph } from '../index.ts';

/** What every resolver of this subgraph gets. */
export interface Context {
  readonly principal: Principal;
  readonly timescape: Timescape;
  /** Whether the asker may see an artifact; asked once for each and operation. */
  readonly isReadable: DataLoader<string, boolean>;
  readonly graphs: DataLoader<string, VersionGraph | null>;
}

export interface Ports {
  readonly timescape: Timescape;
  /** Those of the artifacts that the asker may see; one batch. */
  readonly readableArtifacts: (principal: Principal, artifactIds: readonly string[]) => Promise<ReadonlyMap<string, unknown>>;
}

export const contextFor = ({ timescape, readableArtifacts }: Ports, principal: Principal): Context => ({
  principal,
  timescape,
  isReadable: new DataLoader(async (ids) => {
    const readable = await readableArtifacts(principal, ids);
    return ids.map((id) => readable.has(id));
  }),
  graphs: new DataLoader(async (ids) => {
    const graphs = await timescape.readVersionGraphs(principal, ids);
    return ids.map((id) => graphs.get(id) ?? null);
  }),
});
