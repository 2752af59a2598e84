import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { blended, maskAlphas, MASK_LEVELS } from '../../../webview/mask/mask-levels';
import { DEFAULT_MASK_STATE, MASK_COLOURS } from '../../../webview/mask/mask-state';
import type { OpenOptions } from './browser';
import { pageTests } from './page-tests';
import { DQ, planeValue, SIDE } from './mask-host';
import type { MaskWindow } from './mask-page';

let page: Page;
const tests = pageTests<MaskWindow>('mask-page.ts');
const { inPage } = tests;

const canvas = (): Locator => page.locator('canvas.picture');
const field = (name: string): Promise<string> => page.locator(`[data-field="${name}"]`).innerText();
const bit = (name: string): Locator => page.getByRole('checkbox', { name, exact: true });
const button = (): Locator => page.getByRole('button', { name: /^Data quality/ });
const asked = (of: string): Promise<string[]> =>
  inPage((window) => [...window.stand.asked]).then((all) =>
    all.filter((each) => each.startsWith(of)),
  );

async function open(query = '', options: OpenOptions = {}): Promise<void> {
  page = await tests.open({ query, width: 640, height: 420, ...options });
  await page.waitForSelector('canvas[data-state="ready"]');
}

/** Until no part of the mask is still to come, and it has been drawn. */
async function maskReady(state = 'ready'): Promise<void> {
  await page.waitForSelector(`canvas[data-mask="${state}"]`);
}

interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

async function read(): Promise<Pixels> {
  const { data, ...size } = await inPage((window) => window.read());
  return { ...size, data: Buffer.from(data, 'latin1') };
}

/** Device pixels with another colour than the chosen bits and the picture without the mask give. */
async function wrongPixels(
  without: Pixels,
  bits: number,
): Promise<{ wrong: number; marked: number }> {
  const shown = await read();
  const { zoom, left, bottom, turns, flipped, step } = await canvas().evaluate(
    (element) => ({ ...(element as HTMLCanvasElement).dataset }) as Record<string, string>,
  );
  const alphas = maskAlphas(DEFAULT_MASK_STATE.opacity);
  const tint = MASK_COLOURS.red;
  let [wrong, marked] = [0, 0];
  for (let row = 0; row < shown.height; row++) {
    for (let column = 0; column < shown.width; column++) {
      let x = Math.floor((column + 0.5 - Number(left)) / Number(zoom));
      let y = Math.floor((shown.height - row - 0.5 - Number(bottom)) / Number(zoom));
      for (let turn = 0; turn < Number(turns); turn++) {
        [x, y] = [y, SIDE - 1 - x];
      }
      x = flipped === 'true' ? SIDE - 1 - x : x;
      const level =
        x < 0 || y < 0 || x >= SIDE || y >= SIDE ? 0 : levelAt(x, y, bits, Number(step));
      const at = 4 * (row * shown.width + column);
      const want = [0, 1, 2].map((part) =>
        blended(without.data[at + part] ?? 0, tint[part] ?? 0, alphas[level] ?? 0),
      );
      marked += Number(level > 0);
      wrong += Number(want.some((part, i) => part !== shown.data[at + i]));
    }
  }
  return { wrong, marked };
}

/** The share of flagged pixels of the grid pixel, in sixteenths rounded up. */
function levelAt(x: number, y: number, bits: number, step: number): number {
  let [sum, count] = [0, 0];
  const [x0, y0] = [x - (x % step), y - (y % step)];
  for (let j = y0; j < Math.min(y0 + step, SIDE); j++) {
    for (let i = x0; i < Math.min(x0 + step, SIDE); i++) {
      const flag = planeValue({ ...DQ, bits }, i, j);
      sum += Number.isNaN(flag) ? 0 : flag;
      count += Number(!Number.isNaN(flag));
    }
  }
  return count === 0 ? 0 : Math.ceil((sum / count) * MASK_LEVELS);
}

describe.each(['webgl2', 'canvas2d'])('the overlay on %s', (renderer) => {
  const query = renderer === 'canvas2d' ? 'no-webgl' : '';

  test('marks every pixel with a chosen bit, and nothing else, at 1:1 and when turned', async () => {
    await open(query);
    expect(await canvas().getAttribute('data-renderer')).toBe(renderer);
    for (const [turns, flipped, zoom] of [
      [0, false, 1],
      [1, false, 3],
      [2, true, 1],
      [3, true, 7],
    ] as const) {
      await inPage((window) => window.mask.change({ shown: false }));
      await page.evaluate(
        ([orientation, to]) => {
          const { display, picture } = window as unknown as MaskWindow;
          display.change({ orientation });
          picture.zoomTo(to);
        },
        [{ turns, flipped }, zoom] as const,
      );
      await maskReady('off');
      await page.waitForSelector(`canvas[data-zoom="${zoom}"][data-state="ready"]`);
      const without = await read();
      await inPage((window) => window.mask.change({ shown: true, bits: 1024 + 256 + 1 }));
      await maskReady();
      const { wrong, marked } = await wrongPixels(without, 1024 + 256 + 1);
      expect({ turns, flipped, zoom, wrong }).toEqual({ turns, flipped, zoom, wrong: 0 });
      expect(marked).toBeGreaterThan(200);
    }
  });

  test('shows a single flagged pixel from afar', async () => {
    await open(query, { width: 240, height: 200 });
    const without = await read();
    await inPage((window) => window.mask.change({ shown: true, bits: 2 ** 31 }));
    await maskReady();
    expect(Number(await canvas().getAttribute('data-step'))).toBeGreaterThan(1);
    const { wrong, marked } = await wrongPixels(without, 2 ** 31);
    expect(wrong).toBe(0);
    expect(marked).toBeGreaterThan(10);
    expect(Math.min(...maskAlphas(DEFAULT_MASK_STATE.opacity).slice(1))).toBeGreaterThan(90);
  });
});

test('both renderers give the same pixels, tiles over an overview, whichever way up', async () => {
  await open();
  for (const turns of [0, 1, 2, 3] as const) {
    for (const flipped of [false, true]) {
      for (const zoom of [0.3, 0.7, 1, 1.9, 6]) {
        const { different, marked } = await page.evaluate(
          ([orientation, at]) => (window as unknown as MaskWindow).compare(orientation, at),
          [{ turns, flipped }, zoom] as const,
        );
        expect({ turns, flipped, zoom, different }).toEqual({ turns, flipped, zoom, different: 0 });
        expect(marked).toBeGreaterThan(500);
      }
    }
  }
});

test('a lost WebGL context comes back with its mask', async () => {
  await open();
  await inPage((window) => window.mask.change({ shown: true, bits: 5 }));
  await maskReady();
  const before = await read();
  await page.evaluate(async () => {
    const { canvas: lost } = (window as unknown as MaskWindow).picture;
    const extension = lost.getContext('webgl2')?.getExtension('WEBGL_lose_context');
    const next = (event: string): Promise<unknown> =>
      new Promise((resolve) => lost.addEventListener(event, resolve, { once: true }));
    const gone = next('webglcontextlost');
    extension?.loseContext();
    await gone;
    // Restoring is allowed once every listener of the event has returned.
    await new Promise((resolve) => setTimeout(resolve));
    const back = next('webglcontextrestored');
    extension?.restoreContext();
    await back;
  });
  expect(Buffer.compare((await read()).data, before.data)).toBe(0);
});

describe('what is read of a mask', () => {
  test('nothing before it is shown, and no more when it is hidden', async () => {
    await open('held');
    expect(await asked('overview 3')).toEqual([]);
    await canvas().focus();
    await inPage((window) => window.mask.toggle());
    await expect.poll(() => asked('overview 3')).toEqual(['overview 3 bits 1']);
    await maskReady('loading');
    await inPage((window) => window.mask.toggle());
    await expect.poll(() => inPage((window) => window.stand.cancelled)).toBe(1);
    await maskReady('off');
  });

  test('other bits are read anew; another colour or opacity is not', async () => {
    await open();
    await inPage((window) => window.mask.change({ shown: true, bits: 5 }));
    await maskReady();
    await inPage((window) => window.mask.change({ colour: 'cyan', opacity: 0.4 }));
    await inPage((window) => window.mask.choose(10, true));
    await expect
      .poll(() => asked('overview 3'))
      .toEqual(['overview 3 bits 5', 'overview 3 bits 1029']);
    await maskReady();
    await inPage((window) => window.mask.chooseNone());
    await maskReady('off');
    expect(await asked('overview 3')).toHaveLength(2);
  });

  test('a failure is told, leaves the picture, and can be tried again', async () => {
    await open('broken');
    await inPage((window) => window.mask.toggle());
    await expect.poll(() => inPage((window) => window.errors)).toHaveLength(1);
    await page.waitForSelector('canvas[data-state="ready"]');
    await maskReady('failed');
    await inPage((window) => {
      window.stand.broken = false;
      window.picture.retryTiles();
    });
    await maskReady();
    expect(await inPage((window) => window.errors)).toHaveLength(1);
  });

  test('of another plane, what belongs to that one', async () => {
    await open();
    await inPage((window) => window.mask.toggle());
    await maskReady();
    await inPage((window) => window.show('image', { ref: { hdu: 7, slice: [2] } }));
    await expect.poll(() => asked('overview 7')).toEqual(['overview 7 bits 1']);
    await inPage((window) => window.show('maskless'));
    await maskReady('off');
    expect(await button().isHidden()).toBe(true);
  });
});

describe('under the pointer', () => {
  /** Where an image pixel is on the page. */
  async function over(x: number, y: number): Promise<void> {
    const [left, top] = await canvas().evaluate(
      (element, [column, row]) => {
        const { zoom, left: start, bottom } = (element as HTMLCanvasElement).dataset;
        const box = element.getBoundingClientRect();
        return [
          box.left + Number(start) + (column + 0.5) * Number(zoom),
          box.bottom - Number(bottom) - (row + 0.5) * Number(zoom),
        ];
      },
      [x, y] as const,
    );
    await page.mouse.move(left, top);
  }

  async function zoomedIn(): Promise<void> {
    await inPage((window) => window.picture.zoomTo(1));
    await page.waitForSelector('canvas[data-zoom="1"]');
  }

  test('the number and the names of its bits', async () => {
    await open();
    await zoomedIn();
    await over(50, 77);
    await expect.poll(() => field('mask')).toBe('DQ 1280:');
    expect(await field('mask-names')).toBe('bit 8, DEAD');
    await expect
      .poll(() => page.locator('.spoken[role="status"]').textContent())
      .toContain(', DQ 1280: bit 8, DEAD');
    await over(51, 78);
    await expect.poll(() => field('mask')).toBe('DQ 0');
    expect(await field('mask-names')).toBe('');
    await over(5, 5);
    await page.locator('.cell-mask').waitFor({ state: 'hidden' });
  });

  test('all names have their room or are in the title', async () => {
    await open();
    await zoomedIn();
    await over(205, 105);
    await expect.poll(() => field('mask')).toBe('DQ 4294967295:');
    const title = await page.locator('.cell-mask').getAttribute('title');
    expect(title).toContain('DO_NOT_USE, SATURATED');
    expect(title?.endsWith('REFERENCE_PIXEL')).toBe(true);
    const fits = await page.locator('.readout').evaluate((readout) => {
      const value = readout.querySelector('.value');
      const whole = value !== null && value.scrollWidth === value.clientWidth;
      const kind = readout.querySelector('.kind')?.getBoundingClientRect();
      return (
        whole && readout.scrollWidth <= readout.clientWidth && (kind?.right ?? 0) <= innerWidth
      );
    });
    expect(fits).toBe(true);
  });

  test('a mask that costs much is looked into once it was shown', async () => {
    await open();
    await inPage((window) => window.show('image', { lookUpBytes: 4_000_000 }));
    await zoomedIn();
    await over(50, 100);
    await expect.poll(() => asked('value 1')).toHaveLength(1);
    await expect.poll(() => field('value')).not.toBe('');
    expect(await asked('value 3')).toEqual([]);
    await inPage((window) => window.mask.toggle());
    await maskReady();
    await over(50, 101);
    await expect.poll(() => field('mask')).toBe(`DQ ${planeValue(DQ, 50, 101)}:`);
  });

  test('is asked for one pixel at a time, the last one', async () => {
    await open('held');
    await zoomedIn();
    await over(50, 77);
    await expect.poll(() => asked('value 3')).toEqual(['value 3 50,77']);
    await over(60, 20);
    await expect.poll(() => inPage((window) => window.stand.cancelled)).toBe(1);
    await inPage((window) => {
      window.stand.held = false;
    });
    await expect.poll(() => field('mask')).toMatch(`DQ ${planeValue(DQ, 60, 20)}`);
    expect(await asked('value 3')).toEqual(['value 3 50,77', 'value 3 60,20']);
  });

  test('a mask itself is named by its value, for no request more', async () => {
    await open();
    await inPage((window) => window.show('mask'));
    await page.waitForSelector('canvas[data-hdu="3"][data-state="ready"]');
    await zoomedIn();
    await over(50, 77);
    await expect.poll(() => field('mask-names')).toBe('bit 8, DEAD');
    expect(await asked('value 3')).toHaveLength(1);
  });
});

describe('the menu', () => {
  test('chooses bits by keyboard, and shows them', async () => {
    await open();
    await button().focus();
    await page.keyboard.press('Enter');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toBe('DO_NOT_USE, bit 0');
    expect(await bit('DO_NOT_USE, bit 0').getAttribute('aria-checked')).toBe('true');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press(' ');
    expect(await bit('JUMP_DET, bit 2').getAttribute('aria-checked')).toBe('true');
    await expect
      .poll(() => inPage((window) => window.mask.state))
      .toEqual({
        ...DEFAULT_MASK_STATE,
        bits: 5,
        shown: true,
      });
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await expect.poll(() => inPage((window) => window.mask.bits)).toBe(2 ** 31 + 5);
    await maskReady();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.popover').first().isVisible()).toBe(false);
    expect(await button().getAttribute('aria-label')).toBe('Data quality: shown');
  });

  test('all, none, colour and opacity', async () => {
    await open();
    await button().click();
    await page.getByRole('button', { name: 'All bits' }).click();
    await expect.poll(() => inPage((window) => window.mask.bits)).toBe(2 ** 32 - 1);
    await page.getByRole('button', { name: 'No bits' }).click();
    await expect.poll(() => inPage((window) => window.mask.bits)).toBe(0);
    await page.getByRole('radio', { name: 'red' }).focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => inPage((window) => window.mask.state.colour)).toBe('orange');
    await page.getByRole('slider', { name: 'Opacity' }).focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => inPage((window) => window.mask.state.opacity)).toBeCloseTo(0.75);
    await page.getByRole('checkbox', { name: 'Show over the picture' }).click();
    await expect.poll(() => inPage((window) => window.mask.state.shown)).toBe(true);
  });

  test.each([
    [1000, 700],
    [420, 400],
  ])('lies within a page of %i × %i', async (width, height) => {
    await open('', { width, height });
    await button().click();
    const box = await page.locator('.popover').first().boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(height);
  });
});
