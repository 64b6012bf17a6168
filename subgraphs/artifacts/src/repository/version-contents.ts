import type { Digest } from '@gati/identifiers';
import { nestingMax } from './manifests.ts';
import type { Sql } from './tables.ts';

/** A version as a client pulls it. */
export interface VersionContents {
  readonly name: string;
  readonly downloadCount: number;
  /** The manifest, those below it, and their blobs. */
  readonly parts: readonly { readonly kind: 'manifest' | 'blob'; readonly digest: Digest }[];
}

/** What is served of a public version; null for one that is not public or not served. @param partsMax  an index of more is known by its first parts */
export async function contentsOfVersion(tables: Sql, versionId: string, partsMax: number): Promise<VersionContents | null> {
  const rows = await tables.$queryRaw<readonly { name: string; download_count: bigint; digest: Digest; is_manifest: boolean }[]>`
    with recursive served as (
      select v.artifact_id, v.digest, a.name, a.download_count from artifacts.version v join artifacts.artifact a on a.id = v.artifact_id
      where v.id = ${versionId}::uuid and v.status = 'published' and v.unpublished_at is null and a.visibility = 'public'
    ), below(digest, is_manifest, depth) as (
      select digest, true, 0 from served
      union
      select r.digest, r.kind = 'manifest', b.depth + 1
      from below b join served s on true
      join artifacts.manifest m on m.artifact_id = s.artifact_id and m.digest = b.digest
      join artifacts.manifest_reference r on r.manifest_id = m.id
      where b.is_manifest and b.depth < ${nestingMax}::int
    )
    select s.name, s.download_count, b.digest, b.is_manifest from served s, below b group by 1, 2, 3, 4 order by min(b.depth) limit ${partsMax}`;
  const [first] = rows;
  if (!first) return null;
  return {
    name: first.name,
    downloadCount: Number(first.download_count),
    parts: rows.map(({ digest, is_manifest }) => ({ kind: is_manifest ? 'manifest' : 'blob', digest })),
  };
}
