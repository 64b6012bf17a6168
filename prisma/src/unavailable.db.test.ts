import { createTestDatabase } from '@gati/testkit';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { connectDatabase, type Database } from './client.ts';

const waysOfAsking: readonly [string, (database: Database) => Promise<unknown>][] = [
  ['a look-up', ({ client }) => client.account.findUnique({ where: { id: 'd5c0a1d4-7d7d-4d43-9a07-7bb1cf6d7c11' } })],
  ['a list', ({ client }) => client.artifact.findMany({ take: 1 })],
  ['SQL', ({ client }) => client.$queryRaw`select 1 as one`],
  ['a transaction', ({ transaction }) => transaction((tx) => tx.artifact.count())],
];

const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'answered',
    (error: { code?: string; message: string }) => error.code ?? error.message,
  );

test.each(waysOfAsking)('a database that is not there is UPSTREAM_UNAVAILABLE: %s', async (_, ask) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  const database = connectDatabase(`postgresql://gati:hunter2@127.0.0.1:${port}/gati`);
  onTestFinished(() => database.close());

  const error: Error = await ask(database).then(
    () => expect.unreachable(),
    (thrown: Error) => thrown,
  );
  expect(error).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', message: expect.stringContaining('The database') });
  expect(error.message).not.toMatch(/hunter2|127\.0\.0\.1/);
});

test.each(waysOfAsking)('connections that the server ended are made again: %s', async (_, ask) => {
  const database = await createTestDatabase();
  onTestFinished(() => database.remove());
  await Promise.all(Array.from({ length: 4 }, () => ask(database)));
  const other = connectDatabase(database.url);
  onTestFinished(() => other.close());
  for (let round = 0; round < 5; round++) {
    const asked = Array.from({ length: 4 }, () => codeOf(ask(database)));
    await other.client.$queryRaw`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`;
    // Either it was in time, or it is told so in the one way that may be tried again.
    for (const code of await Promise.all(asked)) expect(code).toMatch(/^(?:answered|UPSTREAM_UNAVAILABLE)$/);
  }
  await expect.poll(() => codeOf(ask(database))).toBe('answered');
});

test('what the database refuses for another reason is thrown as it is', async () => {
  const database = await createTestDatabase();
  onTestFinished(() => database.remove());
  await expect(database.client.$queryRaw`select * from nowhere`).rejects.toMatchObject({ code: 'P2010' });
  await expect(
    database.transaction(async () => {
      throw new TypeError('a mistake of ours');
    }),
  ).rejects.toThrow(TypeError);
});
