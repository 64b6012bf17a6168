import type { Clock, MakeId } from '@gati/clock';
import { setTimeout as wait } from 'node:timers/promises';
import type { Tables } from './ports.ts';
import { upkeepReports } from './repository/upkeep-reports.ts';

export type UpkeepKind = 'collection' | 'scrub' | 'reconciliation';

/** One thing that went or was set aside, with the reason. */
export interface UpkeepItem {
  readonly kind: 'upload' | 'version' | 'manifest' | 'link' | 'blob' | 'file' | 'namespace';
  /** The repository or namespace it is in; null for what belongs to the store alone. */
  readonly name: string | null;
  /** Digest, version number or id. */
  readonly subject: string;
  readonly sizeBytes: number;
  readonly reason: string;
}

/** What a run of the store's upkeep did, or would do. */
export interface UpkeepReport {
  readonly kind: UpkeepKind;
  readonly isDryRun: boolean;
  readonly startedAt: Date;
  readonly finishedAt: Date;
  /** Numbers by name: of each kind of thing, and `bytes`. */
  readonly counts: Readonly<Record<string, number>>;
  /** The first of them; `counts` tells how many there were. */
  readonly items: readonly UpkeepItem[];
}

/** A report is read by people: the first items tell what is going on. */
export const reportItemsMax = 1000;
/** Reports that are kept; older ones go. */
export const reportsKept = 200;

/** Gathers what a run does while it does it. */
export function startReport(kind: UpkeepKind, { isDryRun, clock }: { readonly isDryRun: boolean; readonly clock: Clock }) {
  const startedAt = clock();
  const counts: Record<string, number> = {};
  const items: UpkeepItem[] = [];
  const add = (name: string, by = 1): void => void (counts[name] = (counts[name] ?? 0) + by);
  return {
    add,
    note: (item: UpkeepItem): void => {
      add(`${item.kind}s`);
      if (items.length < reportItemsMax) items.push(item);
    },
    end: (): UpkeepReport => ({ kind, isDryRun, startedAt, finishedAt: clock(), counts, items }),
  };
}
export type RunningReport = ReturnType<typeof startReport>;

/** Keeps the report of a run that changed something or may have; the oldest go. */
export const keepReport =
  ({ tables, makeId }: { readonly tables: Tables; readonly makeId: MakeId }) =>
  async (report: UpkeepReport): Promise<UpkeepReport> => {
    await upkeepReports(tables).insert(makeId(), report);
    await upkeepReports(tables).keepNewest(reportsKept);
    return report;
  };

/** Waits half as long as the work took, at most half a second: upkeep takes two thirds of what it could, and leaves the rest to requests. */
export async function paced<T>(work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const result = await work();
  await wait(Math.min(500, (performance.now() - startedAt) / 2));
  return result;
}
