import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { OpenOptions } from './browser';
import { pageTests } from './page-tests';
import type { SpectrumWindow } from './spectrum-page';

let page: Page;
const tests = pageTests<SpectrumWindow>('spectrum-page.ts');
const { inPage } = tests;

const asked = (): Promise<string[]> => inPage((window) => window.asked);
const state = (): Promise<SpectrumWindow['view']['state']> => inPage((window) => window.view.state);
const field = (name: string): Promise<string> =>
  page.locator(`.spectrum-reading [data-field="${name}"]`).innerText();
const row = (name: string): Promise<string> =>
  page.locator(`.spectrum-figures [data-row="${name}"] dd`).innerText();
const plot = (): Locator => page.locator('.spectrum .chart');
const over = (): Locator => page.locator('.spectrum .u-over');
const button = (name: string): Locator => page.getByRole('button', { name, exact: true });

async function open(query = '', options: OpenOptions = {}): Promise<void> {
  page = await tests.open({ query, width: 1000, height: 560, ...options });
}

async function openRead(query = '', options: OpenOptions = {}): Promise<void> {
  await open(query, options);
  await over().waitFor();
}

/** Where a pixel of the line is on the page. */
async function placeOf(pixel: number): Promise<[x: number, y: number]> {
  const box = await over().boundingBox();
  const range = (await state())?.range;
  const length = await inPage((window) => window.target.plane.width);
  const [from, to] = range === undefined ? [-0.5, length - 0.5] : [range.from, range.to];
  const { x = 0, y = 0, width = 0, height = 0 } = box ?? {};
  return [x + ((pixel - from) / (to - from)) * width, y + height / 2];
}

describe('a line', () => {
  test('is read once, and its pixels are read off it exactly', async () => {
    await openRead();
    await expect.poll(() => asked()).toEqual(['line 0 2000 4096']);
    const [x, y] = await placeOf(900);
    await page.mouse.move(x, y);
    await expect.poll(() => field('pixel')).toMatch(/^x (899|900|901|902)$/);
    const pixel = Number((await field('pixel')).slice(2)) - 1;
    await expect.poll(() => field('place')).toBe(`${(2 + pixel / 1000).toFixed(3)} µm`);
    await expect.poll(asked).toContain(`value ${pixel}`);
    await expect.poll(() => field('value')).toMatch(/^\d+\.\d{10,} MJy\/sr$/);
    await page.mouse.move(5, 5);
    await expect.poll(() => field('pixel')).toBe('');
  });

  test('is walked by the arrow keys, and zoomed by keys about the cursor', async () => {
    await openRead();
    await plot().focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => field('pixel')).toBe('x 1,001');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowLeft');
    await expect.poll(() => field('pixel')).toBe('x 992');
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    const range = (await state())?.range;
    expect((range?.to ?? 0) - (range?.from ?? 0)).toBeCloseTo(2000 / 1.6 ** 2, 6);
    expect((991 - (range?.from ?? 0)) / (2000 / 1.6 ** 2)).toBeCloseTo(991.5 / 2000, 6);
    await page.keyboard.press('-');
    await page.keyboard.press('Home');
    expect((await state())?.range).toBeUndefined();
    // At the edge of what is seen, the view follows.
    for (let i = 0; i < 9; i++) {
      await page.keyboard.press('+');
    }
    for (let i = 0; i < 4; i++) {
      await page.keyboard.press('Shift+ArrowRight');
    }
    await expect.poll(() => field('pixel')).toBe('x 1,032');
    await expect.poll(async () => (await state())?.range?.to).toBeGreaterThan(1031);
    expect(await asked()).not.toContain('line 0 2000 4096 ');
    expect((await asked()).filter((question) => question.startsWith('line'))).toHaveLength(1);
  });

  test('is zoomed by the wheel and by a drag, moved by Shift and a drag, and shown whole again', async () => {
    await openRead();
    const [x, y] = await placeOf(500);
    await page.mouse.move(x, y);
    await page.mouse.wheel(0, -500);
    await expect.poll(async () => (await state())?.range).toBeDefined();
    const wheel = (await state())?.range ?? { from: 0, to: 0 };
    expect((500 - wheel.from) / (wheel.to - wheel.from)).toBeCloseTo(500.5 / 2000, 2);
    await over().dblclick();
    await expect.poll(async () => (await state())?.range).toBeUndefined();

    const [from] = await placeOf(800);
    const [to] = await placeOf(1000);
    await page.mouse.move(to, y);
    await page.mouse.down();
    await page.mouse.move(from, y, { steps: 4 });
    expect(
      await page.locator('.u-select').evaluate((select) => select.clientWidth),
    ).toBeGreaterThan(80);
    await page.mouse.up();
    const drag = (await state())?.range ?? { from: 0, to: 0 };
    expect(Math.abs(drag.from - 800)).toBeLessThan(4);
    expect(Math.abs(drag.to - 1000)).toBeLessThan(4);
    await expect
      .poll(() => page.locator('.u-select').evaluate((select) => select.clientWidth))
      .toBe(0);
    await expect.poll(() => row('Pixels')).toMatch(/^(199|200|201|202)$/);
    await expect.poll(() => row('Max')).toMatch(/ at 90[01]$/);

    await page.keyboard.down('Shift');
    await page.mouse.down();
    await page.mouse.move(from - 100, y, { steps: 4 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    const moved = (await state())?.range ?? { from: 0, to: 0 };
    expect(moved.to - moved.from).toBeCloseTo(drag.to - drag.from, 6);
    expect(moved.from).toBeGreaterThan(drag.from + 10);
    await button('Whole line').click();
    expect((await state())?.range).toBeUndefined();
  });

  test('of more pixels than the screen has is averaged, and read closer where it is looked at', async () => {
    await openRead('length=200000&remote');
    const [x, y] = await placeOf(100_000);
    await page.mouse.move(x, y);
    await expect.poll(() => field('pixel')).toMatch(/^x [\d,]+–[\d,]+$/);
    await expect.poll(() => field('value')).toMatch(/^mean [\d.]+, [\d.]+ to [\d.]+ MJy\/sr$/);
    expect((await asked()).filter((question) => question.startsWith('value'))).toEqual([]);
    await expect.poll(() => row('Mean')).toBe('1.5');
    await expect.poll(() => asked()).toContain('statistics 0 200000');
    await page.mouse.wheel(0, -400);
    await page.mouse.wheel(0, -400);
    await page.mouse.wheel(0, -400);
    await page.mouse.wheel(0, -400);
    await page.mouse.wheel(0, -400);
    const width = async (): Promise<number> => {
      const range = (await state())?.range;
      return range === undefined ? Infinity : range.to - range.from;
    };
    // Every notch of the wheel has arrived, and what the last of them needs was asked for.
    await expect.poll(width).toBeLessThan(200_000 / 24);
    await expect.poll(asked).toContainEqual(expect.stringMatching(/^line [1-9]\d+ \d+ 4096$/));
    await expect.poll(() => row('Pixels')).toMatch(/^8,\d{3}$/);
    const { length } = await asked();
    await plot().focus();
    await page.keyboard.press('Home');
    await page.waitForTimeout(300);
    expect((await asked()).slice(length).filter((each) => each.startsWith('line'))).toEqual([]);
  });

  test('of very many bytes far away is read once the user agrees', async () => {
    await open('length=40000000&remote&slow');
    await page.waitForTimeout(200);
    await expect.poll(async () => (await asked())[0]).toBe('line 0 16000000 4096');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Stopped reading the line.').waitFor();
    await inPage((window) => window.view.zoom('all'));
    await page.getByRole('button', { name: 'Read 160 MB to show what is in sight' }).click();
    await expect.poll(async () => (await asked()).at(-1)).toBe('line 0 40000000 4096');
    await expect.poll(() => page.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('34');
  });

  test('has the values on a logarithmic scale, and between limits that were typed', async () => {
    await openRead();
    const [low, high] = ['Lowest', 'Highest'].map((name) =>
      page.getByRole('textbox', { name: `${name} value shown` }),
    ) as [Locator, Locator];
    await low.fill('0');
    await low.press('Enter');
    await expect.poll(async () => (await state())?.limits?.low).toBe(0);
    await high.fill('-3');
    await high.press('Enter');
    await expect.poll(() => high.getAttribute('aria-invalid')).toBe('true');
    await page.keyboard.press('Escape');
    await button('Automatic limits').click();
    expect((await state())?.limits).toBeUndefined();
    await button('Logarithmic values').click();
    await expect.poll(async () => (await state())?.logarithmic).toBe(true);
    await expect.poll(async () => Number(await low.inputValue())).toBeGreaterThan(0);
    await expect.poll(() => inPage((window) => window.changes)).toBeGreaterThan(2);
  });

  test('runs along its pixels or what they stand for, rising to the right', async () => {
    await openRead('axis=falling');
    const [x, y] = await placeOf(1999 - 100);
    await page.mouse.move(x, y);
    await expect.poll(() => field('pixel')).toMatch(/^x (99|10[0-3])$/);
    await expect.poll(() => field('place')).toMatch(/^4(49|50)\.\d km\/s$/);
    await page.getByRole('combobox', { name: 'x axis' }).click();
    await page.getByRole('option', { name: 'Pixel' }).click();
    await expect.poll(async () => (await state())?.coordinate).toBe('pixel');
    const [left] = await placeOf(100);
    await page.mouse.move(left, y);
    await expect.poll(() => field('pixel')).toMatch(/^x (99|10[0-3])$/);
    await inPage((window) => window.view.setOrigin(0));
    await expect.poll(() => field('pixel')).toMatch(/^x (98|99|10[0-2])$/);
  });

  test('of which nothing else is known has pixels only', async () => {
    await openRead('axis=none&unitless');
    await expect.poll(() => page.getByRole('combobox', { name: 'x axis' }).isVisible()).toBe(false);
    await expect
      .poll(() => plot().getAttribute('aria-label'))
      .toContain('Plot of SPEC, 2,000 pixels, along Pixel (from 1)');
  });

  test('goes to the clipboard pixel by pixel', async () => {
    await openRead();
    await plot().focus();
    for (let i = 0; i < 20; i++) {
      await page.keyboard.press('+');
    }
    await page.keyboard.press('Control+c');
    const [[text = '', what] = []] = await inPage((window) => window.copied);
    const lines = text.split('\n');
    expect(what).toBe(`${lines.length - 1} pixels`);
    expect(lines[0]).toBe('pixel\tWavelength [um]\tvalue [MJy/sr]');
    expect(lines[1]?.split('\t')).toHaveLength(3);
    expect(Number(lines[1]?.split('\t')[1])).toBeCloseTo(
      2 + (Number(lines[1]?.split('\t')[0]) - 1) / 1000,
      12,
    );
  });

  test('goes to the clipboard pixel by pixel also where the screen has averages', async () => {
    await openRead('length=20000');
    await button('Copy data').click();
    await expect
      .poll(() => inPage((window) => window.copied.map(([, what]) => what)))
      .toEqual(['20,000 pixels']);
    await expect.poll(() => asked()).toContain('line 0 20000 20000');
  });

  test('that could not be copied says so, and stays', async () => {
    await openRead('length=20000&copy-fails');
    await button('Copy data').click();
    const trouble = page.getByText(
      'The values could not be copied. The server stopped answering after 3 tries.',
    );
    await trouble.waitFor();
    await expect.poll(() => inPage((window) => window.errors)).toEqual([]);
    await expect.poll(() => over().isVisible()).toBe(true);
    await plot().focus();
    await page.keyboard.press('+');
    await trouble.waitFor({ state: 'hidden' });
  });

  test('leaves no mark of the range that was dragged', async () => {
    await openRead();
    const { x, y, width } = (await over().boundingBox()) ?? { x: 0, y: 0, width: 0 };
    const band = page.locator('.u-select');
    await page.mouse.move(x + width * 0.3, y + 50);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.6, y + 50, { steps: 3 });
    expect((await band.boundingBox())?.height).toBeGreaterThan(50);
    await page.mouse.up();
    await expect.poll(async () => (await band.boundingBox())?.height ?? 0).toBe(0);
  });

  test('that cannot be read is told to the viewer; a part that cannot be read is told in its place', async () => {
    await open('fails');
    await expect.poll(() => inPage((window) => window.errors)).toHaveLength(1);
    await page.close();
    await openRead('length=200000&zoom-fails');
    await plot().focus();
    for (let i = 0; i < 12; i++) {
      await page.keyboard.press('+');
    }
    await page.getByText('The server stopped answering after 3 tries.').waitFor();
    await expect.poll(() => inPage((window) => window.errors)).toEqual([]);
    await expect.poll(() => over().isVisible()).toBe(true);
  });

  test('comes back as it was left, and goes without a trace', async () => {
    await openRead();
    await inPage((window) =>
      window.view.show(window.target, {
        range: { from: 850, to: 950 },
        coordinate: 'pixel',
        logarithmic: true,
        limits: { low: 1, high: 40 },
      }),
    );
    await expect
      .poll(() => state())
      .toEqual({
        range: { from: 850, to: 950 },
        coordinate: 'pixel',
        logarithmic: true,
        limits: { low: 1, high: 40 },
      });
    await expect.poll(() => row('Pixels')).toBe('101');
    await inPage((window) => window.view.clear());
    expect(await state()).toBeUndefined();
    await expect.poll(() => over().isVisible()).toBe(false);
  });

  test('follows the theme', async () => {
    await openRead();
    const drawn = (): Promise<string> =>
      page
        .locator('.spectrum .u-wrap canvas')
        .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    await page.waitForTimeout(100);
    const before = await drawn();
    await page.evaluate(() =>
      document.documentElement.style.setProperty('--vscode-charts-blue', '#ff0000'),
    );
    await expect.poll(drawn).not.toBe(before);
  });
});
