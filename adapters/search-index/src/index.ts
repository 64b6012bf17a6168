export type { SearchDocument, SearchHit, SearchIndex, SearchQuery, SearchResult, SearchScopes, SearchSort, SuggestedText, Tombstone } from './search-index.ts';
export { createPostgresSearchIndex } from './postgres/index.ts';
