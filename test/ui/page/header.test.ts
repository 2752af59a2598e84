import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { pageTests } from './page-tests';
import type { HeaderWindow } from './header-page';

let page: Page;
const tests = pageTests<HeaderWindow>('header-page.ts');
const { inPage } = tests;

const asked = (): Promise<string[]> => inPage((window) => window.asked);
const button = (name: string | RegExp): Locator =>
  page.getByRole('button', { name, exact: typeof name === 'string' });
const card = (keyword: string): Locator =>
  page.locator('.card', { has: page.locator('.card-keyword', { hasText: keyword }) });

async function open(query = ''): Promise<void> {
  page = await tests.open({ query, width: 600, height: 560 });
  await page.locator('.card').first().waitFor();
}

describe('a restored header', () => {
  test('is exchanged for the stored one, and back', async () => {
    await open();
    await expect.poll(() => button('Restored').getAttribute('aria-pressed')).toBe('true');
    await button('As stored').click();
    await page.getByText('ZCMPTYPE').waitFor();
    await page.getByRole('heading', { name: 'Stored header of SCI' }).waitFor();
    await expect.poll(() => button('As stored').getAttribute('aria-pressed')).toBe('true');
    await button('Restored').click();
    await page.getByText('electrons per count', { exact: true }).waitFor();
    await expect.poll(() => asked()).toEqual(['header 1', 'header 1 stored', 'header 1']);
  });

  test('has no choice where there is nothing to choose', async () => {
    await open();
    await button('As stored').click();
    await page.getByText('ZCMPTYPE').waitFor();
    await inPage((window) => window.choose(2));
    await page.getByRole('heading', { name: 'Header of PLAIN' }).waitFor();
    await expect.poll(() => button('As stored').isVisible()).toBe(false);
    await expect.poll(async () => (await asked()).at(-1)).toBe('header 2');
    // It has no sums either.
    await expect.poll(() => button(/^Check sums/).isVisible()).toBe(false);
  });
});

describe('the sums', () => {
  test('are checked once the user has read what it costs', async () => {
    await open();
    await button('Check sums (8.4 MB)').click();
    await page.getByText('CHECKSUM and DATASUM are right.').waitFor();
    await expect.poll(() => page.locator('.sum-verdict.correct').count()).toBe(1);
    await expect.poll(async () => (await asked()).at(-1)).toBe('checksum 1');
    await inPage((window) => window.choose(2));
    await expect.poll(() => page.locator('.sum-verdict').isVisible()).toBe(false);
  });

  test('that are wrong are told as such', async () => {
    await open('wrong');
    await button('Check sums (8.4 MB)').click();
    await page.getByText('DATASUM is wrong').waitFor();
    await expect.poll(() => page.locator('.sum-verdict.wrong .icon').count()).toBe(1);
  });

  test('take a while, show how far they are, and can be cancelled', async () => {
    await open('slow');
    await button('Check sums (8.4 MB)').click();
    await expect.poll(() => page.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('42');
    await button('Cancel').click();
    await button('Check sums (8.4 MB)').waitFor();
    await expect.poll(() => inPage((window) => window.cancelled)).toBe(1);
    await button('Check sums (8.4 MB)').click();
    await page.getByRole('progressbar').waitFor();
    await inPage((window) => {
      window.released = true;
    });
    await page.getByText('CHECKSUM and DATASUM are right.').waitFor();
  });
});

describe('cards', () => {
  test('show every byte, and are copied as they are', async () => {
    await open();
    await expect
      .poll(() => card('OBSERVER').locator('.card-value').innerText())
      .toBe('Jos\\xE9 \\x07Mu\\xF1oz');
    await expect
      .poll(() => card('OBSERVER').locator('.card-comment').innerText())
      .toContain('observed\\x09it');
    await expect
      .poll(() => card('OBSERVER').locator('.byte').first().getAttribute('title'))
      .toBe('The byte 233, which is no ASCII text; “é” in latin-1');
    await page.getByRole('textbox', { name: /^Search/ }).fill('josé');
    await expect.poll(() => card('OBSERVER').locator('mark').innerText()).toBe('Jos\\xE9');
    await card('OBSERVER').click();
    await expect
      .poll(() => page.locator('.detail-value').innerText())
      .toBe('Jos\\xE9 \\x07Mu\\xF1oz');
    await button('Copy value').click();
    await expect.poll(() => inPage((window) => window.copied)).toEqual(['Jos\xe9 \x07Mu\xf1oz']);
  });

  test('with a warning, and those that do not count, are marked', async () => {
    await open();
    await expect.poll(() => page.locator('.card.noted').count()).toBe(3);
    await expect.poll(() => card('GAIN').first().getAttribute('class')).toBe('card');
    await card('GAIN').last().click();
    await page.locator('.detail-note').getByText('GAIN is written more than once').waitFor();
    await card('exptime').click();
    await page.locator('.detail-note').getByText('not in upper case').waitFor();
    await card('BITPIX').click();
    await expect.poll(() => page.locator('.detail-note').isVisible()).toBe(false);
  });

  test('of forty thousand are only those in sight', async () => {
    await open('huge');
    await expect.poll(() => page.locator('.panel-count').innerText()).toBe('40,011 cards');
    await expect.poll(() => page.locator('.card').count()).toBeLessThan(90);
    await page.locator('.cards').focus();
    await page.keyboard.press('End');
    await page.getByText('step 39999').first().waitFor();
  });
});
