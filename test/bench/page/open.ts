import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { root } from '../../../scripts/lib/root.mjs';
import { type Assets, bundle, openViewer, untilReady } from '../../ui/page/browser';
import type { BenchWindow } from './page';

/** The viewer as the build makes it, with the host of the benches. */
export async function benchAssets(): Promise<Assets> {
  const [assets, { outputFiles }] = await Promise.all([
    bundle(root),
    build({
      ...{ absWorkingDir: root, bundle: true, write: false, platform: 'browser', format: 'iife' },
      ...{ target: 'es2022', entryPoints: ['test/bench/page/page.ts'] },
    }),
  ]);
  return { ...assets, page: outputFiles[0]?.text ?? '' };
}

export type Drawing = 'webgl2' | 'canvas2d';

/** Opens a square image of so many pixels a side and waits for its picture. */
export async function openSquare(
  browser: Browser,
  assets: Assets,
  side: number,
  drawing: Drawing,
): Promise<Page> {
  const query = `side=${side}${drawing === 'canvas2d' ? '&no-webgl' : ''}`;
  const page = await openViewer(browser, assets, { query });
  await untilReady(page);
  return page;
}

/** Runs in the page; what it gives has to be JSON. */
export function inPage<T>(page: Page, run: (window: BenchWindow) => T): Promise<T> {
  return page.evaluate<T>(`(${run.toString()})(window)`);
}

/** One image pixel on one screen pixel, every tile in view there. */
export async function zoomToOne(page: Page): Promise<void> {
  await page.keyboard.press('1');
  await page.waitForSelector('canvas[data-state="ready"][data-zoom="1"]', { timeout: 30_000 });
}
