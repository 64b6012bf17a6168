import { connectDatabase, type Database } from '@gati/database';
import { findRunningCluster, startCluster, type Cluster } from '@gati/database/cluster';
import { StartError, type DataFolder } from './data-folder.ts';

export interface OpenDatabase {
  readonly database: Database;
  /** The cluster that this process owns; null when it attached to another's. */
  readonly cluster: Cluster | null;
}

interface Options {
  readonly databaseUrl: string | null;
  readonly folder: DataFolder;
  /** Only the all-in-one process owns the embedded cluster; the others attach to it. */
  readonly mayStartCluster: boolean;
  readonly connectionsMax: number;
  /** Told when the embedded cluster ended unasked and is started again, with its last words. */
  readonly onClusterRestart?: (lastWords: string) => void;
}

/** Connects to DATABASE_URL, else to the embedded cluster, started where this process may. @throws StartError when no database answers */
export async function openDatabase({ databaseUrl, folder, mayStartCluster, connectionsMax, onClusterRestart }: Options): Promise<OpenDatabase> {
  if (databaseUrl) return { database: await answering(databaseUrl, connectionsMax), cluster: null };
  if (!mayStartCluster) {
    const running = await findRunningCluster(folder.cluster);
    if (!running) throw new StartError(`No database: start npm run all-in-one with the same GATI_DATA_DIR (${folder.path}) first, or set DATABASE_URL.`);
    return { database: await answering(running, connectionsMax), cluster: null };
  }
  const cluster = await startCluster({ folder: folder.cluster, ...(onClusterRestart ? { onRestart: onClusterRestart } : {}) }).catch((error: Error) => {
    throw new StartError(error.message, { cause: error });
  });
  return { database: connectDatabase(cluster.url, { connectionsMax }), cluster };
}

async function answering(url: string, connectionsMax: number): Promise<Database> {
  const database = connectDatabase(url, { connectionsMax });
  try {
    await database.ping();
    return database;
  } catch (error) {
    await database.close();
    const { host } = new URL(url);
    throw new StartError(
      `The database at ${host} does not answer (${(error as NodeJS.ErrnoException).code ?? (error as Error).message}): start it, or correct DATABASE_URL.`,
      { cause: error },
    );
  }
}
