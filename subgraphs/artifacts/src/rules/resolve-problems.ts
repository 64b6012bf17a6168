import { refusalOf, RegistryError, type ErrorCode } from '@gati/errors';
import { parseSelector } from '@gati/identifiers';
import type { VersionStatus } from './rights.ts';
import { versionsFor, type Selectable, type SelectableVersion } from './selecting.ts';

/** A reference that cannot be served, with the reason. */
export interface ResolveProblem {
  /** As it was asked for, or as a dependency declares it. */
  readonly ref: string;
  readonly code: ErrorCode;
  readonly message: string;
  readonly suggestion: string | null;
}

export function problemOf(ref: string, error: RegistryError): ResolveProblem {
  const { code, message, suggestions } = refusalOf(error);
  return { ref, code, message, suggestion: suggestions[0] ?? null };
}

type Explained = Selectable<SelectableVersion & { readonly status: VersionStatus; readonly statusReason: string | null }>;

/**
 * Why nothing meets a requirement. What is quarantined says so to everybody who may see it; what is staged or rejected is told to writers alone: for everybody else there is no such thing.
 * @param artifact  what the caller may see of it; null when that is nothing
 */
export function unmetProblem(ref: string, { name, text }: { readonly name: string; readonly text: string }, artifact: Explained | null): ResolveProblem {
  const candidates = artifact ? explaining(artifact, text) : [];
  const reference = (version: string): string => `${name}@${version}`;
  const quarantined = candidates.find(({ status }) => status === 'quarantined');
  if (quarantined)
    return problemOf(ref, new RegistryError('VERSION_QUARANTINED', { reference: reference(quarantined.version), reason: quarantined.statusReason }));
  const rejected = candidates.find(({ status }) => status === 'rejected');
  if (rejected)
    return problemOf(ref, new RegistryError('MALWARE_DETECTED', { reference: reference(rejected.version), findings: [rejected.statusReason ?? 'refused'] }));
  const staged = candidates.find(({ status }) => status === 'staged');
  if (staged) return problemOf(ref, new RegistryError('UNSIGNED', { reference: reference(staged.version) }));
  return problemOf(ref, new RegistryError('NOT_FOUND', { reference: ref }));
}

/** What a reference would have meant, were every version that the caller sees a published one. */
function explaining({ versions, labels, latestVersionId, seesAll }: Explained, text: string): Explained['versions'] {
  try {
    const alike = versions.map((version) => ({ ...version, status: 'published' as const, was: version }));
    return versionsFor(parseSelector(text), { versions: alike, labels, latestVersionId, seesAll }).map(({ was }) => was);
  } catch {
    return [];
  }
}

type UnservedCode = 'PAYMENT_REQUIRED' | 'UNSIGNED' | 'UNTRUSTED' | 'INVALID' | 'REVOKED';

/** Why a version that was chosen is not served. */
export function unservedProblem(ref: string, reference: string, code: UnservedCode): ResolveProblem {
  switch (code) {
    case 'PAYMENT_REQUIRED':
      return problemOf(ref, new RegistryError('PAYMENT_REQUIRED', { reference }));
    case 'UNSIGNED':
      return problemOf(ref, new RegistryError('SIGNATURE_INVALID', { reference, reason: 'there is none' }));
    case 'UNTRUSTED':
      return problemOf(ref, new RegistryError('SIGNATURE_INVALID', { reference, reason: 'it was made by a key that its namespace has not registered' }));
    case 'INVALID':
      return problemOf(ref, new RegistryError('SIGNATURE_INVALID', { reference, reason: 'it does not match the bytes' }));
    case 'REVOKED':
      return { ref, code: 'KEY_REVOKED', message: `The key that signed ${reference} is revoked.`, suggestion: 'Choose another version: gati versions NAME' };
  }
}
