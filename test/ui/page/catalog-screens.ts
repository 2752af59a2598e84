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
  [assets, browser] = await Promise.all([bundle(root, 'test/ui/page/catalog-page.ts'), launch()]);
});
afterAll(() => browser.close());

type Go = (page: Page) => Promise<void>;

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

async function filled(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: 'Region', exact: true }).selectOption('cone');
  await page.getByRole('textbox', { name: 'Position or name' }).fill('L 1495');
  await page.getByRole('textbox', { name: 'Radius', exact: true }).fill('30');
  await page.getByRole('combobox', { name: 'Filter of the query' }).fill('ext_flg == 0');
  await page.getByText('says Sesame').waitFor();
}

async function planned(page: Page): Promise<void> {
  await filled(page);
  await button(page, 'Plan').click();
  await page.getByText('8.4 MB in 34 requests').or(page.getByText('1.2 GB')).first().waitFor();
}

async function running(page: Page): Promise<void> {
  await filled(page);
  await button(page, 'Run').click();
  await page.getByText('Reading…').first().waitFor();
  await page.evaluate('window.stand.grow(3000)');
  await page.locator('.grid-row').first().waitFor();
}

/** A query that is done, of the columns that colours are made of. */
async function done(page: Page): Promise<void> {
  for (const name of ['w2mpro', 'w3mpro']) {
    await page.getByRole('searchbox', { name: 'Search columns' }).fill(name);
    await page
      .getByRole('option', { name: new RegExp(name) })
      .locator('.column-check')
      .click();
  }
  await page.getByRole('searchbox', { name: 'Search columns' }).fill('');
  await filled(page);
  await button(page, 'Run').click();
  await page.getByText('Reading…').first().waitFor();
  await page.evaluate('window.stand.grow(6000)');
  await page.locator('.grid-row').first().waitFor();
  await page.evaluate('window.stand.end()');
}

/** Brings a part of the results in sight. */
async function part(page: Page, name: string): Promise<void> {
  await page.getByRole('tab', { name, exact: true }).locator('visible=true').click();
}

async function plotted(page: Page): Promise<void> {
  await done(page);
  await part(page, 'Plots');
  await page.locator('.plots-view[data-drawn]').waitFor();
}

/** What is on each screen: how to get there from an empty form. */
const SCREENS: readonly [name: string, query: string, go: Go][] = [
  ['new', '', () => Promise.resolve()],
  ['planned', 'words=gone warned', planned],
  [
    'asking',
    'words=big',
    async (page) => {
      await planned(page);
      await button(page, 'Run').click();
      await page.getByText('Run all the same').waitFor();
    },
  ],
  ['running', '', running],
  [
    'stopped',
    '',
    async (page) => {
      await running(page);
      await button(page, 'Stop').click();
      await page.evaluate('window.stand.change({ chosen: { version: 9, count: 0 } })');
    },
  ],
  [
    'column',
    '',
    async (page) => {
      await running(page);
      await page.evaluate('window.stand.end()');
      await page.locator('.grid-row[aria-rowindex="6"] > .cell').nth(1).click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Statistics and plots' }).click();
      await page.getByText('63.4375').waitFor();
      await page.evaluate('window.stand.choose([2, 3, 9])');
      await page.getByText('3 rows chosen').waitFor();
    },
  ],
  [
    'field',
    '',
    async (page) => {
      await page.getByRole('searchbox', { name: 'Search columns' }).fill('w1');
      await page.getByRole('option', { name: /w1mpro/ }).click();
      await page.getByText('unit of w1mpro').waitFor();
      await page.getByText('unit of w1mpro').scrollIntoViewIfNeeded();
    },
  ],
  [
    'plots',
    '',
    async (page) => {
      await plotted(page);
      await page.evaluate('window.stand.choose(Array.from({ length: 300 }, (_, k) => 7 * k))');
      await page.getByText('300 rows chosen').or(page.getByText('300 selected')).first().waitFor();
    },
  ],
  [
    'plot-settings',
    '',
    async (page) => {
      await plotted(page);
      await button(page, 'Plot settings').click();
    },
  ],
  [
    'plot-sky',
    '',
    async (page) => {
      await plotted(page);
      await page.getByRole('combobox', { name: 'Kind of plot' }).selectOption('sky');
      await page.waitForTimeout(800);
    },
  ],
  [
    'plot-wrong',
    '',
    async (page) => {
      await plotted(page);
      const axis = page.getByRole('combobox', { name: 'Vertical axis' });
      await axis.fill('w1mpro - nonsense');
      await axis.press('Escape');
      await axis.press('Enter');
      await page.getByText('There is no column “nonsense”').waitFor();
    },
  ],
  [
    'match',
    '',
    async (page) => {
      await done(page);
      await part(page, 'Match');
      await page.getByText('2MASS around').first().waitFor({ state: 'attached' });
    },
  ],
  [
    'engine',
    'words=engines',
    async (page) => {
      await filled(page);
      await page.getByText('SQL engine', { exact: true }).click();
      await page.locator('.engine-sql').scrollIntoViewIfNeeded();
    },
  ],
  [
    'failed',
    'words=open-fails',
    (page) => page.getByText('The bucket does not let you list it.').waitFor(),
  ],
  ['choice', 'words=choice', (page) => page.getByText('HATS margin').waitFor()],
  [
    'image',
    'words=no-position',
    async (page) => {
      await page.getByRole('combobox', { name: 'Region', exact: true }).selectOption('image');
      await page.getByRole('button', { name: /Circle 1/ }).click();
    },
  ],
];

const SIZES: readonly [number, number][] = [
  [1200, 800],
  [700, 760],
  [400, 760],
];

describe('screens of a catalogue', () => {
  for (const theme of ['dark', 'light', 'contrast'] as const) {
    for (const [width, height] of SIZES) {
      test.each(SCREENS)(`%s, ${theme}, ${width}`, async (name, query, go) => {
        const page = await openViewer(browser, assets, { theme, query, width, height });
        await page.locator('.catalog-form').waitFor();
        await go(page);
        await page.waitForTimeout(500);
        await page.screenshot({ path: join(out, `catalog-${name}-${theme}-${width}.png`) });
        expect(await harness(page, (window) => window.violations)).toEqual([]);
        await page.close();
      });
    }
  }
});
