import { Secret, TOTP } from 'otpauth';

/** What every authenticator app understands (RFC 6238): SHA-1, six digits, 30 seconds. */
const settings = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** Codes of the step before and after count too: clocks differ and people type (RFC 6238, 5.2). */
const window = 1;

const stepOf = (now: Date): number => Math.floor(now.getTime() / (settings.period * 1000));

/** A new secret in base 32, with 160 bits of chance (RFC 4226, 4). */
export const makeTotpSecret = (): string => new Secret({ size: 20 }).base32;

/** The address that authenticator apps read from a QR code. */
export const totpUri = (secret: string, { issuer, handle }: { readonly issuer: string; readonly handle: string }): string =>
  new TOTP({ ...settings, issuer, label: handle, secret: Secret.fromBase32(secret) }).toString();

/** Whether a text has the form of a code, so that nothing else is compared. */
export const isTotpText = (text: string): boolean => /^[0-9]{6}$/.test(text);

/** The time step whose code this is; null when it is that of none that counts now. A code must be taken once: note the step, and take none at or before it again. */
export function totpStepOf(secret: string, code: string, now: Date): number | null {
  if (!isTotpText(code)) return null;
  const delta = new TOTP({ ...settings, secret: Secret.fromBase32(secret) }).validate({ token: code, timestamp: now.getTime(), window });
  return delta === null ? null : stepOf(now) + delta;
}
