import { defineConfig } from 'vitest/config';

/** Real VS Code, real browser: one file after the other, each with an editor of its own. */
export default defineConfig({
  test: {
    include: ['test/ui/**/*.ui.ts'],
    globalSetup: ['test/ui/support/global-setup.ts'],
    setupFiles: ['test/ui/support/on-failure.ts'],
    fileParallelism: false,
    // What comes, comes; on a busy machine it takes seconds.
    expect: { poll: { timeout: 20_000 } },
    // Where nobody watches, a browser gets a second try; the report names the tests that needed it.
    retry: process.env['CI'] === 'true' ? 1 : 0,
    pool: 'forks',
    // The first webview takes 20 s on a busy machine.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
