import { isRegistryError, RegistryError, type FieldFault } from '@gati/errors';
import { parseHandle, type Handle } from '@gati/identifiers';
import { apiKeyPrefix } from './api-key-text.ts';

/** An address that mail can be sent to, as its owner wrote it. */
export type EmailAddress = string & { readonly __kind: 'EmailAddress' };
/** A password that may be chosen, in Unicode form NFKC, so that it can be typed on any keyboard (NIST SP 800-63B, 5.1.1.2). */
export type NewPassword = string & { readonly __kind: 'NewPassword' };

/** What a browser takes in a field for e-mail (HTML standard, "valid email address"). */
const emailPattern =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;
/** RFC 5321, 4.5.3.1.3, less the angle brackets. */
const emailLengthMax = 254;
export const passwordLength = { min: 10, max: 200 } as const;

const refuse = (fault: FieldFault) => new RegistryError('VALIDATION_FAILED', { fields: [fault] });

/** @throws VALIDATION_FAILED with the rule */
export function parseEmail(text: string, path = 'email'): EmailAddress {
  if (text.length > emailLengthMax || !emailPattern.test(text)) {
    throw refuse({ path, message: `«${text.length > 80 ? `${text.slice(0, 80)}…` : text}» is not an e-mail address`, fix: 'Write it like ada@example.com.' });
  }
  return text as EmailAddress;
}

/** Two spellings with the same key are one address. */
export const emailKeyOf = (email: string): string => email.toLowerCase();

/** The form in which passwords are compared. */
export const normalisePassword = (password: string): string => password.normalize('NFKC');

/** @throws VALIDATION_FAILED with the rule, never with the value */
export function parseNewPassword(text: string, path = 'password'): NewPassword {
  // Half a character more than every rule allows is refused before it is normalised.
  const password = text.length > passwordLength.max * 4 ? text : normalisePassword(text);
  const length = [...password].length;
  if (length < passwordLength.min || length > passwordLength.max) {
    throw refuse({
      path,
      message: `has ${length} characters, not ${passwordLength.min} to ${passwordLength.max}`,
      fix: 'Choose a longer or a shorter one; four random words do well.',
    });
  }
  // Where docker sends either, the beginning tells which of the two it is.
  if (password.startsWith(apiKeyPrefix))
    throw refuse({ path, message: `begins with ${apiKeyPrefix}, like an API key`, fix: 'Choose a password that begins otherwise.' });
  return password as NewPassword;
}

export interface NewAccount {
  readonly handle: Handle;
  readonly email: EmailAddress;
  readonly password: NewPassword;
}

/** All three fields, with the faults of all three told at once. @throws VALIDATION_FAILED */
export function parseNewAccount(input: { readonly handle: string; readonly email: string; readonly password: string }, path = 'input'): NewAccount {
  const faults: FieldFault[] = [];
  const attempt = <T>(parse: () => T): T | undefined => {
    try {
      return parse();
    } catch (error) {
      if (!isRegistryError(error) || error.code !== 'VALIDATION_FAILED') throw error;
      faults.push(...(error as RegistryError<'VALIDATION_FAILED'>).params.fields);
      return undefined;
    }
  };
  const handle = attempt(() => parseHandle(input.handle, `${path}.handle`));
  const email = attempt(() => parseEmail(input.email, `${path}.email`));
  const password = attempt(() => parseNewPassword(input.password, `${path}.password`));
  if (handle === undefined || email === undefined || password === undefined) throw new RegistryError('VALIDATION_FAILED', { fields: faults });
  return { handle, email, password };
}

/** What people and programs call themselves: 1 to 100 characters, no control characters, spaces at the ends cut off. @throws VALIDATION_FAILED */
export function parseDisplayText(text: string, path: string): string {
  const trimmed = text.trim();
  const length = [...trimmed].length;
  if (length < 1 || length > 100) throw refuse({ path, message: `has ${length} characters, not 1 to 100`, fix: 'Choose a shorter or a longer one.' });
  // Direction marks can make a name read as another.
  if (/[\p{Cc}\u{202A}-\u{202E}\u{2066}-\u{2069}]/u.test(trimmed)) throw refuse({ path, message: 'holds control characters', fix: 'Leave them out.' });
  return trimmed;
}

/** What a client calls itself in the list of sessions; null when it says nothing. @throws VALIDATION_FAILED */
export const parseClientName = (text: string | null | undefined, path = 'input.clientName'): string | null =>
  text === null || text === undefined ? null : parseDisplayText(text, path);
