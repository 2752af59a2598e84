import { join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogBucket, sampleBucket, sampleHats, sampleHive } from '../support/s3/sample';
import matches from '../unit/catalogs/match/match-worker.json';
import truth from './support/catalog-truth.json';
import { CatalogPanel } from './support/catalog-panel';
import { openEditor, type Editor } from './support/editor';
import { screenshot, screenshotThemes } from './support/screenshot';
import { answer } from './support/tree';
import { Viewer } from './support/viewer';
import { webviews } from './support/webview';
import { openSidebar, patience, runCommand, treeItem } from './support/workbench';

const WISE = `skybucket://sample/${catalogBucket}/${sampleHive}`;
const HATS = `skybucket://sample/${catalogBucket}/${sampleHats}`;
const IMAGE = `s3://${sampleBucket}/images/star-field_r.fits`;

type Share = readonly [x: number, y: number];

/** A catalogue beside an image of the same sky; each test goes on from the last. */
describe('a catalogue and an image', () => {
  let editor: Editor;
  let panel: CatalogPanel;
  let viewer: Viewer;
  beforeAll(async () => {
    editor = await openEditor({ catalogs: true });
    await editor.page.setViewportSize({ width: 1900, height: 1000 });
    await openSidebar(editor.page);
    await runCommand(editor.page, 'Skybucket: Add Catalogue…');
    await answer(editor.page, 'Add Catalogue', HATS);
    await treeItem(editor.page, 'star_field_collection').waitFor({ timeout: patience });
    await runCommand(editor.page, 'View: Close Primary Side Bar');
    await runCommand(editor.page, 'Skybucket: Open S3 URI…');
    await answer(editor.page, 'Open S3 URI', IMAGE);
    viewer = await Viewer.shown(editor.page);
    await viewer.ready();
  });
  afterAll(() => editor.close());

  test('know of each other: the field of the image is the region of a query', async () => {
    panel = await CatalogPanel.open(editor.page, WISE);
    await runCommand(editor.page, 'View: Move Editor into Next Group');
    const [, right] = (await webviews(editor.page, 2)) as [FrameLocator, FrameLocator];
    [viewer] = (await Viewer.all(editor.page, 2)) as [Viewer];
    await viewer.ready();
    panel = CatalogPanel.of(editor.page, right);
    await panel.ready();
    await panel.region('image');
    await panel.frame
      .getByRole('group', { name: 'Fields and regions of open images' })
      .getByRole('button')
      .first()
      .click({ timeout: patience });
    await panel.button('Run').click();
    await panel.expectRows(truth.starField.wiseInImage);
  });

  test('show the rows as markers on the image', async () => {
    await panel.button('Show on image').click();
    await expect
      .poll(() => viewer.frame.locator('.markers-layer').getAttribute('data-drawn'), {
        timeout: patience,
      })
      .toBe(String(truth.starField.wiseInImage));
    await screenshot(editor.page, 'catalog-on-image');
  });

  test('choose rows in a plot, which stand out on the image', async () => {
    await panel.tab('Plots');
    await panel.frame.locator('.plots-view[data-state="ready"]').waitFor({ timeout: patience });
    await panel.button('Select with a box').click();
    await drag(panel.plot, [0.2, 0.2], [0.9, 0.9]);
    await panel.frame
      .locator('.plots')
      .getByText(/ selected/u)
      .waitFor({ timeout: patience });
    await screenshot(editor.page, 'catalog-brush');
    await panel.tab('Table');
    await expect.poll(() => chosenInPanel(), { timeout: patience }).toBeGreaterThan(0);
    const count = await chosenInPanel();
    const said = viewer.frame.getByText(`${count} ${count === 1 ? 'row' : 'rows'} chosen`);
    await said.first().waitFor({ state: 'attached', timeout: patience });
  });

  test('choose rows in a box on the image, which are chosen in the panel', async () => {
    await panel.button('Choose none').click();
    await expect.poll(() => panel.frame.locator('.chosen-bar:visible').count()).toBe(0);
    await viewer.openMenu('Markers');
    await viewer.button('Choose rows in a box').click();
    await viewer.closeMenu();
    await drag(viewer.canvas, [0.3, 0.35], [0.7, 0.65]);
    await expect.poll(() => chosenInPanel(), { timeout: patience }).toBeGreaterThan(0);
    expect(await chosenInPanel()).toBeLessThan(truth.starField.wiseInImage);
    await panel.frame.getByRole('checkbox', { name: 'Chosen rows only' }).click();
    await screenshot(editor.page, 'catalog-brush-image');
  });

  test('are matched with the stars of another catalogue', async () => {
    await panel.button('Choose none').click();
    await panel.tab('Match');
    const match = panel.frame.getByRole('group', { name: 'Match', exact: true });
    await match
      .getByRole('combobox', { name: 'Match with', exact: true })
      .selectOption({ label: 'Catalogue: star_field_collection' });
    const radius = panel.field('Radius').and(match.locator('input'));
    await radius.fill('0.2', { timeout: patience });
    const filter = match.getByRole('combobox', { name: 'Filter of the other side', exact: true });
    await filter.fill('rmag < 24');
    await panel.button('Plan', match).click();
    await match.getByText(/^Reads at most [\d,]+ rows of /u).waitFor({ timeout: patience });
    await screenshotThemes(panel, 'catalog-match');
    await panel.button('Match', match).click();
    await panel.expectRows(matches.nearest.length);
    await panel.tab('Table');
    await screenshot(editor.page, 'catalog-matched');
    const csv = await panel.exported('Export as CSV', join(editor.workspace, 'matched.csv'));
    const [names = [], ...rows] = csv
      .toString('utf8')
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(','));
    const column = (name: RegExp): number => names.findIndex((one) => name.test(one));
    const [star, other, apart] = [column(/^designation$/u), column(/^id/u), column(/^separation/u)];
    const found = rows.map((row) => [row[star], row[other], Number(row[apart]).toFixed(5)]);
    const truly = matches.nearest.map(([a, b, c]) => [a, b, Number(c).toFixed(5)]);
    expect(found.sort(byName)).toEqual(truly.sort(byName));
  });

  /** Drags over a part of something; shares of its width and height, from above. */
  async function drag(over: Locator, from: Share, to: Share): Promise<void> {
    const box = await over.boundingBox();
    if (box === null) throw new Error('It is not on screen.');
    const place = ([x, y]: Share): [number, number] => [
      box.x + x * box.width,
      box.y + y * box.height,
    ];
    await editor.page.mouse.move(...place(from));
    await editor.page.mouse.down();
    await editor.page.mouse.move(...place([(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]));
    await editor.page.mouse.move(...place(to));
    await editor.page.mouse.up();
  }

  async function chosenInPanel(): Promise<number> {
    const bar = panel.frame.locator('.chosen-bar:visible');
    if ((await bar.count()) === 0) return 0;
    return Number(/([\d,]+) rows? chosen/u.exec(await bar.innerText())?.[1]?.replaceAll(',', ''));
  }
});

function byName([a]: readonly unknown[], [b]: readonly unknown[]): number {
  return String(a) < String(b) ? -1 : 1;
}
