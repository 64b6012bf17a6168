import type { Sql } from './tables.ts';

export type IndexingStatus = 'queued' | 'running' | 'done' | 'failed';

/** How far the indexing of a version has come; the sequence only rises. */
export interface IndexingState {
  readonly versionId: string;
  readonly sequence: number;
  readonly stage: string;
  readonly percent: number;
  readonly status: IndexingStatus;
}

export interface Advance {
  readonly versionIds: readonly string[];
  readonly stage: string;
  readonly percent: number;
  readonly status: IndexingStatus;
  readonly at: Date;
}

export const indexing = (tables: Sql) => ({
  find: async (versionId: string): Promise<IndexingState | null> => {
    const [state] = await tables.$queryRaw<IndexingState[]>`
      select version_id as "versionId", sequence, stage, percent, status::text as status from artifacts.indexing_progress where version_id = ${versionId}::uuid`;
    return state ?? null;
  },

  /** Versions of an artifact whose indexing has not ended, and those that were refused for good before it began. */
  open: (artifactId: string) => tables.$queryRaw<{ versionId: string; versionStatus: string }[]>`
    select v.id as "versionId", v.status::text as "versionStatus"
    from artifacts.version v left join artifacts.indexing_progress p on p.version_id = v.id
    where v.artifact_id = ${artifactId}::uuid and v.status <> 'staged' and v.unpublished_at is null and (p.version_id is null or p.status in ('queued', 'running'))`,

  /** Moves versions on; what has ended stays so until it is queued again. @returns the states that changed */
  advance: ({ versionIds, stage, percent, status, at }: Advance) => tables.$queryRaw<{ versionId: string; sequence: number }[]>`
    insert into artifacts.indexing_progress as p (version_id, sequence, stage, percent, status, updated_at)
    select id, 1, ${stage}, ${percent}::int, ${status}::artifacts.indexing_status, ${at} from artifacts.version where id = any(${[...versionIds]}::uuid[]) order by id
    on conflict (version_id) do update set sequence = p.sequence + 1, stage = excluded.stage, percent = excluded.percent, status = excluded.status, updated_at = excluded.updated_at
    where p.status in ('queued', 'running') and (p.status, p.percent) is distinct from (excluded.status, excluded.percent)
    returning version_id as "versionId", sequence`,
});
