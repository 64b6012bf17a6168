import { createHash, createHmac, hkdfSync } from 'node:crypto';

/** Keys for one purpose each, derived from the installation's secret: what one leaks says nothing of another (RFC 5869, 3.2). */
export interface InstallationKeys {
  /** AES-256 key for the private halves of token-signing keys. */
  readonly tokenKeyEncryption: Buffer;
  /** AES-256 key for the secrets of one-time passwords. */
  readonly totpEncryption: Buffer;
  /** Key of the codes over the heads of the audit log. */
  readonly auditSeal: Buffer;
  /** The refresh token that follows a presented one: always the same, and no one without the secret can tell it. */
  readonly successorOf: (refreshToken: string) => string;
}

const derive = (secret: string, purpose: string): Buffer => Buffer.from(hkdfSync('sha256', secret, 'gati-registry', `namespaces/${purpose}/v1`, 32));

/** @param secret  GATI_SECRET, at least 32 characters of chance */
export function deriveInstallationKeys(secret: string): InstallationKeys {
  const successorKey = derive(secret, 'refresh-token-successor');
  return {
    tokenKeyEncryption: derive(secret, 'token-key-encryption'),
    totpEncryption: derive(secret, 'totp-encryption'),
    auditSeal: derive(secret, 'audit-seal'),
    successorOf: (refreshToken) => writeSecret('refresh', createHmac('sha256', successorKey).update(refreshToken).digest()),
  };
}

const prefixes = { refresh: 'gatr_', device: 'gatd_', ticket: 'gatt_', signIn: 'gats_', mail: 'gatm_' } as const;

/** A secret as a client gets it: 256 bits under a beginning that tells its kind, so that one cannot be presented as another. */
export const writeSecret = (kind: keyof typeof prefixes, bytes: Uint8Array): string => prefixes[kind] + Buffer.from(bytes).toString('base64url');

/** Whether a text can be a secret of this kind. */
export const isSecretText = (kind: keyof typeof prefixes, text: string): boolean =>
  text.startsWith(prefixes[kind]) && /^[A-Za-z0-9_-]{43}$/.test(text.slice(prefixes[kind].length));

/** What is kept of a secret. One round is enough: 190 bits of chance and more cannot be guessed, unlike passwords. */
export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest();
