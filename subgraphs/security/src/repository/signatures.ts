import { Prisma, type SignatureModel, type Transaction } from '@gati/database';

/** One signature or attestation in a carrier, with the verdict of the namespace. */
export type SignatureRow = SignatureModel;
export interface NewSignature extends Omit<SignatureRow, 'material'> {
  /** null unless the verdict is VALID: what is refused is nobody's to verify. */
  readonly material: object | null;
}
/** A manifest in its artifact. */
export interface ManifestKey {
  readonly artifactId: string;
  readonly digest: string;
}

export const signatures = (tables: Pick<Transaction, 'signature'>) => ({
  /** Stores a verdict, or the newer verdict on the same signature; when it first arrived stays. */
  save: async ({ id, artifactId, subjectDigest, carrierDigest, position, signedAt, ...verdict }: NewSignature): Promise<void> => {
    const judged = { ...verdict, material: verdict.material ?? Prisma.DbNull };
    await tables.signature.upsert({
      where: { artifactId_subjectDigest_carrierDigest_position: { artifactId, subjectDigest, carrierDigest, position } },
      create: { id, artifactId, subjectDigest, carrierDigest, position, signedAt, ...judged },
      update: judged,
    });
  },

  ofManifests: async (keys: readonly ManifestKey[]): Promise<SignatureRow[]> => {
    if (keys.length === 0) return [];
    const rows = await tables.signature.findMany({
      where: {
        artifactId: { in: [...new Set(keys.map(({ artifactId }) => artifactId))] },
        subjectDigest: { in: [...new Set(keys.map(({ digest }) => digest))] },
      },
      orderBy: [{ signedAt: 'asc' }, { carrierDigest: 'asc' }, { position: 'asc' }],
    });
    const wanted = new Set(keys.map(({ artifactId, digest }) => `${artifactId} ${digest}`));
    return rows.filter(({ artifactId, subjectDigest }) => wanted.has(`${artifactId} ${subjectDigest}`));
  },

  /** The keys by which signatures of the artifact's manifests are valid. */
  fingerprintsOf: async (artifactId: string): Promise<readonly string[]> => {
    const rows = await tables.signature.findMany({
      where: { artifactId, status: 'valid', fingerprint: { not: null } },
      distinct: ['fingerprint'],
      select: { fingerprint: true },
    });
    return rows.flatMap(({ fingerprint }) => fingerprint ?? []);
  },

  /** What these keys made from then on counts no longer. */
  revokeFrom: async (signingKeyIds: readonly string[], from: Date, reason: string): Promise<void> =>
    void (await tables.signature.updateMany({
      where: { signingKeyId: { in: [...signingKeyIds] }, signedAt: { gte: from }, status: { not: 'invalid' } },
      data: { status: 'revoked', reason, material: Prisma.DbNull },
    })),
});
