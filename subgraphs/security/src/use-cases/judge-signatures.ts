import type { SignatureMaterial, Signatures, Trust } from '@gati/signatures';
import type { Dependencies, ManifestForAdmission, SignatureCarrier } from '../ports.ts';
import { signatures as signatureRows, signingKeys } from '../repository.ts';
import { isStorableJson } from '../rules/storable.ts';
import type { JudgedSignature } from '../rules/trust-decision.ts';

/** Carriers looked at, newest first; whoever pushes more signatures than this pushes them in vain. */
const carriersMax = 100;

interface Arrived {
  readonly carrier: SignatureCarrier;
  readonly position: number;
  readonly material: SignatureMaterial;
}
interface Judged extends JudgedSignature {
  /** null for a signature. */
  readonly predicateType: string | null;
  readonly json: object | null;
}

type Needs = Pick<Dependencies, 'transaction' | 'clock' | 'makeId' | 'artifacts' | 'signatures'>;

/**
 * Judges everything that signs a manifest by the keys of its namespace, and keeps each verdict.
 * The keys are held while judging, so that a revocation comes either before (and counts) or after (and changes the verdict kept).
 * @returns the signatures alone; attestations are kept and never admit anything
 */
export const judgeSignatures =
  ({ transaction, clock, makeId, artifacts, signatures }: Needs) =>
  async (manifest: ManifestForAdmission): Promise<readonly JudgedSignature[]> => {
    const { artifactId, namespaceId, digest: subjectDigest } = manifest;
    const carriers = (await artifacts.signatureCarriersOf(artifactId, subjectDigest))
      .toSorted((a, b) => b.pushedAt.getTime() - a.pushedAt.getTime())
      .slice(0, carriersMax);
    const arrived: Arrived[] = [];
    for (const carrier of carriers) {
      const materials = await signatures.readMaterials(carrier.content, artifacts.readBlob);
      materials.forEach((material, position) => arrived.push({ carrier, position, material }));
    }
    if (arrived.length === 0) return [];

    const judged = await transaction(async (locked) => {
      const keys = await signingKeys(locked).lockForJudging(namespaceId);
      const verdicts = arrived.map((one) => judge(signatures, manifest, one, { keys, seenAt: one.carrier.pushedAt }));
      for (const { json, carrierDigest, position, signer, signedAt, ...verdict } of verdicts) {
        await signatureRows(locked).save({
          id: makeId(),
          artifactId,
          subjectDigest,
          carrierDigest,
          position,
          signedAt,
          predicateType: verdict.predicateType,
          format: arrived.find(({ carrier, position: at }) => carrier.digest === carrierDigest && at === position)?.material.format ?? 'bundle',
          material: verdict.status === 'VALID' ? json : null,
          status: verdict.status.toLowerCase(),
          reason: verdict.reason,
          signerKind: signer?.kind ?? null,
          signerSubject: signer?.subject ?? null,
          fingerprint: signer?.fingerprint ?? null,
          signingKeyId: keys.find(({ fingerprint }) => fingerprint === signer?.fingerprint)?.id ?? null,
          verifiedAt: clock(),
        });
      }
      return verdicts;
    });
    return judged.filter(({ predicateType }) => predicateType === null);
  };

function judge(signatures: Signatures, { digest, content }: ManifestForAdmission, { carrier, position, material }: Arrived, trust: Trust): Judged {
  const place = { signedAt: carrier.pushedAt, carrierDigest: carrier.digest, position };
  const attestation = signatures.verifyAttestation(digest, material, trust);
  if (attestation) return { ...place, ...attestation, json: null };

  const verdict = signatures.verify(digest, content, material, trust);
  const json = signatures.toJson(material);
  if (verdict.status === 'VALID' && !isStorableJson(json))
    return { ...place, status: 'INVALID', signer: null, reason: 'it holds more than a signature does', predicateType: null, json: null };
  return { ...place, ...verdict, predicateType: null, json: json as object };
}
