import type { Transaction } from '@gati/database';

export interface QuarantinedVersion {
  readonly signingKeyId: string;
  readonly versionId: string;
  readonly publishedAt: Date;
  readonly quarantinedAt: Date;
}
/** A place in the list: newest first, by milliseconds since 1970. */
export type QuarantinePosition = [publishedAtMs: number, versionId: string];

export const quarantinedVersions = (tables: Pick<Transaction, 'quarantinedVersion'>) => ({
  add: async (rows: readonly QuarantinedVersion[]): Promise<void> =>
    void (await tables.quarantinedVersion.createMany({ data: [...rows], skipDuplicates: true })),

  idsOf: async (signingKeyId: string): Promise<ReadonlySet<string>> =>
    new Set((await tables.quarantinedVersion.findMany({ where: { signingKeyId }, select: { versionId: true } })).map(({ versionId }) => versionId)),

  count: (signingKeyId: string): Promise<number> => tables.quarantinedVersion.count({ where: { signingKeyId } }),

  page: (signingKeyId: string, after: QuarantinePosition | null, limit: number): Promise<QuarantinedVersion[]> => {
    const publishedAt = after && new Date(after[0]);
    const following = publishedAt ? { OR: [{ publishedAt: { lt: publishedAt } }, { publishedAt, versionId: { gt: after[1] } }] } : {};
    return tables.quarantinedVersion.findMany({ where: { signingKeyId, ...following }, orderBy: [{ publishedAt: 'desc' }, { versionId: 'asc' }], take: limit });
  },
});
