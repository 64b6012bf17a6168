import type { MembershipRow, Tables } from '../repository.ts';

export const members = (tables: Tables) => ({
  /** Changes of the members of one namespace happen one after the other, so that each sees what the one before left; held until the transaction ends. */
  lock: async (namespaceId: string): Promise<void> =>
    void (await tables.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`namespaces.members:${namespaceId}`}, 0))`),

  find: (namespaceId: string, accountId: string): Promise<MembershipRow | null> =>
    tables.membership.findUnique({ where: { namespaceId_accountId: { namespaceId, accountId } }, select: { namespaceId: true, accountId: true, role: true } }),

  findByHandle: (namespaceId: string, handle: string): Promise<MembershipRow | null> =>
    tables.membership.findFirst({ where: { namespaceId, account: { handle } }, select: { namespaceId: true, accountId: true, role: true } }),

  countOwners: (namespaceId: string): Promise<number> => tables.membership.count({ where: { namespaceId, role: 'owner' } }),

  setRole: async ({ namespaceId, accountId, role }: MembershipRow): Promise<void> =>
    void (await tables.membership.update({ where: { namespaceId_accountId: { namespaceId, accountId } }, data: { role } })),

  remove: async (namespaceId: string, accountId: string): Promise<void> =>
    void (await tables.membership.delete({ where: { namespaceId_accountId: { namespaceId, accountId } } })),

  /** Who may be invited under this handle: a person's account. */
  invitee: (handle: string): Promise<{ readonly id: string; readonly handle: string } | null> =>
    tables.account.findUnique({ where: { handle, email: { not: null } }, select: { id: true, handle: true } }),

  /** Takes every right that the account has in the namespace by its teams and on single artifacts. */
  removeGrants: async (namespaceId: string, accountId: string): Promise<void> => {
    await tables.teamMember.deleteMany({ where: { accountId, team: { namespaceId } } });
    await tables.artifactGrant.deleteMany({ where: { namespaceId, accountId } });
  },
});
