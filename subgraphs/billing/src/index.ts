import { entitlementsOf } from './use-cases/read-entitlements.ts';
import { pricingsOf } from './use-cases/read-pricing.ts';

export type { Entitlement } from './use-cases/read-entitlements.ts';
export type { Pricing } from './use-cases/read-pricing.ts';

type Dependencies = Parameters<typeof entitlementsOf>[0];

/** All that the billing context can do. Doors and wiring see nothing else of it. */
export const createBilling = (dependencies: Dependencies) => ({
  entitlementsOf: entitlementsOf(dependencies),
  pricingsOf: pricingsOf(dependencies),
});
export type Billing = ReturnType<typeof createBilling>;
