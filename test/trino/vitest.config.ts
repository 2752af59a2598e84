import { defineConfig } from 'vitest/config';

/** The suite against a real Trino server: test/trino/server/start.sh. Without one it is skipped, and says so. */
export default defineConfig({
  test: {
    include: ['test/trino/**/*.trino.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
