import { RegistryError } from '@gati/errors';
import type { Digest } from '@gati/identifiers';
import type { ArtifactLimits } from './limits.ts';
import type { Tables } from './ports.ts';
import { stateOf, storage, type NamespaceHolding } from './repository/storage.ts';
import { assertRoom, roomIn } from './rules/quota.ts';

/** Bytes that a client is about to send. */
export interface Arrival {
  readonly namespaceId: string;
  readonly what: 'blob' | 'manifest';
  /** What it will come to, with what a session has already; null when the client does not say. */
  readonly sizeBytes: number | null;
  /** Where the client names it first: what the namespace has already costs nothing. */
  readonly digest?: Digest;
  /** What the namespace holds, where the caller has just read it. */
  readonly held?: NamespaceHolding;
}

/**
 * The one place where a push is refused for its size, or for what its namespace may store, before its bytes are looked at.
 * @returns how many bytes it may come to
 * @throws QUOTA_EXCEEDED, for the namespace with what is used, the limit and what was asked for
 */
export type AssertRoom = (arrival: Arrival) => Promise<number>;

/**
 * Every use case that takes bytes decides rights and this before it reads the first of them: a client that asked by «Expect: 100-continue» then never sends them.
 * What is stated may be a lie, so the same bounds hold again while bytes arrive.
 */
export const createRoomCheck =
  ({ tables, limits }: { readonly tables: Tables; readonly limits: ArtifactLimits }): AssertRoom =>
  async ({ namespaceId, what, sizeBytes, digest, held }) => {
    const limit = what === 'blob' ? limits.blobSizeBytes : limits.manifestSizeBytes;
    if (sizeBytes !== null && sizeBytes > limit)
      throw new RegistryError('QUOTA_EXCEEDED', { what: `The size of the ${what} in bytes`, limit, found: sizeBytes });
    // Manifests are rows of the database and count to nobody's store.
    if (what === 'manifest') return limit;
    const state = stateOf(held ?? (await storage(tables).of(namespaceId)), limits.namespaceQuotaBytes);
    const askedBytes = sizeBytes ?? 1;
    if (askedBytes <= roomIn(state)) return Math.min(limit, roomIn(state));
    if (digest && (await storage(tables).hasBlob(namespaceId, digest))) return limit;
    assertRoom(state, askedBytes);
    return limit;
  };
