/** Values that may be forgotten at any time, and counts that are kept apart from them. Both bounded: of values the least recently used goes first. */
export interface Cache {
  readonly get: <T>(key: string) => Promise<T | undefined>;
  readonly set: (key: string, value: unknown, options: { readonly ttlMs: number; readonly tags?: readonly string[] }) => Promise<void>;
  /** Forgets everything with this tag. */
  readonly invalidate: (tag: string) => Promise<void>;
  /**
   * Counts and says how many there were in the present window: what rate limits are made of. The window begins with the first count.
   * No number of values takes a count away before its window ends.
   * @param by  how many to count at once, a whole number; 1 unless told. 0 only asks, less than 0 takes back what was counted
   * @returns count with these, and when the window ends
   */
  readonly count: (key: string, windowMs: number, by?: number) => Promise<{ readonly count: number; readonly endsAt: Date }>;
  readonly check: () => Promise<void>;
}
