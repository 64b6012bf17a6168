// Takes a job and never ends it: what a test kills.
import { bindJob, defineJob } from '@gati/jobs';
import { z } from 'zod';
import { connectDatabase } from '@gati/database';
import { createGraphileQueue } from './graphile.ts';

const url = process.argv[2] ?? '';
const hang = bindJob(
  defineJob({
    name: 'orphaned',
    payload: z.object({ id: z.string() }),
    dedupeKey: ({ id }) => id,
    attempts: 3,
    run: () => {
      process.stdout.write('taken\n');
      return new Promise<void>(() => setInterval(() => {}, 1_000));
    },
  }),
  undefined,
);
await createGraphileQueue(connectDatabase(url)).work([hang], { concurrency: 1, onEnd: () => {}, onProblem: () => {} });
