import type { Tables } from '../repository.ts';

export interface DeviceLoginRow {
  readonly clientName: string;
  readonly expiresAt: Date;
  readonly intervalSeconds: number;
  readonly lastPolledAt: Date | null;
  readonly approvedBy: string | null;
  readonly completedAt: Date | null;
}

export const deviceLogins = (tables: Tables) => ({
  /** @returns false when the user code is in use: make another */
  insert: async (login: {
    readonly deviceCodeHash: Uint8Array;
    readonly userCode: string;
    readonly clientName: string;
    readonly createdAt: Date;
    readonly expiresAt: Date;
    readonly intervalSeconds: number;
  }): Promise<boolean> =>
    (await tables.deviceLogin.createMany({ data: [{ ...login, deviceCodeHash: Buffer.from(login.deviceCodeHash) }], skipDuplicates: true })).count === 1,

  /** Approves what waits under this code, once, for one account; the same account may say it again. @returns null when nothing waits for it */
  approve: async (
    userCode: string,
    { accountId, now }: { readonly accountId: string; readonly now: Date },
  ): Promise<{ clientName: string; isNew: boolean } | null> => {
    const waiting = { userCode, expiresAt: { gt: now }, completedAt: null };
    const { count } = await tables.deviceLogin.updateMany({ where: { ...waiting, approvedBy: null }, data: { approvedBy: accountId } });
    const login = await tables.deviceLogin.findFirst({ where: { ...waiting, approvedBy: accountId }, select: { clientName: true } });
    return login && { clientName: login.clientName, isNew: count === 1 };
  },

  /** What waits under this code, and is not another account's by now. */
  findWaiting: (
    userCode: string,
    { accountId, now }: { readonly accountId: string; readonly now: Date },
  ): Promise<{ clientName: string; createdAt: Date; expiresAt: Date } | null> =>
    tables.deviceLogin.findFirst({
      where: { userCode, expiresAt: { gt: now }, completedAt: null, OR: [{ approvedBy: null }, { approvedBy: accountId }] },
      select: { clientName: true, createdAt: true, expiresAt: true },
    }),

  /** Holds the row until the transaction ends, so that one code gives one session. */
  lock: async (deviceCodeHash: Uint8Array): Promise<DeviceLoginRow | null> => {
    const [row] = await tables.$queryRaw<DeviceLoginRow[]>`
      select client_name as "clientName", expires_at as "expiresAt", interval_seconds as "intervalSeconds",
             last_polled_at as "lastPolledAt", approved_by as "approvedBy", completed_at as "completedAt"
      from namespaces.device_login
      where device_code_hash = ${Buffer.from(deviceCodeHash)}
      for update`;
    return row ?? null;
  },

  update: async (
    deviceCodeHash: Uint8Array,
    change: { readonly lastPolledAt?: Date; readonly intervalSeconds?: number; readonly completedAt?: Date },
  ): Promise<void> => void (await tables.deviceLogin.update({ where: { deviceCodeHash: Buffer.from(deviceCodeHash) }, data: change })),
});
