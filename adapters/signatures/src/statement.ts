import type { Digest } from '@gati/identifiers';

/** What a signature by Cosign states: nothing but that this digest was signed. @see sigstore/cosign, pkg/types/predicate.go */
export const signaturePredicateType = 'https://sigstore.dev/cosign/sign/v1';
/** @see in-toto/attestation, spec/v1/envelope.md */
export const statementPayloadType = 'application/vnd.in-toto+json';
const statementTypes = ['https://in-toto.io/Statement/v1', 'https://in-toto.io/Statement/v0.1'];
/** An address a reader can see and a column can hold. */
const predicateTypePattern = /^[\x21-\x7e]{1,500}$/;
const subjectsMax = 1000;

/** An in-toto statement, as far as it is needed: what about, and of what kind. */
export interface Statement {
  readonly predicateType: string;
  readonly names: (digest: Digest) => boolean;
}

/** The statement that signs a digest, byte for byte like Cosign's. */
export function signatureStatement(digest: Digest): Buffer {
  const [algorithm = '', hex = ''] = digest.split(':');
  return Buffer.from(
    JSON.stringify({
      _type: statementTypes[0],
      subject: [{ digest: { [algorithm]: hex }, annotations: {} }],
      predicateType: signaturePredicateType,
      predicate: {},
    }),
  );
}

/** null for bytes that are no in-toto statement. */
export function parseStatement(payload: Uint8Array): Statement | null {
  const statement = parseJson(payload);
  if (!isRecord(statement) || !statementTypes.includes(String(statement['_type'])) || !Array.isArray(statement['subject'])) return null;
  const { predicateType, subject } = statement;
  if (typeof predicateType !== 'string' || !predicateTypePattern.test(predicateType) || subject.length > subjectsMax) return null;
  return {
    predicateType,
    names: (digest) => {
      const [algorithm = '', hex = ''] = digest.split(':');
      return subject.some((named: unknown) => isRecord(named) && isRecord(named['digest']) && named['digest'][algorithm] === hex);
    },
  };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}
export const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a DSSE envelope's signature covers. @see secure-systems-lab/dsse, protocol.md, "PAE" */
export function preAuthenticationEncoding(payloadType: string, payload: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `), payload]);
}
