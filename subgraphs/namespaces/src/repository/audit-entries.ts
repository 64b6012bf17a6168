import { Prisma, type Transaction } from '@gati/database';
import type { AuditEntryRow, AuditFilter } from '../rules/audit-entry.ts';

/** Whose entries to read; all of them where it is null. */
export type AuditScope = { readonly namespaceId: string } | { readonly accountId: string; readonly ownNamespaceId: string } | null;

const columns = Prisma.raw(
  'e.id, e.at, e.actor_id as "actorId", e.actor, e.action, e.subject, e.details, e.request_id as "requestId", e.address, e.namespace_id as "namespaceId"',
);

export const auditEntries = (tables: Pick<Transaction, '$executeRaw'>) => ({
  /** In one statement: the namespace is found by its handle as it is now. */
  append: async (entry: {
    readonly at: Date;
    readonly actorId: string | null;
    readonly actor: string;
    readonly action: string;
    readonly subject: string;
    readonly details: object;
    readonly requestId: string | null;
    readonly address: string | null;
    readonly namespace: string | null;
  }): Promise<void> =>
    void (await tables.$executeRaw`
      insert into namespaces.audit_entry (at, actor_id, actor, action, subject, details, request_id, address, namespace_id)
      values (${entry.at}, ${entry.actorId}::uuid, ${entry.actor}, ${entry.action}, ${entry.subject}, ${JSON.stringify(entry.details)}::jsonb,
        ${entry.requestId}, ${entry.address}, (select id from namespaces.namespace where handle = ${entry.namespace}))`),
});

export const auditLog = (tables: Pick<Transaction, '$queryRaw'>) => ({
  /** Newest first, from below an id on. */
  page: (scope: AuditScope, filter: AuditFilter, { before, limit }: { readonly before: bigint | null; readonly limit: number }): Promise<AuditEntryRow[]> =>
    tables.$queryRaw`
      select ${columns} from namespaces.audit_entry e
      where ${matching(scope, filter)} ${before === null ? Prisma.empty : Prisma.sql`and e.id < ${before}`}
      order by e.id desc limit ${limit}`,

  /** Entries by id, in their order. */
  byIds: (ids: readonly bigint[]): Promise<AuditEntryRow[]> =>
    tables.$queryRaw`select ${columns} from namespaces.audit_entry e where e.id = any(${[...ids]}::bigint[]) order by e.id`,
});

function matching(scope: AuditScope, { actor, action, target, since, until }: AuditFilter): Prisma.Sql {
  const terms: Prisma.Sql[] = [];
  if (scope && 'namespaceId' in scope) terms.push(Prisma.sql`e.namespace_id = ${scope.namespaceId}::uuid`);
  if (scope && 'accountId' in scope) terms.push(Prisma.sql`(e.actor_id = ${scope.accountId}::uuid or e.namespace_id = ${scope.ownNamespaceId}::uuid)`);
  if (actor !== undefined)
    terms.push(
      actor === 'registry' || actor === 'anonymous'
        ? Prisma.sql`e.actor_id is null and e.actor = ${actor}`
        : Prisma.sql`e.actor_id = (select id from namespaces.account where handle = ${actor})`,
    );
  if (action?.endsWith('.*')) terms.push(Prisma.sql`starts_with(e.action, ${action.slice(0, -1)})`);
  else if (action !== undefined) terms.push(Prisma.sql`e.action = ${action}`);
  if (target !== undefined)
    terms.push(
      Prisma.sql`(e.subject = ${target} or starts_with(e.subject, ${`${target}/`}) or starts_with(e.subject, ${`${target}@`}) or starts_with(e.subject, ${`${target} `}))`,
    );
  if (since !== undefined) terms.push(Prisma.sql`e.at >= ${since}`);
  if (until !== undefined) terms.push(Prisma.sql`e.at < ${until}`);
  return terms.length === 0 ? Prisma.sql`true` : Prisma.join(terms, ' and ');
}
