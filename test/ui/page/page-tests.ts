import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { Assets, OpenOptions } from './browser';
import { bundle, harness, launch, openViewer } from './browser';

/** Pages for the tests of one file. Each is closed after its test, and must have kept to the content security policy. */
export interface PageTests<W> {
  /** @param other another browser than the usual one. */
  open(options?: OpenOptions, other?: Browser): Promise<Page>;
  /** Runs in the page opened last; `read` may use nothing of the test but `given`, which goes as JSON. */
  inPage<T, G = undefined>(read: (window: W, given: G) => T, given?: G): Promise<T>;
}

/**
 * A browser, and the viewer or a part of it, for as long as the tests of the file take.
 *
 * @param entry what is shown, beside this file; left out, the viewer itself.
 */
export function pageTests<W>(entry?: string): PageTests<W> {
  let browser: Browser;
  let assets: Assets;
  let page: Page | undefined;

  beforeAll(async () => {
    const root = join(import.meta.dirname, '../../..');
    const made = entry === undefined ? bundle(root) : bundle(root, `test/ui/page/${entry}`);
    [assets, browser] = await Promise.all([made, launch()]);
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    if (page === undefined || page.isClosed()) {
      return;
    }
    const violations = await harness(page, (window) => window.violations);
    await page.close();
    expect(violations, 'the content security policy').toEqual([]);
  });

  return {
    open: async (options, other) => (page = await openViewer(other ?? browser, assets, options)),
    inPage: (read, given) => {
      const shown = page as Page;
      return shown.evaluate(`(${read.toString()})(window, ${JSON.stringify(given)})`);
    },
  };
}
