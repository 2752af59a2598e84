import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Orientation } from '../../../webview/image/orientation';
import type { Assets, OpenOptions } from './browser';
import { bundle, harness, launch, openViewer } from './browser';
import { hasFocus } from './focus';
import { directions, SKY, toPixel, toSky } from './sky-host';
import type { SkyWindow } from './sky-page';

let browser: Browser;
let assets: Assets;
let page: Page;

beforeAll(async () => {
  const root = join(import.meta.dirname, '../../..');
  [assets, browser] = await Promise.all([bundle(root, 'test/ui/page/sky-page.ts'), launch()]);
});
afterAll(() => browser.close());
afterEach(async () => {
  const violations = await harness(page, (window) => window.violations);
  await page.close();
  expect(violations, 'the content security policy').toEqual([]);
});

/** Runs in the page; `read` may use nothing of the test. */
const inPage = <T>(read: (window: SkyWindow) => T): Promise<T> =>
  page.evaluate<T>(`(${read.toString()})(window)`);
const canvas = (): Locator => page.locator('canvas.picture');
const asked = (of: string): Promise<string[]> =>
  inPage((window) => [...window.stand.asked]).then((all) =>
    all.filter((each) => each.startsWith(of)),
  );
const grids = (): Promise<SkyWindow['stand']['grids']> =>
  inPage((window) => [...window.stand.grids]);
const field = (): Locator => page.getByRole('textbox', { name: 'Coordinate, pixel or name' });
const bar = (name: string): Locator => page.getByRole('group', { name });
const menu = (): Locator => page.getByRole('button', { name: 'Sky', exact: true });

async function open(state: object = {}, query = '', options: OpenOptions = {}): Promise<void> {
  page = await openViewer(browser, assets, {
    query: `${query}&state=${encodeURIComponent(JSON.stringify(state))}`,
    width: 700,
    height: 536,
    ...options,
  });
  await page.waitForSelector('canvas[data-state="ready"]');
}

type Pair = readonly [number, number];

interface Placed {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
  /** The canvas position of an image position, by what the picture says of itself. */
  readonly at: (position: Pair) => Pair;
}

async function overlay(): Promise<Placed> {
  const { data, ...size } = await inPage((window) => window.read());
  const { zoom, left, bottom, turns, flipped } = await canvas().evaluate(
    (element) => ({ ...(element as HTMLCanvasElement).dataset }) as Record<string, string>,
  );
  const at = ([x, y]: Pair): Pair => {
    let [across, up] = [flipped === 'true' ? SKY.side - 1 - x : x, y];
    for (let turn = 0; turn < Number(turns); turn++) {
      [across, up] = [SKY.side - 1 - up, across];
    }
    const right = Number(left) + (across + 0.5) * Number(zoom);
    return [right, size.height - Number(bottom) - (up + 0.5) * Number(zoom)];
  };
  return { ...size, data: Buffer.from(data, 'latin1'), at };
}

/** How opaque the overlay is at a canvas position, 0 to 255; undefined beside it. */
function inkAt({ width, height, data }: Placed, [x, y]: Pair): number | undefined {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  return column < 1 || row < 1 || column >= width - 1 || row >= height - 1
    ? undefined
    : data[4 * (row * width + column) + 3];
}

function inked({ data }: Placed): number {
  let count = 0;
  for (let at = 3; at < data.length; at += 4) {
    count += Number(data[at] !== 0);
  }
  return count;
}

/** Of points along a meridian, the share on which there is a line; those beside the image do not count. */
function shareOn(placed: Placed, longitude: number): { share: number; points: number } {
  let [on, points] = [0, 0];
  for (let k = 0; k <= 400; k++) {
    const position = toPixel([longitude, SKY.latitude + (k / 200 - 1) * 0.03]);
    const isInside = position.every((each) => each > 20 && each < SKY.side - 20);
    const ink = isInside ? inkAt(placed, placed.at(position)) : undefined;
    points += Number(ink !== undefined);
    on += Number((ink ?? 0) > 150);
  }
  return { share: on / points, points };
}

const ORIENTATIONS: readonly Orientation[] = [
  { turns: 0, flipped: false },
  { turns: 1, flipped: false },
  { turns: 3, flipped: true },
  { turns: 2, flipped: true },
];

describe('the grid', () => {
  test.each(ORIENTATIONS)('lies where the sky is: %o', async (orientation) => {
    await open({ grid: true });
    await page.evaluate(
      (to) => (window as unknown as SkyWindow).display.change({ orientation: to }),
      orientation,
    );
    // Lines at every fifth second of time, of which 10h00m30s is the nearest to the middle.
    const second = 15 / 3600;
    await expect
      .poll(async () => shareOn(await overlay(), 150 + 30 * second).share)
      .toBeGreaterThan(0.97);
    const placed = await overlay();
    expect(shareOn(placed, 150 + 30 * second).points).toBeGreaterThan(100);
    expect(shareOn(placed, 150 + 28 * second).share).toBeLessThan(0.15);
  });

  test('keeps to the image, and is not there where it is off', async () => {
    await open({ grid: true });
    await expect.poll(async () => inked(await overlay())).toBeGreaterThan(2000);
    const placed = await overlay();
    const [left] = placed.at([-0.5, 0]);
    let beside = 0;
    for (let row = 0; row < placed.height; row++) {
      for (let column = 0; column < left - 2; column++) {
        beside += Number(placed.data[4 * (row * placed.width + column) + 3] !== 0);
      }
    }
    expect(left).toBeGreaterThan(50);
    expect(beside).toBe(0);
    await inPage((window) => window.sky.toggleGrid());
    await expect.poll(async () => inked(await overlay())).toBe(0);
  });

  test('is asked for once where all of the image is in sight', async () => {
    await open({ grid: true });
    await expect.poll(async () => inked(await overlay())).toBeGreaterThan(2000);
    const [first] = await grids();
    expect(first?.x0).toBeLessThan(0);
    expect(first?.x1).toBeGreaterThan(SKY.side - 1);
    await inPage((window) => {
      window.picture.pan(0.05, 0.05);
      window.display.change({ orientation: { turns: 1, flipped: true } });
    });
    await page.waitForSelector('canvas[data-turns="1"]');
    expect(await asked('skyGrid')).toHaveLength(1);
    expect(await asked('sky')).toHaveLength(1);
  });

  test('has lines beyond what is seen, and asks anew when it moves out of them', async () => {
    await open({ grid: true });
    await inPage((window) => window.picture.zoomTo(1));
    await page.waitForSelector('canvas[data-zoom="1"]');
    await expect.poll(async () => (await grids()).at(-1)?.x0).toBeGreaterThan(1000);
    const box = await inPage((window) => window.picture.viewBox);
    const last = (await grids()).at(-1);
    expect(last?.x0).toBeLessThan((box?.x0 ?? 0) - 100);
    expect(last?.x1).toBeGreaterThan((box?.x1 ?? 0) + 100);
    expect(last?.pixelsPerPoint).toBe(8);
    await expect.poll(async () => inked(await overlay())).toBeGreaterThan(2000);
    const before = await asked('skyGrid');
    await inPage((window) => window.picture.pan(0.1, 0));
    await inPage((window) => window.picture.pan(0.1, 0));
    expect(await asked('skyGrid')).toEqual(before);
    await inPage((window) => window.picture.pan(0.4, 0));
    await expect.poll(() => asked('skyGrid')).toHaveLength(before.length + 1);
    const now = await inPage((window) => window.picture.viewBox);
    await expect.poll(async () => (await grids()).at(-1)?.x1).toBeGreaterThan((now?.x1 ?? 0) + 100);
  });

  test('asks for one grid at a time, and not for one that nobody wants any more', async () => {
    await open({ grid: true }, 'held');
    await expect.poll(() => asked('skyGrid')).toHaveLength(1);
    for (const zoom of [0.5, 1, 4, 8]) {
      await page.evaluate((to) => (window as unknown as SkyWindow).picture.zoomTo(to), zoom);
      await page.waitForSelector(`canvas[data-zoom="${zoom}"]`);
    }
    await expect
      .poll(() => inPage(({ stand }) => [stand.cancelled, stand.asked.length].join()))
      .toMatch(/^(1,2|2,3|3,4|4,5)$/);
    await inPage((window) => {
      window.stand.held = false;
    });
    await expect.poll(async () => inked(await overlay())).toBeGreaterThan(1000);
    const [last] = (await grids()).slice(-1);
    expect((last?.x1 ?? 0) - (last?.x0 ?? 0)).toBeLessThan(200);
  });

  test('is of the frame and in the style that are chosen', async () => {
    await open({ grid: true });
    await expect.poll(async () => inked(await overlay())).toBeGreaterThan(2000);
    await inPage((window) =>
      window.sky.restore({ grid: true, frame: 'Galactic', style: 'degrees' }),
    );
    await expect
      .poll(async () => (await grids()).at(-1))
      .toMatchObject({ frame: 'Galactic', style: 'degrees' });
    expect(await inPage((window) => [window.sky.frame, window.sky.style])).toEqual([
      'Galactic',
      'degrees',
    ]);
    expect(await inPage((window) => window.frames)).toBe(1);
    await expect.poll(async () => inked(await overlay())).toBeGreaterThan(2000);
  });

  test('a failure is said once and leaves the picture', async () => {
    await open({ grid: true }, 'broken');
    await expect
      .poll(() => inPage((window) => window.said))
      .toEqual(['The look-up table of the distortion cannot be read.']);
    await inPage((window) => window.picture.zoomTo(1));
    await page.waitForSelector('canvas[data-zoom="1"][data-state="ready"]');
    expect(await asked('skyGrid')).toHaveLength(1);
  });

  test('is in exported pictures', async () => {
    await open({ grid: true });
    await expect.poll(async () => inked(await overlay())).toBeGreaterThan(2000);
    const placed = await overlay();
    const at = placed.at(toPixel([150 + (30 * 15) / 3600, SKY.latitude + 0.001]));
    const colour = await page.evaluate(
      ([x, y]) => {
        const copy = (window as unknown as SkyWindow).picture.capture();
        return [...(copy.getContext('2d')?.getImageData(x, y, 1, 1).data ?? [])];
      },
      at.map(Math.floor) as [number, number],
    );
    // Grey without it.
    expect(new Set(colour.slice(0, 3)).size).toBeGreaterThan(1);
  });

  test('draws a frame in time', async () => {
    await open({ grid: true, compass: true, scaleBar: true }, '', { width: 1920, height: 1080 });
    await expect.poll(async () => inked(await overlay())).toBeGreaterThan(2000);
    const { script, all } = await inPage((window) => window.drawTime(25));
    const [grid] = (await grids()).slice(-1);
    console.log(
      `grid of a ${SKY.side}² image, about ${grid?.lines} lines each way, 1920 × 1080: ` +
        `${script.toFixed(1)} ms, ${all.toFixed(1)} ms until the pixels are there (without a GPU)`,
    );
    expect(script).toBeGreaterThan(0);
  });
});

describe('compass and scale bar', () => {
  test.each(ORIENTATIONS)('the compass points north and east: %o', async (orientation) => {
    await open({ compass: true });
    await page.evaluate(
      (to) => (window as unknown as SkyWindow).display.change({ orientation: to }),
      orientation,
    );
    await page.waitForSelector(
      `canvas[data-turns="${orientation.turns}"][data-flipped="${orientation.flipped}"]`,
    );
    await expect.poll(async () => inked(await overlay())).toBeGreaterThan(200);
    const placed = await overlay();
    const middle: Pair = [(SKY.side - 1) / 2, (SKY.side - 1) / 2];
    const { north, east } = directions(middle, 'own');
    const arrow = ([x, y]: Pair): Pair => {
      const [from, to] = [placed.at(middle), placed.at([middle[0] + x, middle[1] + y])];
      const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
      return [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
    };
    // Somewhere in the corner there is a foot from which both arrows go, and nothing goes the other way.
    const white = (x: number, y: number): boolean => {
      const at = 4 * (Math.round(y) * placed.width + Math.round(x));
      return (placed.data[at] ?? 0) > 200 && (placed.data[at + 3] ?? 0) > 200;
    };
    const goes = (x: number, y: number, [right, down]: Pair): boolean =>
      [3, 8, 13, 18, 23, 27].every((far) => white(x + far * right, y + far * down));
    let feet = 0;
    for (let y = 12; y < 110; y++) {
      for (let x = placed.width - 110; x < placed.width - 8; x++) {
        feet += Number(goes(x, y, arrow(north)) && goes(x, y, arrow(east)));
      }
    }
    expect(feet).toBeGreaterThan(0);
    expect(feet).toBeLessThan(30);
  });

  test('keep out of the way of the bars over the picture', async () => {
    await open({ compass: true, scaleBar: true }, '', { width: 380, height: 420 });
    await expect.poll(async () => inked(await overlay())).toBeGreaterThan(500);
    await inPage((window) => {
      window.around(true, true);
      window.sky.openPlaces();
      window.sky.toggleMeasure();
    });
    const hidden = async (): Promise<number> => {
      const placed = await overlay();
      const boxes = await page.locator('.slices, .stage-banner, .sky-bar').evaluateAll(
        (all, top) => {
          return all.map((each) => {
            const box = each.getBoundingClientRect();
            return [box.left, box.top - top, box.right, box.bottom - top];
          });
        },
        (await canvas().boundingBox())?.y ?? 0,
      );
      let count = 0;
      for (const [left = 0, top = 0, right = 0, bottom = 0] of boxes) {
        for (let y = Math.ceil(top); y < bottom; y++) {
          for (let x = Math.ceil(left); x < right; x++) {
            count += Number((inkAt(placed, [x, y]) ?? 0) > 0);
          }
        }
      }
      return boxes.length === 4 ? count : -1;
    };
    await expect.poll(hidden).toBe(0);
    const between = await page.evaluate(() => {
      const box = (of: string): DOMRect | undefined =>
        document.querySelector(of)?.getBoundingClientRect();
      return (box('.sky-place')?.top ?? 0) - (box('.slices')?.bottom ?? 0);
    });
    expect(between).toBeGreaterThan(0);
  });

  test('follow the view, without a request for every frame', async () => {
    await open({ compass: true });
    await expect.poll(() => asked('sky')).toHaveLength(1);
    await inPage((window) => window.picture.zoomTo(1));
    await inPage((window) => window.picture.pan(0.02, 0));
    await page.waitForSelector('canvas[data-zoom="1"]');
    await inPage((window) => window.picture.pan(0.5, 0));
    await expect.poll(() => asked('sky')).toHaveLength(2);
  });

  test('nothing is asked while nothing is shown', async () => {
    await open();
    await canvas().hover();
    expect(await asked('')).toEqual([]);
  });

  test('without a sky the bar counts pixels', async () => {
    await open({ compass: true, scaleBar: true, grid: true }, 'skyless');
    await expect.poll(async () => inked(await overlay())).toBeGreaterThan(200);
    await menu().click();
    await expect
      .poll(() => page.locator('.sky-about').innerText())
      .toBe('The header has no CTYPE with a celestial axis.');
    const disabled = page.locator('.sky-layers vscode-checkbox[disabled]');
    expect(await disabled.allInnerTexts()).toEqual(['Coordinate grid', 'Compass']);
    expect(await page.getByRole('radiogroup', { name: 'Frame' }).isHidden()).toBe(true);
  });
});

describe('the menu', () => {
  test('says what the coordinates are, and shows by keyboard', async () => {
    await open();
    await menu().focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.sky-about').innerText()).toBe('ICRS · TAN · 0.0300″/px');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toBe('Coordinate grid');
    await page.keyboard.press(' ');
    await expect.poll(() => inPage((window) => window.sky.state.grid)).toBe(true);
    await page.getByRole('radio', { name: 'Own frame' }).focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => inPage((window) => window.sky.frame)).toBe('ICRS');
    await page.getByRole('radio', { name: 'Degrees' }).click();
    await expect.poll(() => inPage((window) => window.sky.style)).toBe('degrees');
    expect(await inPage((window) => window.kept)).toBeGreaterThanOrEqual(3);
  });

  test.each([
    ['', 'Coordinate grid'],
    ['skyless', 'Scale bar'],
  ])('begins with what can be shown, and Escape closes it (%s)', async (query, first) => {
    await open({}, query);
    const popover = page.locator('.popover:popover-open');
    const focused = (): Promise<string> =>
      page.evaluate(() => document.activeElement?.textContent ?? '');
    // At the first opening it is not known yet what there is; what had the focus may get disabled.
    for (let time = 0; time < 2; time++) {
      await menu().click();
      await expect.poll(() => page.locator('.sky-about').innerText()).not.toBe('');
      await expect.poll(focused).toBe(first);
      await page.keyboard.press('Escape');
      await expect.poll(() => popover.count()).toBe(0);
      expect(await hasFocus(menu())).toBe(true);
    }
    // Also with the focus on its button, and nowhere.
    for (const element of ['.sky-choice', ':focus']) {
      await menu().click();
      await expect.poll(focused).toBe(first);
      await page.locator(element).evaluate((each) => {
        each.focus();
        if (each.matches('vscode-checkbox')) each.blur();
      });
      await page.keyboard.press('Escape');
      await expect.poll(() => popover.count()).toBe(0);
    }
  });

  test('what is kept comes back, and what cannot be is as at first', async () => {
    await open({
      grid: true,
      compass: 1,
      frame: 'Lunar',
      style: 'degrees',
      places: ['M 31', 7, ''],
    });
    expect(await inPage((window) => window.sky.state)).toEqual({
      grid: true,
      compass: false,
      scaleBar: false,
      frame: 'own',
      style: 'degrees',
      places: ['M 31'],
    });
  });

  test.each([
    [700, 536],
    [360, 420],
  ])('lies within a page of %i × %i', async (width, height) => {
    await open({}, '', { width, height });
    await menu().click();
    const box = await page.locator('.popover').first().boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(height);
  });
});

describe('go to a place', () => {
  const understood = (): Promise<string> => page.locator('.sky-understood').innerText();
  const problem = (): Promise<string> => page.locator('.sky-problem').innerText();

  async function type(text: string): Promise<void> {
    await field().fill(text);
    await page.keyboard.press('Enter');
  }

  test('a coordinate, and says what was understood', async () => {
    await open();
    await inPage((window) => window.sky.openPlaces());
    const at = toSky([1000, 3000]);
    const text = `${at[0].toFixed(7)} +${at[1].toFixed(7)}`;
    await type(text);
    await expect.poll(understood).toBe(`${text} (ICRS)`);
    await expect
      .poll(() => inPage((window) => window.picture.crosshair))
      .toEqual({ shown: true, pixel: [1000, 3000] });
    expect(await inPage((window) => window.sky.state.places)).toEqual([text]);
  });

  test('pixels are counted as the readout counts them', async () => {
    await open();
    await inPage((window) => {
      window.sky.setOrigin(0);
      window.sky.openPlaces();
    });
    await type('12 40 px');
    await expect.poll(() => inPage((window) => window.picture.crosshair.pixel)).toEqual([12, 40]);
    await inPage((window) => window.sky.setOrigin(1));
    await type('12 40 px');
    await expect.poll(() => inPage((window) => window.picture.crosshair.pixel)).toEqual([11, 39]);
  });

  test('says what is wrong, and keeps the last ones', async () => {
    await open();
    await inPage((window) => window.sky.openPlaces());
    await type('M 1011');
    await expect.poll(problem).toBe('Nothing is known by the name M 1011. Check how it is spelt.');
    expect(await page.getByRole('alert').count()).toBe(1);
    await type('9000 1 px');
    await expect
      .poll(problem)
      .toBe('pixel (9000, 1) is not on this image: it would be pixel (9000.0, 1.0).');
    expect(await inPage((window) => window.picture.crosshair.shown)).toBe(false);
    await type('7 8 px');
    await expect.poll(understood).toBe('pixel (7, 8)');
    await field().fill('half');
    await expect.poll(() => page.locator('.sky-understood').isVisible()).toBe(false);
    for (const [key, value] of [
      ['ArrowUp', '7 8 px'],
      ['ArrowUp', '9000 1 px'],
      ['ArrowUp', '9000 1 px'],
      ['ArrowDown', '7 8 px'],
      ['ArrowDown', 'half'],
    ] as const) {
      await page.keyboard.press(key);
      await expect.poll(() => field().inputValue()).toBe(value);
    }
  });

  test('Escape closes it, cancels and gives the focus back', async () => {
    await open({}, 'held');
    await inPage((window) => window.sky.openPlaces());
    await type('M 101');
    await expect.poll(understood).toBe('Looking it up …');
    await page.keyboard.press('Escape');
    await expect.poll(() => inPage((window) => window.stand.cancelled)).toBe(1);
    await expect.poll(() => bar('Go to coordinate or name').isVisible()).toBe(false);
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.className))
      .toContain('picture');
  });
});

describe('measuring', () => {
  const words = (): Promise<string> => page.locator('.sky-measured').innerText();

  /** Drags from one pixel to another, by way of a few between. */
  async function drag(from: Pair, to: Pair, lets = true): Promise<void> {
    const placed = await overlay();
    const top = (await canvas().boundingBox())?.y ?? 0;
    const [a, b] = [placed.at(from), placed.at(to)];
    await page.mouse.move(a[0], a[1] + top);
    await page.mouse.down();
    await page.mouse.move((a[0] + b[0]) / 2, (a[1] + b[1]) / 2 + top);
    await page.mouse.move(b[0], b[1] + top);
    if (lets) {
      await page.mouse.up();
    }
  }

  test.each(ORIENTATIONS)('distance and position angle: %o', async (orientation) => {
    await open();
    await page.evaluate((to) => {
      const { display, sky } = window as unknown as SkyWindow;
      display.change({ orientation: to });
      sky.toggleMeasure();
    }, orientation);
    await page.waitForSelector(`canvas[data-turns="${orientation.turns}"]`);
    // Due north, so that the position angle is 0.
    const from: Pair = [2200, 1500];
    const { north } = directions(from, 'own');
    await drag(from, [from[0] + 1500 * north[0], from[1] + 1500 * north[1]]);
    await expect.poll(words).toMatch(/″ · \d+ px · PA /);
    const [separation = 0, pixels = 0, angle = 0] = (await words())
      .match(/[\d.]+/g)
      ?.map(Number) as number[];
    // The mouse is exact to a CSS pixel: eight of the image.
    expect(Math.abs(pixels - 1500)).toBeLessThan(18);
    expect(separation).toBeCloseTo(pixels * 0.03, 0);
    expect(Math.min(angle, 360 - angle)).toBeLessThan(1);
    await expect.poll(async () => inked(await overlay())).toBeGreaterThan(500);
  });

  test('Shift keeps the line level or upright on the screen', async () => {
    await open();
    await inPage((window) => window.sky.toggleMeasure());
    await page.keyboard.down('Shift');
    await drag([1000, 1000], [3000, 1200]);
    await page.keyboard.up('Shift');
    await expect.poll(words).toMatch(/PA 24[45]\.\d/);
  });

  test('asks for the latest only', async () => {
    await open({}, 'held');
    await inPage((window) => window.sky.toggleMeasure());
    await drag([1000, 1000], [3000, 1200]);
    expect((await asked('separation')).length).toBe(1);
    await expect.poll(words).toMatch(/^\d+ px$/);
    await inPage((window) => {
      window.stand.held = false;
    });
    await expect.poll(words).toMatch(/PA/);
    expect((await asked('separation')).length).toBe(2);
  });

  test('is copied, read out, and ended step by step', async () => {
    await open();
    await inPage((window) => window.sky.toggleMeasure());
    await expect.poll(words).toMatch(/^Drag from/);
    expect(await inPage((window) => window.sky.copyMeasured())).toBe(false);
    await drag([1000, 1000], [3000, 1200]);
    await expect.poll(words).toMatch(/PA/);
    await page.getByRole('button', { name: 'Copy the measurement' }).click();
    await expect
      .poll(() => inPage((window) => window.copied.join()))
      .toMatch(/^(1′|[\d.]+[″′]), \d+ px, position angle \d+\.\d\d°$/);
    await expect
      .poll(() => page.locator('.sky-measure [role="status"]').textContent())
      .toMatch(/position angle/);
    // While it is dragged, Escape gives the line before back.
    const before = await words();
    await drag([1500, 1000], [3000, 3200], false);
    await expect.poll(words).not.toBe(before);
    await page.keyboard.press('Escape');
    await expect.poll(words).toBe(before);
    await page.mouse.up();
    await page.keyboard.press('Escape');
    await expect.poll(words).toMatch(/^Drag from/);
    await expect.poll(async () => inked(await overlay())).toBe(0);
    await page.keyboard.press('Escape');
    await expect.poll(() => bar('Measure').isVisible()).toBe(false);
    expect(await inPage((window) => window.sky.measuring)).toBe(false);
  });

  test('from crosshair to crosshair by keyboard', async () => {
    await open();
    await inPage((window) => {
      window.sky.toggleMeasure();
      window.picture.crosshair = { shown: true, pixel: [100, 200] };
    });
    await page.getByRole('button', { name: 'From here' }).focus();
    await page.keyboard.press('Enter');
    await inPage((window) => {
      window.picture.crosshair = { shown: true, pixel: [400, 600] };
    });
    await page.getByRole('button', { name: 'To here' }).click();
    await expect.poll(words).toMatch(/^15\.00″ · 500\.0 px · PA /);
  });

  test('pixels alone where there is no sky; another image has another line', async () => {
    await open({}, 'skyless');
    await inPage((window) => window.sky.toggleMeasure());
    await drag([1000, 1000], [3000, 1200]);
    await expect.poll(words).toMatch(/^\d+ px$/);
    await inPage((window) => {
      const { ref, plane } = window.picture;
      if (ref !== undefined && plane !== undefined) {
        window.sky.shown({ ref: { ...ref, hdu: 2 }, plane });
      }
    });
    await expect.poll(words).toMatch(/^Drag from/);
    await inPage((window) => window.sky.shown(undefined));
    await expect.poll(() => bar('Measure').isVisible()).toBe(false);
  });
});
