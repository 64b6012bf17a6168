import type { ProvidedIdentity, ProviderName } from '../providers/index.ts';
import type { Tables } from '../repository.ts';

export interface StartedSignIn {
  readonly provider: ProviderName;
  readonly browserHash: Uint8Array;
  readonly returnTo: string;
}

/** A sign-in that came back and waits for its code. */
export interface ReturnedSignIn {
  readonly codeChallenge: string;
  readonly identity: ProvidedIdentity;
}

export const providerSignIns = (tables: Tables) => ({
  insert: async (
    start: StartedSignIn & { readonly stateHash: Uint8Array; readonly codeChallenge: string; readonly createdAt: Date; readonly expiresAt: Date },
  ) =>
    void (await tables.providerSignIn.create({
      data: { ...start, stateHash: Buffer.from(start.stateHash), browserHash: Buffer.from(start.browserHash) },
      select: { expiresAt: true },
    })),

  /** The browser is back: of several times with one state exactly one counts. @returns null when nothing waits for it */
  takeReturned: async (
    stateHash: Uint8Array,
    { provider, browserHash, now }: { readonly provider: string; readonly browserHash: Uint8Array; readonly now: Date },
  ) => {
    const [row] = await tables.providerSignIn.updateManyAndReturn({
      where: { stateHash: Buffer.from(stateHash), provider, browserHash: Buffer.from(browserHash), returnedAt: null, expiresAt: { gt: now } },
      data: { returnedAt: now },
      select: { returnTo: true },
    });
    return row ?? null;
  },

  /** Keeps who the provider says it is, for whoever has the code. */
  keepIdentity: async (
    stateHash: Uint8Array,
    { identity, codeHash, codeExpiresAt }: { readonly identity: ProvidedIdentity; readonly codeHash: Uint8Array; readonly codeExpiresAt: Date },
  ): Promise<void> =>
    void (await tables.providerSignIn.update({
      where: { stateHash: Buffer.from(stateHash) },
      data: { identity: { ...identity }, codeHash: Buffer.from(codeHash), codeExpiresAt },
      select: { expiresAt: true },
    })),

  removeExpired: (expiredBefore: Date, limit: number): Promise<number> =>
    tables.$executeRaw`
      delete from namespaces.provider_sign_in
      where state_hash in (select state_hash from namespaces.provider_sign_in where expires_at < ${expiredBefore} limit ${limit} for update skip locked)`,

  /** Spends a code, whatever comes of it. @returns null when it is unknown, spent or over */
  takeCode: async (codeHash: Uint8Array, now: Date): Promise<ReturnedSignIn | null> => {
    const [row] = await tables.providerSignIn.updateManyAndReturn({
      where: { codeHash: Buffer.from(codeHash), redeemedAt: null, codeExpiresAt: { gt: now } },
      data: { redeemedAt: now },
      select: { codeChallenge: true, identity: true },
    });
    return row ? { codeChallenge: row.codeChallenge, identity: row.identity as unknown as ProvidedIdentity } : null;
  },
});
