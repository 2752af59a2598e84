import { defineConfig } from 'vitest/config';

/** Takes pictures of the viewer for people to look at: `.vscode-test/screens`. */
export default defineConfig({
  test: {
    include: [
      'test/ui/page/screens.ts',
      'test/ui/page/search-screens.ts',
      'test/ui/page/catalog-screens.ts',
    ],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
