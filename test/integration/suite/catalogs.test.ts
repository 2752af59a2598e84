import * as assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { CatalogServices } from '../../../src/extension/catalogs/catalog-services';
import { ResultKeeper } from '../../../src/extension/catalogs/keep-results';
import type { TestApi } from '../../../src/extension/main';
import type { CatalogsNode } from '../../../src/extension/views/catalogs-nodes';
import type { CatalogRequest } from '../../../src/protocol/catalog';
import { folderObjects } from '../../support/s3/folder';
import { catalogBucket, sampleHats, sampleHive } from '../../support/s3/sample';
import { startS3Server, type S3TestServer } from '../../support/s3/server';
import truth from '../../ui/support/catalog-truth.json';
import { Clipboard } from '../support/clipboard';
import { activate, skybucket } from '../support/extension';
import { Person } from '../support/person';
import { connect, disconnect } from '../support/settings';
import { closeTabs, viewersOf } from '../support/tabs';
import { uriOf } from '../support/uris';
import { until } from '../support/wait';

const { commands } = vscode;
const WISE = uriOf('sample', catalogBucket, sampleHive);
const { box } = truth.sample;
const [west = 0, east = 0] = box.ra;
const [south = 0, north = 0] = box.dec;
/** The query of the reference notebook about L1495. */
const L1495: CatalogRequest = {
  dataset: { uri: WISE.toString(), part: '' },
  columns: truth.columns,
  filter: `ext_flg == 0 and ra > ${west} and ra < ${east} and dec > ${south} and dec < ${north}`,
  region: { kind: 'box', ra: [west, east], dec: [south, north] },
  position: { ra: 'ra', dec: 'dec' },
};
const ID = 'c0ffee00c0ffee00c0ff';

describe('catalogues', () => {
  const person = new Person();
  let s3: S3TestServer;
  let api: TestApi;
  let services: CatalogServices;
  let clipboard: Clipboard;
  let folder: string;
  /** Sentences that were shown as errors. */
  let said: string[];

  before(async () => {
    s3 = await startS3Server({ unsignedOnly: true });
    const { fsPath } = skybucket().extensionUri;
    s3.createBucket(catalogBucket).add(folderObjects(join(fsPath, 'test', 'fixtures', 'catalogs')));
    await connect({ sample: s3 });
    api = await activate();
    services = await api.services.catalogs();
    clipboard = new Clipboard();
    folder = mkdtempSync(join(tmpdir(), 'skybucket-catalogs-'));
  });

  beforeEach(() => {
    said = [];
    person.answers('showErrorMessage', (message: string) => void said.push(message));
    person.answers('showInformationMessage', () => undefined);
  });

  afterEach(async () => {
    person.leaves();
    await closeTabs();
    for (const { id } of await services.results.list()) await services.results.delete(id);
    s3.resetRequests();
    clipboard.texts.length = 0;
  });

  after(async () => {
    clipboard.dispose();
    await disconnect();
    await s3.close();
    rmSync(folder, { recursive: true });
  });

  /** Asks as a panel does, and keeps what comes. */
  async function keepResult(): Promise<void> {
    await services.panels.withWorker(async (worker) => {
      const catalog = await worker.request('openCatalog', { dataset: L1495.dataset });
      assert.ok('columns' in catalog);
      const { table, ...end } = await worker.request('run', { request: L1495, mostMemory: 1e9 });
      const cost = { bytes: 0, requests: 0, milliseconds: 0, at: Date.UTC(2026, 0, 2) };
      const result = { id: ID, title: 'L1495', request: L1495, rows: table.rows, ...end };
      const keeper = new ResultKeeper(worker, services.results);
      let failure: unknown;
      keeper.keep(
        { ...result, ...cost, engine: '', sql: '' },
        catalog,
        table.hdu,
        (error) => (failure = error),
      );
      await keeper.settled;
      assert.equal(failure, undefined);
    });
  }

  const labelOf = (node: CatalogsNode): string => {
    const { label } = api.catalogs.tree.getTreeItem(node);
    return typeof label === 'string' ? label : (label?.label ?? '');
  };
  async function nodeOf(...labels: readonly string[]): Promise<CatalogsNode> {
    let found: CatalogsNode | undefined;
    for (const label of labels) {
      const nodes = await api.catalogs.tree.getChildren(found);
      found = nodes.find((node) => labelOf(node) === label);
      assert.ok(found, `no “${label}” among ${nodes.map(labelOf).join(', ')}`);
    }
    assert.ok(found);
    return found;
  }
  const resultNode = (): Promise<CatalogsNode> =>
    nodeOf('My catalogues', 'wise-sample.parquet', 'L1495');
  const panels = (): vscode.Tab[] =>
    vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(
        ({ input }) =>
          input instanceof vscode.TabInputWebview && input.viewType.endsWith('skybucket.catalog'),
      );
  const readsOfRows = (): string[] =>
    s3.requests.map(({ url }) => url).filter((url) => url.includes('/part0'));

  it('open in a panel, one for each', async () => {
    await commands.executeCommand('skybucket.catalog.open', WISE);
    await commands.executeCommand('skybucket.catalog.open', WISE.toString());
    await commands.executeCommand(
      'skybucket.catalog.openAs',
      uriOf('sample', catalogBucket, sampleHats),
    );
    await until('there are both', () => panels().length === 2);
    await until('the schema is read', () =>
      s3.requests.some(({ url }) => url.includes('/_common_metadata')),
    );
    assert.deepEqual(readsOfRows(), []);
    assert.deepEqual(said, []);
  }).timeout(60_000);

  it('that are not there say so', async () => {
    await commands.executeCommand('skybucket.catalog.open', join(folder, 'none.parquet'));
    assert.deepEqual(said.length, 1);
    assert.match(said[0] ?? '', /There is nothing at .*none\.parquet/);
    assert.equal(panels().length, 0);
  }).timeout(60_000);

  it('are listed with their results, and with their columns', async () => {
    await keepResult();
    const catalogue = await nodeOf('My catalogues', 'wise-sample.parquet');
    const { description } = api.catalogs.tree.getTreeItem(catalogue);
    assert.match(String(description), /^1 result\b/);
    const item = api.catalogs.tree.getTreeItem(await resultNode());
    const rows = truth.sample.count.toLocaleString('en-US');
    assert.match(String(item.description), new RegExp(`^${rows} rows\\b`));
    const columns = await api.catalogs.tree.getChildren(
      await nodeOf('My catalogues', 'wise-sample.parquet', 'Columns'),
    );
    for (const name of truth.columns) {
      assert.ok(
        columns.some((node) => labelOf(node) === name),
        `no column ${name}`,
      );
    }
    await services.results.delete(ID);
    await assert.rejects(resultNode());
  }).timeout(60_000);

  it('are added to the list, and taken off it', async () => {
    await commands.executeCommand('skybucket.catalog.add', WISE);
    const node = await nodeOf('My catalogues', 'wise-sample.parquet');
    await commands.executeCommand('skybucket.catalog.copyAddress', node);
    assert.deepEqual(clipboard.texts, [`s3://${catalogBucket}/${sampleHive}`]);
    await commands.executeCommand('skybucket.catalog.remove', node);
    await assert.rejects(nodeOf('My catalogues', 'wise-sample.parquet'));
  }).timeout(60_000);

  it('have results that are shown again without reading any rows anew', async () => {
    await keepResult();
    s3.resetRequests();
    await commands.executeCommand('skybucket.catalog.openResult', await resultNode());
    await until('there is a panel', () => panels().length === 1);
    await commands.executeCommand('skybucket.catalog.openRows', ID);
    const { uri } = await services.results.get(ID);
    await until('there is a table', () => viewersOf(vscode.Uri.parse(uri)).length === 1);
    assert.deepEqual(readsOfRows(), []);
    assert.deepEqual(said, []);
  }).timeout(60_000);

  it('give Python that asks the same', async () => {
    await keepResult();
    await commands.executeCommand('skybucket.catalog.copyPython', ID);
    const [python = ''] = clipboard.texts;
    assert.match(python, /^import .*pyarrow/m);
    assert.ok(python.includes(`${catalogBucket}/${sampleHive.replace(/\/$/, '')}`), python);
    assert.match(python, /ext_flg/);
    assert.deepEqual(said, []);
  }).timeout(60_000);

  it('have results that are written as other tables', async () => {
    await keepResult();
    const file = join(folder, 'l1495.csv');
    person.answers('showQuickPick', (items: readonly vscode.QuickPickItem[]) =>
      items.find(({ label }) => label === 'CSV'),
    );
    person.answers('showSaveDialog', () => vscode.Uri.file(file));
    await commands.executeCommand('skybucket.catalog.export', ID);
    assert.ok(existsSync(file));
    const lines = readFileSync(file, 'utf8').trimEnd().split('\r\n');
    assert.equal(lines[0], truth.columns.join(','));
    const designations = (rows: readonly string[]): string[] =>
      rows.map((row) => row.split(',')[0] ?? '').sort();
    assert.deepEqual(designations(lines.slice(1)), designations(truth.sample.rows));
    assert.deepEqual(said, []);
  }).timeout(60_000);

  it('have results that are renamed, and deleted when the user agrees', async () => {
    await keepResult();
    const node = await resultNode();
    person.answers('showInputBox', () => 'Taurus *clouds*');
    await commands.executeCommand('skybucket.catalog.rename', node);
    const renamed = await nodeOf('My catalogues', 'wise-sample.parquet', 'Taurus *clouds*');
    const { uri } = await services.results.get(ID);
    person.answers('showWarningMessage', () => undefined);
    await commands.executeCommand('skybucket.catalog.delete', renamed);
    assert.equal((await services.results.list()).length, 1);
    person.answers('showWarningMessage', (...[, , word]: readonly unknown[]) => word);
    await commands.executeCommand('skybucket.catalog.delete', renamed);
    assert.deepEqual(await services.results.list(), []);
    assert.ok(!existsSync(vscode.Uri.parse(uri).fsPath));
    assert.deepEqual(said, []);
  }).timeout(60_000);
});
