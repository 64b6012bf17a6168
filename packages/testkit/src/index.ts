export { createTestDatabase, type TestDatabase } from './database.ts';
export { temporaryFolder } from './folder.ts';
