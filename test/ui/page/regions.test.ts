import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Region, Shape } from '../../../src/protocol/region';
import type { Assets, OpenOptions } from './browser';
import { bundle, harness, launch, openViewer } from './browser';
import { SECOND } from './regions-host';
import type { RegionWindow } from './regions-page';

const root = join(import.meta.dirname, '../../..');
const screens = join(root, '.vscode-test/screens');

let browser: Browser;
let assets: Assets;
let page: Page;

beforeAll(async () => {
  mkdirSync(screens, { recursive: true });
  [assets, browser] = await Promise.all([bundle(root, 'test/ui/page/regions-page.ts'), launch()]);
});
afterAll(() => browser.close());
afterEach(async () => {
  const violations = await harness(page, (window) => window.violations);
  const errors = await inPage((window) => window.errors);
  await page.close();
  expect(violations, 'the content security policy').toEqual([]);
  expect(errors).toEqual([]);
});

type Kind = Shape['kind'];

/** Runs in the page; `read` may use nothing of the test. */
const inPage = <T>(read: (window: RegionWindow) => T): Promise<T> =>
  page.evaluate<T>(`(${read.toString()})(window)`);
const canvas = (): Locator => page.locator('canvas.picture');
const regions = (): Promise<readonly Region[]> => inPage((window) => [...window.regions.regions]);
const shapes = async (): Promise<Shape[]> => (await regions()).map(({ shape }) => shape);
const selected = (): Promise<Shape | undefined> =>
  inPage((window) => window.regions.selectedShape?.shape);
const tool = (name: string): Locator => page.getByRole('radio', { name, exact: true });
const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
const field = (name: string): Locator => page.getByRole('textbox', { name, exact: true });
/** Types into a field of the selected region, once the field has its value: else it would be added to that. */
async function fill(name: string, value: string): Promise<void> {
  await expect.poll(() => field(name).inputValue()).not.toBe('');
  await field(name).fill(value);
}
const statistic = (name: string): Locator => page.locator(`tr[data-row="${name}"] td`);
const asked = (method: string): Promise<Record<string, unknown>[]> =>
  inPage((window) => [...window.stand.asked]).then((all) =>
    all.filter((each) => each.method === method).map(({ params }) => params),
  );

async function open(query = '', options: OpenOptions = {}): Promise<void> {
  page = await openViewer(browser, assets, { query, width: 960, height: 640, ...options });
  await page.waitForSelector('canvas[data-state="ready"]');
}

/** Where an image position is on the page. */
async function at(x: number, y: number): Promise<readonly [number, number]> {
  return page.evaluate(
    ([column, row]) => {
      const { picture } = window as unknown as RegionWindow;
      const [left = 0, top = 0] = picture.camera.canvasPosition([column, row]) ?? [];
      const box = picture.canvas.getBoundingClientRect();
      return [box.left + left, box.top + top] as const;
    },
    [x, y] as const,
  );
}

async function press(x: number, y: number): Promise<void> {
  await page.mouse.move(...(await at(x, y)));
  await page.mouse.down();
}

async function drag(from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  await press(...from);
  const [left, top] = await at(...to);
  await page.mouse.move(left, top, { steps: 4 });
  await page.mouse.up();
}

async function click(x: number, y: number, options: { count?: number } = {}): Promise<void> {
  await page.mouse.click(...(await at(x, y)), { clickCount: options.count ?? 1 });
}

async function draw(
  kind: string,
  from: readonly [number, number],
  to: readonly [number, number],
): Promise<void> {
  await tool(kind).click();
  await drag(from, to);
}

/** Puts regions there as if they had been kept. */
async function put(...added: readonly Shape[]): Promise<void> {
  await page.evaluate((all) => {
    (window as unknown as RegionWindow).regions.restore({
      tool: 'select',
      images: [
        {
          width: 300,
          height: 200,
          regions: all.map((shape) => ({ shape, text: '', colour: '', include: true })),
        },
      ],
    });
  }, added);
}

/** A shape with its numbers rounded to a tenth: the pointer knows whole pixels of the screen. */
function near(shape: Shape | undefined): unknown {
  return JSON.parse(
    JSON.stringify(shape ?? null, (_, value: unknown) =>
      typeof value === 'number' ? Math.round(value) + 0 : value,
    ),
  );
}

/** Zooms so that a pixel is four on the screen, with a position in the middle. */
async function zoomed(x: number, y: number, zoom = 4): Promise<void> {
  await page.evaluate(
    ([column, row, to]) => {
      const { picture } = window as unknown as RegionWindow;
      picture.zoomTo(to);
      picture.camera.centreOn([column, row]);
      picture.zoomTo(to);
    },
    [x, y, zoom] as const,
  );
  await page.waitForSelector(`canvas[data-zoom="${zoom}"][data-state="ready"]`);
}

const TURNS = [
  [0, false],
  [1, false],
  [2, true],
  [3, true],
] as const;

describe.each(TURNS)('turned by %i quarters, flipped: %s', (turns, flipped) => {
  async function openTurned(): Promise<void> {
    await open();
    await page.evaluate(
      (orientation) => {
        (window as unknown as RegionWindow).display.change({ orientation });
      },
      { turns, flipped },
    );
    await expect.poll(() => canvas().getAttribute('data-turns')).toBe(String(turns));
  }

  test('every shape is drawn where it was dragged', async () => {
    await openTurned();
    await draw('Circle', [60, 60], [72, 76]);
    await draw('Annulus', [60, 140], [80, 140]);
    await draw('Box', [120, 50], [160, 80]);
    await draw('Ellipse', [200, 50], [260, 80]);
    await draw('Line', [120, 120], [180, 150]);
    await tool('Point').click();
    await click(240, 140);
    await expect
      .poll(async () => (await shapes()).map(near))
      .toEqual([
        { kind: 'circle', x: 60, y: 60, radius: 20 },
        { kind: 'annulus', x: 60, y: 140, inner: 10, outer: 20 },
        { kind: 'box', x: 140, y: 65, width: 40, height: 30, angle: 0 },
        { kind: 'ellipse', x: 230, y: 65, a: 30, b: 15, angle: 0 },
        { kind: 'line', from: [120, 120], to: [180, 150] },
        { kind: 'point', x: 240, y: 140 },
      ]);
  });

  test('handles resize and turn, drags move, arrows nudge as the screen has it', async () => {
    await openTurned();
    await put({ kind: 'box', x: 150, y: 100, width: 40, height: 20, angle: 0 });
    await click(150, 100);
    await expect.poll(async () => (await selected())?.kind).toBe('box');
    await drag([170, 110], [190, 120]);
    const larger = { kind: 'box', x: 160, y: 105, width: 60, height: 30, angle: 0 };
    await expect.poll(async () => near(await selected())).toEqual(larger);
    // The handle to turn it by is above the box, off by 22 pixels of the screen.
    const zoom = Number(await canvas().getAttribute('data-zoom'));
    const above = 105 + 15 + 22 / zoom;
    await drag([160, above], [130, 105]);
    await expect.poll(async () => near(await selected())).toEqual({ ...larger, angle: 90 });
    await drag([160, 105], [150, 95]);
    const moved = { ...larger, x: 150, y: 95, angle: 90 };
    await expect.poll(async () => near(await selected())).toEqual(moved);
    const before = await at(150, 95);
    await canvas().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowUp');
    const centre = await inPage((window) => window.regions.selectedShape?.centre ?? [0, 0]);
    const after = await at(centre[0], centre[1]);
    expect(Math.round((after[0] - before[0]) / zoom)).toBeCloseTo(1, 0);
    expect(Math.round((after[1] - before[1]) / zoom)).toBeCloseTo(-10, 0);
  });
});

describe('drawing', () => {
  test('Shift keeps boxes square, ellipses round and lines in steps of 15°', async () => {
    await open();
    await page.keyboard.down('Shift');
    await draw('Box', [50, 50], [90, 60]);
    await draw('Ellipse', [120, 50], [160, 60]);
    await draw('Line', [50, 120], [90, 121]);
    await page.keyboard.up('Shift');
    await expect
      .poll(async () => (await shapes()).map(near))
      .toEqual([
        { kind: 'box', x: 70, y: 70, width: 40, height: 40, angle: 0 },
        { kind: 'ellipse', x: 140, y: 70, a: 20, b: 20, angle: 0 },
        { kind: 'line', from: [50, 120], to: [90, 120] },
      ]);
  });

  test('a click puts one of the size last drawn, or selects on an outline', async () => {
    await open();
    await draw('Circle', [60, 60], [72, 76]);
    await click(200, 100);
    await expect
      .poll(async () => near((await shapes())[1]))
      .toEqual({ kind: 'circle', x: 200, y: 100, radius: 20 });
    await click(80, 60);
    await expect.poll(async () => near(await selected())).toMatchObject({ x: 60 });
    expect(await shapes()).toHaveLength(2);
  });

  test('Escape abandons what is drawn, then the tool, then the selection', async () => {
    await open();
    await draw('Circle', [60, 60], [72, 76]);
    await press(150, 100);
    const [left, top] = await at(170, 100);
    await page.mouse.move(left, top, { steps: 3 });
    await expect.poll(shapes).toHaveLength(2);
    await page.keyboard.press('Escape');
    await expect.poll(shapes).toHaveLength(1);
    await page.mouse.up();
    expect(await tool('Circle').getAttribute('aria-checked')).toBe('true');
    await page.keyboard.press('Escape');
    await expect.poll(() => tool('Select and move').getAttribute('aria-checked')).toBe('true');
    await click(80, 60);
    await expect.poll(selected).toBeDefined();
    await page.keyboard.press('Escape');
    await expect.poll(selected).toBeUndefined();
  });

  test.each(['first', 'double', 'Enter'])('a polygon is closed by: %s', async (how) => {
    await open();
    await tool('Polygon').click();
    await click(60, 50);
    await click(120, 50);
    if (how === 'double') {
      await click(110, 100, { count: 2 });
    } else {
      await click(110, 100);
    }
    if (how === 'first') {
      await click(60, 50);
    } else if (how === 'Enter') {
      await canvas().focus();
      await page.keyboard.press('Enter');
    }
    await expect
      .poll(async () => (await shapes()).map(near))
      .toEqual([
        {
          kind: 'polygon',
          vertices: [
            [60, 50],
            [120, 50],
            [110, 100],
          ],
        },
      ]);
  });

  test('a polygon loses its last vertex by Backspace, all of them by Escape', async () => {
    await open();
    await tool('Polygon').click();
    await click(60, 50);
    await click(120, 50);
    await click(200, 150);
    await canvas().focus();
    await page.keyboard.press('Backspace');
    await click(110, 100);
    await page.keyboard.press('Enter');
    await expect
      .poll(async () => near((await shapes())[0]))
      .toEqual({
        kind: 'polygon',
        vertices: [
          [60, 50],
          [120, 50],
          [110, 100],
        ],
      });
    await click(200, 50);
    await page.keyboard.press('Escape');
    await click(220, 50);
    await click(240, 60);
    await page.keyboard.press('Enter');
    // Two vertices are no polygon.
    await page.keyboard.press('Escape');
    await expect.poll(() => tool('Select and move').getAttribute('aria-checked')).toBe('true');
    expect(await shapes()).toHaveLength(1);
  });

  test('vertices are moved, added and removed', async () => {
    await open();
    await put({
      kind: 'polygon',
      vertices: [
        [60, 50],
        [160, 50],
        [160, 150],
        [60, 150],
      ],
    });
    await click(110, 100);
    await drag([160, 150], [180, 160]);
    await drag([110, 50], [110, 30]);
    await expect
      .poll(async () => near(await selected()))
      .toEqual({
        kind: 'polygon',
        vertices: [
          [60, 50],
          [110, 30],
          [160, 50],
          [180, 160],
          [60, 150],
        ],
      });
    // The one that was just made is the one that Delete means.
    await canvas().focus();
    await page.keyboard.press('Delete');
    await expect
      .poll(async () => near(await selected()))
      .toEqual({
        kind: 'polygon',
        vertices: [
          [60, 50],
          [160, 50],
          [180, 160],
          [60, 150],
        ],
      });
    await page.keyboard.down('Alt');
    await click(60, 150);
    await page.keyboard.up('Alt');
    await expect
      .poll(async () => near(await selected()))
      .toEqual({
        kind: 'polygon',
        vertices: [
          [60, 50],
          [160, 50],
          [180, 160],
        ],
      });
    await page.keyboard.press('Delete');
    await expect.poll(shapes).toEqual([]);
  });

  test('works by the keyboard alone', async () => {
    await open();
    await tool('Select and move').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await tool('Circle').getAttribute('aria-checked')).toBe('true');
    await canvas().focus();
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await shapes())[0]?.kind).toBe('circle');
    await fill('radius', '12.5');
    await page.keyboard.press('Enter');
    await expect.poll(() => selected()).toMatchObject({ radius: 12.5 });
    await fill('x', '31');
    await page.keyboard.press('Enter');
    // Counted from 1.
    await expect.poll(() => selected()).toMatchObject({ kind: 'circle', x: 30, radius: 12.5 });
  });
});

describe('selecting', () => {
  test('the smallest around the click, or the nearest line; beside all, none', async () => {
    await open();
    await put(
      { kind: 'circle', x: 150, y: 100, radius: 60 },
      { kind: 'circle', x: 150, y: 100, radius: 20 },
      { kind: 'line', from: [20, 20], to: [20, 180] },
    );
    await click(155, 105);
    await expect.poll(selected).toMatchObject({ radius: 20 });
    await click(150, 140);
    await expect.poll(selected).toMatchObject({ radius: 60 });
    await click(21, 100);
    await expect.poll(selected).toMatchObject({ kind: 'line' });
    await click(270, 30);
    await expect.poll(selected).toBeUndefined();
  });

  test('a region around all that is in sight leaves drags to the picture', async () => {
    await open();
    await put({ kind: 'circle', x: 150, y: 100, radius: 90 });
    await zoomed(150, 100, 32);
    const before = await inPage((window) => window.picture.chosen.centre);
    await drag([150, 100], [152, 100]);
    await expect.poll(() => inPage((window) => window.picture.chosen.centre)).not.toEqual(before);
    expect(await shapes()).toEqual([{ kind: 'circle', x: 150, y: 100, radius: 90 }]);
  });

  test('at a high zoom, to fractions of a pixel', async () => {
    await open();
    await put({ kind: 'circle', x: 100.25, y: 80.5, radius: 2 });
    await zoomed(100, 80, 64);
    await click(100.25, 80.5);
    await drag([102.25, 80.5], [103, 80.5]);
    const shape = await selected();
    expect(shape?.kind === 'circle' && shape.radius).toBeCloseTo(2.75, 1);
    expect(shape).toMatchObject({ x: 100.25, y: 80.5 });
  });

  test('Delete removes; undo and redo go through every edit', async () => {
    await open();
    await draw('Circle', [60, 60], [72, 76]);
    await tool('Select and move').click();
    await drag([60, 60], [100, 100]);
    await expect.poll(async () => near((await shapes())[0])).toMatchObject({ x: 100, y: 100 });
    await page.keyboard.press('Delete');
    await expect.poll(shapes).toEqual([]);
    await page.keyboard.press('Control+z');
    await expect.poll(async () => near((await shapes())[0])).toMatchObject({ x: 100, y: 100 });
    await page.keyboard.press('Control+z');
    await expect.poll(async () => near((await shapes())[0])).toMatchObject({ x: 60, y: 60 });
    await page.keyboard.press('Control+z');
    await expect.poll(shapes).toEqual([]);
    await page.keyboard.press('Control+Shift+z');
    await button('Redo').click();
    await expect.poll(async () => near((await shapes())[0])).toMatchObject({ x: 100, y: 100 });
  });

  test('is copied as text, pasted and duplicated', async () => {
    await open();
    await put({ kind: 'circle', x: 60, y: 60, radius: 20 });
    await click(60, 60);
    await page.keyboard.press('Control+c');
    await expect
      .poll(() => inPage((window) => window.copied))
      .toEqual(['# Region file format: DS9\nimage\ncircle(61,61,20)']);
    await page.keyboard.press('Control+v');
    await page.keyboard.press('Control+d');
    await expect.poll(shapes).toHaveLength(3);
    const places = (await shapes()).map((shape) => ('x' in shape ? shape.x : 0));
    expect(places.toSorted((a, b) => a - b)).toEqual(places);
    expect(new Set(places).size).toBe(3);
  });

  test('twice on a region opens its tab', async () => {
    await open();
    await put({ kind: 'circle', x: 60, y: 60, radius: 20 });
    await click(60, 60, { count: 2 });
    await expect.poll(() => inPage((window) => window.opened)).toBe(1);
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.tagName))
      .toBe('VSCODE-TEXT-FIELD');
  });
});

describe('the numbers', () => {
  test('are asked for when a region is drawn or changed to its end, not on the way', async () => {
    await open();
    await draw('Circle', [100, 80], [110, 80]);
    await expect.poll(() => asked('regionStatistics')).toHaveLength(1);
    await expect.poll(() => statistic('Pixels').innerText()).toMatch(/^3\d\d$/);
    expect(await statistic('Area').innerText()).toMatch(/arcsec²$/);
    await tool('Select and move').click();
    await press(100, 80);
    const [left, top] = await at(140, 80);
    await page.mouse.move(left, top, { steps: 12 });
    await expect.poll(async () => near(await selected())).toMatchObject({ x: 140 });
    expect(await page.locator('.region-part.outdated').count()).toBeGreaterThan(0);
    expect(await asked('regionStatistics')).toHaveLength(1);
    await page.mouse.up();
    await expect.poll(() => asked('regionStatistics')).toHaveLength(2);
    await expect.poll(() => page.locator('.region-part.outdated').count()).toBe(0);
    expect(near((await asked('regionStatistics'))[1]?.['shape'] as Shape)).toMatchObject({
      x: 140,
    });
  });

  test('that are not wanted any more are cancelled', async () => {
    await open('held');
    await put(
      { kind: 'circle', x: 60, y: 60, radius: 20 },
      { kind: 'circle', x: 160, y: 60, radius: 20 },
    );
    await click(60, 60);
    await expect.poll(() => asked('regionStatistics')).toHaveLength(1);
    await click(160, 60);
    await expect.poll(() => inPage((window) => window.stand.cancelled)).toBe(1);
    await inPage((window) => {
      window.stand.held = false;
    });
    await expect.poll(() => statistic('Pixels').innerText()).toBe('1,257');
  });

  test('that cost much of a remote file are offered, for what they cost', async () => {
    await open();
    await inPage((window) => window.show({ local: false, bytesPerRow: 300_000 }));
    await page.waitForSelector('canvas[data-state="ready"]');
    await put({ kind: 'circle', x: 100, y: 80, radius: 40 });
    await click(100, 80);
    await expect
      .poll(() => page.locator('.region-part [role="status"]').first().innerText())
      .toMatch(/^Reading this region takes up to 6\.\d MB\.$/);
    expect(await asked('regionStatistics')).toEqual([]);
    await button('Read').first().click();
    await expect.poll(() => statistic('Pixels').innerText()).toBe('5,025');
  });

  test('of a region beside the image are none, a failure is said', async () => {
    await open();
    await put({ kind: 'circle', x: 297, y: 80, radius: 20 });
    await click(290, 80);
    await fill('x', '900');
    await page.keyboard.press('Enter');
    await expect.poll(() => statistic('Pixels').innerText()).toBe('0');
    expect(await statistic('Mean').innerText()).toBe('–');
    await inPage((window) => {
      window.stand.broken = true;
    });
    await fill('x', '100');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => page.locator('.region-part [role="alert"]').first().innerText())
      .toBe('The server stopped answering after 3 tries.');
    await inPage((window) => {
      window.stand.broken = false;
    });
    await button('Retry').click();
    await expect.poll(() => statistic('Pixels').innerText()).toBe('1,257');
  });

  test('nothing is asked for while the tab is out of sight', async () => {
    await open();
    await inPage((window) => {
      window.inspector.tab = 'header';
    });
    await inPage((window) => window.regions.chooseTool('circle'));
    await drag([100, 80], [110, 80]);
    await expect.poll(shapes).toHaveLength(1);
    await inPage((window) => {
      window.inspector.tab = 'regions';
    });
    await expect.poll(() => asked('regionStatistics')).toHaveLength(1);
  });

  test('a line has a profile, a circle a radial one, read by the keyboard', async () => {
    await open();
    await draw('Line', [100, 80], [140, 110]);
    const reading = page.locator('[data-field="profile-reading"]');
    await expect.poll(() => reading.innerText()).toMatch(/^0 px \(0″\): [\d.]+ MJy\/sr$/);
    await page.getByRole('img', { name: /^Profile along the line/ }).focus();
    await page.keyboard.press('End');
    await expect.poll(() => reading.innerText()).toMatch(/^(49\.\d+|50|50\.\d+) px \(5/);
    expect(await asked('regionStatistics')).toEqual([]);
    await draw('Circle', [220, 150], [230, 150]);
    await expect.poll(() => asked('radialProfile')).toHaveLength(1);
    await expect
      .poll(() => reading.innerText())
      .toMatch(/^0\.5 px \(0\.05″\): [\d.]+ MJy\/sr ± 0\.15, 3 pixels$/);
  });
});

describe('of two pictures that take turns', () => {
  const note = (): Locator => page.locator('[data-field="side"]');
  const mean = async (): Promise<number> => Number(await statistic('Mean').innerText());
  const turn = (second: boolean): Promise<boolean> =>
    inPage(
      second
        ? (window) => (window.picture.showPartner = true)
        : (window) => (window.picture.showPartner = false),
    );

  test('the numbers are those of the one that is seen, which is named; each is read once', async () => {
    await open();
    await put({ kind: 'circle', x: 100, y: 80, radius: 20 });
    await click(100, 80);
    await expect.poll(mean).toBeGreaterThan(0);
    expect(await note().isVisible()).toBe(false);
    const first = await mean();
    await inPage((window) => {
      const { picture, regions: over } = window;
      const [ref, plane] = [picture.ref, picture.plane];
      if (ref !== undefined && plane !== undefined) {
        picture.partner = {
          ref: { ...ref, match: { file: undefined, hdu: 2, slice: [] } },
          plane: { ...plane, unit: 'DN/s' },
        };
      }
      over.shownName = () => (picture.showPartner ? 'ERR · other.fits' : 'SCI');
      window.inspector.update();
    });
    await expect.poll(() => note().innerText()).toBe('Of picture A: SCI');
    await turn(true);
    await expect
      .poll(() => note().innerText())
      .toBe('Of picture B: ERR · other.fits, on the pixels of A');
    await expect.poll(mean).toBeCloseTo(SECOND * first, 1);
    expect(await page.locator('.region-part [data-field="unit"]').innerText()).toBe('in DN/s');
    expect((await asked('radialProfile')).at(-1)).toMatchObject({ match: { hdu: 2 } });
    await button('Copy the statistics').click();
    await expect
      .poll(() => inPage((window) => window.copied.at(-1)))
      .toContain('Circle 1 (ERR · other.fits)');
    await turn(false);
    await expect.poll(mean).toBe(first);
    await turn(true);
    await expect.poll(mean).toBeCloseTo(SECOND * first, 1);
    for (const method of ['regionStatistics', 'radialProfile']) {
      expect(await asked(method), method).toHaveLength(2);
    }
    await page.screenshot({ path: join(screens, 'regions-second.png') });
  });
});

describe('the list', () => {
  const option = (at: number): Locator => page.getByRole('option').nth(at);

  test('selects, names, colours, excludes and deletes', async () => {
    await open();
    await put(
      { kind: 'circle', x: 60, y: 60, radius: 20 },
      { kind: 'box', x: 160, y: 60, width: 30, height: 20, angle: 0 },
    );
    await expect.poll(() => option(1).innerText()).toMatch(/^Box 2\s*161\.0, 61\.0$/);
    await option(0).click();
    await expect.poll(selected).toMatchObject({ kind: 'circle' });
    await page.keyboard.press('ArrowDown');
    await expect.poll(selected).toMatchObject({ kind: 'box' });
    // What is said of it is drawn with the next frame.
    await field('width').waitFor();
    await page.keyboard.press('Enter');
    const name = page.locator('vscode-text-field:focus-within');
    await expect.poll(() => name.count()).toBe(1);
    await page.keyboard.type('star 7');
    await expect
      .poll(() => name.evaluate((each) => (each as HTMLInputElement).value))
      .toBe('star 7');
    await page.keyboard.press('Enter');
    await expect.poll(() => option(1).innerText()).toMatch(/^star 7/);
    await tool('cyan').click();
    await expect.poll(async () => (await regions())[1]?.colour).toBe('cyan');
    await page.getByRole('checkbox', { name: 'Excluded' }).click();
    await expect
      .poll(async () => (await regions())[1])
      .toMatchObject({ text: 'star 7', colour: 'cyan', include: false });
    await page.getByRole('listbox', { name: 'Regions' }).focus();
    await page.keyboard.press('Delete');
    await expect
      .poll(async () => (await shapes()).map(({ kind }) => kind as Kind))
      .toEqual(['circle']);
  });

  test('numbers that cannot be are marked and not taken', async () => {
    await open();
    await put({ kind: 'circle', x: 60, y: 60, radius: 20 });
    await click(60, 60);
    await field('radius').fill('-3');
    await expect.poll(() => page.locator('vscode-text-field.invalid').count()).toBe(1);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('vscode-text-field.invalid').count()).toBe(0);
    expect(await selected()).toMatchObject({ radius: 20 });
    await expect
      .poll(() =>
        page
          .locator('vscode-text-field[title^="x of"]')
          .evaluate((f) => (f as HTMLInputElement).value),
      )
      .toBe('61');
    await inPage((window) => {
      window.regions.setOrigin(0);
      window.inspector.setOrigin(0);
    });
    await expect
      .poll(() =>
        page
          .locator('vscode-text-field[title^="x of"]')
          .evaluate((f) => (f as HTMLInputElement).value),
      )
      .toBe('60');
  });
});

describe('region files', () => {
  test('are read with their problems', async () => {
    await open();
    await inPage((window) => {
      window.stand.file.regions = [
        {
          shape: { kind: 'circle', x: 60, y: 60, radius: 20 },
          text: 'NGC 1',
          colour: 'red',
          include: true,
        },
        {
          shape: { kind: 'circle', x: 90, y: 60, radius: 20 },
          text: '',
          colour: '#ff8800',
          include: false,
        },
      ];
      window.stand.file.problems = ['Line 4: "vector" is not a shape that is known.'];
    });
    await button('Open region file…').click();
    await expect
      .poll(() => page.locator('[data-field="news"]').innerText())
      .toBe('Read 2 regions from stars.reg.');
    expect(await page.locator('.region-problems li').allInnerTexts()).toEqual([
      'Line 4: "vector" is not a shape that is known.',
    ]);
    expect((await asked('readRegions'))[0]).toMatchObject({ text: 'circle(1,2,3)' });
    // The keys of the picture, in the tab too.
    await page.keyboard.press('Control+z');
    await expect.poll(shapes).toEqual([]);
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(shapes).toHaveLength(2);
    await button('Delete all regions').click();
    await expect.poll(shapes).toEqual([]);
    await button('Undo').click();
    await expect.poll(shapes).toHaveLength(2);
  });

  test('are written in the chosen system, or it is said why not', async () => {
    await open();
    await put({ kind: 'circle', x: 60, y: 60, radius: 20 });
    const save = async (name: string): Promise<void> => {
      await page.getByRole('button', { name: /^Save region file/ }).click();
      await page.getByRole('menuitem', { name }).click();
    };
    await save('In ICRS…');
    await expect
      .poll(() => inPage((window) => window.stand.saved))
      .toEqual([
        { name: 'regions.reg', text: '# Region file format: DS9\nICRS\ncircle(61,61,20)' },
      ]);
    await save('In Galactic coordinates…');
    await expect
      .poll(() => page.locator('[data-field="news"]').innerText())
      .toBe('The image has no celestial coordinates.');
  });
});

describe('images', () => {
  test('of one size share their regions, of another have their own', async () => {
    await open();
    await put({ kind: 'circle', x: 60, y: 60, radius: 20 });
    await inPage((window) => window.show({}, 3));
    await page.waitForSelector('canvas[data-hdu="3"][data-state="ready"]');
    expect(await shapes()).toHaveLength(1);
    await inPage((window) => window.show({ width: 200 }, 4));
    await page.waitForSelector('canvas[data-hdu="4"][data-state="ready"]');
    expect(await shapes()).toEqual([]);
    await draw('Box', [50, 50], [90, 60]);
    await inPage((window) => window.show({}, 1));
    await expect.poll(async () => (await shapes()).map(({ kind }) => kind)).toEqual(['circle']);
    const state = await inPage((window) => window.regions.state);
    expect(state.images.map(({ width, regions: kept }) => [width, kept.length])).toEqual([
      [300, 1],
      [200, 1],
    ]);
  });

  test('what is kept comes back, as far as it makes sense', async () => {
    await open();
    await page.evaluate(() => {
      const { regions: restored } = window as unknown as RegionWindow;
      restored.restore(null);
      restored.restore({ tool: 'nothing', images: [{ width: 'x' }, 7] });
      const region = (shape: unknown): object => ({ shape, text: 5, colour: null });
      restored.restore({
        tool: 'line',
        images: [
          {
            width: 300,
            height: 200,
            regions: [
              region({ kind: 'circle', x: 1, y: 2, radius: -3 }),
              region({ kind: 'circle', x: 1, y: null, radius: 3 }),
              region({ kind: 'polygon', vertices: [[1, 2], [3, 4], [5]] }),
              region({ kind: 'star', x: 1, y: 2 }),
              region({ kind: 'line', from: [1, 2], to: [3, 4] }),
              null,
            ],
          },
        ],
      });
    });
    expect(await regions()).toEqual([
      { shape: { kind: 'line', from: [1, 2], to: [3, 4] }, text: '', colour: '', include: true },
    ]);
    // Not the tool that an earlier version kept: the first drag is to pan.
    await expect.poll(() => tool('Select and move').getAttribute('aria-checked')).toBe('true');
  });

  test('no more than 2,000 are kept', async () => {
    await open();
    await inPage((window) => {
      window.stand.file.regions = Array.from({ length: 20_500 }, (_, i) => ({
        shape: { kind: 'circle', x: i % 300, y: (i / 300) * 3, radius: 2 },
        text: '',
        colour: i % 2 === 0 ? 'green' : 'cyan',
        include: true,
      }));
    });
    await button('Open region file…').click();
    await expect
      .poll(() => page.locator('[data-field="news"]').innerText())
      .toBe('Read 20,000 regions from stars.reg. 500 more were left out: 20,000 are the most.');
    expect(await page.getByRole('option').count()).toBeLessThan(20);
    const kept = await inPage((window) => window.regions.state.images[0]?.regions.length);
    expect(kept).toBe(2000);
    const time = await inPage((window) => window.drawTime(5));
    console.log(`a frame with 20,000 regions in sight, twice: ${time.toFixed(1)} ms`);
    await page.screenshot({ path: join(screens, 'regions-crowd.png') });
    await zoomed(150, 100, 32);
    const zoomedTime = await inPage((window) => window.drawTime(5));
    console.log(`a frame of which a few are in sight: ${zoomedTime.toFixed(1)} ms`);
  });
});

test('an exported picture has the regions, without handles', async () => {
  await open();
  await put({ kind: 'box', x: 150, y: 100, width: 60, height: 60, angle: 0 });
  await click(150, 100);
  await expect.poll(selected).toBeDefined();
  const at9 = (of: string): Promise<number[]> =>
    page.evaluate((source) => {
      const { picture } = window as unknown as RegionWindow;
      const [x = 0, y = 0] = picture.camera.canvasPosition([180, 130]) ?? [];
      const from =
        source === 'screen'
          ? document.querySelector<HTMLCanvasElement>('.overlay-canvas')
          : picture.capture();
      const pixel = from?.getContext('2d')?.getImageData(Math.round(x), Math.round(y), 1, 1).data;
      return Array.from(pixel ?? []);
    }, of);
  await expect.poll(() => at9('screen')).toEqual([255, 255, 255, 255]);
  const [red = 255, green = 0] = await at9('export');
  expect(green - red).toBeGreaterThan(100);
});

describe('what it looks like', () => {
  const SHAPES: readonly [Shape, string, string, boolean][] = [
    [{ kind: 'circle', x: 100, y: 80, radius: 14 }, 'star A', '', true],
    [{ kind: 'annulus', x: 100, y: 80, inner: 20, outer: 30 }, '', 'cyan', true],
    [{ kind: 'ellipse', x: 220, y: 150, a: 40, b: 18, angle: 30 }, 'galaxy', 'magenta', true],
    [{ kind: 'box', x: 40, y: 160, width: 50, height: 30, angle: 20 }, '', 'yellow', false],
    [
      {
        kind: 'polygon',
        vertices: [
          [180, 40],
          [260, 30],
          [270, 80],
          [220, 90],
        ],
      },
      '',
      'red',
      true,
    ],
    [{ kind: 'line', from: [20, 20], to: [150, 40] }, '', 'white', true],
    [{ kind: 'point', x: 150, y: 120 }, 'P', 'blue', true],
    [{ kind: 'circle', x: 140, y: 170, radius: 15 }, 'dark', 'black', true],
  ];

  test.each([
    ['dark', 'dark', 1100, 860, 320, 0],
    ['light', 'light', 1100, 860, 320, 2],
    ['contrast', 'contrast', 1100, 860, 320, 4],
    ['narrow', 'dark', 640, 820, 240, 5],
  ] as const)('%s', async (name, theme, width, height, panel, chosen) => {
    await open(`panel=${panel}`, { theme, width, height });
    await page.evaluate((all) => {
      const { regions: restored } = window as unknown as RegionWindow;
      restored.restore({
        tool: 'select',
        images: [
          {
            width: 300,
            height: 200,
            regions: all.map(([shape, text, colour, include]) => ({
              shape,
              text,
              colour,
              include,
            })),
          },
        ],
      });
    }, SHAPES);
    await page.getByRole('option').nth(chosen).click();
    await expect.poll(selected).toBeDefined();
    await expect.poll(() => page.locator('.region-part.outdated:not([hidden])').count()).toBe(0);
    await expect
      .poll(() => page.locator('.region-part:not([hidden]) td, .u-over').count())
      .toBeGreaterThan(0);
    const overflow = await page.evaluate(() => {
      const content = document.querySelector('.page-regions');
      return content === null ? 1 : content.scrollWidth - content.clientWidth;
    });
    expect(overflow).toBeLessThanOrEqual(0);
    await page.screenshot({ path: join(screens, `regions-${name}.png`) });
  });
});
