export type * from './search-index.ts';
