import { anonymous, type Principal } from '@gati/authority';
import type { BlobStore } from '@gati/blob-store';
import type { Clock, MakeId } from '@gati/clock';
import { isRegistryError } from '@gati/errors';
import type { ArtifactName, Digest } from '@gati/identifiers';
import type { Access, ReadAccess } from '../access.ts';
import { ensureArtifact, type VisibilityWish } from '../ensure-artifact.ts';
import type { ArtifactLimits } from '../limits.ts';
import type { Tables, Transact } from '../ports.ts';
import { blobs } from '../repository/blobs.ts';
import { pushTargets } from '../repository/push-targets.ts';
import { visibility } from '../repository/visibility.ts';
import { storeBlobRow } from '../store-blob-row.ts';

/** Repositories that are tried when the client names none: a base layer may be in thousands. */
const sourcesTried = 10;

interface Dependencies {
  readonly access: Access;
  readonly tables: Tables;
  readonly transaction: Transact;
  readonly store: Pick<BlobStore, 'stat'>;
  readonly clock: Clock;
  readonly makeId: MakeId;
  readonly limits: ArtifactLimits;
}

export interface MountBlob {
  readonly name: ArtifactName;
  readonly digest: Digest;
  /** Where the client says the blob is; null when it names nothing, `unknown` for a name that cannot be ours. */
  readonly from: ArtifactName | 'unknown' | null;
  readonly wish: VisibilityWish;
  /** Whether the caller's credential is good for reading there; where it is not, only what everybody may read counts. */
  readonly covers: (source: ArtifactName) => boolean;
}

/**
 * Gives the repository a blob that the caller may read in another one, without sending it again.
 * @returns false where the caller may not read it, or there is none: the two look alike, and the client uploads (CVE-2024-39897)
 * @throws QUOTA_EXCEEDED when the namespace would hold more than it may
 */
export const mountBlob =
  ({ access, tables, transaction, store, clock, makeId, limits }: Dependencies) =>
  async (principal: Principal, { name, digest, from, wish, covers }: MountBlob): Promise<boolean> => {
    const granted = await access.forPushing(principal, name);
    if (from === 'unknown') return false;
    const candidates = from ? [from] : await holdersOf(tables, digest, granted.namespaceId);
    for (const candidate of candidates) {
      if (!(await mayRead({ access, tables }, covers(candidate) ? principal : anonymous, candidate, digest))) continue;
      return transaction(async (locked) => {
        const artifact = await ensureArtifact(locked, { name, access: granted, wish, clock, makeId });
        await storeBlobRow(locked, { store, limits }, { artifactId: artifact.id, digest, at: clock() });
        return true;
      });
    }
    return false;
  };

async function holdersOf(tables: Tables, digest: Digest, namespaceId: string): Promise<readonly ArtifactName[]> {
  const ids = await blobs(tables).holders(digest, { preferred: [namespaceId], limit: sourcesTried });
  const names = new Map((await pushTargets(tables).byIds(ids)).map(({ id, name }) => [id, name]));
  return ids.flatMap((id) => names.get(id) ?? []);
}

async function mayRead(
  { access, tables }: Pick<Dependencies, 'access' | 'tables'>,
  principal: Principal,
  name: ArtifactName,
  digest: Digest,
): Promise<boolean> {
  let read: ReadAccess;
  try {
    read = await access.forReading(principal, name);
  } catch (error) {
    if (isRegistryError(error) && error.code === 'NOT_FOUND') return false;
    throw error;
  }
  const linked = await blobs(tables).findLinked(read.artifact.id, digest);
  return linked !== null && (read.seesAll || (await visibility(tables).ofBlob(read.artifact.id, digest)).isOpen);
}
