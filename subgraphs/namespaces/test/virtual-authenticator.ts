import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** As much CBOR (RFC 8949) as an authenticator writes. */
function cbor(value: unknown): Buffer {
  const head = (major: number, n: number): Buffer =>
    n < 24 ? Buffer.from([(major << 5) | n]) : n < 256 ? Buffer.from([(major << 5) | 24, n]) : Buffer.from([(major << 5) | 25, n >> 8, n & 255]);
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  const entries = [...(value as Map<unknown, unknown>)];
  return Buffer.concat([head(5, entries.length), ...entries.flatMap(([key, item]) => [cbor(key), cbor(item)])]);
}

const userPresent = 0x01;
const userVerified = 0x04;
const hasCredential = 0x40;

interface Scene {
  /** Page on which it happens. */
  readonly origin: string;
  /** Whether the person showed a PIN or a finger. */
  readonly isVerified?: boolean;
  /** Name that the credential is bound to; the host of the page unless told. */
  readonly rpId?: string;
}

/**
 * An authenticator with one credential, as honest as it is told to be: real keys, real signatures (WebAuthn level 3, 6).
 * @param isCounting  whether it counts its signatures; those whose keys are shared by several devices do not
 */
export function createVirtualAuthenticator({ isCounting = true }: { readonly isCounting?: boolean } = {}) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const id = randomBytes(16);
  let counter = 0;

  const dataOf = (flags: number, rpId: string, credential: Uint8Array = new Uint8Array()): Buffer => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.from([flags]), count, credential]);
  };
  const clientData = (type: string, challenge: string, origin: string) => Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const answerOf = (response: object) =>
    JSON.stringify({ id: id.toString('base64url'), rawId: id.toString('base64url'), type: 'public-key', clientExtensionResults: {}, response });
  const flagsOf = ({ isVerified = true }: Scene) => userPresent | (isVerified ? userVerified : 0);

  return {
    id: id.toString('base64url'),
    /** Sets the signature counter back, as a copy of the key would have it. */
    rewind: () => void (counter = 0),

    create: (options: string, scene: Scene): string => {
      const { challenge } = JSON.parse(options) as { challenge: string };
      // COSE_Key of an ES256 public key (RFC 9053, 7.1.1).
      const key = new Map<number, unknown>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x, 'base64url')],
        [-3, Buffer.from(y, 'base64url')],
      ]);
      const credential = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, cbor(key)]);
      const authData = dataOf(flagsOf(scene) | hasCredential, scene.rpId ?? new URL(scene.origin).hostname, credential);
      const attestation = cbor(
        new Map<string, unknown>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', authData],
        ]),
      );
      return answerOf({
        clientDataJSON: clientData('webauthn.create', challenge, scene.origin).toString('base64url'),
        attestationObject: attestation.toString('base64url'),
        transports: ['internal'],
      });
    },

    get: (options: string, scene: Scene): string => {
      const { challenge } = JSON.parse(options) as { challenge: string };
      if (isCounting) counter++;
      const authData = dataOf(flagsOf(scene), scene.rpId ?? new URL(scene.origin).hostname);
      const client = clientData('webauthn.get', challenge, scene.origin);
      const signature = sign('sha256', Buffer.concat([authData, createHash('sha256').update(client).digest()]), privateKey);
      return answerOf({
        clientDataJSON: client.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        signature: signature.toString('base64url'),
      });
    },
  };
}
