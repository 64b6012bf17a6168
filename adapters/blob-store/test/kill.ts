import { digestOf, type Digest } from '@gati/identifiers';
import { spawn } from 'node:child_process';
import { expect } from 'vitest';
import type { BlobStore } from '../src/blob-store.ts';

/** Starts a writer and kills it, without a warning, once it has said that many pieces. */
export const killedAt = (program: string, parameters: readonly string[], pieces: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...parameters], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = 0;
    child.stdout.on('data', (text: Buffer) => {
      said += text.length;
      if (said >= pieces) child.kill('SIGKILL');
    });
    child.once('error', reject);
    child.once('exit', () => resolve());
  });

/** Reads every blob that the store lists and expects it to have the digest it is listed by. @returns the digests */
export async function wholeBlobs(store: BlobStore): Promise<readonly Digest[]> {
  const digests: Digest[] = [];
  for await (const { digest } of store.list()) {
    const pieces: Uint8Array[] = [];
    for await (const piece of (await store.open(digest))?.body ?? []) pieces.push(piece);
    expect(digestOf(Buffer.concat(pieces), digest)).toBe(digest);
    digests.push(digest);
  }
  return digests;
}
