import * as assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import * as vscode from 'vscode';
import { isOurs } from '../../../src/extension/uris';
import { shortName } from '../../../src/extension/views/display';
import type { RowNode } from '../../../src/extension/views/searches-nodes';
import { ArchiveSearches } from '../support/archive-searches';
import { Person } from '../support/person';
import { until } from '../support/wait';

const { commands } = vscode;
/** The reference observation. */
const OBSERVATION = 'jw01783-o004';

interface Progress {
  readonly location: unknown;
  readonly title?: string;
}

describe('products of an observation', () => {
  const person = new Person();
  let bench: ArchiveSearches;
  /** Sentences that were shown. */
  let said: string[];
  /** What holds the download folder, and must not hold anything else afterwards. */
  let outside: string;
  let folder: string;

  const reference = async (): Promise<RowNode> =>
    bench.rowWith((await bench.run(bench.mast())).nodes, OBSERVATION);
  const labelsBelow = async (row: RowNode): Promise<string[]> =>
    (await bench.childrenOf(row)).map((node) => bench.labelOf(node));

  /** Answers of MAST with these products of any observation. */
  function hasProducts(...products: readonly object[]): void {
    const data = products.map((product, index) => ({
      ...{ obsID: 1, dataURI: `mast:JWST/product/${index}`, productType: 'SCIENCE', size: 10 },
      ...{ dataRights: 'PUBLIC', calib_level: 2, ...product },
    }));
    bench.archives.behaviours.add(({ service }) => service === 'Mast.Caom.Products', {
      ...{ kind: 'answer', headers: { 'content-type': 'application/json' } },
      body: JSON.stringify({ status: 'COMPLETE', msg: '', data, fields: [] }),
    });
  }

  before(async () => {
    bench = await ArchiveSearches.start();
  });

  beforeEach(async () => {
    outside = realpathSync(mkdtempSync(join(tmpdir(), 'skybucket-products-')));
    folder = join(outside, 'folder');
    mkdirSync(folder);
    said = [];
    const note = (message: string): void => void said.push(message);
    person.answers('showInformationMessage', note);
    person.answers('showErrorMessage', note);
    person.answers('showWarningMessage', note);
    person.answers('showQuickPick', (items: readonly unknown[]) => items.at(-1));
    person.answers('showOpenDialog', () => [vscode.Uri.file(folder)]);
    await commands.executeCommand('skybucket.changeDownloadFolder');
  });

  afterEach(async () => {
    person.leaves();
    await bench.reset();
    rmSync(outside, { recursive: true });
  });

  after(() => bench.stop());

  it('are filtered, for all observations of the search', async () => {
    const row = await reference();
    const before = await labelsBelow(row);
    assert.match(before.at(-1) ?? '', /^\+\d+ auxiliary$/);
    person.answers('showInputBox', () => assert.fail('It is chosen, not written.'));
    const chosen = ['Minimum recommended products', '.fits'];
    const counts: (string | undefined)[] = [];
    const nothing = (): void => undefined;
    person.answers('createQuickPick', () => {
      let accept = nothing;
      const pick = {
        ...{ items: [] as vscode.QuickPickItem[], selectedItems: [] as vscode.QuickPickItem[] },
        ...{ onDidTriggerButton: nothing, onDidHide: nothing, dispose: nothing },
        onDidAccept: (listener: () => void) => (accept = listener),
        show: () => {
          pick.selectedItems = pick.items.filter(({ label }) => chosen.includes(label));
          counts.push(...pick.selectedItems.map(({ description }) => description));
          accept();
        },
      };
      return pick;
    });
    await commands.executeCommand('skybucket.filterProducts', row);
    assert.deepEqual(counts, ['3 files', '82 files']);
    const [line, ...files] = await labelsBelow(row);
    assert.equal(line, '2 of 186 files: recommended; extension=.fits');
    assert.deepEqual(
      files.map((name) => name.replace(/^.*_/, '')),
      ['i2d.fits', 'segm.fits'],
    );
    assert.match(api(row), /^row many files filtered$/);
    await commands.executeCommand('skybucket.copyProductPython', row);
    assert.match(bench.clipboard.texts.at(-1) ?? '', /mrp_only=True,\s+extension=\["\.fits"\]/);
    await commands.executeCommand('skybucket.clearProductFilter', row);
    assert.deepEqual(await labelsBelow(row), before);
    // Of the row itself it is the file that it is opened for.
    await commands.executeCommand('skybucket.copyProductS3Uri', row);
    const [main] = files;
    const copied = bench.clipboard.texts.at(-1) ?? '';
    assert.match(copied, /^s3:\/\/stpubdata\//);
    assert.equal(shortName(posix.basename(copied)), main);
  }).timeout(60_000);

  it('are filtered by what is written, too', async () => {
    const row = await reference();
    const texts = [
      'level=2..; size',
      'group=RATE; type=SCIENCE; level=2..3',
      'group=!RATE; size>1e8',
      '',
    ];
    const asked: vscode.InputBoxOptions[] = [];
    bench.api.searches.setFilters(row, { columns: { size: ['>=1'] } });
    person.answers('showInputBox', (options: vscode.InputBoxOptions) => {
      asked.push(options);
      if (asked.length === 1) {
        assert.equal(options.value, 'size=>=1');
        assert.match(String(options.validateInput?.(texts.shift() ?? '')), /is no|Write/);
      }
      return texts.shift();
    });
    await commands.executeCommand('skybucket.filterProducts', row);
    const [first, ...rates] = await labelsBelow(row);
    assert.equal(first, '10 of 186 files: group=RATE; type=SCIENCE; level=2..3');
    assert.ok(rates.length === 10 && rates.every((name) => name.endsWith('_rate.fits')));
    await commands.executeCommand('skybucket.filterProducts', row);
    const [second, ...large] = await labelsBelow(row);
    assert.match(second ?? '', /^52 of 186 files: group=!RATE; size=>1e8$/);
    assert.equal(large.length, 43);
    await commands.executeCommand('skybucket.filterProducts', row);
    assert.match((await labelsBelow(row)).at(-1) ?? '', /^\+\d+ auxiliary$/);
    assert.deepEqual(said, []);
  }).timeout(60_000);

  it('are downloaded at once, those of the filter', async () => {
    const row = await reference();
    bench.api.searches.setFilters(row, { recommendedOnly: true });
    const offers: string[] = [];
    person.answers('showQuickPick', (items: readonly vscode.QuickPickItem[]) => {
      offers.push(...items.map(({ label, description }) => `${label}: ${description}`));
      return items[0];
    });
    await commands.executeCommand('skybucket.downloadProducts', row);
    assert.match(offers[0] ?? '', /^What the filter leaves: 3 files · /);
    assert.equal(offers.length, 3);
    const [into = ''] = readdirSync(folder);
    assert.equal(into, row.label.label);
    const names = readdirSync(join(folder, into)).sort();
    assert.deepEqual(
      names.map((name) => name.replace(/^.*_/, '')),
      ['cat.ecsv', 'i2d.fits', 'segm.fits'],
    );
    const [table = ''] = names;
    assert.equal(readFileSync(join(folder, into, table), 'utf8'), `A made-up ${table}.\n`);
    await until('it is said', () => said.some((text) => /^Downloaded 3 files \(/.test(text)));

    // Once more: what is there is left as it is, and nothing is read again.
    bench.s3.resetRequests();
    person.answers('showWarningMessage', (message: string, _: unknown, ...words: string[]) => {
      said.push(message);
      return words[0] === 'Overwrite' ? undefined : words[0];
    });
    await commands.executeCommand('skybucket.downloadProducts', row);
    assert.ok(said.some((text) => text.startsWith('3 of 3 files are there already, in ')));
    assert.deepEqual(bench.s3.requests, []);
  }).timeout(60_000);

  it('are downloaded as far as they can be, and the rest again', async () => {
    const row = await reference();
    bench.api.searches.setFilters(row, {
      columns: { productSubGroupDescription: ['POOL', 'ASN'] },
    });
    person.answers('showQuickPick', (items: readonly unknown[]) => items[0]);
    const { behaviours } = bench.archives;
    // Not in the cloud, but for what MAST hands out itself.
    behaviours.add('/api/v0.1/path_lookup/', { kind: 'answer', body: '{}' });
    behaviours.add(
      ({ path, query }) =>
        path.endsWith('/Download/file') && /_pool\./.test(query.get('uri') ?? ''),
      { kind: 'answer', status: 404, body: 'Not found' },
    );
    let answers = 0;
    person.answers('showWarningMessage', (message: string, ...words: string[]) => {
      said.push(message);
      behaviours.clear();
      behaviours.add('/api/v0.1/path_lookup/', { kind: 'answer', body: '{}' });
      return answers++ === 0 ? words[0] : undefined;
    });
    await commands.executeCommand('skybucket.downloadProducts', row);
    await until('it is there after all', () =>
      said.some((text) => /^Downloaded 1 file /.test(text)),
    );
    assert.match(said[0] ?? '', /^1 of 2 files could not be downloaded\. .*_pool\.csv: /);
    const names = readdirSync(join(folder, row.label.label)).sort();
    assert.deepEqual(
      names.map((name) => name.replace(/^.*_/, '')),
      ['asn.json', 'pool.csv'],
    );
  }).timeout(60_000);

  it('stay in their folder, whatever they are called', async () => {
    const names = [
      ...['../../outside.fits', '..', '/etc/passwd', 'a/b\\c.fits', 'dup.fits', 'DUP.fits'],
      ...['x\u202Estif.exe', 'nul', '<b>.fits', 'line\nbreak.fits', '\u0000'],
    ];
    hasProducts(...names.map((productFilename) => ({ productFilename })));
    const row = await reference();
    const labels = await labelsBelow(row);
    assert.equal(labels.length, names.length);
    assert.ok(labels.every((label) => !/[\u0000-\u001f\u202e]/.test(label)));
    bench.archives.behaviours.add('/api/v0.1/Download/file', { kind: 'answer', body: 'a file' });
    await commands.executeCommand('skybucket.downloadProducts', row);
    await until('it is said', () => said.some((text) => /^Downloaded 11 files /.test(text)));
    assert.deepEqual(readdirSync(outside), ['folder']);
    assert.deepEqual(readdirSync(folder), [row.label.label]);
    assert.deepEqual(
      readdirSync(join(folder, row.label.label)).sort(),
      [
        ...['DUP (2).fits', '_b_.fits', '_nul', 'a_b_c.fits', 'b_c.fits', 'dup.fits'].filter(
          (name) => name !== 'a_b_c.fits',
        ),
        ...['line_break.fits', 'object', 'outside.fits', 'passwd', 'x_stif.exe', '_'],
      ].sort(),
    );
  }).timeout(60_000);

  it('are not written where a link leads out of the download folder', async () => {
    const row = await reference();
    const elsewhere = join(outside, 'elsewhere');
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, join(folder, row.label.label));
    bench.api.searches.setFilters(row, { recommendedOnly: true });
    person.answers('showQuickPick', (items: readonly unknown[]) => items[0]);
    await commands.executeCommand('skybucket.downloadProducts', row);
    assert.match(said.join(), /leads out of the download folder/);
    assert.deepEqual(readdirSync(elsewhere), []);
  }).timeout(60_000);

  it('are listed no longer where one cancels it, to the socket', async () => {
    const row = await reference();
    const { archives } = bench;
    archives.behaviours.add(({ service }) => service === 'Mast.Caom.Products', { kind: 'silent' });
    const titles: string[] = [];
    const { Notification } = vscode.ProgressLocation;
    const never = { isCancellationRequested: false, onCancellationRequested: () => undefined };
    person.answers(
      'withProgress',
      ({ location, title = '' }: Progress, work: (...args: unknown[]) => unknown) => {
        const report = { report: () => undefined };
        if (location !== Notification) {
          return work(report, never);
        }
        titles.push(title);
        return work(report, {
          ...never,
          onCancellationRequested: (cancel: () => void) => cancel(),
        });
      },
    );
    const [problem] = await bench.childrenOf(row);
    assert.deepEqual(titles, [`Listing the files of ${row.label.label}`]);
    await until('the request ends', () => archives.gone === 1);
    assert.ok(problem?.kind === 'problem');
    assert.match(bench.labelOf(problem), /cancelled/i);
    // It is not asked for again by a look at it, but by a click.
    const asked = archives.requests.length;
    assert.deepEqual(await labelsBelow(row), [bench.labelOf(problem)]);
    assert.equal(archives.requests.length, asked);
    archives.behaviours.clear();
    await commands.executeCommand('skybucket.retrySearch', problem);
    assert.match((await labelsBelow(row)).at(-1) ?? '', /^\+\d+ auxiliary$/);
  }).timeout(60_000);

  it('at MAST itself are found again after a restart', async () => {
    const row = await reference();
    // Of these MAST has no copy in the cloud.
    bench.api.searches.setFilters(row, { columns: { productSubGroupDescription: 'RAMP' } });
    const [, file] = await bench.childrenOf(row);
    assert.ok(file?.kind === 'product');
    await commands.executeCommand('skybucket.openProduct', file);
    const [tab] = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs);
    const uri = tab?.input instanceof vscode.TabInputCustom ? tab.input.uri : undefined;
    assert.ok(uri !== undefined && isOurs(uri));
    const kept =
      bench.api.services.context.globalState.get<[string, string][]>('skybucket.archiveLinks');
    const [id, url] = kept?.at(-1) ?? [];
    assert.equal(uri.path.split('/')[1] === id ? id : uri.toString(), id);
    assert.match(url ?? '', /\/api\/v0\.1\/Download\/file\?uri=mast:JWST\/product\//);
  }).timeout(60_000);

  function api(row: RowNode): string {
    return bench.api.searches.getTreeItem(row).contextValue ?? '';
  }
});
