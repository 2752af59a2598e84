import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { OpenOptions } from './browser';
import type { FootprintsWindow } from './footprints-page';
import { pageTests } from './page-tests';

let page: Page;
const tests = pageTests<FootprintsWindow>('footprints-page.ts');
const { inPage } = tests;

const sky = (): Locator => page.locator('.footprints-sky');
const reading = (): Promise<string> => page.locator('.footprints-reading').innerText();
const told = (): Promise<string[]> => inPage((window) => window.told);
const view = (): Promise<FootprintsWindow['sky']['view']> => inPage((window) => window.sky.view);

/** Two squares beside each other, and a small one in the left of them. */
async function open(options: OpenOptions = {}): Promise<void> {
  page = await tests.open({ width: 800, height: 600, ...options });
  await sky().waitFor();
  await inPage((window) => {
    const { square } = window;
    window.show([square(0, 10, 0, 1), square(1, 12, 0, 1), square(2, 12.2, 0, 0.2)]);
  });
  await expect.poll(() => sky().getAttribute('data-view')).toBe('field');
}

/** Where a share of the width of the sky is on the page, at half its height. */
async function spot(across: number): Promise<[x: number, y: number]> {
  const { x = 0, y = 0, width = 0, height = 0 } = (await sky().boundingBox()) ?? {};
  return [x + across * width, y + height / 2];
}

/** Where on the width a longitude at latitude 0 is. */
async function shareOf(longitude: number): Promise<number> {
  const shown = await view();
  const { width = 1 } = (await sky().boundingBox()) ?? {};
  const pixel = shown.kind === 'field' ? shown.pixel : NaN;
  const offset = Math.tan(((longitude - shown.longitude) * Math.PI) / 180) / pixel;
  return 0.5 - offset / width;
}

/** How many pixels of the canvases are painted. */
function ink(): Promise<number[]> {
  return inPage(() =>
    [...document.querySelectorAll<HTMLCanvasElement>('.footprints-sky canvas')].map((canvas) => {
      const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
      return data?.reduce((sum, value, at) => sum + (at % 4 === 3 && value > 0 ? 1 : 0), 0) ?? 0;
    }),
  );
}

describe('footprints', () => {
  test.each(['dark', 'light', 'contrast'] as const)('are drawn, %s', async (theme) => {
    await open({ theme });
    await expect.poll(async () => (await ink())[0]).toBeGreaterThan(500);
    expect(await reading()).toBe('3 footprints');
  });

  test('the smallest under the pointer is meant, and a click takes it, the next one the next', async () => {
    await open();
    const [x, y] = await spot(await shareOf(12.2));
    await page.mouse.move(x, y);
    await expect.poll(told).toEqual(['hover 2']);
    await expect.poll(reading).toMatch(/^12\.\d+° [+−]0\.\d+° · 2 here$/);
    await expect.poll(async () => (await ink())[1]).toBeGreaterThan(10);
    await page.mouse.click(x, y);
    await expect.poll(told).toEqual(['hover 2', 'select 2']);
    await inPage((window) => (window.sky.selected = 1));
    await expect.poll(() => inPage((window) => window.sky.selected)).toBe(1);
    // What the host selects is not told back to it.
    expect(await told()).toEqual(['hover 2', 'select 2']);
    await page.mouse.move(...(await spot(await shareOf(11))));
    await expect.poll(told).toEqual(['hover 2', 'select 2', 'hover none']);
    // What was hovered is drawn no more, and neither is what was selected.
    await inPage((window) => (window.sky.selected = undefined));
    await expect.poll(async () => (await ink())[1]).toBe(0);
  });

  test('a drag moves the sky, the wheel zooms at the pointer', async () => {
    await open();
    const before = await view();
    const [x, y] = await spot(0.5);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 50, y, { steps: 4 });
    await page.mouse.up();
    await expect.poll(async () => (await view()).longitude).toBeGreaterThan(before.longitude);
    expect(await told()).not.toContain('select none');
    const moved = await view();
    await page.mouse.wheel(0, -300);
    await expect
      .poll(async () => {
        const now = await view();
        return now.kind === 'field' && moved.kind === 'field' && now.pixel < moved.pixel;
      })
      .toBe(true);
  });

  test('are gone through by keys', async () => {
    await open();
    await sky().focus();
    await page.keyboard.press('n');
    await expect.poll(reading).toBe('Footprint 1 of 3 in sight');
    await page.keyboard.press('n');
    await page.keyboard.press('Enter');
    await expect.poll(told).toEqual(['hover 0', 'hover 1', 'select 1']);
    await page.keyboard.press('Escape');
    await expect.poll(async () => (await told()).at(-1)).toBe('select none');
    await page.keyboard.press('w');
    await expect.poll(() => sky().getAttribute('data-view')).toBe('all-sky');
    await page.keyboard.press('0');
    await expect.poll(() => sky().getAttribute('data-view')).toBe('field');
  });

  test('the view stays where the user has moved it when more come', async () => {
    await open();
    await sky().focus();
    await page.keyboard.press('+');
    const zoomed = await view();
    await inPage((window) => {
      const { square } = window;
      window.show([square(0, 10, 0, 1), square(7, 100, 60, 1)]);
    });
    await expect.poll(reading).toBe('2 footprints');
    expect(await view()).toEqual(zoomed);
    // A row that is out of sight is gone to when it is selected.
    await inPage((window) => (window.sky.selected = 7));
    await expect.poll(async () => Math.round((await view()).longitude)).toBe(100);
  });
});
