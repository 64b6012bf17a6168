export type { EnqueueOptions, JobQueue, Worker, WorkOptions } from './job-queue.ts';
export { createGraphileQueue } from './graphile.ts';
