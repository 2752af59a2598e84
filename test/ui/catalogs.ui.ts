import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MemorySource } from '../../src/core/bytes/memory-source';
import { SpanReader } from '../../src/core/bytes/span-reader';
import { openParquet } from '../../src/core/parquet/parquet-file';
import { root } from '../../scripts/lib/root.mjs';
import { folderObjects } from '../support/s3/folder';
import { catalogBucket, sampleHats, sampleHive } from '../support/s3/sample';
import truth from './support/catalog-truth.json';
import { expectEditorsKept } from './support/browser-storage';
import { CatalogPanel } from './support/catalog-panel';
import { openEditor, type Editor } from './support/editor';
import { PlayedTrino } from './support/played-trino';
import { screenshot, screenshotThemes } from './support/screenshot';
import { SlowHive } from './support/slow-hive';
import {
  activityIcon,
  activeIcon,
  closeAllEditors,
  collapseView,
  expand,
  listedNotification,
  openSidebar,
  patience,
  runCommand,
} from './support/workbench';

const WISE = `skybucket://sample/${catalogBucket}/${sampleHive}`;
const HATS = `skybucket://sample/${catalogBucket}/${sampleHats}`;
const GOLDEN = join(root, '..', 'shared', 'golden', 'synthetic', 'parquet');
const TITLE = /RA 62–66°, Dec 25 to 29°/u;
/** As people who come from pyarrow type it. */
const STRICT =
  "[('ext_flg', '==', 0), ('ra', '>', 62), ('ra', '<', 66), ('dec', '>', 25), ('dec', '<', 29)]";

/** Rows of the engine. */
const SOME = 30;

type Box = readonly [low: number, high: number];

/** The reference notebook about L1495, as a person does it here; each test goes on from the last. */
describe('a catalogue', () => {
  let editor: Editor;
  let panel: CatalogPanel;
  let trino: PlayedTrino;
  beforeAll(async () => {
    trino = await playTrino();
    const tables = { [`s3://skybucket-broken/${sampleHive}`]: 'hive.sky.wise' };
    const machineSettings = { 'skybucket.engines': [trino.engine(tables)] };
    editor = await openEditor({ catalogs: true, machineSettings });
    await editor.page.setViewportSize({ width: 1600, height: 1000 });
    await openSidebar(editor.page);
  });
  afterAll(async () => {
    await editor.close();
    await trino.close();
  });

  /** Exports what is on show into the workspace. */
  const exported = (item: string, name: string, button?: string): Promise<Buffer> =>
    panel.exported(item, join(editor.workspace, name), button);
  /** Lines of a CSV as the truth has them. */
  const linesOf = (csv: Buffer): string[] => {
    const [names, ...lines] = csv.toString('utf8').trimEnd().split('\r\n');
    expect(names).toBe(truth.columns.join(','));
    const threeDecimals = (text: string): string => (text === '' ? '' : Number(text).toFixed(3));
    return lines
      .map((line) => line.split(','))
      .map(([name, ...magnitudes]) => [name, ...magnitudes.map(threeDecimals)].join(','))
      .sort();
  };
  const fillIn = async (ra: Box, dec: Box, filter: string): Promise<void> => {
    await panel.box(ra, dec);
    await panel.filter.fill(filter);
    await panel.choose(truth.columns);
  };
  /** What was asked of files of rows; the form wants to know the columns. */
  const readsOfRows = (): string[] =>
    editor.s3.requests.map(({ url }) => url).filter((url) => url.includes('/part0'));

  describe('in folders of HEALPix pixels', () => {
    test('is planned before anything of it is read', async () => {
      panel = await CatalogPanel.open(editor.page, WISE);
      await fillIn([62, 66], [25, 29], STRICT);
      await panel.button('Plan').click();
      await expect
        .poll(() => panel.planned('Partitions').innerText(), { timeout: patience })
        .toBe('10, 10 files');
      expect(await panel.planned('Pixels').innerText()).toBe('10 of HEALPix order 5');
      expect(await panel.planned('Rows').innerText()).toMatch(/^about [\d,]+, at most [\d,]+$/u);
      await screenshotThemes(panel, 'catalog-plan');
    });

    test('gives the rows that pyarrow gives', async () => {
      await panel.button('Run').click();
      await panel.expectRows(truth.sample.count);
      expect(linesOf(await exported('Export as CSV', 'l1495.csv'))).toEqual(truth.sample.rows);
      await listedNotification(editor.page, 'Exported l1495.csv');
    });

    test('is drawn with as many rows in each hexagon as matplotlib counts', async () => {
      await panel.button('Plot settings').click();
      await panel.field('Hexagons, cells or bins').fill(String(truth.sample.hexbin.gridsize));
      await panel.field('Hexagons, cells or bins').press('Enter');
      await editor.page.keyboard.press('Escape');
      await panel.plotted(truth.sample.hexbin.finite);
      const svg = await exported('SVG…', 'l1495.svg', 'Export the plot');
      expect(countsIn(svg)).toBe(truth.sample.hexbin.counts);
      await screenshotThemes(panel, 'catalog-hexbin');
    });

    test.each([
      ['Export as Parquet', 'l1495.parquet', rowsOfParquet],
      ['Export as VOTable', 'l1495.vot', (bytes: Buffer) => countOf(bytes, /<TR>/gu)],
      ['Export as ECSV', 'l1495.ecsv', (bytes: Buffer) => countOf(bytes, /^J\d/gmu)],
      [
        'Export as FITS',
        'l1495.fits',
        (bytes: Buffer) => Number(/NAXIS2 +=\s+(\d+)/u.exec(bytes.toString('latin1'))?.[1]),
      ],
    ])('is written by “%s”', async (item, name, rows) => {
      expect(await rows(await exported(item, name))).toBe(truth.sample.count);
      await listedNotification(editor.page, `Exported ${name}`);
    });
  });

  describe('whose result is kept', () => {
    test('is opened again without reading any of it', async () => {
      const { page } = editor;
      await closeAllEditors(page);
      await page.reload();
      // The sidebar may come back by itself, and late: one click then would close it.
      const head = page.locator('.sidebar .pane-header').filter({ hasText: 'Catalogs' });
      await expect
        .poll(
          async () => {
            if ((await activeIcon(page).count()) === 0) await activityIcon(page).click();
            return head.isVisible();
          },
          { timeout: patience, interval: 5_000 },
        )
        .toBe(true);
      await collapseView(page, 'Archives');
      await collapseView(page, 'Searches');
      if ((await head.getAttribute('aria-expanded')) === 'false') await head.click();
      await expand(page, 'My catalogues', 'wise-sample.parquet');
      editor.s3.resetRequests();
      await page.locator('.sidebar [role="treeitem"]').filter({ hasText: TITLE }).click();
      panel = await CatalogPanel.shown(page);
      await panel.expectRows(truth.sample.count);
      expect(readsOfRows()).toEqual([]);
    });

    test('is there again after the window was loaded anew', async () => {
      await expectEditorsKept(editor.page, /"result\\*":/u);
      await editor.page.reload();
      editor.s3.resetRequests();
      panel = await CatalogPanel.shown(editor.page);
      await panel.expectRows(truth.sample.count);
      expect(readsOfRows()).toEqual([]);
      await screenshotThemes(panel, 'catalog-kept');
    });
  });

  describe('that is far away', () => {
    let hive: SlowHive;
    beforeAll(() => {
      hive = new SlowHive(editor.s3, 'skybucket-slow');
    });

    test('is paused, and goes on', async () => {
      await closeAllEditors(editor.page);
      panel = await CatalogPanel.open(editor.page, hive.address);
      await fillIn([62, 66], [25, 29], STRICT);
      await panel.button('Plan').click();
      await panel.planned('Partitions').waitFor({ timeout: patience });
      hive.close(0, 289);
      await panel.button('Run').click();
      await expect.poll(() => panel.rowsSoFar(), { timeout: patience }).toBeGreaterThan(0);
      await panel.button('Pause').click();
      await panel.button('Resume').waitFor({ timeout: patience });
      // All that was asked for comes now, and stays out of the rows.
      hive.open();
      await editor.s3.settled();
      const rows = await panel.rowsSoFar();
      await screenshotThemes(panel, 'catalog-paused');
      await expect.poll(() => panel.rowsSoFar(), { timeout: patience }).toBe(rows);
      expect(rows).toBeLessThan(truth.sample.count);
      await panel.button('Resume').click();
      await panel.expectRows(truth.sample.count);
      expect(await panel.incomplete.count()).toBe(0);
    });

    test('is stopped, and what is there then is marked', async () => {
      await closeAllEditors(editor.page);
      const other = new SlowHive(editor.s3, 'skybucket-stopped');
      panel = await CatalogPanel.open(editor.page, other.address);
      await fillIn([62, 66], [25, 29], STRICT);
      await panel.button('Plan').click();
      await panel.planned('Partitions').waitFor({ timeout: patience });
      other.close(20);
      await panel.button('Run').click();
      await panel.button('Stop').click();
      await expect
        .poll(() => panel.incomplete.innerText(), { timeout: patience })
        .toMatch(/incomplete.*stopped/u);
      other.open();
      await screenshotThemes(panel, 'catalog-stopped');
    });

    test('without one of its files is read all the same, and says what is missing', async () => {
      await closeAllEditors(editor.page);
      const broken = new SlowHive(editor.s3, 'skybucket-broken');
      panel = await CatalogPanel.open(editor.page, broken.address);
      await fillIn([62, 66], [25, 29], STRICT);
      await panel.button('Plan').click();
      await panel.planned('Partitions').waitFor({ timeout: patience });
      broken.remove(291);
      await panel.button('Run').click();
      await expect
        .poll(() => panel.incomplete.innerText(), { timeout: patience })
        .toMatch(/incomplete/u);
      await panel.frame
        .getByText(/healpix_k5=291/u)
        .first()
        .waitFor({ state: 'attached' });
      await screenshotThemes(panel, 'catalog-incomplete');
    });

    test('is asked of an SQL engine, with SQL of one’s own', async () => {
      await panel.frame.locator('summary').getByText('SQL engine', { exact: true }).click();
      const sql = panel.field('SQL');
      await expect
        .poll(() => sql.inputValue(), { timeout: patience })
        .toMatch(
          /^SELECT "designation", "w1mpro", .*\nFROM "?hive"?\."?sky"?\."?wise"?\nWHERE .*ext_flg/su,
        );
      const own = `${await sql.inputValue()}\nLIMIT ${SOME}`;
      await sql.fill(own);
      await screenshotThemes(panel, 'catalog-sql');
      await panel.button('Run SQL').click();
      await panel.expectRows(SOME);
      expect(trino.statements).toEqual([own]);
      expect(await panel.incomplete.count()).toBe(0);
      const csv = await exported('Export as CSV', 'trino.csv');
      expect(linesOf(csv)).toEqual(truth.sample.rows.slice(0, SOME));
      await screenshotThemes(panel, 'catalog-sql-rows');
    });
  });

  describe('in a HATS collection', () => {
    test('is chosen of several, and has the stars of the field', async () => {
      await closeAllEditors(editor.page);
      panel = await CatalogPanel.open(editor.page, HATS, 'star_field (catalogue)');
      await panel.button('Run').click();
      await panel.expectRows(truth.starField.hats);
      await screenshotThemes(panel, 'catalog-hats');
    });

    test('goes on in Python, and in a notebook', async () => {
      const { page } = editor;
      await panel.more('Copy as Python');
      await expect
        .poll(() => page.evaluate<string>('navigator.clipboard.readText()'), { timeout: patience })
        .toMatch(/^import .*lsdb.*lsdb\.open_catalog\(/su);
      await panel.more('Open as LSDB/Dask notebook');
      const cells = page.locator('.notebook-editor .cell-list-container');
      await expect
        .poll(() => cells.innerText(), { timeout: patience })
        .toMatch(/lsdb\.open_catalog\(/u);
      await screenshot(page, 'catalog-notebook');
      // Nobody has saved it, and closing it would ask.
      await runCommand(page, 'View: Revert and Close Editor');
    });
  });

  describe.skipIf(!existsSync(GOLDEN))('of the shared golden set', () => {
    test.each([
      ['the notebook’s own box', truth.golden],
      ['the box of its queries', truth.goldenBox],
    ])('gives the rows and the hexagons of %s', async (_, { box, count, rows, hexbin }) => {
      editor.s3.createBucket('skybucket-golden').add(folderObjects(GOLDEN));
      await closeAllEditors(editor.page);
      panel = await CatalogPanel.open(
        editor.page,
        'skybucket://sample/skybucket-golden/wise-like.parquet/',
      );
      const [ra, dec] = [box.ra, box.dec] as unknown as [Box, Box];
      const filter = `ext_flg == 0 and ra > ${ra[0]} and ra < ${ra[1]} and dec > ${dec[0]} and dec < ${dec[1]}`;
      await fillIn(ra, dec, filter);
      await panel.button('Run').click();
      await panel.expectRows(count);
      const name = `golden-${count}`;
      expect(linesOf(await exported('Export as CSV', `${name}.csv`))).toEqual(rows);
      await panel.button('Plot settings').click();
      await panel.field('Hexagons, cells or bins').fill(String(hexbin.gridsize));
      await panel.field('Hexagons, cells or bins').press('Enter');
      await editor.page.keyboard.press('Escape');
      await panel.plotted(hexbin.finite);
      expect(countsIn(await exported('SVG…', `${name}.svg`, 'Export the plot'))).toBe(
        hexbin.counts,
      );
      await screenshotThemes(panel, name);
    });
  });
});

/** An engine that has some of the rows. */
function playTrino(): Promise<PlayedTrino> {
  const columns = truth.columns.map((name, i) => ({
    name,
    type: i === 0 ? 'varchar(20)' : 'real',
  }));
  const rows = truth.sample.rows
    .slice(0, SOME)
    .map((line) => line.split(','))
    .map(([name, ...numbers]) => [name, ...numbers.map((text) => (text === '' ? null : +text))]);
  return PlayedTrino.start(columns, rows);
}

/** Rows in each hexagon of a picture, the most first. */
function countsIn(svg: Buffer): string {
  const counts: number[] = [];
  for (const [, path = ''] of svg.toString('utf8').matchAll(/<path ([^<]*<title>.*?)<\/title>/gu)) {
    const [, shape = '', rows = ''] = /d="([^"]*)".*<title>([\d,]+) row/u.exec(path) ?? [];
    const hexagons = shape.match(/M/gu)?.length ?? 0;
    counts.push(...new Array<number>(hexagons).fill(Number(rows.replaceAll(',', ''))));
  }
  return counts.sort((a, b) => b - a).join(' ');
}

async function rowsOfParquet(bytes: Buffer): Promise<number> {
  const reader = new SpanReader(new MemorySource('exported', bytes), { local: true });
  return (await openParquet(reader)).metadata.rows;
}

function countOf(bytes: Buffer, pattern: RegExp): number {
  return bytes.toString('utf8').match(pattern)?.length ?? 0;
}
