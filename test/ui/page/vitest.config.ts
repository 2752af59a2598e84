import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'webview',
    include: ['test/ui/page/*.test.ts'],
    environment: 'node',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
    // A busy machine without a GPU takes seconds for what a user's takes milliseconds for.
    expect: { poll: { timeout: 20_000 } },
    // Where nobody watches, a browser gets a second try; the report names the tests that needed it.
    retry: process.env['CI'] === 'true' ? 1 : 0,
  },
});
