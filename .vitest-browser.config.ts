import { defineConfig } from 'vitest/config';
export default defineConfig({ test: { include: ['web/test/browser/**/*.browser.test.ts'], testTimeout: 60_000, hookTimeout: 240_000, fileParallelism: false } });
