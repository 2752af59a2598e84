import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Assets, OpenOptions } from './browser';
import { bundle, harness, launch, openViewer } from './browser';
import { LATTICE, latticeAt } from './markers-host';
import type { MarkersWindow } from './markers-page';

const root = join(import.meta.dirname, '../../..');
const screens = join(root, '.vscode-test/screens');

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

/** Runs in the page; `read` may use nothing of the test. */
const inPage = <T>(read: (window: MarkersWindow) => T): Promise<T> =>
  page.evaluate<T>(`(${read.toString()})(window)`);
const canvas = (): Locator => page.locator('canvas.picture');
const button = (): Locator => page.getByRole('button', { name: /^Markers/ });
const row = (name: string): Locator => page.getByRole('listitem', { name, exact: true });
const status = (name: string): Promise<string> => row(name).getByRole('status').innerText();
const asked = (of: string): Promise<string[]> =>
  inPage((window) => [...window.stand.asked]).then((all) =>
    all.filter((each) => each.startsWith(of)),
  );

async function open(query = '', options: OpenOptions = {}): Promise<void> {
  page = await openViewer(browser, assets, { query, width: 760, height: 560, ...options });
  await page.waitForSelector('canvas[data-state="ready"]');
}

async function add(name: string): Promise<void> {
  if (!(await page.getByRole('dialog', { name: 'Markers' }).isVisible())) {
    await button().click();
  }
  const choice = page.getByRole('combobox', { name: 'Table to add' });
  await expect.poll(() => choice.locator('option', { hasText: name }).count()).toBeGreaterThan(0);
  await choice.selectOption({ label: name });
  await page.getByRole('button', { name: 'Add table' }).click();
}

async function closeMenu(): Promise<void> {
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Markers' }).waitFor({ state: 'hidden' });
}

/** Where an image position is on the page. */
function placeOf([x, y]: readonly [number, number]): Promise<[number, number]> {
  return canvas().evaluate(
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

/** Device pixels that differ between what is exported and what was, in a square about a place. */
interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}
async function read(): Promise<Pixels> {
  const { data, ...size } = await inPage((window) => window.read());
  return { ...size, data: Buffer.from(data, 'latin1') };
}

/** The middle of what differs in a square about a canvas position, and how much does. */
function difference(
  before: Pixels,
  after: Pixels,
  [x, y]: readonly [number, number],
  reach: number,
): { count: number; middle: readonly [number, number] } {
  let [count, left, top] = [0, 0, 0];
  for (let j = Math.round(y) - reach; j <= Math.round(y) + reach; j++) {
    for (let i = Math.round(x) - reach; i <= Math.round(x) + reach; i++) {
      const at = 4 * (j * before.width + i);
      if ([0, 1, 2].some((part) => before.data[at + part] !== after.data[at + part])) {
        count += 1;
        left += i + 0.5;
        top += j + 0.5;
      }
    }
  }
  return { count, middle: [left / count, top / count] };
}

/** Where the canvas of the markers lies by the picture, and how wide it is by the view. */
interface Place {
  readonly left: number;
  readonly top: number;
  readonly share: number;
}

describe.each(['webgl2', 'canvas2d'])('markers on %s', (renderer) => {
  const query = renderer === 'canvas2d' ? 'no-webgl' : '';

  test('stand where their rows are, whichever way up, and in what is exported', async () => {
    await open(query);
    const plain = await read();
    await add('SOURCES');
    await expect.poll(() => status('SOURCES')).toBe('225 rows on the image');
    await closeMenu();
    await page.waitForSelector(`.markers-layer[data-renderer="${renderer}"]`);
    for (const [turns, flipped, zoom] of [
      [0, false, 1],
      [1, false, 3],
      [2, true, 1],
      [3, true, 7],
    ] as const) {
      const checked = await page.evaluate(
        ([orientation, to]) => {
          const { display, picture } = window as unknown as MarkersWindow;
          display.change({ orientation });
          picture.goTo([150, 150]);
          picture.crosshair = { shown: false, pixel: undefined };
          picture.zoomTo(to);
          return picture.camera.canvas;
        },
        [{ turns, flipped }, zoom] as const,
      );
      await page.waitForSelector(`canvas[data-zoom="${zoom}"][data-state="ready"]`);
      const shown = await read();
      await page.evaluate(() => {
        const { markers } = window as unknown as MarkersWindow;
        (window as unknown as { before: unknown }).before = markers.state;
        markers.restore(undefined);
      });
      const without = await read();
      await page.evaluate(() => {
        const { markers } = window as unknown as MarkersWindow;
        markers.restore((window as unknown as { before: unknown }).before);
      });
      await expect
        .poll(() => page.locator('.markers-layer').getAttribute('data-drawn'))
        .not.toBe('0');
      // The one in the middle, and one beside it.
      for (const number of [7 * LATTICE + 7, 8 * LATTICE + 7]) {
        const at = await page.evaluate(
          (position) =>
            (window as unknown as MarkersWindow).picture.camera.canvasPosition(position),
          latticeAt(number),
        );
        const place = at ?? [0, 0];
        const { count, middle } = difference(without, shown, place, 9);
        expect(count).toBeGreaterThan(15);
        expect(Math.hypot(middle[0] - place[0], middle[1] - place[1])).toBeLessThan(0.75);
      }
      expect(checked.width).toBe(plain.width);
    }
  });

  test('are all shown where there is time, and it is said where there is not', async () => {
    await open(`${query}&rows=60000`);
    await add('gaia.fits · GAIA');
    await expect.poll(() => status('gaia.fits · GAIA')).toContain('60,000 rows on the image');
    await page.locator('.markers-note').waitFor({ state: 'hidden' });
    await expect
      .poll(() => page.locator('.markers-layer').getAttribute('data-drawn'))
      .toBe('60000');
    await page.close();
    await open(`${query}&rows=300000&slow`);
    await add('gaia.fits · GAIA');
    await expect
      .poll(() => page.locator('.markers-note').innerText())
      .toMatch(/^1 of \d+ markers shown$/);
    await expect.poll(() => status('gaia.fits · GAIA')).toMatch(/, 1 of \d+ shown$/);
  });

  test('move with the picture without being drawn anew, and are drawn as they should once it rests', async () => {
    await open(`${query}&rows=20000&slow`);
    await add('gaia.fits · GAIA');
    await expect.poll(() => status('gaia.fits · GAIA')).toContain('20,000 rows on the image');
    await closeMenu();
    const place = (): Promise<Place> =>
      page.locator('.markers-canvas').evaluate((element) => {
        const { left, top, width } = element.getBoundingClientRect();
        const { dataset, clientWidth } = document.querySelector('canvas.picture') as HTMLElement;
        const { left: x, bottom: y } = dataset;
        return { left: left - Number(x), top: top + Number(y), share: width / clientWidth };
      });
    const zoomTo = (zoom: number): Promise<void> =>
      page.evaluate((to) => (window as unknown as MarkersWindow).picture.zoomTo(to), zoom);
    await zoomTo(4);
    await page.waitForSelector('canvas[data-zoom="4"]');
    // A margin of a fifth on each side.
    await expect.poll(async () => (await place()).share).toBeCloseTo(1.4, 2);
    const before = await place();
    const left = await canvas().getAttribute('data-left');
    await page.evaluate(() => (window as unknown as MarkersWindow).picture.pan(0.05, -0.03));
    await expect.poll(() => canvas().getAttribute('data-left')).not.toBe(left);
    await expect.poll(async () => Math.abs((await place()).left - before.left)).toBeLessThan(0.02);
    await expect.poll(async () => Math.abs((await place()).top - before.top)).toBeLessThan(0.02);
    await zoomTo(4.4);
    await page.waitForSelector('canvas[data-zoom="4.4"]');
    await expect.poll(async () => (await place()).share).toBeCloseTo(1.4, 2);
  });
});

describe('a table', () => {
  test('is read with the columns that were guessed, and others when they are chosen', async () => {
    await open();
    await add('gaia.fits · GAIA');
    await expect.poll(() => asked('markers')).toEqual(['markers 1 x71 0,1,2 Galactic']);
    await page.getByRole('button', { name: 'Columns and look of gaia.fits · GAIA' }).click();
    await page.getByRole('combobox', { name: 'Frame' }).selectOption('ICRS');
    await expect
      .poll(() => asked('markers'))
      .toEqual(['markers 1 x71 0,1,2 Galactic', 'markers 1 x71 0,1,2 ICRS']);
    await page.getByRole('combobox', { name: 'Size by' }).selectOption({ index: 0 });
    await expect.poll(() => asked('markers')).toHaveLength(3);
    expect((await asked('markers')).at(-1)).toBe('markers 1 x71 0,1, ICRS');
    expect((await asked('guess')).at(-1)).toBe('guess x71 [0,1]');
    await page.getByRole('combobox', { name: 'Symbol' }).selectOption('diamond');
    await page.getByRole('radio', { name: 'cyan' }).click();
    await expect.poll(() => status('gaia.fits · GAIA')).toBe('2,000 rows on the image');
    expect(await asked('markers')).toHaveLength(3);
    await page.screenshot({ path: join(screens, 'markers-menu-dark.png') });
  });

  test('whose columns are not known waits for them to be chosen', async () => {
    await open();
    await add('UNNAMED');
    await expect
      .poll(() => status('UNNAMED'))
      .toBe('Choose the columns of longitude and latitude.');
    await page.getByRole('combobox', { name: 'Longitude' }).selectOption('1');
    expect(await asked('markers')).toEqual([]);
    await page.getByRole('combobox', { name: 'Latitude' }).selectOption('0');
    await expect.poll(() => asked('markers')).toEqual(['markers 1 5 1,0, ICRS']);
  });

  test('that costs much is read once the user agrees', async () => {
    await open();
    await add('COSTLY');
    await expect.poll(() => status('COSTLY')).toBe('Reading its positions takes 34 MB.');
    expect(await asked('markers')).toEqual([]);
    await page.screenshot({ path: join(screens, 'markers-cost-dark.png') });
    await row('COSTLY').getByRole('button', { name: 'Read' }).click();
    await expect.poll(() => status('COSTLY')).toBe('225 rows on the image');
  });

  test('tells how far it has come, and stops when that is asked', async () => {
    await open('held');
    await add('SOURCES');
    await expect.poll(() => status('SOURCES')).toBe('Reading: 50 %');
    await row('SOURCES').getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => inPage((window) => window.stand.cancelled)).toBe(1);
    await expect.poll(() => status('SOURCES')).toBe('Its positions have not been read.');
    await inPage((window) => {
      window.stand.held = false;
    });
    await row('SOURCES').getByRole('button', { name: 'Read' }).click();
    await expect.poll(() => status('SOURCES')).toBe('225 rows on the image');
  });

  test('that fails says why and can be tried again', async () => {
    await open();
    await inPage((window) => {
      window.stand.fail = true;
    });
    await add('SOURCES');
    await expect.poll(() => status('SOURCES')).toContain('stopped answering after 3 tries. Try');
    await inPage((window) => {
      window.stand.fail = false;
    });
    await row('SOURCES').getByRole('button', { name: 'Try Again' }).click();
    await expect.poll(() => status('SOURCES')).toBe('225 rows on the image');
  });

  test('is turned off and removed, and read anew on another image', async () => {
    await open();
    await add('SOURCES');
    await expect.poll(() => status('SOURCES')).toBe('225 rows on the image');
    await row('SOURCES').getByRole('checkbox').click();
    await expect.poll(() => status('SOURCES')).toBe('Not shown');
    await inPage((window) => window.show(7));
    expect(await asked('markers')).toHaveLength(1);
    await row('SOURCES').getByRole('checkbox').click();
    await expect.poll(() => asked('markers')).toHaveLength(2);
    expect((await asked('markers')).at(-1)).toBe('markers 7 2 0,1,2 ICRS');
    await row('SOURCES').getByRole('button', { name: 'Remove SOURCES' }).click();
    await expect.poll(() => row('SOURCES').count()).toBe(0);
    expect(await inPage((window) => window.markers.state)).toEqual({ overlays: [] });
  });
});

describe('a marker', () => {
  test('says under the pointer which row it is, and leads to it', async () => {
    await open();
    await add('SOURCES');
    await expect.poll(() => status('SOURCES')).toBe('225 rows on the image');
    await closeMenu();
    const [x, y] = await placeOf(latticeAt(100));
    await page.mouse.move(x + 3, y - 2);
    await expect
      .poll(() => page.locator('.markers-tip').innerText())
      .toBe('SOURCES\nrow 101\nmag 16');
    await page.screenshot({ path: join(screens, 'markers-tip-dark.png') });
    await page.mouse.down();
    await page.mouse.up();
    await expect.poll(() => inPage((window) => window.chosen)).toEqual([[2, 100]]);
    // Dragged, it is the picture that moves.
    await page.mouse.down();
    await page.mouse.move(x + 40, y);
    await page.mouse.up();
    expect(await inPage((window) => window.chosen)).toHaveLength(1);
    await page.mouse.move(2, 300);
    await page.locator('.markers-tip').waitFor({ state: 'hidden' });
  });

  test('of another file leads there', async () => {
    await open('rows=1');
    await add('gaia.fits · GAIA');
    await expect.poll(() => status('gaia.fits · GAIA')).toBe('1 row on the image');
    await closeMenu();
    const position = await page.evaluate(() => {
      const { picture, stand } = window as unknown as MarkersWindow;
      const a = Math.imul(1, 0x9e3779b1) >>> 0;
      const b = Math.imul(a ^ (a >>> 15), 0x85ebca6b) >>> 0;
      const { width } = picture.plane ?? { width: stand.rows };
      return [(a / 2 ** 32) * width - 0.5, (b / 2 ** 32) * width - 0.5] as const;
    });
    await page.mouse.click(...(await placeOf(position)));
    await expect
      .poll(() => inPage((window) => window.stand.shownRows))
      .toEqual([{ file: 'x7', hdu: 1, row: 0 }]);
  });
});

describe('what is kept', () => {
  test('comes back with its columns and its look', async () => {
    await open();
    await inPage((window) => {
      window.markers.restore({
        overlays: [
          {
            source: { hdu: 2, name: 'SOURCES', title: '' },
            columns: { longitude: 1, latitude: 0, frame: 'FK4' },
            style: { symbol: 'square', size: 20, colour: 'red' },
          },
          { source: 'nonsense' },
          { source: { hdu: -1 } },
        ],
      });
    });
    await expect.poll(() => asked('markers')).toEqual(['markers 1 2 1,0, FK4']);
    expect(await inPage((window) => window.markers.state)).toEqual({
      overlays: [
        {
          source: { hdu: 2, name: 'SOURCES', title: '' },
          columns: { longitude: 1, latitude: 0, frame: 'FK4' },
          style: { symbol: 'square', size: 20, colour: 'red' },
          shown: true,
        },
      ],
    });
  });

  test('of another file waits until that is open again, whatever its id', async () => {
    await open();
    await inPage((window) => {
      window.stand.files = [];
      window.markers.restore({
        overlays: [{ source: { file: 'old', hdu: 1, name: 'GAIA', title: 'gaia.fits' } }],
      });
    });
    await button().click();
    await expect.poll(() => status('gaia.fits · GAIA')).toBe('The file is not open.');
    await inPage((window) => {
      window.stand.files = [{ id: 'new', title: 'gaia.fits', lines: [] }];
      window.stand.tell();
    });
    await expect.poll(() => asked('markers')).toEqual(['markers 1 new1 0,1,2 Galactic']);
  });
});

test.each(['dark', 'light', 'contrast'] as const)('looks well, %s', async (theme) => {
  await open('', { theme, width: 900, height: 640 });
  await add('SOURCES');
  await expect.poll(() => status('SOURCES')).toBe('225 rows on the image');
  await add('gaia.fits · GAIA');
  await expect.poll(() => status('gaia.fits · GAIA')).toBe('2,000 rows on the image');
  await page.getByRole('button', { name: 'Columns and look of SOURCES' }).click();
  await page.getByRole('slider', { name: 'Size' }).first().focus();
  await page.screenshot({ path: join(screens, `markers-${theme}.png`) });
  await closeMenu();
  await page.screenshot({ path: join(screens, `markers-picture-${theme}.png`) });
});
