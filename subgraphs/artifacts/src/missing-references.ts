import { RegistryError } from '@gati/errors';
import type { Reference } from './rules/manifests.ts';

/** A manifest names blobs or manifests that its repository does not have: OCI's MANIFEST_BLOB_UNKNOWN. */
export class MissingReferences extends RegistryError<'MANIFEST_INVALID'> {
  constructor(missing: readonly Reference[]) {
    super('MANIFEST_INVALID', {
      reason: 'It names what this repository does not have.',
      fields: missing
        .slice(0, 20)
        .map(({ path, digest }) => ({ path, message: `${digest} was not pushed here`, fix: 'Push what a manifest names before the manifest.' })),
    });
  }
}
