import type { Clock } from '@gati/clock';
import { createHmac, hkdfSync } from 'node:crypto';
import type { Tables, Transact } from './ports.ts';
import { downloads, type DownloadSighting } from './repository/downloads.ts';
import { pushTargets } from './repository/push-targets.ts';

/** Who takes a version: an account, or else an address with a program. */
export interface Downloader {
  readonly accountId: string | null;
  readonly address: string;
  readonly userAgent: string;
}

export interface DownloadCounter {
  /** Notes a download; returns at once and never fails the transfer. */
  readonly note: (version: { readonly artifactId: string; readonly versionId: string }, by: Downloader) => void;
  /** Writes down what was noted so far. */
  readonly flush: () => Promise<void>;
  /** Writes down the rest and stops. */
  readonly close: () => Promise<void>;
}

interface Dependencies {
  readonly tables: Tables;
  readonly transaction: Transact;
  readonly clock: Clock;
  /** Of the installation; the key for the clients' hashes is derived from it. */
  readonly secret: string;
  readonly onProblem: (error: unknown) => void;
  readonly flushEveryMs?: number;
  readonly announceEveryMs?: number;
}

/** What waits between two flushes; above it downloads go uncounted rather than memory growing. */
const waitingMax = 20_000;
/** That an artifact was downloaded is told this often at most; search gathers for a while longer. */
const announceEveryMsDefault = 15_000;
const dayMs = 24 * 60 * 60 * 1000;

/**
 * Counts each client once for each version and day (UTC). Sightings gather in memory and are written in batches, so a transfer waits for nothing; a kill loses at most the last second of them.
 * The client is kept as a hash with a key of the installation that differs from day to day, so nobody can be followed by it.
 */
export function createDownloadCounter({
  tables,
  transaction,
  clock,
  secret,
  onProblem,
  flushEveryMs = 1_000,
  announceEveryMs = announceEveryMsDefault,
}: Dependencies): DownloadCounter {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'gati download clients', 32));
  const waiting = new Map<string, DownloadSighting>();
  const risen = new Set<string>();
  let announcedAtMs = clock().getTime();
  let flushing: Promise<void> = Promise.resolve();

  const write = async (): Promise<void> => {
    const batch = [...waiting.values()];
    waiting.clear();
    if (batch.length > 0) for (const artifactId of await downloads(tables).count(batch)) risen.add(artifactId);
    if (risen.size > 0 && clock().getTime() - announcedAtMs >= announceEveryMs) await announce();
  };

  const announce = async (): Promise<void> => {
    const artifactIds = [...risen].toSorted();
    risen.clear();
    announcedAtMs = clock().getTime();
    for (const artifactId of artifactIds) {
      await transaction(async (locked, emit) => {
        if (!(await pushTargets(locked).lock(artifactId))) return;
        await pushTargets(locked).recount(artifactId);
        await emit('artifact.counted', { artifactId });
      });
    }
  };

  const flush = (): Promise<void> => (flushing = flushing.then(write).catch(onProblem));
  const timer = setInterval(() => void flush(), flushEveryMs).unref();

  return {
    note: ({ artifactId, versionId }, { accountId, address, userAgent }) => {
      const day = new Date(Math.floor(clock().getTime() / dayMs) * dayMs).toISOString().slice(0, 10);
      const client = createHmac('sha256', key)
        .update(JSON.stringify(accountId === null ? [day, address, userAgent] : [day, accountId]))
        .digest()
        .subarray(0, 16);
      const sighting = `${versionId}/${day}/${client.toString('base64url')}`;
      if (waiting.size < waitingMax) waiting.set(sighting, { artifactId, versionId, day, client });
    },
    flush,
    close: async () => {
      clearInterval(timer);
      await flush();
      await announce().catch(onProblem);
    },
  };
}
