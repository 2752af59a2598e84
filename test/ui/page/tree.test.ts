import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { MOST_TREE_NODES } from '../../../src/protocol/tree';
import type { OpenOptions } from './browser';
import { hasFocus } from './focus';
import { pageTests } from './page-tests';
import type { TreeWindow } from './tree-page';

let page: Page;
const tests = pageTests<TreeWindow>('tree-page.ts');
const { inPage } = tests;

/** Until nothing is being read, and what was read has been drawn. */
const settled = async (): Promise<void> => {
  await expect
    .poll(() =>
      inPage(async ({ pane, host }) => {
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        const empty = document.querySelectorAll('.tree-row.loading').length;
        return pane.busy || host.inFlight > 0 || empty > 0;
      }),
    )
    .toBe(false);
};

async function open(query = '', options: OpenOptions = {}): Promise<void> {
  page = await tests.open({ query, width: 900, height: 720, ...options });
  await settled();
}

interface Children {
  readonly at: number[];
  readonly from: number;
  readonly to: number;
}

const asked = <T = Record<string, unknown>>(method: string): Promise<T[]> =>
  inPage(
    ({ host }, of) => host.asked.filter((each) => each.method === of).map((e) => e.params),
    method,
  ) as Promise<T[]>;
const keys = (): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('.tree-nodes .tree-row')].map(
      (row) => row.querySelector('.tree-key')?.textContent ?? '',
    ),
  );
const row = (key: string): Locator =>
  page.locator('.tree-nodes .tree-row', {
    has: page.locator(`.tree-key:text-is(${JSON.stringify(key)})`),
  });
const tree = (): Locator => page.getByRole('tree');
const search = (): Locator => page.getByRole('textbox', { name: 'Search keys and values' });
const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
const item = (name: string): Locator => page.getByRole('menuitem', { name });
const copied = (): Promise<[string, string][]> => inPage((window) => window.copied);
const opened = (): Promise<number[]> => inPage((window) => window.opened.map(({ index }) => index));
const detail = (): Promise<string> => page.locator('.tree-detail-path').innerText();
const press = async (...names: string[]): Promise<void> => {
  for (const name of names) {
    await page.keyboard.press(name);
  }
};
/** The path of the node the keys are on, in the words of the detail below the tree. */
const active = async (): Promise<string> => {
  const id = await tree().getAttribute('aria-activedescendant');
  const chosen = page.locator('.tree-row[aria-selected="true"]');
  expect(await chosen.getAttribute('id')).toBe(id);
  return detail();
};

describe('a tree', () => {
  test('begins with two levels, the bookkeeping closed, by as few requests', async () => {
    await open();
    expect(await keys()).toEqual([
      ...['tree', 'asdf_library', 'history', 'roman', 'meta', 'data', 'dq', 'err'],
    ]);
    expect(await asked<Children>('treeChildren')).toEqual([
      { hdu: 0, at: [], from: 0, to: 3 },
      { hdu: 0, at: [2], from: 0, to: 4 },
    ]);
    expect(await row('data').locator('.tree-value').innerText()).toBe('(4088, 4088) float32');
    expect(await row('data').locator('.tree-tag').innerText()).toBe('ndarray-1.1.0');
    expect(await row('roman').getAttribute('aria-expanded')).toBe('true');
    expect(await row('meta').getAttribute('aria-expanded')).toBe('false');
  });

  test('goes on where a level has one child only', async () => {
    await open('tree=deep');
    const shown = await keys();
    expect(shown.slice(0, 4)).toEqual(['tree', 'down', 'level_60', 'level_59']);
    expect(shown).toContain('level_45');
    expect(shown).not.toContain('level_40');
  });

  test('shows values, units, times, big integers and text of any kind as they are', async () => {
    await open();
    await row('meta').click();
    await row('exposure').click();
    await settled();
    const value = (key: string): Promise<string> => row(key).locator('.tree-value').innerText();
    expect(await value('type')).toBe('WFI_IMAGE');
    expect(await value('start_time')).toBe('2026-10-31T12:00:00.000');
    expect(await value('ma_table_id')).toBe('18446744073709551617');
    expect(await row('exposure_time').innerText()).toMatch(/139\.8\s*s/);
    expect(await value('engineering_quality')).toBe('null');
    expect(await value('Ångström µ 星')).toBe('日本語 is text like any other');
    expect(await value('empty')).toBe("''");
    const odd = page.locator('.tree-row', { has: page.locator('.tree-key .tree-unseen') });
    expect(await odd.locator('.tree-key').innerText()).toBe('odd\\u202Ename');
    expect(await odd.locator('.tree-value').innerText()).toBe(
      '<b>not markup</b> \\u0007 bell→and a tab',
    );
    const colours = await page.evaluate(() =>
      ['.text', '.number', '.logical'].map((kind) => {
        const shown = document.querySelector(`.tree-nodes .tree-value${kind}`);
        return shown && getComputedStyle(shown).color;
      }),
    );
    expect(new Set(colours).size).toBe(3);
  });

  test('opens and closes by click, and keeps what was open below', async () => {
    await open();
    await row('meta').click();
    await row('exposure').click();
    await settled();
    await row('meta').click();
    expect(await keys()).not.toContain('exposure');
    await row('meta').locator('.tree-twisty').click();
    expect(await keys()).toContain('engineering_quality');
    await button('Collapse all').click();
    expect(await keys()).toEqual(['tree', 'asdf_library', 'history', 'roman']);
  });

  test('says what is known of the file, and warnings', async () => {
    await open('tree=warnings');
    const about = page.getByRole('button', { name: /About this file/ });
    expect(await about.getAttribute('aria-expanded')).toBe('true');
    await page.getByText('asdf 4.1.0 (The ASDF Developers)').last().waitFor();
    expect(await page.locator('.tree-about .warning').isVisible()).toBe(true);
    await about.click();
    expect(await page.locator('.tree-about-list').isVisible()).toBe(false);
    expect(await about.innerText()).toContain('ASDF standard 1.6.0 · Written by asdf 4.1.0');
    expect(await inPage(({ pane }) => pane.state?.about)).toBe(false);
  });

  test('that is empty says so', async () => {
    await open('tree=empty');
    expect(await page.locator('.tree-instead').innerText()).toBe('The tree of this file is empty.');
  });
});

describe('a million children', () => {
  test('are a constant number of elements, asked for as they come into sight', async () => {
    await open('tree=huge');
    expect(await keys()).toEqual(['tree', 'before', 'million', 'mappings', 'after']);
    await row('million').click();
    await settled();
    const counts = await page.evaluate(async () => {
      const scroller = document.querySelector('.tree-nodes') as HTMLElement;
      const found: number[] = [];
      for (let step = 0; step <= 40; step++) {
        scroller.scrollTop = (scroller.scrollHeight * step) / 40;
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        found.push(scroller.querySelectorAll('*').length);
      }
      return found;
    });
    expect(Math.max(...counts)).toBeLessThan(250);
    await settled();
    const requests = await asked<Children>('treeChildren');
    expect(requests.filter(({ at }) => at.length === 1).length).toBeLessThan(90);
    for (const { from, to } of requests) {
      expect(to - from).toBeLessThanOrEqual(MOST_TREE_NODES);
    }
    expect((await keys()).at(-1)).toBe('after');
  });

  test('are there to the last, by the keys', async () => {
    await open('tree=huge');
    await row('million').click();
    await press('End');
    await settled();
    expect(await active()).toBe('after');
    await press('ArrowUp', 'ArrowUp');
    await settled();
    expect(await active()).toBe('million/[999999]');
    expect(await page.locator('.tree-detail-value').innerText()).toBe(String(999_999 ** 2));
    const [last] = (await asked<Children>('treeChildren')).slice(-1);
    expect(last).toEqual({ hdu: 0, at: [1], from: 999_800, to: 1_000_000 });
    await press('ArrowLeft');
    expect(await active()).toBe('million');
  });

  test('are revealed without the rest being read', async () => {
    await open('tree=huge');
    await inPage(({ pane }) => pane.reveal([1, 654_321]));
    await settled();
    expect(await detail()).toBe('million/[654321]');
    expect(await page.locator('.tree-row[aria-selected="true"]').isVisible()).toBe(true);
    const pages = (await asked<Children>('treeChildren')).filter(({ at }) => at[0] === 1);
    expect(pages.map(({ from }) => from)).toContain(654_200);
    expect(pages.length).toBeLessThanOrEqual(3);
  });

  test('that scroll out of sight unread are no longer asked for', async () => {
    await open('tree=huge');
    await inPage(({ host }) => {
      host.held = 'treeChildren';
    });
    await row('million').click();
    await expect.poll(() => inPage(({ host }) => host.inFlight)).toBe(1);
    await tree().focus();
    await press('End');
    await expect.poll(() => inPage(({ host }) => host.cancelled)).toBe(1);
    await inPage(({ host }) => {
      host.held = '';
    });
    await settled();
    expect((await keys()).at(-2)).toBe('mappings');
  });

  test('below thousands of open branches are found by their places', async () => {
    await open('tree=huge');
    await row('mappings').click({ button: 'right' });
    await item('Expand all below').click();
    await page.getByText('Stopped after 2,000 nodes').waitFor();
    await settled();
    expect(await row('mappings').getAttribute('aria-expanded')).toBe('true');
    expect((await keys()).slice(4, 9)).toEqual(['[0]', 'k0', 'k1', 'k2', 'k3']);
    await inPage(({ pane }) => pane.reveal([2, 120, 9]));
    await settled();
    expect(await detail()).toBe('mappings/[120]/k9');
    // 500 of the mappings, and the keys of some 150 of them.
    const requests = await asked('treeChildren');
    expect(requests.length).toBeLessThan(300);
  });
});

describe('the search', () => {
  test('finds paths and values, marks them, and reveals what is chosen', async () => {
    await open();
    await search().fill('Exposure/type');
    await page.getByText('1 found').waitFor();
    expect(await page.locator('.tree-found mark').innerText()).toBe('exposure/type');
    await search().fill('wfi01');
    await page.getByText('2 found').waitFor();
    expect(await page.locator('.tree-found mark').allInnerTexts()).toEqual(['wfi01', 'WFI01']);
    await press('ArrowDown', 'ArrowDown');
    await expect.poll(detail).toBe('roman/meta/instrument/detector');
    await press('Enter');
    await settled();
    expect(await active()).toBe('roman/meta/instrument/detector');
    expect(await row('detector').isVisible()).toBe(true);
    expect(await hasFocus(tree())).toBe(true);
    await button('Results').click();
    await expect.poll(() => page.locator('.tree-found').count()).toBe(2);
    await press('Escape');
    await expect.poll(() => search().inputValue()).toBe('');
    expect(await tree().isVisible()).toBe(true);
  });

  test('by the pointer, and back by Escape', async () => {
    await open();
    await search().fill('F158');
    await page.locator('.tree-found').last().click();
    await settled();
    expect(await detail()).toBe('roman/meta/instrument/optical_element');
    await search().click();
    await press('Escape');
    expect(await tree().isVisible()).toBe(true);
    expect(await keys()).toContain('optical_element');
  });

  test('counts what is more than it tells, and says where there is nothing', async () => {
    await open('tree=huge');
    await search().fill('mappings');
    await page.getByText('500 or more').waitFor();
    expect(await page.locator('.tree-found').count()).toBeLessThan(60);
    await search().fill('no such thing');
    await page.getByText('No key and no value matches.').waitFor();
    await page.getByText('0 found').waitFor();
  });

  test('asks when typing pauses, and gives up the search before', async () => {
    await open();
    await inPage(({ host }) => {
      host.held = 'treeSearch';
    });
    await search().pressSequentially('exposure');
    await expect.poll(() => asked('treeSearch')).toEqual([{ hdu: 0, text: 'exposure' }]);
    await search().pressSequentially('/type');
    await expect.poll(() => inPage(({ host }) => host.cancelled)).toBe(1);
    await inPage(({ host }) => {
      host.held = '';
    });
    await page.getByText('1 found').waitFor();
    expect((await asked('treeSearch')).at(-1)).toEqual({ hdu: 0, text: 'exposure/type' });
  });

  test('that fails can be tried again', async () => {
    await open(`failing=${encodeURIComponent('{"treeSearch":1}')}`);
    await search().fill('WFI01');
    await page.getByText('The server stopped answering').waitFor();
    await button('Retry').click();
    await page.getByText('2 found').waitFor();
  });
});

describe('the chosen node', () => {
  test('is told in full: what was cut is read', async () => {
    await open();
    await row('meta').click();
    await row('long_text').click();
    await expect.poll(() => page.locator('.tree-detail-value').innerText()).toMatch(/the end$/);
    expect(await asked('treeText')).toEqual([{ hdu: 0, at: [2, 0, 6] }]);
    await search().fill('exposure');
    await page.getByText('7 found').waitFor();
    await press('Escape');
    await expect.poll(detail).toBe('roman/meta/long_text');
    await row('exposure').click();
    await expect.poll(detail).toBe('roman/meta/exposure');
  });

  test('is copied as value, path, Python and YAML', async () => {
    await open();
    await row('meta').click();
    await row('long_text').click();
    await button('Copy value').click();
    await button('Copy path').click();
    await button('Copy as Python').click();
    await expect
      .poll(() => copied().then((all) => all.map(([, what]) => what)))
      .toEqual([...['value', 'path', 'Python expression']]);
    const [value, path, python] = await copied();
    expect(value?.[0]).toBe(`${'All work and no play. '.repeat(40)}the end`);
    expect(path?.[0]).toBe('roman/meta/long_text');
    expect(python?.[0]).toBe("af['roman']['meta']['long_text']");
    await row('exposure').click({ button: 'right' });
    await item('Copy as YAML').click();
    await expect
      .poll(async () => (await copied()).at(-1))
      .toEqual(['yaml of 2.0.2:\n  a: 1\n', 'YAML']);
    await row('calibration_software_name').click();
    await press('Control+c');
    await expect.poll(async () => (await copied()).at(-1)).toEqual(['RomanCAL', 'value']);
  });

  test('says why a copy failed', async () => {
    await open(`failing=${encodeURIComponent('{"treeText":1}')}`);
    await row('meta').click();
    await tree().focus();
    await press('Control+c');
    await page.getByText('Nothing was copied. The server stopped').waitFor();
    expect(await copied()).toEqual([]);
    await button('Dismiss').click();
    expect(await page.locator('.tree-strip').isVisible()).toBe(false);
  });

  test('of an array is opened: by its button, Enter, a double click, the menu', async () => {
    await open();
    await row('data').getByRole('button', { name: 'Open' }).click();
    await expect.poll(opened).toEqual([1]);
    await press('ArrowDown', 'Enter');
    await expect.poll(opened).toEqual([1, 2]);
    await row('err').dblclick();
    await expect.poll(opened).toEqual([1, 2, 3]);
    await row('dq').click({ button: 'right' });
    await item('Open').click();
    await expect.poll(opened).toEqual([1, 2, 3, 2]);
    await page.locator('.tree-detail').getByRole('button', { name: 'Open' }).click();
    await expect.poll(opened).toEqual([1, 2, 3, 2, 2]);
    expect(await page.locator('.tree-detail-facts').innerText()).toContain('array, 66.8 MB, lz4');
  });
});

describe('the keys', () => {
  test('walk the tree as the pattern for trees has it', async () => {
    await open();
    await tree().focus();
    await press('ArrowDown');
    expect(await active()).toBe('tree');
    await press('End');
    expect(await active()).toBe('roman/err');
    await press('Home', 'ArrowDown', 'ArrowDown', 'ArrowDown');
    expect(await active()).toBe('roman');
    await press('ArrowRight');
    expect(await active()).toBe('roman/meta');
    await press('ArrowRight');
    await settled();
    await press('ArrowRight');
    expect(await active()).toBe('roman/meta/calibration_software_name');
    await press('ArrowLeft');
    expect(await active()).toBe('roman/meta');
    await press('ArrowLeft');
    expect(await row('meta').getAttribute('aria-expanded')).toBe('false');
    await press('Enter');
    expect(await row('meta').getAttribute('aria-expanded')).toBe('true');
    await press('d');
    expect(await active()).toBe('roman/data');
    await press('ArrowDown', 'm', 'e');
    expect(await active()).toBe('roman/meta');
  });

  test('tell screen readers where one is', async () => {
    await open();
    const attributes = (key: string): Promise<(string | null)[]> =>
      Promise.all(
        ['aria-level', 'aria-posinset', 'aria-setsize'].map((name) => row(key).getAttribute(name)),
      );
    expect(await attributes('tree')).toEqual(['1', '1', '1']);
    expect(await attributes('roman')).toEqual(['2', '3', '3']);
    expect(await attributes('dq')).toEqual(['3', '3', '4']);
    expect(await page.getByRole('tree', { name: 'Tree of r0000101_cal.asdf' }).count()).toBe(1);
  });

  test('open all siblings, the menu, and the search', async () => {
    await open();
    await row('roman').click();
    await tree().focus();
    await press('*');
    await settled();
    expect(await row('history').getAttribute('aria-expanded')).toBe('true');
    expect(await row('asdf_library').getAttribute('aria-expanded')).toBe('true');
    await press('Shift+F10');
    await item('Collapse').waitFor();
    await press('Escape');
    expect(await hasFocus(tree())).toBe(true);
    await press('Control+f');
    expect(await page.evaluate(() => document.activeElement?.localName)).toBe('vscode-text-field');
  });

  test('of the tree do not reach the rest of the viewer', async () => {
    await open();
    await page.evaluate(() => {
      const seen: string[] = [];
      Object.assign(window, { seen });
      document.addEventListener('keydown', ({ key }) => seen.push(key));
    });
    await tree().focus();
    await press('h', '1', 'ArrowDown', 'F6');
    expect(await page.evaluate(() => (window as unknown as { seen: string[] }).seen)).toEqual([
      'F6',
    ]);
  });
});

describe('an alias of what is above it', () => {
  test('says so and leads there, without an end', async () => {
    await open();
    await row('meta').click();
    await settled();
    expect(await row('same').innerText()).toContain('→ same as roman');
    expect(await row('same').getAttribute('aria-expanded')).toBeNull();
    await row('same').locator('.tree-loop').click();
    await expect.poll(active).toBe('roman');
    await row('same').click();
    await press('Enter');
    await expect.poll(active).toBe('roman');
  });
});

describe('what cannot be read', () => {
  test('of the tree as a whole can be tried again', async () => {
    await open(`failing=${encodeURIComponent('{"tree":1}')}`);
    await page.getByRole('alert').getByText('The server stopped answering').waitFor();
    expect(await inPage(({ pane }) => pane.busy)).toBe(false);
    await button('Retry').click();
    await row('roman').waitFor();
  });

  test('of what is to be opened is opened when tried again', async () => {
    await open('tree=huge');
    await inPage(({ host, pane }) => {
      host.failing['treeChildren'] = 1;
      void pane.reveal([2, 9000, 4]);
    });
    await page.getByRole('alert').getByText('Some of the tree could not be read.').waitFor();
    await button('Retry').click();
    await expect.poll(detail).toBe('mappings/[9000]/k4');
  });

  test('of its children can be tried again', async () => {
    await open();
    await inPage(({ host }) => {
      host.failing['treeChildren'] = 1;
    });
    await row('meta').click();
    await page.getByRole('alert').getByText('Some of the tree could not be read.').waitFor();
    expect(await page.locator('.tree-row.failed').count()).toBe(9);
    await button('Retry').click();
    await row('exposure').waitFor();
    expect(await page.locator('.tree-strip').isVisible()).toBe(false);
  });

  test('says that it is being read meanwhile', async () => {
    await open();
    await inPage(({ host, reopen }) => {
      host.held = 'tree';
      reopen(null);
    });
    await page.getByText('Reading the tree of r0000101_cal.asdf…').waitFor();
    expect(await inPage(({ pane }) => pane.busy)).toBe(true);
    await inPage(({ pane, host }) => {
      pane.clear();
      host.held = '';
    });
    await expect.poll(() => inPage(({ host }) => host.cancelled)).toBe(1);
    expect(await inPage(({ pane }) => [pane.busy, pane.state])).toEqual([false, undefined]);
  });
});

describe('the state', () => {
  test('brings back what was open, chosen, in sight and searched for', async () => {
    await open('tree=huge');
    await inPage(({ pane }) => pane.reveal([1, 500_000]));
    await inPage(({ pane }) => pane.reveal([2, 7, 3]));
    await settled();
    const kept = await inPage(({ pane }) => pane.state);
    expect(kept).toMatchObject({ selected: [2, 7, 3], search: '' });
    expect(kept?.expanded).toEqual([[], [1], [2], [2, 7]]);
    const before = await keys();
    await inPage(({ reopen }, state) => reopen(state), kept);
    await settled();
    expect(await keys()).toEqual(before);
    expect(await detail()).toBe('mappings/[7]/k3');
    expect(await inPage(({ pane }) => pane.state)).toEqual(kept);
    expect(await inPage((window) => window.changes)).toBeGreaterThan(0);
  });

  test.each(['stage', 'inspector'])(
    'is kept in the %s when the file is read anew',
    async (place) => {
      await open(`file=${place}`);
      await expect.poll(keys).toContain('meta');
      await row('meta').click();
      await press('ArrowRight');
      await expect.poll(keys).toContain('exposure');
      await row('exposure').click();
      await expect.poll(detail).toBe('roman/meta/exposure');
      const before = await keys();

      await inPage(({ openFile }) => openFile());

      await expect.poll(keys).toEqual(before);
      await expect.poll(detail).toBe('roman/meta/exposure');
      await expect.poll(() => row('meta').getAttribute('aria-expanded')).toBe('true');
    },
  );

  test('brings back the search', async () => {
    await open();
    await search().fill('WFI01');
    await page.getByText('2 found').waitFor();
    const kept = await inPage(({ pane }) => pane.state);
    await inPage(({ reopen }, state) => reopen(state), kept);
    await page.getByText('2 found').waitFor();
    await expect.poll(() => search().inputValue()).toBe('WFI01');
  });
});

describe('a narrow place', () => {
  test.each([320, 360])('of %i px has nothing that sticks out', async (width) => {
    await open('', { width, height: 640 });
    await row('meta').click();
    await row('long_text').click();
    await settled();
    const about = page.getByRole('button', { name: /About this file/ });
    expect(await about.getAttribute('aria-expanded')).toBe('false');
    await search().fill('exposure');
    await page.getByText('7 found').waitFor();
    const outside = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('.tree-pane *')]
        .filter((node) => node.getClientRects().length > 0)
        .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1 && clientWidth > 0)
        .filter((node) => getComputedStyle(node).overflowX === 'visible')
        .map(({ className, tagName }) => `${tagName}.${className}`),
    );
    expect(outside).toEqual([]);
  });

  test('shows keys whole beside long and short values', async () => {
    await open('', { width: 360, height: 640 });
    await row('meta').click();
    await row('long_text').waitFor();
    for (const name of ['long_text', 'calibration_software_name']) {
      const key = row(name).locator('.tree-key');
      expect(await key.evaluate((node) => node.scrollWidth <= node.clientWidth)).toBe(true);
    }
    const right = await row('data')
      .getByRole('button', { name: 'Open' })
      .evaluate((node) => node.getBoundingClientRect().right);
    expect(right).toBeLessThanOrEqual(360);
  });
});

describe('the list of parts of an ASDF file', () => {
  test('names the arrays, how they are stored, and the tree', async () => {
    await open('parts&width=280');
    const line = (index: number): Locator => page.locator(`.hdu[data-hdu="${index}"]`);
    await page.getByRole('grid', { name: 'Tree and arrays' }).waitFor();
    expect((await line(0).innerText()).split(/\s*\n\s*/)).toEqual(['0', 'Tree']);
    expect((await line(1).innerText()).split(/\s*\n\s*/)).toEqual([
      ...['1', 'data', 'roman', '(4088, 4088)', 'float32', 'lz4', '66.8 MB'],
    ]);
    expect(await line(2).locator('.hdu-name').getAttribute('aria-label')).toBe(
      'roman/meta/wcs/steps/[1]/transform/forward/[0]/matrix',
    );
    expect(await line(3).innerText()).toContain('26 fields');
    await line(2).click();
    expect(await inPage((window) => window.chosen)).toEqual([2]);
    const icons = await page
      .locator('.hdu .icon path')
      .evaluateAll((paths) => paths.map((path) => path.getAttribute('d')));
    expect(icons[0]).not.toBe(icons[1]);
  });
});
