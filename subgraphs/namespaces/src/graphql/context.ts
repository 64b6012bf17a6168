import type { Principal, RequestOrigin } from '@gati/authority';
import type { SubgraphRequest } from '@gati/subgraph';
import DataLoader from 'dataloader';
import type { AccountRow, BadgeRow, NamespaceRow, Namespaces, TeamRow } from '../index.ts';

/** What every resolver of this subgraph gets: who asks, from where, what the context can do, and loaders that ask once for an operation. */
export interface Context {
  readonly principal: Principal;
  readonly origin: RequestOrigin;
  readonly namespaces: Namespaces;
  readonly accountById: DataLoader<string, AccountRow | null>;
  readonly namespaceById: DataLoader<string, NamespaceRow | null>;
  readonly namespaceByHandle: DataLoader<string, NamespaceRow | null>;
  readonly badgesOf: DataLoader<string, readonly BadgeRow[] | null>;
  readonly teamById: DataLoader<string, TeamRow | null>;
}

const loaderOf = <V>(readMany: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>) =>
  new DataLoader<string, V | null>(async (keys) => {
    const found = await readMany(keys);
    return keys.map((key) => found.get(key) ?? null);
  });

export const contextFor = (namespaces: Namespaces, { principal, requestId, clientAddress }: SubgraphRequest): Context => ({
  principal,
  origin: { requestId, clientAddress },
  namespaces,
  accountById: loaderOf(namespaces.accountsByIds),
  namespaceById: loaderOf(namespaces.namespacesByIds),
  namespaceByHandle: loaderOf(namespaces.namespacesByHandles),
  badgesOf: loaderOf(namespaces.badgesOf),
  teamById: loaderOf(namespaces.teamsByIds),
});
