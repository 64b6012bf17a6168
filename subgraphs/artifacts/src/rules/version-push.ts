import { RegistryError } from '@gati/errors';

/** The version that a number has already. */
export interface ExistingVersion {
  readonly status: 'staged' | 'published' | 'yanked' | 'quarantined' | 'rejected';
  readonly digest: string;
  readonly unpublishedAt: Date | null;
}

/** What pushing a manifest under a version's number does. */
export type VersionPush = 'create' | 'replace' | 'nothing';

/**
 * Versions never change: the same digest again changes nothing, another one is refused once the number was ever published or refused for malware.
 * What is only staged may be replaced.
 * @throws VERSION_EXISTS
 */
export function planVersionPush(existing: ExistingVersion | null, { reference, digest }: { readonly reference: string; readonly digest: string }): VersionPush {
  if (!existing) return 'create';
  if (existing.unpublishedAt !== null) throw new RegistryError('VERSION_EXISTS', { reference });
  if (existing.digest === digest) return 'nothing';
  if (existing.status === 'staged') return 'replace';
  throw new RegistryError('VERSION_EXISTS', { reference, digest: existing.digest });
}
