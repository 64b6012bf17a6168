import type { Clock } from '@gati/clock';
import { defineJob } from '@gati/jobs';
import { z } from 'zod';
import { expiredRows, invitations, providerSignIns, tokenKeys, trustedPublishers, type Tables } from '../repository.ts';
import { verifyingAfterRetirementMs } from '../token-keys.ts';

const hour = 60 * 60_000;
/** Ended sessions are kept this long for whoever asks what happened. */
const endedSessionsKeptMs = 30 * 24 * hour;
const rowsAtOnce = 1000;

interface SweepDependencies {
  readonly tables: Tables;
  readonly clock: Clock;
}

/** Ends sessions that have expired and removes what time has made useless: codes, tickets, spent tokens, old sessions and keys. Enqueue it once an hour; running twice does nothing more. */
export const sweepExpired = defineJob({
  name: 'namespaces.sweep-expired',
  payload: z.object({}),
  dedupeKey: () => 'all',
  attempts: 3,
  priority: 10,
  run: async (_, { tables, clock }: SweepDependencies, { signal }) => {
    const now = clock();
    const before = (ms: number) => new Date(now.getTime() - ms);
    const rows = expiredRows(tables);
    const sweeps = [
      () => rows.endSessions(now, rowsAtOnce),
      () => rows.removeSessions(before(endedSessionsKeptMs), rowsAtOnce),
      () => rows.removeRefreshTokens(now, rowsAtOnce),
      () => rows.removeDeviceLogins(before(hour), rowsAtOnce),
      () => invitations(tables).removeExpired(now, rowsAtOnce),
      () => rows.removeSocketTickets(before(hour), rowsAtOnce),
      () => trustedPublishers(tables).removeSpent(now, rowsAtOnce),
      () => providerSignIns(tables).removeExpired(before(hour), rowsAtOnce),
      () => rows.removePasskeyChallenges(before(hour), rowsAtOnce),
      () => rows.removeMailCodes(before(hour), rowsAtOnce),
    ];
    for (const sweep of sweeps) {
      while (!signal.aborted && (await sweep()) === rowsAtOnce);
    }
    await tokenKeys(tables).removeRetiredBefore(before(2 * verifyingAfterRetirementMs));
  },
});
