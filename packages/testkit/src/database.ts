import { randomBytes } from 'node:crypto';
import { connectDatabase, type Database } from '@gati/database';
import pg from 'pg';
import { inject } from 'vitest';
import { templateDatabase } from './global-setup.ts';

export interface TestDatabase extends Database {
  /** Closes the connections and drops the database. */
  readonly remove: () => Promise<void>;
}

/** A migrated, empty database of the caller's own, cloned from a template in some 50 ms. Call `remove` in afterAll. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const clusterUrl = inject('clusterUrl');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asOwner(clusterUrl, (client) => client.query(`create database ${name} template ${templateDatabase} strategy file_copy`));
  const url = new URL(clusterUrl);
  url.pathname = `/${name}`;
  const database = connectDatabase(url.href, { connectionsMax: 5 });
  return {
    ...database,
    remove: async () => {
      await database.close();
      await asOwner(clusterUrl, (client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}

async function asOwner(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // Cloning a template fails while another clone reads it.
    await client.query('select pg_advisory_lock(4711)');
    await work(client);
  } finally {
    await client.end();
  }
}
