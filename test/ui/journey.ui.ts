import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectPicture, type Comparison } from './support/compare';
import { openEditor, type Editor } from './support/editor';
import { readSample, readTruth, truePlane, type HduTruth } from './support/truth';
import { Viewer } from './support/viewer';
import {
  activeIcon,
  activityIcon,
  expand,
  listedNotification,
  patience,
  quickPickItems,
  runCommand,
  statusBarItem,
  treeItem,
} from './support/workbench';

const key = 'jwst/public/jw99999/jw99999001001/jw99999001001_02101_00001_nrcalong_rate.fits';
const name = basename(key);
const truth = readTruth(key);
const file = readSample(key);
const [primary, sci, err, dq] = truth.hdus as [HduTruth, HduTruth, HduTruth, HduTruth];

/** A person's way from a closed sidebar to a file on their disk; each test goes on from the last. */
describe('from bucket to picture', () => {
  let editor: Editor;
  let viewer: Viewer;
  beforeAll(async () => {
    editor = await openEditor();
  });
  afterAll(() => editor.close());

  /** The limits on show are the true ones, as far as their digits tell. */
  const expectLimits = async ([low, high]: readonly [number, number]): Promise<void> => {
    const digits = (high - low) / 1000;
    await expect
      .poll(async () => Math.abs(Number((await viewer.limitTexts())[0]) - low))
      .toBeLessThan(digits);
    await expect
      .poll(async () => Math.abs(Number((await viewer.limitTexts())[1]) - high))
      .toBeLessThan(digits);
  };
  const expectGreys = (hdu: HduTruth, shown: readonly [number, number]): Promise<Comparison> =>
    expectPicture(viewer, truePlane(file, hdu), { limits: shown });

  test('the icon in the activity bar opens the sidebar, which asks nothing of any server', async () => {
    const { page, s3 } = editor;
    await activeIcon(page, 'Explorer').waitFor({ timeout: patience });
    expect(await activeIcon(page).count()).toBe(0);
    await activityIcon(page).click();
    await treeItem(page, 'Sample sky data').waitFor({ timeout: patience });
    expect(s3.requests).toEqual([]);
  });

  test('every folder is one request, and a click shows the picture', async () => {
    const { page, s3 } = editor;
    const folders = key.split('/').slice(0, -1);
    await expand(page, 'My buckets', 'Sample sky data', ...folders);
    await treeItem(page, name).click();
    viewer = await Viewer.shown(page);
    await viewer.ready({ hdu: 1 });
    await s3.settled();
    const listings = s3.requests.filter(({ operation }) => operation === 'ListObjectsV2');
    expect(listings).toHaveLength(folders.length + 1);
    const read = s3.requests.filter(({ operation }) => operation === 'GetObject');
    expect(read.length).toBeLessThanOrEqual(8);
    expect(read.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(512 * 1024);
    // No one asks for the file itself, and no one asks whether it is there.
    expect(s3.requests).toHaveLength(listings.length + read.length);
    expect(read.every(({ status }) => status === 206)).toBe(true);
  });

  test('the HDU list is that of astropy', async () => {
    const cell = (index: number, column: string): Promise<string> =>
      viewer.hdu(index).locator(`[data-column="${column}"]`).innerText();
    const lines = await Promise.all(
      truth.info.map(async (_, index) => [
        Number(await cell(index, 'index')),
        await cell(index, 'name'),
        await cell(index, 'version'),
        await cell(index, 'type'),
        await cell(index, 'cards'),
        await cell(index, 'dimensions'),
        await cell(index, 'format'),
      ]),
    );
    expect(lines).toEqual(
      truth.info.map(([index, hduName, version, type, cards, dimensions, format]) => [
        index,
        hduName,
        `ver ${version}`,
        type,
        `${cards} cards`,
        dimensions,
        format,
      ]),
    );
    expect(await viewer.frame.locator('.hdus [role="row"]').count()).toBe(truth.info.length);
  });

  test('at 1:1 and at 2:1 every screen pixel is its pixel through zscale, y up, NaN in blue', async () => {
    const zscale = sci.zscale as readonly [number, number];
    await viewer.run('Zoom', '1:1');
    await viewer.ready({ zoom: 1, kind: 'exact' });
    await expectLimits(zscale);
    const one = await expectGreys(sci, zscale);
    expect(one.compared).toBe(256 * 256);
    expect(one.missing).toBe(256);
    expect(one.ifUpsideDown).toBeGreaterThan(10_000);
    expect(one.ifMirrored).toBeGreaterThan(10_000);
    const [red, green, blue] = await viewer.nanColour();
    expect(blue).toBeGreaterThan(Math.max(red, green) + 10);
    await viewer.button('Zoom in').click();
    await viewer.ready({ zoom: 2, kind: 'exact' });
    await expectGreys(sci, zscale);
  });

  test('the readout names the pixel under the pointer as FITS counts, and its exact value', async () => {
    const plane = truePlane(file, sci);
    for (const [x, y] of [
      [0, 0],
      [255, 3],
      [17, 250],
    ] as const) {
      await viewer.hover(x, y);
      await expect.poll(() => viewer.field('x').innerText()).toBe(String(x + 1));
      await expect.poll(() => viewer.field('y').innerText()).toBe(String(y + 1));
      await expect
        .poll(async () => Math.fround(Number(await viewer.field('value').innerText())))
        .toBe(plane.at(x, y));
    }
    const unit = sci.cards.find(([keyword]) => keyword === 'BUNIT')?.[1];
    expect(await viewer.field('unit').innerText()).toBe(unit);
  });

  test('the list switches to ERR, a key to DQ; limits and picture follow', async () => {
    await viewer.hdu(2).click();
    await viewer.ready({ hdu: 2, kind: 'exact' });
    await expectLimits(err.zscale as readonly [number, number]);
    await expectGreys(err, err.zscale as readonly [number, number]);

    await viewer.page.keyboard.press(']');
    await viewer.ready({ hdu: 3, kind: 'exact' });
    expect(await viewer.hdu(3).getAttribute('aria-selected')).toBe('true');
    // zscale of flags is 0 to 0: a range around it is drawn.
    expect(dq.zscale).toEqual([0, 0]);
    await expect.poll(() => viewer.limitTexts()).toEqual(['0', '0']);
    await expectGreys(dq, [-1, 1]);
    await viewer.hover(5, 0);
    // More digits than the picture's floats hold.
    await expect.poll(() => viewer.field('value').innerText()).toBe('2147483649');
  });

  test('min–max, and limits that are typed', async () => {
    await viewer.choose('Display limits', 'min–max');
    const { min, max } = dq.image ?? { min: Number.NaN, max: Number.NaN };
    await expectLimits([min, max]);
    await expectGreys(dq, [min, max]);

    await viewer.chooseHdu('1 · SCI');
    await viewer.ready({ hdu: 1, kind: 'exact' });
    await viewer.typeLimits('-0.01', '0.25');
    await viewer.ready({ hdu: 1, low: -0.01, high: 0.25 });
    await expectGreys(sci, [-0.01, 0.25]);
  });

  test('the header is searched by keyword, value and comment', async () => {
    await viewer.hdu(0).click();
    await expect.poll(() => viewer.notice.innerText()).toContain('PRIMARY has no data');
    const panel = await viewer.showTab('Header');
    const search = viewer.input('Search keywords, values and comments');
    const count = panel.locator('.panel-count');
    await expect.poll(() => count.innerText()).toBe(`${primary.cards.length} cards`);
    for (const word of ['TELESCOP', 'jwst', 'proposal titl', 'exposure time']) {
      await search.fill(word);
      const found = primary.cards.filter((card) =>
        word
          .toLowerCase()
          .split(' ')
          .every((part) => card.join('\n').toLowerCase().includes(part)),
      );
      expect(found.length).toBeGreaterThan(0);
      await expect.poll(() => count.innerText()).toBe(`${found.length} of ${primary.cards.length}`);
      const first = panel.getByRole('option').first();
      await expect.poll(() => first.locator('.card-keyword').innerText()).toBe(found[0]?.[0]);
      const marked = (await first.locator('mark').allInnerTexts()).map((text) =>
        text.toLowerCase(),
      );
      expect(new Set(marked)).toEqual(new Set(word.toLowerCase().split(' ')));
    }
    await search.fill('no such word');
    await expect.poll(() => panel.innerText()).toContain('No card matches.');
    await search.fill('TELESCOP');
    expect(await panel.getByRole('option').allInnerTexts()).toEqual([
      expect.stringMatching(/TELESCOP\s+JWST/),
    ]);
  });

  test('the status bar tells what it has cost, and leads to the log of requests', async () => {
    const { page, s3 } = editor;
    const cost = statusBarItem(page, /^\d[\d.]*( kB)? of 1\.4 MB · \d+ requests · \d+\.\d s$/);
    await cost.click();
    const log = page.locator('.panel .view-lines');
    const last = s3.requests.filter(({ operation }) => operation === 'GetObject').at(-1);
    // It shows its end; lines are wrapped, and their blanks are not those of the text.
    await log
      .getByText(last?.headers.range ?? 'no request')
      .first()
      .waitFor({ timeout: patience });
    await runCommand(page, 'View: Hide Panel');
    await log.waitFor({ state: 'detached', timeout: patience });
    await viewer.hdu(1).click();
    await viewer.ready({ hdu: 1 });
  });

  test('the menu of the viewer downloads it whole; nothing is overwritten without asking', async () => {
    const { page, workspace } = editor;
    await viewer.run('More', 'Download to workspace');
    await page.getByText('Where should downloads go?').waitFor({ timeout: patience });
    expect(await quickPickItems(page)).toEqual(['workspace', 'Choose another folder…']);
    await page.keyboard.press('Enter');
    await expect.poll(() => existsSync(join(workspace, name)), { timeout: patience }).toBe(true);
    await listedNotification(page, `Downloaded ${name} (1.4 MB).`);
    const target = join(workspace, name);
    expect(sha256(readFileSync(target))).toBe(sha256(file));
    expect(readdirSync(workspace)).toEqual([name]);

    await runCommand(page, 'Skybucket: Download to Workspace');
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.getByText(`“${name}” exists already in the download folder.`).waitFor({
      timeout: patience,
    });
    await dialog.getByRole('button', { name: 'Keep Both' }).click();
    const copy = name.replace('.fits', ' (2).fits');
    await expect.poll(() => existsSync(join(workspace, copy)), { timeout: patience }).toBe(true);
    await listedNotification(page, `Downloaded ${copy} (1.4 MB).`);
    expect(readdirSync(workspace).sort()).toEqual([copy, name].sort());
    expect(sha256(readFileSync(join(workspace, copy)))).toBe(sha256(file));
  });
});

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
