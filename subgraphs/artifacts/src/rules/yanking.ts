import { RegistryError } from '@gati/errors';
import type { VersionStatus } from './rights.ts';

export interface YankCandidate {
  /** For the message, `@acme/auth@1.2.0`. */
  readonly reference: string;
  readonly status: VersionStatus;
  readonly statusReason: string | null;
}

export interface StatusChange {
  readonly status: VersionStatus;
  readonly statusReason: string | null;
}

/**
 * What yanking changes: a published version becomes yanked, a yanked one takes the new reason.
 * @returns null when there is nothing to change, so that a repeated request leaves no second fact
 * @throws VERSION_NOT_YANKABLE for what was never published, and for what is quarantined: a yank must not lift a quarantine
 */
export function planYank({ reference, status, statusReason }: YankCandidate, reason: string | null): StatusChange | null {
  if (status !== 'published' && status !== 'yanked') throw new RegistryError('VERSION_NOT_YANKABLE', { reference, status });
  return status === 'yanked' && statusReason === reason ? null : { status: 'yanked', statusReason: reason };
}

/** What taking a yank back changes; null for what is published. @throws VERSION_NOT_YANKABLE for everything else */
export function planUnyank({ reference, status }: YankCandidate): StatusChange | null {
  if (status !== 'published' && status !== 'yanked') throw new RegistryError('VERSION_NOT_YANKABLE', { reference, status });
  return status === 'published' ? null : { status: 'published', statusReason: null };
}
