import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { OpenOptions } from './browser';
import { pageTests } from './page-tests';
import type { SlicesWindow } from './slices-page';

let page: Page;
const tests = pageTests<SlicesWindow>('slices-page.ts');
const { inPage } = tests;

const asked = (): Promise<(readonly number[])[]> => inPage((window) => window.asked);

async function open(axes: string, query = '', options: OpenOptions = {}): Promise<void> {
  page = await tests.open({
    query: `axes=${axes}&${query}`,
    width: 900,
    height: 500,
    ...options,
  });
}

const row = (number: number): Locator => page.getByRole('group', { name: `Axis ${number}` });
const world = (number: number): Promise<string> =>
  row(number).locator('[data-field="world"]').innerText();
const button = (name: string): Locator => page.getByRole('button', { name, exact: true });

describe('the slice bar', () => {
  test('has a row for each axis with anything to choose, and says what it counts', async () => {
    await open('two');
    await row(3).getByText('Wavelength', { exact: true }).waitFor();
    await expect.poll(() => page.locator('.slice').count()).toBe(2);
    await expect.poll(() => row(5).locator('.slice-name').innerText()).toBe('Stokes');
    await expect.poll(() => world(3)).toBe('2.1000 µm');
    await expect.poll(() => world(5)).toBe('I');
    await button('Next on axis 5').click();
    await expect.poll(asked).toEqual([[0, 0, 1]]);
    await expect.poll(() => world(5)).toBe('Q');
  });

  test('steps by buttons, keys, the field and the slider, within the axis', async () => {
    await open('two');
    const field = page.getByRole('textbox', { name: 'Axis 3' });
    await expect.poll(() => button('Previous on axis 3').isDisabled()).toBe(true);
    await field.fill('99');
    await field.press('Enter');
    await expect.poll(asked).toEqual([[11, 0, 0]]);
    await expect.poll(() => field.inputValue()).toBe('12');
    await expect.poll(() => button('Next on axis 3').isDisabled()).toBe(true);
    await field.press('ArrowDown');
    await expect.poll(async () => (await asked()).at(-1)).toEqual([10, 0, 0]);
    await field.fill('nonsense');
    await field.press('Enter');
    await expect.poll(() => field.inputValue()).toBe('11');
    const slider = page.getByRole('slider', { name: 'axis 3' });
    await slider.focus();
    await page.keyboard.press('Home');
    await expect.poll(async () => (await asked()).at(-1)).toEqual([0, 0, 0]);
    await expect.poll(() => slider.getAttribute('aria-valuetext')).toBe('1, 2.1000 µm');
    await inPage((window) => {
      window.bar.step(1, 1);
      window.bar.step(7, 1);
    });
    await expect.poll(async () => (await asked()).at(-1)).toEqual([0, 0, 1]);
  });

  test('counts from 0 where pixels are', async () => {
    await open('one', 'zero');
    const field = page.getByRole('textbox', { name: 'Axis 3, 0 to 11' });
    await expect.poll(() => field.inputValue()).toBe('0');
    await field.fill('5');
    await field.press('Enter');
    await expect.poll(asked).toEqual([[5]]);
  });

  test('asks for one picture at a time, and of what was wanted meanwhile for the last', async () => {
    await open('one');
    await inPage((window) => {
      window.answers = false;
      for (let i = 0; i < 8; i++) {
        window.bar.step(0, 1);
      }
    });
    await expect.poll(() => asked()).toEqual([[1]]);
    await inPage((window) => window.bar.pictureReady());
    await expect.poll(asked).toEqual([[1], [8]]);
    await expect.poll(() => page.getByRole('textbox').inputValue()).toBe('9');
  });

  test('leaves what is being typed while the picture of the last step comes', async () => {
    await open('one');
    const field = page.getByRole('textbox');
    await inPage((window) => window.bar.step(0, 1));
    await field.fill('1');
    await expect.poll(asked).toEqual([[1]]);
    await inPage((window) => window.bar.show(window.axes, [1], 1));
    await field.press('0');
    await field.press('Enter');
    await expect.poll(asked).toEqual([[1], [9]]);
    await field.fill('99');
    await field.press('Enter');
    await expect.poll(() => field.inputValue()).toBe('12');
  });

  test('has no row for axes of length 1, however many there are', async () => {
    await open('ones');
    await page.waitForFunction('window.bar');
    await expect.poll(() => page.locator('.slices').isVisible()).toBe(false);
  });

  test('of many axes scrolls, and folds to one line', async () => {
    await open('many');
    await expect.poll(() => page.locator('.slice').count()).toBe(14);
    const bar = page.locator('.slices');
    const high = async (): Promise<number> => (await bar.boundingBox())?.height ?? 0;
    await expect.poll(() => high()).toBeLessThan(250);
    const rows = page.locator('.slice-rows');
    expect((await rows.boundingBox())?.height ?? 999).toBeLessThan(250);
    await page.getByRole('textbox', { name: 'Axis 16' }).scrollIntoViewIfNeeded();
    await button('Fold the slice bar').click();
    await expect.poll(() => high()).toBeLessThan(40);
    await page.getByText('Wavelength 1 of 12 (2.1000 µm) · Stokes 1 of 4 (I)').waitFor();
    await button('Fold the slice bar').click();
    await expect.poll(() => page.locator('.slice').first().isVisible()).toBe(true);
  });

  test('fits where there is little room', async () => {
    await open('two', '', { width: 330 });
    const box = await page.locator('.slices').boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(330);
    await expect.poll(() => button('Next on axis 3').isVisible()).toBe(true);
    await expect.poll(() => page.getByRole('textbox', { name: 'Axis 5' }).isVisible()).toBe(true);
  });
});

describe('playing', () => {
  const playing = (): Promise<number> => page.locator('.slice-play[aria-pressed="true"]').count();

  test('steps on in a loop, and stops', async () => {
    await open('two');
    await page.getByRole('button', { name: 'Speed' }).click();
    await page.getByRole('radio', { name: '30 a second' }).click();
    await button('Play axis 5').click();
    await expect.poll(async () => (await asked()).length).toBeGreaterThan(5);
    expect((await asked()).slice(0, 5).map((slice) => slice[2])).toEqual([1, 2, 3, 0, 1]);
    await button('Play axis 5').click();
    await expect.poll(playing).toBe(0);
    const { length } = await asked();
    await page.waitForTimeout(200);
    expect((await asked()).length).toBeLessThanOrEqual(length + 1);
  });

  test('waits until the picture is there', async () => {
    await open('two');
    await inPage((window) => {
      window.answers = false;
      window.bar.togglePlay();
    });
    await expect.poll(asked).toHaveLength(1);
    await page.waitForTimeout(500);
    await expect.poll(() => asked()).toHaveLength(1);
    await inPage((window) => window.bar.pictureReady());
    await expect.poll(asked).toHaveLength(2);
  });

  test('stops when the user chooses, when the bar shows another cube, and when it is hidden', async () => {
    await open('two');
    const toggle = (): Promise<void> => inPage((window) => window.bar.togglePlay());
    await toggle();
    await expect.poll(playing).toBe(1);
    await button('Next on axis 5').click();
    await expect.poll(playing).toBe(0);
    await toggle();
    await expect.poll(playing).toBe(1);
    await inPage((window) => window.bar.show(window.axes.slice(0, 1), [0], 1));
    await expect.poll(playing).toBe(0);
    await toggle();
    await expect.poll(playing).toBe(1);
    await page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { value: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await expect.poll(playing).toBe(0);
  });
});
