import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Assets } from './browser';
import { bundle, harness, launch, openViewer } from './browser';
import { LATTICE, latticeAt } from './markers-host';
import type { MarkersWindow } from './markers-page';

const root = join(import.meta.dirname, '../../..');
const screens = join(root, '.vscode-test/screens');
const NAME = 'Stars of L1495';

let browser: Browser;
let assets: Assets;
let page: Page;

beforeAll(async () => {
  mkdirSync(screens, { recursive: true });
  [assets, browser] = await Promise.all([bundle(root, 'test/ui/page/markers-page.ts'), launch()]);
});
afterAll(() => browser.close());
afterEach(async () => {
  const violations = await harness(page, (window) => window.violations);
  await page.close();
  expect(violations, 'the content security policy').toEqual([]);
});

const inPage = <T>(read: (window: MarkersWindow) => T): Promise<T> =>
  page.evaluate<T>(`(${read.toString()})(window)`);
const menu = (): Locator => page.getByRole('dialog', { name: 'Markers' });
const openMenu = async (): Promise<void> => {
  if (!(await menu().isVisible())) {
    await page.getByRole('button', { name: /^Markers/ }).click();
  }
};
const tool = (name: string): Locator => menu().getByRole('button', { name });
const words = (): Promise<string> => page.locator('.markers-chosen [role="status"]').innerText();
const chosen = (): Promise<readonly number[]> =>
  inPage((window) => window.stand.chosenRows['result-1'] ?? []);
const drawn = (): Promise<number> =>
  page.locator('.markers-layer').evaluate((layer) => Number(layer.dataset['drawn'] ?? 0));

async function open(): Promise<void> {
  page = await openViewer(browser, assets, { query: 'result', width: 760, height: 560 });
  await page.waitForSelector('canvas[data-state="ready"]');
}

/** Tells the viewer to show the result, as the panel of the catalogue does. */
async function overlay(): Promise<void> {
  await inPage((window) => window.stand.emit('overlayResult', { result: 'result-1' }));
  await expect.poll(drawn).toBe(LATTICE ** 2);
}

function placeOf([x, y]: readonly [number, number]): Promise<[number, number]> {
  return page.locator('canvas.picture').evaluate(
    (element, [column, up]) => {
      const { zoom, left, bottom } = (element as HTMLCanvasElement).dataset;
      const box = element.getBoundingClientRect();
      return [
        box.left + Number(left) + (column + 0.5) * Number(zoom),
        box.bottom - Number(bottom) - (up + 0.5) * Number(zoom),
      ] as [number, number];
    },
    [x, y] as const,
  );
}

/** Drags along image positions. */
async function drag(path: readonly (readonly [number, number])[]): Promise<void> {
  const [start, ...rest] = await Promise.all(path.map(placeOf));
  await page.mouse.move(...(start as [number, number]));
  await page.mouse.down();
  for (const place of rest) {
    await page.mouse.move(...place, { steps: 4 });
  }
  await page.mouse.up();
}

/** Rows of the lattice in a box of its columns and lines, both ends included. */
function rowsIn(columns: readonly [number, number], lines: readonly [number, number]): number[] {
  return Array.from({ length: LATTICE ** 2 }, (_, row) => row).filter((row) => {
    const [i, j] = [row % LATTICE, Math.floor(row / LATTICE)];
    return i >= columns[0] && i <= columns[1] && j >= lines[0] && j <= lines[1];
  });
}

function corner(column: number, line: number): [number, number] {
  const [x, y] = latticeAt(line * LATTICE + column);
  const [nextX] = latticeAt(line * LATTICE + column + 1);
  const half = (nextX - x) / 2;
  return [x - half, y - half];
}

describe('markers of a result of a catalogue', () => {
  test('are shown when its panel says so, once, under its title', async () => {
    await open();
    await overlay();
    await inPage((window) => window.stand.emit('overlayResult', { result: 'result-1' }));
    await openMenu();
    const rows = menu().getByRole('listitem', { name: NAME, exact: true });
    expect(await rows.count()).toBe(1);
    expect(await rows.getByRole('status').innerText()).toBe('225 rows on the image');
    expect(await words()).toBe('No row chosen');
  });

  test('stand out where their rows are chosen elsewhere', async () => {
    await open();
    await overlay();
    await page.evaluate(() => {
      const { stand } = window as unknown as MarkersWindow;
      stand.chosenRows['result-1'] = [3, 50, 51];
      stand.emit('chosenChanged', { result: 'result-1' });
    });
    await expect.poll(drawn).toBe(LATTICE ** 2 + 3);
    await openMenu();
    expect(await words()).toBe('3 rows chosen');
    await page.screenshot({ path: join(screens, 'markers-chosen.png') });
    await tool('Choose no rows').click();
    await expect.poll(drawn).toBe(LATTICE ** 2);
    expect(await chosen()).toEqual([]);
  });

  test('are chosen with a box, once; Shift adds those of another', async () => {
    await open();
    await overlay();
    await openMenu();
    await tool('Choose rows in a box').click();
    await drag([corner(2, 3), corner(6, 5)]);
    const first = rowsIn([2, 5], [3, 4]);
    await expect.poll(chosen).toEqual(first);
    await expect.poll(drawn).toBe(LATTICE ** 2 + first.length);
    // The pointer pans again.
    await drag([
      [150, 150],
      [160, 150],
    ]);
    expect(await chosen()).toEqual(first);
    await openMenu();
    await tool('Choose rows in a box').click();
    await page.keyboard.down('Shift');
    await drag([corner(8, 3), corner(9, 5)]);
    await page.keyboard.up('Shift');
    const both = [...first, ...rowsIn([8, 8], [3, 4])].sort((a, b) => a - b);
    await expect.poll(chosen).toEqual(both);
  });

  test('are chosen with a lasso', async () => {
    await open();
    await overlay();
    await openMenu();
    await tool('Choose rows with a lasso').click();
    // A triangle: below the diagonal of a square of five lines.
    await drag([corner(2, 2), corner(7, 2), [corner(7, 2)[0], corner(7, 7)[1]], corner(2, 2)]);
    const below = rowsIn([2, 6], [2, 6]).filter((row) => row % LATTICE > Math.floor(row / LATTICE));
    await expect.poll(chosen).toEqual(expect.arrayContaining(below));
    const onDiagonal = rowsIn([2, 6], [2, 6]).filter(
      (row) => row % LATTICE === Math.floor(row / LATTICE),
    );
    expect((await chosen()).filter((row) => !onDiagonal.includes(row))).toEqual(below);
  });

  test('Escape ends the tool, and nothing is chosen', async () => {
    await open();
    await overlay();
    await openMenu();
    await tool('Choose rows in a box').click();
    await page.locator('canvas.picture').focus();
    const escaped = await inPage((window) => window.picture.tool?.escape());
    expect(escaped).toBe(true);
    expect(await inPage((window) => window.picture.tool === undefined)).toBe(true);
    expect(await chosen()).toEqual([]);
  });

  test('a click on one chooses its row, and shows it in the panel', async () => {
    await open();
    await overlay();
    await page.mouse.click(...(await placeOf(latticeAt(37))));
    await expect.poll(chosen).toEqual([37]);
    expect(await inPage((window) => window.stand.shownRows)).toEqual([
      { file: 'r1', hdu: 1, row: 37 },
    ]);
  });

  test('are back after the page was loaded anew, though the result has another number', async () => {
    await open();
    await overlay();
    const state = await inPage((window) => JSON.stringify(window.markers.state));
    await page.close();
    page = await openViewer(browser, assets, { query: 'result', width: 760, height: 560 });
    await page.waitForSelector('canvas[data-state="ready"]');
    await page.evaluate(
      ([kept]) => {
        const { stand, markers } = window as unknown as MarkersWindow;
        stand.files = stand.files.map((file) =>
          file.result === undefined ? file : { ...file, id: 'r1', title: 'Renamed' },
        );
        const { overlays } = JSON.parse(kept as string) as { overlays: { source: object }[] };
        const older = overlays.map((one) => ({ ...one, source: { ...one.source, file: 'gone' } }));
        markers.restore({ overlays: older });
      },
      [state],
    );
    await expect.poll(drawn).toBe(LATTICE ** 2);
    await openMenu();
    expect(await menu().getByRole('listitem', { name: NAME, exact: true }).count()).toBe(1);
  });
});
