import { mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Assets, OpenOptions } from './browser';
import { bundle, harness, launch, openViewer } from './browser';
import type { CutoutWindow } from './cutout-page';

const ROOT = join(import.meta.dirname, '../../..');
const SCREENS = join(ROOT, '.vscode-test/screens');

let browser: Browser;
let assets: Assets;
let page: Page;

beforeAll(async () => {
  mkdirSync(SCREENS, { recursive: true });
  [assets, browser] = await Promise.all([bundle(ROOT, 'test/ui/page/cutout-page.ts'), launch()]);
});
afterAll(() => browser.close());
afterEach(async () => {
  const violations = await harness(page, (window) => window.violations);
  await page.close();
  expect(violations, 'the content security policy').toEqual([]);
});

/** Runs in the page; `read` may use nothing of the test. */
const inPage = <T>(read: (window: CutoutWindow) => T): Promise<T> =>
  page.evaluate<T>(`(${read.toString()})(window)`);
const asked = (): Promise<string[]> => inPage((window) => [...window.stand.cutouts]);
const outlined = (): Promise<number> => inPage((window) => window.outlined());
const field = (name: string): Locator => page.getByRole('textbox', { name });
const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
const words = (): Locator => page.locator('.cutout-plan');
const error = (): Locator => page.locator('.cutout-error');

async function open(query = '', options: OpenOptions = {}): Promise<void> {
  page = await openViewer(browser, assets, { query, width: 760, height: 520, ...options });
  await page.waitForSelector('canvas[data-state="ready"]');
  await inPage((window) => window.form.open());
  await expect.poll(() => words().innerText()).toMatch(/^256 × 256 pixels around/);
}

test('begins in the middle of what is seen, says what it would be, and draws it', async () => {
  await open();
  expect(await asked()).toEqual([
    expect.stringMatching(/^planCutout 20\d\d 20\d\d px, 256 px × 256 px, trim$/),
  ]);
  expect(await words().innerText()).toBe(
    '256 × 256 pixels around 10h00m27.91s +02d12m01.8s (ICRS). A file of 268 kB.',
  );
  await expect.poll(outlined).toBeGreaterThan(50);
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Centre');
});

test('asks again about what is typed once it rests, about a name once it has been typed', async () => {
  await open();
  await field('Width').fill('300 px');
  await expect.poll(async () => (await asked()).at(-1)).toMatch(/300 px × 256 px/);
  await field('Centre').fill('M 101');
  await expect.poll(outlined).toBe(0);
  await field('Height').focus();
  await expect.poll(async () => (await asked()).at(-1)).toMatch(/^planCutout M 101, /);
  expect((await asked()).filter((text) => text.includes('M 101'))).toHaveLength(1);
  await field('Height').fill('');
  await page.keyboard.press('Tab');
  await expect.poll(async () => (await asked()).at(-1)).toMatch(/300 px × 300 px/);
});

test('takes the pixel that is clicked, while drags still pan', async () => {
  await open();
  await button('Click').click();
  await expect.poll(() => button('Click').getAttribute('aria-pressed')).toBe('true');
  const view = await inPage((window) => window.picture.centrePixel);
  await page.mouse.move(220, 260);
  await page.mouse.down();
  await page.mouse.move(260, 300, { steps: 3 });
  await page.mouse.up();
  await expect.poll(() => inPage((window) => window.picture.centrePixel)).not.toEqual(view);
  expect(await button('Click').getAttribute('aria-pressed')).toBe('true');
  await inPage((window) => window.picture.fit());
  await page.locator('canvas.picture').click({ position: { x: 200, y: 200 } });
  await expect.poll(() => button('Click').getAttribute('aria-pressed')).toBe('false');
  await expect.poll(async () => (await asked()).length).toBe(2);
  const [first, second] = await asked();
  expect(second).not.toBe(first);
  await button('Click').click();
  await page.keyboard.press('Escape');
  await expect.poll(() => button('Click').getAttribute('aria-pressed')).toBe('false');
  expect(await inPage((window) => window.form.isOpen)).toBe(true);
  await button('View centre').click();
  await expect.poll(async () => (await asked()).at(-1)).toBe(first);
});

test('takes middle and size of the selected region', async () => {
  await open();
  await expect.poll(() => button('Selected region').getAttribute('disabled')).not.toBeNull();
  await inPage((window) => {
    window.region = { centre: [1000.5, 800], width: 120.2, height: 60 };
    window.form.updateRegion();
  });
  await button('Selected region').click();
  await expect
    .poll(async () => (await asked()).at(-1))
    .toBe('planCutout 1001.5 801 px, 121 px × 60 px, trim');
});

test('opens with Enter, saves, and exports', async () => {
  await open();
  await field('Width').fill('40 px');
  await page.keyboard.press('Enter');
  await expect.poll(() => words().innerText()).toMatch(/^Opened: 40 × 256 pixels around/);
  await field('Height').focus();
  await button('Save FITS…').click();
  await expect.poll(() => words().innerText()).toMatch(/^Saved: 40 × 256 pixels around/);
  await button('Save PNG…').click();
  await expect
    .poll(() => words().innerText())
    .toMatch(/^Saved as PNG, \d+ × \d+ pixels of the screen: 40 × 256 pixels around/);
  expect(await inPage((window) => window.pngs.length)).toBe(1);
  const made = (await asked()).filter((text) => !text.startsWith('plan'));
  expect(made.map((text) => text.split(' ')[0])).toEqual(['openCutout', 'saveCutout']);
});

describe('the PNG of a cutout', () => {
  const size = (): Promise<number[]> =>
    inPage(({ pngs }) => {
      const { width = 0, height = 0 } = pngs.at(-1)?.canvas ?? {};
      return [width, height];
    });
  async function save(width: number, height: number, centre = '2001 1001 px'): Promise<void> {
    const before = await inPage((window) => window.pngs.length);
    await field('Centre').fill(centre);
    await field('Width').fill(`${width} px`);
    await field('Height').fill(`${height} px`);
    await button('Save PNG…').click();
    await expect.poll(() => inPage((window) => window.pngs.length)).toBe(before + 1);
  }

  test('has its pixels one for one though the screen is coarser, and nothing beside it', async () => {
    await open('look=noise');
    expect(await inPage((window) => window.picture.zoom)).toBeLessThan(1);
    await save(240, 160);
    expect(await size()).toEqual([240, 160]);
    await inPage((window) => window.picture.look({ centre: [2000, 1000], zoom: 1 }));
    await page.waitForSelector('canvas[data-state="ready"][data-kind="exact"]');
    await expect.poll(() => inPage((window) => window.sameAsScreen(1880, 920))).toBe('');
  });

  test('is as fine as the screen where that is finer, up to 4096 pixels a side', async () => {
    await open();
    await inPage((window) => window.picture.look({ centre: [2000, 1000], zoom: 3 }));
    await save(100, 60);
    expect(await size()).toEqual([300, 180]);
    await inPage((window) => window.picture.look({ centre: [2000, 1000], zoom: 100 }));
    await save(60, 50);
    // The most whole pixels: 68 × 60 is 4080.
    expect(await size()).toEqual([4080, 3400]);
  });

  test('is turned as the picture is, and ends where the image does', async () => {
    await open();
    await inPage((window) => {
      window.display.change({ orientation: { turns: 1, flipped: false } });
    });
    await save(100, 60, '11 1001 px');
    expect(await size()).toEqual([60, 60]);
    await save(100, 40);
    expect(await size()).toEqual([40, 100]);
  });

  test('has a grid made for it, and is without the outline', async () => {
    await open('grid');
    await expect.poll(() => inPage((window) => window.stand.grids.length)).toBe(1);
    await save(400, 400);
    const [screen, made] = await inPage((window) => window.stand.grids);
    expect((screen?.x1 ?? 0) - (screen?.x0 ?? 0)).toBeGreaterThan(4000);
    // As far beyond the cutout as beyond a view, and points as close as its pixels ask for.
    expect(made).toMatchObject({ x0: 1640, y0: 640, x1: 2360, y1: 1360, pixelsPerPoint: 8 });
    const lines = await inPage(({ pngs }) => {
      const canvas = pngs.at(-1)?.canvas;
      const data = canvas?.getContext('2d')?.getImageData(0, 0, 400, 400).data ?? [];
      let [inked, yellow] = [0, 0];
      for (let at = 0; at < data.length; at += 4) {
        const [red = 0, green = 0, blue = 0] = data.slice(at, at + 3);
        inked += Number(Math.abs(red - 128) + Math.abs(green - 128) + Math.abs(blue - 128) > 60);
        yellow += Number(red > 240 && green > 190 && blue < 120);
      }
      return { inked, yellow };
    });
    expect(lines.inked).toBeGreaterThan(2000);
    expect(lines.yellow).toBe(0);
    const png = await inPage(({ pngs }) => pngs.at(-1)?.canvas.toDataURL() ?? '');
    await writeFile(
      join(SCREENS, 'cutout-png.png'),
      Buffer.from(png.split(',')[1] ?? '', 'base64'),
    );
  });

  test('says what is wrong, in the form', async () => {
    await open();
    await field('Width').fill('90000 px');
    await button('Save PNG…').click();
    await expect.poll(() => error().innerText()).toMatch(/512 MiB.* Choose a smaller size\.$/);
    expect(await inPage((window) => window.pngs.length)).toBe(0);
  });
});

test('shows how far it is, and gives up when told to', async () => {
  await open('stays');
  await button('Open').click();
  await expect.poll(() => page.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('50');
  await button('Cancel').click();
  await expect.poll(() => inPage((window) => window.stand.given)).toBe(1);
  await expect.poll(() => page.locator('.cutout-run').isVisible()).toBe(false);
  expect(await error().isVisible()).toBe(false);
});

test('says what is wrong, and what is missing', async () => {
  await open();
  await field('Width').fill('90000 px');
  await expect.poll(() => error().innerText()).toMatch(/512 MiB.* Choose a smaller size\.$/);
  expect(await outlined()).toBe(0);
  await field('Width').fill('');
  await field('Height').focus();
  await expect.poll(() => error().innerText()).toBe('Say how wide the cutout is.');
  await field('Centre').fill('');
  await button('Open').click();
  await expect.poll(() => error().innerText()).toBe('Say where the middle of the cutout is.');
});

test('closes with Escape and takes its outline with it; sizes are kept', async () => {
  await open();
  await field('Width').fill('77 px');
  await expect.poll(async () => (await asked()).at(-1)).toContain('77 px');
  await page.keyboard.press('Escape');
  await expect.poll(() => inPage((window) => window.form.isOpen)).toBe(false);
  await expect.poll(outlined).toBe(0);
  expect(await inPage((window) => window.form.state)).toEqual({
    ...{ width: '77 px', height: '256 px', mode: 'trim' },
  });
  await inPage((window) => window.form.restore({ width: 7, mode: 'partial', height: '5"' }));
  expect(await inPage((window) => window.form.state)).toEqual({
    ...{ width: '256 px', height: '5"', mode: 'partial' },
  });
});

test.each(['dark', 'light', 'contrast'] as const)('looks as it should, %s', async (theme) => {
  await open(theme === 'light' ? 'look=white' : '', { theme });
  await inPage((window) => {
    window.form.restore({ width: '900 px', height: '700 px', mode: 'partial' });
    window.picture.goTo([300, 1500]);
  });
  await button('View centre').click();
  await expect.poll(() => words().innerText()).toMatch(/^900 × 700/);
  await expect.poll(outlined).toBeGreaterThan(50);
  await page.screenshot({ path: join(SCREENS, `cutout-form-${theme}.png`) });
  const fits = await page.locator('.cutout-form').evaluate((form) => {
    const { left, right, bottom } = form.getBoundingClientRect();
    return (
      left >= 0 &&
      right <= innerWidth &&
      bottom <= innerHeight &&
      form.scrollWidth <= form.clientWidth
    );
  });
  expect(fits).toBe(true);
});

test('fits into a narrow editor', async () => {
  await open('', { width: 300, height: 420 });
  await page.screenshot({ path: join(SCREENS, 'cutout-form-narrow.png') });
  const fits = await page
    .locator('.cutout-form')
    .evaluate((form) => form.scrollWidth <= form.clientWidth);
  expect(fits).toBe(true);
});
