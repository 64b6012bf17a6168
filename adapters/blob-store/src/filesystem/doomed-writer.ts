// A process that a test kills: it stores the bytes of a seed by a session and by a single write, and says how far it is.
import { sha256Of } from '@gati/identifiers';
import { argv, stdout } from 'node:process';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { bytesOf } from '../../test/seeded-bytes.ts';
import { createFilesystemBlobStore } from './index.ts';

export { bytesOf };

export const doomedSizeBytes = 1_500_000;
export const uploadIdOf = (run: number): string => `00000000-0000-4000-8000-${String(run).padStart(12, '0')}`;

async function main(folder: string, run: number): Promise<void> {
  const store = createFilesystemBlobStore({ folder });
  async function* said(bytes: Buffer): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += 20_000) {
      stdout.write('.');
      await nextTurn();
      yield bytes.subarray(at, at + 20_000);
    }
  }
  const [bySession, byWrite] = [bytesOf(`session ${run}`, doomedSizeBytes), bytesOf(`write ${run}`, doomedSizeBytes)];
  await store.begin(uploadIdOf(run));
  const session = async (): Promise<void> => {
    await store.append(uploadIdOf(run), 0, said(bySession), { maxSizeBytes: doomedSizeBytes });
    await store.commit(uploadIdOf(run), sha256Of(bySession));
  };
  await Promise.all([session(), store.write(said(byWrite), { expected: sha256Of(byWrite), maxSizeBytes: doomedSizeBytes })]);
  stdout.write('done');
}

if (argv[2] !== undefined && argv[3] !== undefined) await main(argv[2], Number(argv[3]));
