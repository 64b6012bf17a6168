import { defineConfig } from 'vitest/config';

const exclude = ['**/node_modules/**', '**/dist/**', '**/.next/**'];

/** How long a condition may take to come true on a busy machine; only what never does is a failure. */
const patient = { poll: { timeout: 20_000 } };

/** As Node resolves it: Vite would take its ES module, Apollo's packages require the other, and the types of one are strangers to the other. */
const resolve = { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] };

/** Files at once where none knows of another; those that drive the whole product come after them, one by one: such a test has both cores busy by itself. */
const sideBySide = { maxWorkers: 2, sequence: { groupOrder: 0 } };
const oneByOne = { fileParallelism: false, maxWorkers: 1, sequence: { groupOrder: 1 } };

/** Tests beside the code they protect. `unit` needs no server at all, `database` gets a real PostgreSQL, `acceptance` drives the whole product over the wire. */
export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        test: {
          name: 'unit',
          ...sideBySide,
          expect: patient,
          include: ['{packages,adapters,subgraphs,gateway,wiring,prisma,web}/**/*.test.ts'],
          exclude: [...exclude, '**/*.db.test.ts', '**/*.browser.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        resolve,
        test: {
          name: 'database',
          ...sideBySide,
          expect: patient,
          include: ['{packages,adapters,subgraphs,gateway,wiring,prisma}/**/*.db.test.ts'],
          exclude,
          globalSetup: ['packages/testkit/src/global-setup.ts'],
          testTimeout: 90_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'browser',
          ...oneByOne,
          expect: patient,
          include: ['web/test/browser/**/*.browser.test.ts', 'acceptance/browser/**/*.browser.test.ts'],
          exclude,
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
      {
        test: {
          name: 'acceptance',
          ...oneByOne,
          expect: patient,
          include: ['acceptance/**/*.journey.ts'],
          exclude,
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
