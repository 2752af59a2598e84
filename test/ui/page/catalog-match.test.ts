import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Assets, OpenOptions } from './browser';
import { bundle, harness, launch, openViewer } from './browser';
import type { CatalogMatchWindow } from './catalog-match-page';

const root = join(import.meta.dirname, '../../..');
const screens = join(root, '.vscode-test/screens');

let browser: Browser;
let assets: Assets;
let page: Page;

beforeAll(async () => {
  mkdirSync(screens, { recursive: true });
  [assets, browser] = await Promise.all([
    bundle(root, 'test/ui/page/catalog-match-page.ts'),
    launch(),
  ]);
});
afterAll(() => browser.close());
afterEach(async () => {
  const violations = await harness(page, (window) => window.violations);
  await page.close();
  expect(violations, 'the content security policy').toEqual([]);
});

const inPage = <T>(read: (window: CatalogMatchWindow) => T): Promise<T> =>
  page.evaluate<T>(`(${read.toString()})(window)`);
const choose = (label: string): Promise<unknown> =>
  page.getByRole('combobox', { name: 'Match with' }).selectOption({ label });
const group = (name: string): Locator => page.getByRole('group', { name, exact: true });
const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
const words = (): Promise<string> => page.locator('.match-words').innerText();
const last = (method: string): Promise<unknown> =>
  page.evaluate(
    (name) =>
      (window as unknown as CatalogMatchWindow).stand.asked.findLast((each) => each.method === name)
        ?.params,
    method,
  );

async function open(options: OpenOptions = {}): Promise<void> {
  page = await openViewer(browser, assets, { width: 720, height: 640, ...options });
  await page.waitForFunction(() => 'pane' in window);
  await inPage((window) => window.show(['designation', 'ra', 'dec', 'w1mpro'], 5000));
  await expect
    .poll(() => page.getByRole('combobox', { name: 'Match with' }).locator('option').count())
    .toBe(4);
}

async function openGaia(): Promise<void> {
  await choose('Catalogue: Gaia DR3');
  await expect.poll(words).toBe('');
  await expect.poll(() => button('Match').isEnabled()).toBe(true);
}

describe('the cross-match of a catalogue’s panel', () => {
  test('says that there are no rows before there are', async () => {
    await open();
    await inPage((window) => window.pane.show(undefined));
    expect(await page.locator('.match-pane').innerText()).toBe(
      'There are no rows to match yet: run the query first.',
    );
  });

  test('asks for what is chosen: the primary of a collection, its default columns, the nearest', async () => {
    await open();
    await openGaia();
    expect(await page.locator('.match-other .match-about').innerText()).toBe(
      '1,800,000 rows · 152 columns',
    );
    await button('Match').click();
    await expect.poll(words).toBe('1,200 of 5,000 rows have a match: 1,234 rows in the result.');
    expect(await inPage((window) => window.stand.done)).toBe(1);
    expect(await last('matchCatalog')).toEqual({
      ...{ hdu: 4, view: 'sorted', position: { ra: 'ra', dec: 'dec' }, radius: 2 },
      other: {
        dataset: { uri: 'skybucket://public/hats/', part: 'gaia' },
        position: { ra: 'ra', dec: 'dec' },
        columns: ['source_id', 'ra', 'dec'],
        filter: '',
      },
      ...{ which: 'nearest', keepUnmatched: false, agreed: false },
    });
  });

  test('takes a radius with its unit, all matches, other columns, and a filter', async () => {
    await open();
    await openGaia();
    await page.getByRole('textbox', { name: 'Radius' }).fill('0.5 arcmin');
    const filter = page.getByRole('combobox', { name: 'Filter of the other side' });
    await filter.fill('phot_g_mean_mag < 15');
    await filter.press('Escape');
    await page.getByRole('combobox', { name: 'Which matches' }).selectOption({ label: 'all' });
    await page.getByRole('checkbox', { name: 'Keep rows without a match' }).click();
    await page.getByText('Columns of it').click();
    await page.getByRole('searchbox', { name: 'Search columns' }).fill('G-band');
    await button('All').click();
    await button('Match').click();
    await expect
      .poll(() => last('matchCatalog'))
      .toMatchObject({
        ...{ radius: 30, which: 'all', keepUnmatched: true },
        other: {
          columns: ['source_id', 'ra', 'dec', 'phot_g_mean_mag'],
          filter: 'phot_g_mean_mag < 15',
        },
      });
    await page.screenshot({ path: join(screens, 'catalog-match.png') });
  });

  test('says what is lacking, and cannot be begun until it is there', async () => {
    await open();
    await choose('Result: Kept');
    await expect.poll(words).toBe('Choose the columns that say where its rows lie.');
    await expect.poll(() => button('Match').isDisabled()).toBe(true);
    const position = group('Positions of it');
    await position.getByRole('combobox', { name: 'Column of right ascension' }).selectOption('ra');
    await position.getByRole('combobox', { name: 'Column of declination' }).selectOption('dec');
    await expect.poll(() => button('Match').isEnabled()).toBe(true);
    for (const radius of ['0', '2 parsec', '2 deg', '']) {
      await page.getByRole('textbox', { name: 'Radius' }).fill(radius);
      await expect
        .poll(words)
        .toBe('Give a radius above 0 and up to 1 degree: 2 arcsec, 0.5 arcmin.');
      await expect.poll(() => button('Match').isDisabled()).toBe(true);
    }
  });

  test('plans what it reads; above the limit it goes on when asked once more', async () => {
    await open();
    await openGaia();
    await button('Plan').click();
    await expect.poll(words).toBe('Reads at most 120,000 rows of 3 files: 4.2 MB in 9 requests.');
    await inPage((window) => (window.stand.costly = true));
    await button('Match').click();
    await expect.poll(words).toContain('above the limit of the settings');
    await button('Match').click();
    await expect.poll(words).toContain('1,234 rows in the result.');
    expect(await last('matchCatalog')).toMatchObject({ agreed: true });
    // What was agreed to is that request alone.
    await page.getByRole('textbox', { name: 'Radius' }).fill('3');
    await button('Match').click();
    await expect.poll(words).toContain('above the limit of the settings');
  });

  test('shows how it goes, and can be cancelled', async () => {
    await open();
    await openGaia();
    await inPage((window) => (window.stand.held = true));
    await button('Match').click();
    await expect.poll(words).toBe('Reading the other side…');
    expect(
      await page.getByRole('progressbar').evaluate((bar) => (bar as HTMLProgressElement).value),
    ).toBe(0.25);
    await expect.poll(() => button('Plan').isDisabled()).toBe(true);
    await button('Cancel').click();
    await expect.poll(words).toBe('Cancelled.');
    expect(await inPage((window) => window.stand.cancelled)).toBe(1);
    await expect.poll(() => button('Match').isEnabled()).toBe(true);
  });

  test('waits for a query that runs', async () => {
    await open();
    await openGaia();
    await inPage((window) => window.stand.emit('state', { running: {} }));
    await expect.poll(() => button('Match').isDisabled()).toBe(true);
    await inPage((window) => window.stand.emit('state', { running: undefined }));
    await expect.poll(() => button('Match').isEnabled()).toBe(true);
  });

  test('takes a file, and tells why another side cannot be had', async () => {
    await open();
    await button('Match with the table of a file').click();
    await expect
      .poll(() => last('lookAtOther'))
      .toEqual({ dataset: { uri: 'file:///mine.csv', part: '' } });
    await choose('Catalogue: Broken');
    await expect
      .poll(() => page.locator('.match-other .match-about').innerText())
      .toBe('The server does not answer.');
    expect(await button('Match').isVisible()).toBe(false);
  });

  test.each(['dark', 'light', 'contrast'] as const)('fits a narrow panel in %s', async (theme) => {
    await open({ width: 400, theme });
    await openGaia();
    const over = await page
      .locator('.match-pane')
      .evaluate((pane) => pane.scrollWidth - pane.clientWidth);
    expect(over).toBeLessThanOrEqual(0);
    await page.screenshot({ path: join(screens, `catalog-match-${theme}.png`) });
  });
});
