import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sampleBucket } from '../support/s3/sample';
import { sampleBuckets } from '../support/vscode/sample-settings';
import { bigImage, bigPixel, bigSide } from './support/big-image';
import { expectPicture } from './support/compare';
import { openEditor, sampleFolder, type Editor } from './support/editor';
import { readSample, type TruePlane } from './support/truth';
import { answer, chooseFromMenu, pick } from './support/tree';
import { Viewer } from './support/viewer';
import {
  collapseView,
  closeAllEditors,
  expand,
  notifications,
  openSidebar,
  patience,
  runCommand,
  statusBarItem,
  treeItem,
} from './support/workbench';

const bucket = 'skybucket-odd';
const starField = 'images/star-field_r.fits';
const odd = 'names/M 31 + 50% #1 & α.fits';

describe('opening files', () => {
  let editor: Editor;
  beforeAll(async () => {
    editor = await openEditor({
      settings: {
        'skybucket.buckets': [
          ...(sampleBuckets['skybucket.buckets'] as readonly unknown[]),
          { name: 'Odd files', uri: `s3://${bucket}/`, connection: 'sample' },
        ],
      },
      files: [join(sampleFolder, starField)],
    });
    const files = editor.s3.createBucket(bucket, { denyRead: (key) => key === 'secret.fits' });
    files.put('broken.fits', 'This is no FITS file, whatever its name says.\n'.repeat(200));
    files.put('cut-short.fits', readSample(starField).subarray(0, 2_000_000));
    files.put('secret.fits', 'x'.repeat(2880));
    files.put('two-hundred-megabytes.fits', bigImage);
    copyFileSync(join(sampleFolder, odd), join(editor.workspace, 'no-suffix'));
    await openSidebar(editor.page);
    await collapseView(editor.page, 'Searches');
    await expand(editor.page, 'My buckets', 'Odd files');
  });
  afterAll(() => editor.close());
  beforeEach(async () => {
    await closeAllEditors(editor.page);
    await tabs().first().waitFor({ state: 'detached', timeout: patience });
    editor.s3.resetRequests();
  });

  const tabs = (): Locator => editor.page.locator('.tabs-container [role="tab"]');
  const openUri = async (uri: string): Promise<void> => {
    await runCommand(editor.page, 'Skybucket: Open S3 URI…');
    await answer(editor.page, 'Open S3 URI', uri);
  };
  const explorerItem = (name: string): Locator =>
    editor.page.locator('.explorer-folders-view [role="treeitem"]').filter({ hasText: name });
  const pickEditor = (label: string): Promise<void> =>
    editor.page
      .locator('.quick-input-widget:visible [role="option"]')
      .filter({ hasText: label })
      .click({ timeout: patience });
  const expectNoQuestion = async (): Promise<void> => {
    expect(await editor.page.locator('.monaco-dialog-box').count()).toBe(0);
    expect(await notifications(editor.page).count()).toBe(0);
  };

  test('“Open S3 URI…” takes s3:// and knows the connection from the sidebar', async () => {
    await openUri(` "s3://${sampleBucket}/${odd}" `);
    const viewer = await Viewer.shown(editor.page);
    await viewer.ready({ hdu: 0, kind: 'exact' });
    expect(await tabs().allInnerTexts()).toEqual([expect.stringContaining('M 31 + 50')]);
    // BITPIX 16, 4 × 3 pixels, 0 to 11 in the order of the file.
    await viewer.hover(3, 1);
    await expect.poll(() => viewer.field('value').innerText()).toBe('7');
    await expectNoQuestion();
  });

  test('… and a link, which is not kept in any name', async () => {
    const { s3, page } = editor;
    await openUri(`${s3.endpoint}/${sampleBucket}/${starField}?token=a-right-to-read`);
    const viewer = await Viewer.shown(page);
    await viewer.ready({ hdu: 0 });
    expect(await viewer.field('size').innerText()).toBe('960 × 720');
    expect(await page.locator('.monaco-workbench').innerText()).not.toContain('a-right-to-read');
  });

  test('… and a folder, which the sidebar shows', async () => {
    const { page } = editor;
    await openUri(`s3://${sampleBucket}/cubes/`);
    await treeItem(page, 'h2-disc.fits').waitFor({ timeout: patience });
    expect(await tabs().count()).toBe(0);
  });

  test('… and says what is not there, or may not be read', async () => {
    const { page } = editor;
    await openUri(`s3://${sampleBucket}/images/nothing.fits`);
    await notifications(page)
      .filter({ hasText: `s3://${sampleBucket}/images/nothing.fits does not exist.` })
      .waitFor({ timeout: patience });
    await openUri('s3://skybucket-nowhere/a.fits');
    await pick(page, 'Which connection is the bucket on?', 'Sample S3');
    await notifications(page)
      .filter({ hasText: 'There is no bucket “skybucket-nowhere”.' })
      .waitFor({ timeout: patience });
    expect(await tabs().count()).toBe(0);
    await runCommand(page, 'Notifications: Clear All Notifications');
    await notifications(page).first().waitFor({ state: 'detached', timeout: patience });
  });

  test('text, JSON and pictures open in the editors VS Code has for them', async () => {
    const { page } = editor;
    await expand(page, 'My buckets', 'Sample sky data', 'images');
    await treeItem(page, 'README.txt').first().click();
    const text = page.locator('.editor-instance .view-lines');
    const [line = ''] = readSample('README.txt').toString().split('\n');
    await text.getByText(line.slice(0, 30)).waitFor({ timeout: patience });
    await treeItem(page, 'star-field_r.json').first().click();
    await statusBarItem(page, /^JSON$/).waitFor({ timeout: patience });
    await text.getByText('pixelScaleArcsec').first().waitFor({ timeout: patience });
    await treeItem(page, 'star-field_r.png').first().click();
    await statusBarItem(page, '320x240').waitFor({ timeout: patience });
    await expectNoQuestion();
  });

  test('200 MB open at a click, with no question, for a few MB', async () => {
    const { page, s3 } = editor;
    await treeItem(page, 'two-hundred-megabytes.fits').first().click();
    const viewer = await Viewer.shown(page);
    // Every sixteenth row and column is read, and the readout says so.
    await viewer.ready({ hdu: 0, kind: 'sampled', step: 16 });
    expect(await viewer.field('kind').innerText()).toBe('sampled 1:16');
    await expectNoQuestion();
    await s3.settled();
    const overview = bytesRead();
    expect(overview).toBeLessThan(bigImage.size / 8);
    await expectMeter();
    const limits = [await viewer.figure('low'), await viewer.figure('high')] as const;
    expect(await expectPicture(viewer, sampledBy(16), { limits })).toMatchObject({ missing: 0 });

    // Zoomed in, what is seen is read in full and nothing else.
    await viewer.run('Zoom', '1:1');
    await viewer.ready({ zoom: 1, kind: 'exact', step: 1 });
    expect(await viewer.field('kind').innerText()).toBe('exact');
    await s3.settled();
    expect(bytesRead() - overview).toBeLessThan(40_000_000);
    await expectMeter();
    const { width, height } = await viewer.box();
    const seen = await expectPicture(viewer, sampledBy(1), { limits });
    expect(seen.compared).toBe(Math.round(width) * Math.round(height));
    await viewer.hover(3536, 3536);
    await expect.poll(() => viewer.field('x').innerText()).toBe('3537');
    await expect.poll(() => viewer.field('value').innerText()).toBe(String(bigPixel(3536, 3536)));
  });

  const bytesRead = (): number =>
    editor.s3.requests.reduce((sum, request) => sum + request.bytes, 0);
  /** What the status bar says is what the server has sent. */
  const expectMeter = async (): Promise<void> => {
    await editor.s3.settled();
    const requests = editor.s3.requests.length.toLocaleString('en');
    await statusBarItem(editor.page, ` of 200 MB · ${requests} requests · `).waitFor({
      timeout: patience,
    });
    const [read = ''] = (await statusBarItem(editor.page, ' of 200 MB').innerText()).split(' of ');
    expect(Math.abs(Number(read) * 1e6 - bytesRead())).toBeLessThanOrEqual(0.05e6);
  };
  /** The big image as it looks where each so many pixels on a side have the value of their first. */
  const sampledBy = (step: number): TruePlane => ({
    width: bigSide,
    height: bigSide,
    at: (x, y) => bigPixel(x - (x % step), y - (y % step)),
  });

  test('a file of the workspace opens', async () => {
    const { page, s3 } = editor;
    await openSidebar(page, 'Explorer');
    await explorerItem('star-field_r.fits').click();
    const viewer = await Viewer.shown(page);
    await viewer.ready({ hdu: 0 });
    expect(await viewer.field('size').innerText()).toBe('960 × 720');
    expect(s3.requests).toEqual([]);
  });

  test('a FITS file of any other name opens with “Open With…”', async () => {
    const { page } = editor;
    await openSidebar(page, 'Explorer');
    await chooseFromMenu(page, explorerItem('no-suffix'), 'Open With...');
    await pickEditor('Skybucket FITS Viewer');
    const viewer = await Viewer.shown(page);
    await viewer.ready({ hdu: 0, kind: 'exact' });
    expect(await viewer.field('size').innerText()).toBe('4 × 3');
  });

  test('what is no FITS file, or may not be read, says so in place of the picture', async () => {
    const { page } = editor;
    await openSidebar(page);
    await treeItem(page, 'broken.fits').first().click();
    let viewer = await Viewer.shown(page);
    await expect
      .poll(() => viewer.notice.innerText(), { timeout: patience })
      .toContain(`s3://${bucket}/broken.fits is not a FITS file: it does not start with SIMPLE.`);
    await treeItem(page, 'secret.fits').first().click();
    viewer = await Viewer.shown(page);
    await expect
      .poll(() => viewer.notice.innerText(), { timeout: patience })
      .toContain(`s3://${bucket}/secret.fits cannot be read without credentials`);
  });

  test('a file that is cut short shows what it has, and says what it lacks', async () => {
    const { page } = editor;
    await openSidebar(page);
    await treeItem(page, 'cut-short.fits').first().click();
    const viewer = await Viewer.shown(page);
    await viewer.ready({ hdu: 0 });
    await expect
      .poll(() => viewer.frame.locator('.warnings').first().innerText(), { timeout: patience })
      .not.toBe('');
  });
});
