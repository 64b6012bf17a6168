export { afterCommit, connectDatabase, type Database, type Transaction, type SqlRunner } from './client.ts';
export { Prisma } from '../generated/client.ts';
export type * from '../generated/models.ts';
export * from '../generated/enums.ts';
