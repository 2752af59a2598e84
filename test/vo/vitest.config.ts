import { defineConfig } from 'vitest/config';

/** The suite against a real VO server, which must be there already: test/vo/server/start.sh. */
export default defineConfig({
  test: {
    include: ['test/vo/**/*.vo.test.ts'],
    globalSetup: 'test/vo/global-setup.ts',
    // The server starts a process for each job, and runs two at a time.
    testTimeout: 180_000,
    fileParallelism: false,
  },
});
