import type { Tables } from '../ports.ts';
import { versionRows } from '../repository/version-rows.ts';

/** For jobs: the served versions that were admitted with this key of the namespace and published at that time or later, also those that were transferred away since. */
export const versionsSignedBy =
  ({ tables }: { readonly tables: Tables }) =>
  (namespaceId: string, fingerprint: string, since: Date): Promise<readonly string[]> =>
    versionRows(tables).signedBy(namespaceId, fingerprint, since);
