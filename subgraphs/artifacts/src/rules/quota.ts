import { RegistryError } from '@gati/errors';

/** What a namespace holds and may hold, in bytes. */
export interface StorageState {
  /** Sizes of its blobs, each counted once. */
  readonly storedBytes: number;
  /** null for no limit. */
  readonly quotaBytes: number | null;
}

/** Bytes that still fit; `Infinity` without a limit, never less than nothing. */
export const roomIn = ({ storedBytes, quotaBytes }: StorageState): number => (quotaBytes === null ? Infinity : Math.max(0, quotaBytes - storedBytes));

/**
 * Whether so many bytes more fit. Of an upload whose size nobody knows yet at least one byte is asked for.
 * @throws QUOTA_EXCEEDED with what is used, the limit and what was asked for
 */
export function assertRoom(state: StorageState, askedBytes: number): void {
  if (state.quotaBytes === null || askedBytes <= roomIn(state)) return;
  throw new RegistryError('QUOTA_EXCEEDED', {
    what: 'What the namespace would store, in bytes,',
    limit: state.quotaBytes,
    found: state.storedBytes + askedBytes,
    used: state.storedBytes,
    asked: askedBytes,
    suggestion: 'Delete what is not needed any more, or ask an administrator of this registry for more room.',
  });
}
