import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { OpenOptions } from './browser';
import { harness, untilReady } from './browser';
import { pageTests } from './page-tests';
import { canvasData } from './pixels';
import { decodePng } from './png';

let page: Page;
const tests = pageTests();

async function openReady(options: OpenOptions = {}): Promise<void> {
  page = await tests.open(options);
  await untilReady(page);
}

const button = (name: string | RegExp): ReturnType<Page['getByRole']> =>
  page.getByRole('button', { name });
const radio = (name: string): ReturnType<Page['getByRole']> =>
  page.getByRole('radio', { name, exact: true });
const focused = (): Promise<string | null> =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null);

describe('the toolbar', () => {
  test('fits in one row from 820 pixels on', async () => {
    await openReady();
    const bar = page.locator('.toolbar');
    for (const width of [1400, 1200, 1199, 1099, 900, 899, 820]) {
      await page.setViewportSize({ width, height: 600 });
      await page.waitForFunction((w) => innerWidth === w, width);
      // What is laid out by code follows a frame or two after.
      await expect.poll(async () => (await bar.boundingBox())?.height).toBeLessThan(40);
      const wider = await bar.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
      expect(wider, `at ${width} pixels`).toBe(0);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    }
  });

  test('has no control that lies over another where it is narrow', async () => {
    await openReady({ width: 700, height: 500 });
    for (const width of [700, 690, 640, 600, 440]) {
      await page.setViewportSize({ width, height: 500 });
      await page.waitForTimeout(150);
      const squeezed = await page
        .locator('.toolbar > .group')
        .evaluateAll(
          (groups) => groups.filter((each) => each.scrollWidth > each.clientWidth).length,
        );
      expect(squeezed, `at ${width} pixels`).toBe(0);
    }
  });

  test('is walked through by keyboard; Escape gives the focus back', async () => {
    await openReady();
    await button('HDU list').focus();
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toBe('HDU');
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toBe('Stretch: linear');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await expect.poll(focused).toBeNull();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Escape');
    expect(await focused()).toMatch(/^Stretch: (sqrt|squared)$/);
    expect(await page.locator('.popover:popover-open').count()).toBe(0);
  });

  test('changes the stretch, its parameter and the colour map', async () => {
    await openReady();
    await button(/^Stretch/).click();
    await radio('log').click();
    const a = page.getByRole('textbox', { name: 'Parameter a of the stretch' });
    await a.fill('10');
    await a.press('Enter');
    await a.fill('-1');
    await a.press('Enter');
    expect(await page.locator('.popover vscode-text-field.invalid').count()).toBe(1);
    await a.press('Escape');
    await button(/^Colours/).click();
    await radio('viridis').click();
    await page.getByRole('checkbox', { name: 'Inverted' }).click();
    await page.keyboard.press('Escape');
    expect(await page.locator('.colour-bar').getAttribute('title')).toContain('viridis, inverted');
  });

  test('takes a percentage, and limits in the menu where it is narrow', async () => {
    await openReady({ width: 700, height: 600 });
    await button(/^Display limits/).click();
    await radio('other percentage…').click();
    const share = page.getByRole('textbox', { name: /^Percentage/ });
    // It stays for the number, although the picture is drawn anew meanwhile.
    await harness(page, (window) => window.settings(1));
    await page.waitForTimeout(100);
    await share.fill('97');
    await share.press('Enter');
    await button('Display limits: 97 %').waitFor();
    const low = page.getByRole('textbox', { name: 'Lower display limit' });
    await low.fill('1.5');
    await low.press('Enter');
    await expect.poll(async () => (await canvasData(page))['low']).toBe('1.5');
    await button('Display limits: typed').waitFor();
  });
});

describe('the colour bar', () => {
  test('has its own place and is hidden with K', async () => {
    await openReady();
    const bar = page.locator('.colour-bar');
    const stage = await page.locator('.stage').boundingBox();
    const box = await bar.boundingBox();
    expect(box?.y).toBe((stage?.y ?? 0) + (stage?.height ?? 0));
    expect(box?.height).toBe(34);
    await page.keyboard.press('k');
    await expect.poll(() => bar.isVisible()).toBe(false);
  });

  test('says the limits at its ends, and the unit', async () => {
    await openReady();
    const { low, high } = await canvasData(page);
    const ticks = await page.locator('.colour-tick').allInnerTexts();
    expect(Number(ticks[0])).toBeCloseTo(Number(low), 2);
    expect(Number(ticks.at(-1))).toBeCloseTo(Number(high), 2);
    expect(ticks.length).toBeGreaterThanOrEqual(5);
    expect(await page.locator('.colour-unit').innerText()).toBe('MJy/sr');
  });
});

describe('the overview of the keys', () => {
  test('opens and closes with ?, gives the focus back, and lets keys through', async () => {
    await openReady();
    await page.locator('.picture').focus();
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keys and gestures' });
    expect(await help.isVisible()).toBe(true);
    await page.keyboard.press('s');
    await expect.poll(() => page.locator('.panel-structure').isVisible()).toBe(false);
    await page.keyboard.press('?');
    expect(await help.isVisible()).toBe(false);
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('picture');
    await page.keyboard.press('?');
    await page.keyboard.press('Escape');
    expect(await help.isVisible()).toBe(false);
    await page.keyboard.press('?');
    await page.locator('.picture').focus();
    await page.keyboard.press('Escape');
    expect(await help.isVisible()).toBe(false);
  });
});

describe('an exported picture', () => {
  test('is what is on the screen, and tells what it shows', async () => {
    await openReady({ width: 900, height: 600 });
    // What the viewer posts passes through here on its way to the stand.
    await page.evaluate(() => {
      const clone = window.structuredClone;
      const watching = (value: unknown): unknown => {
        const { messages = [value] } = value as { messages?: unknown[] };
        for (const message of messages) {
          const { method, params } = message as { method?: string; params?: { data: Uint8Array } };
          if (method === 'save' && params !== undefined) {
            const png = [...params.data];
            Object.assign(window, { png });
            void createImageBitmap(new Blob([params.data as BlobPart])).then(({ width, height }) =>
              Object.assign(window, { decoded: [width, height] }),
            );
          }
        }
        return clone(value);
      };
      Object.assign(window, { structuredClone: watching });
    });
    await page.keyboard.press('e');
    await expect.poll(() => page.evaluate('window.decoded'), { timeout: 10_000 }).toBeDefined();
    const file = Buffer.from((await page.evaluate('window.png')) as number[]);
    const size = (await page.evaluate('window.decoded')) as number[];
    const stage = await page.locator('.picture').boundingBox();
    const shot = decodePng(
      await page.screenshot({
        clip: {
          x: stage?.x ?? 0,
          y: stage?.y ?? 0,
          width: stage?.width ?? 0,
          height: (stage?.height ?? 0) + 34,
        },
      }),
    );
    const picture = decodePng(file);
    expect(size).toEqual([picture.width, picture.height]);
    expect([picture.width, picture.height]).toEqual([shot.width, shot.height]);
    const ofCanvas = picture.width * (picture.height - 34) * 3;
    expect(Buffer.compare(picture.rgb.subarray(0, ofCanvas), shot.rgb.subarray(0, ofCanvas))).toBe(
      0,
    );
    expect(file.toString('latin1')).toContain('HDU: SCI');
    expect(file.toString('latin1')).toContain('Stretch: linear');
    expect((await harness(page, (window) => window.stand.saved))[0]).toMatch(
      /^jw02739001001_02105_00001_nrca1_rate_SCI\.png \d+$/,
    );
  });
});

describe('a key held down', () => {
  test('steps on, but switches and exports once', async () => {
    await openReady();
    for (const key of ['e', 'k', '.']) {
      for (let times = 0; times < 3; times++) {
        await page.keyboard.down(key);
      }
      await page.keyboard.up(key);
    }
    await expect.poll(() => harness(page, (window) => window.stand.saved.length)).toBe(1);
    expect(await page.locator('.colour-bar').isVisible()).toBe(false);
    await expect.poll(async () => (await canvasData(page))['bias']).toBe('0.56');
    await page.waitForTimeout(300);
    expect(await harness(page, (window) => window.stand.saved.length)).toBe(1);
  });
});

describe('the readout', () => {
  test('counts from the other number at a click', async () => {
    await openReady();
    await button('FITS pixel').click();
    await button('pixel (0-based)').waitFor();
  });

  test('says where the pixel is on the sky, in either form', async () => {
    await openReady();
    await page.mouse.move(640, 400);
    const sky = page.locator('.readout [data-field="sky"]');
    await expect.poll(() => sky.textContent()).toMatch(/^10h21m[\d.]+s \+41d12m[\d.]+s$/);
    expect(await page.locator('.readout [data-field="frame"]').textContent()).toBe('ICRS');
    // By keys: the pointer would leave its pixel.
    await sky.press('Enter');
    await expect.poll(() => sky.textContent()).toMatch(/^150\.\d{4} \+2\.\d{4}$/);
  });

  test('tells a value that has come to rest to screen readers', async () => {
    await openReady();
    await page.mouse.move(640, 400);
    const spoken = page.locator('.readout [role="status"]');
    await expect.poll(() => spoken.textContent(), { timeout: 5000 }).toMatch(/^x \d+, y \d+: /);
  });
});
