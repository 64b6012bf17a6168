import { RegistryError } from '@gati/errors';
import type { ArtifactLimits } from './limits.ts';

/** Bytes that a client is about to send. */
export interface Arrival {
  readonly namespaceId: string;
  readonly what: 'blob' | 'manifest';
  /** What it will come to, with what a session has already; null when the client does not say. */
  readonly sizeBytes: number | null;
}

/** The one place where a push is refused for its size before its bytes are looked at. @throws QUOTA_EXCEEDED */
export type AssertRoom = (arrival: Arrival) => Promise<void>;

/**
 * Every use case that takes bytes decides rights and this before it reads the first of them: a client that asked by «Expect: 100-continue» then never sends them.
 * What is stated may be a lie, so the same bounds hold again while bytes arrive.
 */
export const createRoomCheck =
  ({ limits }: { readonly limits: ArtifactLimits }): AssertRoom =>
  async ({ what, sizeBytes }) => {
    const limit = what === 'blob' ? limits.blobSizeBytes : limits.manifestSizeBytes;
    if (sizeBytes !== null && sizeBytes > limit)
      throw new RegistryError('QUOTA_EXCEEDED', { what: `The size of the ${what} in bytes`, limit, found: sizeBytes });
  };
