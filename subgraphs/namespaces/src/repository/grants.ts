import type { GrantedRole } from '@gati/authority';
import type { Tables } from '../repository.ts';

/** Whom a role on an artifact is given to. */
export type Grantee = { readonly accountId: string; readonly teamId: null } | { readonly accountId: null; readonly teamId: string };

export interface GrantRow {
  readonly id: string;
  readonly accountId: string | null;
  readonly teamId: string | null;
  readonly role: GrantedRole;
  readonly createdAt: Date;
}

/** Roles on single artifacts. Those of one artifact change while its row is held. */
export const grants = (tables: Pick<Tables, 'artifactGrant' | '$queryRaw' | '$executeRaw'>) => ({
  /** Of each artifact, the oldest first. */
  ofArtifact: async (artifactId: string, limit: number): Promise<readonly GrantRow[]> =>
    (
      await tables.artifactGrant.findMany({
        where: { artifactId },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        take: limit,
        select: { id: true, accountId: true, teamId: true, role: true, createdAt: true },
      })
    ).map((row) => row as GrantRow),

  count: (artifactId: string): Promise<number> => tables.artifactGrant.count({ where: { artifactId } }),

  find: async (artifactId: string, { accountId, teamId }: Grantee): Promise<GrantRow | null> =>
    (await tables.artifactGrant.findFirst({ where: { artifactId, accountId, teamId } })) as GrantRow | null,

  insert: async (grant: GrantRow & { readonly namespaceId: string; readonly artifactId: string; readonly grantedBy: string }): Promise<void> =>
    void (await tables.artifactGrant.create({ data: grant, select: { id: true } })),

  setRole: async (id: string, role: GrantedRole): Promise<void> =>
    void (await tables.artifactGrant.update({ where: { id }, data: { role }, select: { id: true } })),

  remove: async (id: string): Promise<void> => void (await tables.artifactGrant.deleteMany({ where: { id } })),

  removeOfArtifact: async (artifactId: string): Promise<number> => (await tables.artifactGrant.deleteMany({ where: { artifactId } })).count,

  /** The person's or the namespace's own robot's account under this handle. */
  account: async (namespaceId: string, handle: string): Promise<string | null> => {
    const [row] = await tables.$queryRaw<readonly { id: string }[]>`
      select a.id from namespaces.account a left join namespaces.robot r on r.account_id = a.id
      where a.handle = ${handle} and (r.account_id is null or (r.namespace_id = ${namespaceId}::uuid and r.removed_at is null))`;
    return row?.id ?? null;
  },

  /** The team, which is not removed before the transaction ends. */
  holdTeam: async (namespaceId: string, name: string): Promise<string | null> => {
    const [row] = await tables.$queryRaw<readonly { id: string }[]>`
      select id from namespaces.team where namespace_id = ${namespaceId}::uuid and name = ${name} for key share`;
    return row?.id ?? null;
  },

  /** Artifacts on which the account has a role of its own or by a team; each includes reading. */
  readableBy: (accountId: string, limit: number): Promise<{ readonly artifactId: string; readonly namespaceId: string }[]> =>
    tables.$queryRaw`
      select artifact_id as "artifactId", namespace_id as "namespaceId" from namespaces.artifact_grant where account_id = ${accountId}::uuid
      union
      select g.artifact_id, g.namespace_id from namespaces.team_member t join namespaces.artifact_grant g on g.team_id = t.team_id where t.account_id = ${accountId}::uuid
      limit ${limit}`,
});
