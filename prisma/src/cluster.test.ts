import { chmod, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '@gati/testkit';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startCluster, type Cluster } from './cluster.ts';

let folder: string;
let cluster: Cluster;
const lastWords: string[] = [];
beforeAll(async () => {
  folder = await temporaryFolder();
  // Where root runs the tests, the server is nobody's.
  await chmod(folder, 0o755);
  cluster = await startCluster({ folder: join(folder, 'cluster'), onRestart: (words) => void lastWords.push(words) });
}, 60_000);
afterAll(async () => {
  await cluster?.stop();
  await rm(folder, { recursive: true, force: true });
});

const pid = async (): Promise<number> => Number((await readFile(join(folder, 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[0]);
async function ask(sql: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: cluster.url });
  client.on('error', () => undefined);
  await client.connect();
  return client.query(sql).then(
    async ({ rows }) => (await client.end(), rows),
    async (error: Error) => {
      await client.end();
      throw error;
    },
  );
}

test.each(['SIGKILL', 'SIGINT'] as const)(
  'a server that ends by %s unasked comes back at the same address with everything that was committed',
  async (signal) => {
    await ask('create table if not exists kept (word text)');
    await ask(`insert into kept values ('${signal}')`);
    const killed = await pid();
    process.kill(killed, signal);
    await vi.waitFor(async () => expect(await ask(`select word from kept where word = '${signal}'`)).toEqual([{ word: signal }]), {
      timeout: 20_000,
      interval: 50,
    });
    expect(await pid()).not.toBe(killed);
    expect(lastWords.length).toBeGreaterThan(0);
  },
);

test('a server that was stopped stays stopped', async () => {
  await cluster.stop();
  await expect(ask('select 1')).rejects.toThrow(/ECONNREFUSED/);
  await expect(pid()).rejects.toThrow(/ENOENT/);
});
