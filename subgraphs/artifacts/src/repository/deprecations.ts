import type { Transaction } from '@gati/database';

/** Why a version should no longer be used. */
export interface Deprecation {
  readonly message: string;
  /** The artifact to use instead; whether the reader may see it is decided elsewhere. */
  readonly successorId: string | null;
  readonly deprecatedAt: Date;
}

type Tables = Pick<Transaction, 'version'>;

export const deprecations = (tables: Tables) => ({
  /** Those of these versions that are deprecated. */
  of: async (versionIds: readonly string[]): Promise<ReadonlyMap<string, Deprecation>> => {
    const rows = await tables.version.findMany({
      where: { id: { in: [...versionIds] }, deprecatedAt: { not: null } },
      select: { id: true, deprecationMessage: true, deprecationSuccessorId: true, deprecatedAt: true },
    });
    return new Map(
      rows.map((row) => [row.id, { message: row.deprecationMessage ?? '', successorId: row.deprecationSuccessorId, deprecatedAt: row.deprecatedAt! }]),
    );
  },

  /** The versions of an artifact that others than writers know. */
  candidates: (artifactId: string): Promise<{ id: string; version: string }[]> =>
    tables.version.findMany({
      where: { artifactId, unpublishedAt: null, status: { in: ['published', 'yanked', 'quarantined'] } },
      select: { id: true, version: true },
    }),

  /** @param deprecation  null takes it back */
  set: async (versionIds: readonly string[], deprecation: Deprecation | null): Promise<void> => {
    await tables.version.updateMany({
      where: { id: { in: [...versionIds] } },
      data: {
        deprecationMessage: deprecation?.message ?? null,
        deprecationSuccessorId: deprecation?.successorId ?? null,
        deprecatedAt: deprecation?.deprecatedAt ?? null,
      },
    });
  },
});
