import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectPicture } from './support/compare';
import { openEditor, type Editor } from './support/editor';
import { MetadataTree } from './support/metadata-tree';
import { AsdfTruth } from './support/roman-truth';
import { screenshot, screenshotThemes } from './support/screenshot';
import type { TruePlane } from './support/truth';
import { Viewer } from './support/viewer';
import { expand, openSidebar, patience, statusBarItem, treeItem } from './support/workbench';

const name = 'r0000101001001001001_0001_wfi01_f158_cal.asdf';
const truth = new AsdfTruth(`sample/roman/${name}`);
const data = truth.plane('/roman/data');

/** A person's way through an image of Roman; each test goes on from the last. */
describe('a Roman file of a bucket', () => {
  let editor: Editor;
  let viewer: Viewer;
  let tree: MetadataTree;
  beforeAll(async () => {
    editor = await openEditor();
    await openSidebar(editor.page);
    await expand(editor.page, 'My buckets', 'Sample sky data', 'roman');
  });
  afterAll(() => editor.close());

  const open = async (): Promise<void> => {
    await treeItem(editor.page, name).first().click();
    viewer = await Viewer.shown(editor.page);
    tree = new MetadataTree(viewer);
  };
  const line = (path: string): Locator =>
    viewer.frame
      .locator('.hdus [role="row"]')
      .filter({ has: viewer.frame.locator(`[data-column="name"][aria-label="${path}"]`) });
  const cell = (path: string, column: string): Promise<string> =>
    line(path).locator(`[data-column="${column}"]`).innerText({ timeout: patience });
  const limits = async (): Promise<readonly [number, number]> => [
    await viewer.figure('low'),
    await viewer.figure('high'),
  ];
  const expectValue = async (
    plane: TruePlane,
    x: number,
    y: number,
    precision = 0,
  ): Promise<void> => {
    await viewer.hover(x, y);
    await expect.poll(() => viewer.field('x').innerText()).toBe(String(x + 1));
    await expect.poll(() => viewer.field('y').innerText()).toBe(String(y + 1));
    // As few digits as tell it from its neighbours, of which half precision needs the fewest.
    const value = plane.at(x, y);
    await expect
      .poll(async () =>
        Math.abs(Math.fround(Number(await viewer.field('value').innerText())) - value),
      )
      .toBeLessThanOrEqual(Math.abs(value) * precision);
  };
  const clipboard = (): Promise<string> =>
    editor.page.evaluate<string>('navigator.clipboard.readText()');
  const copied = async (button: string): Promise<string> => {
    await tree.detail.getByRole('button', { name: button, exact: true }).click();
    const said = viewer.frame.locator('.spoken[role="status"]').filter({ hasText: 'Copied the' });
    await said.waitFor({ state: 'attached', timeout: patience });
    return clipboard();
  };

  describe('shows its image', () => {
    test('at a click in the tree, with what else it holds', async () => {
      editor.s3.resetRequests();
      await open();
      await viewer.ready({ kind: 'exact' });
      expect(await viewer.field('size').innerText()).toBe('256 × 256');
      expect(await viewer.frame.locator('.panel-structure h2').innerText()).toBe('Tree and arrays');
      await expect
        .poll(() => viewer.frame.locator('.hdus [role="row"]').count())
        .toBe(1 + truth.arrays.length);
      await expect.poll(() => viewer.hdu(0).innerText()).toContain('Tree');
      expect(await line('roman/data').getAttribute('aria-selected')).toBe('true');
      // Short where it tells enough.
      await expect.poll(() => viewer.chosenHdu()).toBe('3 · data');
      await screenshotThemes(viewer, 'roman');
    });

    test('with shape, datatype, compression and size of every array', async () => {
      expect(await cell('roman/data', 'dimensions')).toBe('(256, 256)');
      expect(await cell('roman/data', 'format')).toBe('float32');
      expect(await cell('roman/data', 'storage')).toBe('LZ4');
      expect(await cell('roman/data', 'bytes')).toBe('262 kB');
      expect(await cell('roman/amp33', 'dimensions')).toBe('(6, 32, 16)');
      expect(await cell('roman/err', 'format')).toBe('float16');
      for (const { path, shape } of truth.arrays) {
        expect(await cell(path.slice(1), 'dimensions')).toBe(`(${shape?.join(', ') ?? '4, 4'})`);
      }
      // Numbers of one digit and of two, and all the names, stand one below the other.
      const lefts = await viewer.frame
        .locator('.hdus .hdu-name')
        .evaluateAll((names) => names.map((each) => each.getBoundingClientRect().left));
      expect(new Set(lefts).size).toBe(1);
      const cut = await viewer.frame
        .locator('.hdus .hdu-index')
        .evaluateAll((all) => all.filter((each) => each.scrollWidth > each.clientWidth).length);
      expect(cut).toBe(0);
    });

    test('every pixel as it is, with its value and unit', async () => {
      await viewer.run('Zoom', '1:1');
      await viewer.ready({ zoom: 1, kind: 'exact' });
      await expectPicture(viewer, data, { limits: await limits() });
      for (const [x, y] of [
        [0, 0],
        [122, 134],
        [255, 255],
        [200, 17],
      ] as const) {
        await expectValue(data, x, y);
      }
      expect(await viewer.field('unit').innerText()).toBe('DN / s');
      await viewer.hover(51, 60);
      await expect.poll(() => viewer.field('value').innerText()).toBe('NaN');
    });

    test('for less than the file has', async () => {
      await editor.s3.settled();
      const bytes = editor.s3.requests.reduce((sum, request) => sum + request.bytes, 0);
      expect(bytes).toBeLessThan(truth.bytes.length);
      await statusBarItem(editor.page, / of 708 kB · \d+ requests? · /).waitFor({
        timeout: patience,
      });
    });

    test('and its other planes at the same place', async () => {
      await viewer.run('Zoom', '1:1');
      await viewer.press('+', '+');
      await viewer.ready({ zoom: 4 });
      const before = await viewer.says('centre');
      await viewer.press('ArrowLeft');
      await expect.poll(() => viewer.says('centre')).not.toBe(before);
      const centre = await viewer.says('centre');
      for (const path of ['err', 'var_poisson', 'chisq', 'dq']) {
        await line(`roman/${path}`).click();
        await expect.poll(() => line(`roman/${path}`).getAttribute('aria-selected')).toBe('true');
        await expect
          .poll(() => viewer.canvas.getAttribute('aria-label'))
          .toContain(`roman/${path},`);
        await viewer.ready({ zoom: 4, centre });
        await expectValue(truth.plane(`/roman/${path}`), 120, 130, 2 ** -12);
      }
      await line('roman/data').click();
      await viewer.ready({ zoom: 4, centre });
      await expectValue(data, 120, 130);
    });

    test('a cube of it has a bar for its slices', async () => {
      await line('roman/amp33').click();
      const field = viewer.frame.getByRole('group', { name: 'Axis 3' }).getByRole('textbox');
      await field.fill('5');
      await field.press('Enter');
      await viewer.ready({ kind: 'exact' });
      await expectValue(truth.plane('/roman/amp33', 4), 7, 9);
      await line('roman/data').click();
      await viewer.ready();
    });
  });

  describe('has its metadata beside the picture', () => {
    test('to open branch by branch', async () => {
      await viewer.showTab('Tree');
      await tree.ready();
      await tree.expand('roman', 'meta', 'instrument');
      await tree.row('optical_element').click();
      await tree.expectChosen('roman/meta/instrument/optical_element');
      expect(await tree.detail.locator('.tree-detail-value').innerText()).toBe('F158');
    });

    test('to search by keys, and found nodes are shown in the tree', async () => {
      await tree.find('exposure/type');
      await expect.poll(() => tree.count.innerText()).toBe('1 found');
      expect(await tree.found.first().innerText()).toContain('WFI_IMAGE');
      await screenshotThemes(viewer, 'roman-search');
      await tree.search.press('Enter');
      const row = tree.row('type').and(viewer.frame.locator('[aria-selected="true"]'));
      await row.waitFor({ timeout: patience });
      await tree.expectChosen('roman/meta/exposure/type');
      await screenshotThemes(viewer, 'roman-revealed');
    });

    test('to search by values', async () => {
      await tree.find('wfi01');
      await expect
        .poll(() => tree.found.allInnerTexts())
        .toContainEqual(expect.stringContaining('roman/meta/instrument/detector'));
      await tree.found.filter({ hasText: 'instrument/detector' }).click();
      await tree.expectChosen('roman/meta/instrument/detector');
      await tree.find('no such thing');
      await expect.poll(() => tree.element.innerText()).toContain('No key and no value matches.');
      await tree.search.press('Escape');
      await tree.list.waitFor({ timeout: patience });
    });

    test('to copy, also as Python', async () => {
      await tree.find('exposure/type');
      await tree.search.press('Enter');
      await tree.expectChosen('roman/meta/exposure/type');
      await expect
        .poll(() => copied('Copy as Python'))
        .toBe("af['roman']['meta']['exposure']['type']");
      await expect.poll(() => copied('Copy value')).toBe('WFI_IMAGE');
      await expect.poll(() => copied('Copy path')).toBe('roman/meta/exposure/type');
      await tree.search.press('Escape');
    });

    test('with what wrote it', async () => {
      const head = tree.element.getByRole('button', { name: /^About this file/ });
      await head.click();
      await expect.poll(() => tree.about.innerText()).toContain('asdf 6.0.0');
      expect(await tree.about.innerText()).toContain('1.6.0');
      expect(await tree.about.innerText()).toContain('roman_datamodels 1.2.0');
      await screenshotThemes(viewer, 'roman-about');
      await head.click();
      await tree.about.waitFor({ state: 'hidden', timeout: patience });
    });

    test('and arrays in it lead to their pictures', async () => {
      await tree.find('roman/err');
      await tree.found.first().click();
      await tree.detail.getByRole('button', { name: 'Open', exact: true }).click();
      await expect.poll(() => line('roman/err').getAttribute('aria-selected')).toBe('true');
      await viewer.ready({ kind: 'exact' });
      await tree.search.press('Escape');
    });
  });

  describe('has its properties', () => {
    test('with the sum of its block, right or not', async () => {
      await line('roman/data').click();
      const panel = await viewer.showTab('Header');
      const title = panel.locator('.panel-title h2');
      await expect.poll(() => title.innerText()).toBe('Properties of roman/data');
      await expect.poll(() => panel.locator('.card-value').allInnerTexts()).toContain('roman/data');
      await panel.getByRole('button', { name: /^Check / }).click({ timeout: patience });
      const verdict = panel.locator('.sum-verdict');
      await expect.poll(() => verdict.getAttribute('class')).toBe('sum-verdict correct');
      await screenshotThemes(viewer, 'roman-properties');
    });
  });

  describe('has its tree on the stage', () => {
    test('with room, and for the keyboard', async () => {
      await viewer.hdu(0).click();
      await viewer.canvas.waitFor({ state: 'hidden', timeout: patience });
      await tree.ready();
      await tree.list.focus();
      const { keyboard } = editor.page;
      await keyboard.press('Home');
      for (const key of ['ArrowDown', 'ArrowDown']) await keyboard.press(key);
      await keyboard.press('End');
      await keyboard.press('Home');
      await keyboard.press('r');
      await tree.expectChosen('roman');
      await keyboard.press('ArrowLeft');
      await expect.poll(() => tree.row('roman').getAttribute('aria-expanded')).toBe('false');
      await keyboard.press('ArrowRight');
      await expect.poll(() => tree.row('roman').getAttribute('aria-expanded')).toBe('true');
      await keyboard.press('ArrowRight');
      await tree.expectChosen('roman/meta');
      await screenshotThemes(viewer, 'roman-stage-1280');
      await editor.page.setViewportSize({ width: 1600, height: 900 });
      await tree.expand('meta', 'exposure');
      await screenshotThemes(viewer, 'roman-stage-1600');
      await tree.list.focus();
      await keyboard.press('Control+f');
      await keyboard.type('roman/dumo');
      await expect.poll(() => tree.count.innerText()).toBe('1 found');
      await keyboard.press('Enter');
      await tree.expectChosen('roman/dumo');
      await keyboard.press('Enter');
      await expect.poll(() => line('roman/dumo').getAttribute('aria-selected')).toBe('true');
      await viewer.ready({ kind: 'exact' });
      await screenshot(editor.page, 'roman-dumo-1600-dark');
    });
  });
});
