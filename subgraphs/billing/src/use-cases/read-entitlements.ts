import type { Principal } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { billingRecords, type Tables } from '../repository.ts';

/** Whether an artifact may be used, and by what right. */
export interface Entitlement {
  readonly isEntitled: boolean;
  /** By what right it may be used; null where there is none. */
  readonly right: { readonly status: string; readonly source: string; readonly expiresAt: Date | null } | null;
}

const free = { status: 'ACTIVE', source: 'FREE', expiresAt: null } as const;

interface Dependencies {
  readonly tables: Tables;
  readonly clock: Clock;
}

/** Who may use which artifact: everyone what is free, the others by a right that holds now. Two queries for all; install and OCI ask here. */
export const entitlementsOf =
  ({ tables, clock }: Dependencies) =>
  async (principal: Principal, artifactIds: readonly string[]): Promise<ReadonlyMap<string, Entitlement>> => {
    const records = billingRecords(tables);
    const [pricings, rights] = await Promise.all([
      records.pricings(artifactIds),
      principal.kind === 'anonymous' ? new Map<string, never>() : records.entitlements(principal.accountId, artifactIds, clock()),
    ]);
    return new Map(
      artifactIds.map((artifactId) => {
        const isFree = (pricings.get(artifactId)?.model ?? 'FREE') === 'FREE';
        const right = rights.get(artifactId) ?? (isFree ? free : null);
        return [artifactId, { isEntitled: right !== null, right }];
      }),
    );
  };
