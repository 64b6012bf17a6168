import { isRecord } from './statement.ts';
import type { SignatureMaterial } from './signatures.ts';

/** There is no Sigstore bundle for a simple-signing signature, because it covers a payload that a bundle has no place for. */
const simpleSigningMediaType = 'application/vnd.dev.cosign.simplesigning.v1+json';

/** A signature as JSON, for a client to verify by itself: a Sigstore bundle as it is, a simple-signing one as `{ mediaType, payload, signature }`. */
export const materialToJson = (material: SignatureMaterial): unknown =>
  material.format === 'bundle' ? material.bundle : { mediaType: simpleSigningMediaType, payload: material.payload, signature: material.signature };

/** The signature in a JSON value that `materialToJson` made; anything unknown is taken as a bundle, which its verification then refuses. */
export function materialFromJson(value: unknown): SignatureMaterial {
  if (!isRecord(value) || value['mediaType'] !== simpleSigningMediaType) return { format: 'bundle', bundle: value };
  const { payload, signature } = value;
  return { format: 'simple-signing', payload: typeof payload === 'string' ? payload : '', signature: typeof signature === 'string' ? signature : '' };
}
