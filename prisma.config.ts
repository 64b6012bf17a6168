import { defineConfig } from 'prisma/config';

/** For the Prisma command alone: the running product needs the generated client and applies migrations by itself. */
export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env['DATABASE_URL'] ?? 'postgresql://gati@127.0.0.1:5432/gati' },
});
