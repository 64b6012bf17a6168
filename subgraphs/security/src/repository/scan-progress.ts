import { Prisma, type ScanProgressModel, type Transaction } from '@gati/database';
import { admissionStages, type ProgressState } from '../rules/progress.ts';

export type NewProgress = Omit<ProgressState, 'sequence'>;

/** Whose word the row takes.
 *  - `admission`: only while the scan has not begun, and never after a refusal as malicious: a worker that was thought dead must not turn the state back.
 *  - `scan`: always, because the caller holds the scan's row and has seen that it is not over.
 *  - a number: only while the row stands at this sequence. */
export type Guard = 'admission' | 'scan' | number;

const condition = (guard: Guard): Prisma.Sql => {
  if (guard === 'scan') return Prisma.sql`true`;
  if (guard === 'admission') return Prisma.sql`held.stage in (${Prisma.join([...admissionStages])}) and held.status <> 'malicious'`;
  return Prisma.sql`held.sequence = ${guard}`;
};

export const scanProgress = (tables: Pick<Transaction, 'scanProgress' | '$queryRaw'>) => ({
  find: async (versionId: string): Promise<ProgressState | null> => {
    const row = await tables.scanProgress.findUnique({ where: { versionId } });
    return row && stateOf(row);
  },

  /** Makes this the newest state, under the next sequence. @returns the sequence; null when the guard refused it */
  advance: async ({ versionId, artifactId, stage, percent, status, scanId, score, counts }: NewProgress, guard: Guard, now: Date): Promise<number | null> => {
    const rows = await tables.$queryRaw<{ sequence: number }[]>`
      insert into security.scan_progress as held (version_id, artifact_id, sequence, stage, percent, status, scan_id, score, counts, updated_at)
      values (${versionId}::uuid, ${artifactId}::uuid, 1, ${stage}, ${percent}, ${status}::security.scan_status, ${scanId}::uuid, ${score}, ${JSON.stringify(counts)}::jsonb, ${now})
      on conflict (version_id) do update set
        sequence = held.sequence + 1, stage = excluded.stage, percent = excluded.percent, status = excluded.status,
        scan_id = excluded.scan_id, score = excluded.score, counts = excluded.counts, updated_at = excluded.updated_at
      where ${condition(guard)}
      returning sequence`;
    return rows[0]?.sequence ?? null;
  },
});

const stateOf = ({ updatedAt: _, ...row }: ScanProgressModel): ProgressState => row as unknown as ProgressState;
