import { createTestDatabase, type TestDatabase } from '@gati/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { searchIndexContract } from './contract.ts';
import { createPostgresSearchIndex } from './postgres/index.ts';
import { reading } from './postgres/reading.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.remove());

searchIndexContract('PostgreSQL', () => ({ index: createPostgresSearchIndex(database) }));

test('a read that does not end in time is given up and says so', async () => {
  await expect(reading(database, (tx) => tx.$queryRawUnsafe('select pg_sleep(30)'))).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
});

test('a read cannot write', async () => {
  await expect(reading(database, (tx) => tx.$executeRawUnsafe('delete from search.document'))).rejects.toThrow(/read-only/);
});
