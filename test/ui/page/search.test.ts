import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { OpenOptions } from './browser';
import { pageTests } from './page-tests';
import type { SearchWindow } from './search-page';

let page: Page;
const tests = pageTests<SearchWindow>('search-page.ts');
const { inPage } = tests;

async function open(query = '', options: OpenOptions = {}): Promise<void> {
  page = await tests.open({ query, width: 1300, height: 800, ...options });
  await page.locator('.search').waitFor();
}

const form = (): Locator => page.locator('.search-form');
const group = (name: string): Locator => form().getByRole('group', { name, exact: true });
const input = (name: string): Locator => form().getByRole('combobox', { name, exact: true });
const chips = (name: string): Promise<string[]> =>
  group(name).locator('.chip-text').allTextContents();
const asked = (method: string): Promise<Record<string, unknown>[]> =>
  inPage(
    (window, of) => window.stand.asked.filter((one) => one.method === of).map((one) => one.params),
    method,
  );
const lastAsked = async (method: string): Promise<Record<string, unknown> | undefined> =>
  (await asked(method)).at(-1);
const search = (): Locator => form().getByRole('button', { name: 'Search', exact: true });
/** The first cell of a row of the table, counted from 0. */
const row = (at: number): Locator =>
  page.locator(`.grid-row[aria-rowindex="${at + 2}"] > .cell[aria-colindex="2"]`);
const products = (): Locator => page.getByRole('listbox', { name: 'Products' });
const product = (name: RegExp): Locator => products().getByRole('option', { name });

/** Searches for JWST and gets all rows of the stand. */
async function searched(rows = 1000, total: number | undefined = rows): Promise<void> {
  await input('Mission').fill('JWST');
  await input('Mission').press('Enter');
  await search().click();
  await expect.poll(async () => (await asked('runSearch')).length).toBe(1);
  await inPage(
    (window, [some, all]) => window.stand.end(some as number, all as number),
    [rows, total],
  );
  await row(0).waitFor();
}

describe('the form', () => {
  test('shows the first columns of the service, and finds any other by typing', async () => {
    await open();
    await group('Mission').waitFor();
    await expect
      .poll(() => form().locator('.field-label').allTextContents())
      .toEqual(['Place', 'Mission', 'Instrument', 'Start Time', 'Calibration Level']);
    await input('Add a criterion').fill('expo');
    await page.getByRole('option', { name: /Exposure Length/ }).click();
    await group('Exposure Length').waitFor();
    const from = group('Exposure Length').getByRole('textbox', { name: 'Exposure Length from' });
    await expect.poll(() => from.evaluate((one) => one === document.activeElement)).toBe(true);
    await expect.poll(() => from.getAttribute('placeholder')).toBe('0');
    await input('Add a criterion').fill('proposer');
    await input('Add a criterion').press('Enter');
    await group('Target Name').waitFor();
    await expect.poll(() => form().locator('b').count()).toBe(0);
    await form().getByRole('button', { name: 'Remove the criterion Target Name' }).click();
    await expect.poll(() => group('Target Name').count()).toBe(0);
  });

  test('offers known values, and takes several, and what nobody knows', async () => {
    await open();
    await input('Mission').click();
    await expect
      .poll(() => page.locator('.completions:popover-open .completion-name').allTextContents())
      .toEqual(['HST', 'JWST', 'TESS', 'GALEX']);
    await page.keyboard.type('jw');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => chips('Mission')).toEqual(['JWST']);
    await page.keyboard.type('hst,');
    await expect.poll(() => chips('Mission')).toEqual(['JWST', 'HST']);
    await page.keyboard.press('Backspace');
    await expect.poll(() => chips('Mission')).toEqual(['JWST']);
    await input('Instrument').fill('NIRISS*');
    await input('Instrument').press('Tab');
    await expect.poll(() => chips('Instrument')).toEqual(['NIRISS*']);
    await input('Calibration Level').click();
    await page.getByRole('option', { name: /2\s*calibrated/ }).click();
    await expect.poll(() => chips('Calibration Level')).toEqual(['2']);
    await group('Mission').getByRole('button', { name: 'Remove JWST' }).click();
    await expect.poll(() => chips('Mission')).toEqual([]);
  });

  test('counts what is filled in, and says what is wrong with it', async () => {
    await open();
    await input('Mission').fill('JWST');
    await input('Mission').press('Enter');
    await form().getByText('1,234 rows').waitFor();
    await input('Instrument').fill('NIRCAM/IMAGE');
    await input('Instrument').press('Enter');
    await form().getByText('2,468 rows').waitFor();
    expect(await lastAsked('countSearch')).toEqual({
      ...{ service: 'mast', place: '', radius: '' },
      fields: {
        obs_collection: { values: ['JWST'] },
        instrument_name: { values: ['NIRCAM/IMAGE'] },
      },
    });
    await input('Add a criterion').fill('expo');
    await input('Add a criterion').press('Enter');
    await page.keyboard.type('ten');
    await form().getByText('“ten” of “Exposure Length” is no number.').waitFor();
    await expect.poll(() => form().locator('.form-count').textContent()).toBe('');
  });

  test('says how a place is understood', async () => {
    await open();
    const place = form().getByRole('textbox', { name: 'Position or name' });
    await place.fill('M 101');
    await form().getByText('M 101: 14h03m12.54s +54d20m56.2s (ICRS), within 0.2 deg').waitFor();
    await place.fill('nobody knows');
    await form().getByText('Nobody knows “nobody knows”.').waitFor();
    await expect.poll(() => place.getAttribute('aria-invalid')).toBe('true');
    await place.fill('');
    await expect.poll(() => form().locator('.place-words').isVisible()).toBe(false);
  });

  test('is another one for another service; the place stays', async () => {
    await open();
    await form().getByRole('textbox', { name: 'Position or name' }).fill('M 101');
    await input('Mission').fill('JWST');
    await input('Mission').press('Enter');
    await form().getByRole('combobox', { name: 'Service' }).selectOption('irsa');
    await group('Collection').waitFor();
    await form().getByText('Almost a billion rows').waitFor();
    await form().getByText('This service does not count beforehand.').waitFor();
    await search().click();
    await expect
      .poll(() => lastAsked('runSearch'))
      .toEqual({
        form: { service: 'irsa', place: 'M 101', radius: '', fields: {} },
        ...{ asNew: false, evenIfCostly: false },
      });
  });

  test('that cannot be had is asked for again', async () => {
    await open('words=columns-fail');
    await form().getByText('MAST did not say which columns can be searched. Try later.').waitFor();
    await form().getByRole('button', { name: 'Retry' }).click();
    await group('Mission').waitFor();
  });

  test('searches for nothing only after it has said so', async () => {
    await open();
    await group('Mission').waitFor();
    await search().click();
    await form().getByText('Give a place, or at least one criterion.').waitFor();
    expect(await asked('runSearch')).toEqual([]);
  });
});

describe('a search', () => {
  test('shows how far it is, can be cancelled, and is not cut silently', async () => {
    await open();
    await page.getByText('Nothing has been searched for yet').waitFor();
    await input('Mission').fill('JWST');
    await input('Mission').press('Control+Enter');
    const results = page.getByRole('region', { name: 'Results' });
    await results.getByText('MAST is working on it…').waitFor();
    await inPage(({ stand }) => stand.progress(500, 83412));
    await results.getByText('Rows are coming in… 500 of 83,412 rows').waitFor();
    await results.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(async () => (await asked('cancelSearch')).length).toBe(1);
    await inPage(({ stand }) => stand.end(500, 83412, 'Only 500 of 83,412 came.'));
    await results.getByText(/^500 of 83,412 rows · Run today at /).waitFor();
    await results.getByText('Only 500 of 83,412 came.').waitFor();
    await row(0).waitFor();
  });

  test('that a service will hardly answer is sent when the user wants it all the same', async () => {
    await open('words=costly');
    await input('Mission').fill('JWST');
    await input('Mission').press('Control+Enter');
    await page.getByText('That is nearly a billion rows. Name a collection.').waitFor();
    await page.getByRole('button', { name: 'Search all the same' }).click();
    await expect
      .poll(() => lastAsked('runSearch'))
      .toMatchObject({
        ...{ asNew: false, evenIfCostly: true },
      });
  });

  test('is filled in and narrowed by others, without what is being typed getting lost', async () => {
    await open();
    await searched();
    await input('Instrument').fill('NIRCAM/IMAGE');
    await input('Instrument').press('Enter');
    await inPage(({ stand }) => stand.emit('search', stand.state));
    await expect.poll(() => chips('Instrument')).toEqual(['NIRCAM/IMAGE']);
    await inPage(({ stand }) =>
      stand.emit('fill', {
        ...{ service: 'mast', place: '', radius: '' },
        fields: { obs_collection: { values: ['HST'] } },
      }),
    );
    await expect.poll(() => chips('Mission')).toEqual(['HST']);
    await expect.poll(() => chips('Instrument')).toEqual([]);
  });

  test('comes back as it was left', async () => {
    await open();
    await searched();
    await input('Instrument').fill('NIRCAM/IMAGE');
    await input('Instrument').press('Enter');
    await row(3).click();
    await product(/^rate_3\.fits/).waitFor();
    const kept = await inPage((window) => window.kept);
    expect(kept).toMatchObject({ id: 's1', table: { cell: { row: 3 } } });
    await inPage(({ reopen }, state) => reopen(state), kept);
    await expect.poll(() => chips('Instrument')).toEqual(['NIRCAM/IMAGE']);
    await expect.poll(() => chips('Mission')).toEqual(['JWST']);
    await product(/^rate_3\.fits/).waitFor();
  });
});

describe('the products of the chosen row', () => {
  test('are listed science first, with their places and reasons; the others one click away', async () => {
    await open();
    await searched();
    await page.getByText('Choose a row to see its products.').waitFor();
    await row(1).click();
    await product(/^rate_1\.fits, RATE · level 2 · 84 MB · recommended, S3$/).waitFor();
    await product(/^cal_1\.fits.*look-up failed: retry$/).waitFor();
    await page.getByText('2 science products, +5 auxiliary').waitFor();
    await expect.poll(() => products().getByRole('option').count()).toBe(2);
    await page.getByRole('button', { name: '+5 auxiliary' }).click();
    await expect.poll(() => products().getByRole('option').count()).toBe(7);
    await page.getByRole('button', { name: 'Look up again' }).click();
    await product(/^cal_1\.fits.*not in the cloud$/).waitFor();
    await expect.poll(() => products().locator('i').count()).toBe(0);
  });

  test('follow the row, and are asked for when that rests', async () => {
    await open();
    await searched();
    await row(0).click();
    await product(/^rate_0\.fits/).waitFor();
    const before = (await asked('products')).length;
    for (let step = 0; step < 6; step++) {
      await page.keyboard.press('ArrowDown');
    }
    await product(/^rate_6\.fits/).waitFor();
    expect((await asked('products')).length - before).toBeLessThan(6);
    expect(await lastAsked('products')).toEqual({ row: 6 });
  });

  test('are opened, downloaded and copied, by mouse and keyboard', async () => {
    await open();
    await searched();
    await row(2).click();
    await product(/^rate_2\.fits.*S3$/).dblclick();
    await expect.poll(() => lastAsked('openProduct')).toEqual({ row: 2, product: 'rate' });
    await product(/^rate_2\.fits/).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Copy S3 URI' }).click();
    await expect
      .poll(() => lastAsked('copyProducts'))
      .toEqual({
        ...{ row: 2, products: ['rate'], address: 's3' },
      });
    await page.getByText('Copied 1 S3 URI.').waitFor();
    await product(/^rate_2\.fits/).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => lastAsked('openProduct')).toEqual({ row: 2, product: 'cal' });
    await page.keyboard.press('Shift+F10');
    await expect
      .poll(() => page.getByRole('menuitem', { name: 'Copy S3 URI' }).getAttribute('aria-disabled'))
      .toBe('true');
    await page.getByRole('menuitem', { name: 'Download' }).click();
    await expect.poll(() => lastAsked('downloadProducts')).toEqual({ row: 2, products: ['cal'] });
    await page.getByRole('button', { name: 'Copy as Python' }).click();
    await expect.poll(() => lastAsked('copyPython')).toMatchObject({ row: 2 });
  });

  test('are all shown where none is of science', async () => {
    await open('words=auxiliary-only');
    await searched();
    await row(0).click();
    await expect.poll(() => products().getByRole('option').count()).toBe(5);
    await expect.poll(() => page.locator('.products-more').isVisible()).toBe(false);
  });
});

describe('the sky', () => {
  test('shows the rows, and a row that is chosen there is chosen in the table', async () => {
    await open();
    await searched();
    await page.getByText('100 footprints').waitFor();
    const sky = page.locator('.footprints-sky');
    await sky.focus();
    await page.keyboard.press('n');
    await page.keyboard.press('n');
    await page.keyboard.press('Enter');
    await product(/^rate_1\.fits/).waitFor();
    const chosen = page.locator('.grid-row[aria-rowindex="3"]');
    await expect.poll(() => chosen.getAttribute('class')).toContain('grid-row');
    await expect.poll(() => chosen.locator('[aria-selected="true"]').count()).toBeGreaterThan(0);
  });
});
