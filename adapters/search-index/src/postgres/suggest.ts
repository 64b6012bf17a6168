import type { SqlRunner } from '@gati/database';
import type { SearchScopes, SuggestedText } from '../search-index.ts';
import { keyOf, normalise, termsOf } from '../words.ts';
import { visibleIn } from './filters.ts';
import { correctionsOf } from './spelling.ts';
import { beginningWith, run, startStatement } from './statement.ts';

/** Places kept for namespaces and for keywords, where there are any: otherwise a common beginning shows artifacts alone. */
const reserved = 2;

/**
 * Completions, best first: artifacts whose name begins so, then namespaces, then keywords; where there is none of them, what the text may have been mistyped from.
 * `@acme/au` asks within a namespace, `@ac` for namespaces and what is in them.
 */
export async function suggest(tx: SqlRunner, prefix: string, limit: number, scopes: SearchScopes): Promise<readonly SuggestedText[]> {
  const typed = normalise(prefix.slice(0, 200)).trim().replace(/^@/, '');
  const slash = typed.indexOf('/');
  const handle = slash < 0 ? null : typed.slice(0, slash);
  const key = keyOf(slash < 0 ? typed : typed.slice(slash + 1));
  if (key === '' && handle === null) return [];

  const artifacts = await beginningArtifacts(tx, { key, handle, limit, scopes });
  const namespaces = handle === null ? await beginningNamespaces(tx, typed, limit, scopes) : [];
  const keywords = handle === null ? await beginningKeywords(tx, key, limit, scopes) : [];
  const found = share(limit, artifacts, namespaces, keywords);
  return found.length > 0 || key === '' ? found : mistypedArtifacts(tx, { prefix: typed, handle, limit, scopes });
}

/** The first list fills what the others leave. */
function share(
  limit: number,
  artifacts: readonly SuggestedText[],
  namespaces: readonly SuggestedText[],
  keywords: readonly SuggestedText[],
): readonly SuggestedText[] {
  const places = Math.min(reserved, Math.floor(limit / 4));
  const others = Math.max(0, limit - artifacts.length);
  const namespacesShown = namespaces.slice(0, Math.max(Math.min(places, namespaces.length), others - Math.min(keywords.length, Math.ceil(others / 2))));
  const keywordsShown = keywords.slice(0, Math.max(Math.min(places, keywords.length), others - namespacesShown.length));
  return [...artifacts.slice(0, limit - namespacesShown.length - keywordsShown.length), ...namespacesShown, ...keywordsShown];
}

interface Beginning {
  readonly key: string;
  /** Only within this namespace; null for anywhere. */
  readonly handle: string | null;
  readonly limit: number;
  readonly scopes: SearchScopes;
}

async function beginningArtifacts(tx: SqlRunner, { key, handle, limit, scopes }: Beginning): Promise<SuggestedText[]> {
  const statement = startStatement();
  const begins = `lower(name_key) like ${statement.value(beginningWith(key), 'text')}`;
  const where =
    handle === null
      ? `(${begins} or lower(handle) like ${statement.value(beginningWith(key), 'text')})`
      : `${begins} and handle = ${statement.value(handle, 'text')}`;
  const rows = await run<{ name: string; artifact_id: string }>(
    tx,
    `select name, artifact_id from search.document where ${where} and ${visibleIn(statement, scopes)}
     order by name_key = ${statement.value(key, 'text')} desc, ${begins} desc, standing desc, name limit ${limit}`,
    statement,
  );
  return rows.map((row) => ({ text: row.name, kind: 'ARTIFACT', artifactId: row.artifact_id }));
}

async function beginningNamespaces(tx: SqlRunner, handle: string, limit: number, scopes: SearchScopes): Promise<SuggestedText[]> {
  const statement = startStatement();
  const rows = await run<{ handle: string }>(
    tx,
    `select handle from search.document where lower(handle) like ${statement.value(beginningWith(handle), 'text')} and ${visibleIn(statement, scopes)}
     group by handle order by sum(standing) desc, handle limit ${limit}`,
    statement,
  );
  return rows.map((row) => ({ text: row.handle, kind: 'NAMESPACE', artifactId: null }));
}

/** Documents whose keywords are counted at most. */
const sampleMax = 500;

async function beginningKeywords(tx: SqlRunner, key: string, limit: number, scopes: SearchScopes): Promise<SuggestedText[]> {
  const statement = startStatement();
  const rows = await run<{ keyword: string }>(
    tx,
    `select keyword from (
       select keywords from search.document where head_words @@ to_tsquery('simple', ${statement.value(`'${key}':*B`, 'text')}) and ${visibleIn(statement, scopes)} limit ${sampleMax}) as sample,
       unnest(keywords) as keyword
     where lower(keyword) like ${statement.value(beginningWith(key), 'text')} group by keyword order by count(*) desc, keyword limit ${limit}`,
    statement,
  );
  return rows.map((row) => ({ text: row.keyword, kind: 'KEYWORD', artifactId: null }));
}

async function mistypedArtifacts(
  tx: SqlRunner,
  { prefix, handle, limit, scopes }: Omit<Beginning, 'key'> & { readonly prefix: string },
): Promise<SuggestedText[]> {
  const terms = termsOf(handle === null ? prefix : prefix.slice(prefix.indexOf('/') + 1));
  const corrections = await correctionsOf(tx, terms, scopes);
  if (![...corrections.values()].some((words) => words.length > 0)) return [];
  const statement = startStatement();
  const answered = terms.map((term) => {
    const ways = [term, ...(corrections.get(term) ?? [])].map((word) => `head_words @@ to_tsquery('simple', ${statement.value(`'${word}':*A`, 'text')})`);
    return `(${ways.join(' or ')})`;
  });
  const within = handle === null ? '' : `and handle = ${statement.value(handle, 'text')}`;
  const rows = await run<{ name: string; artifact_id: string }>(
    tx,
    `select name, artifact_id from search.document where ${answered.join(' and ')} ${within} and ${visibleIn(statement, scopes)} order by standing desc, name limit ${limit}`,
    statement,
  );
  return rows.map((row) => ({ text: row.name, kind: 'ARTIFACT', artifactId: row.artifact_id }));
}
