import { createCipheriv, createHash } from 'node:crypto';

/** The same bytes for the same seed, in every process. */
export const bytesOf = (seed: string, sizeBytes: number): Buffer =>
  createCipheriv('aes-256-ctr', createHash('sha256').update(seed).digest(), Buffer.alloc(16)).update(Buffer.alloc(sizeBytes));
