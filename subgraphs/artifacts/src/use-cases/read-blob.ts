import type { Principal } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import type { ArtifactName, Digest } from '@gati/identifiers';
import type { Access } from '../access.ts';
import type { Tables } from '../ports.ts';
import { blobs } from '../repository/blobs.ts';
import { visibility } from '../repository/visibility.ts';
import type { EntitlementCheck } from '../serving.ts';

interface Dependencies {
  readonly access: Access;
  readonly tables: Tables;
  readonly assertEntitled: EntitlementCheck;
}

/** A blob that may be sent to the caller. */
export interface ReadableBlob {
  readonly artifactId: string;
  readonly digest: Digest;
  readonly sizeBytes: number;
  /** Whether everybody may have it, so that caches between us and the client may keep it. */
  readonly isPublic: boolean;
}

/**
 * A blob of this repository: for its writers any, for others only what some manifest that they may read names.
 * @throws NOT_FOUND alike for what is missing, hidden, or in another repository
 * @throws VERSION_QUARANTINED, PAYMENT_REQUIRED
 */
export const readBlob =
  ({ access, tables, assertEntitled }: Dependencies) =>
  async (principal: Principal, { name, digest }: { readonly name: ArtifactName; readonly digest: Digest }): Promise<ReadableBlob> => {
    const read = await access.forReading(principal, name);
    const linked = await blobs(tables).findLinked(read.artifact.id, digest);
    if (!linked) throw new RegistryError('NOT_FOUND', { reference: `${name}@${digest}` });
    const blob = { ...linked, artifactId: read.artifact.id };
    if (read.seesAll) return { ...blob, isPublic: false };

    const { isOpen, isQuarantined } = await visibility(tables).ofBlob(read.artifact.id, digest);
    if (isQuarantined) throw new RegistryError('VERSION_QUARANTINED', { reference: `${name}@${digest}`, reason: null });
    if (!isOpen) throw new RegistryError('NOT_FOUND', { reference: `${name}@${digest}` });
    const { isFree } = await assertEntitled(principal, read);
    return { ...blob, isPublic: isFree && read.artifact.visibility === 'public' };
  };
