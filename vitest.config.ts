import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/unit/**/*.test.ts'],
    environment: 'node',
    // For what hangs; a slow machine is no failure.
    testTimeout: 30_000,
    // Loading the modules anew for each of three hundred files takes longer than the tests.
    pool: 'threads',
    isolate: false,
  },
});
