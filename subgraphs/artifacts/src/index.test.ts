import { expect, test } from 'vitest';
import { createReadSide } from './read-side.ts';
import { createWriteSide } from './write-side.ts';
import { createArtifacts } from './index.ts';

/** Nothing is called while the context is put together. */
const dependencies = { clock: () => new Date(0), secret: 'for this test', contentOrigin: 'http://127.0.0.1:4000', onProblem: () => {}, blobs: {} } as never;

test('the two halves of the context do not shadow each other, and all their jobs are there', async () => {
  const [write, read, artifacts] = [createWriteSide(dependencies), createReadSide(dependencies), createArtifacts(dependencies)];
  const shared = Object.keys(write).filter((name) => name in read);
  expect(shared).toEqual(['jobs']);
  expect(artifacts.jobs.map(({ name }) => name)).toEqual([
    'artifacts.collect-garbage',
    'artifacts.scrub-store',
    'artifacts.reconcile-store',
    'artifacts.tell-of-fault',
    'artifacts.index-artifact',
    'artifacts.index-counters',
  ]);
  expect(new Set(artifacts.jobs.map(({ name }) => name)).size).toBe(artifacts.jobs.length);
});
