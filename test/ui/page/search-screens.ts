import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Assets } from './browser';
import { bundle, harness, launch, openViewer } from './browser';

const root = join(import.meta.dirname, '../../..');
const out = join(root, '.vscode-test/screens');

let browser: Browser;
let assets: Assets;

beforeAll(async () => {
  mkdirSync(out, { recursive: true });
  [assets, browser] = await Promise.all([bundle(root, 'test/ui/page/search-page.ts'), launch()]);
});
afterAll(() => browser.close());

type Go = (page: Page) => Promise<void>;

const field = (page: Page, name: string) => page.getByRole('combobox', { name, exact: true });

async function fill(page: Page, name: string, ...values: readonly string[]): Promise<void> {
  for (const value of values) {
    await field(page, name).fill(value);
    await field(page, name).press('Enter');
  }
}

const choose = (page: Page, service: string) => field(page, 'Service').selectOption(service);

async function mast(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Position or name' }).fill('M 101');
  await fill(page, 'Mission', 'JWST');
  await fill(page, 'Instrument', 'NIRCAM/IMAGE', 'MIRI/IMAGE');
  await fill(page, 'Filters', 'F444W');
  await page.getByText('14h03m12.54s').waitFor();
}

async function searched(page: Page): Promise<void> {
  await mast(page);
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await page.getByText('MAST is working on it…').waitFor();
  await page.evaluate('window.stand.end(1000, 83412, "The service gave 1,000 of 83,412 rows.")');
  await page.locator('.grid-row').first().waitFor();
}

async function products(page: Page): Promise<void> {
  await searched(page);
  await page.locator('.grid-row[aria-rowindex="8"] > .cell').nth(1).click();
  await page.locator('.product-row').first().waitFor();
  await page.getByText('S3', { exact: true }).waitFor();
}

/** What is on each screen: how to get there from an empty form. */
const SCREENS: readonly [name: string, go: Go][] = [
  ['new', () => Promise.resolve()],
  ['mast', mast],
  [
    'values',
    async (page) => {
      await mast(page);
      await field(page, 'Product Type').click();
    },
  ],
  [
    'finder',
    async (page) => {
      await mast(page);
      await field(page, 'Add a criterion').fill('exp');
    },
  ],
  [
    'mission',
    async (page) => {
      await choose(page, 'mission:jwst');
      await page.locator('.field-row').nth(3).waitFor();
    },
  ],
  [
    'irsa',
    async (page) => {
      await choose(page, 'irsa');
      await page.getByRole('textbox', { name: 'Position or name' }).fill('150.01 2.2');
      await fill(page, 'Collection', 'spitzer_seip');
      await page.getByText('14h03m12.54s').waitFor();
    },
  ],
  ['rows', searched],
  [
    'sky',
    async (page) => {
      await searched(page);
      const tab = page.getByRole('tab', { name: 'Sky' });
      if (await tab.isVisible()) {
        await tab.click();
      }
    },
  ],
  [
    'query',
    async (page) => {
      await page.evaluate(
        `window.stand.state = { ...window.stand.state, id: 'q', title: 'Query to IRSA', query: {
          service: 'IRSA',
          adql: 'SELECT TOP 100 *\\nFROM spherex.obscore\\nWHERE 1 = CONTAINS(POINT(150.1, 2.2), s_region)',
        } }; window.stand.end(1000, undefined)`,
      );
      await page.locator('.grid-row').first().waitFor();
    },
  ],
  ['products', products],
  [
    'running',
    async (page) => {
      await mast(page);
      await page.getByRole('button', { name: 'Search', exact: true }).click();
      await page.evaluate('window.stand.progress(2500, 6000)');
    },
  ],
];

const SIZES: readonly [number, number][] = [
  [1280, 800],
  [700, 700],
];

describe('screens of a search', () => {
  for (const theme of ['dark', 'light', 'contrast'] as const) {
    for (const [width, height] of SIZES) {
      test.each(SCREENS)(`%s, ${theme}, ${width}`, async (name, go) => {
        const options = { theme, query: 'words=real', width, height };
        const page = await openViewer(browser, assets, options);
        await page.locator('.field-row').nth(3).waitFor();
        await go(page);
        await page.waitForTimeout(900);
        await page.screenshot({ path: join(out, `panel-${name}-${theme}-${width}.png`) });
        expect(await harness(page, (window) => window.violations)).toEqual([]);
        await page.close();
      });
    }
  }
});
