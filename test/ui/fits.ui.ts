import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../scripts/lib/root.mjs';
import { sampleBuckets } from '../support/vscode/sample-settings';
import {
  card,
  concat,
  extensionCards,
  headerBytes,
  imageFile,
  padToBlock,
  stored,
} from '../unit/fits/support/made';
import { expectPicture } from './support/compare';
import { openEditor, type Editor } from './support/editor';
import { Grid } from './support/grid';
import { screenshot, screenshotThemes } from './support/screenshot';
import { trueTable } from './support/true-table';
import { readSample, readTruth, truePlane, type HduTruth, type TruePlane } from './support/truth';
import { Viewer } from './support/viewer';
import { collapseView, expand, openSidebar, patience, treeItem } from './support/workbench';

const bucket = 'skybucket-odd';

/** Every kind of FITS there is beside plain images of two axes; each part opens files of its own. */
describe('FITS', () => {
  let editor: Editor;
  let viewer: Viewer;
  beforeAll(async () => {
    editor = await openEditor({
      settings: {
        'skybucket.buckets': [
          ...(sampleBuckets['skybucket.buckets'] as readonly unknown[]),
          { name: 'Odd files', uri: `s3://${bucket}/`, connection: 'sample' },
        ],
      },
    });
    const files = editor.s3.createBucket(bucket);
    files.put('empty.fits', '');
    files.put('cut-short.fits', readSample(quasarKey).subarray(0, cutAt));
    files.put('hostile.fits', hostile());
    files.put('large.fits.gz', gzipSync(largeFile(), { level: 0 }));
    for (const name of ['sums.fits', 'sums-wrong.fits']) {
      files.put(name, readFileSync(join(root, 'test/fixtures/golden/fits/headers', name)));
    }
    await openSidebar(editor.page);
    await collapseView(editor.page, 'Searches');
    await expand(editor.page, 'My buckets', 'Odd files');
    for (const folder of ['cubes', 'images', 'spectra']) {
      await expand(editor.page, 'My buckets', 'Sample sky data', folder);
    }
  });
  afterAll(() => editor.close());

  const open = async (name: string): Promise<void> => {
    await treeItem(editor.page, name).first().click();
    await editor.page
      .locator('.tabs-container [role="tab"][aria-selected="true"]')
      .filter({ hasText: name })
      .waitFor({ timeout: patience });
    viewer = await Viewer.shown(editor.page);
  };
  const limits = async (): Promise<readonly [number, number]> => [
    await viewer.figure('low'),
    await viewer.figure('high'),
  ];
  /** The readout has the exact value of a pixel; values of float32. */
  const expectValue = async (plane: TruePlane, x: number, y: number): Promise<void> => {
    await viewer.hover(x, y);
    await expect.poll(() => viewer.field('x').innerText()).toBe(String(x + 1));
    await expect.poll(() => viewer.field('y').innerText()).toBe(String(y + 1));
    await expect
      .poll(async () => Math.fround(Number(await viewer.field('value').innerText())))
      .toBe(plane.at(x, y));
  };
  const bytesRead = async (): Promise<number> => {
    await editor.s3.settled();
    return editor.s3.requests.reduce((sum, request) => sum + request.bytes, 0);
  };

  describe('a cube', () => {
    const key = 'cubes/h2-disc.fits';
    const hdu = readTruth(key).hdus[0] as HduTruth;
    const file = readSample(key);
    const last = 23;
    const slice = (): Locator => viewer.frame.getByRole('group', { name: 'Axis 3' });
    const field = (): Locator => slice().getByRole('textbox');
    const at = async (): Promise<number> => Number(await field().inputValue()) - 1;
    const toolButton = (name: string): Locator =>
      slice().getByRole('button', { name, exact: true });

    test('has a bar for its slices, with the wavelength of each', async () => {
      await open('h2-disc.fits');
      await viewer.ready({ hdu: 0, kind: 'exact' });
      expect(await slice().locator('.slice-name').innerText()).toBe('Wavelength');
      expect(await at()).toBe(0);
      expect(await slice().locator('[data-field="world"]').innerText()).toBe('2.1195 µm');
      await screenshotThemes(viewer, 'cube');
      // The bar lies over the picture where that fills the stage.
      await viewer.run('Zoom', '1:1');
      await viewer.ready({ hdu: 0, zoom: 1, kind: 'exact' });
      await expectPicture(viewer, truePlane(file, hdu), { limits: hdu.zscale ?? [0, 1] });
      await expectValue(truePlane(file, hdu), 40, 30);
    });

    test('goes from slice to slice by keys, buttons and typing', async () => {
      await viewer.press('w', 'w', 'w', 'q');
      await expect.poll(at).toBe(2);
      await toolButton('Next on axis 3').click();
      await expect.poll(at).toBe(3);
      await toolButton('Previous on axis 3').click();
      await expect.poll(at).toBe(2);
      await field().fill('14');
      await field().press('Enter');
      await expect.poll(at).toBe(13);
      expect(await slice().locator('[data-field="world"]').innerText()).toBe('2.1221 µm');
      const plane = truePlane(file, hdu, 13);
      await expectValue(plane, 40, 30);
      await expectValue(plane, 12, 33);
      await viewer.ready({ hdu: 0, kind: 'exact' });
      await expectPicture(viewer, plane, { limits: await limits() });
    });

    test('ends at the last slice, and wraps around while it plays', async () => {
      await slice().getByRole('slider').press('End');
      await expect.poll(at).toBe(last);
      await expect.poll(() => toolButton('Next on axis 3').getAttribute('disabled')).not.toBeNull();
      await viewer.press('a');
      const playing = (): Promise<string | null> =>
        toolButton('Play axis 3').getAttribute('aria-pressed');
      const seen = new Set<number>();
      await expect.poll(async () => seen.add(await at()).size).toBeGreaterThanOrEqual(4);
      expect(await playing()).toBe('true');
      await toolButton('Play axis 3').click();
      await expect.poll(playing).toBe('false');
      await expect
        .poll(async () => {
          const before = await at();
          await viewer.ready({ hdu: 0 });
          return (await at()) - before;
        })
        .toBe(0);
      const plane = truePlane(file, hdu, await at());
      await expectValue(plane, 20, 35);
      await expectPicture(viewer, plane, { limits: await limits() });
    });

    test('that is compressed as a whole opens as any other, read once', async () => {
      editor.s3.resetRequests();
      await open('h2-disc.fits.gz');
      await viewer.ready({ hdu: 0, kind: 'exact' });
      await field().fill('14');
      await field().press('Enter');
      await expect.poll(at).toBe(13);
      await viewer.run('Zoom', '1:1');
      await viewer.ready({ hdu: 0, zoom: 1, kind: 'exact' });
      await expectPicture(viewer, truePlane(file, hdu, 13), { limits: await limits() });
      await expectValue(truePlane(file, hdu, 13), 40, 30);
      const { length } = readSample(`${key}.gz`);
      expect(await bytesRead()).toBeLessThan(1.3 * length);
      await screenshotThemes(viewer, 'cube-gz');
    });
  });

  describe('a compressed image', () => {
    // It holds the star field in steps of a quarter, counted in steps; BLANK is what is missing.
    const truth = readTruth('images/star-field_r.fits.fz');
    const hdu = truth.hdus[1] as HduTruth;
    const plainKey = 'images/star-field_r.fits';
    const plain = truePlane(readSample(plainKey), readTruth(plainKey).hdus[0] as HduTruth);
    const plane: TruePlane = { ...plain, at: (x, y) => halfEven(4 * plain.at(x, y)) };

    test('looks as the image it holds, pixel by pixel', async () => {
      editor.s3.resetRequests();
      await open('star-field_r.fits.fz');
      await viewer.ready({ hdu: 1 });
      expect(await viewer.field('size').innerText()).toBe('960 × 720');
      expect(await viewer.hdu(1).locator('[data-column="type"]').innerText()).toBe('CompImageHDU');
      await viewer.run('Zoom', '1:1');
      await viewer.ready({ hdu: 1, zoom: 1, kind: 'exact' });
      const [low, high] = await limits();
      expect(low).toBeCloseTo(hdu.zscale?.[0] ?? 0, 4);
      expect(high).toBeCloseTo(hdu.zscale?.[1] ?? 0, 4);
      await expectPicture(viewer, plane, { limits: [low, high] });
      const { length } = readSample('images/star-field_r.fits.fz');
      expect(await bytesRead()).toBeLessThan(1.2 * length);
      await screenshotThemes(viewer, 'compressed');
    });

    test('has the exact values in the readout', async () => {
      for (const [x, y] of [
        [600, 400],
        [270, 210],
        [160, 80],
        [800, 640],
      ] as const) {
        await expectValue(plane, x, y);
      }
      // Of the dead pixels there is no value.
      await expect
        .poll(async () => {
          await viewer.press('ArrowLeft');
          return (await viewer.figure('left')) > -20;
        })
        .toBe(true);
      await viewer.ready({ hdu: 1, zoom: 1, kind: 'exact' });
      await expectValue(plane, 30, 400);
      await viewer.hover(45, 301);
      await expect.poll(() => viewer.field('x').innerText()).toBe('46');
      await expect.poll(() => viewer.field('value').innerText()).toMatch(/^(blank|NaN|–)/i);
    });

    test('has the header of that image, and on demand that of the table', async () => {
      const panel = await viewer.showTab('Header');
      const keywords = panel.locator('.card-keyword');
      const search = viewer.input('Search keywords, values and comments');
      const title = panel.locator('.panel-title h2');
      await expect.poll(() => title.innerText()).toBe('Header of SCI');
      await expect
        .poll(() => panel.locator('.panel-count').innerText())
        .toBe(`${hdu.cards.length} cards`);
      await search.fill('ZCMPTYPE');
      await expect.poll(() => panel.innerText()).toContain('No card matches.');
      await viewer.button('As stored').click();
      await expect.poll(() => title.innerText()).toBe('Stored header of SCI');
      await expect.poll(() => keywords.allInnerTexts()).toEqual(['ZCMPTYPE']);
      await screenshotThemes(viewer, 'compressed-stored-header');
      await search.fill('NAXIS1');
      await expect.poll(() => panel.locator('.card-value').allInnerTexts()).toEqual(['8', '960']);
      await viewer.button('Restored').click();
      await expect.poll(() => panel.locator('.card-value').allInnerTexts()).toEqual(['960']);
      await search.fill('');
      await expect
        .poll(() => panel.locator('.panel-count').innerText())
        .toBe(`${hdu.cards.length} cards`);
      // The file has no sums to check.
      expect(await panel.getByRole('button', { name: /^Check sums/ }).count()).toBe(0);
    });

    test('is checked against its sums, and so is any HDU', async () => {
      const check = async (): Promise<Locator> => {
        const panel = await viewer.showTab('Header');
        await panel.getByRole('button', { name: /^Check sums \(\d/ }).click({ timeout: patience });
        return panel.locator('.sum-verdict');
      };
      await open('sums.fits');
      await viewer.ready({ hdu: 1 });
      await viewer.chooseHdu('4 · PACKED');
      await viewer.ready({ hdu: 4 });
      const right = await check();
      await expect.poll(() => right.getAttribute('class')).toBe('sum-verdict correct');
      await screenshotThemes(viewer, 'sums-correct');
      await open('sums-wrong.fits');
      await viewer.ready({ hdu: 1 });
      const wrong = await check();
      await expect.poll(() => wrong.getAttribute('class')).toBe('sum-verdict wrong');
      await screenshotThemes(viewer, 'sums-wrong');
    });
  });

  describe('a spectrum', () => {
    const truth = readTruth(quasarKey);
    const line = truth.hdus[0] as HduTruth;
    const view = new DataView(
      readSample(quasarKey).buffer,
      readSample(quasarKey).byteOffset + line.data_offset,
    );
    const flux = (pixel: number): number => view.getFloat32(4 * pixel);
    const unit = '1e-17 erg/s/cm2/Angstrom';
    const plot = (): Locator => viewer.frame.locator('.spectrum .chart');
    const read = (name: string): Promise<string> =>
      viewer.frame.locator(`.spectrum-reading [data-field="${name}"]`).innerText();
    const figure = (name: string): Promise<string> =>
      viewer.frame.locator(`.spectrum-figures [data-row="${name}"] dd`).innerText();
    const value = async (): Promise<number> =>
      Math.fround(Number((await read('value')).split(' ')[0]));

    test('of one axis is a plot along the wavelength', async () => {
      await open('quasar.fits');
      await viewer.frame.locator('.spectrum .u-over').waitFor({ timeout: patience });
      expect(await viewer.field('size').innerText()).toBe('3,000 pixels');
      expect(await plot().getAttribute('aria-label')).toContain(
        `Plot of PRIMARY, 3,000 pixels, values in ${unit}`,
      );
      expect(await plot().getAttribute('aria-label')).toContain('along Wavelength (air) [Å]');
      await expect.poll(() => figure('Pixels')).toBe('3,000');
      await screenshotThemes(viewer, 'spectrum');
    });

    test('tells what is under the cursor, exactly', async () => {
      await plot().focus();
      await plot().press('ArrowRight');
      await expect.poll(() => read('pixel')).toBe('x 1,501');
      expect(await read('place')).toBe('5675.00 Å');
      await expect.poll(value).toBe(flux(1500));
      expect(await read('value')).toContain(unit);
      // A cosmic ray left nothing there.
      for (let i = 0; i < 8; i++) await plot().press('Shift+ArrowLeft');
      await expect.poll(() => read('pixel')).toBe('x 1,421');
      await expect.poll(() => read('value')).toMatch(/not finite|NaN/);
      await plot().press('ArrowLeft');
      await expect.poll(value).toBe(flux(1419));
    });

    test('is looked at closely, and whole again', async () => {
      for (let i = 0; i < 5; i++) await plot().press('+');
      await expect
        .poll(async () => Number((await figure('Pixels')).replace(',', '')))
        .toBeLessThan(300);
      await screenshotThemes(viewer, 'spectrum-zoomed');
      const over = viewer.frame.locator('.spectrum .u-over');
      const before = await figure('Pixels');
      await over.hover();
      await editor.page.mouse.wheel(0, 300);
      await expect.poll(() => figure('Pixels')).not.toBe(before);
      await viewer.button('Whole line').click();
      await expect.poll(() => figure('Pixels')).toBe('3,000');
      await expect
        .poll(async () => Number((await figure('Max')).split(' at ')[0]))
        .toBeCloseTo(line.image?.max ?? 0, 4);
    });

    const stamps = trueTable(readSample(quasarKey), truth.hdus[2] as HduTruth);

    test('in a cell of a table, and a picture in another, open and lead back', async () => {
      await viewer.chooseHdu('2 · STAMPS');
      const grid = new Grid(viewer);
      await grid.ready();
      expect(await grid.count.innerText()).toBe('6 rows');
      for (const row of [0, 5]) await grid.expectCell([row, 0], stamps.at(row, 'BAND'));
      await screenshotThemes(viewer, 'table-arrays');
      await grid.choose([2, 1]);
      await grid.element.press('Enter');
      await viewer.ready({ kind: 'exact' });
      await expect
        .poll(() => viewer.field('size').innerText())
        .toBe('STAMPS, row 3, STAMP · 24 × 24');
      const stamp = stamps.elements(2, 'STAMP');
      const plane = {
        width: 24,
        height: 24,
        at: (x: number, y: number) => Number(stamp[24 * y + x]),
      };
      await expectPicture(viewer, plane, { limits: await limits() });
      await expectValue(plane, 12, 11);
      await expectValue(plane, 23, 4);
      await screenshotThemes(viewer, 'cell-picture');

      await viewer.button('Back to the table').click();
      await grid.ready();
      await expect.poll(() => grid.cell([2, 1]).getAttribute('id')).toBe('grid-cursor');
      await grid.click(grid.cell([3, 2]), 'right');
      await viewer.frame.getByRole('menuitem', { name: 'Plot the array' }).click();
      await viewer.frame.locator('.spectrum .u-over').waitFor({ timeout: patience });
      const curve = stamps.elements(3, 'CURVE');
      const size = `STAMPS, row 4, CURVE · ${curve.length} pixels`;
      await expect.poll(() => viewer.field('size').innerText()).toBe(size);
      await plot().focus();
      await plot().press('ArrowRight');
      await expect.poll(() => read('pixel')).toBe(`x ${Math.round(curve.length / 2) + 1}`);
      await expect.poll(value).toBe(curve[Math.round(curve.length / 2)]);
      await screenshotThemes(viewer, 'cell-plot');
      await viewer.button('Back to the table').click();
      await grid.ready();
    });

    test('as the columns of a table, as the file wants them shown', async () => {
      await viewer.chooseHdu('1 · SPECTRUM');
      const grid = new Grid(viewer);
      await expect.poll(() => grid.count.innerText()).toBe('3,000 rows');
      await grid.ready();
      // TDISP is F9.2 and F8.3.
      await expect.poll(async () => (await grid.cell([1, 0]).innerText()).trim()).toBe('3801.25');
      await expect
        .poll(async () => (await grid.cell([0, 1]).innerText()).trim())
        .toBe(flux(0).toFixed(3));
    });
  });

  describe('a file that can only be read whole', () => {
    test('is read after its cost was told and agreed to', async () => {
      editor.s3.resetRequests();
      await open('large.fits.gz');
      await expect
        .poll(() => viewer.notice.innerText())
        .toContain('This file can only be read whole');
      expect(await viewer.notice.innerText()).toMatch(/compressed as a whole .* all its 70 MB\./s);
      expect(await bytesRead()).toBeLessThan(200_000);
      await screenshotThemes(viewer, 'whole-file');
      await viewer.button('Read it all').click();
      await viewer.ready({ hdu: 0 });
      await viewer.run('Zoom', '1:1');
      await viewer.ready({ hdu: 0, zoom: 1, kind: 'exact' });
      for (const [x, y] of [
        [largeWidth / 2, largeHeight / 2],
        [largeWidth / 2 + 100, largeHeight / 2 - 77],
      ] as const) {
        await viewer.hover(x, y);
        await expect.poll(() => viewer.field('x').innerText()).toBe(String(x + 1));
        await expect.poll(() => viewer.field('value').innerText()).toBe(String(largePixel(x, y)));
      }
    });
  });

  describe('a file that is broken', () => {
    test('says that it is empty', async () => {
      await open('empty.fits');
      await expect
        .poll(() => viewer.notice.innerText())
        .toContain(`s3://${bucket}/empty.fits is empty.`);
      await screenshotThemes(viewer, 'broken-empty');
    });

    test('shows what it has, and says what it lacks', async () => {
      await open('cut-short.fits');
      await viewer.frame.locator('.spectrum .u-over').waitFor({ timeout: patience });
      await viewer.chooseHdu('1 · SPECTRUM');
      const grid = new Grid(viewer);
      await grid.ready();
      const banner = viewer.frame.locator('.table-banner');
      await expect
        .poll(() => banner.innerText())
        .toBe('The file ends early: 1,000 of 3,000 rows are there.');
      await grid.choose([0, 0]);
      await grid.element.press('Control+End');
      await expect.poll(async () => (await grid.numbers()).at(-1)).toBe(1000);
      await grid.ready();
      await expect.poll(async () => (await grid.cell([999, 0]).innerText()).trim()).toBe('5048.75');
      await screenshotThemes(viewer, 'broken-cut-short');
    });

    test('with a hostile header leaves its other HDUs usable', async () => {
      await open('hostile.fits');
      await viewer.ready({ hdu: 0, kind: 'exact' });
      await expect.poll(() => viewer.frame.locator('.hdus [role="row"]').count()).toBe(4);
      await viewer.hover(3, 1);
      await expect.poll(() => viewer.field('value').innerText()).toBe('7');
      // A column of a billion elements in rows of ten bytes.
      await viewer.chooseHdu('1 · WILD');
      const grid = new Grid(viewer);
      await grid.ready();
      await expect.poll(() => grid.head('TOO_LONG').getAttribute('aria-disabled')).toBe('true');
      expect(await grid.head('TOO_LONG').getAttribute('title')).toContain('Cannot be read');
      await screenshotThemes(viewer, 'broken-hostile-table');
      await viewer.chooseHdu('3 · HUGE');
      await expect.poll(() => viewer.notice.innerText()).toMatch(/HUGE/);
      await screenshotThemes(viewer, 'broken-hostile-image');
      const warnings = viewer.frame.locator('.warnings .warning');
      await expect.poll(() => warnings.count()).toBeGreaterThan(0);
      await viewer.chooseHdu('2 · GOOD');
      await viewer.ready({ hdu: 2, kind: 'exact' });
      await viewer.hover(0, 2);
      await expect.poll(() => viewer.field('value').innerText()).toBe('8');
      await screenshot(editor.page, 'broken-hostile-good-dark');
    });
  });
});

const quasarKey = 'spectra/quasar.fits';
/** After a thousand rows of SPECTRUM, of 17 bytes each. */
const cutAt = 20_160 + 17 * 1000;

/** numpy's `round`. */
function halfEven(value: number): number {
  const down = Math.floor(value);
  return value - down === 0.5 ? 2 * Math.round(value / 2) : Math.round(value);
}

const [largeWidth, largeHeight] = [7000, 5000];

function largePixel(x: number, y: number): number {
  return (31 * x + 17 * y) % 30_011;
}

/** An image of 70 MB. */
function largeFile(): Uint8Array {
  const pixels = Buffer.alloc(2 * largeWidth * largeHeight);
  for (let y = 0; y < largeHeight; y++) {
    for (let x = 0; x < largeWidth; x++) {
      pixels.writeInt16BE(largePixel(x, y), 2 * (y * largeWidth + x));
    }
  }
  return imageFile(16, [largeWidth, largeHeight], pixels);
}

/** Good, wild, good, and larger than any disk. */
function hostile(): Uint8Array {
  const pixels = stored(
    16,
    Array.from({ length: 12 }, (_, i) => i),
  );
  return concat(
    imageFile(16, [4, 3], pixels),
    headerBytes([
      ...extensionCards('BINTABLE', 8, [10, 2]),
      card('TFIELDS', 2),
      card('TTYPE1', 'NUMBER'),
      card('TFORM1', 'J'),
      card('TTYPE2', 'TOO_LONG'),
      card('TFORM2', '999999999D'),
      card('EXTNAME', 'WILD'),
    ]),
    padToBlock(new Uint8Array(20)),
    headerBytes([...extensionCards('IMAGE', 16, [4, 3]), card('EXTNAME', 'GOOD')]),
    padToBlock(pixels),
    headerBytes([
      ...extensionCards('IMAGE', -64, [1_000_000_000_000, 1_000_000_000_000]),
      card('EXTNAME', 'HUGE'),
    ]),
    padToBlock(new Uint8Array(100)),
  );
}
