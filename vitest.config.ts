import { defineConfig } from 'vitest/config';

const exclude = ['**/node_modules/**', '**/dist/**', '**/.next/**'];

/** Tests beside the code they protect. `unit` needs no server at all, `database` gets a real PostgreSQL, `acceptance` drives the whole product over the wire. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['{packages,adapters,subgraphs,gateway,wiring,prisma,web}/**/*.test.ts'], exclude: [...exclude, '**/*.db.test.ts', '**/*.browser.test.ts'], testTimeout: 20_000 } },
      {
        test: {
          name: 'database',
          include: ['{packages,adapters,subgraphs,gateway,wiring,prisma}/**/*.db.test.ts'],
          exclude,
          globalSetup: ['packages/testkit/src/global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      { test: { name: 'acceptance', include: ['acceptance/**/*.journey.ts'], exclude, testTimeout: 120_000, hookTimeout: 240_000, fileParallelism: false } },
    ],
  },
});
