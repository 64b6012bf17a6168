import { decide, type FactsFor, type Principal } from '@gati/authority';
import { auditLog, namespaces, type AuditScope, type Tables } from '../repository.ts';
import type { AuditEntryRow, AuditFilter } from '../rules/audit-entry.ts';

/** Whose log: of a namespace by its id, one's own, or everybody's. */
export type AuditOf = { readonly namespaceId: string } | 'own' | 'site';

interface Dependencies {
  readonly tables: Tables;
  readonly factsFor: FactsFor;
  readonly isAdministrator: (principal: Principal) => boolean;
}

/** @see scopeOfAudit */
export type ScopeOfAudit = (principal: Principal, of: AuditOf) => Promise<AuditScope | 'none'>;

/**
 * What of the audit log somebody may read: who manages a namespace that of the namespace; everyone their own, which is what they did and what was done to their account;
 * administrators of the site all. Needs a credential with the scope admin.
 * @returns `none` for those who may not
 */
export const scopeOfAudit =
  ({ tables, factsFor, isAdministrator }: Dependencies): ScopeOfAudit =>
  async (principal, of) => {
    if (principal.kind === 'anonymous') return 'none';
    if (of === 'site') return isAdministrator(principal) ? null : 'none';
    const namespaceId = of === 'own' ? (await namespaces(tables).findByHandle(principal.handle))?.id : of.namespaceId;
    const facts = namespaceId === undefined ? undefined : (await factsFor(principal, [namespaceId])).get(namespaceId);
    if (!facts || namespaceId === undefined) return 'none';
    if (of !== 'own' && isAdministrator(principal)) return { namespaceId };
    if (decide(principal, 'namespace.manage', { ...facts, visibility: 'public', admitted: true }).kind !== 'allowed') return 'none';
    return of === 'own' ? { accountId: principal.accountId, ownNamespaceId: namespaceId } : { namespaceId };
  };

/** A page of the audit log, newest first. @returns null for those who may not read it */
export const readAuditLog =
  ({ tables, scopeOf }: { readonly tables: Tables; readonly scopeOf: ScopeOfAudit }) =>
  async (
    principal: Principal,
    { of, filter, before, limit }: { readonly of: AuditOf; readonly filter: AuditFilter; readonly before: bigint | null; readonly limit: number },
  ): Promise<readonly AuditEntryRow[] | null> => {
    const scope = await scopeOf(principal, of);
    return scope === 'none' ? null : auditLog(tables).page(scope, filter, { before, limit });
  };

/** Entries that are in memory at once. */
const rowsAtOnce = 500;

/**
 * All of it that fits the filter, newest first, read as fast as it is taken. Who may read it is asked again before each part: it ends where the right does.
 * What is written meanwhile is not in it.
 * @returns null for those who may not read it at all
 */
export const exportAuditLog =
  ({
    tables,
    scopeOf,
    isStillValid,
  }: {
    readonly tables: Tables;
    readonly scopeOf: ScopeOfAudit;
    readonly isStillValid: (principal: Principal) => Promise<boolean>;
  }) =>
  async (
    principal: Principal,
    { of, filter }: { readonly of: AuditOf; readonly filter: AuditFilter },
  ): Promise<AsyncIterable<readonly AuditEntryRow[]> | null> => {
    if ((await scopeOf(principal, of)) === 'none') return null;
    return (async function* () {
      let before: bigint | null = null;
      for (;;) {
        const scope = (await isStillValid(principal)) ? await scopeOf(principal, of) : 'none';
        if (scope === 'none') throw new Error('The right to read this log has ended.');
        const rows: AuditEntryRow[] = await auditLog(tables).page(scope, filter, { before, limit: rowsAtOnce });
        if (rows.length > 0) yield rows;
        before = rows.at(-1)?.id ?? null;
        if (rows.length < rowsAtOnce) return;
      }
    })();
  };
