import type { Principal } from '@gati/authority';
import { isRegistryError } from '@gati/errors';
import type { ArtifactName, Digest } from '@gati/identifiers';
import type { Access, ReadAccess } from '../access.ts';
import type { Tables } from '../ports.ts';
import { manifests, type Referrer } from '../repository/manifests.ts';

/** The most referrers of one answer. */
const referrersPageMax = 200;

export interface ReferrerQuery {
  readonly name: ArtifactName;
  readonly subject: Digest;
  /** Only of this type; null for all. */
  readonly artifactType: string | null;
  /** From behind this digest; empty for the beginning. */
  readonly after: string;
}

export interface ReferrerPage {
  readonly referrers: readonly Referrer[];
  /** Where the next page begins; null for none. */
  readonly next: string | null;
}

/**
 * What refers to a manifest: signatures, bills of materials, attestations. Others than writers see what belongs to an admitted manifest, or is admitted itself; a subject that is not there has none.
 * A repository that is not there has none for whoever may push to it: clients ask before their first push.
 * @throws NOT_FOUND when the repository is hidden, or missing and not the caller's to make
 */
export const listReferrers =
  ({ access, tables }: { readonly access: Access; readonly tables: Tables }) =>
  async (principal: Principal, { name, subject, artifactType, after }: ReferrerQuery): Promise<ReferrerPage> => {
    const read = await readable(access, principal, name);
    if (!read) return { referrers: [], next: null };
    const { artifact, seesAll } = read;
    const referrers = await manifests(tables).referrers(artifact.id, subject, { artifactType, after, limit: referrersPageMax, seesAll });
    const last = referrers.at(-1)?.digest;
    // A page may end early, so only an empty one is surely the last.
    const hasMore =
      last !== undefined && (await manifests(tables).referrers(artifact.id, subject, { artifactType, after: last, limit: 1, seesAll })).length > 0;
    return { referrers, next: hasMore ? last : null };
  };

async function readable(access: Access, principal: Principal, name: ArtifactName): Promise<ReadAccess | null> {
  try {
    return await access.forReading(principal, name);
  } catch (error) {
    if (!isRegistryError(error) || error.code !== 'NOT_FOUND') throw error;
    const { artifact } = await access.forPushing(principal, name).catch(() => {
      throw error;
    });
    if (artifact) throw error;
    return null;
  }
}
