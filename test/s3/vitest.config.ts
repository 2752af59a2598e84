import { defineConfig } from 'vitest/config';

/** The storage suite: the same checks against the embedded S3 server and a real one. */
export default defineConfig({
  test: {
    include: ['test/s3/**/*.s3.test.ts'],
    globalSetup: 'test/s3/global-setup.ts',
    testTimeout: 30_000,
  },
});
