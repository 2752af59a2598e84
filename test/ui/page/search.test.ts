import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { OpenOptions } from './browser';
import { hasFocus } from './focus';
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
const finder = (): Locator => input('Add a criterion');
const chips = (name: string): Promise<string[]> =>
  group(name).locator('.chip-text').allTextContents();
const asked = (method: string): Promise<Record<string, unknown>[]> =>
  inPage(
    (window, of) => window.stand.asked.filter((one) => one.method === of).map((one) => one.params),
    method,
  );
const lastAsked = async (method: string): Promise<Record<string, unknown> | undefined> =>
  (await asked(method)).at(-1);
const service = (): Locator => form().getByRole('combobox', { name: 'Service' });
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
      .toEqual(['Place', 'Radius', 'Mission', 'Instrument', 'Start Time', 'Calibration Level']);
    await finder().fill('expo');
    await page.getByRole('option', { name: /Exposure Length/ }).click();
    await group('Exposure Length').waitFor();
    const from = group('Exposure Length').getByRole('textbox', { name: 'Exposure Length from' });
    await expect.poll(() => hasFocus(from)).toBe(true);
    await expect.poll(() => from.getAttribute('placeholder')).toBe('0');
    await finder().fill('proposer');
    await finder().press('Enter');
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
    await finder().fill('expo');
    await finder().press('Enter');
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
    await service().selectOption('irsa');
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

  test('is there before its known values are, and takes them up without what is typed getting lost', async () => {
    await open('words=values-late');
    await input('Mission').click();
    await form().getByText('Asking which values there are…').waitFor();
    await input('Mission').fill('jw');
    await inPage(({ stand }) => stand.giveValues());
    const offered = page.locator('.completions:popover-open .completion-name');
    await expect.poll(() => offered.allTextContents()).toEqual(['JWST']);
    await expect.poll(() => input('Mission').inputValue()).toBe('jw');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => chips('Mission')).toEqual(['JWST']);
    await expect.poll(() => form().getByText('Asking which values').isVisible()).toBe(false);
  });

  test('can be filled in without known values, which are asked for again', async () => {
    await open('words=values-fail');
    await form().getByText('The known values are missing: MAST is away.').waitFor();
    await input('Mission').fill('JWST');
    await input('Mission').press('Enter');
    await form().getByRole('button', { name: 'Retry' }).click();
    await expect.poll(() => form().getByText('The known values').isVisible()).toBe(false);
    await expect.poll(() => chips('Mission')).toEqual(['JWST']);
    await input('Mission').click();
    await page.getByRole('option', { name: /TESS/ }).waitFor();
  });

  test('shows several places and ranges of a search, and asks for all of them', async () => {
    await open();
    await group('Mission').waitFor();
    const filled = {
      ...{ service: 'irsa', place: '150.01 2.2; 151 2.5', radius: '0.1 deg' },
      fields: { band: { values: ['3 um..4 um', '>=20 um'] } },
    };
    await inPage(({ stand }, given) => stand.emit('fill', given), filled);
    await expect.poll(() => chips('Wavelength')).toEqual(['3 um..4 um', '>=20 um']);
    const place = form().getByRole('textbox', { name: 'Position or name' });
    await expect.poll(() => place.inputValue()).toBe('150.01 2.2; 151 2.5');
    await search().click();
    await expect.poll(() => lastAsked('runSearch')).toMatchObject({ form: filled });
    for (const range of filled.fields.band.values) {
      await group('Wavelength')
        .getByRole('button', { name: `Remove ${range}` })
        .click();
    }
    // Two ends again, as for a single range.
    await group('Wavelength').getByRole('textbox', { name: 'Wavelength from' }).waitFor();
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
    await results.getByRole('button', { name: 'Run again' }).click();
    await expect.poll(() => lastAsked('rerunSearch')).toEqual({ evenIfCostly: false });
    await results.getByText('MAST is working on it…').waitFor();
    await inPage(({ stand }) => stand.end(1000, 1000));
    await results.getByText(/^1,000 rows · Run today at /).waitFor();
    await expect.poll(() => results.getByText('Only 500').isVisible()).toBe(false);
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

  test('that is a query shows what it asks, to be run again and changed', async () => {
    await open();
    await group('Mission').waitFor();
    await inPage(({ stand }) => {
      stand.state = {
        ...{ ...stand.state, id: 'q1', title: 'A query' },
        query: { adql: 'SELECT *\nFROM <b>t</b>', service: 'IRSA' },
      };
      stand.end(1000, 1000);
    });
    await row(0).waitFor();
    const query = page.getByRole('region', { name: 'Query' });
    await query.getByText('ADQL query to IRSA').waitFor();
    await expect.poll(() => query.locator('pre').textContent()).toBe('SELECT *\nFROM <b>t</b>');
    await expect.poll(() => form().first().isVisible()).toBe(false);
    await query.getByRole('button', { name: 'Edit query' }).click();
    await expect.poll(() => lastAsked('editQuery')).toEqual({});
    await query.getByRole('button', { name: 'Copy as Python' }).click();
    await expect.poll(() => lastAsked('copyPython')).toEqual({});
    await query.getByRole('button', { name: 'Run again' }).click();
    await expect.poll(() => lastAsked('rerunSearch')).toEqual({ evenIfCostly: false });
  });

  test('shows a row that is asked for before the rows are there', async () => {
    await open();
    await group('Mission').waitFor();
    await inPage(({ stand }) => {
      stand.end(1000, 1000);
      stand.emit('revealRow', { row: 700 });
    });
    await row(700).waitFor();
    await product(/^rate_700\.fits/).waitFor();
    await inPage(({ stand }) => stand.emit('revealRow', { row: 3 }));
    await product(/^rate_3\.fits/).waitFor();
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

  test('of any row are had from its menu, too', async () => {
    await open();
    await searched();
    await row(4).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Open in viewer' }).click();
    await expect.poll(() => lastAsked('openProduct')).toEqual({ row: 4 });
    await row(5).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Copy S3 URI' }).click();
    await expect.poll(() => lastAsked('copyProducts')).toEqual({ row: 5, address: 's3' });
    await page.getByText('Copied the S3 URI.').waitFor();
    await row(6).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Copy as Python' }).click();
    await expect.poll(() => lastAsked('copyPython')).toEqual({ row: 6 });
  });

  test('are chosen by a filter, which stays from row to row', async () => {
    await open();
    await searched();
    await row(1).click();
    await product(/^rate_1\.fits/).waitFor();
    const filter = page.getByRole('combobox', { name: 'Filter products' });
    await filter.fill('gr');
    await page.getByRole('option', { name: /group=rate/ }).click();
    await page.getByText('1 science product of 7 products').waitFor();
    await expect.poll(() => products().getByRole('option').count()).toBe(1);
    await page.getByRole('button', { name: 'Download the products shown' }).click();
    await expect.poll(() => lastAsked('downloadProducts')).toEqual({ row: 1, products: ['rate'] });
    await row(2).click();
    await product(/^rate_2\.fits/).waitFor();
    await page.getByText('1 science product of 7 products').waitFor();
    await filter.fill('=');
    await page.getByText('“=” is no filter of files.').waitFor();
    await filter.press('Escape');
    await filter.press('Escape');
    await page.getByText('2 science products, +5 auxiliary').waitFor();
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

describe('the layout', () => {
  const splitter = (name: string): Locator => page.getByRole('separator', { name });
  const height = async (): Promise<number> =>
    (await page.locator('.search-bottom').boundingBox())?.height ?? 0;

  test('gives the products the height that is wanted, and keeps it', async () => {
    await open();
    await expect.poll(() => page.locator('.search-bottom').isVisible()).toBe(false);
    await searched();
    const before = await height();
    await splitter('Height of the products').focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await expect.poll(height).toBeCloseTo(before + 32, 0);
    const kept = await inPage((window) => window.kept);
    expect(kept).toMatchObject({ panes: { productsHeight: Math.round(before + 32) } });
  });

  test('hides the form, and shows it again', async () => {
    await open();
    await searched();
    await page.getByRole('button', { name: 'Form', exact: true }).click();
    await expect.poll(() => form().isVisible()).toBe(false);
    const kept = await inPage((window) => window.kept);
    await inPage(({ reopen }, state) => reopen(state), kept);
    await row(0).waitFor();
    await expect.poll(() => form().isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Form', exact: true }).click();
    await expect.poll(() => chips('Mission')).toEqual(['JWST']);
  });

  test('has the sky in a tab where there is less room', async () => {
    await open('', { width: 800, height: 800 });
    await searched();
    await row(1).click();
    await product(/^rate_1\.fits/).waitFor();
    await page.getByRole('tab', { name: 'Sky' }).click();
    await page.getByText('100 footprints').waitFor();
    await expect.poll(() => products().isVisible()).toBe(false);
    await page.locator('.footprints-sky[data-view]').focus();
    await page.keyboard.press('n');
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: 'Sky' }).focus();
    await page.keyboard.press('ArrowLeft');
    // The next after the row that was chosen.
    await product(/^rate_2\.fits/).waitFor();
  });

  test('shows form and rows in turns where there is little room', async () => {
    await open('', { width: 480, height: 800 });
    await input('Mission').fill('JWST');
    await input('Mission').press('Enter');
    await expect.poll(() => page.locator('.search-middle').isVisible()).toBe(false);
    await search().click();
    await page.getByText('MAST is working on it…').waitFor();
    await inPage(({ stand }) => stand.end(1000, 1000));
    await row(0).waitFor();
    await expect.poll(() => form().isVisible()).toBe(false);
    await page.getByRole('tab', { name: 'Form' }).click();
    await expect.poll(() => chips('Mission')).toEqual(['JWST']);
  });
});
