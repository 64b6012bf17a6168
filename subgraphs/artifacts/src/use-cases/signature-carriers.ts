import type { Digest } from '@gati/identifiers';
import type { Tables } from '../ports.ts';
import { manifests } from '../repository/manifests.ts';
import { signatureTagOf } from '../rules/tags.ts';

/** A manifest that may carry a signature of another one. */
export interface SignatureCarrier {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly content: Uint8Array;
  readonly pushedAt: Date;
  /** Whether it stands under Cosign's tag `sha256-<hex>.sig`. */
  readonly isSignatureTag: boolean;
}

/** Enough for every rotation; who attaches more hides only older ones of his own namespace. */
const carriersMax = 200;

/** For jobs: decides no rights. The newest first. */
export const signatureCarriersOf =
  ({ tables }: { readonly tables: Tables }) =>
  async (artifactId: string, subjectDigest: Digest): Promise<readonly SignatureCarrier[]> => {
    const rows = await manifests(tables).carriersOf(artifactId, subjectDigest, signatureTagOf(subjectDigest), carriersMax);
    return rows.map(({ digest, media_type, content, pushed_at, is_signature_tag }) => ({
      digest,
      mediaType: media_type,
      content,
      pushedAt: pushed_at,
      isSignatureTag: is_signature_tag,
    }));
  };
