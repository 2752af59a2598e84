import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { LinkedView, LinkNews } from '../../../src/protocol/match';
import type { Assets, OpenOptions } from './browser';
import { bundle, harness, launch, openViewer } from './browser';
import { hasFocus } from './focus';
import { SCALE, skyOf } from './match-host';
import type { MatchWindow } from './match-page';

let browser: Browser;
let assets: Assets;
let page: Page;

beforeAll(async () => {
  const root = join(import.meta.dirname, '../../..');
  [assets, browser] = await Promise.all([bundle(root, 'test/ui/page/match-page.ts'), launch()]);
});
afterAll(() => browser.close());
afterEach(async () => {
  const violations = await harness(page, (window) => window.violations);
  await page.close();
  expect(violations, 'the content security policy').toEqual([]);
});

/** Runs in the page; `read` may use nothing of the test. */
const inPage = <T>(read: (window: MatchWindow) => T): Promise<T> =>
  page.evaluate<T>(`(${read.toString()})(window)`);
const canvas = (): Locator => page.locator('canvas.picture');
const button = (): Locator => page.getByRole('button', { name: /^Compare/ });
const choice = (name: string): Locator => page.getByRole('radio', { name, exact: true });
const badge = (): Locator => page.locator('.match-side.match-on');
const field = (name: string): Promise<string> => page.locator(`[data-field="${name}"]`).innerText();
const asked = (of: string): Promise<number> =>
  inPage((window) => [...window.stand.asked]).then(
    (all) => all.filter((each) => each.startsWith(of)).length,
  );
const told = () => inPage((window) => [...window.stand.told]);

async function open(query = '', options: OpenOptions = {}): Promise<void> {
  page = await openViewer(browser, assets, { query, width: 640, height: 420, ...options });
  await page.waitForSelector('canvas[data-state="ready"]');
}

async function choose(name: string): Promise<void> {
  await button().click();
  await choice(name).click();
  await page.keyboard.press('Escape');
}

async function matched(): Promise<void> {
  await open();
  await choose('SCI · jw01234_nrcb_i2d.fits');
  await expect.poll(() => badge().innerText()).toMatch(/^A\s*SCI$/);
  await expect.poll(() => asked('overview a-random-id 1')).toBe(1);
}

describe('comparing with another picture', () => {
  test('offers the images of this file and of the others', async () => {
    await open();
    await button().click();
    const rows = page.getByRole('radio');
    await expect
      .poll(() => rows.evaluateAll((all) => all.map((row) => row.getAttribute('aria-label'))))
      .toEqual(['None', 'ERR', 'SCI · jw01234_nrcb_i2d.fits', 'ELSEWHERE · jw01234_nrcb_i2d.fits']);
    await expect.poll(() => choice('None').getAttribute('aria-checked')).toBe('true');
    // The focus comes a moment after the menu.
    await expect.poll(() => hasFocus(choice('None'))).toBe(true);
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => hasFocus(choice('ERR'))).toBe(true);
    expect(await asked('plane')).toBe(0);
    await page.keyboard.press('Enter');
    await expect.poll(() => asked('overview own 2')).toBe(1);
  });

  test('says what to do where there is no other', async () => {
    await open('alone');
    await inPage((window) => window.matching.setLines([]));
    await button().click();
    await expect
      .poll(() => page.locator('.match-none').innerText())
      .toBe('No other image is open. Open another one in a tab of its own to compare it.');
  });

  test('shows the other one at once, with limits of its own', async () => {
    await matched();
    await expect.poll(() => inPage((window) => window.picture.limits)).toEqual({ low: 0, high: 1 });
    const before = await inPage((window) => window.colourAt(20, 20));
    // In one task: nothing is asked for between.
    const { colour, limits, requests } = await inPage((window) => {
      const count = window.stand.asked.length;
      window.matching.toggle();
      const shown = window.colourAt(20, 20);
      return {
        colour: shown,
        limits: window.picture.limits,
        requests: window.stand.asked.slice(count).filter((each) => !each.startsWith('value')),
      };
    });
    expect(limits).toEqual({ low: 60, high: 360 });
    expect(requests).toEqual([]);
    expect(colour).not.toEqual(before);
    await expect.poll(() => badge().innerText()).toMatch(/^B\s*SCI · jw01234/);
    await inPage((window) => window.matching.toggle());
    await expect.poll(() => inPage((window) => window.colourAt(20, 20))).toEqual(before);
  });

  test('tells the values of the one that is shown', async () => {
    await matched();
    const box = await canvas().boundingBox();
    await page.mouse.move((box?.x ?? 0) + 200, (box?.y ?? 0) + 200);
    await expect.poll(() => field('value')).toMatch(/^0\.\d+/);
    await inPage((window) => window.matching.toggle());
    await expect.poll(() => field('value')).toMatch(/^[1-9]\d+/);
    await expect
      .poll(() => inPage((window) => window.matching.shownRef?.match?.file))
      .toBe('a-random-id');
  });

  test('keeps a stretch for each', async () => {
    await matched();
    await inPage((window) => window.matching.toggle());
    await inPage((window) => window.display.change({ stretch: 'log' }));
    await inPage((window) => window.matching.toggle());
    await expect.poll(() => inPage((window) => window.display.current.stretch)).toBe('linear');
    await inPage((window) => window.matching.toggle());
    await expect.poll(() => inPage((window) => window.display.current.stretch)).toBe('log');
    await expect.poll(() => inPage((window) => window.matching.ownLook.stretch)).toBe('linear');
    // Another plane of the image: it is shown as the image was.
    await inPage((window) => window.show());
    await expect.poll(() => inPage((window) => window.display.current.stretch)).toBe('linear');
    await expect.poll(() => asked('overview a-random-id 1')).toBe(2);
  });

  test('keeps limits for each, from one plane to the next', async () => {
    await matched();
    const limits = () => inPage((window) => window.picture.limits);
    const keptLimits = () => inPage((window) => window.matching.state.limits);
    await inPage((window) => window.matching.toggle());
    await inPage((window) => window.picture.chooseLimits({ low: 100, high: 200 }));
    await expect.poll(keptLimits).toEqual({ low: 100, high: 200 });
    // Another plane of the image, while the second picture is shown.
    await inPage((window) => window.show());
    await expect.poll(limits).toEqual({ low: 0, high: 1 });
    await expect.poll(() => asked('overview a-random-id 1')).toBe(2);
    await inPage((window) => window.matching.toggle());
    expect(await limits()).toEqual({ low: 100, high: 200 });
    // They say nothing about another picture.
    await choose('ERR');
    await expect.poll(() => asked('overview own 2')).toBe(1);
    expect(await keptLimits()).toBeUndefined();
    await inPage((window) => window.matching.toggle());
    await expect.poll(limits).toEqual({ low: 60, high: 360 });
  });

  test('blinks by itself until it is toggled by hand', async () => {
    await matched();
    await button().click();
    await page.getByRole('slider', { name: 'Every' }).fill('0.25');
    await page.getByRole('checkbox', { name: 'Blink' }).click();
    await expect.poll(() => badge().innerText()).toMatch(/^B/);
    await expect.poll(() => badge().innerText()).toMatch(/^A/);
    await expect.poll(() => badge().innerText()).toMatch(/^B/);
    await inPage((window) => window.matching.toggle());
    expect(await inPage((window) => window.matching.blinking)).toBe(false);
    await expect
      .poll(() => page.getByRole('checkbox', { name: 'Blink' }).getAttribute('aria-checked'))
      .toBe('false');
    // Both are read once, however often they are shown.
    expect(await asked('overview')).toBe(2);
  });

  test('says why it cannot', async () => {
    await open();
    await button().click();
    await choice('ELSEWHERE · jw01234_nrcb_i2d.fits').click();
    await expect.poll(() => page.locator('.match-note').innerText()).toContain('does not overlap');
    // Once: not over the picture too.
    expect(await inPage((window) => window.said.length)).toBe(0);
    await page.keyboard.press('Escape');
    await inPage((window) => window.show());
    await expect
      .poll(() => inPage((window) => window.said.at(-1)))
      .toContain('does not overlap this image');
    await expect.poll(() => page.locator('.match-badges').isHidden()).toBe(true);
    await button().click();
    await expect.poll(() => page.locator('.match-note').innerText()).toContain('does not overlap');
  });

  test('ends with the choice of none', async () => {
    await matched();
    await choose('None');
    await expect.poll(() => page.locator('.match-badges').isHidden()).toBe(true);
    expect(await inPage((window) => window.picture.partner)).toBeUndefined();
    expect(await inPage((window) => window.matching.toggle())).toBe(false);
  });

  test('follows a file that was read anew, and keeps one that was closed', async () => {
    await matched();
    await inPage((window) => {
      const [file] = window.stand.files;
      window.stand.files = file === undefined ? [] : [{ ...file, id: 'another-id' }];
      window.stand.emit('openFilesChanged', null);
    });
    await expect.poll(() => asked('overview another-id 1')).toBe(1);
    await inPage((window) => {
      window.stand.files = [];
      window.stand.emit('openFilesChanged', null);
    });
    await expect.poll(() => inPage((window) => window.matching.shownName)).toBe('SCI');
    expect(await inPage((window) => window.picture.partner?.ref.match?.file)).toBe('another-id');
  });

  test('is found again by another page', async () => {
    await open('alone');
    await inPage((window) =>
      window.matching.restore({
        choice: { title: 'jw01234_nrcb_i2d.fits', hdu: 1 },
        interval: 99,
        linked: 'yes',
        look: { stretch: 'nonsense' },
        limits: { low: 100, high: 200 },
      }),
    );
    expect(await inPage((window) => window.picture.partner)).toBeUndefined();
    const state = await inPage((window) => window.matching.state);
    expect(state).toMatchObject({ choice: { hdu: 1 }, interval: 4, linked: false });
    await page.evaluate(
      (lines) => {
        const window = globalThis as unknown as MatchWindow;
        window.stand.files = [{ id: 'new', title: 'jw01234_nrcb_i2d.fits', lines }];
        window.stand.emit('openFilesChanged', null);
      },
      [
        {
          ...{ index: 1, name: 'SCI', version: 1, type: 'ImageHDU', cards: 1 },
          ...{ dimensions: '', format: '', picture: 'yes' as const, table: false, line: false },
        },
      ],
    );
    await expect.poll(() => asked('overview new 1')).toBe(1);
    await inPage((window) => window.matching.toggle());
    expect(await inPage((window) => window.picture.limits)).toEqual({ low: 100, high: 200 });
  });
});

describe('linked views', () => {
  /** Linked with one other viewer; it has told that one where it looks. */
  async function linked(): Promise<void> {
    await open();
    await inPage((window) => window.matching.toggleLinked());
    await expect
      .poll(() => inPage((window) => window.matching.state))
      .toMatchObject({ linked: true });
    await expect.poll(async () => (await told()).length).toBe(1);
  }
  /** Another viewer is moved, and points somewhere. */
  const follow = (news: LinkNews): Promise<void> =>
    page.evaluate((each) => {
      (globalThis as unknown as MatchWindow).stand.link(1, each);
    }, news);
  const viewAt = (pixel: readonly [number, number], zoom: number): LinkedView => {
    const [longitude, latitude] = skyOf(pixel);
    return { longitude, latitude, scale: SCALE / zoom };
  };
  const centre = (): Promise<number | undefined> =>
    inPage((window) => window.picture.camera.centre?.[0]);

  test('tell where they look', async () => {
    await linked();
    await inPage((window) => window.picture.look({ centre: [100, 90], zoom: 4 }));
    await expect
      .poll(async () => (await told()).at(-1)?.view?.longitude)
      .toBeCloseTo(skyOf([100, 90])[0], 9);
    const view = (await told()).at(-1)?.view;
    expect(view?.latitude).toBeCloseTo(skyOf([100, 90])[1], 9);
    expect(view?.scale).toBeCloseTo(SCALE / 4, 9);
    const box = await canvas().boundingBox();
    await page.mouse.move((box?.x ?? 0) + 100, (box?.y ?? 0) + 100);
    await expect.poll(async () => (await told()).at(-1)?.cursor).toBeDefined();
    // A pointer is no move.
    expect((await told()).at(-1)?.view).toBeUndefined();
    await page.mouse.move((box?.x ?? 0) + 100, (box?.y ?? 0) - 10);
    await expect.poll(async () => (await told()).at(-1)?.cursor).toBeUndefined();
  });

  test('follow, and do not tell it back', async () => {
    await linked();
    await follow({ view: viewAt([180, 60], 3), cursor: skyOf([60, 180]) });
    await expect.poll(centre).toBeCloseTo(180, 4);
    await expect.poll(() => inPage((window) => window.picture.zoom)).toBeCloseTo(3, 4);
    // A later move of this viewer is told; that it had followed was not.
    await inPage((window) => window.picture.zoomTo(2));
    await expect.poll(async () => (await told()).at(-1)?.view?.scale).toBeCloseTo(SCALE / 2, 9);
    expect(await told()).toHaveLength(2);
  });

  test('are not moved by a window of another size', async () => {
    await linked();
    const zoom = await inPage((window) => window.picture.zoom);
    await page.setViewportSize({ width: 200, height: 420 });
    await expect.poll(() => inPage((window) => window.picture.zoom)).not.toBe(zoom);
    await follow({ view: viewAt([180, 60], 3), cursor: undefined });
    await expect.poll(centre).toBeCloseTo(180, 4);
    expect(await told()).toHaveLength(1);
  });

  test('stay where the user moves them while they find out where another one went', async () => {
    await linked();
    // In one task: the answer comes after the move.
    await page.evaluate(
      (view) => {
        const { stand, picture } = globalThis as unknown as MatchWindow;
        stand.link(1, { view, cursor: undefined });
        picture.look({ centre: [100, 90], zoom: 4 });
      },
      viewAt([180, 60], 3),
    );
    await expect.poll(async () => (await told()).length).toBe(2);
    await expect
      .poll(() => inPage((window) => window.picture.chosen))
      .toEqual({ centre: [100, 90], zoom: 4 });
    expect((await told()).at(-1)?.view?.longitude).toBeCloseTo(skyOf([100, 90])[0], 9);
  });

  test('stay where they are while the others look elsewhere', async () => {
    await linked();
    const before = await inPage((window) => window.picture.camera.centre);
    const requests = await asked('toPixels');
    const view = { longitude: 10, latitude: 0, scale: 1e-4 };
    await follow({ view, cursor: undefined });
    await expect.poll(() => asked('toPixels')).toBe(requests + 1);
    expect(await inPage((window) => window.picture.camera.centre)).toEqual(before);
  });

  test('say with how many others they are linked', async () => {
    await linked();
    await inPage((window) => window.stand.link(2, { view: undefined, cursor: undefined }));
    await button().click();
    await expect.poll(() => page.locator('.match-others').innerText()).toBe('with 2 other viewers');
  });
});
