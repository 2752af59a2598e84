import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COLOUR_MAPS, STRETCHES } from '../../../src/protocol/display';
import { launch } from './browser';
import type { RenderWindow, Variant } from './render-page';

const RENDERERS = ['webgl2', 'canvas2d'] as const;
const TURNS = [0, 1, 2, 3] as const;

let browser: Browser;
let page: Page;

beforeAll(async () => {
  const { outputFiles } = await build({
    absWorkingDir: process.cwd(),
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    entryPoints: ['test/ui/page/render-page.ts'],
  });
  browser = await launch();
  page = await browser.newPage();
  page.on('pageerror', (error) => console.error('page error:', error.stack));
  page.on('console', (message) => console.error(`${message.type()}: ${message.text()}`));
  await page.setContent('<!doctype html><body></body>');
  await page.addScriptTag({ content: outputFiles[0]?.text ?? '' });
});

afterAll(() => browser?.close());

async function check(variant: Variant): Promise<void> {
  const found = await page.evaluate(
    (given) => (window as unknown as RenderWindow).check(given),
    variant,
  );
  expect(found).toEqual({ renderer: variant.renderer, different: 0, first: [] });
}

describe.each(RENDERERS)('%s, every pixel read back', (renderer) => {
  test.each(STRETCHES)('stretch %s', (stretch) => check({ renderer, stretch }));

  test.each(COLOUR_MAPS)('colour map %s', async (map) => {
    await check({ renderer, map });
    await check({ renderer, map, inverted: true, contrast: 2.5, bias: 0.3, stretch: 'asinh' });
  });

  test.each(TURNS)('%i quarter turns, with and without mirroring', async (turns) => {
    for (const flipped of [false, true]) {
      for (const zoom of [0.3, 1, 1.7, 9]) {
        const placement = {
          zoom,
          left: Math.round(40 - 60 * zoom),
          bottom: Math.round(30 - 40 * zoom),
        };
        await check({ renderer, orientation: { turns, flipped }, placement, map: 'rainbow' });
      }
    }
  });
});

test('a lost WebGL context comes back with its picture', async () => {
  const found = await page.evaluate(() => (window as unknown as RenderWindow).loseContext());
  expect(found).toEqual({ different: 0, first: [] });
});
