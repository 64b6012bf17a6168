import type { Tables } from '../repository.ts';

/** What a code from a mail lets its bearer do. */
export type MailCodePurpose = 'verify' | 'reset';

export const mailCodes = (tables: Tables) => ({
  insert: async (code: {
    readonly hash: Uint8Array;
    readonly accountId: string;
    readonly purpose: MailCodePurpose;
    readonly emailKey: string;
    readonly expiresAt: Date;
  }): Promise<void> => void (await tables.mailCode.create({ data: { ...code, hash: Buffer.from(code.hash) } })),

  /** Takes a code: of several that present it, one gets it. @returns whose it was and which address it proves */
  use: async (hash: Uint8Array, purpose: MailCodePurpose, now: Date): Promise<{ readonly accountId: string; readonly emailKey: string } | null> => {
    const [row] = await tables.mailCode.updateManyAndReturn({
      where: { hash: Buffer.from(hash), purpose, usedAt: null, expiresAt: { gt: now } },
      data: { usedAt: now },
      select: { accountId: true, emailKey: true },
    });
    return row ?? null;
  },

  /** Makes every other code of this purpose useless. */
  useAll: async (accountId: string, purpose: MailCodePurpose, usedAt: Date): Promise<void> =>
    void (await tables.mailCode.updateMany({ where: { accountId, purpose, usedAt: null }, data: { usedAt } })),
});
