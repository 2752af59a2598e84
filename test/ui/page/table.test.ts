import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { MOST_CELLS } from '../../../src/protocol/table';
import type { OpenOptions } from './browser';
import { hasFocus } from './focus';
import { pageTests } from './page-tests';
import { cellText } from './table-host';
import type { TableWindow } from './table-page';

let page: Page;
const tests = pageTests<TableWindow>('table-page.ts');
const { inPage } = tests;

const ROWS = 10_000_000;

async function open(query = '', options: OpenOptions = {}): Promise<void> {
  page = await tests.open({ query, width: 1100, height: 600, ...options });
  await page.locator('.grid').waitFor();
  await settled();
}

/** Until every cell in sight has its text. */
const settled = async (): Promise<void> => {
  await expect
    .poll(() =>
      inPage(async (window) => {
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        return window.host.inFlight + document.querySelectorAll('.cell.loading').length;
      }),
    )
    .toBe(0);
};

const grid = (): Locator => page.getByRole('grid');
const head = (name: string): Locator => page.getByRole('columnheader', { name });
const asked = (method: string): Promise<Record<string, unknown>[]> =>
  inPage(
    (window, of) => window.host.asked.filter((each) => each.method === of).map((e) => e.params),
    method,
  );
/** The cell of a row of the view and a place among the columns, both counted from 0. */
const cell = (row: number, place: number): Locator =>
  page.locator(`.grid-row[aria-rowindex="${row + 2}"] > .cell[aria-colindex="${place + 2}"]`);
const numbers = (): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.grid-row')]
      .sort((a, b) => Number(a.ariaRowIndex) - Number(b.ariaRowIndex))
      .map((row) => row.querySelector('.cell-number')?.textContent ?? ''),
  );
const cursor = (): Promise<[number, number] | undefined> =>
  inPage(({ pane }) => pane.cell && [pane.cell.row, pane.cell.column.index]);
const copied = (): Promise<[string, string][]> => inPage((window) => window.copied);
const press = async (...keys: string[]): Promise<void> => {
  for (const key of keys) {
    await page.keyboard.press(key);
  }
};
const menu = (): Locator => page.getByRole('menu');
const filter = (): Locator => page.getByRole('combobox', { name: 'Filter rows' });
const strip = (): Locator => page.locator('.activity:not([hidden])');

describe('ten million rows', () => {
  test('of 500 columns are a few hundred elements, wherever one scrolls', async () => {
    await open();
    const counts = await page.evaluate(async () => {
      const scroller = document.querySelector('.grid') as HTMLElement;
      const most = [scroller.scrollHeight, scroller.scrollWidth];
      const found: number[] = [];
      for (let step = 0; step <= 20; step++) {
        scroller.scrollTop = ((most[0] as number) * step) / 20;
        scroller.scrollLeft = ((most[1] as number) * ((step * 7) % 20)) / 20;
        await new Promise((resolve) => setTimeout(resolve, 30));
        found.push(scroller.querySelectorAll('*').length);
      }
      return found;
    });
    expect(Math.max(...counts)).toBeLessThan(900);
    await settled();
    expect(await inPage(({ host }) => host.mostInFlight)).toBeLessThanOrEqual(3);
  });

  test('end exactly at the first and at the last, by the scrollbar and by the keys', async () => {
    await open();
    const scroll = (to: 'top' | 'bottom'): Promise<void> =>
      page.evaluate((where) => {
        const scroller = document.querySelector('.grid') as HTMLElement;
        scroller.scrollTop = where === 'top' ? 0 : scroller.scrollHeight;
      }, to);
    await scroll('bottom');
    await expect.poll(async () => (await numbers()).at(-1)).toBe('10,000,000');
    await settled();
    await expect.poll(() => cell(ROWS - 1, 0).textContent()).toBe(cellText(ROWS - 1, 0));
    const [bottom, edge] = [await cell(ROWS - 1, 0).boundingBox(), await grid().boundingBox()];
    expect((bottom?.y ?? 0) + (bottom?.height ?? 0)).toBeLessThanOrEqual(
      (edge?.y ?? 0) + (edge?.height ?? 0) + 0.5,
    );
    await scroll('top');
    await expect.poll(async () => (await numbers())[0]).toBe('1');
    await grid().focus();
    await press('ArrowDown', 'Control+End');
    await expect.poll(cursor).toEqual([ROWS - 1, 499]);
    await press('ArrowUp', 'Control+Home');
    await expect.poll(cursor).toEqual([0, 0]);
    await expect.poll(async () => (await numbers())[0]).toBe('1');
  });

  test('go by rows with the wheel, though a pixel of the scrollbar is many', async () => {
    await open();
    await inPage(({ pane }) => pane.goTo(5_000_000));
    await settled();
    const before = Number((await numbers())[0]?.replaceAll(',', ''));
    await page.mouse.move(500, 300);
    await page.mouse.wheel(0, 220);
    await expect
      .poll(async () => Number((await numbers())[0]?.replaceAll(',', '')) - before)
      .toBe(10);
    await page.mouse.wheel(0, -220);
    await expect
      .poll(async () => Number((await numbers())[0]?.replaceAll(',', '')) - before)
      .toBe(0);
  });

  test('are asked for by the page, for the columns in sight, nothing twice', async () => {
    await open();
    const [first, ...others] = (await asked('rows')) as { from: number; columns: number[] }[];
    expect(others).toEqual([]);
    expect(first?.from).toBe(0);
    expect(first?.columns.length).toBeLessThanOrEqual(16);
    await grid().focus();
    await press('ArrowDown', ...Array<string>(20).fill('PageDown'));
    await settled();
    const after = await asked('rows');
    // 24 rows to a screen, 256 to a page.
    expect(after.length).toBeLessThanOrEqual(4);
    await press(...Array<string>(20).fill('PageUp'));
    await settled();
    await expect.poll(() => asked('rows')).toHaveLength(after.length);
    for (const { from, to, columns } of after as {
      from: number;
      to: number;
      columns: number[];
    }[]) {
      expect((to - from) * columns.length).toBeLessThanOrEqual(MOST_CELLS);
    }
  });

  test('that pass by are cancelled, if they were asked for at all', async () => {
    await open();
    const before = (await asked('rows')).length;
    await inPage(async ({ host }) => {
      const scroller = document.querySelector('.grid') as HTMLElement;
      host.held = true;
      for (let step = 1; step <= 60; step++) {
        scroller.scrollTop = (scroller.scrollHeight * step) / 60;
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    });
    await expect.poll(async () => (await numbers()).at(-1)).toBe('10,000,000');
    await inPage(({ host }) => {
      host.held = false;
    });
    await settled();
    const cancelled = await inPage(({ host }) => host.cancelled);
    expect(cancelled).toBeGreaterThan(0);
    expect((await asked('rows')).length - before - cancelled).toBeLessThanOrEqual(3);
  });

  test('scroll smoothly (times are printed)', async () => {
    await open();
    const client = await page.context().newCDPSession(page);
    await client.send('Performance.enable');
    const figures = async (): Promise<Map<string, number>> => {
      const { metrics } = await client.send('Performance.getMetrics');
      return new Map(metrics.map(({ name, value }) => [name, value * 1000]));
    };
    const scroll = (steps: number, x: number, y: number): Promise<unknown> =>
      inPage(
        async (_, given) => {
          const scroller = document.querySelector('.grid') as HTMLElement;
          for (let step = 0; step < given.steps; step++) {
            const event = { deltaX: given.x, deltaY: given.y, bubbles: true, cancelable: true };
            scroller.dispatchEvent(new WheelEvent('wheel', event));
            await new Promise((resolve) => requestAnimationFrame(resolve));
          }
        },
        { steps, x, y },
      );
    await scroll(20, 30, 66);
    for (const [name, x, y] of [
      ['by rows', 0, 66],
      ['by columns', 40, 0],
      ['by screens', 0, 5000],
    ] as const) {
      const steps = 100;
      const before = await figures();
      await scroll(steps, x, y);
      const after = await figures();
      const each = ['ScriptDuration', 'RecalcStyleDuration', 'LayoutDuration', 'TaskDuration'].map(
        (key) =>
          `${key} ${(((after.get(key) ?? 0) - (before.get(key) ?? 0)) / steps).toFixed(2)} ms`,
      );
      console.log(`a frame while scrolling ${name}: ${each.join(', ')}`);
    }
    const nodes = (await figures()).get('Nodes') ?? 0;
    console.log(`nodes: ${nodes / 1000}`);
  });
});

describe('sorting', () => {
  test('by a click: ascending, descending, not at all; with Shift by another too', async () => {
    await open();
    await head('ra deg').click();
    await expect.poll(() => head('ra deg').getAttribute('aria-sort')).toBe('ascending');
    await head('ra deg').click();
    await expect.poll(async () => (await numbers())[0]).toBe('10,000,000');
    await expect.poll(() => head('ra deg').getAttribute('aria-sort')).toBe('descending');
    await head('dec deg').click({ modifiers: ['Shift'] });
    await expect.poll(() => head('dec deg').locator('.head-sort').textContent()).toBe('▲2');
    await expect
      .poll(async () => (await asked('arrange')).at(-1))
      .toEqual({
        hdu: 1,
        filter: '',
        sort: [
          { column: 1, descending: true },
          { column: 2, descending: false },
        ],
        origin: 1,
      });
    await head('ra deg').click();
    await expect.poll(() => inPage(({ pane }) => pane.view)).toBe('');
    await expect.poll(async () => (await numbers())[0]).toBe('1');
  });

  test('of a remote table tells what it costs first', async () => {
    await open('words=remote');
    await head('ra deg').click();
    await strip().getByText('Sorting reads 1.2 GB (340 requests).').waitFor();
    await expect.poll(() => asked('arrange')).toEqual([]);
    await strip().getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => head('ra deg').getAttribute('aria-sort')).toBe('none');
    await head('ra deg').click();
    await strip().getByRole('button', { name: 'Read' }).click();
    await expect.poll(() => inPage(({ pane }) => pane.view)).not.toBe('');
    await expect.poll(() => strip().count()).toBe(0);
  });

  test('by the keyboard, from the head of the column', async () => {
    await open();
    await grid().focus();
    await press('ArrowDown', 'ArrowRight', 'ArrowUp', 'Enter');
    await expect.poll(() => head('ra deg').getAttribute('aria-sort')).toBe('ascending');
    await expect
      .poll(() => grid().getAttribute('aria-activedescendant'))
      .toBe(await head('ra deg').getAttribute('id'));
    await expect.poll(() => inPage(({ pane }) => pane.column?.name)).toBe('ra');
    // Arrays have no order.
    await press('End', 'Enter');
    await page.waitForTimeout(50);
    await expect.poll(() => asked('arrange')).toHaveLength(1);
  });
});

describe('the filter', () => {
  test('counts what is left, and can be taken away', async () => {
    await open();
    await filter().fill('flux > 10');
    await filter().press('Enter');
    await page.getByText('1,428,572 of 10,000,000 rows').waitFor();
    await settled();
    await expect.poll(async () => (await numbers()).slice(0, 3)).toEqual(['1', '8', '15']);
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await page.getByText('10,000,000 rows', { exact: true }).waitFor();
    await expect.poll(() => filter().inputValue()).toBe('');
    await filter().fill('nothing');
    await filter().press('Enter');
    await page.getByText('No row matches the filter').waitFor();
    await page.locator('.table-notice').getByRole('button', { name: 'Clear the filter' }).click();
    await page.getByText('10,000,000 rows', { exact: true }).waitFor();
  });

  test('shows how far it is, and stops', async () => {
    await open('words=slow');
    await filter().fill('flux > 10');
    await filter().press('Enter');
    await strip().getByText('Filtering… 285,714 rows so far.').waitFor();
    await inPage(({ host }) => host.released++);
    await strip().getByText('Filtering… 571,428 rows so far.').waitFor();
    await strip().getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => strip().count()).toBe(0);
    await expect.poll(() => inPage(({ pane }) => pane.view)).toBe('');
  });

  test('underlines what makes no sense, and what was typed stays', async () => {
    await open();
    await filter().fill('ra > 1 and nonsense < 2');
    await filter().press('Enter');
    await page.getByText('There is no column “nonsense”.').waitFor();
    await expect.poll(() => page.locator('.filter-wrong').textContent()).toBe('nonsense');
    await expect.poll(() => filter().inputValue()).toBe('ra > 1 and nonsense < 2');
    await expect.poll(() => filter().getAttribute('aria-invalid')).toBe('true');
    await filter().press('End');
    await page.keyboard.type('0');
    await expect.poll(() => page.locator('.filter-wrong').count()).toBe(0);
  });

  test('completes names, by the keyboard and by the mouse', async () => {
    await open();
    await filter().click();
    await page.keyboard.type('fl');
    await press('ArrowDown', 'Enter');
    await page.keyboard.type(' > 3 and var');
    await press('Tab');
    await expect.poll(() => filter().inputValue()).toBe('flux > 3 and `variable star`');
    await expect.poll(() => asked('arrange')).toEqual([]);
    await page.keyboard.type(' and spectrum');
    await page.getByRole('option', { name: /^spectrum_17 / }).click();
    await expect
      .poll(() => filter().inputValue())
      .toBe('flux > 3 and `variable star` and spectrum_17[0]');
    // Within a text there is nothing to complete.
    await filter().fill("name = 'fl");
    await expect.poll(() => page.getByRole('option').count()).toBe(0);
    await press('Control+ ');
    await expect.poll(() => page.getByRole('option').count()).toBe(0);
  });

  test('has examples in the names of the table', async () => {
    await open();
    await page.getByRole('button', { name: 'Help on filters' }).click();
    await page.getByRole('button', { name: /name contains 'ngc'/ }).click();
    await expect.poll(() => filter().inputValue()).toBe("name contains 'ngc'");
  });

  test('is made anew where the host has forgotten it', async () => {
    await open();
    await filter().fill('flux > 10');
    await filter().press('Enter');
    await page.getByText('1,428,572 of 10,000,000 rows').waitFor();
    await settled();
    await inPage(({ host }) => {
      host.views.delete('["flux > 10",[]]');
    });
    await inPage(({ pane }) => pane.goTo(1_000_000));
    await expect.poll(async () => (await asked('arrange')).length).toBe(2);
    await settled();
    await page.getByText('1,428,572 of 10,000,000 rows').waitFor();
  });
});

describe('choosing and copying', () => {
  test('a range, as text with tabs, with and without names', async () => {
    await open();
    await cell(1, 1).click();
    await cell(3, 2).click({ modifiers: ['Shift'] });
    await press('Control+c');
    await expect.poll(copied).toHaveLength(1);
    const lines = [1, 2, 3].map((row) => `${cellText(row, 1)}\t${cellText(row, 2)}`);
    await expect.poll(async () => (await copied())[0]).toEqual([lines.join('\n'), '6 cells']);
    await press('Control+Shift+C');
    await expect.poll(copied).toHaveLength(2);
    await expect
      .poll(async () => (await copied())[1])
      .toEqual([['ra\tdec', ...lines].join('\n'), '6 cells']);
    await press('Escape', 'Control+c');
    await expect.poll(async () => (await copied())[2]).toEqual([cellText(3, 2), 'value']);
  });

  test('by dragging, by rows, by columns, and all', async () => {
    await open();
    const [from, to] = [await cell(2, 1).boundingBox(), await cell(6, 3).boundingBox()];
    await page.mouse.move((from?.x ?? 0) + 5, (from?.y ?? 0) + 5);
    await page.mouse.down();
    await page.mouse.move((to?.x ?? 0) + 9, (to?.y ?? 0) + 9, { steps: 4 });
    await page.mouse.up();
    const chosen = page.locator('.cell.selected');
    await expect.poll(() => chosen.count()).toBe(15);
    await page.locator('.grid-row[aria-rowindex="5"] .cell-number').click();
    await press('Shift+ArrowDown', 'Control+c');
    await expect.poll(async () => (await asked('rowsText')).at(-1)?.['from']).toBe(3);
    const rows = (await asked('rowsText')).at(-1) as { to: number; columns: number[] };
    expect([rows.to, rows.columns.length]).toEqual([5, 450]);
    await cell(3, 2).click();
    await press('Control+ ', 'Control+c');
    await strip().getByText('10,000,000 cells are chosen; at most 1,000,000').waitFor();
    await strip().getByRole('button', { name: 'Dismiss' }).click();
    await press('Control+a', 'Control+c');
    await strip().getByText('4,500,000,000 cells are chosen').waitFor();
  });

  test('moves by keys, and tells what is under the cursor', async () => {
    await open();
    await grid().focus();
    await press('ArrowDown');
    await expect.poll(cursor).toEqual([0, 0]);
    await press('PageDown', 'End');
    await settled();
    await expect.poll(cursor).toEqual([22, 499]);
    await press('ArrowLeft');
    await expect.poll(() => page.locator('#grid-cursor').textContent()).toBe(cellText(22, 498));
    await press('Home', 'Control+ArrowDown', 'Alt+PageDown');
    await settled();
    await expect.poll(async () => (await cursor())?.[0]).toBe(ROWS - 1);
    await expect.poll(async () => (await cursor())?.[1]).toBeGreaterThan(3);
    await press('Control+g');
    await page.keyboard.type('7,654,321');
    await press('Enter');
    await expect.poll(async () => (await cursor())?.[0]).toBe(7_654_320);
    await expect.poll(() => hasFocus(grid())).toBe(true);
    await inPage(({ pane }) => pane.setOrigin(0));
    await expect.poll(async () => (await numbers()).includes('7,654,320')).toBe(true);
  });
});

describe('menus', () => {
  test('of a cell: filters by its value, more exactly than it shows', async () => {
    await open();
    await cell(4, 3).click({ button: 'right' });
    await menu().getByRole('menuitem', { name: /≥/ }).click();
    const value = Math.fround(Number(cellText(4, 3)));
    await expect.poll(() => filter().inputValue()).toBe(`flux >= ${value}`);
    await expect.poll(() => inPage(({ pane }) => pane.rows)).toBe(1_428_572);
    await settled();
    await cell(0, 4).click({ button: 'right' });
    await menu()
      .getByRole('menuitem', { name: /name = NGC/ })
      .click();
    await expect.poll(() => filter().inputValue()).toMatch(/^flux >= [\d.]+ and name = 'NGC \d+/);
  });

  test('by the keyboard: opens an array, gives the focus back', async () => {
    await open();
    await cell(2, 6).click();
    await press('Shift+F10');
    await menu().waitFor();
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toContain('Copy value');
    await press('Escape');
    await expect.poll(() => hasFocus(grid())).toBe(true);
    await press('Enter');
    await cell(2, 7).click({ button: 'right' });
    await menu().getByRole('menuitem', { name: 'Plot the array' }).click();
    const opened = await inPage((window) =>
      window.opened.map(([{ row, number, column }, as]) => [row, number, column.name, as]),
    );
    expect(opened).toEqual([
      [2, 2, 'stamp', 'picture'],
      [2, 2, 'spectrum', 'line'],
    ]);
  });

  test('of a head: sorts, inspects, hides, and names the column in the filter', async () => {
    await open();
    await head('dec deg').click({ button: 'right' });
    await menu().getByRole('menuitem', { name: 'Statistics and plots' }).click();
    await expect
      .poll(() => inPage((window) => window.inspected.map(({ name }) => name)))
      .toEqual(['dec']);
    await head('variable star').click({ button: 'right' });
    await menu().getByRole('menuitem', { name: 'Filter by this column…' }).click();
    await expect.poll(() => filter().inputValue()).toBe('`variable star` ');
    await head('dec deg').click({ button: 'right' });
    await menu().getByRole('menuitem', { name: 'Hide column' }).click();
    await page.getByText('499 of 500 columns').waitFor();
    await expect.poll(() => head('dec deg').count()).toBe(0);
  });
});

describe('columns', () => {
  const left = async (name: string): Promise<number> => (await head(name).boundingBox())?.x ?? 0;
  const width = async (name: string): Promise<number> =>
    (await head(name).boundingBox())?.width ?? 0;

  test('are resized by their edge, by keys, and fitted by a double click', async () => {
    await open();
    const before = await width('ra deg');
    const edge = head('ra deg').locator('.head-edge');
    const box = await edge.boundingBox();
    const [x, y] = [(box?.x ?? 0) + 3, (box?.y ?? 0) + 10];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 60, y, { steps: 3 });
    await page.mouse.up();
    await expect.poll(() => width('ra deg')).toBeCloseTo(before + 60, 0);
    await expect.poll(() => asked('arrange')).toEqual([]);
    await head('name text').locator('.head-edge').dblclick();
    await expect.poll(() => width('name text')).toBeGreaterThan(300);
    await cell(0, 1).click();
    await press('ArrowUp', 'Alt+ArrowRight');
    await expect.poll(() => width('ra deg')).toBeCloseTo(before + 76, 0);
  });

  test('are dragged elsewhere, and moved by keys', async () => {
    await open();
    const [from, to] = [await head('flux mJy').boundingBox(), await head('ra deg').boundingBox()];
    await page.mouse.move((from?.x ?? 0) + 20, (from?.y ?? 0) + 20);
    await page.mouse.down();
    await page.mouse.move((to?.x ?? 0) + 5, (to?.y ?? 0) + 20, { steps: 5 });
    await page.mouse.up();
    await expect.poll(async () => (await left('flux mJy')) < (await left('ra deg'))).toBe(true);
    await expect.poll(() => asked('arrange')).toEqual([]);
    await cell(0, 1).click();
    await press('ArrowUp', 'Alt+Shift+ArrowRight');
    await expect.poll(async () => (await left('flux mJy')) > (await left('ra deg'))).toBe(true);
    await expect.poll(() => inPage(({ pane }) => pane.column?.name)).toBe('flux');
  });

  test('are found, hidden, moved and gone to in their list', async () => {
    await open();
    await page.getByRole('button', { name: 'Columns', exact: false }).first().click();
    const search = page.getByRole('textbox', { name: /^Search columns/ });
    await search.fill('right ascension');
    await page.getByText('50 of 500', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'None', exact: true }).click();
    await page.getByText('450 of 500 columns').waitFor();
    await search.fill('dec_252');
    await search.press('ArrowDown');
    await press('Enter');
    await expect.poll(() => inPage(({ pane }) => pane.column?.name)).toBe('dec_252');
    await head('dec_252').waitFor();
    await expect.poll(() => hasFocus(grid())).toBe(true);
    await page.getByRole('button', { name: 'Columns', exact: false }).first().click();
    await page.getByRole('button', { name: 'Reset', exact: true }).click();
    await page.getByText('500 columns', { exact: true }).waitFor();
    await expect.poll(() => page.getByRole('option').count()).toBeLessThan(40);
    await search.fill('');
    await search.press('ArrowDown');
    await press('Home', 'Space', 'Alt+ArrowDown');
    await page.getByText('499 of 500 columns').waitFor();
    const kept = await inPage(({ pane }) => pane.state?.columns);
    expect(kept?.hidden).toEqual([0]);
    expect(kept?.order?.slice(0, 3)).toEqual([1, 0, 2]);
  });

  test('that cannot be read say why', async () => {
    await open('columns=10');
    await grid().focus();
    await press('ArrowDown', 'End');
    const broken = head('broken');
    await expect.poll(() => broken.getAttribute('aria-disabled')).toBe('true');
    await expect.poll(() => broken.getAttribute('title')).toContain('TFORM10 needs more bytes');
    const all = (await asked('rows')) as { columns: number[] }[];
    expect(all.some(({ columns }) => columns.includes(9))).toBe(false);
  });
});

describe('a table', () => {
  test('is shown as it was left', async () => {
    await open();
    await filter().fill('flux > 10');
    await filter().press('Enter');
    await page.getByText('1,428,572 of').waitFor();
    await head('ra deg').click();
    await expect.poll(() => head('ra deg').getAttribute('aria-sort')).toBe('ascending');
    await expect.poll(() => strip().count()).toBe(0);
    await head('dec deg').click({ button: 'right' });
    await menu().getByRole('menuitem', { name: 'Hide column' }).click();
    await inPage(({ pane }) => pane.goTo(700_000));
    await settled();
    const state = await inPage(({ pane }) => pane.state);
    expect(state).toMatchObject({
      filter: 'flux > 10',
      sort: [{ column: 1, descending: false }],
      columns: { hidden: [2] },
      cell: { row: 700_000 },
    });
    await inPage(({ reopen }, kept) => reopen(kept), state);
    await settled();
    await expect.poll(async () => (await cursor())?.[0]).toBe(700_000);
    await expect.poll(() => inPage(({ pane }) => pane.state)).toEqual(state);
  });

  test('is shown whatever was kept of it', async () => {
    await open('columns=3&rows=5');
    await inPage(({ reopen }) =>
      reopen({
        filter: 7,
        sort: [{ column: 99 }, null, { column: 'x' }],
        columns: { order: [2, 2, -1, 1e9], hidden: ['0'], widths: [[0, 1e12], [1]] },
        row: 1e15,
        left: Number.NaN,
        cell: { row: 1e9, column: 1 },
      }),
    );
    await settled();
    await expect.poll(() => numbers()).toEqual(['1', '2', '3', '4', '5']);
    await expect.poll(() => page.getByRole('columnheader').allTextContents()).toHaveLength(4);
  });

  test('says which rows could not be read, and tries again', async () => {
    await open('words=error');
    await inPage(({ pane }) => pane.goTo(500_000));
    await page
      .getByText(/^Rows 499,969 to 500,224 could not be read\. The server stopped/)
      .waitFor();
    await page.getByRole('button', { name: 'Retry' }).click();
    await settled();
    await expect.poll(() => page.locator('.row-trouble:not([hidden])').count()).toBe(0);
    await expect.poll(() => cell(500_000, 0).textContent()).toBe(cellText(500_000, 0));
  });

  test('that was cut short, or is empty, says so', async () => {
    await open('words=truncated&rows=1000');
    await page.getByText('The file ends early: 812 of 1,000 rows are there.').waitFor();
    await inPage(({ pane }) => pane.goTo(811));
    await expect.poll(async () => (await numbers()).at(-1)).toBe('812');
    await page.close();
    await open('rows=0');
    await page.getByText('This table has no rows').waitFor();
    await grid().focus();
    await press('ArrowDown', 'Control+End', 'Control+c');
    await page.close();
    await open('columns=0');
    await page.getByText('This table has no columns').waitFor();
  });

  test('is exported, after telling what it costs', async () => {
    await open('words=remote,slow'.replace(',', ' ').replace(' ', '%20'));
    await page.getByRole('button', { name: 'Export table' }).click();
    await page.getByRole('menuitem', { name: 'Export as CSV' }).click();
    await strip().getByText('Exporting reads about 1.2 GB (340 requests).').waitFor();
    await strip().getByRole('button', { name: 'Export' }).click();
    await strip().getByRole('progressbar').waitFor();
    await inPage(({ host }) => {
      host.released = 9;
    });
    await strip().getByText('Exported 10,000,000 rows of 450 columns.').waitFor();
    const [asking] = await asked('exportTable');
    expect(asking).toMatchObject({
      ...{ hdu: 1, view: '', name: 'catalog_SOURCES.csv', format: 'csv' },
    });
  });

  test('is exported as a VOTable, chosen by keys', async () => {
    await open('rows=10');
    await page.getByRole('button', { name: 'Export table' }).focus();
    await press('Enter');
    const isFocused = (name: string): Promise<boolean> =>
      hasFocus(page.getByRole('menuitem', { name }));
    await expect.poll(() => isFocused('Export as CSV')).toBe(true);
    await press('ArrowDown', 'Enter');
    await strip().getByText('Exported 10 rows of 450 columns.').waitFor();
    const [asking] = await asked('exportTable');
    expect(asking).toMatchObject({ name: 'catalog_SOURCES.vot', format: 'votable' });
  });

  test('shows text as text, and what is missing as missing', async () => {
    await open('columns=5');
    const row = Array.from({ length: 200 }, (_, i) => i).find((i) => cellText(i, 3) === null) ?? 0;
    await inPage(({ pane }, at) => pane.goTo(at), row);
    await settled();
    await expect.poll(() => cell(row, 3).textContent()).toBe('–');
    await cell(row, 3).hover();
    await expect.poll(() => cell(row, 3).getAttribute('title')).toBe('missing');
    await expect.poll(() => grid().locator('b').count()).toBe(0);
  });
});
