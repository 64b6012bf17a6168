import { sha256Of, type Digest } from '@gati/identifiers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SignatureMaterial, Signatures, TrustedKey } from './signatures.ts';

/** Somebody who signs, and the key by which a namespace would trust them. */
export interface TestSigner {
  readonly key: TrustedKey;
  readonly sign: (digest: Digest, manifest: Uint8Array) => SignatureMaterial;
}
interface Setting {
  readonly signatures: Signatures;
  readonly makeSigner: () => TestSigner;
  /** The bytes that matter in a material, as base64 texts: what is signed and the signature itself. */
  readonly parts: readonly {
    readonly read: (material: SignatureMaterial) => Buffer;
    readonly replace: (material: SignatureMaterial, bytes: Buffer) => SignatureMaterial;
  }[];
}

const day = 86_400_000;
const signedAt = new Date('2026-03-01T12:00:00.000Z');
const trustOf = (...keys: readonly TrustedKey[]) => ({ keys, seenAt: signedAt });
const manifests = fc.uint8Array({ minLength: 1, maxLength: 300 });

/** What every kind of signature must hold; run once for each format and algorithm. */
export function signaturesContract(name: string, { signatures, makeSigner, parts }: Setting): void {
  describe(`${name} as signature`, () => {
    const signer = makeSigner();
    const stranger = makeSigner();
    const manifest = Buffer.from('{"schemaVersion":2}');
    const digest = sha256Of(manifest);
    const material = signer.sign(digest, manifest);
    const verify = (keys: readonly TrustedKey[], seenAt = signedAt) => signatures.verify(digest, manifest, material, { keys, seenAt });

    test('P2: exactly what a trusted key signed is accepted', () => {
      fc.assert(
        fc.property(manifests, manifests, (signed, other) => {
          const made = signer.sign(sha256Of(signed), signed);
          const verdictOn = (bytes: Uint8Array, key: TrustedKey) => signatures.verify(sha256Of(bytes), bytes, made, trustOf(key)).status;
          expect(verdictOn(signed, signer.key)).toBe('VALID');
          expect(verdictOn(signed, stranger.key)).not.toBe('VALID');
          expect(verdictOn(other, signer.key) === 'VALID').toBe(Buffer.compare(signed, other) === 0);
        }),
        { numRuns: 100 },
      );
    });

    test('P2: one flipped bit anywhere in the digest, the manifest, what is signed or the signature is refused', () => {
      fc.assert(
        fc.property(manifests, fc.nat(), fc.nat({ max: parts.length + 1 }), (bytes, bit, place) => {
          const own = sha256Of(bytes);
          const made = signer.sign(own, bytes);
          const part = parts[place - 2];
          const changed = part ? part.replace(made, flip(part.read(made), bit)) : made;
          const digestNow = place === 0 ? (`sha256:${flip(Buffer.from(own.slice(7), 'hex'), bit).toString('hex')}` as Digest) : own;
          const bytesNow = place === 1 ? flip(Buffer.from(bytes), bit) : bytes;
          expect(signatures.verify(own, bytes, made, trustOf(signer.key)).status).toBe('VALID');
          expect(signatures.verify(digestNow, bytesNow, changed, trustOf(signer.key)).status).not.toBe('VALID');
        }),
        { numRuns: 150 },
      );
    });

    test('of several keys the one that signed is found and named', () => {
      expect(verify([stranger.key, makeSigner().key, signer.key])).toEqual({
        status: 'VALID',
        signer: { kind: 'KEY', subject: null, fingerprint: signer.key.fingerprint },
        reason: null,
      });
    });

    test.each([
      ['revoked before', { revokedAt: new Date(signedAt.getTime() - 1) }, 'REVOKED'],
      ['revoked at that very moment', { revokedAt: signedAt }, 'REVOKED'],
      ['revoked later', { revokedAt: new Date(signedAt.getTime() + 1) }, 'VALID'],
      ['counting from then on', { validFrom: signedAt }, 'VALID'],
      ['counting only later', { validFrom: new Date(signedAt.getTime() + 1) }, 'UNTRUSTED'],
    ] as const)('a key %s is judged by when the signature was seen', (_, times, status) => {
      expect(verify([{ ...signer.key, ...times }]).status).toBe(status);
    });

    test('without a key that made it a signature is untrusted, and names nobody', () => {
      expect(verify([])).toMatchObject({ status: 'UNTRUSTED', signer: null });
      expect(verify([stranger.key])).toMatchObject({ status: 'UNTRUSTED', signer: null });
    });

    test('a revoked key does not shadow another that signed as well', () => {
      const both = [{ ...stranger.key, revokedAt: new Date(signedAt.getTime() - day) }, signer.key];
      expect(verify(both).status).toBe('VALID');
    });

    test('what a stranger writes never throws and is never valid', () => {
      const keys = [signer.key];
      fc.assert(
        fc.property(fc.oneof(fc.anything(), fc.jsonValue()), fc.string(), fc.string(), (bundle, payload, signature) => {
          for (const hostile of [{ format: 'bundle', bundle } as const, { format: 'simple-signing', payload, signature } as const]) {
            expect(signatures.verify(digest, manifest, hostile, { keys, seenAt: signedAt }).status).toBe('INVALID');
            expect(signatures.verifyAttestation(digest, hostile, { keys, seenAt: signedAt })).toBeNull();
          }
        }),
        { numRuns: 200 },
      );
    });
  });
}

function flip(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  const position = bit % (copy.length * 8);
  copy[position >> 3] = (copy[position >> 3] ?? 0) ^ (1 << (position & 7));
  return copy;
}
