import type { Sql } from './tables.ts';

/** What search is told of an artifact: its standing, and the version that speaks for it. */
export interface SearchableRow {
  readonly artifactId: string;
  readonly revision: bigint;
  readonly namespaceId: string;
  readonly name: string;
  readonly type: string | null;
  readonly visibility: 'public' | 'private';
  readonly description: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly latestVersionId: string | null;
  readonly starCount: number;
  readonly downloadCount: bigint;
  readonly downloadsLastWeek: bigint;
  readonly labels: readonly string[];
  /** Published ones alone. */
  readonly published: readonly { readonly id: string; readonly version: string }[];
}

export interface SpeakingVersionRow {
  readonly id: string;
  readonly description: string | null;
  readonly license: string | null;
  readonly keywords: readonly string[];
  readonly languages: readonly string[];
  readonly capabilities: readonly string[];
  readonly gatiRange: string | null;
  readonly readme: string | null;
  readonly readmeHtml: string | null;
}

export const searchDocuments = (tables: Sql) => ({
  /** @param today  UTC, `2026-01-31` */
  standing: (artifactIds: readonly string[], today: string) => tables.$queryRaw<SearchableRow[]>`
    select a.id as "artifactId", a.revision, a.namespace_id as "namespaceId", a.name, a.type::text as type, a.visibility::text as visibility, a.description,
      a.created_at as "createdAt", a.updated_at as "updatedAt", a.latest_version_id as "latestVersionId", a.star_count as "starCount", a.download_count as "downloadCount",
      (select coalesce(sum(d.count), 0)::bigint from artifacts.download_day d where d.artifact_id = a.id and d.day >= ${today}::date - 7 and d.day < ${today}::date) as "downloadsLastWeek",
      coalesce((select json_agg(l.name order by l.name collate "C") from artifacts.label l
        where l.artifact_id = a.id and l.name !~ '^sha256-[0-9a-f]{64}' and exists (select from artifacts.version v where v.manifest_id = l.manifest_id and v.status = 'published')), '[]') as labels,
      coalesce((select json_agg(json_build_object('id', v.id, 'version', v.version)) from artifacts.version v
        where v.artifact_id = a.id and v.status = 'published' and v.unpublished_at is null), '[]') as published
    from artifacts.artifact a where a.id = any(${[...artifactIds]}::uuid[])`,

  /** By id, at most 200 that follow `after`. */
  idsOfNamespace: async (namespaceId: string, after: string | null): Promise<readonly string[]> =>
    (
      await tables.$queryRaw<{ id: string }[]>`
        select id from artifacts.artifact where namespace_id = ${namespaceId}::uuid and (${after}::uuid is null or id > ${after}::uuid) order by id limit 200`
    ).map(({ id }) => id),

  speaking: (versionIds: readonly string[]) => tables.$queryRaw<SpeakingVersionRow[]>`
    select id, description, license, keywords, languages, capabilities, gati_range as "gatiRange", readme, readme_html as "readmeHtml"
    from artifacts.version where id = any(${[...versionIds]}::uuid[])`,
});
