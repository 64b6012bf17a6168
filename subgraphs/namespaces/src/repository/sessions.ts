import type { Tables } from '../repository.ts';

export interface SessionRow {
  readonly id: string;
  readonly accountId: string;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
}
/** How a session was opened. */
export type SignInMethod = 'password' | 'passkey' | 'device' | 'provider';

/** A session as its owner sees it. */
export interface ListedSession extends SessionRow {
  /** What the client called itself; null when it said nothing. */
  readonly clientName: string | null;
  readonly method: SignInMethod;
  /** Where it was last used from; null when nobody knows. */
  readonly address: string | null;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
}
const shown = { id: true, accountId: true, expiresAt: true, endedAt: true } as const;
const listed = { ...shown, clientName: true, method: true, address: true, createdAt: true, lastUsedAt: true } as const;

const read = <R extends { readonly method: string }>(row: R) => ({ ...row, method: row.method as SignInMethod });

export const sessions = (tables: Tables) => ({
  find: (id: string): Promise<SessionRow | null> => tables.session.findUnique({ where: { id }, select: shown }),

  findListed: async (id: string): Promise<ListedSession | null> => {
    const row = await tables.session.findUnique({ where: { id }, select: listed });
    return row && read(row);
  },

  /** Those that go on, used last first. */
  list: async (accountId: string, now: Date, limit: number): Promise<ListedSession[]> =>
    (
      await tables.session.findMany({
        where: { accountId, endedAt: null, expiresAt: { gt: now } },
        orderBy: [{ lastUsedAt: 'desc' }, { id: 'desc' }],
        take: limit,
        select: listed,
      })
    ).map(read),

  insert: async (session: {
    readonly id: string;
    readonly accountId: string;
    readonly clientName: string | null;
    readonly method: SignInMethod;
    readonly address: string | null;
    readonly confirmedAt: Date | null;
    readonly createdAt: Date;
    readonly expiresAt: Date;
  }): Promise<void> => void (await tables.session.create({ data: { ...session, lastUsedAt: session.createdAt } })),

  /** Notes that the session went on, and from where. */
  prolong: async (id: string, at: { readonly lastUsedAt: Date; readonly expiresAt: Date; readonly address?: string }): Promise<void> =>
    void (await tables.session.update({ where: { id }, data: at })),

  /** Ends a session that has not ended; @returns whether it was this call that did. */
  end: async (id: string, { endedAt, endReason }: { readonly endedAt: Date; readonly endReason: string }): Promise<boolean> =>
    (await tables.session.updateMany({ where: { id, endedAt: null }, data: { endedAt, endReason } })).count === 1,

  /** Ends every session of an account but one; @returns the ids of those that this call ended */
  endAll: async (
    accountId: string,
    { endedAt, endReason, but }: { readonly endedAt: Date; readonly endReason: string; readonly but: string | null },
  ): Promise<readonly string[]> => {
    const ended = await tables.session.updateManyAndReturn({
      where: { accountId, endedAt: null, ...(but === null ? {} : { id: { not: but } }) },
      data: { endedAt, endReason },
      select: { id: true },
    });
    return ended.map(({ id }) => id);
  },

  /** When its holder last proved a second factor; null when never. */
  findConfirmedAt: async (id: string): Promise<Date | null> =>
    (await tables.session.findUnique({ where: { id }, select: { confirmedAt: true } }))?.confirmedAt ?? null,

  confirm: async (id: string, confirmedAt: Date): Promise<void> =>
    void (await tables.session.updateMany({ where: { id, endedAt: null }, data: { confirmedAt } })),
});
