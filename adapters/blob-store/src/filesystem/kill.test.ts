import { sha256Of } from '@gati/identifiers';
import { temporaryFolder } from '@gati/testkit';
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { killedAt, wholeBlobs } from '../../test/kill.ts';
import { bytesOf } from '../../test/seeded-bytes.ts';
import { doomedSizeBytes, uploadIdOf } from './doomed-writer.ts';
import { createFilesystemBlobStore } from './index.ts';
import { layoutOf } from './layout.ts';

/** Twice 75 pieces are written; the kill comes at a place that the run's number decides. */
const killRuns = 24;
const placeOf = (run: number): number => createHash('sha256').update(`place ${run}`).digest().readUInt16BE() % 156;

const program = join(import.meta.dirname, 'doomed-writer.ts');

test('a writer killed at any byte leaves no blob that is not whole, and its session goes on where it was', { timeout: 120_000 }, async () => {
  let resumed = 0;
  for (let run = 0; run < killRuns; run++) {
    const folder = await temporaryFolder();
    await killedAt(program, [folder, String(run)], 1 + placeOf(run));
    const store = createFilesystemBlobStore({ folder });
    const stored = await wholeBlobs(store);

    const bytes = bytesOf(`session ${run}`, doomedSizeBytes);
    const offset = await store.sizeOf(uploadIdOf(run));
    if (!stored.includes(sha256Of(bytes))) {
      resumed++;
      expect(offset).not.toBeNull();
      await store.append(uploadIdOf(run), offset ?? 0, Readable.from([bytes.subarray(offset ?? 0)]), { maxSizeBytes: doomedSizeBytes });
      expect(await store.commit(uploadIdOf(run), sha256Of(bytes))).toEqual({ digest: sha256Of(bytes), sizeBytes: doomedSizeBytes });
    }

    await store.sweep(-1_000);
    expect([await readdir(layoutOf(folder).temporary), await readdir(layoutOf(folder).uploads)]).toEqual([[], []]);
    expect(await wholeBlobs(store)).toContain(sha256Of(bytes));
  }
  expect(resumed).toBeGreaterThan(killRuns / 4);
});
