import type { Principal, RequestOrigin } from '@gati/authority';
import type { SubgraphRequest } from '@gati/subgraph';
import DataLoader from 'dataloader';
import type { ReadSide } from '../read-side.ts';
import type { WriteSide } from '../write-side.ts';
import type { Reader } from '../reader.ts';
import type { Readme } from '../use-cases/read-readme.ts';

/** What GraphQL shows and does: all that is read and managed, and what administrators do with the store. */
export type Shown = ReadSide & Pick<WriteSide, 'readStorage' | 'setQuota' | 'listUpkeepReports' | 'requestCollection'>;

/** What every resolver of this subgraph gets: who asks, what the context can do, and what this operation has read already. */
export interface Context {
  readonly principal: Principal;
  readonly origin: RequestOrigin;
  readonly artifacts: Shown;
  readonly reader: Reader;
  /** READMEs of versions that the reader gave. */
  readonly readmes: DataLoader<string, Readme | null>;
}

export const contextFor = (artifacts: Shown, { principal, requestId, clientAddress }: SubgraphRequest): Context => ({
  principal,
  origin: { requestId, clientAddress },
  artifacts,
  reader: artifacts.readerFor(principal),
  readmes: new DataLoader(async (versionIds) => {
    const found = await artifacts.readReadmes(versionIds);
    return versionIds.map((id) => found.get(id) ?? null);
  }),
});
