import type { Principal } from '@gati/authority';
import DataLoader from 'dataloader';
import type { Billing, Entitlement, Pricing } from '../index.ts';

export interface Ports {
  readonly billing: Billing;
  /** Those of the artifacts that the asker may see; one batch. */
  readonly readableArtifacts: (principal: Principal, artifactIds: readonly string[]) => Promise<ReadonlyMap<string, unknown>>;
}

/** What every resolver of this subgraph gets; each loader asks once for an operation. */
export interface Context {
  readonly isReadable: DataLoader<string, boolean>;
  readonly pricings: DataLoader<string, Pricing>;
  readonly entitlements: DataLoader<string, Entitlement>;
}

export const contextFor = ({ billing, readableArtifacts }: Ports, principal: Principal): Context => ({
  isReadable: new DataLoader(async (ids) => {
    const readable = await readableArtifacts(principal, ids);
    return ids.map((id) => readable.has(id));
  }),
  pricings: new DataLoader(async (ids) => {
    const pricings = await billing.pricingsOf(ids);
    return ids.map((id) => pricings.get(id) as Pricing);
  }),
  entitlements: new DataLoader(async (ids) => {
    const entitlements = await billing.entitlementsOf(principal, ids);
    return ids.map((id) => entitlements.get(id) as Entitlement);
  }),
});
