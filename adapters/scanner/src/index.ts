export type * from './scanner.ts';
