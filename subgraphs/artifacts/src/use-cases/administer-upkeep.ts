import type { Principal, RequestOrigin } from '@gati/authority';
import { assertAdministrator } from '../assert-administrator.ts';
import type { Audit, IsAdministrator, Tables, Transact } from '../ports.ts';
import { upkeepReports } from '../repository/upkeep-reports.ts';
import type { UpkeepReport } from '../upkeep.ts';
import type { CollectGarbage } from './collect-garbage.ts';

interface Dependencies {
  readonly tables: Tables;
  readonly transaction: Transact;
  readonly isAdministrator: IsAdministrator;
  readonly audit: Audit;
  readonly collectGarbage: (input: CollectGarbage) => Promise<UpkeepReport>;
}

/** What the last runs of the store's upkeep did, newest first. @throws UNAUTHENTICATED, FORBIDDEN */
export const listUpkeepReports =
  ({ tables, isAdministrator }: Pick<Dependencies, 'tables' | 'isAdministrator'>) =>
  async (principal: Principal, limit: number): Promise<readonly UpkeepReport[]> => {
    assertAdministrator(isAdministrator, principal);
    return upkeepReports(tables).newest(limit);
  };

/**
 * Says what a collection would take away, or has a worker run one soon.
 * @returns the report of the dry run; null for a real one, whose report is among the others when it has ended
 * @throws UNAUTHENTICATED, FORBIDDEN
 */
export const requestCollection =
  ({ transaction, isAdministrator, audit, collectGarbage }: Omit<Dependencies, 'tables'>) =>
  async (
    principal: Principal,
    { isDryRun, origin }: { readonly isDryRun: boolean; readonly origin?: RequestOrigin | undefined },
  ): Promise<UpkeepReport | null> => {
    assertAdministrator(isAdministrator, principal);
    if (isDryRun) return collectGarbage({ isDryRun, signal: AbortSignal.timeout(20_000) });
    await transaction(async (locked, emit) => {
      await audit.record(locked, { actor: principal, action: 'collection.request', subject: 'store', origin });
      await emit('collection.requested', {});
    });
    return null;
  };
