import type { Tables } from '../ports.ts';
import { versionRows } from '../repository/version-rows.ts';

/** For jobs: the served versions of a namespace that were admitted with this key and published at that time or later. */
export const versionsSignedBy =
  ({ tables }: { readonly tables: Tables }) =>
  (namespaceId: string, fingerprint: string, since: Date): Promise<readonly string[]> =>
    versionRows(tables).signedBy(namespaceId, fingerprint, since);
