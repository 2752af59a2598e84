import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { untilReady } from './browser';
import { hasFocus } from './focus';
import { DOUBT } from './host';
import { pageTests } from './page-tests';

let page: Page;
const tests = pageTests();

async function open(width = 1280): Promise<void> {
  page = await tests.open({ width, height: 800 });
  await untilReady(page);
}

const canvas = (): Locator => page.locator('canvas.picture');
const field = (name: string): Locator => page.locator(`.readout [data-field="${name}"]`);
const cutout = (): Locator => page.getByRole('group', { name: 'Cutout' });
const button = (name: string): Locator => page.getByRole('button', { name, exact: true });

describe('what lies over the picture of the viewer', () => {
  test('has a tab that is in sight with the others', async () => {
    await open();
    const tabs = page.locator('.tabs');
    await expect
      .poll(() => tabs.evaluate((row) => row.scrollWidth - row.clientWidth))
      .toBeLessThanOrEqual(0);
    await page.keyboard.press('j');
    await expect.poll(() => page.getByRole('tabpanel', { name: 'Regions' }).isVisible()).toBe(true);
  });

  test('ends one thing at each Escape, wherever it is pressed', async () => {
    await open();
    await page.keyboard.press('Shift+X');
    await expect.poll(() => cutout().isVisible()).toBe(true);
    await button('Click').click();
    await expect.poll(() => button('Click').getAttribute('aria-pressed')).toBe('true');
    await canvas().focus();
    await page.keyboard.press('Escape');
    await expect.poll(() => button('Click').getAttribute('aria-pressed')).toBe('false');
    expect(await cutout().isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(() => cutout().isVisible()).toBe(false);
    await expect.poll(() => hasFocus(canvas())).toBe(true);
  });

  test('lets go of what is dragged before a form closes', async () => {
    await open();
    await page.keyboard.press('Shift+X');
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await page.getByRole('radio', { name: 'Circle' }).click();
    await page.keyboard.press('Shift+X');
    await canvas().focus();
    const box = await canvas().boundingBox();
    const [x, y] = [(box?.x ?? 0) + 120, (box?.y ?? 0) + (box?.height ?? 0) - 80];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 30, y, { steps: 3 });
    await expect.poll(() => page.locator('[data-field="count"]').innerText()).toBe('1 region');
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await expect.poll(() => page.locator('[data-field="count"]').innerText()).toBe('');
    expect(await cutout().isVisible()).toBe(true);
  });

  test('goes with a picture that there is not', async () => {
    await open();
    await page.keyboard.press('Shift+X');
    await expect.poll(() => cutout().isVisible()).toBe(true);
    await page.locator('[data-hdu="0"][role="row"]').click();
    await expect.poll(() => cutout().isVisible()).toBe(false);
    await page.keyboard.press('j');
    await expect
      .poll(() => page.getByText('There is nothing to draw on here.').isVisible())
      .toBe(true);
  });

  test('is in the overview of the keys', async () => {
    await open();
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keys and gestures' });
    await expect.poll(() => help.getByText('Ctrl+Shift+Z').isVisible()).toBe(true);
    await expect.poll(() => help.getByRole('heading', { name: 'Regions' }).isVisible()).toBe(true);
  });

  test('of two pictures, the one that is shown is named in the readout', async () => {
    await open();
    await expect.poll(() => field('size').innerText()).toBe('2048 × 2048');
    await page.getByRole('button', { name: /^Compare/ }).click();
    await page.getByRole('radio', { name: 'ERR', exact: true }).click();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.match-side.match-on').innerText()).toMatch(/^A\s*SCI/);
    await page.keyboard.press('b');
    await expect.poll(() => field('size').innerText()).toBe('B: ERR · 2048 × 2048');
    await page.keyboard.press('b');
    await expect.poll(() => field('size').innerText()).toBe('2048 × 2048');
  });

  test('deletes from the tab of regions, and takes that back there', async () => {
    await open();
    await page.keyboard.press('j');
    await page.getByRole('radio', { name: 'Circle' }).click();
    await canvas().focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    const count = (): Promise<string> => page.locator('[data-field="count"]').innerText();
    await expect.poll(count).toBe('2 regions');
    await button('Delete this region').click();
    await expect.poll(count).toBe('1 region');
    await expect.poll(() => hasFocus(page.getByRole('listbox', { name: 'Regions' }))).toBe(true);
    await page.keyboard.press('Control+z');
    await expect.poll(count).toBe('2 regions');
    await button('Delete all regions').click();
    await expect.poll(() => hasFocus(canvas())).toBe(true);
    await page.keyboard.press('Control+z');
    await expect.poll(count).toBe('2 regions');
  });
});

test('a position with which something is wrong is told, and what is wrong', async () => {
  await open();
  await page.locator('[data-hdu="3"][role="row"]').click();
  await page.waitForSelector('canvas[data-state="ready"][data-hdu="3"]');
  await canvas().hover();
  await expect.poll(() => field('sky').innerText()).toMatch(/^10h21m/);
  await expect.poll(() => field('frame').innerText()).toBe('ICRS');
  await expect.poll(() => field('doubt').isVisible()).toBe(true);
  await expect.poll(() => field('doubt').getAttribute('title')).toBe(DOUBT);
  await expect.poll(() => field('sky').getAttribute('title')).toContain(DOUBT);
  await expect.poll(() => page.locator('.readout .spoken').innerText()).toContain(DOUBT);
});
