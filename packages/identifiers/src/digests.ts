import { RegistryError } from '@gati/errors';
import { createHash } from 'node:crypto';

/** `sha256:` and 64 or `sha512:` and 128 lower-case hexadecimal digits (OCI image specification, "Digests"). */
export type Digest = string & { readonly __kind: 'Digest' };

const digestPattern = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

export const isDigest = (text: string): text is Digest => digestPattern.test(text);

/** @throws DIGEST_INVALID when the text is not written as a digest we take */
export function parseDigest(text: string): Digest {
  if (!isDigest(text))
    throw new RegistryError('DIGEST_INVALID', {
      expected: text.slice(0, 140),
      reason: `«${text.slice(0, 140)}» is not a digest: sha256: and 64, or sha512: and 128 lower-case hexadecimal digits`,
    });
  return text;
}

/** The digest of some bytes, with SHA-256 unless another digest tells which. */
export function digestOf(bytes: Uint8Array, like: Digest | 'sha256' | 'sha512' = 'sha256'): Digest {
  const algorithm = like.startsWith('sha512') ? 'sha512' : 'sha256';
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}` as Digest;
}
export const sha256Of = (bytes: Uint8Array): Digest => digestOf(bytes, 'sha256');

/** Hashes a stream piece by piece with the algorithm of `like`. */
export function digestHasher(like: Digest | 'sha256' | 'sha512' = 'sha256'): { update(bytes: Uint8Array): void; digest(): Digest } {
  const algorithm = like.startsWith('sha512') ? 'sha512' : 'sha256';
  const hash = createHash(algorithm);
  return { update: (bytes) => void hash.update(bytes), digest: () => `${algorithm}:${hash.digest('hex')}` as Digest };
}
