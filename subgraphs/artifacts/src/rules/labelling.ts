import { RegistryError } from '@gati/errors';
import type { VersionStatus } from './rights.ts';

/** Labels of one artifact; they are shown on one page without paging. */
export const labelsMax = 100;

/** Whether a label may be put on a version: on what is published alone. @throws UNSIGNED, VERSION_QUARANTINED, VALIDATION_FAILED */
export function assertLabelTarget(
  { reference, status, statusReason }: { readonly reference: string; readonly status: VersionStatus; readonly statusReason: string | null },
  path: string,
): void {
  if (status === 'published') return;
  if (status === 'staged') throw new RegistryError('UNSIGNED', { reference });
  if (status === 'quarantined') throw new RegistryError('VERSION_QUARANTINED', { reference, reason: statusReason });
  const fix = status === 'yanked' ? 'Take the yank back first, or choose another version.' : 'Choose another version.';
  throw new RegistryError('VALIDATION_FAILED', { fields: [{ path, message: `${reference} is ${status}; a label is put on a published version`, fix }] });
}
