import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Assets } from './browser';
import { bundle, harness, launch, openViewer, untilReady } from './browser';

const root = join(import.meta.dirname, '../../..');
const out = join(root, '.vscode-test/screens');

let browser: Browser;
let assets: Assets;

beforeAll(async () => {
  mkdirSync(out, { recursive: true });
  [assets, browser] = await Promise.all([bundle(root), launch()]);
});
afterAll(() => browser.close());

type Theme = 'dark' | 'light' | 'contrast';

/** What is on each screen: how to get there from the picture that opens first. */
const SCREENS: readonly [name: string, query: string, size: [number, number], go: Go][] = [
  ['first', '', [1280, 800], async (page) => page.mouse.move(600, 420)],
  [
    'search',
    '',
    [1280, 800],
    async (page) => {
      await page.keyboard.press('[');
      await page.getByRole('textbox', { name: /^Search/ }).fill('first arms');
      await page.locator('.card').first().click();
    },
  ],
  [
    'zoomed',
    '',
    [1280, 800],
    async (page) => {
      await page.mouse.move(656, 400);
      for (let i = 0; i < 24; i++) {
        await page.mouse.wheel(0, -100);
      }
      await page.waitForSelector('canvas[data-kind="exact"][data-state="ready"]');
    },
  ],
  [
    'cube',
    '',
    [1280, 800],
    async (page) => {
      await page.locator('[data-hdu="4"][role="row"]').click();
      await page.waitForSelector('canvas[data-hdu="4"][data-state="ready"]');
      await page.locator('.slices vscode-text-field').click();
    },
  ],
  ['table', '', [1280, 800], async (page) => page.locator('[data-hdu="6"][role="row"]').click()],
  [
    'choice',
    'scenario=warnings',
    [1280, 800],
    async (page) => page.getByRole('combobox', { name: 'HDU', exact: true }).click(),
  ],
  [
    'tile-error',
    'scenario=tile-error',
    [1280, 800],
    async (page) => {
      await page.keyboard.press('1');
      await page.getByRole('alert').waitFor();
    },
  ],
  ['narrow', '', [600, 500], async (page) => page.mouse.move(300, 300)],
  ['narrow-header', '', [600, 500], async (page) => page.keyboard.press('h')],
  ['narrow-structure', '', [600, 500], async (page) => page.keyboard.press('s')],
  [
    'keyboard',
    '',
    [1000, 640],
    async (page) => {
      await page.locator('canvas').focus();
      await page.keyboard.press('ArrowLeft');
    },
  ],
];

type Go = (page: Page) => Promise<void>;

describe('screens', () => {
  for (const theme of ['dark', 'light', 'contrast'] as const satisfies readonly Theme[]) {
    test.each(SCREENS)(`%s, ${theme}`, async (name, query, [width, height], go) => {
      const page = await openViewer(browser, assets, { theme, query, width, height });
      await untilReady(page);
      await go(page);
      await page.waitForTimeout(250);
      await page.screenshot({ path: join(out, `${name}-${theme}.png`) });
      expect(await harness(page, (window) => window.violations)).toEqual([]);
      await page.close();
    });

    test(`a failure and a slow file, ${theme}`, async () => {
      for (const scenario of ['error', 'slow']) {
        const page = await openViewer(browser, assets, { theme, query: `scenario=${scenario}` });
        await page.waitForTimeout(900);
        await page.screenshot({ path: join(out, `${scenario}-${theme}.png`) });
        await page.close();
      }
    });
  }
});
