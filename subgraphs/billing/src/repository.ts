import type { Transaction } from '@gati/database';

/** The tables of this context, and no others. */
export type Tables = Pick<Transaction, 'pricing' | 'entitlement'>;

/** In these states a right can be used: trials and the days of grace count. */
const usable = ['ACTIVE', 'TRIAL', 'GRACE'];

export type PricingModel = 'FREE' | 'ONE_TIME' | 'SUBSCRIPTION' | 'USAGE';

export const billingRecords = (tables: Tables) => ({
  /** Only what has a price is stored: an artifact without a row is free. */
  pricings: async (artifactIds: readonly string[]): Promise<ReadonlyMap<string, { model: PricingModel; trialDays: number }>> => {
    const rows = await tables.pricing.findMany({ where: { artifactId: { in: [...artifactIds] } } });
    return new Map(rows.map(({ artifactId, model, trialDays }) => [artifactId, { model: model as PricingModel, trialDays }]));
  },

  /** The rights of one account that hold at this time. */
  entitlements: async (accountId: string, artifactIds: readonly string[], now: Date) => {
    const rows = await tables.entitlement.findMany({
      where: { accountId, artifactId: { in: [...artifactIds] }, status: { in: usable }, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
    });
    return new Map(rows.map((row) => [row.artifactId, row]));
  },
});
