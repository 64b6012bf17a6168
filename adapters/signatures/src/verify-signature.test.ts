import { bundleFromJSON } from '@sigstore/bundle';
import { sha256Of, digestOf, type Digest } from '@gati/identifiers';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';
import { createPublicKey, sign, type KeyObject } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { generateKeyPair } from './key-pair.ts';
import { signManifest } from './sign-manifest.ts';
import type { SignatureMaterial, TrustedKey } from './signatures.ts';
import { preAuthenticationEncoding } from './statement.ts';
import { verifyAttestation, verifySignature } from './verify-signature.ts';

const signer = generateKeyPair();
const stranger = generateKeyPair();
const manifest = Buffer.from('{"schemaVersion":2,"layers":[]}');
const digest = sha256Of(manifest);
const trusted = (...pairs: readonly { fingerprint: string; publicKeyPem: string }[]): { keys: TrustedKey[]; seenAt: Date } => ({
  keys: pairs.map(({ fingerprint, publicKeyPem }) => ({ fingerprint, publicKeyPem, validFrom: new Date(0), revokedAt: null })),
  seenAt: new Date('2026-01-01T00:00:00.000Z'),
});

interface Shape {
  mediaType: string;
  verificationMaterial: Record<string, unknown>;
  dsseEnvelope: { payload: string; payloadType: string; signatures: { sig: string }[] };
}
const bundle = () => structuredClone(signManifest({ digest, privateKey: signer.privateKey })) as unknown as Shape;
const edited = (change: (it: Shape) => void): SignatureMaterial => {
  const it = bundle();
  change(it);
  return { format: 'bundle', bundle: it };
};
/** An envelope around any statement, rightly signed. */
const stating = (statement: unknown, privateKey: KeyObject = signer.privateKey, payloadType = 'application/vnd.in-toto+json'): SignatureMaterial =>
  edited((it) => {
    const payload = Buffer.from(typeof statement === 'string' ? statement : JSON.stringify(statement));
    it.dsseEnvelope = {
      payload: payload.toString('base64'),
      payloadType,
      signatures: [{ sig: sign('sha256', preAuthenticationEncoding(payloadType, payload), privateKey).toString('base64') }],
    };
  });
const statement = {
  _type: 'https://in-toto.io/Statement/v1',
  subject: [{ digest: { sha256: digest.slice(7) } }],
  predicateType: 'https://sigstore.dev/cosign/sign/v1',
  predicate: {},
};
const statusOf = (material: SignatureMaterial, trust = trusted(signer)) => verifySignature(digest, manifest, material, trust).status;

describe('a bundle', () => {
  test('is valid when its statement names the digest and a trusted key signed it', () => {
    expect(statusOf(stating(statement))).toBe('VALID');
    expect(statusOf(stating({ ...statement, _type: 'https://in-toto.io/Statement/v0.1' }))).toBe('VALID');
  });

  test.each([
    ['names another digest', { ...statement, subject: [{ digest: { sha256: sha256Of(Buffer.from('other')).slice(7) } }] }],
    ['names nothing', { ...statement, subject: [] }],
    ['names the digest under another algorithm', { ...statement, subject: [{ digest: { sha512: digest.slice(7) } }] }],
    [
      'has no digest of its own, but inherits one',
      `{"_type":"${statement._type}","subject":[{"digest":{"__proto__":{"sha256":"${digest.slice(7)}"}}}],"predicateType":"${statement.predicateType}"}`,
    ],
    ['is provenance and no signature', { ...statement, predicateType: 'https://slsa.dev/provenance/v1' }],
    ['is no statement', { hello: 'world' }],
    ['is no JSON', 'hello'],
    ['is nested beyond reason', '['.repeat(200_000)],
  ])('is invalid when its statement %s, though a trusted key signed it', (_, content) => {
    expect(statusOf(stating(content))).toBe('INVALID');
  });

  test.each([
    ['the media type of something else', edited((it) => void (it.mediaType = 'application/json'))],
    ['a media type with a tail', edited((it) => void (it.mediaType += ';x'))],
    ['no key material', edited((it) => void (it.verificationMaterial = {}))],
    ['a payload type of something else', stating(statement, signer.privateKey, 'application/json')],
    ['two signatures', edited((it) => void it.dsseEnvelope.signatures.push({ sig: 'AAAA' }))],
    ['a signature in a second spelling', edited((it) => void (it.dsseEnvelope.signatures = [{ sig: `${it.dsseEnvelope.signatures[0]?.sig ?? ''}\n` }]))],
    ['a payload in a second spelling', edited((it) => void (it.dsseEnvelope.payload = it.dsseEnvelope.payload.replace(/=*$/, '===')))],
    ['a hint of a megabyte', edited((it) => void (it.verificationMaterial = { publicKey: { hint: 'x'.repeat(1_000_000) } }))],
    ['a hundred log entries', edited((it) => void (it.verificationMaterial['tlogEntries'] = Array.from({ length: 100 }, () => ({}))))],
    ['a certificate that is none', edited((it) => void (it.verificationMaterial = { certificate: { rawBytes: 'AAAA' } }))],
  ])('with %s is invalid', (_, material) => {
    expect(statusOf(material)).toBe('INVALID');
  });

  test('of a stranger is untrusted; one that names a trusted key and is not by it is invalid', () => {
    expect(statusOf({ format: 'bundle', bundle: signManifest({ digest, privateKey: stranger.privateKey }) })).toBe('UNTRUSTED');
    expect(statusOf(stating(statement, stranger.privateKey))).toBe('INVALID');
  });

  test('with a hint of another making is tried with every trusted key', () => {
    const hinted = edited((it) => void (it.verificationMaterial = { publicKey: { hint: 'release-key' } }));
    expect(statusOf(hinted, trusted(stranger, signer))).toBe('VALID');
    expect(statusOf(hinted, trusted(stranger))).toBe('UNTRUSTED');
  });

  test('is not more than a hundred keys’ work', () => {
    expect(statusOf(stating(statement), trusted(...Array.from({ length: 100 }, () => stranger), signer))).toBe('UNTRUSTED');
  });

  test('judges as the Sigstore verifier does, where that one covers it', () => {
    for (const algorithm of ['ECDSA_P256', 'ED25519', 'RSA'] as const) {
      const pair = generateKeyPair(algorithm);
      const json = signManifest({ digest, privateKey: pair.privateKey });
      const rawBytes = createPublicKey(pair.publicKeyPem).export({ type: 'spki', format: 'der' });
      const hint = json.verificationMaterial?.publicKey?.hint ?? '';
      const roots = { mediaType: '', certificateAuthorities: [], timestampAuthorities: [], tlogs: [], ctlogs: [] };
      const verifier = new Verifier(toTrustMaterial(roots, { [hint]: { rawBytes } } as never), { tlogThreshold: 0, timestampThreshold: 0, ctlogThreshold: 0 });
      expect(() => verifier.verify(toSignedEntity(bundleFromJSON(json)))).not.toThrow();
    }
  });
});

test('a digest in SHA-512 is signed and verified alike', () => {
  const long = digestOf(manifest, 'sha512');
  const material = { format: 'bundle', bundle: signManifest({ digest: long, privateKey: signer.privateKey }) } as const;
  expect(verifySignature(long, manifest, material, trusted(signer)).status).toBe('VALID');
  expect(verifySignature(digest, manifest, material, trusted(signer)).status).toBe('INVALID');
});

test('Cosign signs an Ed25519 message without stating its digest: the signature alone counts', () => {
  const pair = generateKeyPair('ED25519');
  const of = (bytes: Uint8Array): SignatureMaterial => ({
    format: 'bundle',
    bundle: {
      mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      verificationMaterial: { publicKey: { hint: '' } },
      messageSignature: { messageDigest: {}, signature: sign(null, bytes, pair.privateKey).toString('base64') },
    },
  });
  expect(statusOf(of(manifest), trusted(pair))).toBe('VALID');
  expect(statusOf(of(Buffer.from('other')), trusted(pair))).toBe('UNTRUSTED');
});

test('a key of P-384 counts with SHA-256 too, as Cosign verifies it', () => {
  const pair = generateKeyPair('ECDSA_P384');
  expect(statusOf(stating(statement, pair.privateKey), trusted(pair))).toBe('VALID');
});

describe('a simple-signing payload', () => {
  const critical = { identity: { 'docker-reference': 'x' }, image: { 'docker-manifest-digest': digest }, type: 'cosign container image signature' };
  const signing = (payload: unknown): SignatureMaterial => {
    const text = JSON.stringify(payload);
    return { format: 'simple-signing', payload: text, signature: sign('sha256', Buffer.from(text), signer.privateKey).toString('base64') };
  };
  test.each([
    ['names the digest', { critical, optional: null }, 'VALID'],
    ['names another digest', { critical: { ...critical, image: { 'docker-manifest-digest': sha256Of(Buffer.from('other')) } } }, 'INVALID'],
    ['is of another type', { critical: { ...critical, type: 'atomic container signature' } }, 'INVALID'],
    ['has no critical part', { optional: null }, 'INVALID'],
    ['is a list', [critical], 'INVALID'],
  ])('that %s is judged so', (_, payload, status) => {
    expect(statusOf(signing(payload))).toBe(status);
  });
  test('by a stranger is untrusted', () => expect(statusOf(signing({ critical }), trusted(stranger))).toBe('UNTRUSTED'));
});

describe('an attestation', () => {
  const provenance = { ...statement, predicateType: 'https://slsa.dev/provenance/v1' };
  const verdictOn = (material: SignatureMaterial, trust = trusted(signer), about: Digest = digest) => verifyAttestation(about, material, trust);

  test('is judged by the same keys, and says what kind it is', () => {
    expect(verdictOn(stating(provenance))).toEqual({
      status: 'VALID',
      signer: { kind: 'KEY', subject: null, fingerprint: signer.fingerprint },
      reason: null,
      predicateType: provenance.predicateType,
    });
    expect(verdictOn(stating(provenance, stranger.privateKey), trusted())).toMatchObject({ status: 'UNTRUSTED' });
  });
  test('about another artifact is invalid', () => {
    expect(verdictOn(stating(provenance), trusted(signer), sha256Of(Buffer.from('other')))).toMatchObject({ status: 'INVALID', signer: null });
  });
  test('never admits what it is about', () => expect(statusOf(stating(provenance))).toBe('INVALID'));
  test('is no signature, and a signature is none', () => expect(verdictOn(stating(statement))).toBeNull());
});
