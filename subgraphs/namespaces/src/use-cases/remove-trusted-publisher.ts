import type { Principal, RequestOrigin } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import { actInNamespace, mayActOn } from '../act-in-namespace.ts';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import { namespaces, trustedPublishers, type NamespaceRow, type Tables, type TrustedPublisherRow } from '../repository.ts';
import { trustedPublishersMax } from './add-trusted-publisher.ts';

/**
 * Takes a workflow's right to publish; what it has been given ends within 15 minutes.
 * @throws NOT_FOUND also for what the asker does not manage
 */
export const removeTrustedPublisher =
  ({ tables, transaction, audit }: { readonly tables: Tables; readonly transaction: RunTransaction; readonly audit: Audit }) =>
  async (principal: Principal, id: string, origin: RequestOrigin): Promise<TrustedPublisherRow> => {
    if (principal.kind === 'anonymous') throw new RegistryError('UNAUTHENTICATED', {});
    const missing = new RegistryError('NOT_FOUND', { reference: `trusted publisher ${id.slice(0, 80)}` });
    const publisher = /^[0-9a-f-]{36}$/.test(id) ? await trustedPublishers(tables).find(id) : null;
    const [namespace] = publisher ? await namespaces(tables).findMany([publisher.namespaceId]) : [];
    if (!publisher || !namespace || !(await mayActOn(tables, principal, namespace, 'key.register'))) throw missing;
    return actInNamespace({ transaction }, principal, { handle: namespace.handle, action: 'key.revoke' }, async (held) => {
      await trustedPublishers(held.tables).remove(id);
      const { issuer, repository, workflow, environment } = publisher;
      await audit.record(held.tables, {
        actor: held.actor,
        action: 'trusted-publisher.remove',
        subject: `@${namespace.handle}/${publisher.artifactName}`,
        details: { issuer, repository, workflow, environment },
        origin,
      });
      return publisher;
    });
  };

/** The trusted publishers of a namespace for those who manage it; null for everyone else. */
export const listTrustedPublishers =
  ({ tables }: { readonly tables: Tables }) =>
  async (principal: Principal, namespace: Pick<NamespaceRow, 'id' | 'handle'>): Promise<readonly TrustedPublisherRow[] | null> =>
    (await mayActOn(tables, principal, namespace, 'key.register')) ? trustedPublishers(tables).list(namespace.id, trustedPublishersMax) : null;
