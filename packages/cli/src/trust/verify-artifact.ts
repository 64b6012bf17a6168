import { parseArtifactName, repositoryOf, type Digest } from '@gati/identifiers';
import { SignedAtDocument } from '@gati/sdk';
import { materialFromJson, type SignatureMaterial } from '@gati/signatures';
import type { Context } from '../context.ts';
import { checkSignature } from './check-signature.ts';
import { signaturesAtRegistry, type KeptSignatures } from './signature-sources.ts';
import type { TrustPolicy } from './trust-policy.ts';

export interface SignedArtifact {
  readonly name: string;
  readonly version: string;
  readonly digest: Digest;
  readonly manifest: Uint8Array;
  readonly signedBy: string | null;
  /** Signature that came with a resolution; null for none. */
  readonly bundle: unknown;
}

/** Checks on this machine that a key which counts signed these bytes, and gives its fingerprint.
 *  Looks at the signature that came with the resolution, then at one that counted before, then at what the registry holds.
 *  @throws UNSIGNED · SIGNATURE_INVALID · KEY_REVOKED */
export async function verifyArtifact(
  { client, content, repository }: Pick<Context, 'client' | 'content' | 'repository'>,
  artifact: SignedArtifact,
  policy: TrustPolicy,
  kept: KeptSignatures,
): Promise<string> {
  const { name, version, digest, manifest, signedBy, bundle } = artifact;
  const reference = `${name}@${version}`;
  const trust = await policy.trustFor(name, reference, signedBy);
  const materials = async function* (): AsyncGenerator<SignatureMaterial> {
    if (bundle !== null && bundle !== undefined) yield materialFromJson(bundle);
    yield* await kept.read(digest);
    yield* signaturesAtRegistry(repository(repositoryOf(parseArtifactName(name))), content, digest);
  };
  const { fingerprint, material } = await checkSignature({
    reference,
    digest,
    manifest,
    ...trust,
    materials: materials(),
    signedAt: async () => {
      const { artifact: found } = await client.query(SignedAtDocument, { name, ref: digest });
      const signedAt = found?.version?.signature?.signedAt;
      return signedAt ? new Date(signedAt) : null;
    },
  });
  await kept.keep(digest, material);
  return fingerprint;
}
