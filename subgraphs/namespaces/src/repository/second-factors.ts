import type { Tables } from '../repository.ts';

export interface TotpRow {
  /** See sealed-text.ts. */
  readonly secretEncrypted: Uint8Array;
  readonly confirmedAt: Date | null;
  /** Time step of the last code that was taken. */
  readonly lastStep: number;
}

/** What accounts can prove beside a password. */
export const secondFactors = (tables: Tables) => ({
  findTotp: (accountId: string): Promise<TotpRow | null> =>
    tables.totpFactor.findUnique({ where: { accountId }, select: { secretEncrypted: true, confirmedAt: true, lastStep: true } }),

  /** Puts a secret that is not confirmed yet into the place of another such. @returns false when there is a confirmed one */
  startTotp: async (accountId: string, secretEncrypted: Uint8Array, createdAt: Date): Promise<boolean> => {
    await tables.totpFactor.deleteMany({ where: { accountId, confirmedAt: null } });
    const made = await tables.totpFactor.createMany({
      data: [{ accountId, secretEncrypted: Buffer.from(secretEncrypted), createdAt }],
      skipDuplicates: true,
    });
    return made.count === 1;
  },

  confirmTotp: async (accountId: string, confirmedAt: Date): Promise<void> =>
    void (await tables.totpFactor.updateMany({ where: { accountId, confirmedAt: null }, data: { confirmedAt } })),

  /** Takes the code of a time step: of several that present it, one gets it. */
  takeStep: async (accountId: string, step: number): Promise<boolean> =>
    (await tables.totpFactor.updateMany({ where: { accountId, lastStep: { lt: step } }, data: { lastStep: step } })).count === 1,

  /** @returns whether there was one */
  removeTotp: async (accountId: string): Promise<boolean> => (await tables.totpFactor.deleteMany({ where: { accountId } })).count === 1,

  countPasskeys: (accountId: string): Promise<number> => tables.passkey.count({ where: { accountId } }),

  countRecoveryCodes: (accountId: string): Promise<number> => tables.recoveryCode.count({ where: { accountId, usedAt: null } }),

  /** Puts new codes into the place of all others. */
  replaceRecoveryCodes: async (accountId: string, hashes: readonly Uint8Array[], createdAt: Date): Promise<void> => {
    await tables.recoveryCode.deleteMany({ where: { accountId } });
    await tables.recoveryCode.createMany({ data: hashes.map((hash) => ({ accountId, hash: Buffer.from(hash), createdAt })) });
  },

  /** Takes a code: of several that present it, one gets it. */
  useRecoveryCode: async (accountId: string, hash: Uint8Array, usedAt: Date): Promise<boolean> =>
    (await tables.recoveryCode.updateMany({ where: { accountId, hash: Buffer.from(hash), usedAt: null }, data: { usedAt } })).count === 1,

  removeRecoveryCodes: async (accountId: string): Promise<void> => void (await tables.recoveryCode.deleteMany({ where: { accountId } })),
});
