import { anonymous, type Principal } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import type { ReadAccess } from './access.ts';
import type { EntitlementsOf } from './ports.ts';

/** Whether the artifact is free, for whoever asks. @throws PAYMENT_REQUIRED for a caller who has no right to use it */
export const createEntitlementCheck =
  (entitlementsOf: EntitlementsOf) =>
  async (principal: Principal, { artifact, seesAll }: ReadAccess): Promise<{ readonly isFree: boolean }> => {
    const isEntitled = async (asker: Principal): Promise<boolean> => (await entitlementsOf(asker, [artifact.id])).get(artifact.id)?.isEntitled ?? false;
    const isFree = await isEntitled(anonymous);
    if (!isFree && !seesAll && !(await isEntitled(principal))) throw new RegistryError('PAYMENT_REQUIRED', { reference: artifact.name });
    return { isFree };
  };
export type EntitlementCheck = ReturnType<typeof createEntitlementCheck>;
