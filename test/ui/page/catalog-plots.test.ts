import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { OpenOptions } from './browser';
import type { PlotsWindow } from './catalog-plots-page';
import { pageTests } from './page-tests';

let page: Page;
const tests = pageTests<PlotsWindow>('catalog-plots-page.ts');
const { inPage } = tests;

const plot = (): Locator => page.locator('.plots-view');
const about = (): Promise<string> => page.locator('.plots-about').innerText();
const reading = (): Promise<string> => page.locator('.plots-reading').innerText();
const axis = (name: 'Horizontal axis' | 'Vertical axis'): Locator =>
  page.getByRole('combobox', { name });
const tool = (name: string): Locator => page.getByRole('button', { name, exact: true });
const kind = (): Locator => page.getByRole('combobox', { name: 'Kind of plot' });
const asked = (): Promise<PlotsWindow['asked']> => inPage((window) => window.asked);
const chosen = (): Promise<number[] | undefined> => inPage((window) => window.chosen.at(-1));

async function open(options: OpenOptions = {}): Promise<void> {
  page = await tests.open({ width: 760, height: 560, ...options });
  if (!(options.query ?? '').includes('empty')) {
    await drawn();
  }
}

const drawn = (): Promise<void> => page.locator('.plots-view[data-drawn]').waitFor();

/** A place in shares of the plot's element. */
async function spot(across: number, down: number): Promise<[x: number, y: number]> {
  const { x = 0, y = 0, width = 0, height = 0 } = (await plot().boundingBox()) ?? {};
  return [x + across * width, y + down * height];
}

async function drag(from: [number, number], to: [number, number]): Promise<void> {
  await page.mouse.move(...(await spot(...from)));
  await page.mouse.down();
  await page.mouse.move(...(await spot(...to)), { steps: 5 });
  await page.mouse.up();
}

/** Different colours that are drawn. */
function colours(): Promise<number> {
  return inPage(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.plots-view canvas');
    const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
    return new Set(data && new Uint32Array(data.buffer)).size;
  });
}

async function choose(menu: string, item: string): Promise<void> {
  await page.getByRole('button', { name: menu }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

describe('plots of a catalogue', () => {
  test.each(['dark', 'light', 'contrast'] as const)(
    'two colours of the magnitudes are drawn as hexagons first, %s',
    async (theme) => {
      await open({ theme });
      expect(await axis('Horizontal axis').inputValue()).toBe('w2mpro - w3mpro');
      expect(await axis('Vertical axis').inputValue()).toBe('w1mpro - w2mpro');
      expect(await about()).toBe('6,000 rows · 120 without a value');
      expect(await colours()).toBeGreaterThan(20);
      expect(await plot().getAttribute('aria-label')).toContain(
        'hexbin of w1mpro - w2mpro against w2mpro - w3mpro',
      );
    },
  );

  test('a word of an axis that makes no sense is underlined, and what was plotted stays', async () => {
    await open();
    await axis('Vertical axis').fill('w1mpro - w2mprro');
    await axis('Vertical axis').press('Escape');
    await axis('Vertical axis').press('Enter');
    await page.getByText('There is no column “w2mprro”. Did you mean w2mpro?').waitFor();
    expect(await page.locator('.plots .filter-wrong').innerText()).toBe('w2mprro');
    await axis('Vertical axis').fill('w1mpro');
    await axis('Vertical axis').press('Escape');
    await axis('Vertical axis').press('Enter');
    await drawn();
    await expect.poll(async () => (await asked()).at(-1)?.y).toBe('w1mpro');
    // A magnitude has its small values at the top.
    await page.getByRole('button', { name: 'Plot settings' }).click();
    await expect
      .poll(() => page.getByRole('checkbox', { name: 'y inverted' }).getAttribute('aria-checked'))
      .toBe('true');
  });

  test('names are completed', async () => {
    await open();
    await axis('Horizontal axis').fill('w3');
    await page.locator('.completion').first().waitFor();
    await axis('Horizontal axis').press('Tab');
    expect(await axis('Horizontal axis').inputValue()).toBe('w3mpro');
  });

  test('a drag zooms to a box, which is binned anew; a double click shows all', async () => {
    await open();
    await drag([0.3, 0.3], [0.6, 0.7]);
    await expect.poll(async () => (await asked()).at(-1)?.xRange).toHaveLength(2);
    const [low = 0, high = 0] = (await asked()).at(-1)?.xRange ?? [];
    expect(high - low).toBeLessThan(2.5);
    await expect.poll(about).toContain('in sight');
    await page.mouse.dblclick(...(await spot(0.5, 0.5)));
    await expect.poll(async () => (await asked()).at(-1)?.xRange).toBeUndefined();
    await plot().focus();
    await page.keyboard.press('+');
    await expect.poll(async () => (await asked()).at(-1)?.xRange).toHaveLength(2);
    await page.keyboard.press('0');
    await expect.poll(async () => (await asked()).at(-1)?.xRange).toBeUndefined();
  });

  test('a box selects rows, more with Shift, and Escape none', async () => {
    await open();
    await tool('Select with a box').click();
    await drag([0.05, 0.02], [0.5, 0.9]);
    await expect.poll(async () => (await chosen())?.length).toBeGreaterThan(100);
    const first = (await chosen()) ?? [];
    expect([...first].sort((a, b) => a - b)).toEqual(first);
    await expect.poll(about).toContain(`${first.length.toLocaleString('en-US')} selected`);
    await page.keyboard.down('Shift');
    await drag([0.5, 0.02], [0.8, 0.9]);
    await page.keyboard.up('Shift');
    await expect.poll(async () => (await chosen())?.length).toBeGreaterThan(first.length);
    await plot().focus();
    await page.keyboard.press('Escape');
    await expect.poll(chosen).toEqual([]);
    await expect.poll(about).not.toContain('selected');
  });

  test('a click on a point selects its row, with Shift another one too', async () => {
    await open({ query: 'rows=60' });
    await kind().selectOption('Scatter');
    await expect.poll(async () => (await asked()).at(-1)?.kind).toBe('scatter');
    await drawn();
    await tool('Select with a box').click();
    /** Somewhere on the points: where the canvas has their colour. */
    const points = await inPage(() => {
      const view = document.querySelector<HTMLElement>('.plots-view') as HTMLElement;
      const canvas = view.querySelector('canvas') as HTMLCanvasElement;
      const { width, height } = canvas;
      const data = new Uint32Array(
        (canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? new Uint8Array())
          .buffer,
      );
      const counts = new Map<number, number>();
      data.forEach((one) => counts.set(one, (counts.get(one) ?? 0) + 1));
      const mark = getComputedStyle(view).getPropertyValue('--plot-mark').trim();
      const ink = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D;
      ink.fillStyle = mark;
      ink.fillRect(0, 0, 1, 1);
      const [r = 0, g = 0, b = 0] = ink.getImageData(0, 0, 1, 1).data;
      const found: [number, number][] = [];
      for (let at = 0; at < data.length; at++) {
        const one = data[at] ?? 0;
        const [cr, cg, cb] = [one & 255, (one >> 8) & 255, (one >> 16) & 255];
        if (Math.abs(cr - r) + Math.abs(cg - g) + Math.abs(cb - b) < 40) {
          found.push([(at % width) / width, Math.floor(at / width) / height]);
        }
      }
      return [found[0], found.at(-1)];
    });
    const [first, last] = points;
    await page.mouse.click(...(await spot(...(first ?? [0, 0]))));
    await expect.poll(async () => (await chosen())?.length).toBe(1);
    const [row] = (await chosen()) ?? [];
    await page.keyboard.down('Shift');
    await page.mouse.click(...(await spot(...(last ?? [0, 0]))));
    await page.keyboard.up('Shift');
    await expect.poll(async () => (await chosen())?.length).toBe(2);
    expect(await chosen()).toContain(row);
  });

  test('a lasso selects what is inside the line', async () => {
    await open();
    await tool('Select with a lasso').click();
    const corners: [number, number][] = [
      [0.1, 0.1],
      [0.8, 0.1],
      [0.8, 0.8],
      [0.1, 0.8],
    ];
    await page.mouse.move(...(await spot(...(corners[0] as [number, number]))));
    await page.mouse.down();
    for (const corner of corners) {
      await page.mouse.move(...(await spot(...corner)), { steps: 4 });
    }
    await page.mouse.up();
    await expect.poll(async () => (await chosen())?.length).toBeGreaterThan(100);
  });

  test('rows that are chosen elsewhere are marked, and not chosen once more', async () => {
    await open({ query: 'rows=40' });
    await kind().selectOption('Scatter');
    await expect.poll(() => plot().getAttribute('data-kind')).toBe('scatter');
    await expect.poll(about).toContain('40 rows');
    const before = await colours();
    await inPage((window) => window.pane.setChosen(Uint32Array.of(1, 2, 3)));
    await expect.poll(about).toContain('3 selected');
    await expect.poll(colours).toBeGreaterThan(before);
    await expect.poll(() => inPage((window) => window.chosen.length)).toBe(0);
  });

  test.each(['Density', 'Histogram', 'Sky map'])('a %s is drawn, and read', async (label) => {
    await open();
    await kind().selectOption(label);
    await expect.poll(async () => (await asked()).at(-1)?.kind).not.toBe('hexbin');
    await expect.poll(() => plot().getAttribute('data-kind')).not.toBe('hexbin');
    await drawn();
    await page.mouse.move(...(await spot(0.5, 0.5)));
    await expect.poll(reading).toMatch(label === 'Sky map' ? /^RA .* · Dec / : /x .* rows?$/);
  });

  test('the sky is zoomed and panned, and rows are selected on it', async () => {
    await open({ query: 'rows=60000&sky' });
    await kind().selectOption('Sky map');
    await expect.poll(() => plot().getAttribute('data-kind')).toBe('all-sky');
    await expect.poll(about).toBe('60,000 rows');
    await tool('Select with a box').click();
    await drag([0.3, 0.3], [0.6, 0.6]);
    await expect.poll(async () => (await chosen())?.length).toBeGreaterThan(1000);
    await page.mouse.move(...(await spot(0.5, 0.5)));
    await page.mouse.wheel(0, -400);
    await page.mouse.wheel(0, -400);
    await expect.poll(() => plot().getAttribute('data-kind')).toBe('field');
    await expect.poll(async () => (await asked()).at(-1)?.cap?.radius).toBeLessThan(90);
    await expect.poll(about).toContain('in sight');
  });

  test('settings change the grid, the norm and the limits', async () => {
    await open();
    await page.getByRole('button', { name: 'Plot settings' }).click();
    const grid = page.getByRole('textbox', { name: 'Hexagons, cells or bins' });
    await grid.fill('12');
    await grid.press('Enter');
    await expect.poll(async () => (await asked()).at(-1)?.gridsize).toBe(12);
    await grid.fill('0');
    await grid.press('Enter');
    await page.locator('.plots-settings .invalid').waitFor();
    const high = page.getByRole('textbox', { name: 'Rows of the last colour' });
    await high.fill('500');
    await high.press('Enter');
    const from = page.getByRole('textbox', { name: 'x from' });
    await from.fill('-1');
    await from.press('Enter');
    await expect.poll(async () => (await asked()).at(-1)?.xRange?.[0]).toBe(-1);
    const kept = (await inPage((window) => window.pane.kept)) as Record<string, unknown>;
    expect(kept).toMatchObject({ high: 500, gridsizes: { hexbin: 12 }, norm: 'log' });
  });

  test('is exported as PNG, SVG and matplotlib, with nothing of the title as markup', async () => {
    await open();
    await choose('Export the plot', 'PNG…');
    await choose('Export the plot', 'SVG…');
    await choose('Export the plot', 'matplotlib script…');
    await choose('Export the plot', 'Copy as matplotlib');
    await expect.poll(() => inPage((window) => window.saved.length)).toBe(3);
    const [png, svg, code] = await inPage((window) => window.saved);
    expect([png?.name, svg?.name, code?.name]).toEqual([
      ...['Taurus-L1495-friends.png', 'Taurus-L1495-friends.svg', 'Taurus-L1495-friends.py'],
    ]);
    expect(png?.size).toBeGreaterThan(5000);
    const parsed = await inPage((_, text) => {
      const { documentElement } = new DOMParser().parseFromString(text, 'image/svg+xml');
      return [documentElement.tagName, documentElement.querySelectorAll('path').length];
    }, svg?.text ?? '');
    expect(parsed[0]).toBe('svg');
    expect(parsed[1]).toBeGreaterThan(10);
    expect(svg?.text).toContain('w2mpro - w3mpro');
    expect(code?.text).toContain('axes.hexbin(x, y, gridsize=100, norm=LogNorm(None, None)');
    await expect.poll(() => inPage((window) => window.copied[0])).toBe(code?.text);
  });

  test('a table that grows is plotted again, and the axes stay', async () => {
    await open({ query: 'empty' });
    await page.getByText('Rows are plotted once a query has some.').waitFor();
    await inPage((window) => window.show(1000));
    await expect.poll(about).toContain('1,000 rows');
    await axis('Horizontal axis').fill('w1mpro');
    await axis('Horizontal axis').press('Escape');
    await axis('Horizontal axis').press('Enter');
    await expect.poll(async () => (await asked()).at(-1)?.x).toBe('w1mpro');
    await inPage((window) => window.show(3000));
    await inPage((window) => window.show(6000));
    await expect.poll(about).toContain('6,000 rows');
    expect((await asked()).at(-1)?.x).toBe('w1mpro');
    await inPage((window) => window.hide());
    await page.getByText('Rows are plotted once a query has some.').waitFor();
  });

  test('what was kept is plotted again; what is broken of it is left out', async () => {
    await open({ query: 'empty' });
    await inPage((window) => {
      window.pane.restore({
        kind: 'histogram',
        x: 'w1mpro',
        gridsizes: { histogram: 7 },
        low: 'x',
      });
      window.show(1000);
    });
    await expect
      .poll(async () => (await asked()).at(-1))
      .toMatchObject({
        ...{ kind: 'histogram', x: 'w1mpro', gridsize: 7 },
      });
    await open({ query: 'empty' });
    await inPage((window) => {
      window.pane.restore({ kind: 'nothing', x: 'gone', xRange: [3, 1], sky: { kind: 'field' } });
      window.show(1000);
    });
    await expect.poll(async () => (await asked()).at(-1)?.x).toBe('w2mpro - w3mpro');
  });
});
