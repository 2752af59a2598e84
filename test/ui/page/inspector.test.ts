import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { Limits } from '../../../src/protocol/methods';
import type { OpenOptions } from './browser';
import { harness } from './browser';
import { pageTests } from './page-tests';
import { skyOf } from './host';
import { statisticsOf } from './host-inspector';
import type { InspectorWindow } from './inspector-page';

let page: Page;
const tests = pageTests<InspectorWindow>('inspector-page.ts');
const { inPage } = tests;

const sky = skyOf({ hdu: 1, slice: [] });
const VIEW = { x0: 900, y0: 700, x1: 1300, y1: 1000 };
const WHOLE = { x0: 0, y0: 0, x1: sky.width, y1: sky.height };

async function open(tab: string, query = '', options: OpenOptions = {}): Promise<void> {
  page = await tests.open({ query, width: 1000, height: 700, ...options });
  await page.getByRole('tab', { name: tab }).click();
}

const asked = (): Promise<string[]> => harness(page, (window) => window.stand.asked);
const copied = (): Promise<string[]> => harness(page, (window) => window.stand.copied);
const field = (name: string): ReturnType<Page['locator']> =>
  page.locator(`.page:not([hidden]) [data-field="${name}"]`);
const setPixel = (pixel: [number, number]): Promise<void> =>
  inPage((window, at) => window.inspector.setPixel(at), pixel);
const limits = (): Promise<Limits> => inPage((window) => window.subject.limits as Limits);

describe('tabs', () => {
  test('are walked and chosen by the arrow keys', async () => {
    await open('Header');
    const tab = (name: string): ReturnType<Page['getByRole']> => page.getByRole('tab', { name });
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => tab('Statistics').getAttribute('aria-selected')).toBe('true');
    await expect
      .poll(() => page.getByRole('tabpanel', { name: 'Statistics' }).isVisible())
      .toBe(true);
    await expect.poll(() => page.getByRole('tabpanel').count()).toBe(1);
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => tab('Header').getAttribute('aria-selected')).toBe('true');
    await expect.poll(() => page.locator('[role="tab"][tabindex="0"]').count()).toBe(1);
    await expect
      .poll(() => inPage((window) => window.tabs))
      .toEqual(['header', 'histogram', 'statistics', 'pixels', 'header']);
  });

  test('out of sight ask for nothing, and neither does a collapsed panel', async () => {
    await open('Header', 'local');
    await setPixel([1003, 812]);
    await inPage((window) => window.inspector.update());
    await page.waitForTimeout(700);
    await expect.poll(() => asked()).toEqual([]);
    await inPage((window) => {
      window.inspector.shown = false;
      window.inspector.tab = 'pixels';
      window.inspector.setPixel([5, 5]);
    });
    await page.waitForTimeout(400);
    await expect.poll(() => asked()).toEqual([]);
    await inPage((window) => {
      window.inspector.shown = true;
    });
    await expect.poll(asked).toEqual(['pixels 3 3 8 8']);
  });

  test('say in words that there is no picture, or no pixel yet', async () => {
    await open('Histogram', 'empty');
    for (const name of ['Histogram', 'Statistics', 'Profiles', 'Pixels']) {
      await page.getByRole('tab', { name }).click();
      await page.getByRole('tabpanel', { name }).getByText('No picture').waitFor();
    }
    await page.close();
    await open('Profiles');
    await page.getByText('No pixel chosen').waitFor();
    await page.getByRole('tab', { name: 'Pixels' }).click();
    await page.getByRole('tabpanel', { name: 'Pixels' }).getByText('No pixel chosen').waitFor();
  });

  test('say that there is no finite value, and still have the pixels', async () => {
    await open('Histogram', 'local');
    await setPixel([1003, 812]);
    await inPage((window) => {
      window.subject.quantiles = undefined;
      window.inspector.update();
    });
    await page.getByRole('tabpanel', { name: 'Histogram' }).getByText('No finite values').waitFor();
    for (const [name, shown] of [
      ['Statistics', 'table.statistics tr'],
      ['Profiles', '.profile canvas'],
      ['Pixels', 'table.pixels'],
    ] as const) {
      await page.getByRole('tab', { name }).click();
      await page.getByRole('tabpanel', { name }).locator(shown).first().waitFor();
    }
  });

  test('say what failed, and try again', async () => {
    await open('Histogram', 'scenario=inspector-error');
    await setPixel([1003, 812]);
    for (const [name, shown] of [
      ['Histogram', '.chart-histogram'],
      ['Pixels', '.pixels'],
    ] as const) {
      await page.getByRole('tab', { name }).click();
      const panel = page.getByRole('tabpanel', { name });
      await panel.getByText('The server stopped answering after 3 tries.').waitFor();
      await panel.getByRole('button', { name: 'Retry' }).click();
      await panel.locator(shown).waitFor();
    }
  });
});

describe('histogram', () => {
  const slider = (name: string): ReturnType<Page['getByRole']> =>
    page.getByRole('slider', { name });

  test('counts over a range of all that matters, in bins of a pixel', async () => {
    await open('Histogram');
    await field('of').getByText('every pixel (4,194,304)').waitFor();
    const [, low, high, bins] = ((await asked())[0] ?? '').split(' ').map(Number);
    const across = await page.locator('.chart-histogram .u-over').evaluate((e) => e.clientWidth);
    expect(bins).toBe(across);
    const now = await limits();
    expect(low).toBeLessThan(now.low);
    expect(high).toBeGreaterThan(now.high);
    expect(high).toBeLessThan(10);
    await expect.poll(() => field('outside').innerText()).toMatch(/above · 4,160 missing$/);
    await page.waitForTimeout(300);
    await expect.poll(() => asked()).toHaveLength(1);
  });

  test('limits are moved by keys, and never cross', async () => {
    await open('Histogram');
    await field('of').waitFor();
    const before = await limits();
    await slider('High limit').focus();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(async () => (await limits()).high).toBeLessThan(before.high);
    await expect
      .poll(() => slider('High limit').getAttribute('aria-valuetext'))
      .toMatch(/^[\d.]+ MJy\/sr$/);
    await page.keyboard.press('Home');
    await expect.poll(async () => (await limits()).high - before.low).toBeLessThan(0.1);
    const { low, high } = await limits();
    expect(low).toBe(before.low);
    expect(high).toBeGreaterThan(low);
  });

  test('limits are dragged, live, while the range stays under the hand', async () => {
    await open('Histogram');
    await field('of').getByText('every pixel').waitFor();
    const before = await limits();
    const count = (await asked()).length;
    const box = await slider('Low limit').boundingBox();
    const x = (box?.x ?? 0) + (box?.width ?? 0) / 2;
    const y = (box?.y ?? 0) + 60;
    await page.mouse.move(x, y);
    await page.mouse.down();
    const seen = new Set<number>();
    for (let step = 1; step <= 6; step++) {
      await page.mouse.move(x + step * 8, y);
      await page.waitForTimeout(30);
      seen.add((await limits()).low);
    }
    await expect.poll(() => asked()).toHaveLength(count);
    await page.mouse.up();
    expect(seen.size).toBe(6);
    const after = await limits();
    expect(after.low).toBeGreaterThan(before.low);
    expect(after.high).toBe(before.high);
    const moved = await slider('Low limit').boundingBox();
    expect(moved?.x).toBeCloseTo((box?.x ?? 0) + 48, -1);
  });

  test('the wheel zooms the range around the pointer, a double click shows all', async () => {
    await open('Histogram');
    await field('of').getByText('every pixel').waitFor();
    const range = async (): Promise<[number, number]> => {
      const [, low, high] = ((await asked()).at(-1) ?? '').split(' ').map(Number);
      return [low ?? 0, high ?? 0];
    };
    const [low, high] = await range();
    await page.locator('.chart-histogram .u-over').hover();
    await page.mouse.wheel(0, -300);
    await expect.poll(async () => (await range())[1]).toBeLessThan(high);
    await expect.poll(async () => (await range())[0]).toBeGreaterThan(low);
    await page.locator('.chart-histogram .u-over').dblclick();
    await expect.poll(async () => (await range())[1]).toBeGreaterThan(60);
    await expect.poll(() => field('outside').innerText()).toBe('4,160 missing');
    await page.getByRole('button', { name: 'Range of 99.8 %' }).click();
    await expect.poll(range).toEqual([low, high]);
  });

  test('names the bin under the pointer', async () => {
    await open('Histogram');
    await field('of').getByText('every pixel').waitFor();
    await page.locator('.chart-histogram .u-over').hover();
    await expect.poll(() => field('bin').innerText()).toMatch(/^[\d.]+ to [\d.]+: [\d,]+$/);
  });

  test('counts are logarithmic or not', async () => {
    await open('Histogram');
    const log = page.getByRole('button', { name: 'Logarithmic counts' });
    await expect.poll(() => log.getAttribute('aria-pressed')).toBe('true');
    await field('of').getByText('every pixel').waitFor();
    const chart = page.locator('.chart-histogram');
    const before = await chart.screenshot();
    await log.click();
    await expect.poll(() => log.getAttribute('aria-pressed')).toBe('false');
    await page.mouse.move(900, 600);
    await expect.poll(async () => (await chart.screenshot()).equals(before)).toBe(false);
  });
});

describe('statistics', () => {
  const section = (title: string): ReturnType<Page['locator']> =>
    page.locator('.statistics-section', { has: page.getByRole('heading', { name: title }) });
  const cell = (title: string, row: string): ReturnType<Page['locator']> =>
    section(title).locator(`[data-row="${row}"] td`);

  test('of a small view come by themselves, once it rests', async () => {
    await open('Statistics', 'zoomed');
    const truth = statisticsOf(sky, VIEW);
    await section('View').getByText('of x 901–1,300, y 701–1,000').waitFor();
    await cell('View', 'Pixels').waitFor();
    await expect.poll(() => cell('View', 'Pixels').innerText()).toBe('120,000');
    await expect.poll(() => cell('View', 'Mean').getAttribute('title')).toBe(String(truth.mean));
    await expect
      .poll(() => cell('View', 'Maximum').innerText())
      .toContain(`(${(truth.max?.x ?? 0) + 1}, ${(truth.max?.y ?? 0) + 1})`);
    await expect.poll(() => asked()).toEqual(['statistics 900 700 1300 1000']);
    await cell('View', 'Maximum').getByRole('button').click();
    await expect
      .poll(() => inPage((window) => window.wentTo))
      .toEqual([[truth.max?.x, truth.max?.y]]);
  });

  test('of a remote image are offered for what they cost; meanwhile it says what it knows', async () => {
    await open('Statistics', 'scenario=slow-statistics');
    const image = section('Whole image');
    await image.getByText('from the sampled values').waitFor();
    await expect.poll(() => cell('Whole image', 'Median').innerText()).toMatch(/^≈ 2\.0/);
    await expect.poll(() => section('View').isVisible()).toBe(false);
    await image.getByRole('button', { name: 'Read 16.8 MB for exact statistics' }).click();
    await expect.poll(() => image.locator('.progress-text').innerText()).toBe('4.2 of 16.8 MB');
    await expect
      .poll(() => image.getByRole('progressbar').getAttribute('aria-valuenow'))
      .toBe('25');
    await image.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => harness(page, (window) => window.stand.cancelled)).toBe(1);
    await image.getByRole('button', { name: 'Read 16.8 MB for exact statistics' }).click();
    await harness(page, (window) => {
      window.stand.released = 1;
    });
    await cell('Whole image', 'Missing (NaN)').waitFor();
    await expect.poll(() => cell('Whole image', 'Missing (NaN)').innerText()).toBe('4,160');
    await page.getByRole('button', { name: 'Copy all' }).click();
    const truth = statisticsOf(sky, WHOLE);
    await expect
      .poll(async () => (await copied())[0]?.split('\n').slice(0, 2))
      .toEqual(['Statistic [MJy/sr]\tWhole image: x 1–2,048, y 1–2,048', 'Pixels\t4194304']);
    await expect
      .poll(async () => (await copied())[0])
      .toContain(`Standard deviation\t${truth.deviation}`);
  });

  test('are not read on for a picture that has been left, even out of sight', async () => {
    await open('Statistics', 'scenario=slow-statistics');
    await page.getByRole('button', { name: /^Read 16.8 MB/ }).click();
    await expect.poll(asked).toHaveLength(1);
    await page.getByRole('tab', { name: 'Header' }).click();
    await page.waitForTimeout(100);
    const cancelled = (): Promise<number> => harness(page, (window) => window.stand.cancelled);
    await expect.poll(() => cancelled()).toBe(0);
    await inPage((window) => {
      window.subject.ref = { hdu: 2, slice: [] };
      window.inspector.update();
    });
    await expect.poll(cancelled).toBe(1);
  });

  test('of a local image come by themselves', async () => {
    await open('Statistics', 'local');
    await cell('Whole image', 'Sum').waitFor();
    await expect.poll(() => asked()).toEqual(['statistics 0 0 2048 2048']);
  });

  test('say what they are of when the view has moved on', async () => {
    await open('Statistics', 'zoomed');
    await cell('View', 'Sum').waitFor();
    await inPage((window) => {
      window.subject.viewBox = { x0: 0, y0: 0, x1: 2000, y1: 1500 };
      window.inspector.update();
    });
    await section('View').getByText('of x 901–1,300, y 701–1,000: the view has moved').waitFor();
    await section('View').getByRole('button', { name: 'Read 12 MB' }).waitFor();
    await page.waitForTimeout(600);
    await expect.poll(() => asked()).toHaveLength(1);
  });

  test('that failed say why, and can be tried again', async () => {
    await open('Statistics', 'zoomed&scenario=inspector-error');
    const view = section('View');
    await view.getByText('The server stopped answering after 3 tries. Check the').waitFor();
    await view.getByRole('button', { name: 'Retry' }).click();
    await cell('View', 'Sum').waitFor();
    await expect.poll(() => view.getByRole('alert').isVisible()).toBe(false);
  });
});

describe('profiles', () => {
  const plot = (along: string): ReturnType<Page['locator']> =>
    page.locator(`.profile[data-along="${along}"]`);
  const reading = (along: string): Promise<string> =>
    plot(along).locator('[data-field="reading"]').innerText();

  test('run through the pixel, and say of what samples they are', async () => {
    await open('Profiles', 'zoomed');
    await setPixel([1003, 812]);
    const value = Number((sky.values[812 * sky.width + 1003] ?? 0).toPrecision(7));
    await expect.poll(() => reading('row')).toBe(`x 1004: ${value} MJy/sr`);
    await expect.poll(() => reading('column')).toBe(`y 813: ${value} MJy/sr`);
    await expect.poll(() => plot('row').getByRole('heading').innerText()).toBe('Row y = 813');
    await expect.poll(() => plot('row').innerText()).toContain('every pixel');
    await inPage((window) => {
      window.subject.viewBox = { x0: 0, y0: 0, x1: 2048, y1: 2048 };
      window.inspector.setOrigin(0);
    });
    await plot('row').getByText('every 4th pixel (sampled)').waitFor();
    await expect
      .poll(() => plot('column').getByRole('heading').innerText())
      .toBe('Column x = 1003');
  });

  test('are read by pointer and by keys, and keep the pixel when the pointer leaves it', async () => {
    await open('Profiles', 'zoomed');
    await setPixel([1003, 812]);
    await expect.poll(() => reading('row')).toContain('x 1004');
    await inPage((window) => window.inspector.setPixel(undefined));
    await plot('row').locator('.u-over').hover();
    await expect.poll(() => reading('row')).toMatch(/^x 1[01]\d\d: /);
    expect(await reading('row')).not.toContain('x 1004:');
    await page.mouse.move(900, 600);
    await expect.poll(() => reading('row')).toContain('x 1004');
    await plot('row').locator('.chart').focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => reading('row')).toContain('x 1005: ');
    await page.keyboard.press('Home');
    await expect.poll(() => reading('row')).toContain('x 901: ');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => reading('row')).toContain('x 901: ');
  });

  test('follow the theme', async () => {
    await open('Profiles', 'zoomed');
    await setPixel([1003, 812]);
    await expect.poll(() => reading('row')).toContain('x 1004');
    const chart = plot('row').locator('.u-wrap canvas');
    const drawn = (): Promise<string> =>
      chart.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    const before = await drawn();
    await page.evaluate(() =>
      document.documentElement.style.setProperty('--vscode-charts-blue', '#ff0000'),
    );
    await expect.poll(drawn).not.toBe(before);
  });
});

describe('pixels', () => {
  const rows = (): Promise<string[][]> =>
    page
      .locator('.pixels tr')
      .evaluateAll((all) =>
        all.map((row) => [...row.children].map((cell) => cell.textContent ?? '')),
      );

  test('are the exact values around the pixel, y up, in the colours on screen', async () => {
    await open('Pixels', '', { width: 1000 });
    await setPixel([1003, 812]);
    await page.locator('.pixels').waitFor();
    await expect.poll(() => asked()).toEqual(['pixels 1001 810 1006 815']);
    const table = await rows();
    expect(table[0]).toEqual(['y \\ x', '1002', '1003', '1004', '1005', '1006']);
    expect(table.slice(1).map(([y]) => y)).toEqual(['815', '814', '813', '812', '811']);
    const exact = String(sky.values[812 * sky.width + 1003]);
    const centre = page.locator('.pixels td.centre');
    await expect.poll(() => centre.getAttribute('title')).toBe(`(1004, 813): ${exact}`);
    expect(exact.startsWith((await centre.innerText()).slice(0, -1))).toBe(true);
    await expect.poll(() => field('centre').innerText()).toBe(`${exact} MJy/sr`);
    const { low, high } = await limits();
    const grey = Math.round((255 * (Number(exact) - low)) / (high - low));
    const colour = await centre.evaluate((cell) => getComputedStyle(cell).backgroundColor);
    const [red = 0, green, blue] = (colour.match(/\d+/g) ?? []).map(Number);
    expect(Math.abs(red - grey)).toBeLessThanOrEqual(1);
    expect([green, blue]).toEqual([red, red]);
  });

  test('are copied in full, in the counting on show', async () => {
    await open('Pixels');
    await inPage((window) => window.inspector.setOrigin(0));
    await setPixel([0, 0]);
    await page.locator('.pixels').waitFor();
    await expect.poll(() => asked()).toEqual(['pixels 0 0 3 3']);
    await expect.poll(() => page.locator('.pixels .outside').count()).toBe(16);
    await page.getByRole('button', { name: 'Copy table' }).click();
    await expect.poll(copied).toHaveLength(1);
    const value = (x: number, y: number): number => sky.values[y * sky.width + x] ?? Number.NaN;
    await expect
      .poll(async () => (await copied())[0]?.split('\n'))
      .toEqual([
        'y \\ x\t0\t1\t2',
        ...[2, 1, 0].map((y) => [y, value(0, y), value(1, y), value(2, y)].join('\t')),
      ]);
  });

  test('are asked for only where the pointer rests, and no longer where it has left', async () => {
    await open('Pixels', 'scenario=slow-pixels');
    for (let x = 500; x < 520; x++) {
      await setPixel([x, 600]);
      await page.waitForTimeout(10);
    }
    await expect.poll(asked).toEqual(['pixels 517 598 522 603']);
    await setPixel([700, 600]);
    await expect.poll(() => harness(page, (window) => window.stand.cancelled)).toBe(1);
    await page.getByText('Around (701, 601)').waitFor();
    await expect.poll(() => asked()).toHaveLength(2);
  });

  test('are more where there is more room, and name missing ones', async () => {
    await open('Pixels', 'width=700', { width: 1400 });
    await setPixel([100, 50]);
    await page.locator('.pixels').waitFor();
    await expect.poll(async () => (await rows()).length).toBe(12);
    await expect.poll(async () => (await rows())[6]?.[6]).toBe('NaN');
  });
});
