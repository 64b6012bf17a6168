import type { Principal } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { mayActOn } from '../act-in-namespace.ts';
import { verifications, type BadgeRow, type NamespaceRow, type Tables, type VerificationRow } from '../repository.ts';
import { verificationsMax } from './request-verification.ts';

/** The verifications of a namespace, newest first, for those who manage it; null for everyone else. */
export const listVerifications =
  ({ tables }: { readonly tables: Tables }) =>
  async (principal: Principal, namespace: Pick<NamespaceRow, 'id' | 'handle'>): Promise<readonly VerificationRow[] | null> =>
    (await mayActOn(tables, principal, namespace, 'namespace.manage')) ? verifications(tables).list(namespace.id, verificationsMax) : null;

/** What has been proved about namespaces and still holds, one query for all. A badge whose proof was not seen for too long is not shown, even while nobody looks. */
export const badgesOf =
  ({ tables, clock }: { readonly tables: Tables; readonly clock: Clock }) =>
  async (namespaceIds: readonly string[]): Promise<ReadonlyMap<string, readonly BadgeRow[]>> =>
    Map.groupBy(await verifications(tables).badges(namespaceIds, clock()), ({ namespaceId }) => namespaceId);
