import { createTestDatabase, temporaryFolder } from '@gati/testkit';
import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { runSchedule, runsEach } from './schedule.ts';

/** `node subgraphs/artifacts/test/chaos/main.ts --runs 5000 --seed 7` goes on for longer, or again. */
const runs = 200;
const installationsAtOnce = 2;

test(
  'whatever clients, collections and kills do in whatever order, everything that counts is there, whole, and nothing is left over',
  { timeout: 300_000 },
  async () => {
    const seed = String(randomInt(2 ** 31));
    console.log(`The schedule's seed is ${seed}.`);
    let next = 0;
    const runOn = async (): Promise<void> => {
      for (let from = (next += runsEach) - runsEach; from < runs; from = (next += runsEach) - runsEach) {
        const database = await createTestDatabase();
        try {
          expect(await runSchedule({ database, folder: await temporaryFolder() }, { seed, from, count: runsEach })).toEqual([]);
        } finally {
          await database.remove();
        }
      }
    };
    await Promise.all(Array.from({ length: installationsAtOnce }, runOn));
  },
);
