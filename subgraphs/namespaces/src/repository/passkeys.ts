import type { Tables } from '../repository.ts';

export interface PasskeyRow {
  /** Credential id, base64url. */
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  /** Whether its owner's devices share it. */
  readonly isBackedUp: boolean;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}
/** What a signature is checked with. */
export interface PasskeyKey {
  readonly accountId: string;
  /** COSE key. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly counter: number;
  readonly transports: readonly string[];
}
const shown = { id: true, accountId: true, name: true, isBackedUp: true, createdAt: true, lastUsedAt: true } as const;

export const passkeys = (tables: Tables) => ({
  /** Newest first. */
  list: (accountId: string): Promise<PasskeyRow[]> =>
    tables.passkey.findMany({ where: { accountId }, orderBy: [{ createdAt: 'desc' }, { id: 'asc' }], select: shown }),

  findKey: async (id: string): Promise<PasskeyKey | null> => {
    const row = await tables.passkey.findUnique({ where: { id }, select: { accountId: true, publicKey: true, counter: true, transports: true } });
    return row && { ...row, publicKey: new Uint8Array(row.publicKey), counter: Number(row.counter) };
  },

  /** @returns null when the credential is known already */
  insert: async ({
    publicKey,
    counter,
    ...row
  }: Omit<PasskeyRow, 'lastUsedAt'> & {
    readonly publicKey: Uint8Array;
    readonly counter: number;
    readonly transports: string[];
  }): Promise<PasskeyRow | null> => {
    const made = await tables.passkey.createMany({ data: [{ ...row, publicKey: Buffer.from(publicKey), counter: BigInt(counter) }], skipDuplicates: true });
    return made.count === 1 ? tables.passkey.findUnique({ where: { id: row.id }, select: shown }) : null;
  },

  /** Notes a use. */
  use: async (id: string, { counter, lastUsedAt }: { readonly counter: number; readonly lastUsedAt: Date }): Promise<void> =>
    void (await tables.passkey.updateMany({ where: { id }, data: { counter: BigInt(counter), lastUsedAt } })),

  /** @returns what it was; null when the account has no such passkey */
  remove: async (id: string, accountId: string): Promise<PasskeyRow | null> => {
    const row = await tables.passkey.findFirst({ where: { id, accountId }, select: shown });
    return row && (await tables.passkey.deleteMany({ where: { id, accountId } })).count === 1 ? row : null;
  },

  insertChallenge: async (challenge: { readonly hash: Uint8Array; readonly accountId: string | null; readonly expiresAt: Date }): Promise<void> =>
    void (await tables.passkeyChallenge.create({ data: { ...challenge, hash: Buffer.from(challenge.hash) } })),

  /** Takes a challenge: of several answers to it, one counts. @param accountId  whose new passkey it was made for; null for signing in */
  useChallenge: async (hash: Uint8Array, accountId: string | null, now: Date): Promise<boolean> =>
    (await tables.passkeyChallenge.updateMany({ where: { hash: Buffer.from(hash), accountId, usedAt: null, expiresAt: { gt: now } }, data: { usedAt: now } }))
      .count === 1,
});
