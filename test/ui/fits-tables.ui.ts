import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { largeTableColumns, largeTableValue } from '../support/s3/large-table';
import { openEditor, type Editor } from './support/editor';
import { Grid } from './support/grid';
import { screenshot, screenshotThemes } from './support/screenshot';
import { trueTable } from './support/true-table';
import { readSample, readTruth, type HduTruth } from './support/truth';
import { Viewer } from './support/viewer';
import {
  closeAllEditors,
  expand,
  listedNotification,
  openSidebar,
  patience,
  quickInput,
  treeItem,
} from './support/workbench';

const key = 'catalogs/sources.fits';
const table = trueTable(readSample(key), readTruth(key).hdus[1] as HduTruth);
const all = Array.from({ length: table.rows }, (_, row) => row);
const magnitude = (row: number): number => Number(table.at(row, 'MAG_R'));
const byMagnitude = all.toSorted((a, b) => magnitude(a) - magnitude(b));
/** `MAG_R < 20 and STAR`, faintest first. */
const brightStars = byMagnitude
  .filter((row) => magnitude(row) < 20 && table.at(row, 'STAR') === true)
  .toReversed();

const lastRow = 10_000_000 - 1;

/** A person's way through a catalogue; each test goes on from the last. */
describe('a table', () => {
  let editor: Editor;
  let viewer: Viewer;
  let grid: Grid;
  beforeAll(async () => {
    editor = await openEditor();
    // All seven columns are in sight, with the inspector beside them.
    await editor.page.setViewportSize({ width: 1900, height: 900 });
    await openSidebar(editor.page);
    await expand(editor.page, 'My buckets', 'Sample sky data', 'catalogs');
  });
  afterAll(() => editor.close());

  const open = async (): Promise<void> => {
    await treeItem(editor.page, 'sources.fits').first().click();
    viewer = await Viewer.shown(editor.page);
    grid = new Grid(viewer);
    await grid.ready();
  };
  const clipboard = (): Promise<string> =>
    editor.page.evaluate<string>('navigator.clipboard.readText()');
  /** The rows on show, from the first, are these rows of the table. */
  const expectRows = async (rows: readonly number[]): Promise<void> => {
    await expect
      .poll(async () => (await grid.numbers()).slice(0, 12), { timeout: patience })
      .toEqual(rows.slice(0, 12).map((row) => row + 1));
    await grid.ready();
    for (const [place, name] of table.names.entries()) {
      for (const row of [0, 1, 11]) {
        await grid.expectCell([row, place], table.at(rows[row] as number, name));
      }
    }
  };

  test('opens at a click with its first rows, for a few kilobytes', async () => {
    const { s3 } = editor;
    s3.resetRequests();
    await open();
    await expectRows(all);
    expect(await grid.count.innerText()).toBe('400 rows');
    expect(await grid.heads()).toEqual(table.names);
    expect(await viewer.field('size').innerText()).toBe('400 rows × 7 columns');
    await s3.settled();
    const read = s3.requests.filter(({ operation }) => operation === 'GetObject');
    expect(s3.requests).toHaveLength(read.length);
    expect(read.length).toBeLessThanOrEqual(4);
    await screenshotThemes(viewer, 'table');
  });

  test('has its last row where Ctrl+End leads', async () => {
    await grid.choose([0, 0]);
    await editor.page.keyboard.press('Control+End');
    for (const [place, name] of table.names.entries()) {
      await grid.expectCell([399, place], table.at(399, name));
    }
    await editor.page.keyboard.press('Control+Home');
    await expectRows(all);
  });

  test('is sorted by a click on a name, and the other way round by another', async () => {
    await grid.click(grid.head('MAG_R'));
    await expectRows(byMagnitude);
    expect(await grid.head('MAG_R').getAttribute('aria-sort')).toBe('ascending');
    await grid.click(grid.head('MAG_R'));
    await expectRows(byMagnitude.toReversed());
    expect(await grid.head('MAG_R').getAttribute('aria-sort')).toBe('descending');
  });

  test('is filtered; a word that makes no sense is underlined', async () => {
    await grid.filter('MAG_RR < 20 and STAR');
    await viewer.frame.locator('.filter-message:visible').waitFor({ timeout: patience });
    expect(await viewer.frame.locator('.filter-wrong').innerText()).toBe('MAG_RR');
    expect(await viewer.frame.locator('.filter-message').innerText()).toContain('MAG_RR');
    expect(await grid.count.innerText()).toBe('400 rows');
    await screenshotThemes(viewer, 'table-filter-wrong');
    await grid.filter('MAG_R < 20 and STAR');
    await expect
      .poll(() => grid.count.innerText(), { timeout: patience })
      .toBe(`${brightStars.length} of 400 rows`);
    await expectRows(brightStars);
    expect(await viewer.frame.locator('.filter-wrong').count()).toBe(0);
  });

  test('is copied: what is chosen, exact, with tabs', async () => {
    const { page } = editor;
    await grid.choose([1, 3]);
    await page.keyboard.down('Shift');
    await grid.click(grid.cell([3, 6]));
    await page.keyboard.up('Shift');
    await page.keyboard.press('Control+c');
    const lines = brightStars
      .slice(1, 4)
      .map((row) => table.names.slice(3).map((name) => table.at(row, name)));
    const copied = async (): Promise<unknown[][]> =>
      (await clipboard()).split('\n').map((line) => {
        const [mag, flag, star, name] = line.split('\t');
        return [Math.fround(Number(mag)), Number(flag), star === 'True', name];
      });
    await expect.poll(copied, { timeout: patience }).toEqual(lines);
    await page.keyboard.press('Control+Shift+C');
    await expect.poll(clipboard, { timeout: patience }).toMatch(/^MAG_R\tFLAG\tSTAR\tNAME\n/);
    await screenshotThemes(viewer, 'table-chosen');
  });

  const columnsButton = (): Locator => viewer.frame.getByRole('button', { name: /^Columns: / });

  test('has columns that are hidden, moved and found in a list', async () => {
    const { page } = editor;
    await columnsButton().click();
    const search = viewer.input('Search columns by name, unit and description');
    await search.fill('deg');
    await viewer.frame.locator('.column-found').getByText('2 of 7').waitFor({ timeout: patience });
    await search.press('ArrowDown');
    await page.keyboard.press('Home');
    await page.keyboard.press('Space');
    await search.fill('');
    await screenshot(page, 'table-columns-dark');
    await page.keyboard.press('Escape');
    await expect.poll(() => columnsButton().innerText()).toBe('6 of 7 columns');
    await expect.poll(() => grid.heads()).toEqual(table.names.filter((name) => name !== 'RA'));
    // The head of the column that has the cursor moves to the left.
    await grid.choose([0, 5]);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Alt+Shift+ArrowLeft');
    await expect.poll(() => grid.heads()).toEqual(['ID', 'DEC', 'MAG_R', 'FLAG', 'NAME', 'STAR']);
    await grid.expectCell([2, 4], table.at(brightStars[2] as number, 'NAME'));
  });

  test('is exported as it is on show: its rows, its columns, its order', async () => {
    const { page, workspace } = editor;
    await viewer.button('Export table').click();
    await viewer.frame.getByRole('menuitem', { name: 'Export as CSV' }).click();
    const field = quickInput(page);
    await expect
      .poll(() => field.inputValue(), { timeout: patience })
      .toMatch(/sources_SOURCES\.csv$/);
    const file = join(workspace, 'bright.csv');
    await field.fill(file);
    await page.keyboard.press('Enter');
    await expect.poll(() => existsSync(file), { timeout: patience }).toBe(true);
    const [names, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\r\n');
    expect(names).toBe('ID,DEC,MAG_R,FLAG,NAME,STAR');
    const read = lines.map((line) => {
      const [id = '', dec, mag, flag, name, star] = line.split(',');
      return [BigInt(id), Number(dec), Math.fround(Number(mag)), Number(flag), name, star];
    });
    expect(read).toEqual(
      brightStars.map((row) => [
        ...['ID', 'DEC', 'MAG_R', 'FLAG', 'NAME'].map((column) => table.at(row, column)),
        'True',
      ]),
    );
    await field.waitFor({ state: 'hidden', timeout: patience });
    await listedNotification(page, 'Exported bright.csv');
    await grid.strip
      .getByText(`Exported ${brightStars.length} rows of 6 columns.`)
      .waitFor({ timeout: patience });
    await grid.strip.getByRole('button', { name: 'Dismiss' }).click();
  });

  test('tells the statistics of a column, of the rows on show, and their histogram', async () => {
    const panel = await viewer.showTab('Column');
    await grid.choose([0, 2]);
    await viewer.fact('Median').waitFor({ timeout: patience });
    const values = brightStars.map(magnitude).toSorted((a, b) => a - b);
    const exact = async (name: string): Promise<number> =>
      Number(await viewer.fact(name).getAttribute('title'));
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
    expect(await exact('Rows')).toBe(values.length);
    expect(await exact('Minimum')).toBeCloseTo(values[0] as number, 5);
    expect(await exact('Maximum')).toBeCloseTo(values.at(-1) as number, 5);
    expect((await exact('Mean')) / mean).toBeCloseTo(1, 12);
    expect((await exact('Standard deviation')) / Math.sqrt(variance)).toBeCloseTo(1, 9);
    expect(await exact('Median')).toBeCloseTo(values[(values.length - 1) / 2] as number, 9);
    expect(await viewer.fact('Unit').innerText()).toBe('mag');
    // The bins, read one after the other by keys, hold all of them.
    const chart = panel.locator('.chart-column');
    await chart.locator('canvas').waitFor({ timeout: patience });
    const bin = panel.locator('[data-field="bin"]');
    const counts: number[] = [];
    await chart.focus();
    await chart.press('Home');
    for (let last = ''; ;) {
      await expect.poll(() => bin.innerText(), { timeout: patience }).not.toBe('');
      const text = await bin.innerText();
      if (text === last) break;
      last = text;
      counts.push(Number(text.split(': ')[1]?.replaceAll(',', '')));
      await chart.press('ArrowRight');
    }
    expect(counts.reduce((a, b) => a + b, 0)).toBe(values.length);
    await screenshotThemes(viewer, 'table-column');
  });

  test('plots a column against another, and goes to the row of a point', async () => {
    const panel = await viewer.showTab('Plot');
    const pick = async (axis: 'x' | 'y', name: string): Promise<void> => {
      await panel.getByRole('button', { name: `Column of the ${axis} axis` }).click();
      const search = viewer.input('Search columns');
      // It begins empty each time, once the list is there.
      await panel
        .getByRole('option')
        .filter({ visible: true })
        .first()
        .waitFor({ timeout: patience });
      await search.fill(name);
      await search.press('Enter');
    };
    await pick('x', 'DEC');
    await pick('y', 'MAG_R');
    const plot = panel.locator('.plot');
    await expect
      .poll(() => plot.getAttribute('aria-label'), { timeout: patience })
      .toMatch(/^Plot of MAG_R \[mag\] against DEC \[deg\]/);
    await expect
      .poll(() => panel.locator('[data-field="points"]').innerText(), { timeout: patience })
      .toBe(`${brightStars.length} points`);
    await panel.locator('.plot[data-drawn]').waitFor({ timeout: patience });
    await plot.focus();
    // From the chosen row, which is the first.
    for (let i = 0; i < 2; i++) await plot.press('PageDown');
    const row = brightStars[2] as number;
    const point = panel.locator('[data-field="point"]');
    await expect.poll(() => point.innerText(), { timeout: patience }).toMatch(/row 3 of the view$/);
    const [dec, mag] = (await point.innerText()).match(/\d+\.\d+/g)?.map(Number) ?? [];
    expect(dec).toBeCloseTo(Number(table.at(row, 'DEC')), 6);
    expect(Math.fround(mag ?? 0)).toBe(magnitude(row));
    await plot.press('Enter');
    await expect
      .poll(() => grid.cell([2, 2]).getAttribute('id'), { timeout: patience })
      .toBe('grid-cursor');
    await screenshotThemes(viewer, 'table-plot');
  });

  test('is there again, as it was left, when the file is opened again', async () => {
    const { page } = editor;
    await grid.choose([4, 4]);
    await viewer.told();
    await closeAllEditors(page);
    await grid.element.waitFor({ state: 'detached', timeout: patience });
    await open();
    await expect
      .poll(() => grid.count.innerText(), { timeout: patience })
      .toBe(`${brightStars.length} of 400 rows`);
    expect(await grid.filterField.inputValue()).toBe('MAG_R < 20 and STAR');
    await expect
      .poll(() => grid.head('MAG_R').getAttribute('aria-sort'), { timeout: patience })
      .toBe('descending');
    await expect
      .poll(() => grid.heads(), { timeout: patience })
      .toEqual(['ID', 'DEC', 'MAG_R', 'FLAG', 'NAME', 'STAR']);
    await grid.expectCell([4, 4], table.at(brightStars[4] as number, 'NAME'));
    await expect
      .poll(() => grid.cell([4, 4]).getAttribute('id'), { timeout: patience })
      .toBe('grid-cursor');
    await viewer.frame.getByRole('tabpanel', { name: 'Plot' }).waitFor({ timeout: patience });
  });
});

/** 20 GB on a server that makes each row when it is read. */
describe('ten million rows of 500 columns', () => {
  let editor: Editor;
  let viewer: Viewer;
  let grid: Grid;
  beforeAll(async () => {
    editor = await openEditor();
    await openSidebar(editor.page);
    await expand(editor.page, 'My buckets', 'Sample survey (20 GB)', 'catalogs');
    editor.s3.resetRequests();
    await treeItem(editor.page, 'survey-10M.fits').first().click();
    viewer = await Viewer.shown(editor.page);
    grid = new Grid(viewer);
  });
  afterAll(() => editor.close());

  /** The first and the last rows in sight have their values, and what came for them was little. */
  const expectSight = async (bytes: number, requests: number): Promise<void> => {
    const { s3 } = editor;
    await grid.ready();
    const numbers = await grid.numbers();
    const [first = '2', last = '2'] = await grid.element.evaluate((element) => {
      const indices = [...element.querySelectorAll('.grid-row')].map((row) =>
        Number(row.ariaRowIndex),
      );
      return [Math.min(...indices), Math.max(...indices)].map(String);
    });
    expect(numbers).toHaveLength(Number(last) - Number(first) + 1);
    const places = await grid.rows
      .first()
      .locator('.cell:not(.unused)')
      .evaluateAll((cells) => cells.map((cell) => Number(cell.ariaColIndex) - 2));
    for (const row of [Number(first) - 2, Number(last) - 2]) {
      for (const place of places) {
        await grid.expectCell([row, place], trueValue(row, place));
      }
    }
    await s3.settled();
    // A listing of the sidebar may come late.
    const asked = s3.requests.filter(({ url }) => url.includes('survey-10M.fits'));
    expect(asked.every(({ status }) => status === 206)).toBe(true);
    expect(asked.length).toBeLessThanOrEqual(requests);
    expect(asked.reduce((sum, request) => sum + request.bytes, 0)).toBeLessThanOrEqual(bytes);
    s3.resetRequests();
  };
  const trueValue = (row: number, column: number): number | bigint =>
    column === 0 ? BigInt(largeTableValue(row, 0)) : largeTableValue(row, column);

  test('open with their first screen', async () => {
    await grid.ready();
    expect(await grid.count.innerText()).toBe('10,000,000 rows');
    await expectSight(2_000_000, 6);
    await screenshotThemes(viewer, 'survey');
    editor.s3.resetRequests();
  });

  test('are scrolled screen by screen, each for little', async () => {
    const { page } = editor;
    await grid.choose([0, 1]);
    for (let screen = 0; screen < 3; screen++) {
      await page.keyboard.press('PageDown');
      await expectSight(1_100_000, 2);
    }
  });

  test('end at the very last', async () => {
    const { page } = editor;
    await page.keyboard.press('Control+End');
    await grid.expectCell([lastRow, largeTableColumns - 1], trueValue(lastRow, 499));
    expect((await grid.numbers()).at(-1)).toBe(10_000_000);
    await expectSight(1_100_000, 2);
    await screenshot(page, 'survey-end-dark');
    await page.keyboard.press('Control+Home');
    await grid.expectCell([0, 0], 1n);
  });

  test('have a row to go to', async () => {
    editor.s3.resetRequests();
    await grid.goTo(7_654_321);
    await grid.expectCell([7_654_320, 0], 7_654_321n);
    await expectSight(1_100_000, 2);
  });

  test('are sorted, filtered, counted and exported only once their cost is agreed to', async () => {
    const cost = / reads (about )?\d+(\.\d+)? GB \([\d,]+ requests\)\.$/;
    const expectAsked = async (does: string): Promise<void> => {
      await expect
        .poll(() => grid.strip.locator('.activity-text').innerText(), { timeout: patience })
        .toMatch(new RegExp(`^${does}${cost.source}`));
      await grid.strip.getByRole('button', { name: 'Cancel' }).click();
      await grid.strip.waitFor({ state: 'detached', timeout: patience });
    };
    const [first] = await grid.numbers();
    await grid.filter('RA < 20 and FLUX_3 > 100');
    await expectAsked('Filtering');
    await grid.filter('');
    await grid.click(grid.head('RA'));
    await expectAsked('Sorting');
    await viewer.button('Export table').click();
    await viewer.frame.getByRole('menuitem', { name: 'Export as CSV' }).click();
    await expectAsked('Exporting');
    await viewer.showTab('Column');
    await grid.click(grid.head('RA'), 'right');
    await viewer.frame.getByRole('menuitem', { name: 'Statistics and plots' }).click();
    await viewer.frame
      .getByText(/^Reading this column takes \d+(\.\d+)? GB/)
      .waitFor({ timeout: patience });
    expect(await grid.count.innerText()).toBe('10,000,000 rows');
    expect((await grid.numbers())[0]).toBe(first);
    await editor.s3.settled();
    expect(editor.s3.requests).toEqual([]);
    await screenshotThemes(viewer, 'survey-cost');
  });
});
