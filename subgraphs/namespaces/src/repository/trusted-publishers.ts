import type { Tables } from '../repository.ts';

/** A workflow that may publish one artifact, whether it exists yet or not. */
export interface TrustedPublisherRow {
  readonly id: string;
  readonly namespaceId: string;
  readonly artifactName: string;
  readonly issuer: string;
  readonly repository: string;
  readonly workflow: string;
  /** Empty when any will do. */
  readonly environment: string;
  readonly repositoryId: string | null;
  readonly addedBy: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

export const trustedPublishers = (tables: Tables) => ({
  find: (id: string): Promise<TrustedPublisherRow | null> => tables.trustedPublisher.findUnique({ where: { id } }),

  /** By artifact, then oldest first. */
  list: (namespaceId: string, limit: number): Promise<TrustedPublisherRow[]> =>
    tables.trustedPublisher.findMany({ where: { namespaceId }, orderBy: [{ artifactName: 'asc' }, { createdAt: 'asc' }, { id: 'asc' }], take: limit }),

  /** Those that a run may be; the one that names its environment first. */
  findFor: (run: {
    readonly namespaceId: string;
    readonly artifactName: string;
    readonly issuer: string;
    readonly repository: string;
    readonly workflow: string;
    readonly environment: string;
  }): Promise<TrustedPublisherRow[]> =>
    tables.trustedPublisher.findMany({ where: { ...run, environment: { in: [run.environment, ''] } }, orderBy: { environment: 'desc' } }),

  /** @returns false when it is there already */
  insert: async (publisher: Omit<TrustedPublisherRow, 'lastUsedAt' | 'repositoryId'>): Promise<boolean> =>
    (await tables.trustedPublisher.createMany({ data: [publisher], skipDuplicates: true })).count === 1,

  remove: async (id: string): Promise<void> => void (await tables.trustedPublisher.deleteMany({ where: { id } })),

  /** Notes a use and, the first time, which repository it is. @returns false when it is bound to another by now */
  use: async (id: string, { repositoryId, at }: { readonly repositoryId: string; readonly at: Date }): Promise<boolean> =>
    (await tables.trustedPublisher.updateMany({ where: { id, OR: [{ repositoryId: null }, { repositoryId }] }, data: { repositoryId, lastUsedAt: at } }))
      .count === 1,

  /** Of several that bring one token at once, one is heard. @returns false when it was brought before */
  spend: async (hash: Uint8Array, expiresAt: Date): Promise<boolean> =>
    (await tables.spentIdToken.createMany({ data: [{ hash: Buffer.from(hash), expiresAt }], skipDuplicates: true })).count === 1,

  removeSpent: (expiredBefore: Date, limit: number): Promise<number> =>
    tables.$executeRaw`
      delete from namespaces.spent_id_token
      where hash in (select hash from namespaces.spent_id_token where expires_at < ${expiredBefore} limit ${limit} for update skip locked)`,

  /** The keys that earlier runs got and that have ended. */
  removeEndedKeys: async (accountId: string, name: string, now: Date): Promise<void> =>
    void (await tables.apiKey.deleteMany({ where: { accountId, name, expiresAt: { lt: now } } })),
});
