import type { Tables } from '../repository.ts';

export interface TeamRow {
  readonly id: string;
  readonly namespaceId: string;
  readonly name: string;
  readonly createdAt: Date;
}
const select = { id: true, namespaceId: true, name: true, createdAt: true } as const;

/** Teams change while the members of their namespace are held (`members.lock`). */
export const teams = (tables: Tables) => ({
  list: (namespaceIds: readonly string[], limit: number): Promise<TeamRow[]> =>
    tables.team.findMany({ where: { namespaceId: { in: [...namespaceIds] } }, orderBy: [{ namespaceId: 'asc' }, { name: 'asc' }], take: limit, select }),

  findMany: (ids: readonly string[]): Promise<TeamRow[]> => tables.team.findMany({ where: { id: { in: [...ids] } }, select }),

  find: (namespaceId: string, name: string): Promise<TeamRow | null> => tables.team.findUnique({ where: { namespaceId_name: { namespaceId, name } }, select }),

  count: (namespaceId: string): Promise<number> => tables.team.count({ where: { namespaceId } }),

  /** @returns false when the organization has a team of this name */
  insert: async (team: TeamRow): Promise<boolean> => (await tables.team.createMany({ data: [team], skipDuplicates: true })).count === 1,

  rename: async (id: string, name: string): Promise<void> => void (await tables.team.update({ where: { id }, data: { name }, select: { id: true } })),

  /** With its places and what was granted to it. */
  remove: async (id: string): Promise<void> => void (await tables.team.deleteMany({ where: { id } })),

  /** Accounts of its members, by handle. */
  memberIds: async (id: string, limit: number): Promise<readonly string[]> => {
    const rows = await tables.$queryRaw<readonly { accountId: string }[]>`
      select t.account_id as "accountId" from namespaces.team_member t join namespaces.account a on a.id = t.account_id
      where t.team_id = ${id}::uuid order by a.handle limit ${limit}`;
    return rows.map(({ accountId }) => accountId);
  },

  countMembers: (id: string): Promise<number> => tables.teamMember.count({ where: { teamId: id } }),

  /** Who may be in a team: the accounts of members and of robots of its organization. */
  candidate: async (namespaceId: string, handle: string): Promise<string | null> => {
    const [row] = await tables.$queryRaw<readonly { id: string }[]>`
      select a.id from namespaces.account a where a.handle = ${handle} and (
        exists (select from namespaces.membership m where m.namespace_id = ${namespaceId}::uuid and m.account_id = a.id)
        or exists (select from namespaces.robot r where r.namespace_id = ${namespaceId}::uuid and r.account_id = a.id and r.removed_at is null))`;
    return row?.id ?? null;
  },

  /** @returns whether it was no member before */
  addMember: async (member: { readonly teamId: string; readonly accountId: string; readonly createdAt: Date }): Promise<boolean> =>
    (await tables.teamMember.createMany({ data: [member], skipDuplicates: true })).count === 1,

  /** @returns whether it was a member */
  removeMember: async (teamId: string, accountId: string): Promise<boolean> =>
    (await tables.teamMember.deleteMany({ where: { teamId, accountId } })).count === 1,
});
