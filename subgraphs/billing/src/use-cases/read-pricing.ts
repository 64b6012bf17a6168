import { billingRecords, type PricingModel, type Tables } from '../repository.ts';

export interface Pricing {
  readonly model: PricingModel;
  readonly trialDays: number;
}

const free: Pricing = { model: 'FREE', trialDays: 0 };

/** What artifacts cost to use; an artifact without a price is free. One query for all. */
export const pricingsOf =
  ({ tables }: { readonly tables: Tables }) =>
  async (artifactIds: readonly string[]): Promise<ReadonlyMap<string, Pricing>> => {
    const priced = await billingRecords(tables).pricings(artifactIds);
    return new Map(artifactIds.map((artifactId) => [artifactId, priced.get(artifactId) ?? free]));
  };
