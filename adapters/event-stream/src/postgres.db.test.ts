import { createTestDatabase, type TestDatabase } from '@gati/testkit';
import { afterAll, beforeAll } from 'vitest';
import { eventStreamContract } from './contract.ts';
import { createPostgresEventStream } from './postgres.ts';
import type { EventStream } from './event-stream.ts';

let database: TestDatabase;
let stream: EventStream;
beforeAll(async () => {
  database = await createTestDatabase();
  stream = createPostgresEventStream({ url: database.url, onProblem: () => {} });
});
afterAll(async () => {
  await stream.close();
  await database.remove();
});

eventStreamContract('PostgreSQL', () => ({
  stream,
  database,
  breakConnection: async () =>
    void (await database.pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'gati-events' and datname = current_database()",
    )),
}));
