import { sha256Of } from '@gati/identifiers';
import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { doomedSizeBytes } from '../../test/doomed-s3-writer.ts';
import { openStore } from '../../test/open-store.ts';
import { makeBucket, startStubPeer } from '../../test/peers.ts';
import { killedAt, wholeBlobs } from '../../test/kill.ts';
import { bytesOf } from '../../test/seeded-bytes.ts';

/** Twice 136 pieces are written; the kill comes at a place that the run's number decides. */
const killRuns = 6;
const placeOf = (run: number): number => 10 + (createHash('sha256').update(`place ${run}`).digest().readUInt16BE() % 250);

const program = join(import.meta.dirname, '..', '..', 'test', 'doomed-s3-writer.ts');

test(
  'a writer killed at any byte leaves no blob that is not whole, its session goes on in another process, and a sweep leaves nothing behind',
  { timeout: 180_000 },
  async () => {
    const peer = await startStubPeer();
    onTestFinished(peer.close);
    let resumed = 0;
    for (let run = 0; run < killRuns; run++) {
      const bucket = await makeBucket(peer);
      const { endpoint, region, accessKeyId, secretAccessKey } = peer;
      const uploadId = randomUUID();
      await killedAt(program, [JSON.stringify({ endpoint, region, accessKeyId, secretAccessKey, bucket }), uploadId, String(run)], placeOf(run));
      const store = openStore(peer, bucket);
      const stored = await wholeBlobs(store);

      const bytes = bytesOf(`session ${run}`, doomedSizeBytes);
      if (!stored.includes(sha256Of(bytes))) {
        const offset = await store.sizeOf(uploadId);
        expect(offset).not.toBeNull();
        if ((offset ?? 0) > 0) resumed++;
        const rest = (async function* () {
          yield bytes.subarray(offset ?? 0);
        })();
        await store.append(uploadId, offset ?? 0, rest, { maxSizeBytes: doomedSizeBytes });
        expect(await store.commit(uploadId, sha256Of(bytes))).toEqual({ digest: sha256Of(bytes), sizeBytes: doomedSizeBytes });
      }
      await store.sweep(-10_000);
      expect([peer.stub.openUploads(), peer.stub.keys(bucket).filter((key) => key.startsWith('uploads/'))]).toEqual([0, []]);
      expect(await wholeBlobs(store)).toContain(sha256Of(bytes));
    }
    expect(resumed).toBeGreaterThan(killRuns / 4);
  },
);
