import { join } from 'node:path';
import { randomId, systemClock } from '@gati/clock';
import type { ProcessKind, Settings } from '@gati/config';
import { createGraphileQueue } from '@gati/job-queue';
import { createSafeFetch, parseAllowedNetwork } from '@gati/safe-fetch';
import { createPostgresSearchIndex } from '@gati/search-index';
import { createLog, createMetrics, startTracing } from '@gati/telemetry';
import type { Closing } from './closing.ts';
import { openDataFolder, type DataFolder } from './data-folder.ts';
import type { Dependency } from './health.ts';
import { openBlobStore } from './open-blob-store.ts';
import { openMailer } from './open-mailer.ts';
import { openDatabase } from './open-database.ts';
import { openSharing } from './open-sharing.ts';

/** More than the sum of what doors and jobs of one process use at once; PostgreSQL allows 120 in all. */
const connectionsMax = 16;

/** Everything below the contexts, chosen from the settings: the only place that names vendors. */
export type Installation = Awaited<ReturnType<typeof openInstallation>>;

/** Opens an installation for one process; what it opens is closed by `closing`. @throws StartError for what its user can mend */
export async function openInstallation(
  settings: Settings,
  { kind, name, closing }: { readonly kind: ProcessKind; readonly name: string; readonly closing: Closing },
) {
  const folder: DataFolder = await openDataFolder(settings.dataFolder, settings.secret);
  const log = createLog(kind === 'all-in-one' ? { process: name, file: join(folder.logs, 'gati.log') } : { process: name });
  if (settings.traceEndpoint) closing.add('traces', (await startTracing({ endpoint: settings.traceEndpoint, process: name })).stop);

  const { database, cluster } = await openDatabase({
    databaseUrl: settings.databaseUrl,
    folder,
    mayStartCluster: kind === 'all-in-one',
    connectionsMax,
    onClusterRestart: (lastWords) => log.error({ lastWords }, 'the database cluster ended and is started again'),
  });
  if (cluster) closing.add('database cluster', cluster.stop, 30_000);
  closing.add('database', database.close);

  const { events, cache, dependencies: shared } = await openSharing({ redisUrl: settings.redisUrl, database, log, mustWork: kind === 'all-in-one', closing });
  const metrics = createMetrics();
  const queue = createGraphileQueue(database);
  metrics.watchQueue(queue.counts);
  const blobs = await openBlobStore({ s3: settings.s3, folder: folder.blobs, mustWork: kind === 'all-in-one', closing });
  const searchIndex = createPostgresSearchIndex(database);
  const outside = createSafeFetch({
    allowed: settings.fetchAllow.flatMap((text) => parseAllowedNetwork(text) ?? []),
    ...(settings.dnsServers && { nameServers: settings.dnsServers }),
  });
  const mailer = await openMailer({ settings, outbox: folder.outbox, closing });

  const dependencies: readonly Dependency[] = [
    { name: 'database', check: database.ping },
    { name: settings.s3 ? 'blob store (S3)' : 'blob store', check: blobs.check },
    { name: 'search index', check: searchIndex.check },
    ...shared,
    // Mails are jobs: what cannot be sent now is sent later.
    { name: 'mailer', check: mailer.check, canBeMissed: true },
  ];
  return {
    settings,
    folder,
    log,
    metrics,
    database,
    cluster,
    queue,
    events,
    blobs,
    searchIndex,
    mailer,
    outside,
    cache,
    clock: systemClock,
    makeId: randomId,
    dependencies,
  };
}
