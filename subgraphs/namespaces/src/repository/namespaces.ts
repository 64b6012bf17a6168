import type { GrantedRole, Role } from '@gati/authority';
import { Prisma } from '@gati/database';
import type { Tables } from '../repository.ts';

export interface NamespaceRow {
  readonly id: string;
  readonly handle: string;
  readonly kind: 'user' | 'organization';
  readonly displayName: string;
}
export interface MembershipRow {
  readonly accountId: string;
  readonly namespaceId: string;
  readonly role: Role;
}
/** A member as a list shows it. */
export interface MemberRow extends MembershipRow {
  readonly handle: string;
}
const shown = { id: true, handle: true, kind: true, displayName: true } as const;

export const namespaces = (tables: Tables) => ({
  findMany: (ids: readonly string[]): Promise<NamespaceRow[]> => tables.namespace.findMany({ where: { id: { in: [...ids] } }, select: shown }),

  findManyByHandle: (handles: readonly string[]): Promise<NamespaceRow[]> =>
    tables.namespace.findMany({ where: { handle: { in: [...handles] } }, select: shown }),

  findByHandle: (handle: string): Promise<NamespaceRow | null> => tables.namespace.findUnique({ where: { handle }, select: shown }),

  isTaken: async (handleKey: string): Promise<boolean> => (await tables.namespace.findUnique({ where: { handleKey }, select: { id: true } })) !== null,

  /** Decided by the unique indexes: of several at once exactly one is inserted. @returns false when the handle, or one that differs in hyphens alone, is taken */
  insert: async (namespace: NamespaceRow & { readonly handleKey: string; readonly createdAt: Date }): Promise<boolean> =>
    (await tables.namespace.createMany({ data: [namespace], skipDuplicates: true })).count === 1,

  insertMember: async (member: MembershipRow & { readonly createdAt: Date }): Promise<void> => void (await tables.membership.create({ data: member })),

  /** Handle and the account's role, as member or as robot, of each that exists, with its roles on single artifacts there (null for none). One query; the strongest role sorts first. */
  standingOf: (
    accountId: string | null,
    ids: readonly string[],
  ): Promise<{ id: string; handle: string; role: Role | null; grants: Readonly<Record<string, GrantedRole>> | null }[]> =>
    tables.$queryRaw`
      with granted as (
        select namespace_id, jsonb_object_agg(artifact_id, role) as grants from (
          select g.namespace_id, g.artifact_id, min(g.role) as role from (
            select namespace_id, artifact_id, role from namespaces.artifact_grant where account_id = ${accountId}::uuid
            union all
            select g.namespace_id, g.artifact_id, g.role
            from namespaces.team_member t join namespaces.artifact_grant g on g.team_id = t.team_id where t.account_id = ${accountId}::uuid
          ) g
          where g.namespace_id = any(${[...ids]}::uuid[]) group by g.namespace_id, g.artifact_id
        ) strongest group by namespace_id
      )
      select n.id, n.handle, coalesce(m.role, r.role)::text as role, granted.grants
      from namespaces.namespace n
      left join namespaces.membership m on m.namespace_id = n.id and m.account_id = ${accountId}::uuid
      left join namespaces.robot r on r.namespace_id = n.id and r.account_id = ${accountId}::uuid and r.removed_at is null
      left join granted on granted.namespace_id = n.id
      where n.id = any(${[...ids]}::uuid[])`,

  /** What an account belongs to, its own namespace first, then by handle; of a robot, its organization. */
  membershipsOf: (accountId: string, limit: number): Promise<MembershipRow[]> =>
    tables.$queryRaw`
      select m.account_id as "accountId", m.namespace_id as "namespaceId", m.role::text as role
      from (
        select account_id, namespace_id, role from namespaces.membership where account_id = ${accountId}::uuid
        union all
        select account_id, namespace_id, role from namespaces.robot where account_id = ${accountId}::uuid and removed_at is null
      ) m
      join namespaces.namespace n on n.id = m.namespace_id
      order by n.kind, n.handle
      limit ${limit}`,

  /** Members by role, owners first, then by handle, from after a place on. Roles sort as they are declared: owner, admin, write, read. */
  members: (namespaceId: string, after: readonly [Role, string] | null, limit: number): Promise<MemberRow[]> =>
    tables.$queryRaw`
      select m.account_id as "accountId", m.namespace_id as "namespaceId", m.role::text as role, a.handle
      from namespaces.membership m
      join namespaces.account a on a.id = m.account_id
      where m.namespace_id = ${namespaceId}::uuid
      ${after ? Prisma.sql`and (m.role, a.handle) > (${after[0]}::namespaces.member_role, ${after[1]})` : Prisma.empty}
      order by m.role, a.handle
      limit ${limit}`,

  /** Addresses of the owners, in the order of their handles. */
  ownerEmails: async (namespaceId: string, limit: number): Promise<readonly string[]> =>
    (
      await tables.membership.findMany({
        where: { namespaceId, role: 'owner' },
        select: { account: { select: { email: true } } },
        orderBy: { account: { handle: 'asc' } },
        take: limit,
      })
    ).flatMap(({ account }) => (account.email === null ? [] : [account.email])),

  countMembers: (namespaceId: string): Promise<number> => tables.membership.count({ where: { namespaceId } }),

  countOrganizationsOwnedBy: (accountId: string): Promise<number> =>
    tables.membership.count({ where: { accountId, role: 'owner', namespace: { kind: 'organization' } } }),
});
