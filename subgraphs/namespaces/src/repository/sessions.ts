import type { Tables } from '../repository.ts';

export interface SessionRow {
  readonly id: string;
  readonly accountId: string;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
}
const shown = { id: true, accountId: true, expiresAt: true, endedAt: true } as const;

export const sessions = (tables: Tables) => ({
  find: (id: string): Promise<SessionRow | null> => tables.session.findUnique({ where: { id }, select: shown }),

  insert: async (session: {
    readonly id: string;
    readonly accountId: string;
    readonly clientName: string | null;
    readonly createdAt: Date;
    readonly expiresAt: Date;
  }): Promise<void> => void (await tables.session.create({ data: { ...session, lastUsedAt: session.createdAt } })),

  /** Notes that the session went on. */
  prolong: async (id: string, at: { readonly lastUsedAt: Date; readonly expiresAt: Date }): Promise<void> =>
    void (await tables.session.update({ where: { id }, data: at })),

  /** Ends a session that has not ended; @returns whether it was this call that did. */
  end: async (id: string, { endedAt, endReason }: { readonly endedAt: Date; readonly endReason: string }): Promise<boolean> =>
    (await tables.session.updateMany({ where: { id, endedAt: null }, data: { endedAt, endReason } })).count === 1,
});
