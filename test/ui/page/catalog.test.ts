import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { CatalogFailure } from '../../../src/protocol/catalog';
import type { OpenOptions } from './browser';
import { cellOf, DATASET } from './catalog-host';
import type { CatalogWindow } from './catalog-page';
import { hasFocus } from './focus';
import { pageTests } from './page-tests';

let page: Page;
const tests = pageTests<CatalogWindow>('catalog-page.ts');
const { inPage } = tests;

async function open(query = '', options: OpenOptions = {}): Promise<void> {
  page = await tests.open({ query, width: 1200, height: 900, ...options });
  await page.locator('.catalog').waitFor();
}

/** With the form of the data set. */
async function opened(query = '', options: OpenOptions = {}): Promise<void> {
  await open(query, options);
  await page.locator('.catalog-form').waitFor();
}

const form = (): Locator => page.locator('.catalog-form');
const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
const box = (name: string): Locator => page.getByRole('textbox', { name, exact: true });
const select = (name: string): Locator => page.getByRole('combobox', { name, exact: true });
const filter = (): Locator => select('Filter of the query');
const searching = (): Locator => page.getByRole('searchbox', { name: 'Search columns' });
const list = (): Locator => page.getByRole('listbox', { name: 'Columns of the data set' });
const option = (name: string): Locator =>
  list()
    .locator('.column-option')
    .filter({ has: page.getByText(name, { exact: true }) });
const plan = (): Locator => page.getByRole('group', { name: 'Plan' });
const asked = (method: string): Promise<Record<string, unknown>[]> =>
  inPage(
    (window, of) => window.stand.asked.filter((one) => one.method === of).map((one) => one.params),
    method,
  );
const lastAsked = async (method: string): Promise<Record<string, unknown> | undefined> =>
  (await asked(method)).at(-1);
const requested = async (method: string): Promise<Record<string, unknown> | undefined> =>
  (await lastAsked(method))?.['request'] as Record<string, unknown> | undefined;
/** The text of a cell of the rows on show, both counted from 0. */
const cell = (row: number, place: number): Locator =>
  page.locator(`.grid-row[aria-rowindex="${row + 2}"] > .cell[aria-colindex="${place + 2}"]`);
const count = (): Locator => page.locator('.table-count');

/** Runs what is in the form, and gets so many rows. */
async function ran(rows: number): Promise<void> {
  await button('Run').click();
  await expect.poll(() => asked('run')).toHaveLength(1);
  await inPage((window, some) => window.stand.grow(some), rows);
  await cell(0, 0).waitFor();
}

async function ended(rows: number): Promise<void> {
  await ran(rows);
  await inPage((window) => window.stand.end());
  await expect.poll(() => page.locator('.results-figures').textContent()).toMatch(/1\.4 s/);
}

describe('a data set', () => {
  test('is opened by what the panel is for, and says what it is', async () => {
    await opened('words=warned');
    await expect.poll(() => asked('openCatalog')).toEqual([{ dataset: DATASET }]);
    await page.getByRole('heading', { name: 'wise.parquet' }).waitFor();
    await page.getByText('Hive partitions of HEALPix · 747,634,026 rows · 300 columns').waitFor();
    await page.getByText('2 warnings').click();
    await page.getByText('One <b>file</b> has another schema.').waitFor();
    expect(await page.locator('.dataset-line b').count()).toBe(0);
  });

  test('is one of several that the user chooses from, and may change', async () => {
    await open('words=choice');
    await page.getByRole('button', { name: 'HATS margin wise_10arcs' }).click();
    await form().waitFor();
    await page.getByText('HATS margin, order 2').waitFor();
    await select('Which of the catalogues').selectOption({ label: 'HATS catalogue wise' });
    await expect
      .poll(() => lastAsked('openCatalog'))
      .toEqual({ dataset: { ...DATASET, part: 'main' } });
    await page.getByText('Hive partitions of HEALPix').waitFor();
  });

  test('that cannot be opened says why, and is tried again', async () => {
    await open('words=open-fails');
    await page.getByText('The bucket does not let you list it. Sign in.').waitFor();
    await button('Retry').click();
    await form().waitFor();
  });

  test('that the host could not open says why once, and is tried again', async () => {
    await open('words=none');
    await page.getByText('No catalogue is open.').waitFor();
    await inPage(({ stand }, dataset) => {
      const failure: CatalogFailure = {
        ...{ code: 'not-found', message: 'The folder is gone.', retryable: true },
        ...{ of: 'dataset', hint: 'Look whether it has moved.' },
      };
      stand.change({ dataset, failure });
      stand.change({ title: 'The same again' });
    }, DATASET);
    await page.getByText('The folder is gone. Look whether it has moved.').waitFor();
    expect(await asked('openCatalog')).toEqual([]);
    await button('Retry').click();
    await form().waitFor();
    await inPage(({ stand }) => stand.change({ failure: undefined }));
    expect(await page.getByText('The folder is gone.').count()).toBe(0);
  });

  test('is none where the panel is for none', async () => {
    await open('words=none');
    await page.getByText('No catalogue is open.').waitFor();
    expect(await asked('openCatalog')).toEqual([]);
  });
});

describe('columns', () => {
  test('are found by name, unit and description; the chosen ones stand on top in order', async () => {
    await opened();
    await expect
      .poll(() =>
        list().getByRole('option', { selected: true }).locator('.column-name').allTextContents(),
      )
      .toEqual(['designation', 'ra', 'dec', 'w1mpro']);
    await form().getByText('4 of 300 columns').waitFor();
    await searching().fill('profile mag');
    await expect
      .poll(() => list().locator('.column-name').allTextContents())
      .toEqual(['w1mpro', 'w2mpro', 'w3mpro']);
    await option('w2mpro').locator('.column-check').click();
    await searching().fill('');
    await form().getByText('5 of 300 columns').waitFor();
    await option('w2mpro').click();
    await button('Move up').click();
    await list().press('Alt+ArrowUp');
    await button('Plan').click();
    await expect
      .poll(async () => (await requested('plan'))?.['columns'])
      .toEqual(['designation', 'ra', 'w2mpro', 'dec', 'w1mpro']);
  });

  test('of thousands are a few elements, and are chosen with the keys alone', async () => {
    await opened('columns=5000');
    expect(await list().locator('.column-option').count()).toBeLessThan(30);
    await searching().fill('col_4999');
    await searching().press('ArrowDown');
    await page.keyboard.press('Space');
    await form().getByText('5 of 5,000 columns').waitFor();
    await searching().fill('');
    await list().focus();
    await page.keyboard.press('End');
    await expect.poll(() => option('col_4998').count()).toBe(1);
  });

  test('are all, none, or the usual ones of those that are listed', async () => {
    await opened();
    await searching().fill('mag');
    await button('All').click();
    await form().getByText('6 of 300 columns').waitFor();
    await button('None').click();
    await form().getByText('3 of 300 columns').waitFor();
    await searching().fill('');
    await button('All').click();
    await form().getByText('300 of 300 columns. 300 columns are chosen; each is read.').waitFor();
    await button('None').click();
    await button('Plan').click();
    await form().getByText('Choose at least one column.').waitFor();
    await expect.poll(() => hasFocus(searching())).toBe(true);
    expect(await asked('plan')).toEqual([]);
    await button('Default').click();
    await form().getByText('4 of 300 columns').waitFor();
  });

  test('say what is known of them, as text', async () => {
    await opened();
    await option('ext_flg').click();
    const details = page.getByRole('region', { name: 'Metadata of the column' });
    await details.getByText('Extended source flag <b>of</b> 2MASS').waitFor();
    await details.getByText('unit of ext_flg').waitFor();
    await details.getByText('<b>phot.mag</b>').waitFor();
    expect(await details.locator('b').count()).toBe(0);
    expect(await asked('field')).toEqual([{ column: 'ext_flg' }]);
    await button('Close the metadata').click();
    await expect.poll(() => details.isVisible()).toBe(false);
    // Another click on the same column shows it again.
    await option('ext_flg').click();
    await details.getByText('unit of ext_flg').waitFor();
  });

  test('stay where they are when one of them goes up to those chosen, whose place the next takes', async () => {
    await opened();
    await list().evaluate((one) => (one.scrollTop = 2400));
    const top = async (name: string): Promise<number> =>
      (await option(name).boundingBox())?.y ?? Number.NaN;
    await option('col_103').waitFor();
    const [above, place] = [await top('col_102'), await top('col_103')];
    await option('col_103').locator('.column-check').click();
    await form().getByText('5 of 300 columns').waitFor();
    await expect.poll(() => top('col_104')).toBe(place);
    await expect.poll(() => top('col_102')).toBe(above);
  });
});

describe('a region', () => {
  test('is a cone around what is typed, which is looked up', async () => {
    await opened();
    await select('Region').selectOption('cone');
    await page.getByText('Type a position or the name of an object.').waitFor();
    await box('Position or name').fill('L 1495');
    await box('Radius').fill('30');
    await page.getByText('L 1495 is at 04h18m +28d30m, says Sesame.').waitFor();
    await page.getByText('Covers 13.9 square degrees.').waitFor();
    await button('Plan').click();
    await expect
      .poll(() => requested('plan'))
      .toMatchObject({
        region: { kind: 'cone', ra: 64.5, dec: 28.5, radius: 0.5 },
        position: { ra: 'ra', dec: 'dec' },
      });
    await box('Radius').fill('36"');
    await button('Plan').click();
    await expect
      .poll(() => requested('plan'))
      .toMatchObject({ region: { kind: 'cone', radius: 0.01 } });
  });

  test('whose place nobody knows is not asked with', async () => {
    await opened();
    await select('Region').selectOption('cone');
    await box('Radius').fill('1');
    await box('Position or name').fill('nobody');
    // At once, before what is typed has rested.
    await button('Plan').click();
    await form().locator('.form-foot').getByText('Nobody knows “nobody”.').waitFor();
    await expect.poll(() => box('Position or name').getAttribute('aria-invalid')).toBe('true');
    expect(await asked('plan')).toEqual([]);
  });

  test('is a box, in degrees or hours, also across 0', async () => {
    await opened();
    await select('Region').selectOption('box');
    await box('Right ascension from').fill('23h20m');
    await box('Right ascension to').fill('10');
    await box('Declination from').fill('-0:30:00');
    await box('Declination to').fill('100');
    await page.getByText('“100” is no declination.').waitFor();
    await box('Declination to').fill('29');
    await button('Plan').click();
    await expect
      .poll(async () => (await requested('plan'))?.['region'])
      .toEqual({ kind: 'box', ra: [350, 10], dec: [-0.5, 29] });
    await box('Declination from').fill('30');
    await page.getByText('The declination goes from the smaller to the larger value.').waitFor();
  });

  test('is a polygon, a corner a line', async () => {
    await opened();
    await select('Region').selectOption('polygon');
    await box('Corners').fill('62 25\n(66.0, 25.0)\n04h20m +29d00m');
    await page.getByText('All but what it surrounds').click();
    await button('Plan').click();
    await expect
      .poll(async () => (await requested('plan'))?.['region'])
      .toEqual({
        ...{ kind: 'polygon', larger: true },
        corners: [
          [62, 25],
          [66, 25],
          [65, 29],
        ],
      });
    await box('Corners').fill('62 25\nnowhere');
    await page.getByText('“nowhere” is no corner').waitFor();
  });

  test('is that of an open image, as it is or as numbers', async () => {
    await opened();
    await select('Region').selectOption('image');
    await page.getByRole('button', { name: /Circle 1 of L 1495/ }).click();
    await page.getByText('cone of 0.25° around 64 28').waitFor();
    await button('Plan').click();
    await expect
      .poll(async () => (await requested('plan'))?.['region'])
      .toEqual({ kind: 'cone', ra: 64, dec: 28, radius: 0.25 });
    await button('Edit as numbers').click();
    await expect.poll(() => box('Radius').inputValue()).toBe('15');
    await expect.poll(() => select('Unit of the radius').inputValue()).toBe('arcmin');
    await expect.poll(() => box('Position or name').inputValue()).toBe('64 +28');
  });

  test('is a MOC file', async () => {
    await opened();
    await select('Region').selectOption('moc');
    await button('Choose a MOC file…').click();
    await page.getByText('survey.fits: MOC survey.fits').waitFor();
    await button('Plan').click();
    await expect
      .poll(async () => (await requested('plan'))?.['region'])
      .toEqual({ kind: 'moc', text: '3/100-102', name: 'survey.fits' });
  });

  test('needs columns of position, which are chosen where nobody says', async () => {
    await opened('words=no-position');
    expect(await select('Column of right ascension').isVisible()).toBe(false);
    await select('Region').selectOption('image');
    await page.getByRole('button', { name: /L 1495 · SCI/ }).click();
    await button('Plan').click();
    await form().getByText('Choose the columns of right ascension and declination.').waitFor();
    await select('Column of right ascension').selectOption('ra');
    await select('Column of declination').selectOption('dec');
    await button('Plan').click();
    await expect
      .poll(() => requested('plan'))
      .toMatchObject({ position: { ra: 'ra', dec: 'dec' } });
  });
});

describe('a filter', () => {
  test('is completed, and underlined where it makes no sense', async () => {
    await opened();
    await filter().click();
    await page.keyboard.type('ext');
    await expect
      .poll(() => page.locator('.completions:popover-open .completion-name').allTextContents())
      .toEqual(['ext_flg']);
    await page.keyboard.press('Tab');
    await page.keyboard.type(' == 0 and nonsense < 2');
    await page.getByText('There is no column “nonsense”.').waitFor();
    expect(await page.locator('.query-filter .filter-wrong').textContent()).toBe('nonsense');
    await button('Run').click();
    await form().getByText('The filter makes no sense yet.').waitFor();
    expect(await asked('run')).toEqual([]);
    await filter().fill('[("ext_flg", "==", 0)]');
    await filter().press('Enter');
    await expect
      .poll(async () => (await requested('plan'))?.['filter'])
      .toBe('[("ext_flg", "==", 0)]');
  });
});

describe('a plan', () => {
  test('says what would be read, and that it is of another query once that changes', async () => {
    await opened('words=gone');
    await button('Plan').click();
    await plan().getByText('8.4 MB in 34 requests').waitFor();
    expect(await plan().locator('dd').allTextContents()).toEqual([
      '8.4 MB in 34 requests',
      'about 12,300, at most 120,000',
      '5 of HEALPix order 5',
      '5, 5 files',
      '12 of 4,096',
      '1.1 MB in 6 requests',
    ]);
    await plan().getByText('The statistics of one file make no sense.').waitFor();
    await plan().getByText('1 file is gone or broken: rows will be missing.').click();
    await plan().getByText('Norder=2/<b>Dir</b>=0/Npix=7.parquet').waitFor();
    await expect.poll(() => plan().getByText('what was asked before').count()).toBe(0);
    await filter().fill('dec > 1');
    await plan().getByText('This plan is of what was asked before.').waitFor();
    await filter().fill('');
    await expect.poll(() => plan().getByText('what was asked before').count()).toBe(0);
  });

  test('above the limit is asked about before it runs', async () => {
    await opened('words=big');
    await button('Run').click();
    await plan().getByText('This reads 1.2 GB in 34 requests for about 12,300 rows').waitFor();
    await expect
      .poll(() => button('Do not run').evaluate((one) => one.matches(':focus, :focus-within')))
      .toBe(true);
    await button('Do not run').click();
    await expect.poll(() => button('Run all the same').count()).toBe(0);
    await filter().press('Control+Enter');
    await button('Run all the same').click();
    await expect.poll(async () => (await asked('run')).map(({ agreed }) => agreed)).toEqual([true]);
    expect(await asked('plan')).toHaveLength(1);
    await page.getByText('Reading…').first().waitFor();
  });

  test('that is above the limit by now is asked about, too', async () => {
    await opened('words=costly');
    await button('Run').click();
    await button('Run all the same').click();
    await expect
      .poll(async () => (await asked('run')).map(({ agreed }) => agreed))
      .toEqual([false, true]);
  });

  test('is given up where the user does not wait for it', async () => {
    await opened('words=slow');
    await button('Run').click();
    await plan().getByText('Planning: 1 of 5 files…').waitFor();
    await inPage(({ stand }) => stand.change({ planning: undefined }));
    await button('Cancel planning').click();
    await expect.poll(() => plan().isVisible()).toBe(false);
    expect(await asked('run')).toEqual([]);
  });

  test('that fails says so and can be made again; so does a run', async () => {
    await opened('words=run-fails');
    await button('Run').click();
    await plan().getByText('The server does not answer. Try later.').waitFor();
    await button('Retry').click();
    await plan().getByText('8.4 MB in 34 requests').waitFor();
  });
});

describe('a run', () => {
  test('grows the table, which keeps its place, and is paused and stopped', async () => {
    await opened();
    await ran(500);
    await page.getByText('Reading 50 kB of 8.4 MB · 3 of 12 row groups · 500 rows').waitFor();
    await expect.poll(() => cell(3, 0).textContent()).toBe(cellOf(3, 'designation'));
    const grid = page.getByRole('grid');
    await grid.evaluate((one) => (one.scrollTop = 2222));
    await cell(105, 0).click();
    const top = await grid.evaluate((one) => one.scrollTop);
    await inPage((window) => window.stand.grow(90_000));
    await expect.poll(() => count().textContent()).toBe('90,000 rows');
    expect(await grid.evaluate((one) => one.scrollTop)).toBe(top);
    await expect.poll(() => cell(105, 0).getAttribute('aria-selected')).toBe('true');
    await expect.poll(() => page.locator('.cell.loading').count()).toBe(0);
    await button('Pause').click();
    await page.getByText(/^Paused at /).waitFor();
    await button('Resume').click();
    await expect
      .poll(async () => (await asked('pause')).map(({ paused }) => paused))
      .toEqual([true, false]);
    await button('Stop').click();
    await page.locator('.incomplete').getByText('the query was stopped').waitFor();
    await page.getByText('1 more warning', { exact: true }).click();
    await page.getByText('A file is gone.').waitFor();
    // Said once, though the table knows it, too.
    expect(await page.getByText('told twice').count()).toBe(0);
    expect(await page.getByText(/is incomplete/).count()).toBe(1);
    await button('Run again').click();
    await expect.poll(() => asked('run')).toHaveLength(2);
  });

  test('keeps filter and order of a table while it grows', async () => {
    await opened();
    await ran(100);
    const own = select('Filter rows');
    await own.fill('ra > 1');
    await own.press('Enter');
    await expect.poll(() => count().textContent()).toBe('50 of 100 rows');
    await page.getByRole('columnheader', { name: /^ra/ }).click();
    await page.getByRole('columnheader', { name: /^ra/ }).click();
    await expect.poll(() => cell(0, 0).textContent()).toBe(cellOf(98, 'designation'));
    await inPage((window) => window.stand.grow(1000));
    await expect.poll(() => count().textContent()).toBe('500 of 1,000 rows');
    await expect.poll(() => cell(0, 0).textContent()).toBe(cellOf(998, 'designation'));
    expect(await own.inputValue()).toBe('ra > 1');
  });

  test('shows the rows it had, in their order, until those of the grown table are there', async () => {
    await opened();
    await ran(600);
    await page.getByRole('columnheader', { name: /^ra/ }).click();
    await page.getByRole('columnheader', { name: /^ra/ }).click();
    await expect.poll(() => cell(0, 0).textContent()).toBe(cellOf(599, 'designation'));
    await inPage((window) => {
      const seen = { blank: 0, frames: 0 };
      const look = (): void => {
        seen.frames++;
        seen.blank += document.querySelectorAll('.results-table .cell.loading').length;
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
      Object.assign(window, { seen });
      window.stand.grow(900);
    });
    await expect.poll(() => cell(0, 0).textContent()).toBe(cellOf(899, 'designation'));
    const seen = await inPage(
      (window) => (window as unknown as { seen: { blank: number; frames: number } }).seen,
    );
    expect(seen.frames).toBeGreaterThan(2);
    expect(seen.blank).toBe(0);
  });

  test('whose rows cannot be shown says why, and what to do next', async () => {
    await opened();
    await ended(50);
    await inPage(({ stand }) =>
      stand.change({
        table: undefined,
        failure: {
          ...{ of: 'result', code: 'format', message: 'The kept file is <b>damaged</b>.' },
          ...{ hint: 'Run the query again.', retryable: false },
        },
      }),
    );
    const instead = page.locator('.results-instead');
    await instead.getByText('The rows cannot be shown').waitFor();
    await instead.getByText('The kept file is <b>damaged</b>. Run the query again.').waitFor();
    await instead.getByRole('button', { name: 'Run again' }).click();
    await expect.poll(() => asked('run')).toHaveLength(2);
    await inPage(({ stand }) => stand.change({ failure: undefined, result: undefined }));
  });

  test('is exported in five formats', async () => {
    await opened();
    await ended(50);
    const formats: readonly (readonly [string, string, string])[] = [
      ['CSV', 'csv', 'csv'],
      ['VOTable', 'votable', 'vot'],
      ['ECSV', 'ecsv', 'ecsv'],
      ['FITS', 'fits', 'fits'],
      ['Parquet', 'parquet', 'parquet'],
    ];
    for (const [label, format, ending] of formats) {
      await button('Export table').click();
      expect(await page.getByRole('menuitem', { name: /^Export as/ }).count()).toBe(5);
      await page.getByRole('menuitem', { name: `Export as ${label}`, exact: true }).click();
      await expect.poll(async () => (await lastAsked('exportTable'))?.['format']).toBe(format);
      expect((await lastAsked('exportTable'))?.['name']).toMatch(new RegExp(`\\.${ending}$`));
      await page.getByText('Exported 50 rows of 4 columns.').waitFor();
    }
  });

  test('takes up what is the newest about once a second, and the end at once', async () => {
    await opened();
    await ran(10);
    const before = (await asked('table')).length;
    await inPage(async (window) => {
      for (let step = 1; step <= 20; step++) {
        window.stand.grow(10 + step);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      window.stand.end();
    });
    await expect.poll(() => count().textContent()).toBe('30 rows');
    expect((await asked('table')).length - before).toBeLessThanOrEqual(3);
    await expect
      .poll(() => page.locator('.results-figures').textContent())
      .toMatch(/^30 rows · 8\.4 MB · 34 requests · 1\.4 s · Run today at/);
    expect(await page.locator('.incomplete').count()).toBe(0);
  });

  test('that found nothing says so', async () => {
    await opened();
    await button('Run').click();
    await expect.poll(() => asked('run')).toHaveLength(1);
    await inPage((window) => {
      window.stand.grow(0);
      window.stand.end();
    });
    await page.getByText('This table has no rows').waitFor();
  });
});

describe('chosen rows', () => {
  test('are told of, shown alone with filter and order, and let go', async () => {
    await opened();
    await ended(1000);
    await inPage(({ stand }) => {
      stand.asked.length = 0;
    });
    await cell(4, 0).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Choose this row' }).click();
    await page.getByText('1 row chosen').waitFor();
    await select('Filter rows').fill('ra > 1');
    await select('Filter rows').press('Enter');
    await expect.poll(() => count().textContent()).toBe('500 of 1,000 rows');
    await cell(4, 0).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Choose the rows of the filter' }).click();
    await page.getByText('500 rows chosen').waitFor();
    await expect.poll(() => page.locator('.grid-row.marked').count()).toBeGreaterThan(10);
    await select('Filter rows').fill('');
    await select('Filter rows').press('Enter');
    await page.getByRole('checkbox', { name: 'Chosen rows only' }).click();
    await expect.poll(() => cell(1, 0).textContent()).toBe(cellOf(2, 'designation'));
    await page.getByRole('columnheader', { name: /^ra/ }).click();
    await page.getByRole('columnheader', { name: /^ra/ }).click();
    await expect.poll(() => cell(0, 0).textContent()).toBe(cellOf(998, 'designation'));
    await button('Choose none').click();
    await expect.poll(() => page.locator('.chosen-bar').isVisible()).toBe(false);
    await expect.poll(() => cell(0, 0).textContent()).toBe(cellOf(999, 'designation'));
  });

  test('and a row that is asked for come in sight', async () => {
    await opened();
    await ended(5000);
    await inPage((window) => window.stand.emit('revealRow', { row: 4000 }));
    await expect.poll(() => cell(4000, 0).textContent()).toBe(cellOf(4000, 'designation'));
  });
});

describe('what the user looks at', () => {
  test('is told of: statistics of a column, and a cell in full', async () => {
    await opened();
    await ended(1000);
    await cell(4, 1).click({ button: 'right' });
    await page.getByRole('menuitem', { name: /statistics/i }).click();
    const column = page.getByRole('region', { name: 'Column', exact: true });
    await column.getByText('Right ascension (J2000)').waitFor();
    await column.locator('tr[data-row="Mean"]').getByText('63.4375').waitFor();
    await page.getByRole('tab', { name: 'Cell' }).click();
    const shown = page.getByRole('region', { name: 'Cell', exact: true });
    await shown.getByText(cellOf(4, 'ra'), { exact: true }).first().waitFor();
    await expect.poll(() => column.isVisible()).toBe(false);
  });
});

describe('the panel', () => {
  test('is as it was left when it comes back', async () => {
    await opened();
    await select('Region').selectOption('cone');
    await box('Position or name').fill('L 1495');
    await box('Radius').fill('2');
    await select('Unit of the radius').selectOption('deg');
    await filter().fill('ext_flg == 0');
    await option('w2mpro').locator('.column-check').click();
    await page.getByText('Covers').waitFor();
    await ended(1000);
    await cell(7, 1).click();
    await expect
      .poll(() => inPage((window) => window.kept))
      .toMatchObject({ dataset: DATASET, result: 'r1', table: { cell: { row: 7 } } });
    const kept = await inPage((window) => window.kept);
    await inPage(({ reopen }, state) => reopen(state), kept);
    await expect.poll(() => box('Position or name').inputValue()).toBe('L 1495');
    await expect.poll(() => select('Unit of the radius').inputValue()).toBe('deg');
    await expect.poll(() => filter().inputValue()).toBe('ext_flg == 0');
    await form().getByText('5 of 300 columns').waitFor();
    await expect.poll(() => cell(7, 1).getAttribute('aria-selected')).toBe('true');
  });

  test('takes nothing from what is no state of it', async () => {
    await opened();
    await inPage(({ reopen }) =>
      reopen({ form: { dataset: { uri: 3 }, region: 7 }, panes: [], table: 'x', plots: null }),
    );
    await form().waitFor();
    await expect.poll(() => select('Region').inputValue()).toBe('everywhere');
  });

  test('fills in what a result that is opened again was asked with', async () => {
    await opened();
    await inPage(
      ({ stand }, dataset) =>
        stand.change({
          request: {
            ...{ dataset, columns: ['dec', 'ra'], filter: 'ra > 3' },
            region: { kind: 'box', ra: [62, 66], dec: [25, 29] },
            position: { ra: 'ra', dec: 'dec' },
          },
        }),
      DATASET,
    );
    await expect.poll(() => box('Declination to').inputValue()).toBe('29');
    await expect.poll(() => filter().inputValue()).toBe('ra > 3');
    await form().getByText('2 of 300 columns').waitFor();
    // Also where the data set is told of anew with it.
    await inPage(({ stand }) => {
      const { request, catalog } = stand.state;
      if (request !== undefined && catalog !== undefined) {
        stand.change({
          catalog: { ...catalog, warnings: ['Another.'] },
          request: { ...request, filter: 'ra > 4' },
        });
      }
    });
    await expect.poll(() => filter().inputValue()).toBe('ra > 4');
    await filter().fill('ra > 5');
    await inPage(({ stand }) => stand.change({}));
    expect(await filter().inputValue()).toBe('ra > 5');
  });

  test('has tabs where it is narrow, and plots beside the rows where it is wide', async () => {
    await opened('', { width: 420 });
    await ran(100);
    await expect.poll(() => form().isVisible()).toBe(false);
    await page.getByRole('tab', { name: 'Plots' }).click();
    await expect.poll(() => page.locator('.results').isVisible()).toBe(false);
    await page.getByRole('tab', { name: 'Query' }).click();
    await form().waitFor();
    await page.setViewportSize({ width: 1300, height: 800 });
    await cell(0, 0).waitFor();
    await page.locator('.catalog-beside').waitFor();
    await expect.poll(() => page.getByRole('tab', { name: 'Table' }).isVisible()).toBe(false);
    await button('Query').click();
    await expect.poll(() => form().isVisible()).toBe(false);
  });

  test('has all of the plots where it is narrow', async () => {
    await opened('', { width: 400, height: 760 });
    await ended(2000);
    await page.getByRole('tab', { name: 'Plots', exact: true }).locator('visible=true').click();
    await page.locator('.plots-view[data-drawn]').waitFor();
    const { width = 0, height = 0 } = (await page.locator('.plots-view').boundingBox()) ?? {};
    expect(width).toBeGreaterThan(380);
    expect(height).toBeGreaterThan(300);
    const cut = await inPage(
      () =>
        [
          ...document.querySelectorAll<HTMLElement>(
            '.plots-head vscode-button, .plots-head select, .plots-head input',
          ),
        ]
          .filter((one) => one.offsetParent !== null)
          .map((one) => one.getBoundingClientRect())
          .filter(({ left, right }) => left < 0 || right > window.innerWidth).length,
    );
    expect(cut).toBe(0);
    const axis = page.getByRole('combobox', { name: 'Horizontal axis' });
    expect((await axis.boundingBox())?.width).toBeGreaterThan(90);
  });

  test('hands the same query on as a notebook and as Python, and copies', async () => {
    await opened();
    await button('More').click();
    await page.getByRole('menuitem', { name: 'Copy as Python' }).click();
    await page.getByText('Copied as Python.').waitFor();
    await button('More').click();
    await page.getByRole('menuitem', { name: 'Open as LSDB/Dask notebook' }).click();
    await expect.poll(() => requested('notebook')).toMatchObject({ dataset: DATASET, filter: '' });
    await button('Copy the address of the data set').click();
    await expect.poll(() => lastAsked('copy')).toEqual({ text: 's3://wise/wise.parquet/' });
  });
});
