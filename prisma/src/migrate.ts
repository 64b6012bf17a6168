import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runMigrations } from 'graphile-worker';
import pg from 'pg';

/** The advisory lock that Prisma's own engine takes, so that the two never migrate at once. */
const prismaLockKey = 72707369;
const folder = join(import.meta.dirname, '..', 'migrations');

/**
 * Brings a database to the newest migration and installs the job queue's tables; does nothing when it is there already.
 * Writes `_prisma_migrations` rows that the Prisma command accepts, so the product needs no Prisma command to run.
 * @returns the names of the migrations applied now
 * @throws when an earlier migration failed half-way, or an applied one was edited since
 */
export async function migrate(url: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'gati-migrate' });
  await client.connect();
  const applied: string[] = [];
  try {
    await client.query('select pg_advisory_lock($1)', [prismaLockKey]);
    await client.query(`create table if not exists _prisma_migrations (
      id varchar(36) primary key not null, checksum varchar(64) not null, finished_at timestamptz, migration_name varchar(255) not null,
      logs text, rolled_back_at timestamptz, started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`);
    const { rows } = await client.query<{ migration_name: string; checksum: string; finished_at: Date | null }>(
      'select migration_name, checksum, finished_at from _prisma_migrations where rolled_back_at is null',
    );
    const failed = rows.find((row) => row.finished_at === null);
    if (failed) throw new Error(`The migration ${failed.migration_name} failed half-way; restore the database from before it.`);
    const known = new Map(rows.map((row) => [row.migration_name, row.checksum]));

    for (const name of await migrationNames()) {
      const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8');
      const checksum = createHash('sha256').update(sql).digest('hex');
      const before = known.get(name);
      if (before !== undefined) {
        if (before !== checksum) throw new Error(`The migration ${name} was changed after it was applied to this database.`);
        continue;
      }
      await applyOne(client, { name, sql, checksum });
      applied.push(name);
    }
  } finally {
    await client.end();
  }
  await runMigrations({ connectionString: url });
  return applied;
}

export async function migrationNames(): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** One migration and its record in one transaction: a crash leaves neither. */
async function applyOne(client: pg.Client, { name, sql, checksum }: { name: string; sql: string; checksum: string }): Promise<void> {
  await client.query('begin');
  try {
    await client.query(sql);
    await client.query('insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) values ($1, $2, $3, now(), 1)', [
      randomUUID(),
      checksum,
      name,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`The migration ${name} failed and left nothing behind: ${(error as Error).message}`, { cause: error });
  }
}
