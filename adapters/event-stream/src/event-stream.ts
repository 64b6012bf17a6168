import type { SqlRunner } from '@gati/database';

/** News by topic: only that something changed and its sequence, never the content. Whoever hears it reads the row. */
export interface EventStream {
  /** Tells the followers of a topic, when the transaction commits. @param topic  at most 200 characters */
  readonly publish: (tx: SqlRunner, topic: string, sequence: number) => Promise<void>;
  /**
   * Yields whenever there is news since the last time it was asked; several pieces of news are one. After a lost connection it yields once, because something may have been missed.
   * The first yield comes with the first news, not at once. Ends when the signal fires.
   */
  readonly follow: (topic: string, signal: AbortSignal) => AsyncIterable<void>;
  readonly check: () => Promise<void>;
  readonly close: () => Promise<void>;
}
