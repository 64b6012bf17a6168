import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of this test's own; removed when the test ends, or by `remove` where it was made outside a test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gati-test-'));
  try {
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
  } catch {
    // Made in beforeAll: the caller removes it.
  }
  return folder;
}
