import type { Role } from '@gati/authority';
import type { Tables } from '../repository.ts';

/** An offer of a role. Either an account is invited or an address. */
export interface InvitationRow {
  readonly id: string;
  readonly namespaceId: string;
  readonly role: Role;
  readonly accountId: string | null;
  readonly email: string | null;
  readonly invitedBy: string;
  readonly expiresAt: Date;
}
const shown = { id: true, namespaceId: true, role: true, accountId: true, email: true, invitedBy: true, expiresAt: true } as const;

export const invitations = (tables: Tables) => ({
  find: (id: string): Promise<InvitationRow | null> => tables.invitation.findUnique({ where: { id }, select: shown }),

  /** Puts it in the place of an earlier one for the same account or address: whoever is invited again has one invitation. */
  put: async (invitation: InvitationRow & { readonly emailKey: string | null; readonly createdAt: Date }): Promise<void> => {
    const { namespaceId, accountId, emailKey } = invitation;
    await tables.invitation.deleteMany({ where: { namespaceId, ...(accountId === null ? { emailKey } : { accountId }) } });
    await tables.invitation.create({ data: invitation, select: { id: true } });
  },

  /** @returns whether it was this call that took it away */
  remove: async (id: string): Promise<boolean> => (await tables.invitation.deleteMany({ where: { id } })).count === 1,

  /** What this account offered and what it was offered in this namespace. */
  removeOf: async (namespaceId: string, accountId: string): Promise<void> =>
    void (await tables.invitation.deleteMany({ where: { namespaceId, OR: [{ accountId }, { invitedBy: accountId }] } })),

  /** Those that count, newest first. */
  ofAccount: (accountId: string, now: Date, limit: number): Promise<InvitationRow[]> =>
    tables.invitation.findMany({
      where: { accountId, expiresAt: { gt: now } },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: limit,
      select: shown,
    }),

  ofNamespace: (namespaceId: string, now: Date, limit: number): Promise<InvitationRow[]> =>
    tables.invitation.findMany({
      where: { namespaceId, expiresAt: { gt: now } },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: limit,
      select: shown,
    }),

  count: (namespaceId: string, now: Date): Promise<number> => tables.invitation.count({ where: { namespaceId, expiresAt: { gt: now } } }),

  /** At most `limit` of those that have lapsed; says how many went. */
  removeExpired: (now: Date, limit: number): Promise<number> =>
    tables.$executeRaw`
      delete from namespaces.invitation
      where id in (select id from namespaces.invitation where expires_at <= ${now} limit ${limit} for update skip locked)`,
});
