export type * from './cache.ts';
