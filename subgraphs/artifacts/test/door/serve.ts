// Runs work against the door on a database of its own, for programs from outside: the official conformance suite, stock clients, a stop-watch.
import { connectDatabase, type Database } from '@gati/database';
import { startCluster } from '@gati/database/cluster';
import { migrate } from '@gati/database/migrate';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDoor, type Door } from './door.ts';

/** Everything is gone afterwards. */
export async function withDoor<T>(work: (door: Door, folder: string, database: Database) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'gati-door-'));
  // PostgreSQL runs as another user where we are root.
  await chmod(folder, 0o755);
  const cluster = await startCluster({ folder: join(folder, 'postgres'), isDurable: false });
  try {
    await migrate(cluster.url);
    const database = connectDatabase(cluster.url);
    const door = await openDoor({ database, folder: join(folder, 'blobs') });
    try {
      return await work(door, folder, database);
    } finally {
      await door.close();
      await database.close();
    }
  } finally {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
