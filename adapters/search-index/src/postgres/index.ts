import type { Database } from '@gati/database';
import type { SearchDocument, SearchIndex } from '../search-index.ts';
import { reading } from './reading.ts';
import { askable, search } from './search.ts';
import { suggest } from './suggest.ts';
import { nextWrite, remove, removeWrittenBefore, upsert } from './write.ts';

/** Documents of one statement while rebuilding: some 10 MB at most. */
const batchSize = 100;
const completionsMax = 20;
const pageSizeMax = 100;

/**
 * Search in PostgreSQL: full text with weights, beginnings of words, trigrams for typing errors. One table; each write is one statement.
 * Every statement holds the asker's scopes, so that counts, facets, cursors and completions tell nothing of what is hidden.
 */
export function createPostgresSearchIndex(database: Pick<Database, 'transaction' | 'client'>): SearchIndex {
  return {
    upsert: (documents) => database.transaction((tx) => upsert(tx, documents)),
    remove: (tombstones) => database.transaction((tx) => remove(tx, tombstones)),
    hide: (tx, tombstone) => remove(tx, [tombstone]),

    search: (query, scopes) => {
      const first = Math.min(Math.max(Math.trunc(query.first) || 1, 1), pageSizeMax);
      return reading(database, (tx) => search(tx, askable({ ...query, first }), scopes));
    },

    suggest: (prefix, limit, scopes) => reading(database, (tx) => suggest(tx, prefix, Math.min(Math.max(Math.trunc(limit) || 1, 1), completionsMax), scopes)),

    rebuild: async (documents) => {
      const from = await nextWrite(database.client);
      let count = 0;
      for await (const batch of inBatches(documents, batchSize)) {
        await database.transaction((tx) => upsert(tx, batch, from));
        count += batch.length;
      }
      await database.transaction((tx) => removeWrittenBefore(tx, from));
      return count;
    },

    check: async () => void (await database.client.$queryRawUnsafe('select from search.document limit 1')),
  };
}

async function* inBatches(documents: AsyncIterable<SearchDocument>, size: number): AsyncIterable<readonly SearchDocument[]> {
  let batch: SearchDocument[] = [];
  for await (const document of documents) {
    batch.push(document);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
