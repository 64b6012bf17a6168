import type { SignatureStatus, Signer } from '@gati/signatures';
import type { Dependencies, VersionFacts } from '../ports.ts';
import { signatures, type SignatureRow } from '../repository.ts';
import { decideTrust } from '../rules/trust-decision.ts';

/** Who vouches for a version. */
export interface VersionSignature {
  readonly status: SignatureStatus;
  readonly signer: Signer | null;
  /** When it arrived; null when there is none. */
  readonly signedAt: Date | null;
  /** For a client to verify by itself: a Sigstore bundle, or a simple-signing signature as JSON; null unless it is valid. */
  readonly bundle: unknown;
}
export interface VersionAttestation {
  readonly predicateType: string;
  readonly status: Exclude<SignatureStatus, 'UNSIGNED'>;
  /** Digest of the manifest that carries it. */
  readonly digest: string;
}
export interface VersionSignatures {
  readonly signature: VersionSignature;
  readonly attestations: readonly VersionAttestation[];
}

/** Shown of one version at most. */
const attestationsMax = 100;
type Named = Pick<VersionFacts, 'versionId' | 'artifactId' | 'digest'>;

/** What was found out about the signatures of each version when it was admitted or later; one query for all. No rights are decided here. */
export const readSignatures =
  ({ tables }: Pick<Dependencies, 'tables'>) =>
  async (versions: readonly Named[]): Promise<ReadonlyMap<string, VersionSignatures>> => {
    const rows = Map.groupBy(await signatures(tables).ofManifests(versions), ({ artifactId, subjectDigest }) => `${artifactId} ${subjectDigest}`);
    return new Map(versions.map(({ versionId, artifactId, digest }) => [versionId, describe(rows.get(`${artifactId} ${digest}`) ?? [])]));
  };

function describe(rows: readonly SignatureRow[]): VersionSignatures {
  const decision = decideTrust(rows.filter(({ predicateType }) => predicateType === null).map(judged));
  const attestations = rows.flatMap(({ predicateType, status, carrierDigest }) =>
    predicateType === null ? [] : [{ predicateType, status: status.toUpperCase() as VersionAttestation['status'], digest: carrierDigest }],
  );
  if (decision.kind === 'unsigned')
    return { signature: { status: 'UNSIGNED', signer: null, signedAt: null, bundle: null }, attestations: attestations.slice(0, attestationsMax) };
  const { status, signer, signedAt, material } = decision.signature;
  return { signature: { status, signer, signedAt, bundle: status === 'VALID' ? material : null }, attestations: attestations.slice(0, attestationsMax) };
}

const judged = (row: SignatureRow) => ({
  ...row,
  status: row.status.toUpperCase() as VersionAttestation['status'],
  signer:
    row.fingerprint === null
      ? null
      : { kind: row.signerKind === 'IDENTITY' ? ('IDENTITY' as const) : ('KEY' as const), subject: row.signerSubject, fingerprint: row.fingerprint },
});
