import {
  BUNDLE_V01_MEDIA_TYPE,
  BUNDLE_V02_MEDIA_TYPE,
  BUNDLE_V03_LEGACY_MEDIA_TYPE,
  BUNDLE_V03_MEDIA_TYPE,
  bundleFromJSON,
  type Bundle,
} from '@sigstore/bundle';
import { createHash, X509Certificate, type KeyObject } from 'node:crypto';
import { bytesOfBase64 } from './raw-signature.ts';
import { isRecord, parseStatement, preAuthenticationEncoding, statementPayloadType, type Statement } from './statement.ts';

/** Bytes of a bundle as it is stored; an attestation may hold a whole bill of materials. */
export const bundleSizeMaxBytes = 8 * 1024 * 1024;
/** In base64; an RSA signature of 8192 bits has 1,368 characters. */
const signatureLengthMax = 2048;
const listLengthMax = 32;
const hintLengthMax = 512;
const mediaTypes = [BUNDLE_V01_MEDIA_TYPE, BUNDLE_V02_MEDIA_TYPE, BUNDLE_V03_LEGACY_MEDIA_TYPE, BUNDLE_V03_MEDIA_TYPE];

/** Which key a bundle says it was signed with. Only a claim. */
export type KeyClaim = { readonly kind: 'hint'; readonly hint: string } | { readonly kind: 'certificate'; readonly publicKey: KeyObject };

/** A well-formed bundle, nothing of it believed yet. */
export interface ReadBundle {
  /** The statement signed; null when the manifest itself was signed. */
  readonly statement: Statement | null;
  /** The bytes that the signature covers; null for the manifest's own. */
  readonly signedBytes: Buffer | null;
  readonly signature: Buffer;
  readonly claim: KeyClaim;
}

/** Reads a Sigstore bundle v0.1 to v0.3. @returns null for anything else, of whatever shape */
export function readBundle(value: unknown): ReadBundle | null {
  try {
    if (!isRecord(value) || !mediaTypes.includes(String(value['mediaType'])) || !isSmall(value)) return null;
    const bundle = bundleFromJSON(withMessageDigest(value));
    const claim = claimOf(bundle);
    if (!claim) return null;
    return bundle.content.$case === 'dsseEnvelope' ? readEnvelope(value, claim) : readMessage(value, claim);
  } catch {
    return null;
  }
}

function isSmall(bundle: Record<string, unknown>): boolean {
  const material = bundle['verificationMaterial'];
  if (!isRecord(material)) return false;
  const chain = isRecord(material['x509CertificateChain']) ? material['x509CertificateChain']['certificates'] : [];
  const timestamps = isRecord(material['timestampVerificationData']) ? material['timestampVerificationData']['rfc3161Timestamps'] : [];
  return [material['tlogEntries'], chain, timestamps].every(
    (list) => list === undefined || list === null || (Array.isArray(list) && list.length <= listLengthMax),
  );
}

/** Cosign leaves the digest of an Ed25519 message empty, which the reader would refuse; it proves nothing anyway, the signature does. */
function withMessageDigest(bundle: Record<string, unknown>): Record<string, unknown> {
  const message = bundle['messageSignature'];
  if (!isRecord(message) || (isRecord(message['messageDigest']) && message['messageDigest']['digest'])) return bundle;
  return { ...bundle, messageSignature: { ...message, messageDigest: { algorithm: 'HASH_ALGORITHM_UNSPECIFIED', digest: 'AA==' } } };
}

function claimOf({ verificationMaterial: { content } }: Bundle): KeyClaim | null {
  if (content.$case === 'publicKey') return content.publicKey.hint.length <= hintLengthMax ? { kind: 'hint', hint: content.publicKey.hint } : null;
  const certificate = content.$case === 'certificate' ? content.certificate : content.x509CertificateChain.certificates[0];
  return certificate ? { kind: 'certificate', publicKey: new X509Certificate(certificate.rawBytes).publicKey } : null;
}

function readEnvelope(bundle: Record<string, unknown>, claim: KeyClaim): ReadBundle | null {
  const envelope = bundle['dsseEnvelope'];
  if (!isRecord(envelope) || envelope['payloadType'] !== statementPayloadType || !Array.isArray(envelope['signatures']) || envelope['signatures'].length !== 1)
    return null;
  const first: unknown = envelope['signatures'][0];
  const payload = isWithin(envelope['payload'], bundleSizeMaxBytes) ? bytesOfBase64(envelope['payload']) : null;
  const signature = isRecord(first) ? readSignature(first['sig']) : null;
  const statement = payload && parseStatement(payload);
  if (!payload || !signature || !statement) return null;
  return { statement, signedBytes: preAuthenticationEncoding(statementPayloadType, payload), signature, claim };
}

function readMessage(bundle: Record<string, unknown>, claim: KeyClaim): ReadBundle | null {
  const message = bundle['messageSignature'];
  const signature = isRecord(message) ? readSignature(message['signature']) : null;
  return signature ? { statement: null, signedBytes: null, signature, claim } : null;
}

const readSignature = (text: unknown): Buffer | null => (isWithin(text, signatureLengthMax) ? bytesOfBase64(text) : null);
const isWithin = (text: unknown, lengthMax: number): text is string => typeof text === 'string' && text.length <= lengthMax;

/** Whether a message bundle's stated digest is that of these bytes, where it states one in SHA-2. */
export function statesDigestOf(bundle: unknown, bytes: Uint8Array): boolean {
  const message = isRecord(bundle) ? bundle['messageSignature'] : undefined;
  const stated = isRecord(message) ? message['messageDigest'] : undefined;
  if (!isRecord(stated) || !stated['digest']) return true;
  const hash = { SHA2_256: 'sha256', SHA2_384: 'sha384', SHA2_512: 'sha512' }[String(stated['algorithm'])];
  return hash !== undefined && createHash(hash).update(bytes).digest('base64') === stated['digest'];
}
