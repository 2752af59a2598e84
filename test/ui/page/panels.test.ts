import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { pageTests } from './page-tests';
import { statisticsOfColumn, valueOf } from './panels-host';
import type { PanelsWindow } from './panels-page';

let page: Page;
const tests = pageTests<PanelsWindow>('panels-page.ts');
const { inPage } = tests;

async function open(tab: string, query = '', [name, row]: [string?, number?] = []): Promise<void> {
  page = await tests.open({ query, width: 1000, height: 800 });
  if (name !== undefined) {
    await choose(name, row);
  }
  await page.getByRole('tab', { name: tab }).click();
}

const choose = (name: string, row = 0): Promise<void> =>
  inPage((window, [of, at]) => window.choose(of, at), [name, row] as const);
const asked = (method = ''): Promise<string[]> =>
  inPage((window, of) => window.host.asked.filter((line) => line.startsWith(of)), method);
const release = (): Promise<void> =>
  inPage((window) => {
    window.host.released = 1;
  });
const cancelled = (): Promise<number> => inPage((window) => window.host.cancelled);
const copied = (): Promise<string[]> => inPage((window) => window.copied.map(([text]) => text));
const field = (name: string): ReturnType<Page['locator']> =>
  page.locator(`.page:not([hidden]) [data-field="${name}"]`);
const button = (name: string | RegExp): ReturnType<Page['locator']> =>
  page
    .locator('.page:not([hidden])')
    .getByRole('button', { name, exact: typeof name === 'string' });
const fact = (name: string): ReturnType<Page['locator']> =>
  page.locator(`.page:not([hidden]) [data-row="${name}"] td`);

describe('tabs beside a table', () => {
  test('are its own, and each kind of thing remembers its choice', async () => {
    await open('Plot');
    const names = (): Promise<string[]> => page.getByRole('tab').allInnerTexts();
    await expect.poll(() => names()).toEqual(['Header', 'Column', 'Plot', 'Cell']);
    await inPage((window) => {
      window.inspector.mode = 'picture';
    });
    await expect
      .poll(() => names())
      .toEqual(['Header', 'Histogram', 'Statistics', 'Profiles', 'Pixels']);
    await expect.poll(() => inPage((window) => window.inspector.tab)).toBe('header');
    await page.getByRole('tab', { name: 'Profiles' }).click();
    await inPage((window) => {
      window.inspector.mode = 'line';
    });
    await expect.poll(() => names()).toEqual(['Header']);
    await inPage((window) => {
      window.inspector.mode = 'table';
    });
    await expect.poll(() => inPage((window) => window.inspector.tab)).toBe('plot');
    await inPage((window) => {
      window.inspector.tab = 'pixels';
      window.inspector.mode = 'picture';
    });
    await expect.poll(() => inPage((window) => window.inspector.tab)).toBe('pixels');
    await expect.poll(() => page.getByRole('tabpanel').count()).toBe(1);
  });

  test('are walked by the arrow keys', async () => {
    await open('Header');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect
      .poll(() => inPage((window) => window.tabs))
      .toEqual(['header', 'cell', 'header', 'column']);
    await expect.poll(() => page.locator('[role="tab"][tabindex="0"]:visible').count()).toBe(1);
  });

  test('say in words that nothing is chosen, and ask for nothing', async () => {
    await open('Column');
    await page.getByText('No column chosen').waitFor();
    await page.getByRole('tab', { name: 'Cell' }).click();
    await page.getByText('No cell chosen').waitFor();
    await inPage((window) => {
      window.table.table = undefined;
      window.inspector.update();
    });
    for (const name of ['Column', 'Plot', 'Cell']) {
      await page.getByRole('tab', { name }).click();
      await page.getByRole('tabpanel', { name }).getByText('No table').waitFor();
    }
    await expect.poll(() => asked()).toEqual([]);
  });
});

describe('a column', () => {
  test('of a local table is read at once, and said exactly', async () => {
    await open('Column', '', ['MAG_AUTO']);
    const truth = statisticsOfColumn(2, 2000);
    await fact('Mean').waitFor();
    await expect.poll(() => fact('Mean').getAttribute('title')).toBe(String(truth.mean));
    await expect.poll(() => fact('Maximum').getAttribute('title')).toBe(truth.max);
    await expect.poll(() => fact('Missing').allInnerTexts()).toEqual(['-99', '40']);
    await expect.poll(() => fact('Unit').innerText()).toBe('mag');
    await page.getByText('Kron-like elliptical aperture magnitude').waitFor();
    await button('Copy all').click();
    await expect.poll(async () => (await copied())[0]).toContain(`Median\t${truth.median}`);
    await expect.poll(() => asked('columnsCost')).toEqual([]);
    await expect
      .poll(() => asked('columnStatistics'))
      .toEqual(['columnStatistics {"hdu":1,"view":"","column":2}']);
  });

  test('of a remote table is offered for its cost, told of, and stopped', async () => {
    await open('Column', 'bytes=400000000&words=slow', ['MAG_AUTO']);
    await page.getByText('Reading this column takes 400 MB (97 requests).').waitFor();
    await expect.poll(() => asked('columnStatistics')).toEqual([]);
    await button('Read').click();
    await page.locator('.progress-text').getByText('1,000 of 2,000 rows').waitFor();
    await expect.poll(() => page.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('50');
    await button('Cancel').click();
    await expect.poll(cancelled).toBe(1);
    await page.getByText('Stopped reading this column.').waitFor();
    await button('Read').click();
    await release();
    await expect.poll(() => fact('Rows').innerText()).toBe('2,000');
    await page.getByText('Reading this column for a histogram takes 400 MB').waitFor();
    await button('Read').click();
    await page.locator('.chart-column canvas').waitFor();
  });

  test('is read on when another tab is looked at, not when another view is on show', async () => {
    await open('Column', 'bytes=400000000&words=slow', ['MAG_AUTO']);
    await button('Read').click();
    await expect.poll(() => asked('columnStatistics')).toHaveLength(1);
    await page.getByRole('tab', { name: 'Header' }).click();
    await page.waitForTimeout(100);
    await expect.poll(() => cancelled()).toBe(0);
    await inPage((window) => {
      window.table.view = 'sorted';
      window.inspector.update();
    });
    await expect.poll(cancelled).toBe(1);
  });

  test('that failed says why, and is tried again', async () => {
    await open('Column', 'words=error', ['MAG_AUTO']);
    await page
      .getByRole('alert')
      .getByText('The server stopped answering after 3 tries.')
      .waitFor();
    await button('Retry').click();
    await fact('Mean').waitFor();
    await page.getByRole('alert').getByText('The server stopped').waitFor();
    await button('Retry').click();
    await page.locator('.chart-column canvas').waitFor();
  });

  test('that cannot be read says so, and is not', async () => {
    await open('Column', '', ['BROKEN']);
    await page.getByText('TFORM14 needs more bytes than a row has.').waitFor();
    await page.waitForTimeout(400);
    await expect.poll(() => asked()).toEqual([]);
  });

  test('of text has its most frequent values, and no histogram', async () => {
    await open('Column', '', ['CLASS']);
    const list = page.getByRole('list', { name: 'Most frequent values' });
    await list.waitFor();
    const truth = statisticsOfColumn(5, 2000).frequent;
    await expect
      .poll(() => list.getByRole('listitem').first().innerText())
      .toContain(truth[0]?.text ?? '?');
    await expect.poll(() => list.getByRole('listitem').count()).toBe(truth.length);
    await expect.poll(() => page.locator('.chart-column').isVisible()).toBe(false);
  });

  test('passed by is not read', async () => {
    await open('Column', '', ['RA']);
    await choose('DEC');
    await choose('FLUX');
    await fact('Mean').waitFor();
    await expect.poll(() => asked('columnStatistics')).toHaveLength(1);
  });
});

describe('a histogram', () => {
  const range = async (): Promise<[low: number, high: number, bins: number]> => {
    const last = ((await asked('columnHistogram')).at(-1) ?? '').replace('columnHistogram ', '');
    const { range: of, bins } = JSON.parse(last) as { range: [number, number]; bins: number };
    return [...of, bins];
  };
  const over = (): ReturnType<Page['locator']> => page.locator('.chart-column .u-over');

  test('is zoomed by the wheel, by a drag, by hand, and all of it is shown again', async () => {
    await open('Column', '', ['MAG_AUTO']);
    await over().waitFor();
    const [low, high] = await range();
    expect([low, high]).toEqual([
      Number(statisticsOfColumn(2, 2000).min),
      Number(statisticsOfColumn(2, 2000).max),
    ]);
    await over().hover();
    await page.mouse.wheel(0, -200);
    await expect.poll(async () => (await range())[0]).toBeGreaterThan(low);
    await expect.poll(() => field('beyond').innerText()).toMatch(/below · [\d,]+ above/);
    await over().dblclick();
    await expect.poll(range).toEqual([low, high, expect.any(Number)]);

    const box = await over().boundingBox();
    const at = (share: number): [number, number] => [
      (box?.x ?? 0) + share * (box?.width ?? 0),
      (box?.y ?? 0) + 40,
    ];
    await page.mouse.move(...at(0.25));
    await page.mouse.down();
    await page.mouse.move(...at(0.5));
    await page.mouse.move(...at(0.75));
    await expect.poll(() => page.locator('.chart-column .range-band').isVisible()).toBe(true);
    await page.mouse.up();
    await expect.poll(async () => (await range())[0]).toBeCloseTo(low + (high - low) / 4, 0);
    await expect.poll(async () => (await range())[1]).toBeCloseTo(high - (high - low) / 4, 0);
    await button('All values').click();
    await expect.poll(range).toEqual([low, high, expect.any(Number)]);

    await page.getByRole('textbox', { name: 'From' }).fill('20');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await range())[0]).toBe(20);
    await page.getByRole('textbox', { name: 'To' }).fill('19');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.range-fields .invalid').count()).toBe(1);
    await expect.poll(async () => (await range())[0]).toBe(20);
  });

  test('is read by the pointer and by keys', async () => {
    await open('Column', '', ['NOBS']);
    await over().hover();
    await expect.poll(() => field('bin').innerText()).toMatch(/^\d: [\d,]+$/);
    await expect.poll(() => range()).toEqual([-0.5, 8.5, 9]);
    await page.mouse.move(5, 700);
    await page.locator('.chart-column').focus();
    await page.keyboard.press('Home');
    const zeros = Array.from({ length: 2000 }, (_, row) => valueOf(3, row)).filter((n) => n === 0);
    await expect.poll(() => field('bin').innerText()).toBe(`0: ${zeros.length}`);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => field('bin').innerText()).toMatch(/^1: /);
    await page.keyboard.press('+');
    await expect.poll(async () => (await range())[2]).toBeLessThan(9);
    await page.keyboard.press('0');
    await expect.poll(range).toEqual([-0.5, 8.5, 9]);
  });

  test('is not drawn of one value', async () => {
    await open('Column', '', ['SAME']);
    await fact('Mean').waitFor();
    await page.waitForTimeout(200);
    await expect.poll(() => page.locator('.chart-column').isVisible()).toBe(false);
  });
});

describe('a plot', () => {
  const plot = (): ReturnType<Page['locator']> => page.locator('.plot');
  const drawn = (): Promise<void> => page.locator('.plot[data-drawn]').waitFor();
  const picture = (): Promise<Buffer> => plot().screenshot();
  const pick = async (axis: 'x' | 'y', words: string): Promise<void> => {
    await button(new RegExp(`^Column of the ${axis} axis`)).click();
    const search = page.getByRole('textbox', { name: 'Search columns' });
    // The field is emptied as the list opens, which a machine can be faster than.
    await expect
      .poll(async () => {
        await search.fill(words);
        await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(drawn)));
        return search.inputValue();
      })
      .toBe(words);
    await search.press('Enter');
  };

  test('begins with columns that belong together, the sky running to the left', async () => {
    await open('Plot');
    await drawn();
    await expect
      .poll(() => asked('scatter'))
      .toEqual(['scatter {"hdu":1,"view":"","x":0,"y":1,"most":100000}']);
    await expect.poll(() => field('points').innerText()).toBe('2,000 points');
    await expect
      .poll(() => plot().getAttribute('aria-label'))
      .toMatch(/^Plot of DEC \[deg\] against RA/);
    await expect.poll(() => button('Inverted x axis').getAttribute('aria-pressed')).toBe('true');
  });

  test('reads the point under the pointer, and goes to its row', async () => {
    await open('Plot', 'rows=1&width=600');
    await drawn();
    const box = await plot().boundingBox();
    const row = `RA ${Number(valueOf(0, 0).toPrecision(9))} deg`;
    // The only point is in the middle of the area, which the axes move off the middle.
    for (let x = 0; x < 60; x += 4) {
      await page.mouse.move(
        (box?.x ?? 0) + (box?.width ?? 0) / 2 + x,
        (box?.y ?? 0) + (box?.height ?? 0) / 2 - 20,
      );
      if ((await field('point').innerText()).includes('row 1')) {
        break;
      }
    }
    await expect.poll(() => field('point').innerText()).toContain(row);
    await expect.poll(() => page.locator('.plot-ring:visible').count()).toBe(1);
    await page.mouse.down();
    await page.mouse.up();
    await expect.poll(() => inPage((window) => window.wentTo)).toEqual([0]);
  });

  test('is zoomed by the wheel and by a box, panned, and shown whole again', async () => {
    await open('Plot', 'width=700');
    await drawn();
    const whole = await picture();
    const differs = async (from: Buffer): Promise<boolean> => !(await picture()).equals(from);
    const box = await plot().boundingBox();
    const at = (x: number, y: number): [number, number] => [
      (box?.x ?? 0) + x * (box?.width ?? 0),
      (box?.y ?? 0) + y * (box?.height ?? 0),
    ];
    const reset = async (): Promise<void> => {
      await button('All points').click();
      await page.mouse.move(5, 790);
      await expect.poll(async () => (await picture()).equals(whole)).toBe(true);
    };
    await page.mouse.move(...at(0.5, 0.5));
    await page.mouse.wheel(0, -300);
    await expect.poll(() => differs(whole)).toBe(true);
    await reset();
    await page.mouse.move(...at(0.3, 0.3));
    await page.mouse.down();
    await page.mouse.move(...at(0.6, 0.6));
    await expect.poll(() => page.locator('.plot .range-band').isVisible()).toBe(true);
    await page.mouse.up();
    await expect.poll(() => page.locator('.plot .range-band').isVisible()).toBe(false);
    await expect.poll(() => differs(whole)).toBe(true);
    await page.mouse.dblclick(...at(0.98, 0.05));
    await page.mouse.move(5, 790);
    await expect.poll(async () => (await picture()).equals(whole)).toBe(true);
    await page.keyboard.down('Shift');
    await page.mouse.move(...at(0.5, 0.5));
    await page.mouse.down();
    await page.mouse.move(...at(0.6, 0.6));
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await expect.poll(() => differs(whole)).toBe(true);
    await reset();
    await expect.poll(() => inPage((window) => window.wentTo)).toEqual([]);
    await expect.poll(() => asked('scatter')).toHaveLength(1);
  });

  test('is read, zoomed and left for its row by keys alone', async () => {
    await open('Plot');
    await drawn();
    await plot().focus();
    await page.keyboard.press('PageDown');
    await page.keyboard.press('PageDown');
    await expect.poll(() => field('point').innerText()).toMatch(/row 2$/);
    await page.keyboard.press('Enter');
    await expect.poll(() => inPage((window) => window.wentTo)).toEqual([1]);
    const before = await picture();
    await page.keyboard.press('+');
    await expect.poll(async () => (await picture()).equals(before)).toBe(false);
    await page.keyboard.press('0');
    await expect.poll(async () => (await picture()).equals(before)).toBe(true);
  });

  test('rings the chosen row', async () => {
    await open('Plot', '', ['RA', 17]);
    await drawn();
    await page.locator('.plot-ring-chosen:visible').waitFor();
  });

  test('has columns that are searched among hundreds', async () => {
    await open('Plot', 'columns=400');
    await drawn();
    const x = button(/^Column of the x axis/);
    await x.click();
    await page.getByText('192 more: type to find them.').waitFor();
    await page.getByRole('textbox', { name: 'Search columns' }).fill('band_39');
    await expect.poll(() => page.getByRole('option').count()).toBe(11);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => x.getAttribute('aria-label')).toBe('Column of the x axis: BAND_390');
    await expect.poll(() => asked('scatter')).toHaveLength(2);
    await pick('y', 'no such column');
    await page.getByText('No numeric column has this').waitFor();
    await page.keyboard.press('Escape');
  });

  test('has magnitudes upside down, logarithms, swapped axes and lines', async () => {
    await open('Plot');
    await drawn();
    await pick('y', 'mag_auto');
    await expect.poll(() => button('Inverted y axis').getAttribute('aria-pressed')).toBe('true');
    await pick('x', 'flux');
    await button('Logarithmic x axis').click();
    await expect.poll(() => button('Logarithmic x axis').getAttribute('aria-pressed')).toBe('true');
    await expect.poll(() => field('points').innerText()).toBe('1,960 points');
    const points = await picture();
    await button('Line').click();
    await expect.poll(async () => (await picture()).equals(points)).toBe(false);
    // Choices made in quick succession may be asked about together.
    const before = (await asked('scatter')).length;
    await button('Swap the axes').click();
    await expect.poll(async () => (await asked('scatter')).length).toBeGreaterThan(before);
    await expect.poll(() => button('Logarithmic y axis').getAttribute('aria-pressed')).toBe('true');
    // What was chosen is there again after another table.
    await inPage((window) => {
      window.table.hdu = 2;
      window.inspector.update();
    });
    await expect.poll(() => plot().getAttribute('aria-label')).toMatch(/DEC .* against RA/);
    await inPage((window) => {
      window.table.hdu = 1;
      window.inspector.update();
    });
    await expect.poll(() => plot().getAttribute('aria-label')).toMatch(/FLUX .* against MAG_AUTO/);
  });

  test('of a hundred thousand points has all of them', async () => {
    await open('Plot', 'rows=100000&width=800');
    await drawn();
    await expect.poll(() => field('points').innerText()).toBe('100,000 points');
    await plot().hover();
    await expect.poll(() => field('point').innerText()).toMatch(/row [\d,]+$/);
  });

  test('of more is drawn as density, and as points where it is looked at closely', async () => {
    await open('Plot', 'rows=250000&width=800');
    await drawn();
    await expect
      .poll(() => field('points').innerText())
      .toMatch(/^250,000 points, as density \(up to \d+ in/);
    await plot().hover();
    await expect.poll(() => field('point').innerText()).toMatch(/: \d+ points? around$/);
    for (let i = 0; i < 8; i++) {
      await page.mouse.wheel(0, -200);
    }
    await expect.poll(() => field('point').innerText()).toMatch(/row [\d,]+$|around$/);
    await button('Line').click();
    await expect
      .poll(() => field('points').innerText())
      .toMatch(/^[\d,]+ of 250,000 points, evenly chosen$/);
  });

  test('of a remote table is offered for its cost, stopped and read', async () => {
    await open('Plot', 'bytes=3000000&words=slow');
    await page.getByText('Reading these columns takes 6 MB (194 requests).').waitFor();
    await button('Read').click();
    await page.locator('.progress-text').getByText('50 %').waitFor();
    await button('Cancel').click();
    await expect.poll(cancelled).toBe(1);
    await button('Read').click();
    await release();
    await drawn();
  });

  test('is copied, exported and enlarged', async () => {
    await open('Plot');
    await drawn();
    await button('Copy the points').click();
    await expect
      .poll(async () => (await copied())[0]?.split('\n').slice(0, 2))
      .toEqual(['Row\tRA [deg]\tDEC [deg]', `1\t${valueOf(0, 0)}\t${valueOf(1, 0)}`]);
    await button('Export the plot as PNG').click();
    await expect
      .poll(() => inPage((window) => window.host.saved))
      .toEqual([{ name: 'DEC_RA.png', bytes: expect.any(Number) }]);
    expect((await inPage((window) => window.host.saved))[0]?.bytes).toBeGreaterThan(2000);
    await button('Enlarge').click();
    await expect.poll(() => inPage((window) => window.enlarged)).toBe(1);
  });
});

describe('a cell', () => {
  const reading = (): Promise<string> => field('reading').innerText();

  test('of one value is shown in full, and copied', async () => {
    await open('Cell', '', ['ID', 3]);
    await expect.poll(() => field('value').innerText()).toBe('4295806723');
    await page.getByText('Row 4 of the table').waitFor();
    await button('Copy').click();
    await expect.poll(copied).toEqual(['4295806723']);
  });

  test('that is missing says so', async () => {
    await open('Cell', '', ['MAG_AUTO', 7]);
    await page.getByText('The value is missing: the file has -99 here.').waitFor();
  });

  test('of a line is plotted, read by keys, listed, and opened', async () => {
    await open('Cell', '', ['SPECTRUM', 3]);
    await page.locator('.chart-cell canvas').waitFor();
    const list = page.getByRole('table', { name: 'Values of the cell' });
    await list.evaluate((element) => element.scrollTo(0, 600));
    await expect
      .poll(() => list.locator('[aria-rowindex="42"]').innerText())
      .toMatch(/^41\s+missing$/);
    await expect.poll(() => list.getAttribute('aria-rowcount')).toBe('301');
    await page.locator('.chart-cell').focus();
    await page.keyboard.press('End');
    await expect.poll(reading).toMatch(/^300: [\d.]+$/);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(reading).toMatch(/^299: [\d.]+$/);
    await list.evaluate((element) => element.scrollTo(0, 1e6));
    await list.getByText('300', { exact: true }).waitFor();
    await button('Open as plot').click();
    await expect.poll(() => inPage((window) => window.opened)).toEqual([['SPECTRUM', 3, 'line']]);
    await expect.poll(() => button('Open as picture').isVisible()).toBe(false);
  });

  test('of a plane has a small picture, and is opened as one', async () => {
    await open('Cell', '', ['STAMP', 3]);
    await page.getByRole('img', { name: 'Array, 24 by 20 values' }).waitFor();
    await expect.poll(() => field('values').innerText()).toMatch(/^20 × 24 values from /);
    await button('Open as picture').click();
    await expect.poll(() => inPage((window) => window.opened)).toEqual([['STAMP', 3, 'picture']]);
  });

  test('of any length has its peak in the plot, and says what the list lacks', async () => {
    await open('Cell', '', ['SERIES', 2]);
    await field('cut').getByText('The list has the first 10,000 of 20,000 values.').waitFor();
    await choose('SERIES', 3);
    await page.getByText('The array in this cell has no elements.').waitFor();
    await expect.poll(() => button('Open as plot').isVisible()).toBe(false);
  });

  test('of complex numbers, bits and texts is shown as suits them', async () => {
    await open('Cell', '', ['VIS', 0]);
    await page.getByText('Imaginary part').waitFor();
    await page.locator('.chart-cell').focus();
    await page.keyboard.press('Home');
    await expect.poll(reading).toBe('1: 1.00000+0.00000j');
    await choose('MASK');
    await expect.poll(() => field('value').innerText()).toBe('10010010 01001001 0010');
    await choose('NAMES');
    await page.getByRole('cell', { name: 'Pinwheel <b>Galaxy</b>' }).waitFor();
    await expect.poll(() => page.locator('.chart-cell').isVisible()).toBe(false);
  });

  test('that failed says why, and is tried again; cells passed by are not read', async () => {
    await open('Cell', 'words=error', ['RA', 0]);
    await page.getByRole('alert').getByText('The server stopped answering').waitFor();
    await button('Retry').click();
    await expect.poll(() => field('value').innerText()).toBe(String(valueOf(0, 0)));
    await inPage((window) => [1, 2, 3].forEach((row) => window.choose('RA', row)));
    await expect.poll(() => field('value').innerText()).toBe(String(valueOf(0, 3)));
    await expect.poll(() => asked('cell ')).toHaveLength(3);
  });
});
