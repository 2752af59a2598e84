import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { KeptSearches } from '../../../src/extension/searches/kept-searches';
import { RowsAtHand } from '../../../src/extension/searches/rows-at-hand';
import { SearchFiles } from '../../../src/extension/searches/search-files';
import { SearchStore } from '../../../src/extension/searches/search-store';
import { MAST_BUCKET } from '../../support/archives/buckets';
import { DERIVED_KEY, SEIP_BUCKET, SEIP_KEY } from '../../support/archives/sia';
import { ArchiveSearches, CONNECTION } from '../support/archive-searches';
import { Person } from '../support/person';
import { set } from '../support/settings';
import { viewersOf } from '../support/tabs';
import { uriOf } from '../support/uris';
import { until } from '../support/wait';

const { commands } = vscode;
const RATE = 'jwst/public/jw01783/jw01783004007/jw01783004007_02101_00004_nrcalong_rate.fits';

describe('searches of archives', () => {
  const person = new Person();
  let bench: ArchiveSearches;
  let s3: ArchiveSearches['s3'];
  let archives: ArchiveSearches['archives'];
  let api: ArchiveSearches['api'];
  let services: ArchiveSearches['services'];
  let clipboard: ArchiveSearches['clipboard'];
  /** Sentences that were shown as errors. */
  let said: string[];

  before(async () => {
    bench = await ArchiveSearches.start();
    ({ s3, archives, api, services, clipboard } = bench);
  });

  beforeEach(() => {
    said = [];
    person.answers('showErrorMessage', (message: string) => void said.push(message));
  });

  afterEach(async () => {
    person.leaves();
    await bench.reset();
  });

  after(() => bench.stop());

  it('lead from criteria at MAST to a file in the viewer', async () => {
    const { search, nodes } = await bench.run(bench.mast());
    assert.deepEqual(
      [search.ran?.rows, search.ran?.total, search.ran?.complete, search.ran?.reason],
      [3, 3, true, undefined],
    );
    assert.equal(nodes.filter(({ kind }) => kind === 'row').length, 3);
    const rows = await services.searches.rows(search.id);
    assert.equal(rows?.table.rows, 3);

    const row = bench.rowWith(nodes, 'jw01783-o004');
    const products = await bench.childrenOf(row);
    assert.ok(products.some((node) => /^\+\d+ auxiliary$/.test(bench.labelOf(node))));
    const rate = await bench.productNamed(row, RATE.split('/').at(-1) ?? '');
    await commands.executeCommand('skybucket.copyProductS3Uri', rate);
    await commands.executeCommand('skybucket.copyProductDataUri', rate);
    await commands.executeCommand('skybucket.copyProductUrl', rate);
    await commands.executeCommand('skybucket.copySearchPython', api.searches.nodeOf(search.id));
    const [uri, data, url, python] = clipboard.texts;
    assert.equal(uri, `s3://${MAST_BUCKET}/${RATE}`);
    assert.equal(data, `mast:JWST/product/${RATE.split('/').at(-1)}`);
    assert.equal(url, `${s3.endpoint}/${MAST_BUCKET}/${RATE}`);
    assert.match(python ?? '', /query_criteria\([^)]*proposal_id="1783"/s);

    await commands.executeCommand('skybucket.openProduct', rate);
    assert.equal(viewersOf(uriOf(CONNECTION, MAST_BUCKET, RATE)).length, 1);
    await until('the viewer reads', () =>
      s3.requests.some(({ method, url: path }) => method === 'GET' && path.includes(RATE)),
    );
    assert.deepEqual(said, []);
  }).timeout(60_000);

  it('lead from a place at IRSA to a mosaic, as IRSA says and as its address says', async () => {
    const { search, nodes } = await bench.run(bench.irsa());
    assert.deepEqual([search.ran?.rows, search.ran?.complete], [20, true]);
    const names = [SEIP_KEY, DERIVED_KEY].map((key) => key.split('/').at(-1) ?? '');
    for (const [index, name] of names.entries()) {
      await commands.executeCommand('skybucket.copyProductS3Uri', bench.rowWith(nodes, name));
      assert.equal(clipboard.texts.at(-1), `s3://${SEIP_BUCKET}/${[SEIP_KEY, DERIVED_KEY][index]}`);
    }
    // What IRSA states is taken; what is derived is confirmed.
    assert.deepEqual(
      s3.requests.map(({ method, url }) => [method, url]),
      [['HEAD', `/${SEIP_BUCKET}/${DERIVED_KEY}`]],
    );
    await commands.executeCommand('skybucket.openProduct', bench.rowWith(nodes, names[0] ?? ''));
    assert.equal(viewersOf(uriOf(CONNECTION, SEIP_BUCKET, SEIP_KEY)).length, 1);
    assert.deepEqual(said, []);
  }).timeout(60_000);

  it('are kept, duplicated, renamed and deleted', async () => {
    const { search } = await bench.run(bench.mast());
    const node = api.searches.nodeOf(search.id);
    await commands.executeCommand('skybucket.duplicateSearch', node);
    const [copy] = services.searches.list();
    assert.ok(copy && copy.id !== search.id);
    assert.deepEqual([copy.ran, copy.title], [undefined, search.title]);
    person.answers('showInputBox', () => 'My clusters');
    await commands.executeCommand('skybucket.renameSearch', node);
    assert.equal(bench.labelOf(node), 'My clusters');

    const { globalState } = api.services.context;
    const kept = globalState.keys().map((key) => JSON.stringify(globalState.get(key)));
    assert.ok(kept.some((text) => text.includes('My clusters') && text.includes('1783')));
    const uri = services.searches.rowsUri(search.id);
    assert.ok(uri);
    const bytes = await vscode.workspace.fs.readFile(uri);
    assert.match(Buffer.from(bytes).toString(), /^<\?xml .*<FIELD name="obs_id"/s);

    person.answers('showInformationMessage', () => undefined);
    await commands.executeCommand('skybucket.deleteSearch', node);
    assert.deepEqual(
      services.searches.list().map(({ id }) => id),
      [copy.id],
    );
    await assert.rejects(async () => vscode.workspace.fs.stat(uri));
  }).timeout(60_000);

  it('are there again after a restart, with their rows', async () => {
    const { search } = await bench.run(bench.mast());
    await services.searches.rename(search.id, 'Galaxies *of* 1783');
    const { context } = api.services;
    // The store of another start: nothing is in its memory.
    const kept = new KeptSearches(context.globalState);
    const folder = vscode.Uri.joinPath(context.globalStorageUri, 'searches').fsPath;
    const files = new SearchFiles(folder, (id) => kept.get(id)?.title ?? id);
    const none = { run: () => Promise.reject(new Error('not asked for')) };
    const later = new SearchStore({
      ...{ kept, files, rows: new RowsAtHand(files), now: () => new Date(), newId: () => 'none00' },
      runners: { mast: none, mission: none, sia: none, tap: none },
      uriOf: (path) => vscode.Uri.file(path),
      python: () => Promise.resolve(''),
    });
    const [found] = later.list();
    const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
    assert.deepEqual(json(found), json(services.searches.get(search.id)));
    assert.equal(found?.title, 'Galaxies *of* 1783');
    assert.equal((await later.rows(search.id))?.table.rows, 3);
  }).timeout(60_000);

  it('are edited in their form, and run again for what they ask now', async () => {
    const { search } = await bench.run(bench.mast());
    const node = api.searches.nodeOf(search.id);
    await commands.executeCommand('skybucket.editSearch', node);
    await until('the panel of the search is there', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .some(
          ({ input }) =>
            input instanceof vscode.TabInputWebview && input.viewType.endsWith('skybucket.search'),
        ),
    );
    const other = { criteria: [{ column: 'obs_collection', values: ['HST'] }] };
    await services.searches.update(search.id, bench.mast(other));
    assert.deepEqual((await bench.childrenOf(node)).map(bench.labelOf, bench), ['Run this search']);
    await commands.executeCommand('skybucket.runSearch', node);
    const now = services.searches.get(search.id);
    assert.equal(now?.title, 'HST');
    assert.ok((now.ran?.rows ?? 0) > 0);
    const rows = (await bench.childrenOf(node)).filter(({ kind }) => kind === 'row');
    assert.equal(rows.length, now.ran?.rows);
    assert.deepEqual(said, []);
  }).timeout(60_000);

  it('of any image search are made by name, of those in the settings too', async () => {
    await set('archives.services', [
      { id: 'own', label: 'Own *archive*', sia: `${archives.origin}/SIA` },
    ]);
    try {
      const { createInputBox, createQuickPick } = vscode.window;
      let input: vscode.InputBox | undefined;
      let pick: vscode.QuickPick<vscode.QuickPickItem> | undefined;
      person.answers('createInputBox', () => (input = createInputBox()));
      person.answers('createQuickPick', () => (pick = createQuickPick()));
      person.answers('showQuickPick', (items: readonly vscode.QuickPickItem[]) =>
        items.find(({ label }) => label === 'Own *archive*'),
      );
      const done = commands.executeCommand('skybucket.searchImagesByName');
      await until('it asks where', () => input !== undefined);
      assert.deepEqual([input?.title, input?.totalSteps], ['Search Own *archive*', 2]);
      if (input !== undefined) {
        input.value = '150.01 2.2';
      }
      const accept = async (): Promise<void> => {
        await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      };
      // What is accepted before VS Code has shown it is nothing, so that it is said again.
      await until('it asks how far around', async () => {
        await accept();
        return pick !== undefined;
      });
      await until('the radius is taken', async () => {
        await accept();
        return services.searches.list().length > 0;
      });
      await done;
      const [search] = services.searches.list();
      const circle = search?.kind === 'sia' ? search.criteria.place?.[0] : undefined;
      const centre = { longitude: 150.01, latitude: 2.2 };
      assert.deepEqual(circle, { kind: 'circle', centre, radius: 1 / 60 });
      assert.deepEqual([search?.service.label, search?.ran?.complete], ['Own *archive*', true]);
      assert.ok((search?.ran?.rows ?? 0) > 0);
    } finally {
      await set('archives.services', undefined);
    }
  }).timeout(60_000);

  it('of MAST are made by name', async () => {
    const { createInputBox, createQuickPick } = vscode.window;
    const inputs: vscode.InputBox[] = [];
    const picks: vscode.QuickPick<vscode.QuickPickItem>[] = [];
    const kept = <T>(made: T, all: T[]): T => {
      all.push(made);
      return made;
    };
    person.answers('createInputBox', () => kept(createInputBox(), inputs));
    person.answers('createQuickPick', () => kept(createQuickPick(), picks));
    const accept = (): Thenable<unknown> =>
      commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    const done = commands.executeCommand('skybucket.searchMastByName');
    await until('it asks where', () => inputs.length > 0);
    Object.assign(inputs[0] ?? {}, { value: 'M 101' });
    // What is accepted before VS Code has shown it is nothing, so that it is said again.
    await until('it asks how far around', async () => {
      await accept();
      return picks.length > 0;
    });
    await until('it asks of which mission', async () => {
      await accept();
      return picks.length > 1 || services.searches.list().length > 0;
    });
    await until('there is a search', async () => {
      await accept();
      return services.searches.list().length > 0;
    });
    await done;
    const [search] = services.searches.list();
    assert.equal(search?.title, 'M 101 0.2°');
    const place = search?.kind === 'mast' ? search.criteria.position : undefined;
    assert.deepEqual([place?.name, place?.radius], ['M 101', 0.2]);
    assert.ok(Math.abs((place?.ra ?? 0) - 210.8) < 0.1);
    assert.deepEqual([search?.ran?.complete, said], [true, []]);
  }).timeout(60_000);

  it('show their rows as a table', async () => {
    const { search } = await bench.run(bench.mast());
    await commands.executeCommand('skybucket.openSearchRows', api.searches.nodeOf(search.id));
    const uri = services.searches.rowsUri(search.id);
    assert.ok(uri);
    assert.equal(viewersOf(uri).length, 1);
  }).timeout(60_000);

  it('have 200 rows in the tree at a time', async () => {
    const criteria = { criteria: [{ column: 'obs_collection', values: ['GALEX'] }] };
    const { search, nodes } = await bench.run(bench.mast(criteria));
    assert.equal(search.ran?.rows, 6000);
    assert.equal(nodes.length, 201);
    const more = nodes.at(-1);
    assert.ok(more?.kind === 'more');
    assert.equal(bench.labelOf(more), 'Load more… (200 of 6,000 shown)');
    archives.resetRequests();
    await commands.executeCommand('skybucket.loadMoreRows', more);
    assert.equal((await bench.childrenOf(api.searches.nodeOf(search.id))).length, 401);
    assert.deepEqual(archives.requests, []);
  }).timeout(60_000);

  it('that break off keep what came, and say that it is not all', async () => {
    archives.mostRows = 2500;
    const page = '<html><head><title>502 Bad Gateway</title></head><body></body></html>';
    archives.behaviours.add(
      ({ service, body }) => service === 'Mast.Caom.Filtered' && /%22page%22%3A2\b/.test(body),
      { kind: 'answer', status: 502, body: page },
    );
    const criteria = { criteria: [{ column: 'obs_collection', values: ['GALEX'] }] };
    const { search, nodes } = await bench.run(bench.mast(criteria));
    assert.deepEqual(
      [search.ran?.rows, search.ran?.total, search.ran?.complete],
      [2500, 6000, false],
    );
    assert.match(search.ran?.reason ?? '', /^Only 2,500 of 6,000 observations came: /);
    assert.ok(nodes.some(({ kind }) => kind === 'partial'));
    const { description } = api.searches.getTreeItem(api.searches.nodeOf(search.id));
    assert.match(String(description), /^2,500 of 6,000, partial/);
    // The line that says so runs it again.
    archives.behaviours.clear();
    const { command } = api.searches.getTreeItem(nodes.at(-1) ?? api.searches.nodeOf(search.id));
    assert.equal(command?.command, 'skybucket.runSearch');
    await commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
    const again = services.searches.get(search.id)?.ran;
    assert.deepEqual([again?.rows, again?.complete, again?.reason], [6000, true, undefined]);
  }).timeout(90_000);

  it('that fail say why, below the search too', async () => {
    await services.mast.client().then((client) => client.columns());
    archives.behaviours.add('/api/v0/invoke', {
      kind: 'answer',
      body: JSON.stringify({ status: 'ERROR', msg: 'The database is closed today' }),
    });
    const { search, nodes } = await bench.run(bench.mast());
    assert.equal(search.ran, undefined);
    assert.deepEqual(
      said.map((text) => /The database is closed today/.test(text)),
      [true],
    );
    const [problem] = nodes;
    assert.ok(problem?.kind === 'problem');
    assert.match(bench.labelOf(problem), /The database is closed today/);
    archives.behaviours.clear();
    await commands.executeCommand('skybucket.retrySearch', problem);
    assert.equal(services.searches.get(search.id)?.ran?.rows, 3);
  }).timeout(60_000);

  it('are cancelled', async () => {
    await services.mast.client().then((client) => client.columns());
    archives.behaviours.add('/api/v0/invoke', { kind: 'silent' });
    const { id } = await services.searches.create(bench.mast());
    const node = api.searches.nodeOf(id);
    const asked = archives.requests.length;
    const running = commands.executeCommand('skybucket.runSearch', node);
    await until('MAST is asked', () => archives.requests.length > asked);
    assert.ok(services.searches.progress(id));
    await commands.executeCommand('skybucket.cancelSearch', node);
    await running;
    await until('the request ends', () => archives.gone === 1);
    assert.deepEqual([services.searches.progress(id), said], [undefined, []]);
  }).timeout(60_000);

  it('that somebody else wrote are shown as the text they are', async () => {
    const { search } = await bench.run(bench.mast());
    const { globalState } = api.services.context;
    const hostile =
      '<img src=x onerror=alert(1)> [run](command:workbench.action.quit) `$(trash)` \u202e\u0000';
    const ran = {
      at: hostile,
      rows: 9007199254740991,
      complete: false,
      reason: hostile,
      kept: true,
    };
    const made = { ...search, id: 'hostile00', title: hostile, created: hostile, ran };
    await globalState.update('skybucket.searches', [
      ...[null, { ...made, id: '../../outside' }, { ...made, kind: 'shell' }],
      ...[{ ...made, service: { ...search.service, label: hostile } }, made, search],
    ]);
    assert.deepEqual(
      services.searches.list().map(({ id }) => id),
      ['hostile00', search.id],
    );
    const node = api.searches.nodeOf('hostile00');
    const children = await bench.childrenOf(node);
    for (const item of [node, ...children].map((each) => api.searches.getTreeItem(each))) {
      const { tooltip, label, description } = item;
      for (const text of [label, description, tooltip]) {
        const shown = text instanceof vscode.MarkdownString ? text.value : JSON.stringify(text);
        assert.doesNotMatch(shown, /\u202e|\\u0000|\u0000/);
      }
      if (tooltip instanceof vscode.MarkdownString) {
        assert.ok(!tooltip.isTrusted && !tooltip.supportHtml && !tooltip.supportThemeIcons);
        assert.doesNotMatch(tooltip.value, /(^|[^\\])[<[]/);
      }
    }
    // Nothing of it was kept: the line says so, and is no way into the disk.
    assert.deepEqual(
      children.map(({ kind }) => kind),
      ['problem'],
    );
  }).timeout(60_000);

  it('never send the token of MAST elsewhere', async () => {
    await services.token.set('a-token-of-somebody');
    try {
      await bench.run(bench.mast());
      assert.ok(archives.requests.length > 0);
      assert.ok(
        archives.requests.every(
          ({ headers, body }) =>
            headers.authorization === undefined &&
            headers.cookie === undefined &&
            !body.includes('a-token-of-somebody'),
        ),
      );
    } finally {
      await services.token.remove();
    }
  }).timeout(60_000);
});
