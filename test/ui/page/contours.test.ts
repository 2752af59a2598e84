import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Assets, OpenOptions } from './browser';
import { bundle, harness, launch, openViewer } from './browser';
import type { AskedContours, ContoursWindow } from './contours-page';

const root = join(import.meta.dirname, '../../..');
const screens = join(root, '.vscode-test/screens');

let browser: Browser;
let assets: Assets;
let page: Page;

beforeAll(async () => {
  mkdirSync(screens, { recursive: true });
  [assets, browser] = await Promise.all([bundle(root, 'test/ui/page/contours-page.ts'), launch()]);
});
afterAll(() => browser.close());
afterEach(async () => {
  const violations = await harness(page, (window) => window.violations);
  await page.close();
  expect(violations, 'the content security policy').toEqual([]);
});

/** Runs in the page; `read` may use nothing of the test. */
const inPage = <T>(read: (window: ContoursWindow) => T): Promise<T> =>
  page.evaluate<T>(`(${read.toString()})(window)`);
const asked = (): Promise<AskedContours[]> => inPage((window) => window.asked);
const status = (): Promise<string> => page.locator('.contours-status').innerText();

async function open(options: OpenOptions = {}): Promise<void> {
  page = await openViewer(browser, assets, { width: 760, height: 660, ...options });
  await page.waitForSelector('canvas[data-state="ready"]');
}

async function turnOn(): Promise<void> {
  await page.getByRole('button', { name: /^Contours/ }).click();
  await page.getByRole('checkbox', { name: 'Show over the picture' }).click();
}

/** Until contours are drawn: the outermost has the colour that was chosen. */
async function drawn(): Promise<void> {
  await expect.poll(() => inPage((window) => window.colourAt(30, 150))).toBe('yellow');
}

test('nothing is asked for before they are shown, then what is in sight, in the export too', async () => {
  await open();
  expect(await asked()).toEqual([]);
  await turnOn();
  await drawn();
  // Two device pixels an image pixel: every pixel is a mean of its own.
  const [first] = await asked();
  expect(first).toMatchObject({ hdu: 1, x0: 0, y0: 0, x1: 300, y1: 300, step: 1, smooth: 1 });
  expect(first?.levels).toHaveLength(6);
  // The quantiles of the page go evenly from 0 to 3.
  expect(first?.levels[0]).toBeCloseTo(2.7, 2);
  expect(first?.levels[5]).toBeCloseTo(2.985, 2);
  await expect.poll(status).toBe('At 2.7, 2.757, 2.814, 2.871, 2.928, 2.985');
  expect(await asked()).toHaveLength(1);
});

test('they follow the view when it rests, and move with it meanwhile', async () => {
  await open();
  await turnOn();
  await drawn();
  // Every pixel is a mean of its own already: nearer there is nothing new.
  await inPage((window) => window.picture.zoomTo(8));
  await page.waitForSelector('canvas[data-zoom="8"][data-state="ready"]');
  await inPage((window) => window.picture.zoomTo(1));
  await drawn();
  await expect.poll(async () => (await asked()).length).toBe(2);
  expect((await asked())[1]).toMatchObject({ x0: 0, y0: 0, x1: 300, y1: 300, step: 2 });
  await page.evaluate(() => {
    const { picture } = window as unknown as ContoursWindow;
    picture.goTo([60, 150]);
    picture.crosshair = { shown: false, pixel: undefined };
    picture.zoomTo(8);
  });
  await drawn();
  await expect.poll(async () => (await asked()).length).toBe(3);
  const near = (await asked())[2];
  expect(near?.step).toBe(1);
  expect((near?.x1 ?? 0) - (near?.x0 ?? 0)).toBeLessThan(160);
  // A small move stays within what is there.
  await inPage((window) => window.picture.pan(0.03, 0));
  await drawn();
  await inPage((window) => window.picture.pan(0.9, 0));
  await expect.poll(async () => (await asked()).length).toBe(4);
});

test('another look asks for nothing, other levels do', async () => {
  await open();
  await turnOn();
  await drawn();
  await page.getByRole('radio', { name: 'cyan' }).click();
  await expect.poll(() => inPage((window) => window.colourAt(30, 150))).toBe('cyan');
  await page.getByRole('checkbox', { name: 'Label the levels' }).click();
  expect(await asked()).toHaveLength(1);
  await page.getByRole('combobox', { name: 'Levels' }).selectOption('typed');
  const typed = page.getByRole('textbox', { name: 'Levels, typed' });
  await typed.fill('5, 1.5 nonsense');
  await typed.press('Enter');
  await expect.poll(() => page.locator('vscode-text-field.invalid').count()).toBe(1);
  await typed.fill('5, 1.5');
  await typed.press('Enter');
  await expect.poll(async () => (await asked()).at(-1)?.levels).toEqual([1.5, 5]);
  await page.getByRole('combobox', { name: 'Levels' }).selectOption('percentile');
  await page.getByRole('textbox', { name: 'First level' }).fill('50');
  await page.getByRole('textbox', { name: 'First level' }).press('Enter');
  await expect.poll(async () => (await asked()).at(-1)?.levels[0]).toBeCloseTo(1.5, 3);
  await page.getByRole('checkbox', { name: 'Show over the picture' }).click();
  await expect.poll(status).toBe('');
});

test('a request that is out of date is cancelled', async () => {
  await open();
  await inPage((window) => {
    window.held = true;
  });
  await turnOn();
  await expect.poll(async () => (await asked()).length).toBe(1);
  await expect.poll(status).toMatch(/…$/);
  await inPage((window) => window.show(2));
  await expect.poll(() => inPage((window) => window.cancelled)).toBe(1);
  await inPage((window) => {
    window.held = false;
  });
  await expect.poll(async () => (await asked()).at(-1)?.hdu).toBe(2);
  await drawn();
});

test('a failure says why and can be tried again', async () => {
  await open();
  await inPage((window) => {
    window.fail = true;
  });
  await turnOn();
  await expect.poll(status).toContain('stopped answering after 3 tries. Try again.');
  await inPage((window) => {
    window.fail = false;
  });
  await page.getByRole('button', { name: 'Try Again' }).click();
  await drawn();
});

test('can be of another plane, whose values are looked at from afar', async () => {
  await open();
  await turnOn();
  await drawn();
  await inPage((window) => {
    const match = { hdu: 9, slice: [] };
    window.contours.sources = [{ name: 'F444W', ref: { hdu: 5, slice: [], match } }];
  });
  await page.getByRole('combobox', { name: 'Contours of' }).selectOption({ label: 'F444W' });
  await expect.poll(async () => (await asked()).at(-1)?.hdu).toBe(5);
  expect((await inPage((window) => window.overviews)).at(-1)).toBe(5);
  await inPage((window) => {
    window.contours.sources = [];
  });
  await expect.poll(async () => (await asked()).at(-1)?.hdu).toBe(1);
});

test('what is kept comes back, as far as it makes sense', async () => {
  await open();
  await inPage((window) => {
    window.contours.restore({
      shown: true,
      spacing: 'log',
      count: 3,
      low: 1,
      high: 100,
      smooth: -4,
    });
  });
  await expect.poll(async () => (await asked()).at(-1)?.levels).toEqual([1, 10, 100]);
  expect(await inPage((window) => window.contours.state)).toMatchObject({ smooth: 1, count: 3 });
});

describe('looks well', () => {
  test.each(['dark', 'light', 'contrast'] as const)('%s', async (theme) => {
    await open({ theme, width: 900, height: 640 });
    await turnOn();
    await page.getByRole('checkbox', { name: 'Label the levels' }).click();
    await drawn();
    await page.screenshot({ path: join(screens, `contours-${theme}.png`) });
  });
});
