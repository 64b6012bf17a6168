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
  expect(write.jobs.length).toBeGreaterThan(0);
  expect(read.jobs.length).toBeGreaterThan(0);
  expect(artifacts.jobs.map(({ name }) => name)).toEqual([...write.jobs, ...read.jobs].map(({ name }) => name));
  expect(new Set(artifacts.jobs.map(({ name }) => name)).size).toBe(artifacts.jobs.length);
});
