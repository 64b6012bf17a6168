import type { Context } from './context.ts';

interface Reference {
  readonly id: string;
}

export const artifact = {
  __resolveReference: async ({ id }: Reference, { isReadable }: Context) => ((await isReadable.load(id)) ? { id } : null),
  // Nothing has a price yet, so there is no plan to choose from.
  pricing: async ({ id }: Reference, _: unknown, { pricings }: Context) => ({ ...(await pricings.load(id)), plans: [] }),
  viewerEntitlement: async ({ id }: Reference, _: unknown, { entitlements }: Context) => (await entitlements.load(id)).right,
};
