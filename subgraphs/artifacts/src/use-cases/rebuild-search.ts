import type { SearchDocument, SearchIndex } from '@gati/search-index';
import { artifacts } from '../repository/artifacts.ts';
import { searchStatesOf, type DocumentDependencies } from '../search-documents.ts';

const batchSize = 100;

/** Makes the whole search index anew from the tables, with no moment in which less is found, by the same code that keeps it up to date. @returns how many artifacts can be found */
export const rebuildSearch =
  ({ searchIndex, ...dependencies }: DocumentDependencies & { readonly searchIndex: Pick<SearchIndex, 'rebuild'> }) =>
  (): Promise<number> =>
    searchIndex.rebuild(allDocuments(dependencies));

async function* allDocuments(dependencies: DocumentDependencies): AsyncIterable<SearchDocument> {
  for (let last: string | null = null; ;) {
    const ids: readonly string[] = await artifacts(dependencies.tables).idsAfter(last, batchSize);
    for (const { document } of await searchStatesOf(dependencies, ids)) if (document) yield document;
    last = ids.at(-1) ?? null;
    if (ids.length < batchSize) return;
  }
}
