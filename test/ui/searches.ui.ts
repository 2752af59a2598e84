import { basename } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shortName } from '../../src/extension/views/display';
import { MAST_BUCKET } from '../support/archives/buckets';
import { readMashup } from '../support/archives/mashup';
import type { ReplayRequest } from '../support/archives/replay';
import { DERIVED_KEY, SEIP_BUCKET, SEIP_KEY } from '../support/archives/sia';
import { sampleRateKey } from '../support/s3/sample';
import { openEditor, type Editor } from './support/editor';
import { screenshot, screenshotThemes } from './support/screenshot';
import { SearchPanel } from './support/search-panel';
import { answer, chooseFromMenu, pick, rowAction, scrollTo } from './support/tree';
import { readSample, readTruth, truePlane, type HduTruth } from './support/truth';
import { Viewer } from './support/viewer';
import {
  activeIcon,
  activityIcon,
  closeAllEditors,
  expand,
  openSidebar,
  patience,
  runCommand,
  treeItem,
} from './support/workbench';

const TITLE = 'JWST, NIRCAM/IMAGE, F444W, proposal 1783, PUBLIC';
const OBSERVATION = 'jw01783-o004_t008_nircam_clear-f444w';
const RATE = 'jw01783004007_02101_00004_nrcalong_rate.fits';
const RATE_URI = `s3://${MAST_BUCKET}/jwst/public/jw01783/jw01783004007/${RATE}`;
const PRODUCTS = '63 science products, +123 auxiliary';
const MOSAIC = basename(SEIP_KEY);

/** Python of astroquery that asks for the three observations of the reference search. */
const QUERY = `from astroquery.mast import Observations

observations = Observations.query_criteria(
    obs_collection="JWST",
    instrument_name="NIRCAM/IMAGE",
    filters="F444W",
    proposal_id="1783",
    dataRights="PUBLIC",
)
`;

/** Both reference searches, from the form to the picture; each test goes on from the last. */
describe('searches of archives', () => {
  let editor: Editor;
  let panel: SearchPanel;
  beforeAll(async () => {
    editor = await openEditor({ archives: true });
    await editor.page.setViewportSize({ width: 1600, height: 1000 });
    await openSidebar(editor.page);
  });
  afterAll(() => editor.close());

  const tab = (name: string | RegExp): Locator =>
    editor.page.locator('.tabs-container [role="tab"]').filter({ hasText: name });
  /** The picture in the tab with that name. */
  const picture = async (name: string | RegExp): Promise<Viewer> => {
    await tab(name)
      .and(editor.page.locator('[aria-selected="true"]'))
      .waitFor({ timeout: patience });
    const viewer = await Viewer.shown(editor.page);
    await viewer.ready();
    return viewer;
  };
  /** Fails unless the clipboard has, or soon has, this text. */
  const expectCopied = (text: string): Promise<void> =>
    expect
      .poll(() => editor.page.evaluate<string>('navigator.clipboard.readText()'))
      .toBe(text) as Promise<void>;
  const expectText = (what: Locator, text: string | RegExp): Promise<void> =>
    expect.poll(() => what.innerText(), { timeout: patience }).toMatch(text) as Promise<void>;
  const asksForRows = ({ service, body }: ReplayRequest): boolean =>
    service === 'Mast.Caom.Filtered' && readMashup(body)?.params['columns'] === '*';

  describe('at MAST', () => {
    test('are filled in, and counted while they are', async () => {
      panel = await SearchPanel.open(editor.page, 'Skybucket: Search MAST…');
      await panel.give('Mission', 'jwst', 'JWST');
      await panel.pick('Instrument', 'nircam', 'NIRCAM/IMAGE');
      await panel.pick('Filters', 'F44', 'F444W');
      await panel.give('Proposal ID', '1783');
      await expectText(panel.count, /^4 rows$/u);
      await panel.pick('Data Rights', 'pub', 'PUBLIC');
      await expectText(panel.count, /^3 rows$/u);
      await panel.chooseFromMore('Copy as Python');
      await expectCopied(QUERY);
      await screenshotThemes(panel, 'search-mast-form');
    });

    test('bring rows and footprints, and each chooses the other', async () => {
      await panel.search('3 rows');
      const asked = editor.archives.requests.filter(asksForRows);
      expect(asked).toHaveLength(1);
      expect(readMashup(asked[0]?.body ?? '')?.params).toEqual({
        columns: '*',
        filters: expect.arrayContaining([
          { paramName: 'obs_collection', values: ['JWST'], separator: ';' },
          { paramName: 'instrument_name', values: ['NIRCAM/IMAGE'] },
          { paramName: 'filters', values: ['F444W'], separator: ';' },
          { paramName: 'proposal_id', values: ['1783'] },
          { paramName: 'dataRights', values: ['PUBLIC'] },
        ]) as unknown,
      });
      await expectText(panel.frame.locator('.footprints-reading'), /^3 footprints$/u);
      // Where the second row lies is seen when it is chosen; a click there then chooses it.
      await panel.chooseRow(1, PRODUCTS);
      await expect.poll(() => panel.chosenOnSky()).toBeDefined();
      const place = await panel.chosenOnSky();
      await panel.chooseRow(2, PRODUCTS);
      await expect.poll(() => panel.chosenOnSky()).not.toEqual(place);
      await editor.page.mouse.click(...(place ?? [0, 0]));
      await panel.expectChosen(1, PRODUCTS);
    });

    test('tell where each product is, or why it is not in the cloud', async () => {
      await panel
        .product(new RegExp(`^${RATE}, RATE · .*, S3$`, 'u'))
        .waitFor({ timeout: patience });
      const missing = panel.product(/_o004_crf\.fits, CRF · .*, not in the cloud$/u);
      await expect.poll(() => missing.count()).toBe(10);
      await expect.poll(() => panel.product(/, S3$/u).count()).toBe(53);
      const more = panel.products.locator('.products-more');
      await more.click();
      await expect
        .poll(() => panel.product(/_trapsfilled\.fits, .*, not in the cloud$/u).count())
        .toBe(10);
      await expect.poll(() => panel.product(/./u).count()).toBe(186);
      await more.click();
      await expect.poll(() => panel.product(/./u).count()).toBe(63);
      await screenshotThemes(panel, 'search-mast-products');
    });

    test('are copied as addresses and as Python', async () => {
      const rate = panel.product(new RegExp(`^${RATE}, `, 'u'));
      await panel.chooseFromMenu(rate, 'Copy S3 URI');
      await expectCopied(RATE_URI);
      await panel.chooseFromMenu(rate, 'Copy data URI');
      await expectCopied(`mast:JWST/product/${RATE}`);
      await panel.button('Copy as Python', panel.products).click();
      await expectCopied(
        `${QUERY}products = Observations.get_unique_product_list(["87766440"])\n` +
          'Observations.enable_cloud_dataset()\n' +
          'uris = Observations.get_cloud_uris(products)\n',
      );
    });

    test('lead to the picture', async () => {
      editor.s3.resetRequests();
      await panel.product(new RegExp(`^${RATE}, `, 'u')).dblclick();
      const viewer = await picture(RATE);
      const read = editor.s3.requests.filter(({ method }) => method === 'GET');
      expect(read.length).toBeGreaterThan(0);
      expect(read.every(({ url }) => url.includes(`/${MAST_BUCKET}/`))).toBe(true);
      // The sample file stands for it: a pixel as it is in the file.
      const sci = truePlane(
        readSample(sampleRateKey),
        readTruth(sampleRateKey).hdus[1] as HduTruth,
      );
      await viewer.hover(100, 120);
      await expect
        .poll(async () => Math.fround(Number(await viewer.field('value').innerText())))
        .toBe(sci.at(100, 120));
      await screenshot(editor.page, 'search-mast-picture-dark');
    });

    test('stay in the sidebar, with their rows and products', async () => {
      const { page } = editor;
      const search = treeItem(page, TITLE);
      await expectText(search, /3 · MAST/u);
      await expand(page, TITLE, shortName(OBSERVATION));
      await scrollTo(page, shortName(RATE));
      await chooseFromMenu(page, treeItem(page, shortName(RATE)), 'Copy S3 URI');
      await expectCopied(RATE_URI);
      await chooseFromMenu(page, treeItem(page, shortName(RATE)), 'Copy as Python');
      await expectCopied(
        `from astropy.io import fits\n\nuri = "${RATE_URI}"\n` +
          'hdus = fits.open(uri, use_fsspec=True, fsspec_kwargs={"anon": True, ' +
          '"client_kwargs": {"region_name": "us-east-1"}})\n',
      );
      const viewer = await Viewer.shown(page);
      await screenshotThemes(viewer, 'search-tree');
      // The picture is that of the panel still: closed, it is opened from here.
      await runCommand(page, 'View: Close Editor');
      await treeItem(page, shortName(RATE)).click();
      await picture(RATE);
    });

    test('open from a row, with the best of its products', async () => {
      const { page } = editor;
      const row = treeItem(page, shortName(OBSERVATION));
      await page.keyboard.press('Home');
      await row.waitFor({ timeout: patience });
      await rowAction(row, 'Open in Viewer');
      await picture(`${OBSERVATION}_i2d.fits`);
    });

    test('are run again from the sidebar', async () => {
      const { page, archives } = editor;
      archives.resetRequests();
      await rowAction(treeItem(page, TITLE), 'Run Again');
      await expect.poll(() => archives.requests.filter(asksForRows).length).toBe(1);
      await expectText(treeItem(page, TITLE), /3 · MAST/u);
      await chooseFromMenu(page, treeItem(page, TITLE), 'Copy as Python');
      await expectCopied(QUERY);
    });

    test('go by the name of an object, from the palette', async () => {
      const { page } = editor;
      await runCommand(page, 'Skybucket: Search MAST by Name…');
      await answer(page, 'Search MAST', 'M 51');
      await pick(page, 'Search MAST', '0.2°');
      await pick(page, 'Search MAST', 'JWST');
      // One for each filter.
      await expectText(treeItem(page, 'M 51 0.2°, JWST'), /6 · MAST/u);
    });

    test('go by the name of an object, in the form', async () => {
      await closeAllEditors(editor.page);
      panel = await SearchPanel.open(editor.page, 'Skybucket: Search MAST…');
      await panel.fillIn('Position or name', 'M 101');
      await expectText(
        panel.place,
        /^M 101, .*14h03m12\.58\d*s \+54d20m55\.5\d*s \(ICRS\), within 12′$/u,
      );
      await panel.fillIn('Radius', '2 deg');
      await expectText(panel.place, /, within 2°$/u);
      await expectText(panel.count, /^\d rows?$/u);
      const count = await panel.count.innerText();
      await panel.search(count);
      await expectText(panel.frame.locator('.results-title'), /^M 101 2°$/u);
      await screenshot(editor.page, 'search-mast-name-dark');
      await panel.fillIn('Position or name', 'Nobody 7');
      await expectText(panel.place, /Nobody 7/u);
    });
  });

  describe('that fail', () => {
    const mast500 = 'MAST is in trouble (500): Internal Server Error. Try again later.';

    test('say why in a sentence, and are tried again', async () => {
      const { archives } = editor;
      panel = await SearchPanel.open(editor.page, 'Skybucket: Search MAST…');
      await panel.give('Proposal ID', '1345');
      archives.behaviours.add(asksForRows, { kind: 'answer', status: 500, body: '' });
      await panel.button('Search', panel.form).click();
      const strip = panel.strip(panel.results);
      await expectText(strip, mast500);
      await screenshotThemes(panel, 'search-failed');
      archives.behaviours.clear();
      await panel.button('Retry', strip).click();
      await panel.expectRows('60 rows');
      await expect.poll(() => strip.count()).toBe(0);
    });

    test('leave what was found when the products cannot be listed', async () => {
      const { archives } = editor;
      archives.behaviours.add(({ service }) => service === 'Mast.Caom.Products', {
        ...{ kind: 'answer', status: 500, body: '' },
      });
      await panel.row(0).locator('.cell:not(.cell-number)').first().click();
      const strip = panel.strip(panel.products);
      await expectText(strip, mast500);
      archives.behaviours.clear();
      archives.behaviours.add('/api/v0.1/path_lookup/', {
        ...{ kind: 'answer', status: 503, body: '' },
      });
      await panel.button('Retry', strip).click();
      const failed = panel.product(/look-up failed: retry$/u);
      await panel.button('Look up again', strip).waitFor({ timeout: patience });
      await expect.poll(() => failed.count(), { timeout: patience }).toBe(63);
      await screenshot(editor.page, 'search-look-up-failed-dark');
      archives.behaviours.clear();
      await panel.button('Look up again', strip).click();
      await expect.poll(() => panel.product(/, S3$/u).count(), { timeout: patience }).toBe(53);
      await expect.poll(() => failed.count()).toBe(0);
    });

    test('do not hang where a service is silent', async () => {
      const { archives } = editor;
      archives.behaviours.add(asksForRows, { kind: 'silent' });
      archives.resetRequests();
      await panel.give('Instrument', 'MIRI/IMAGE');
      await panel.button('Search', panel.form).click();
      const strip = panel.strip(panel.results);
      await expectText(strip, /^MAST is working on it…/u);
      await panel.button('Cancel', strip).click();
      await expect.poll(() => strip.count(), { timeout: patience }).toBe(0);
      // The service is told as well.
      await expect.poll(() => archives.gone).toBe(1);
      archives.behaviours.clear();
      await panel.search('12 rows');
    });

    test('have no form where the archive shows a page for people, until it is itself again', async () => {
      const { archives } = editor;
      const body = '<html><head><title>Down for maintenance</title></head><body>Soon</body></html>';
      archives.behaviours.add('/search/', {
        kind: 'answer',
        headers: { 'content-type': 'text/html' },
        body,
      });
      await panel.chooseService('MAST, JWST');
      const strip = panel.strip(panel.form);
      await expectText(
        strip,
        'MAST answered with a web page instead of data (Down for maintenance). ' +
          'The service may be down for a while: try again later.',
      );
      archives.behaviours.clear();
      await panel.button('Retry', strip).click();
      await panel.frame.locator('.field-row[data-field="program"]').waitFor({ timeout: patience });
    });
  });

  describe('at IRSA', () => {
    test('are filled in with a place', async () => {
      await closeAllEditors(editor.page);
      panel = await SearchPanel.open(editor.page, 'Skybucket: Search IRSA…');
      await panel.fillIn('Position or name', '150.01 2.2');
      await panel.fillIn('Radius', '0.01 deg');
      await panel.pick('Collection', 'seip', 'spitzer_seip');
      await expectText(panel.place, /^10h00m02\.400s \+02d12m00\.00s \(ICRS\), within 36″$/u);
      await screenshot(editor.page, 'search-irsa-form-dark');
      await panel.search('20 rows');
      const asked = editor.archives.requests.filter(({ path }) => path === '/SIA').at(-1);
      expect([...(asked?.query ?? [])]).toEqual(
        expect.arrayContaining([
          ['POS', 'CIRCLE 150.01 2.2 0.01'],
          ['COLLECTION', 'spitzer_seip'],
        ]),
      );
    });

    test('lead to a mosaic whose place the archive tells', async () => {
      await panel.chooseRow(0, '1 science product');
      const mosaic = panel.product(new RegExp(`^${MOSAIC}, IRAC1 · .*, S3$`, 'u'));
      await mosaic.waitFor({ timeout: patience });
      await panel.chooseFromMenu(mosaic, 'Copy S3 URI');
      await expectCopied(`s3://${SEIP_BUCKET}/${SEIP_KEY}`);
      await panel.chooseFromMore('Copy as Python');
      await expectCopied(
        'import pyvo\n\n' +
          `service = pyvo.dal.SIA2Service("${editor.archives.origin}/SIA")\n` +
          'results = service.search(\n' +
          '    pos=[(150.01, 2.2, 0.01)],\n    collection=["spitzer_seip"],\n)\n' +
          'table = results.to_table()\n',
      );
    });

    test('lead to one whose place is derived, and says so', async () => {
      await panel.chooseRow(12, '1 science product');
      const mosaic = panel.product(/IRAC\.4\.mosaic\.fits, .*, S3 \(derived\)$/u);
      await mosaic.waitFor({ timeout: patience });
      await panel.chooseFromMenu(mosaic, 'Copy S3 URI');
      await expectCopied(`s3://${SEIP_BUCKET}/${DERIVED_KEY}`);
      // The bucket was asked whether it has it.
      const asked = editor.s3.requests.filter(({ method }) => method === 'HEAD');
      expect(asked.map(({ url }) => url)).toContain(`/${SEIP_BUCKET}/${DERIVED_KEY}`);
      await screenshotThemes(panel, 'search-irsa-products');
    });

    test('lead to a cutout on screen', async () => {
      await expand(editor.page, '150.01 +2.2 36″, spitzer_seip');
      await treeItem(editor.page, shortName(MOSAIC)).click();
      const mosaic = await picture(MOSAIC);
      await mosaic.press('Shift+X');
      await mosaic.input('Centre').fill('150.01 2.2');
      await mosaic.input('Width').fill('60"');
      await mosaic.input('Height').fill('60"');
      await editor.page.keyboard.press('Tab');
      await mosaic.button('Open').click();
      const cutout = await picture(/cutout/u);
      // 0.6" a pixel.
      await expectText(cutout.field('size'), '100 × 100');
      await screenshot(editor.page, 'search-irsa-cutout-dark');
      // Its rows would take the others from sight.
      await treeItem(editor.page, '150.01 +2.2 36″, spitzer_seip').click();
    });
  });

  test('are there again after the window was loaded anew, with their rows', async () => {
    const { page, archives } = editor;
    archives.resetRequests();
    await page.reload();
    // The sidebar may come back by itself, and late: one click then would close it.
    await expect
      .poll(
        async () => {
          if ((await activeIcon(page).count()) === 0) await activityIcon(page).click();
          return treeItem(page, TITLE).isVisible();
        },
        { timeout: patience, interval: 5_000 },
      )
      .toBe(true);
    await expectText(treeItem(page, TITLE), /3 · MAST/u);
    await closeAllEditors(page);
    await rowAction(treeItem(page, TITLE), 'Edit');
    panel = await SearchPanel.shown(page);
    await panel.expectRows('3 rows');
    await panel.expectGiven('NIRCAM/IMAGE');
    expect(archives.requests.filter(asksForRows)).toEqual([]);
  });
});
