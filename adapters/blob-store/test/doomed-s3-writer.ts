// A process that a test kills: it stores bytes by a session, by several appends, and by a single write, and says how far it is.
import { sha256Of } from '@gati/identifiers';
import { argv, stdout } from 'node:process';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createS3BlobStore } from '../src/s3/index.ts';
import { bytesOf } from './seeded-bytes.ts';

export const doomedSizeBytes = 34_000_000;
const stepBytes = 250_000;

async function main([settings = '{}', uploadId = '', seed = '']: readonly string[]): Promise<void> {
  const store = createS3BlobStore(JSON.parse(settings) as Parameters<typeof createS3BlobStore>[0]);
  const large = { maxSizeBytes: doomedSizeBytes };
  async function* said(bytes: Buffer): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += stepBytes) {
      stdout.write('.');
      await nextTurn();
      yield bytes.subarray(at, at + stepBytes);
    }
  }
  const [bySession, byWrite] = [bytesOf(`session ${seed}`, doomedSizeBytes), bytesOf(`write ${seed}`, doomedSizeBytes)];
  await store.begin(uploadId);
  const session = async (): Promise<void> => {
    let at = 0;
    for (const end of [1_000_000, 13_000_000, doomedSizeBytes]) at = await store.append(uploadId, at, said(bySession.subarray(at, end)), large);
    await store.commit(uploadId, sha256Of(bySession));
  };
  await Promise.all([session(), store.write(said(byWrite), { expected: sha256Of(byWrite), ...large })]);
  stdout.write('done');
}

if (argv[2] !== undefined) await main(argv.slice(2));
