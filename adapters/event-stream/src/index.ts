export type { EventStream } from './event-stream.ts';
export { createPostgresEventStream } from './postgres.ts';
