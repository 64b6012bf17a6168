import type { Principal, RequestOrigin } from '@gati/authority';
import type { SubgraphRequest } from '@gati/subgraph';
import DataLoader from 'dataloader';
import type { BillSummary, ScanRow, Security, SigningKeyRow, VersionFacts, VersionSignatures } from '../index.ts';

/** What every resolver of this subgraph gets; each loader asks once for an operation. */
export interface Context {
  readonly principal: Principal;
  readonly origin: RequestOrigin;
  readonly security: Security;
  /** Decides the rights; null for what is hidden. */
  readonly version: DataLoader<string, VersionFacts | null>;
  readonly signatures: DataLoader<VersionFacts, VersionSignatures, string>;
  readonly scan: DataLoader<string, ScanRow | null>;
  /** By digest of the contents. */
  readonly bill: DataLoader<string, BillSummary | null>;
  readonly signingKeys: DataLoader<string, readonly SigningKeyRow[]>;
}

const loaderOf = <V>(readMany: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>) =>
  new DataLoader<string, V | null>(async (keys) => {
    const found = await readMany(keys);
    return keys.map((key) => found.get(key) ?? null);
  });

export const contextFor = (security: Security, { principal, requestId, clientAddress }: SubgraphRequest): Context => ({
  principal,
  origin: { requestId, clientAddress },
  security,
  version: loaderOf((ids) => security.readableVersions(principal, ids)),
  signatures: new DataLoader(
    async (versions) => {
      const found = await security.readSignatures(versions);
      return versions.map(({ versionId }) => found.get(versionId) as VersionSignatures);
    },
    { cacheKeyFn: ({ versionId }) => versionId },
  ),
  scan: loaderOf(security.newestScans),
  bill: loaderOf(security.billsOfMaterials),
  signingKeys: new DataLoader(async (namespaceIds) => {
    const keys = await security.readSigningKeys(namespaceIds);
    return namespaceIds.map((id) => keys.get(id) ?? []);
  }),
});
