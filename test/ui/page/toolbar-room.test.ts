import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { untilReady } from './browser';
import { pageTests } from './page-tests';

const tests = pageTests();
/** For all widths, on a machine that is busy. */
const TIMEOUT = 180_000;
/** CSS pixels: from the narrowest column of the editor to a wide screen. */
const WIDTHS = Array.from({ length: 65 }, (_, at) => 320 + 20 * at);

/** What is wrong with where the controls stand, in words: nothing may be cut, or lie over another. */
function faults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const controls = ':is(vscode-button, vscode-dropdown, vscode-text-field, .menu-button, input)';
    const found: string[] = [];
    for (const bar of document.querySelectorAll<HTMLElement>('.toolbar, .slice-bar')) {
      const room = bar.getBoundingClientRect();
      const seen = [...bar.querySelectorAll<HTMLElement>(`${controls}, .figures, .figures-short`)]
        .filter((each) => each.checkVisibility() && each.closest('.popover') === null)
        .map((each) => ({
          name: each.getAttribute('aria-label') ?? each.className,
          box: each.getBoundingClientRect(),
          cut: [each, ...each.querySelectorAll('.menu-button-text')].some(
            ({ scrollWidth, clientWidth }) => scrollWidth > clientWidth,
          ),
        }));
      for (const [at, { name, box, cut }] of seen.entries()) {
        if (cut) {
          found.push(`${name} is cut`);
        }
        if (box.left < room.left || box.right > room.right || box.bottom > room.bottom) {
          found.push(`${name} is outside`);
        }
        for (const other of seen.slice(at + 1)) {
          const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
          const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
          if (across > 0 && down > 0) {
            found.push(`${name} lies over ${other.name}`);
          }
        }
      }
    }
    return found;
  });
}

async function faultsAtAllWidths(page: Page): Promise<Record<number, string[]>> {
  const all: Record<number, string[]> = {};
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 400 });
    // What is laid out by code follows in the frame after.
    await page.waitForFunction(
      async (expected) =>
        innerWidth === expected &&
        new Promise((drawn) =>
          requestAnimationFrame(() => requestAnimationFrame(() => drawn(true))),
        ),
      width,
    );
    const found = await faults(page);
    if (found.length > 0) {
      all[width] = found;
    }
  }
  return all;
}

describe('at every width all controls have their place', () => {
  test.each([
    ['of an image', '', ['HDU list', 'Inspector']],
    ['of an image with a mask', 'mask', [/^Data quality/]],
    ['of an image with a mask and a plot', 'mask-modes', [/^Data quality/, 'Plot']],
  ] as const)(
    '%s',
    async (_, scenario, names) => {
      const page = await tests.open({ query: `scenario=${scenario}` });
      await untilReady(page);
      for (const name of names) {
        await page.getByRole('button', { name }).waitFor();
      }
      expect(await faultsAtAllWidths(page)).toEqual({});
    },
    TIMEOUT,
  );

  test(
    'of a cube with a mask, its slices and the list of HDUs',
    async () => {
      const page = await tests.open({ query: 'scenario=mask' });
      await untilReady(page);
      await page.locator('.picture').focus();
      for (let times = 0; times < 3; times++) {
        await page.keyboard.press(']');
      }
      await page.locator('.slice-bar').waitFor();
      await untilReady(page);
      expect(await page.locator('.panel-structure').isVisible()).toBe(true);
      expect(await faultsAtAllWidths(page)).toEqual({});
    },
    TIMEOUT,
  );
});
