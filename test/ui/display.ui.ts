import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodePng } from './page/png';
import { expectPicture } from './support/compare';
import type { Look } from './support/colouring';
import { openEditor, sampleFolder, type Editor } from './support/editor';
import { finite, percentile, readSample, readTruth, truePlane } from './support/truth';
import type { HduTruth, TruePlane } from './support/truth';
import { Viewer } from './support/viewer';
import {
  closeAllEditors,
  listedNotification,
  openSidebar,
  patience,
  quickInput,
  runCommand,
  treeItem,
  waitForWorkbench,
} from './support/workbench';

const key = 'jwst/public/jw99999/jw99999001001/jw99999001001_02101_00001_nrcalong_rate.fits';
const name = basename(key);
const sci = readTruth(key).hdus[1] as HduTruth;
const image = sci.image as NonNullable<HduTruth['image']>;
const plane: TruePlane = truePlane(readSample(key), sci);
const values = finite(plane);
const zscale = sci.zscale as readonly [number, number];

/** A person's way through everything that changes how a picture is displayed; each test goes on from the last. */
describe('the display of a picture', () => {
  let editor: Editor;
  let viewer: Viewer;
  beforeAll(async () => {
    editor = await openEditor({ files: [join(sampleFolder, key)] });
    // Before it knows of the extension, VS Code opens FITS files as text.
    await openSidebar(editor.page);
    await treeItem(editor.page, 'Sample sky data').waitFor({ timeout: patience });
  });
  afterAll(() => editor.close());

  const open = async (): Promise<void> => {
    await openSidebar(editor.page, 'Explorer');
    await explorerItem().click();
    viewer = await Viewer.shown(editor.page);
    await viewer.ready({ hdu: 1 });
  };
  const explorerItem = (): Locator =>
    editor.page.locator('.explorer-folders-view [role="treeitem"]').filter({ hasText: name });
  const expectLook = async (look: Look): Promise<void> => {
    await expectPicture(viewer, plane, look);
  };
  const limits = async (): Promise<readonly [number, number]> => [
    await viewer.figure('low'),
    await viewer.figure('high'),
  ];

  test('a file of the workspace opens with zscale, in greys', async () => {
    await open();
    await viewer.run('Zoom', '1:1');
    await viewer.ready({ hdu: 1, zoom: 1, kind: 'exact', stretch: 'linear', colours: 'grey' });
    await expectLook({ limits: zscale });
  });

  test.each([
    ['asinh', 'viridis', false],
    ['sqrt', 'a', false],
    ['log', 'heat', true],
    ['squared', 'grey', true],
    ['power', 'viridis', true],
  ] as const)(
    '%s with %s, inverted: %s, from the menus: every pixel',
    async (stretch, colours, inverted) => {
      await viewer.choose('Stretch', stretch);
      await viewer.choose('Colours', colours);
      if (inverted !== ((await viewer.says('inverted')) === 'true')) {
        await viewer.openMenu('Colours');
        await viewer.frame.getByRole('checkbox', { name: 'Inverted' }).click();
        await viewer.closeMenu();
      }
      await viewer.ready({ stretch, colours, inverted: String(inverted) });
      await expectLook({ limits: zscale, stretch, colours, inverted });
    },
  );

  test('99.5 %, 95 % and any other share are numpy’s percentiles of the values', async () => {
    for (const percent of [99.5, 95]) {
      await viewer.choose('Display limits', `${percent} %`);
      const tail = (100 - percent) / 2;
      const wanted = [percentile(values, tail), percentile(values, 100 - tail)] as const;
      await expect.poll(limits).toEqual(wanted.map(Math.fround));
      await expectLook({ limits: wanted, stretch: 'power', colours: 'viridis', inverted: true });
    }
    await viewer.openMenu('Display limits');
    await viewer.frame.getByRole('radio', { name: 'other percentage…' }).click();
    const share = viewer.input('Percentage of the values between the limits');
    await share.fill('97.3');
    await share.press('Enter');
    await viewer.closeMenu();
    await expect.poll(async () => (await limits())[0]).toBeCloseTo(percentile(values, 1.35), 9);
    expect((await limits())[1]).toBeCloseTo(percentile(values, 98.65), 6);
  });

  test('limits that are typed', async () => {
    await viewer.typeLimits('0.0105', '3e-2');
    await viewer.ready({ low: 0.0105, high: 0.03 });
    await viewer.choose('Stretch', 'asinh');
    await viewer.ready({ stretch: 'asinh' });
    await expectLook({
      limits: [0.0105, 0.03],
      stretch: 'asinh',
      colours: 'viridis',
      inverted: true,
    });
  });

  test('histogram equalisation is brighter wherever the value is larger', async () => {
    await viewer.choose('Stretch', 'histogram equalisation');
    await viewer.choose('Colours', 'grey');
    await viewer.choose('Display limits', 'min–max');
    await viewer.press('i');
    await viewer.ready({ stretch: 'histogram', colours: 'grey', inverted: 'false' });
    await expect.poll(limits).toEqual([image.min, image.max]);
    // On the picture, so that no ring marks where the keys look.
    const { x: side, y: top } = await viewer.box();
    await viewer.page.mouse.move(side + 5, top + 5);
    const shot = await viewer.shoot();
    const left = await viewer.figure('left');
    const bottom = await viewer.figure('bottom');
    const seen: { readonly value: number; readonly grey: number }[] = [];
    for (let y = 0; y < plane.height; y++) {
      for (let x = 0; x < plane.width; x++) {
        const [grey] = shot.at(left + x, shot.height - 1 - bottom - y);
        if (!Number.isNaN(plane.at(x, y))) seen.push({ value: plane.at(x, y), grey });
      }
    }
    seen.sort((a, b) => a.value - b.value || a.grey - b.grey);
    expect(seen.filter(({ grey }, i) => grey < (seen[i - 1]?.grey ?? 0))).toEqual([]);
    // Each grey has about as many pixels as any other.
    const middle = seen[seen.length >> 1]?.grey ?? 0;
    expect(Math.abs(middle - 127.5)).toBeLessThan(3);
  });

  test('turned and mirrored, every pixel is in its place, and so is the readout', async () => {
    await viewer.choose('Display limits', 'zscale');
    await viewer.choose('Stretch', 'linear');
    const look: Look = { limits: zscale };
    for (const [command, turns, flipped] of [
      ['Rotate left', 1, false],
      ['Flip left to right', 3, true],
      ['Rotate right', 2, true],
    ] as const) {
      await viewer.run('Tools', command);
      await viewer.ready({ turns, flipped: String(flipped), stretch: 'linear' });
      await expectLook(look);
      for (const [x, y] of [
        [0, 0],
        [200, 31],
      ] as const) {
        await viewer.hover(x, y);
        await expectReadout(x, y);
      }
    }
    await viewer.press('f', 'r', 'r');
    await viewer.ready({ turns: 0, flipped: 'false' });
  });

  const expectReadout = async (x: number, y: number, origin = 1): Promise<void> => {
    await expect.poll(() => viewer.field('x').innerText()).toBe(String(x + origin));
    await expect.poll(() => viewer.field('y').innerText()).toBe(String(y + origin));
    await expect
      .poll(async () => Math.fround(Number(await viewer.field('value').innerText())))
      .toBe(plane.at(x, y));
  };

  test('the right button drags contrast and bias; a double click puts them back', async () => {
    const { page } = editor;
    const { x, y, width, height } = await viewer.box();
    const [right, up] = [-60, 70];
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down({ button: 'right' });
    await page.mouse.move(x + width / 2 + right, y + height / 2 - up, { steps: 5 });
    await page.mouse.up({ button: 'right' });
    const contrast = 1 + (10 * up) / height;
    const bias = 0.5 + right / width;
    await expect.poll(() => viewer.figure('contrast')).toBeCloseTo(contrast, 9);
    expect(await viewer.figure('bias')).toBeCloseTo(bias, 9);
    await expectLook({ limits: zscale, contrast, bias });
    await page.mouse.dblclick(x + width / 2, y + height / 2, { button: 'right' });
    await viewer.ready({ contrast: 1, bias: 0.5 });
    await expectLook({ limits: zscale });
  });

  test('a box that is drawn is what is seen', async () => {
    const { page } = editor;
    await viewer.run('Zoom', 'Zoom to a box');
    await page.mouse.move(...(await viewer.placeOf(100, 100)));
    await page.mouse.down();
    await page.mouse.move(...(await viewer.placeOf(131, 115)), { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => viewer.figure('zoom')).toBeGreaterThan(8);
    await viewer.ready({ kind: 'exact' });
    await expectLook({ limits: zscale });
    await viewer.hover(115, 107);
    await expectReadout(115, 107);
    await viewer.run('Zoom', '1:1');
    await viewer.ready({ zoom: 1 });
    await viewer.run('Zoom', 'Fit');
    await viewer.ready({ zoom: 2 });
  });

  test('a pinned crosshair keeps its pixel; Shift and the arrows move it', async () => {
    await viewer.run('Tools', 'Crosshair');
    await viewer.ready({ crosshair: 'pointer' });
    await editor.page.mouse.click(...(await viewer.placeOf(77, 150)));
    await viewer.ready({ crosshair: '77,150' });
    await viewer.hover(10, 10);
    await expectReadout(77, 150);
    await viewer.press('Shift+ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowUp');
    await viewer.ready({ crosshair: '79,151' });
    await expectReadout(79, 151);
  });

  test('the table has the exact values around it, y up', async () => {
    const panel = await viewer.showTab('Pixels');
    const cells = panel.locator('table.pixels td[title]');
    await panel.locator('td[aria-current="true"]').waitFor({ timeout: patience });
    const texts = await cells.evaluateAll((found) => found.map(({ title }) => String(title)));
    const side = Math.sqrt(texts.length);
    expect(side).toBeGreaterThanOrEqual(5);
    const reach = (side - 1) / 2;
    texts.forEach((text, at) => {
      const [x, y] = [79 - reach + (at % side), 151 + reach - Math.floor(at / side)];
      const [place, value] = text.split(': ');
      expect(place).toBe(`(${x + 1}, ${y + 1})`);
      expect(Math.fround(Number(value))).toBe(plane.at(x, y));
    });
  });

  test('pixels are counted from 0 at a click, here and in the settings', async () => {
    const { workspace } = editor;
    const settings = join(dirname(workspace), 'profile', 'data', 'User', 'settings.json');
    const stored = (): string => readFileSync(settings, 'utf8');
    await viewer.button('FITS pixel').click();
    await expectReadout(79, 151, 0);
    await expect.poll(stored, { timeout: patience }).toContain('"skybucket.pixelOrigin": 0');
    const table = viewer.frame.locator('table.pixels td[aria-current="true"]');
    await expect.poll(() => table.getAttribute('title')).toMatch(/^\(79, 151\): /);
    await viewer.button('pixel (0-based)').click();
    await expectReadout(79, 151);
    await expect.poll(stored, { timeout: patience }).not.toContain('"skybucket.pixelOrigin": 0');
  });

  test('the statistics are those of all pixels', async () => {
    const panel = await viewer.showTab('Statistics');
    const table = panel.getByRole('table', { name: 'Statistics of the image', exact: true });
    const cell = (row: string): Locator => table.locator(`[data-row="${row}"] td`);
    const exact = async (row: string): Promise<number> =>
      Number(await cell(row).getAttribute('title'));
    await cell('Sum').waitFor({ timeout: patience });
    const sum = values.reduce((a, b) => a + b, 0);
    const mean = sum / values.length;
    const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
    expect(await exact('Pixels')).toBe(plane.width * plane.height);
    expect(await exact('Missing (NaN)')).toBe(plane.width * plane.height - values.length);
    expect(await exact('Minimum')).toBe(image.min);
    expect(await exact('Maximum')).toBe(image.max);
    expect((await exact('Mean')) / mean).toBeCloseTo(1, 12);
    expect((await exact('Standard deviation')) / Math.sqrt(variance)).toBeCloseTo(1, 12);
    expect((await exact('Sum')) / sum).toBeCloseTo(1, 12);
    expect(await exact('Median')).toBe(percentile(values, 50));
    // A click goes to the brightest pixel.
    const link = cell('Maximum').getByRole('button');
    const [x = 0, y = 0] = (await link.innerText()).match(/\d+/g)?.map((n) => Number(n) - 1) ?? [];
    expect(plane.at(x, y)).toBe(image.max);
    await link.click();
    await viewer.ready({ crosshair: `${x},${y}` });
    await expectReadout(x, y);
  });

  test('the limits move on the histogram by keyboard, and the picture with them', async () => {
    await viewer.press('c');
    await viewer.ready({ crosshair: 'none' });
    const panel = await viewer.showTab('Histogram');
    const high = panel.getByRole('slider', { name: 'High limit' });
    await high.waitFor({ timeout: patience });
    const width = async (): Promise<number> =>
      Number(await high.getAttribute('aria-valuemax')) -
      Number(await high.getAttribute('aria-valuemin'));
    // The brightest stars are far away from what is seen of the sky, and out of sight at first.
    const before = await width();
    expect(before).toBeLessThan(12 * (zscale[1] - zscale[0]));
    // A range that was chosen stays while the limits move.
    await viewer.button('Narrower range').click();
    await expect.poll(width).toBeLessThan(before);
    const [fine, coarse] = [(await width()) / 200, (await width()) / 20];
    await high.press('PageDown');
    await expect.poll(() => viewer.figure('high')).toBeCloseTo(zscale[1] - coarse, 9);
    await panel.getByRole('slider', { name: 'Low limit' }).press('ArrowRight');
    await expect.poll(() => viewer.figure('low')).toBeCloseTo(zscale[0] + fine, 9);
    expect(await viewer.figure('high')).toBeCloseTo(zscale[1] - coarse, 9);
    await expectLook({ limits: await limits() });
    await viewer.frame
      .getByRole('button', { name: 'Display limits: typed' })
      .waitFor({ timeout: patience });
    expect(await panel.locator('[data-field="of"]').innerText()).toContain('65,536');
  });

  test('? opens the overview of the keys and closes it; so does Escape', async () => {
    const help = viewer.frame.getByRole('dialog', { name: 'Keys and gestures' });
    for (const close of ['?', 'Escape']) {
      await viewer.press('?');
      await help.waitFor({ timeout: patience });
      expect(await help.innerText()).toContain('Rotate left, right');
      await editor.page.keyboard.press(close);
      await help.waitFor({ state: 'hidden', timeout: patience });
      // The picture has the keys again.
      await editor.page.keyboard.press('n');
      await viewer.ready({ colours: 'heat' });
      await editor.page.keyboard.press('Shift+N');
      await viewer.ready({ colours: 'grey' });
    }
  });

  test('“Export PNG…” writes what is on the screen', async () => {
    const { page, workspace } = editor;
    await viewer.run('More', 'Export PNG…');
    const field = quickInput(page);
    await expect.poll(() => field.inputValue(), { timeout: patience }).toMatch(/_SCI\.png$/);
    const file = join(workspace, 'picture.png');
    await field.fill(file);
    await page.keyboard.press('Enter');
    await expect.poll(() => existsSync(file), { timeout: patience }).toBe(true);
    const png = decodePng(readFileSync(file));
    const size = await viewer.shoot();
    expect(png.width).toBe(size.width);
    // Below is the colour bar.
    expect(png.height).toBeGreaterThan(size.height);
    const different = async (): Promise<number> => {
      const shot = await viewer.shoot();
      let count = 0;
      // The outermost pixels may show the ring of the focus.
      for (let row = 1; row < shot.height - 1; row++) {
        for (let column = 1; column < shot.width - 1; column++) {
          const at = 3 * (row * png.width + column);
          const written = png.rgb.subarray(at, at + 3).join();
          count += Number(written !== shot.at(column, row).join());
        }
      }
      return count;
    };
    // The dialog fades away over the picture.
    await expect.poll(different, { timeout: patience }).toBe(0);
    await listedNotification(page, 'Exported picture.png');
  });

  /** What a person would have to set anew. */
  const state = async (of = viewer): Promise<Record<string, string>> =>
    Object.fromEntries(
      await Promise.all(
        [
          ...['hdu', 'low', 'high', 'stretch', 'colours', 'inverted', 'contrast', 'bias'],
          ...['turns', 'flipped', 'crosshair', 'zoom', 'centre'],
        ].map(async (mark) => [mark, await of.says(mark)] as const),
      ),
    );

  /**
   * The viewer says what is to be kept a moment after the last change, and VS Code writes it down a
   * moment later; neither tells when.
   */
  const kept = (): Promise<void> => editor.page.waitForTimeout(2000);

  test('all of this is there again when the file is opened again', async () => {
    await viewer.choose('Colours', 'a');
    await viewer.choose('Stretch', 'sqrt');
    await viewer.press('c', 'r', '.', '<', '1');
    await editor.page.mouse.click(...(await viewer.placeOf(130, 128)));
    await viewer.ready({ stretch: 'sqrt', colours: 'a', crosshair: '130,128', turns: 1, zoom: 1 });
    const before = await state();
    await kept();
    await closeAllEditors(editor.page);
    await viewer.canvas.waitFor({ state: 'detached', timeout: patience });
    await open();
    await viewer.ready({ zoom: 1 });
    await expect.poll(state).toEqual(before);
    await viewer.frame.getByRole('tabpanel', { name: 'Histogram' }).waitFor({ timeout: patience });
  });

  test('… and after the window was reloaded', async () => {
    const { page } = editor;
    await viewer.choose('Colours', 'viridis');
    await viewer.press('f');
    await viewer.ready({ colours: 'viridis', flipped: 'true' });
    const before = await state();
    await kept();
    await runCommand(page, 'Developer: Reload Window');
    await viewer.canvas.waitFor({ state: 'detached', timeout: patience });
    await waitForWorkbench(page);
    viewer = await Viewer.shown(page);
    await viewer.ready({ hdu: 1, zoom: 1 });
    await expect.poll(state).toEqual(before);
  });

  test('two editors of the file begin alike and go on apart', async () => {
    const { page } = editor;
    await page.setViewportSize({ width: 2200, height: 900 });
    const before = await state();
    await runCommand(page, 'View: Split Editor Right');
    const [left, right] = (await Viewer.all(page, 2)) as [Viewer, Viewer];
    for (const each of [left, right]) await each.ready({ hdu: 1, zoom: 1 });
    const alike = { ...before, centre: expect.anything() as unknown };
    await expect.poll(() => state(right)).toEqual(alike);
    // By the menu: the frame of a picture that has the focus lies over its outermost pixels.
    await right.run('Tools', 'Crosshair');
    await right.choose('Colours', 'heat');
    await right.choose('Display limits', 'min–max');
    await right.ready({ colours: 'heat', high: image.max });
    expect(await state(left)).toEqual(alike);
    const { contrast, bias } = {
      contrast: Number(before['contrast']),
      bias: Number(before['bias']),
    };
    const look = { stretch: 'sqrt', contrast, bias } as const;
    await expectPicture(right, plane, { ...look, limits: [image.min, image.max], colours: 'heat' });
    await left.run('Tools', 'Crosshair');
    const own = [Number(before['low']), Number(before['high'])] as const;
    await expectPicture(left, plane, { ...look, limits: own, colours: 'viridis' });
  });
});
