import type { Sql } from './tables.ts';

/** One client that took one version on one day. */
export interface DownloadSighting {
  readonly artifactId: string;
  readonly versionId: string;
  /** UTC, `2026-01-31`. */
  readonly day: string;
  /** A keyed hash; nobody can be told from it. */
  readonly client: Uint8Array;
}

export const downloads = (tables: Sql) => ({
  /** Counts each client once for each version and day, whatever was counted before. @returns the artifacts whose count rose */
  count: async (sightings: readonly DownloadSighting[]): Promise<readonly string[]> => {
    const rows = sightings.map(({ artifactId, versionId, day, client }) => ({
      artifact_id: artifactId,
      version_id: versionId,
      day,
      client: Buffer.from(client).toString('hex'),
    }));
    const risen = await tables.$queryRaw<readonly { artifact_id: string }[]>`
      with taken as (
        select distinct r.artifact_id, r.version_id, r.day, decode(r.client, 'hex') as client
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(artifact_id uuid, version_id uuid, day date, client text)
        join artifacts.version v on v.id = r.version_id and v.artifact_id = r.artifact_id
      ), seen as (
        insert into artifacts.download_seen (version_id, day, client) select version_id, day, client from taken order by 1, 2, 3 on conflict do nothing returning version_id, day
      ), fresh as (
        select s.version_id, s.day, v.artifact_id, count(*)::int as times from seen s join artifacts.version v on v.id = s.version_id group by 1, 2, 3
      ), days as (
        insert into artifacts.download_day (version_id, day, artifact_id, count) select version_id, day, artifact_id, times from fresh order by 1, 2
        on conflict (version_id, day) do update set count = download_day.count + excluded.count
      )
      update artifacts.artifact a set download_count = a.download_count + f.times
      from (select artifact_id, sum(times) as times from fresh group by 1 order by 1) f where a.id = f.artifact_id returning a.id as artifact_id`;
    return risen.map(({ artifact_id }) => artifact_id);
  },

  forgetClients: (beforeDay: Date): Promise<number> => tables.$executeRaw`delete from artifacts.download_seen where day < ${beforeDay}::date`,
});
