import type { Transaction } from '@gati/database';

export interface StoredBillOfMaterials {
  readonly digest: string;
  readonly format: 'cyclonedx';
  readonly documentDigest: string;
  readonly document: object;
  readonly componentCount: number;
  readonly createdAt: Date;
}

export const billsOfMaterials = (tables: Pick<Transaction, 'sbom'>) => ({
  save: async ({ digest, ...data }: StoredBillOfMaterials): Promise<void> =>
    void (await tables.sbom.upsert({ where: { digest }, create: { digest, ...data }, update: data })),

  /** Without the documents, which can be large. */
  ofDigests: (digests: readonly string[]) =>
    tables.sbom.findMany({ where: { digest: { in: [...digests] } }, select: { digest: true, format: true, documentDigest: true, componentCount: true } }),
});
