import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleBuckets } from '../support/vscode/sample-settings';
import { expectPicture } from './support/compare';
import { openEditor, type Editor } from './support/editor';
import { Grid } from './support/grid';
import { MetadataTree } from './support/metadata-tree';
import { AsdfTruth, golden } from './support/roman-truth';
import { screenshotThemes } from './support/screenshot';
import { chooseFromMenu } from './support/tree';
import type { TruePlane } from './support/truth';
import { Viewer } from './support/viewer';
import { expand, openSidebar, patience, treeItem } from './support/workbench';

const bucket = 'skybucket-odd';
const rampName = 'r0000101001001001001_0001_wfi01_f158_uncal.asdf';
const ramp = new AsdfTruth(`roman/${rampName}`);

/** Every kind of ASDF there is beside images of Roman; each part opens files of its own. */
describe('ASDF', () => {
  let editor: Editor;
  let viewer: Viewer;
  let tree: MetadataTree;
  beforeAll(async () => {
    editor = await openEditor({
      files: [join(golden, 'roman', rampName)],
      settings: {
        'skybucket.buckets': [
          ...(sampleBuckets['skybucket.buckets'] as readonly unknown[]),
          { name: 'Odd files', uri: `s3://${bucket}/`, connection: 'sample' },
        ],
      },
    });
    const files = editor.s3.createBucket(bucket);
    const put = (key: string, path: string): void => {
      files.put(key, readFileSync(join(golden, path)));
    };
    for (const name of ['structures', 'inline', 'checksums', 'broken-blocks', 'bad-yaml']) {
      put(`${name}.asdf`, `asdf/${name}.asdf`);
    }
    for (const name of ['near.asdf', 'far0000.asdf', 'a b#.asdf']) {
      put(name, `asdf/exploded/${name}`);
    }
    put('inside.fits', 'fits/asdf-inside.fits');
    put('renamed.dat', `roman/${rampName}`);
    files.put('empty.asdf', '');
    await openSidebar(editor.page);
    await expand(editor.page, 'My buckets', 'Odd files');
  });
  afterAll(() => editor.close());

  const shown = async (name: string): Promise<void> => {
    await editor.page
      .locator('.tabs-container [role="tab"][aria-selected="true"]')
      .filter({ hasText: name })
      .waitFor({ timeout: patience });
    viewer = await Viewer.shown(editor.page);
    tree = new MetadataTree(viewer);
  };
  const open = async (name: string): Promise<void> => {
    await treeItem(editor.page, name).first().click();
    await shown(name);
  };
  const line = (path: string): Locator =>
    viewer.frame.locator('.hdus [role="row"]').filter({
      has: viewer.frame
        .locator('[data-column="name"]')
        .getByText(path.split('/').at(-1) ?? '', { exact: true }),
    });
  const choose = async (path: string): Promise<void> => {
    await line(path).click();
    await expect.poll(() => line(path).getAttribute('aria-selected')).toBe('true');
  };
  const limits = async (): Promise<readonly [number, number]> => [
    await viewer.figure('low'),
    await viewer.figure('high'),
  ];
  const expectValue = async (x: number, y: number, value: string): Promise<void> => {
    await viewer.hover(x, y);
    await expect.poll(() => viewer.field('x').innerText()).toBe(String(x + 1));
    await expect.poll(() => viewer.field('y').innerText()).toBe(String(y + 1));
    await expect.poll(() => viewer.field('value').innerText()).toBe(value);
  };
  const expectPlane = async (plane: TruePlane): Promise<void> => {
    await viewer.ready({ kind: 'exact' });
    await expectPicture(viewer, plane, { limits: await limits() });
  };
  const check = async (): Promise<Locator> => {
    const panel = await viewer.showTab('Header');
    await panel.getByRole('button', { name: /^Check / }).click({ timeout: patience });
    return panel.locator('.sum-verdict');
  };

  describe('of this computer', () => {
    test('opens by itself; resultants are slices of a cube', async () => {
      await openSidebar(editor.page, 'Explorer');
      await editor.page
        .locator('.explorer-folders-view [role="treeitem"]')
        .filter({ hasText: rampName })
        .click();
      await shown(rampName);
      await viewer.ready({ kind: 'exact' });
      const slices = viewer.frame.getByRole('group', { name: 'Axis 3' });
      await slices.getByRole('textbox').fill('3');
      await slices.getByRole('textbox').press('Enter');
      await expect.poll(() => slices.getByRole('textbox').inputValue()).toBe('3');
      await viewer.run('Zoom', '1:1');
      await viewer.ready({ zoom: 1 });
      await expectPlane(ramp.plane('/roman/data', 2));
      await expectValue(31, 23, '6629');
      expect(await viewer.field('unit').innerText()).toBe('DN');
      await screenshotThemes(viewer, 'asdf-ramp');
    });

    test('and in the viewer at the wish of who sees it in a bucket, whatever its name', async () => {
      await openSidebar(editor.page);
      const row = treeItem(editor.page, 'renamed.dat').first();
      await chooseFromMenu(editor.page, row, 'Open in FITS Viewer');
      await shown('renamed.dat');
      await viewer.ready({ kind: 'exact' });
      await viewer.run('Zoom', '1:1');
      await viewer.ready({ zoom: 1 });
      await expectPlane(ramp.plane('/roman/data', 0));
    });
  });

  describe('that is no picture', () => {
    test('has rows of several fields as a table', async () => {
      await open('structures.asdf');
      await choose('rows');
      const grid = new Grid(viewer);
      await grid.ready();
      expect(await grid.count.innerText()).toBe('4 rows');
      for (const row of [0, 3]) {
        // Beyond the integers of a float64.
        await grid.expectCell([row, 0], String(9223372036854775808n + BigInt(row)));
        await grid.expectCell([row, 1], `n${row}`);
      }
      await screenshotThemes(viewer, 'asdf-table');
    });

    test('has arrays of one axis as plots, and text as words', async () => {
      await open('inline.asdf');
      await choose('unsigned');
      const plot = viewer.frame.locator('.spectrum .chart');
      await viewer.frame.locator('.spectrum .u-over').waitFor({ timeout: patience });
      expect(await viewer.field('size').innerText()).toBe('2 pixels');
      await choose('integers');
      await expect.poll(() => viewer.field('size').innerText()).toBe('3 pixels');
      await viewer.frame.locator('.spectrum .u-over').waitFor({ timeout: patience });
      await plot.focus();
      await plot.press('ArrowRight');
      const read = viewer.frame.locator('.spectrum-reading [data-field="value"]');
      await expect.poll(() => read.innerText()).toMatch(/^[-−]?\d/);
      await screenshotThemes(viewer, 'asdf-plot');
      await choose('words');
      await expect.poll(() => viewer.notice.innerText()).toContain('text');
      await screenshotThemes(viewer, 'asdf-words');
    });
  });

  describe('in several files', () => {
    test('has the arrays of those beside it, and nothing from elsewhere', async () => {
      await open('near.asdf');
      await choose('data');
      await viewer.ready({ kind: 'exact' });
      await expectValue(2, 7, '23');
      await choose('spaced');
      await viewer.ready({ kind: 'exact' });
      await expectValue(1, 1, '12');
      for (const path of ['gone', 'above', 'absolute', 'web']) {
        await choose(path);
        await viewer.notice.waitFor({ timeout: patience });
        await expect.poll(() => viewer.notice.innerText()).toMatch(/\S+ .*\./s);
      }
      await screenshotThemes(viewer, 'asdf-elsewhere');
    });
  });

  describe('that is broken', () => {
    test('has a sum that is wrong, or none', async () => {
      await open('checksums.asdf');
      await choose('wrong');
      const verdict = await check();
      await expect.poll(() => verdict.getAttribute('class')).toBe('sum-verdict wrong');
      await screenshotThemes(viewer, 'asdf-sum-wrong');
    });

    test('says in a sentence what of it cannot be shown, and shows the rest', async () => {
      await open('broken-blocks.asdf');
      for (const [path, words] of [
        ['label', 'Block 0 is compressed with “qqqq”, which cannot be read here.'],
        ['cut', 'Block 1 cannot be unpacked (zlib): it ends early.'],
        ['garbage', 'Block 2 cannot be unpacked (LZ4): '],
        ['short', 'An array needs 4000 bytes of its block, which has 800.'],
        ['large', 'cannot hold 2147483647 bytes.'],
        ['missing', 'The tree names block 9, but the file has 6 blocks.'],
        ['outside', 'An array needs 4008 bytes of its block, which has 4000.'],
      ] as const) {
        await choose(path);
        await expect.poll(() => viewer.notice.innerText()).toContain(words);
      }
      await screenshotThemes(viewer, 'asdf-broken-block');
      await choose('good');
      await viewer.ready({ kind: 'exact' });
      await expectValue(19, 49, '999');
    });

    test('says why it cannot be opened', async () => {
      await open('bad-yaml.asdf');
      await expect.poll(() => viewer.notice.innerText()).toMatch(/not valid YAML in line 7/);
      await screenshotThemes(viewer, 'asdf-bad-yaml');
      await open('empty.asdf');
      await expect
        .poll(() => viewer.notice.innerText())
        .toContain(`s3://${bucket}/empty.asdf is empty.`);
    });
  });

  describe('inside of FITS', () => {
    test('is a tree, from which its arrays open', async () => {
      await open('inside.fits');
      await viewer.ready({ hdu: 1, kind: 'exact' });
      await viewer.chooseHdu('4 · ASDF');
      await tree.ready();
      await screenshotThemes(viewer, 'asdf-in-fits');
      await tree.row('data').click();
      await tree.expectChosen('data');
      await tree.detail.getByRole('button', { name: 'Open', exact: true }).click();
      await viewer.ready({ hdu: 1, kind: 'exact' });
      await expect.poll(() => viewer.hdu(1).getAttribute('aria-selected')).toBe('true');
      await expectValue(6, 5, '13.666667');
    });

    test('has arrays of its own, with a way back to the tree as it was', async () => {
      await viewer.hdu(4).click();
      await tree.ready();
      await tree.find('coefficients');
      await tree.search.press('Enter');
      await tree.expectChosen('meta/wcs/coefficients');
      await tree.list.press('Enter');
      await viewer.ready({ kind: 'exact' });
      expect(await viewer.field('size').innerText()).toBe('3 × 3');
      await expectValue(2, 2, String(8 / 7));
      await expect.poll(() => viewer.chosenHdu()).toBe('4 · coefficients');
      expect(await viewer.hdu(4).getAttribute('aria-selected')).toBe('true');
      await screenshotThemes(viewer, 'asdf-in-fits-array');
      await viewer.hdu(4).click();
      await tree.ready();
      await tree.expectChosen('meta/wcs/coefficients');
      await tree.list.press('Enter');
      await viewer.ready({ kind: 'exact' });
      await viewer.chooseHdu('4 · ASDF');
      await tree.ready();
      await tree.expectChosen('meta/wcs/coefficients');
    });
  });
});
