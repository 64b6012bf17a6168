import { Prisma, type ScanModel, type ScanStatus, type Transaction } from '@gati/database';
import type { ScanFinding, Severity } from '@gati/scanner';
import type { IdentifiedFinding } from '../rules/findings.ts';
import type { ScoreReason } from '../rules/score.ts';
import { severityRank, type SeverityCounts } from '../rules/severity.ts';

export type EngineStatus = 'PENDING' | 'RUNNING' | 'DONE' | 'FAILED' | 'SKIPPED';
export interface EngineState {
  readonly name: string;
  readonly version: string;
  /** ISO 8601; null for an engine without a database. */
  readonly databaseUpdatedAt: string | null;
  readonly status: EngineStatus;
}
export interface ScanRow extends Omit<ScanModel, 'scoreReasons' | 'counts' | 'engines'> {
  readonly scoreReasons: readonly ScoreReason[];
  readonly counts: SeverityCounts;
  readonly engines: readonly EngineState[];
}
/** A place in the order of findings: most severe first. */
export type FindingPosition = [severityRank: number, id: string];

const scanOf = (row: ScanModel): ScanRow => row as unknown as ScanRow;

export const scans = (tables: Pick<Transaction, 'scan' | '$executeRaw' | '$queryRaw'>) => ({
  /** Nobody else begins a scan of this version until the transaction ends. */
  lockVersion: async (versionId: string): Promise<void> =>
    void (await tables.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`security.scan:${versionId}`}, 0))`),

  /** Holds the scan until the transaction ends. */
  lock: async (id: string): Promise<ScanRow | null> => {
    await tables.$queryRaw`select id from security.scan where id = ${id}::uuid for update`;
    const row = await tables.scan.findUnique({ where: { id } });
    return row && scanOf(row);
  },

  newest: async (versionId: string): Promise<ScanRow | null> => {
    const row = await tables.scan.findFirst({ where: { versionId }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] });
    return row && scanOf(row);
  },

  /** The newest of each version, of those with one of these statuses where statuses are given. */
  newestOf: async (versionIds: readonly string[], statuses?: readonly ScanStatus[]): Promise<ScanRow[]> => {
    const having = statuses ? Prisma.sql`and status::text = any(${[...statuses]})` : Prisma.empty;
    const newest = await tables.$queryRaw<{ id: string }[]>`
      select distinct on (version_id) id from security.scan where version_id = any(${[...versionIds]}::uuid[]) ${having} order by version_id, created_at desc, id desc`;
    return (await tables.scan.findMany({ where: { id: { in: newest.map(({ id }) => id) } } })).map(scanOf);
  },

  save: async ({ id, ...columns }: ScanRow): Promise<void> => {
    const data = jsonOf(columns);
    await tables.scan.upsert({ where: { id }, create: { id, ...data }, update: data });
  },
});

const jsonOf = (columns: Omit<ScanRow, 'id'>) => columns as unknown as Omit<Prisma.ScanUncheckedCreateInput, 'id'>;

export const findings = (tables: Pick<Transaction, 'finding'>) => ({
  add: async (scanId: string, sequence: number, added: readonly IdentifiedFinding[]): Promise<void> =>
    void (await tables.finding.createMany({
      data: added.map((finding) => ({ ...columnsOf(finding), id: finding.id, scanId, sequence })),
      skipDuplicates: true,
    })),

  change: async (scanId: string, changed: readonly IdentifiedFinding[]): Promise<void> => {
    for (const finding of changed) await tables.finding.update({ where: { scanId_id: { scanId, id: finding.id } }, data: columnsOf(finding) });
  },

  /** All of a scan, in the order in which they are shown; bounded by `findingsMax`. */
  all: async (scanId: string): Promise<IdentifiedFinding[]> =>
    (await tables.finding.findMany({ where: { scanId }, orderBy: [{ severityRank: 'asc' }, { id: 'asc' }] })).map(findingOf),

  /** What was stored above one sequence and up to another, most severe first. */
  between: async (scanId: string, above: number, upTo: number, limit: number): Promise<IdentifiedFinding[]> =>
    (
      await tables.finding.findMany({ where: { scanId, sequence: { gt: above, lte: upTo } }, orderBy: [{ severityRank: 'asc' }, { id: 'asc' }], take: limit })
    ).map(findingOf),

  page: async (scanId: string, after: FindingPosition | null, limit: number): Promise<IdentifiedFinding[]> => {
    const following = after ? { OR: [{ severityRank: { gt: after[0] } }, { severityRank: after[0], id: { gt: after[1] } }] } : {};
    return (await tables.finding.findMany({ where: { scanId, ...following }, orderBy: [{ severityRank: 'asc' }, { id: 'asc' }], take: limit })).map(findingOf);
  },
});

const columnsOf = ({ id: _, advisory, package: concerned, ...finding }: IdentifiedFinding) => ({
  ...finding,
  severityRank: severityRank(finding.severity),
  advisory: advisory ? { ...advisory, aliases: [...advisory.aliases] } : Prisma.DbNull,
  package: concerned ? { ...concerned } : Prisma.DbNull,
});

type FindingRow = Awaited<ReturnType<Transaction['finding']['findMany']>>[number];
const findingOf = ({ id, kind, severity, title, path, advisory, package: concerned, suggestion }: FindingRow): IdentifiedFinding => ({
  id,
  kind: kind as ScanFinding['kind'],
  severity: severity as Severity,
  title,
  path,
  advisory: advisory as ScanFinding['advisory'],
  package: concerned as ScanFinding['package'],
  suggestion,
});
