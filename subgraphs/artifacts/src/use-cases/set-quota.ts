import type { Principal, RequestOrigin } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import { assertAdministrator } from '../assert-administrator.ts';
import type { Audit, IsAdministrator, NamespaceByHandle, Transact } from '../ports.ts';
import { storage } from '../repository/storage.ts';

interface Dependencies {
  readonly transaction: Transact;
  readonly namespaceByHandle: NamespaceByHandle;
  readonly isAdministrator: IsAdministrator;
  readonly audit: Audit;
}

export interface SetQuota {
  readonly handle: string;
  /** null for what the installation allows everyone. */
  readonly quotaBytes: number | null;
  readonly origin?: RequestOrigin | undefined;
}

/**
 * Allows a namespace another amount of storage than the others. A quota below what is there takes nothing away: it refuses what would come on top.
 * @returns the namespace's id
 * @throws UNAUTHENTICATED, FORBIDDEN for whoever does not administer the site; NOT_FOUND
 */
export const setQuota =
  ({ transaction, namespaceByHandle, isAdministrator, audit }: Dependencies) =>
  async (principal: Principal, { handle, quotaBytes, origin }: SetQuota): Promise<string> => {
    assertAdministrator(isAdministrator, principal);
    const namespace = await namespaceByHandle(handle);
    if (!namespace) throw new RegistryError('NOT_FOUND', { reference: `@${handle}` });
    await transaction(async (locked) => {
      await storage(locked).setQuota(namespace.id, quotaBytes);
      await audit.record(locked, {
        actor: principal,
        action: 'namespace.set-quota',
        subject: `@${namespace.handle}`,
        details: { quotaBytes },
        origin,
      });
    });
    return namespace.id;
  };
