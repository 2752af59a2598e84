import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { OpenOptions } from './browser';
import { harness, launch, untilReady } from './browser';
import { pageTests } from './page-tests';
import { skyOf } from './host';
import type { HarnessWindow } from './page';
import { TILE } from '../../../webview/image/tiles';
import { canvasData, compareCanvas } from './pixels';

const DARK = [31, 31, 31];

let page: Page;
const tests = pageTests();

async function open(options: OpenOptions = {}): Promise<void> {
  page = await tests.open(options);
}

/** The image pixels that are in sight of an upright picture; half-open. */
async function seen(): Promise<{ left: number; right: number; bottom: number; top: number }> {
  await page.waitForSelector('canvas[data-zoom="1"]');
  const data = await canvasData(page);
  const size = await picture().evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement;
    return { width, height };
  });
  return {
    left: Math.max(0, -Number(data['left'])),
    right: Math.min(2048, size.width - Number(data['left'])),
    bottom: Math.max(0, -Number(data['bottom'])),
    top: Math.min(2048, size.height - Number(data['bottom'])),
  };
}

async function openReady(options: OpenOptions = {}): Promise<void> {
  await open(options);
  await untilReady(page);
}

const picture = (): ReturnType<Page['locator']> => page.locator('canvas.picture');
const field = (name: string): Promise<string> =>
  page.locator(`.readout [data-field="${name}"]`).innerText();
const hduRow = (index: number): ReturnType<Page['locator']> =>
  page.locator(`[data-hdu="${index}"][role="row"]`);

describe('pixels', () => {
  const renderers = [
    ['webgl2', ''],
    ['canvas2d', 'no-webgl'],
  ] as const;

  test.each(renderers)(
    '%s: fit shows every pixel through the stretch, y up',
    async (name, query) => {
      await openReady({ query, width: 900, height: 600 });
      expect(await canvasData(page)).toMatchObject({ renderer: name, kind: 'sampled' });
      expect(await compareCanvas(page, DARK)).toMatchObject({ different: 0, first: '' });
    },
  );

  test.each(renderers)('%s: 1:1 is exact, from tiles', async (_, query) => {
    await openReady({ query, width: 900, height: 600 });
    await page.keyboard.press('1');
    await page.waitForSelector('canvas[data-state="ready"][data-kind="exact"][data-zoom="1"]');
    expect(await compareCanvas(page, DARK)).toMatchObject({ different: 0, first: '' });
  });

  test.each([1.5, 2])('at %s device pixels per CSS pixel, 1:1 and 8:1', async (ratio) => {
    const dense = await launch({ ratio });
    try {
      page = await tests.open({ emulated: false }, dense);
      await untilReady(page);
      expect(await page.evaluate(() => devicePixelRatio)).toBe(ratio);
      expect(await compareCanvas(page, DARK)).toMatchObject({ different: 0, first: '' });
      await page.keyboard.press('1');
      await page.waitForSelector('canvas[data-state="ready"][data-zoom="1"]');
      expect(await compareCanvas(page, DARK)).toMatchObject({ different: 0, first: '' });
      for (const zoom of [2, 4, 8]) {
        await page.keyboard.press('+');
        await page.waitForSelector(`canvas[data-state="ready"][data-zoom="${zoom}"]`);
      }
      expect(await compareCanvas(page, DARK)).toMatchObject({ different: 0, first: '' });
    } finally {
      await dense.close();
    }
  });

  test('a small cube is enlarged by a whole number', async () => {
    await openReady({ width: 900, height: 600 });
    await hduRow(4).click();
    await page.waitForSelector('canvas[data-state="ready"][data-hdu="4"]');
    const { zoom, kind } = await canvasData(page);
    expect(Number.isInteger(Number(zoom))).toBe(true);
    expect(kind).toBe('exact');
  });
});

describe('under the pointer', () => {
  test('is the pixel that is drawn there, counted from 1 or from 0', async () => {
    await openReady({ query: '', width: 900, height: 600 });
    await page.keyboard.press('1');
    for (const zoom of [2, 4, 8]) {
      await page.keyboard.press('+');
      await page.waitForSelector(`canvas[data-state="ready"][data-zoom="${zoom}"]`);
    }
    const data = await canvasData(page);
    const box = await picture().boundingBox();
    const canvas = { x: box?.x ?? 0, y: box?.y ?? 0, height: box?.height ?? 0 };
    // The first and the last screen pixel of one image pixel, and their neighbours outside.
    const x = 1020;
    const y = 1010;
    const left = Number(data['left']) + x * 8;
    const bottom = Number(data['bottom']) + y * 8;
    const top = canvas.height - bottom - 8;
    for (const [right, down, wantX, wantY] of [
      [0, 0, x, y],
      [7, 7, x, y],
      [-1, 0, x - 1, y],
      [8, 0, x + 1, y],
      [0, -1, x, y + 1],
      [0, 8, x, y - 1],
    ] as const) {
      await page.mouse.move(canvas.x + left + right, canvas.y + top + down);
      await expect.poll(() => field('x')).toBe(String(wantX + 1));
      await expect.poll(() => field('y')).toBe(String(wantY + 1));
      const value = skyOf({ hdu: 1, slice: [] }).values[wantY * 2048 + wantX];
      await expect.poll(() => field('value')).toBe(String(value));
    }
    expect(await field('unit')).toBe('MJy/sr');
    // The style sheets of the other panels are in the same page.
    const value = page.locator('.readout [data-field="value"]');
    expect(await value.evaluate((shown) => getComputedStyle(shown).position)).toBe('static');
    await harness(page, (window) => window.settings(0));
    await page.mouse.move(canvas.x + left + 3, canvas.y + top + 3);
    await expect.poll(() => field('x')).toBe(String(x));
    await expect.poll(() => field('y')).toBe(String(y));
  });

  test('the wheel keeps what is there in its place', async () => {
    await openReady();
    await page.mouse.move(610, 300);
    const at = await Promise.all([field('x'), field('y')]);
    for (let notch = 0; notch < 20; notch++) {
      await page.mouse.wheel(0, -100);
    }
    await expect.poll(async () => Number((await canvasData(page))['zoom'])).toBeGreaterThan(4);
    await untilReady(page);
    const after = await Promise.all([field('x'), field('y')]);
    after.forEach((value, axis) => {
      expect(Math.abs(Number(value) - Number(at[axis]))).toBeLessThanOrEqual(4);
    });
    expect((await canvasData(page))['kind']).toBe('exact');
  });

  test('nothing is said beside the image', async () => {
    await openReady({ width: 900, height: 500 });
    const box = await picture().boundingBox();
    await page.mouse.move((box?.x ?? 0) + 3, (box?.y ?? 0) + 200);
    await expect.poll(() => field('x')).toBe('–');
    expect(await field('value')).toBe('');
  });
});

/** A canvas position, in device pixels from the top left, on the page. */
async function onPage(x: number, y: number): Promise<[number, number]> {
  const box = await picture().boundingBox();
  return [(box?.x ?? 0) + x, (box?.y ?? 0) + y];
}

/** The middle of an image pixel on the page, from what the canvas says of an upright picture. */
async function pixelOnPage(x: number, y: number): Promise<[number, number]> {
  const data = await canvasData(page);
  const height = (await picture().boundingBox())?.height ?? 0;
  const zoom = Number(data['zoom']);
  return onPage(
    Number(data['left']) + (x + 0.5) * zoom,
    height - Number(data['bottom']) - (y + 0.5) * zoom,
  );
}

async function drag(
  from: readonly [number, number],
  to: readonly [number, number],
  button: 'left' | 'middle' | 'right' = 'left',
): Promise<void> {
  await page.mouse.move(...from);
  await page.mouse.down({ button });
  await page.mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2);
  await page.mouse.move(...to);
  await page.mouse.up({ button });
}

describe('which way up', () => {
  test('every orientation shows every pixel in its place, and the readout names it', async () => {
    await openReady({ width: 900, height: 600 });
    await page.keyboard.press('1');
    await page.waitForSelector('canvas[data-state="ready"][data-zoom="1"]');
    await page.mouse.move(...(await onPage(120, 90)));
    const { centre } = await canvasData(page);
    // Four left turns, a flip, four more.
    for (const key of ['r', 'r', 'r', 'r', 'f', 'r', 'r', 'r']) {
      const before = await canvasData(page);
      await page.keyboard.press(key);
      await page.waitForFunction(
        ([turns, flipped]) => {
          const data = document.querySelector<HTMLElement>('canvas.picture')?.dataset;
          return data?.['turns'] !== turns || data?.['flipped'] !== flipped;
        },
        [before['turns'], before['flipped']] as const,
      );
      await untilReady(page);
      const data = await canvasData(page);
      expect(data['centre']).toBe(centre);
      expect(await compareCanvas(page, DARK)).toMatchObject({ different: 0, first: '' });
      const [x, y] = await Promise.all([field('x'), field('y')]);
      const value = skyOf({ hdu: 1, slice: [] }).values[(Number(y) - 1) * 2048 + Number(x) - 1];
      await expect.poll(() => field('value')).toBe(String(value));
      expect(await page.evaluate(() => document.getSelection()?.toString())).toBe('');
    }
  });

  test('fit follows', async () => {
    await openReady({ width: 900, height: 600 });
    await page.locator('[data-hdu="4"][role="row"]').click();
    await page.waitForSelector('canvas[data-hdu="4"][data-state="ready"]');
    const { width = 0, height = 0 } = (await picture().boundingBox()) ?? {};
    const fit = (across: number, up: number): string =>
      String(Math.floor(Math.min(width / across, height / up)));
    expect((await canvasData(page))['zoom']).toBe(fit(60, 40));
    await page.keyboard.press('r');
    await page.waitForSelector('canvas[data-turns="1"]');
    expect((await canvasData(page))['zoom']).toBe(fit(40, 60));
  });
});

describe('gestures', () => {
  test.each(['left', 'middle'] as const)(
    'the %s button drags the picture along',
    async (button) => {
      await openReady();
      await page.keyboard.press('1');
      await page.waitForSelector('canvas[data-state="ready"][data-zoom="1"]');
      const before = await canvasData(page);
      await drag(await onPage(300, 300), await onPage(340, 275), button);
      await expect
        .poll(async () => Number((await canvasData(page))['left']))
        .toBe(Number(before['left']) + 40);
      expect(Number((await canvasData(page))['bottom'])).toBe(Number(before['bottom']) + 25);
    },
  );

  test('a box zoom shows the box, once; Escape leaves it', async () => {
    await openReady({ width: 900, height: 600 });
    await page.keyboard.press('z');
    expect(await picture().evaluate((element) => getComputedStyle(element).cursor)).toBe('zoom-in');
    const from = await onPage(100, 100);
    const to = await onPage(200, 160);
    const { zoom: before } = await canvasData(page);
    await page.mouse.move(...from);
    await page.mouse.down();
    await page.mouse.move(...to);
    await expect.poll(() => page.locator('.rubber-band').isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.locator('.rubber-band').isVisible()).toBe(false);
    await page.mouse.up();
    expect((await canvasData(page))['zoom']).toBe(before);

    await page.mouse.move(...from);
    const first = await Promise.all([field('x'), field('y')]);
    await page.mouse.move(...to);
    const last = await Promise.all([field('x'), field('y')]);
    await drag(from, to);
    await expect
      .poll(async () => Number((await canvasData(page))['zoom']))
      .toBeGreaterThan(4 * Number(before));
    const { zoom, centre } = await canvasData(page);
    const size = await picture().boundingBox();
    const shown = Math.min((size?.width ?? 0) / 100, (size?.height ?? 0) / 60);
    expect(Number(zoom)).toBeCloseTo(Number(before) * shown, 6);
    const middle = first.map((at, axis) => (Number(at) + Number(last[axis])) / 2 - 1);
    centre?.split(',').forEach((at, axis) => {
      expect(Math.abs(Number(at) - (middle[axis] ?? 0))).toBeLessThan(4);
    });
    // The next drag pans again.
    await drag(from, to);
    expect((await canvasData(page))['zoom']).toBe(zoom);
    await page.keyboard.press('z');
    await page.keyboard.press('Escape');
    expect(await picture().evaluate((element) => element.classList.contains('boxing'))).toBe(false);
  });

  test('Shift draws a box any time', async () => {
    await openReady();
    const { zoom } = await canvasData(page);
    await page.keyboard.down('Shift');
    await drag(await onPage(100, 100), await onPage(200, 160));
    await page.keyboard.up('Shift');
    await expect
      .poll(async () => Number((await canvasData(page))['zoom']))
      .toBeGreaterThan(2 * Number(zoom));
  });

  test('the right button changes bias and contrast, and pressed twice resets them', async () => {
    await openReady();
    await page.evaluate(() => {
      document.addEventListener('contextmenu', (event) => {
        document.body.dataset['menu'] = String(!event.defaultPrevented);
      });
    });
    const size = await picture().boundingBox();
    const tiles = await harness(page, (window) => window.stand.tiles.length);
    const from = await onPage(300, 300);
    await drag(
      from,
      [from[0] - (size?.width ?? 0) / 10, from[1] - (size?.height ?? 0) / 5],
      'right',
    );
    await expect.poll(async () => Number((await canvasData(page))['contrast'])).toBeCloseTo(3, 5);
    expect(Number((await canvasData(page))['bias'])).toBeCloseTo(0.4, 5);
    expect(await harness(page, (window) => window.stand.tiles.length)).toBe(tiles);
    await page.mouse.click(...from, { button: 'right', clickCount: 2 });
    await page.waitForSelector('canvas[data-contrast="1"][data-bias="0.5"]');
    expect(await page.evaluate(() => document.body.dataset['menu'])).toBe('false');
  });
});

describe('crosshair', () => {
  const at = async (): Promise<string> => `${await field('x')},${await field('y')}`;
  const pinned = async (): Promise<string | undefined> => (await canvasData(page))['crosshair'];

  test('follows the pointer, is pinned by a click, and let go by another or by Escape', async () => {
    await openReady({ width: 900, height: 600 });
    await page.keyboard.press('1');
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    await page.waitForSelector('canvas[data-state="ready"][data-zoom="8"]');
    await page.mouse.click(...(await pixelOnPage(1020, 1010)));
    expect(await pinned()).toBe('none');
    await page.keyboard.press('c');
    await expect.poll(() => page.locator('.crosshair-column').isVisible()).toBe(true);
    const column = await page.locator('.crosshair-column').boundingBox();
    const [middle] = await pixelOnPage(1020, 1010);
    expect(Math.abs((column?.x ?? 0) + 0.5 - middle)).toBeLessThanOrEqual(1);

    await page.mouse.click(...(await pixelOnPage(1020, 1010)));
    await expect.poll(pinned).toBe('1020,1010');
    await page.mouse.move(...(await pixelOnPage(1000, 1000)));
    await page.waitForTimeout(150);
    expect(await at()).toBe('1021,1011');
    const value = skyOf({ hdu: 1, slice: [] }).values[1010 * 2048 + 1020];
    expect(await field('value')).toBe(String(value));

    await page.mouse.click(...(await pixelOnPage(1020, 1010)));
    await expect.poll(pinned).toBe('pointer');
    await page.mouse.move(...(await pixelOnPage(1001, 1000)));
    await expect.poll(at).toBe('1002,1001');
    await page.mouse.click(...(await pixelOnPage(1001, 1000)));
    await expect.poll(pinned).toBe('1001,1000');
    await drag(await onPage(50, 50), await onPage(80, 60));
    expect(await pinned()).toBe('1001,1000');
    await page.keyboard.press('Escape');
    await expect.poll(pinned).toBe('pointer');
    await page.keyboard.press('c');
    await expect.poll(pinned).toBe('none');
    expect(await page.locator('.crosshair-column').isVisible()).toBe(false);
  });

  test('that is pinned says nothing where there is no picture, and the value of the next one', async () => {
    await openReady();
    await page.keyboard.press('c');
    await page.mouse.click(...(await onPage(300, 300)));
    await expect.poll(() => field('value')).not.toBe('');
    await expect.poll(pinned).toMatch(/^\d+,\d+$/);
    const [x = 0, y = 0] = ((await pinned()) ?? '').split(',').map(Number);
    await hduRow(6).click();
    await expect.poll(at).toBe('–,–');
    expect(await field('value')).toBe('');
    await hduRow(2).click();
    await page.waitForSelector('canvas[data-hdu="2"][data-state="ready"]');
    const value = skyOf({ hdu: 2, slice: [] }).values[y * 2048 + x];
    await expect.poll(() => field('value')).toBe(String(value));
    expect(await at()).toBe(`${x + 1},${y + 1}`);
  });

  test('is nudged as the screen has it, and stays in sight', async () => {
    await openReady({ width: 900, height: 600 });
    await page.keyboard.press('1');
    await page.keyboard.press('+');
    await page.waitForSelector('canvas[data-state="ready"][data-zoom="2"]');
    await page.keyboard.press('c');
    await page.mouse.click(...(await pixelOnPage(1020, 1010)));
    await expect.poll(pinned).toBe('1020,1010');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowUp');
    await page.keyboard.press('Shift+ArrowUp');
    await expect.poll(pinned).toBe('1021,1012');
    await page.keyboard.press('r');
    await page.waitForSelector('canvas[data-turns="1"]');
    // Turned counter-clockwise, right on the screen is down on the image.
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(pinned).toBe('1021,1011');
    await expect.poll(at).toBe('1022,1012');
    for (let step = 0; step < 200; step++) {
      await page.keyboard.press('Shift+ArrowUp');
    }
    await expect.poll(pinned).toBe('1221,1011');
    const stage = await picture().boundingBox();
    const row = await page.locator('.crosshair-row').boundingBox();
    expect(row?.y).toBeGreaterThan(stage?.y ?? 0);
  });
});

describe('tiles', () => {
  const asked = (): Promise<string[]> => harness(page, (window) => window.stand.tiles);
  const waiting = (): Promise<string[]> =>
    harness(page, (window) => Array.from(window.stand.waiting));

  test('all in view are asked for at once, and those that left it are cancelled', async () => {
    await openReady({ query: 'scenario=held-tiles', width: 1000, height: 700 });
    expect(await asked()).toEqual([]);
    await page.keyboard.press('1');
    const { left, right, bottom, top } = await seen();
    const columns = Math.floor((right - 1) / TILE) - Math.floor(left / TILE) + 1;
    const rows = Math.floor((top - 1) / TILE) - Math.floor(bottom / TILE) + 1;
    await expect.poll(asked).toHaveLength(columns * rows);
    await page.keyboard.press('0');
    await expect.poll(() => harness(page, (window) => window.stand.cancelled)).toBeGreaterThan(0);
    await untilReady(page);
    expect(await waiting()).toEqual([]);
    await page.waitForTimeout(400);
    expect(await asked()).toHaveLength(columns * rows);
  });

  test('after a fast zoom through several levels, only those of the last are asked for', async () => {
    await openReady({ query: 'scenario=held-tiles', width: 1000, height: 700 });
    // From the fifth part of a pixel a pixel on, one notch a frame.
    const left = await picture().evaluate(async (canvas) => {
      const { stand } = window as unknown as HarnessWindow;
      const frame = (): Promise<unknown> =>
        new Promise((resolve) => requestAnimationFrame(resolve));
      for (let notch = 0; notch < 7; notch++) {
        canvas.dispatchEvent(
          new WheelEvent('wheel', { deltaY: -100, clientX: 400, clientY: 300, cancelable: true }),
        );
        await frame();
      }
      do {
        await new Promise((resolve) => setTimeout(resolve, 120));
      } while (stand.waiting.size === 0);
      return Array.from(stand.waiting);
    });
    expect(left.filter((name) => !name.startsWith('1/'))).toEqual([]);
    await harness(page, (window) => ++window.stand.released);
    await page.waitForSelector('canvas[data-kind="exact"][data-state="ready"]');
  });

  test('that are broken are told of over the picture, until another is chosen', async () => {
    await openReady({ query: 'scenario=broken', width: 1000, height: 700 });
    const banner = page.locator('.stage-banner');
    expect(await banner.innerText()).toContain(
      '3 parts of this image cannot be read: Tile 7 cannot be decoded: The Rice stream ends before ' +
        'its last pixel. The picture is empty there.',
    );
    await hduRow(2).click();
    await untilReady(page);
    expect(await banner.isVisible()).toBe(false);
  });

  test('one that fails says so and can be asked for again', async () => {
    await openReady({ query: 'scenario=tile-error', width: 1000, height: 700 });
    await page.keyboard.press('1');
    await page.getByRole('alert').getByText('stopped answering').waitFor();
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.waitForSelector('canvas[data-state="ready"][data-kind="exact"]');
    expect(await page.getByRole('alert').count()).toBe(0);
  });
});

describe('limits', () => {
  const low = async (): Promise<number> => Number((await canvasData(page))['low']);
  const high = async (): Promise<number> => Number((await canvasData(page))['high']);
  const release = (): Promise<number> => harness(page, (window) => ++window.stand.released);
  const choose = async (name: string): Promise<void> => {
    await page.getByRole('button', { name: 'Display limits' }).click();
    await page.getByRole('radio', { name }).click();
    await page.keyboard.press('Escape');
  };

  test('settle while the overview refines', async () => {
    await open({ query: 'scenario=slow' });
    await page.waitForSelector('canvas[data-low]');
    const early = await low();
    await release();
    await expect.poll(low).not.toBe(early);
    const later = await low();
    await release();
    await expect.poll(low).not.toBe(later);
  });

  test('stay once the user has touched them', async () => {
    await open({ query: 'scenario=slow' });
    await page.waitForSelector('canvas[data-low]');
    await choose('min–max');
    await expect.poll(high).toBeGreaterThan(50);
    await choose('zscale');
    await expect.poll(high).toBeLessThan(50);
    const held = await low();
    for (let step = 0; step < 3; step++) {
      await release();
    }
    await untilReady(page);
    expect(await low()).toBe(held);
  });

  test('can be typed; nonsense is marked and changes nothing', async () => {
    await openReady();
    const field = page.getByRole('textbox', { name: 'Lower display limit' });
    await field.fill('1.5');
    await field.press('Enter');
    await expect.poll(low).toBe(1.5);
    expect(await compareCanvas(page, DARK)).toMatchObject({ different: 0 });
    await field.fill('many');
    await field.press('Enter');
    expect(await page.locator('vscode-text-field.invalid').count()).toBe(1);
    expect(await low()).toBe(1.5);
  });
});

describe('structure', () => {
  test('lists the HDUs as info() does and starts at the first picture', async () => {
    await openReady();
    expect(await page.getByRole('row').count()).toBe(7);
    const cells = await hduRow(3).getByRole('gridcell').allInnerTexts();
    expect(cells).toEqual([
      '3',
      'DQ',
      'ver 1',
      'ImageHDU',
      '(2048, 2048)',
      'int32 (rescales to uint32)',
      '11 cards',
    ]);
    expect(await hduRow(1).getAttribute('aria-selected')).toBe('true');
  });

  test('by keyboard, and why there is no picture', async () => {
    await openReady();
    await page.keyboard.press('[');
    await page.getByText('PRIMARY has no data').waitFor();
    await page.getByRole('button', { name: 'Go to SCI' }).click();
    await untilReady(page);
    await hduRow(1).focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.getByText('Tables come as a grid in a later version.').waitFor();
    await page.keyboard.press('[');
    await page.waitForSelector('canvas[data-hdu="5"][data-state="ready"]');
  });

  test('of one size keep the view', async () => {
    await openReady();
    await page.keyboard.press('1');
    await page.waitForSelector('canvas[data-state="ready"][data-zoom="1"]');
    const { centre } = await canvasData(page);
    await page.keyboard.press(']');
    await page.waitForSelector('canvas[data-hdu="2"][data-state="ready"]');
    expect(await canvasData(page)).toMatchObject({ centre, zoom: '1' });
  });

  test('a failure is told, and Retry opens the file', async () => {
    await open({ query: 'scenario=error' });
    await page.getByText('The file could not be opened').waitFor();
    await page.getByText('Check the connection and try again.').waitFor();
    await page.getByRole('button', { name: 'Retry' }).click();
    await untilReady(page);
  });

  test('slices of a cube are counted as pixels are', async () => {
    await openReady();
    await hduRow(4).click();
    await page.waitForSelector('canvas[data-hdu="4"][data-slice="0"][data-state="ready"]');
    await page.getByRole('button', { name: 'Next on axis 3' }).click();
    await page.waitForSelector('canvas[data-slice="1"][data-state="ready"]');
    const number = page.getByRole('textbox', { name: 'Axis 3' });
    await expect.poll(() => number.inputValue()).toBe('2');
    await number.fill('99');
    await number.press('Enter');
    await page.waitForSelector('canvas[data-slice="11"][data-state="ready"]');
    await number.press('ArrowDown');
    await page.waitForSelector('canvas[data-slice="10"][data-state="ready"]');
    await number.press('ArrowDown');
    await page.waitForSelector('canvas[data-slice="9"][data-state="ready"]');
  });
});

describe('the stage', () => {
  test('keeps its size from HDU to HDU and from slice to slice', async () => {
    await openReady();
    await picture().evaluate((element) => {
      element.dataset['changes'] = '0';
      new MutationObserver((records) => {
        element.dataset['changes'] = String(Number(element.dataset['changes']) + records.length);
      }).observe(element, { attributes: true, attributeFilter: ['width', 'height'] });
    });
    await hduRow(4).click();
    await page.waitForSelector('canvas[data-hdu="4"][data-slice="0"][data-state="ready"]');
    for (const slice of [1, 2, 3]) {
      await page.getByRole('button', { name: 'Next on axis 3' }).click();
      await page.waitForSelector(`canvas[data-slice="${slice}"][data-state="ready"]`);
    }
    await page.waitForTimeout(100);
    expect(await canvasData(page)).toMatchObject({ changes: '0' });
    await hduRow(6).click();
    await expect.poll(() => page.locator('.colour-bar').isVisible()).toBe(false);
  });

  test('is not covered from both sides where it is narrow', async () => {
    await openReady();
    expect(await page.locator('.panel-structure').isVisible()).toBe(true);
    // Both are closed, and opened again: now it is not the width that decides.
    for (const key of ['s', 's', 'h', 'h']) {
      await page.keyboard.press(key);
    }
    expect(await page.locator('.panel-inspector').isVisible()).toBe(true);
    await page.setViewportSize({ width: 600, height: 500 });
    await expect.poll(() => page.locator('.panel-structure').isVisible()).toBe(false);
    expect(await page.locator('.panel-inspector').isVisible()).toBe(true);
  });

  test('stays at "fit" when the wheel goes sideways', async () => {
    await openReady();
    const [x, y] = await onPage(200, 200);
    await page.mouse.move(x, y);
    const fit = page.getByRole('button', { name: 'Fit', exact: true });
    await page.mouse.wheel(120, 0);
    await page.waitForTimeout(100);
    expect(await fit.getAttribute('aria-pressed')).toBe('true');
    await page.mouse.wheel(0, -100);
    await expect.poll(() => fit.getAttribute('aria-pressed')).toBe('false');
  });
});

describe('header', () => {
  const count = (): Promise<string> => page.locator('.header .panel-count').innerText();
  const search = (): ReturnType<Page['getByRole']> =>
    page.getByRole('textbox', { name: 'Search keywords, values and comments' });

  test('of 40,000 cards has only the rows in sight', async () => {
    await openReady({ query: 'scenario=huge' });
    await expect.poll(count).toBe('40,000 cards');
    expect(await page.locator('.card').count()).toBeLessThan(90);
    await page.locator('.cards').focus();
    await page.keyboard.press('End');
    await page.getByText('KEY39999').first().waitFor();
  });

  test('is searched in all columns, marked, and shown as text', async () => {
    await openReady();
    await page.keyboard.press('[');
    await expect.poll(count).toBe('5,000 cards');
    await search().fill('nircam');
    await expect.poll(count).toBe('1 of 5,000');
    expect(await page.locator('.card mark').innerText()).toBe('NIRCAM');
    await search().fill('arms');
    await page.getByText('A first look at <b>M 101</b>').first().waitFor();
    await search().fill('no such thing');
    await page.getByText('No card matches.').waitFor();
    await search().press('Escape');
    await expect.poll(count).toBe('5,000 cards');
  });

  test('gives the card and the value to the clipboard', async () => {
    await openReady();
    await page.getByText('TELESCOP').first().click();
    await page.keyboard.press('Control+c');
    await page.keyboard.press('Control+Shift+C');
    await page.getByRole('button', { name: 'Copy value' }).click();
    const copied = (): Promise<string[]> => harness(page, (window) => window.stand.copied);
    await expect.poll(async () => (await copied()).length).toBe(3);
    expect(await copied()).toEqual([
      'TELESCOP=                 JWST / Telescope used to acquire the data'.padEnd(80),
      'JWST',
      'JWST',
    ]);
  });

  test('opens and closes with H', async () => {
    await openReady();
    await page.keyboard.press('h');
    expect(await page.locator('.panel-inspector').isVisible()).toBe(false);
    await page.keyboard.press('h');
    expect(await page.locator('.panel-inspector').isVisible()).toBe(true);
  });
});

describe('the page', () => {
  test('comes back as it was left', async () => {
    await openReady();
    await page.keyboard.press(']');
    await page.waitForSelector('canvas[data-hdu="2"][data-state="ready"]');
    await page.keyboard.press('1');
    await picture().focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForSelector('canvas[data-state="ready"][data-zoom="1"]');
    await page.waitForTimeout(400);
    const { centre } = await canvasData(page);
    await page.reload();
    await page.waitForSelector('canvas[data-state="ready"][data-zoom="1"]');
    expect(await canvasData(page)).toMatchObject({ hdu: '2', centre, zoom: '1' });
  });

  test('downloads, and says what was transferred', async () => {
    // With room for all figures beside the tools.
    await openReady({ width: 1440 });
    await page.getByText('8.4 of 83.8 MB · 12 requests · 1.4 s').waitFor();
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Download to workspace' }).click();
    await expect.poll(() => harness(page, (window) => window.stand.downloads)).toBe(1);
  });

  test('shows a focus ring to the keyboard', async () => {
    await openReady();
    await picture().focus();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => page.locator('.centre-mark').isVisible()).toBe(true);
    await expect.poll(() => field('value')).not.toBe('');
  });
});
