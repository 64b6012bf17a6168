import { decide, type FactsFor, type Principal } from '@gati/authority';
import type { ArtifactLimits } from '../limits.ts';
import type { Tables } from '../ports.ts';
import { stateOf, storage } from '../repository/storage.ts';
import { isId } from '../views.ts';

/** What a namespace holds and may hold, in bytes. */
export interface NamespaceStorage {
  readonly logicalBytes: number;
  readonly storedBytes: number;
  /** null for no limit. */
  readonly quotaBytes: number | null;
}

/** How much a namespace stores; null for those who may not write to it. */
export const readStorage =
  ({ tables, factsFor, limits }: { readonly tables: Tables; readonly factsFor: FactsFor; readonly limits: Pick<ArtifactLimits, 'namespaceQuotaBytes'> }) =>
  async (principal: Principal, namespaceId: string): Promise<NamespaceStorage | null> => {
    const facts = isId(namespaceId) ? (await factsFor(principal, [namespaceId])).get(namespaceId) : undefined;
    if (!facts || decide(principal, 'artifact.push', { ...facts, visibility: 'private', admitted: true }).kind !== 'allowed') return null;
    const row = await storage(tables).of(namespaceId);
    return { ...row, ...stateOf(row, limits.namespaceQuotaBytes) };
  };
