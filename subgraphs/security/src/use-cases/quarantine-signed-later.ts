import { revokedSince } from '@gati/errors';
import type { Dependencies } from '../ports.ts';
import { quarantinedVersions, signatures, signingKeys, type SigningKeyRow } from '../repository.ts';

type Needs = Pick<Dependencies, 'tables' | 'transaction' | 'clock' | 'artifacts'>;

/** A version that a key signed after its end. */
export interface LateVersion {
  readonly versionId: string;
  readonly publishedAt: Date;
}

/** The versions that the key admitted with a signature which arrived at this time or later, those quarantined by it already apart. What it signed before stays, also when the same version was published later. Where the artifacts are now makes no difference. */
export async function versionsSignedFrom(
  { tables, artifacts, clock }: Omit<Needs, 'transaction'>,
  key: SigningKeyRow,
  from: Date,
): Promise<readonly LateVersion[]> {
  const done = await quarantinedVersions(tables).idsOf(key.id);
  // A signature arrives before its version is published, so nothing signed from then on was published earlier.
  const versionIds = (await artifacts.versionsSignedBy(key.namespaceId, key.fingerprint, from)).filter((id) => !done.has(id));
  const facts = await artifacts.versionFacts(versionIds);
  const [made, family] = await Promise.all([signatures(tables).ofManifests([...facts.values()]), signingKeys(tables).familyOf(key.id)]);
  const isEarlier = (versionId: string) => {
    const { artifactId, digest } = facts.get(versionId) ?? {};
    return made.some(
      (row) =>
        row.artifactId === artifactId &&
        row.subjectDigest === digest &&
        row.predicateType === null &&
        row.signingKeyId !== null &&
        family.includes(row.signingKeyId) &&
        row.signedAt < from,
    );
  };
  return versionIds.filter((id) => !isEarlier(id)).map((versionId) => ({ versionId, publishedAt: facts.get(versionId)?.publishedAt ?? clock() }));
}

/** Why such a version is not served, for everyone who meets it. */
export const quarantineReason = (fingerprint: string, revokedAt: Date, reason: string | null): string =>
  `Signed with the key ${fingerprint}, which is revoked ${revokedSince(revokedAt)}${reason ? `: ${reason}` : '.'}`;

/**
 * Quarantines what a revoked key signed too late and nobody has quarantined yet; nothing for a key that is not revoked.
 * The revocation does it by itself; this is for what was being admitted at that very moment, and can be run any number of times.
 */
export const quarantineSignedLater =
  (dependencies: Needs) =>
  async (signingKeyId: string): Promise<void> => {
    const { tables, transaction, clock, artifacts } = dependencies;
    const key = await signingKeys(tables).find(signingKeyId);
    if (!key?.revokedAt) return;
    const { revokedAt, fingerprint, revocationReason } = key;
    const late = await versionsSignedFrom(dependencies, key, revokedAt);
    if (late.length === 0) return;
    await transaction(async (locked) => {
      await artifacts.quarantineVersions(
        locked,
        late.map(({ versionId }) => versionId),
        quarantineReason(fingerprint, revokedAt, revocationReason),
      );
      await quarantinedVersions(locked).add(late.map((version) => ({ ...version, signingKeyId, quarantinedAt: clock() })));
    });
  };
