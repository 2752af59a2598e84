import type { CDPSession, Page } from 'playwright-core';
import { untilReady } from '../../ui/page/browser';
import { inPage, zoomToOne } from './open';

/** What a page holds. */
export interface Counts {
  readonly heap: number;
  readonly textures: number;
  readonly nodes: number;
  readonly listeners: number;
}

/** After garbage has been collected. */
export async function counts(page: Page, session: CDPSession): Promise<Counts> {
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const metric = (name: string): number => metrics.find((each) => each.name === name)?.value ?? NaN;
  return {
    heap: metric('JSHeapUsedSize') / 1e6,
    textures: await inPage(page, (window) => window.textures),
    nodes: metric('Nodes'),
    listeners: metric('JSEventListeners'),
  };
}

/** Looks at the image from near, then opens it again. */
export async function visit(page: Page): Promise<void> {
  await zoomToOne(page);
  await page.keyboard.press('0');
  await untilReady(page);
  const overviews = Number(await page.locator('html').getAttribute('data-overviews'));
  await inPage(page, (window) => window.reload());
  await page.waitForSelector(`html[data-overviews="${overviews + 1}"]`);
  await untilReady(page);
}
