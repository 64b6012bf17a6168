import { mkdtemp, chmod, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCluster } from '@gati/database/cluster';
import { migrate } from '@gati/database/migrate';
import pg from 'pg';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** A database of the run's own cluster in which databases can be made. */
    clusterUrl: string;
  }
}

/** Migrated once for each run; every test database is a clone of it. */
export const templateDatabase = 'gati_template';

/** Starts one PostgreSQL for the whole run, on a free port with its own folder. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'gati-cluster-'));
  await chmod(folder, 0o755);
  const cluster = await startCluster({ folder: join(folder, 'postgres'), isDurable: false });
  const client = new pg.Client({ connectionString: cluster.url });
  await client.connect();
  await client.query(`create database ${templateDatabase}`);
  await client.end();
  await migrate(cluster.url.replace(/\/gati$/, `/${templateDatabase}`));
  project.provide('clusterUrl', cluster.url);
  return async () => {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
