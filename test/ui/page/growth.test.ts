import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { benchAssets, type Drawing, openSquare } from '../../bench/page/open';
import { type Counts, counts, visit } from '../../bench/page/visit';
import { launch } from './browser';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test.each<Drawing>(['webgl2', 'canvas2d'])(
  '%s: opening an image again and again leaves no texture, node or listener',
  async (drawing) => {
    const page = await openSquare(browser, await benchAssets(), 4096, drawing);
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    const seen: Counts[] = [];
    for (let open = 0; open < 6; open++) {
      await visit(page);
      seen.push(await counts(page, session));
    }
    await page.close();
    const [, second, , , , last] = seen;
    for (const what of ['textures', 'nodes', 'listeners'] as const) {
      // Less than one for each open since: what is being collected may still count.
      expect((last?.[what] ?? NaN) - (second?.[what] ?? NaN), what).toBeLessThan(4);
    }
  },
);
