import type { SqlRunner } from '@gati/database';
import { licenseIdentifiers } from '@gati/manifest';
import type { SearchDocument, Tombstone } from '../search-index.ts';
import { standingOf } from '../standing.ts';
import { keyOf, wordsOf } from '../words.ts';
import { storable } from './statement.ts';

/** Characters of a README that are read; more adds noise, not finds. */
const readmeLengthMax = 64 * 1024;
/** Longer runs of letters are keys and hashes, not words that somebody mistypes. */
const wordLengthMax = 40;

const columns = {
  artifact_id: 'uuid',
  revision: 'bigint',
  namespace_id: 'uuid',
  visibility: 'text',
  name: 'text',
  handle: 'text',
  name_key: 'text',
  type: 'text',
  description: 'text',
  keywords: 'text[]',
  readme: 'text',
  licenses: 'text[]',
  languages: 'text[]',
  capabilities: 'text[]',
  tags: 'text[]',
  is_verified: 'boolean',
  pricing: 'text',
  gati_range: 'text',
  score: 'int',
  downloads_total: 'bigint',
  downloads_last_week: 'bigint',
  stars: 'int',
  created_at: 'timestamptz',
  updated_at: 'timestamptz',
  standing: 'float8',
} as const;
const names = Object.keys(columns);

/** Texts that become words; not kept as such. */
const texts = ['name_words', 'keyword_words', 'description_words', 'readme_words'] as const;

function rowOf(document: SearchDocument): Readonly<Record<(typeof names)[number] | (typeof texts)[number] | 'spellings', unknown>> {
  const component = document.name.slice(document.name.indexOf('/') + 1);
  const readme = document.readme.slice(0, readmeLengthMax);
  const head = {
    name_words: [...wordsOf(document.name), keyOf(component)],
    keyword_words: document.keywords.flatMap(wordsOf),
    description_words: wordsOf(document.description),
  };
  return {
    artifact_id: document.artifactId,
    revision: String(document.revision),
    namespace_id: document.namespaceId,
    visibility: document.visibility,
    name: document.name,
    handle: document.handle,
    name_key: keyOf(component),
    type: document.type,
    description: document.description,
    keywords: document.keywords,
    readme,
    licenses: document.license === null ? [] : licenseIdentifiers(document.license),
    languages: document.languages,
    capabilities: document.capabilities,
    tags: document.tags,
    is_verified: document.isVerified,
    pricing: document.pricing,
    gati_range: document.gatiRange,
    score: document.score,
    downloads_total: document.downloadsTotal,
    downloads_last_week: document.downloadsLastWeek,
    stars: document.stars,
    created_at: document.createdAt.toISOString(),
    updated_at: document.updatedAt.toISOString(),
    standing: standingOf(document),
    name_words: head.name_words.join(' '),
    keyword_words: head.keyword_words.join(' '),
    description_words: head.description_words.join(' '),
    readme_words: wordsOf(readme).join(' '),
    spellings: [...new Set(Object.values(head).flat())].filter((word) => word.length > 2 && word.length <= wordLengthMax),
  };
}

const vector = (config: string, words: string, weight: string): string => `setweight(to_tsvector('${config}', ${words}), '${weight}')`;
const both = (words: string, weight: string): string => `${vector('simple', words, weight)} || ${vector('english', words, weight)}`;

const upsertSql = `
  with given as materialized (
    select * from jsonb_to_recordset($1::text::jsonb) as given(${Object.entries(columns)
      .map(([name, type]) => `${name} ${type}`)
      .join(', ')}, ${texts.map((name) => `${name} text`).join(', ')}, spellings text[])),
  spelled as (insert into search.word (word) select distinct unnest(spellings) as word from given order by word on conflict do nothing)
  insert into search.document (${names.join(', ')}, is_removed, written_at, head_words, all_words)
  select ${names.join(', ')}, false, nextval('search.write_number'),
    ${both('name_words', 'A')} || ${both('keyword_words', 'B')} || ${both('description_words', 'C')},
    to_tsvector('english', concat_ws(' ', ${texts.join(', ')}))
  from given order by artifact_id
  on conflict (artifact_id) do update set ${[...names.slice(1), 'is_removed', 'written_at', 'head_words', 'all_words'].map((name) => `${name} = excluded.${name}`).join(', ')}
  where excluded.revision >= document.revision or document.written_at < $2::bigint`;

/**
 * Writes documents; one with an older revision than is there changes nothing.
 * @param rebuiltFrom  number of the write from which a rebuild counts: what was written before it is replaced whatever its revision, because the rebuild reads the truth
 */
export async function upsert(tx: SqlRunner, documents: readonly SearchDocument[], rebuiltFrom = 0n): Promise<void> {
  const newest = new Map<string, SearchDocument>();
  for (const document of documents) {
    const other = newest.get(document.artifactId);
    if (!other || other.revision <= document.revision) newest.set(document.artifactId, document);
  }
  if (newest.size === 0) return;
  const rows = [...newest.values()].map((document) => Object.fromEntries(Object.entries(rowOf(document)).map(([name, value]) => [name, storable(value)])));
  await tx.$executeRawUnsafe(upsertSql, JSON.stringify(rows), rebuiltFrom);
}

/** An emptied row keeps its revision alone. */
const emptied: Readonly<Record<string, string>> = {
  visibility: "'private'",
  name: "''",
  handle: "''",
  name_key: "''",
  type: "''",
  description: "''",
  keywords: "'{}'",
  readme: "''",
  licenses: "'{}'",
  languages: "'{}'",
  capabilities: "'{}'",
  tags: "'{}'",
  is_verified: 'false',
  pricing: "''",
  gati_range: 'null',
  score: 'null',
  downloads_total: '0',
  downloads_last_week: '0',
  stars: '0',
  standing: '0',
  head_words: "''",
  all_words: "''",
  is_removed: 'true',
};
const emptiedSet = Object.entries(emptied)
  .map(([name, value]) => `${name} = ${value}`)
  .join(', ');

const removeSql = `
  insert into search.document (artifact_id, revision, namespace_id, created_at, updated_at, written_at, ${Object.keys(emptied).join(', ')})
  select artifact_id, revision, '00000000-0000-0000-0000-000000000000', 'epoch', 'epoch', nextval('search.write_number'), ${Object.values(emptied).join(', ')}
  from jsonb_to_recordset($1::text::jsonb) as given(artifact_id uuid, revision bigint) order by artifact_id
  on conflict (artifact_id) do update set revision = excluded.revision, written_at = excluded.written_at, ${emptiedSet}
  where excluded.revision >= document.revision`;

/** Removes documents and remembers their revisions, so that what arrives late cannot bring them back. */
export async function remove(tx: SqlRunner, tombstones: readonly Tombstone[]): Promise<void> {
  const newest = new Map<string, bigint>();
  for (const { artifactId, revision } of tombstones) if ((newest.get(artifactId) ?? -1n) < revision) newest.set(artifactId, revision);
  if (newest.size === 0) return;
  await tx.$executeRawUnsafe(removeSql, JSON.stringify([...newest].map(([id, revision]) => ({ artifact_id: id, revision: String(revision) }))));
}

export async function nextWrite(tx: SqlRunner): Promise<bigint> {
  const [row] = await tx.$queryRawUnsafe<{ number: bigint }[]>(`select nextval('search.write_number') as number`);
  return row!.number;
}

/** Removes what was last written before this: what a rebuild did not meet. */
export const removeWrittenBefore = (tx: SqlRunner, number: bigint): Promise<number> =>
  tx.$executeRawUnsafe(`update search.document set ${emptiedSet} where written_at < $1::bigint and not is_removed`, number);
