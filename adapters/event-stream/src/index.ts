export type * from './event-stream.ts';
