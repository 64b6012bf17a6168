/** Bytes that a session does not take now: they belong elsewhere, or another request is writing. Nothing of them was kept. */
export class UploadConflict extends Error {
  readonly reason: 'misplaced' | 'written by another';
  /** Where the session stands. */
  readonly sizeBytes: number;

  constructor(reason: UploadConflict['reason'], sizeBytes: number) {
    super(
      reason === 'misplaced'
        ? `The session stands at ${sizeBytes} bytes, and these belong elsewhere.`
        : 'Another request is writing to this session; ask where it stands when that one has ended.',
    );
    this.name = 'UploadConflict';
    this.reason = reason;
    this.sizeBytes = sizeBytes;
  }
}

/** Where the session stands, when the store refused bytes for their place; null for any other error. Told by name: the store may be any vendor's. */
export const misplacedAt = (error: unknown): number | null =>
  error instanceof Error && error.name === 'UploadOffsetError' && 'sizeBytes' in error && typeof error.sizeBytes === 'number' ? error.sizeBytes : null;
