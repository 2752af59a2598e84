import type { FrameLocator, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MAST_BUCKET } from '../support/archives/buckets';
import { readMashup } from '../support/archives/mashup';
import { openEditor, type Editor } from './support/editor';
import { screenshot } from './support/screenshot';
import { answer, chooseFromMenu, pick } from './support/tree';
import { Viewer } from './support/viewer';
import { webview } from './support/webview';
import { openSidebar, patience, runCommand, treeItem } from './support/workbench';

const OBSERVATION = 'jw01783-o004_t008_nircam_clear-f444w';
const RATE = 'jw01783004007_02101_00004_nrcalong_rate.fits';

/** Both reference searches, from the form to the picture; each test goes on from the last. */
describe('searches of archives', () => {
  let editor: Editor;
  let panel: FrameLocator;
  beforeAll(async () => {
    editor = await openEditor({ archives: true });
    await editor.page.setViewportSize({ width: 1600, height: 1000 });
    await openSidebar(editor.page);
  });
  afterAll(() => editor.close());

  const tab = (name: string | RegExp): Locator =>
    editor.page.locator('.tabs-container [role="tab"]').filter({ hasText: name });
  const search = (): Locator => panel.getByRole('button', { name: 'Search', exact: true });
  const figures = (): Locator => panel.locator('.results-figures');
  /** Gives a criterion that takes values one of them. */
  const choose = async (name: string, value: string): Promise<void> => {
    const field = panel.getByRole('combobox', { name, exact: true });
    await field.waitFor({ timeout: patience });
    await field.fill(value);
    await editor.page.keyboard.press('Enter');
    await panel.locator('.chip-text').getByText(value, { exact: true }).waitFor();
    await editor.page.keyboard.press('Escape');
  };
  /** Chooses a row of the results, counted from 0. */
  const chooseRow = async (row: number): Promise<void> => {
    await panel
      .locator(`.grid-row[aria-rowindex="${row + 2}"] > .cell`)
      .first()
      .click();
  };
  const product = (name: RegExp): Locator => panel.getByRole('option', { name });

  describe('at MAST', () => {
    test('are filled in, and counted while they are', async () => {
      await runCommand(editor.page, 'Skybucket: Search MAST…');
      panel = await webview(editor.page);
      await choose('Mission', 'JWST');
      await choose('Instrument', 'NIRCAM/IMAGE');
      await choose('Filters', 'F444W');
      await choose('Proposal ID', '1783');
      const count = panel.locator('.form-count');
      await expect.poll(() => count.innerText(), { timeout: patience }).toBe('4 rows');
      await choose('Data Rights', 'PUBLIC');
      await expect.poll(() => count.innerText(), { timeout: patience }).toBe('3 rows');
      await screenshot(editor.page, 'search-mast-form-dark');
    });

    test('bring rows and footprints', async () => {
      await search().click();
      await expect.poll(() => figures().innerText(), { timeout: patience }).toContain('3 rows');
      const asked = editor.archives.mashup('Mast.Caom.Filtered').at(-1);
      expect(readMashup(asked?.body ?? '')?.params).toEqual({
        columns: '*',
        filters: expect.arrayContaining([
          { paramName: 'obs_collection', values: ['JWST'], separator: ';' },
          { paramName: 'instrument_name', values: ['NIRCAM/IMAGE'] },
          { paramName: 'filters', values: ['F444W'], separator: ';' },
          { paramName: 'proposal_id', values: ['1783'] },
          { paramName: 'dataRights', values: ['PUBLIC'] },
        ]) as unknown,
      });
      await chooseRow(1);
      await panel.getByText('63 science products, +123 auxiliary').waitFor({ timeout: patience });
      await product(/^jw01783004007_02101_00004_nrcalong_rate\.fits, .*, S3$/).waitFor({
        timeout: patience,
      });
      await product(/_o004_crf\.fits, .*, not in the cloud$/)
        .first()
        .waitFor({ timeout: patience });
      await screenshot(editor.page, 'search-mast-products-dark');
    });

    test('lead to the picture', async () => {
      await product(/^jw01783004007_02101_00004_nrcalong_rate\.fits, /).dblclick();
      await tab(RATE).waitFor({ timeout: patience });
      const viewer = await Viewer.shown(editor.page);
      await viewer.ready();
      const read = editor.s3.requests.filter(({ method }) => method === 'GET');
      expect(read.length).toBeGreaterThan(0);
      expect(read.every(({ url }) => url.includes(`/${MAST_BUCKET}/`))).toBe(true);
      await screenshot(editor.page, 'search-mast-picture-dark');
    });

    test('stay in the sidebar, with their rows and products', async () => {
      const { page } = editor;
      const kept = page.locator('.sidebar [role="treeitem"]').filter({ hasText: '3 · MAST' });
      await kept.waitFor({ timeout: patience });
      await kept.click();
      const row = treeItem(page, OBSERVATION);
      await row.waitFor({ timeout: patience });
      await row.click();
      await treeItem(page, RATE).waitFor({ timeout: patience });
      await chooseFromMenu(page, treeItem(page, RATE), 'Copy S3 URI');
      await expect
        .poll(() => page.evaluate<string>('navigator.clipboard.readText()'))
        .toBe(`s3://${MAST_BUCKET}/jwst/public/jw01783/jw01783004007/${RATE}`);
      await screenshot(page, 'search-tree-dark');
    });

    test('go by the name of an object, from the palette', async () => {
      const { page } = editor;
      await runCommand(page, 'Skybucket: Search MAST by Name…');
      await answer(page, 'Search MAST', 'M 51');
      await pick(page, 'Search MAST', '0.2°');
      await pick(page, 'Search MAST', 'JWST');
      // One for each filter.
      const kept = page.locator('.sidebar [role="treeitem"]').filter({ hasText: /\b6 · MAST/ });
      await kept.waitFor({ timeout: patience });
    });
  });

  describe('at IRSA', () => {
    test('are filled in with a place', async () => {
      await runCommand(editor.page, 'View: Close All Editors');
      await runCommand(editor.page, 'Skybucket: Search IRSA…');
      panel = await webview(editor.page);
      await panel
        .getByRole('textbox', { name: 'Position or name', exact: true })
        .fill('150.01 2.2');
      await panel.getByRole('textbox', { name: 'Radius', exact: true }).fill('0.01 deg');
      await choose('Collection', 'spitzer_seip');
      await expect.poll(() => panel.locator('.place-words').innerText()).toMatch(/10h00m02\.4/);
      await screenshot(editor.page, 'search-irsa-form-dark');
      await search().click();
      await expect.poll(() => figures().innerText(), { timeout: patience }).toContain('20 rows');
    });

    test('lead to a mosaic and a cutout of it', async () => {
      // The fourth band has no word on the cloud: its address is derived, and the bucket asked.
      await chooseRow(12);
      await product(/IRAC\.4\.mosaic\.fits, .*S3 \(derived\)$/).waitFor({ timeout: patience });
      await chooseRow(0);
      const mosaic = product(/IRAC\.1\.mosaic\.fits, .*S3$/);
      await mosaic.waitFor({ timeout: patience });
      await screenshot(editor.page, 'search-irsa-products-dark');
      await mosaic.dblclick();
      await tab(/IRAC\.1\.mosaic\.fits/).waitFor({ timeout: patience });
      const viewer = await Viewer.shown(editor.page);
      await viewer.ready();
      await viewer.press('Shift+X');
      await viewer.input('Centre').fill('150.01 2.2');
      await viewer.input('Width').fill('60"');
      await viewer.input('Height').fill('60"');
      await editor.page.keyboard.press('Tab');
      await viewer.frame.getByRole('button', { name: 'Open', exact: true }).click();
      await tab(/cutout/).waitFor({ timeout: patience });
      const cutout = await Viewer.shown(editor.page);
      await cutout.ready();
      // 0.6" a pixel.
      expect(await cutout.field('size').innerText()).toBe('100 × 100');
      await screenshot(editor.page, 'search-irsa-cutout-dark');
    });
  });
});
