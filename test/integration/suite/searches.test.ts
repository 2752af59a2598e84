import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { SavedSearch, SearchRequest } from '../../../src/core/searches/saved-search';
import type { TestApi } from '../../../src/extension/main';
import type { SearchServices } from '../../../src/extension/searches/search-services';
import type {
  ProductNode,
  RowNode,
  SearchesNode,
} from '../../../src/extension/views/searches-nodes';
import { fillArchiveBuckets, MAST_BUCKET } from '../../support/archives/buckets';
import { ArchiveReplay } from '../../support/archives/replay';
import { DERIVED_KEY, SEIP_BUCKET, SEIP_KEY } from '../../support/archives/sia';
import { startS3Server, type S3TestServer } from '../../support/s3/server';
import { sampleArchives } from '../../support/vscode/sample-archives';
import { Clipboard } from '../support/clipboard';
import { activate } from '../support/extension';
import { Person } from '../support/person';
import { connect, disconnect, set } from '../support/settings';
import { closeTabs, viewersOf } from '../support/tabs';
import { uriOf } from '../support/uris';
import { until } from '../support/wait';

const { commands } = vscode;
const connection = 'archives';
const RATE = 'jwst/public/jw01783/jw01783004007/jw01783004007_02101_00004_nrcalong_rate.fits';

/** As the first reference document asks. */
const MAST_CRITERIA = {
  criteria: [
    { column: 'obs_collection', values: ['JWST'] },
    { column: 'instrument_name', values: ['NIRCAM/IMAGE'] },
    { column: 'filters', values: ['F444W'] },
    { column: 'proposal_id', values: ['1783'] },
    { column: 'dataRights', values: ['PUBLIC'] },
  ],
};

describe('searches of archives', () => {
  const person = new Person();
  let s3: S3TestServer;
  let archives: ArchiveReplay;
  let api: TestApi;
  let services: SearchServices;
  let clipboard: Clipboard;
  /** Sentences that were shown as errors. */
  let said: string[];

  const mast = (criteria: object = MAST_CRITERIA): SearchRequest => ({
    kind: 'mast',
    service: { id: 'mast', label: 'MAST', address: archives.origin },
    criteria: criteria as never,
  });
  const irsa = (): SearchRequest => ({
    kind: 'sia',
    service: { id: 'irsa', label: 'IRSA', address: `${archives.origin}/SIA` },
    criteria: {
      place: [{ kind: 'circle', centre: { longitude: 150.01, latitude: 2.2 }, radius: 0.01 }],
      collection: ['spitzer_seip'],
    },
  });

  const childrenOf = (node: SearchesNode): Promise<SearchesNode[]> =>
    api.searches.getChildren(node);
  const labelOf = (node: SearchesNode): string => {
    const { label } = api.searches.getTreeItem(node);
    return typeof label === 'string' ? label : (label?.label ?? '');
  };

  /** Makes a search and runs it by its command; its rows, and what stands below them. */
  async function run(
    request: SearchRequest,
  ): Promise<{ search: SavedSearch; nodes: SearchesNode[] }> {
    const { id } = await services.searches.create(request);
    const node = api.searches.nodeOf(id);
    await commands.executeCommand('skybucket.runSearch', node);
    const search = services.searches.get(id);
    assert.ok(search);
    return { search, nodes: await childrenOf(node) };
  }

  /** The row that has a text among what is known of it. */
  function rowWith(nodes: readonly SearchesNode[], text: string): RowNode {
    const found = nodes.find(
      (node) => node.kind === 'row' && JSON.stringify(node.label).includes(text),
    );
    assert.ok(found?.kind === 'row', `no “${text}” among ${nodes.map(labelOf).join(', ')}`);
    return found;
  }

  async function productNamed(row: RowNode, name: string): Promise<ProductNode> {
    const found = (await childrenOf(row)).find(
      (node) => node.kind === 'product' && node.product.name === name,
    );
    assert.ok(found?.kind === 'product', `no product ${name}`);
    return found;
  }

  before(async () => {
    s3 = await startS3Server({ unsignedOnly: true });
    fillArchiveBuckets(s3);
    archives = await ArchiveReplay.start();
    await connect(
      { [connection]: s3 },
      [MAST_BUCKET, SEIP_BUCKET].map((name) => ({ uri: `s3://${name}/`, connection })),
    );
    for (const [name, value] of Object.entries(sampleArchives(archives))) {
      await set(name.replace('skybucket.', ''), value);
    }
    api = await activate();
    services = await api.services.searching();
    clipboard = new Clipboard();
  });

  beforeEach(() => {
    said = [];
    clipboard.texts.length = 0;
    archives.resetRequests();
    s3.resetRequests();
    person.answers('showErrorMessage', (message: string) => void said.push(message));
  });

  afterEach(async () => {
    person.leaves();
    archives.behaviours.clear();
    archives.mostRows = 500_000;
    for (const { id } of services.searches.list()) {
      await services.searches.delete(id);
    }
    await closeTabs();
  });

  after(async () => {
    clipboard.dispose();
    for (const name of Object.keys(sampleArchives(archives))) {
      await set(name.replace('skybucket.', ''), undefined);
    }
    await disconnect();
    await archives.close();
    await s3.close();
  });

  it('lead from criteria at MAST to a file in the viewer', async () => {
    const { search, nodes } = await run(mast());
    assert.deepEqual(
      [search.ran?.rows, search.ran?.total, search.ran?.complete, search.ran?.reason],
      [3, 3, true, undefined],
    );
    assert.equal(nodes.filter(({ kind }) => kind === 'row').length, 3);
    const rows = await services.searches.rows(search.id);
    assert.equal(rows?.table.rows, 3);

    const row = rowWith(nodes, 'jw01783-o004');
    const products = await childrenOf(row);
    assert.ok(products.some((node) => /^\+\d+ auxiliary$/.test(labelOf(node))));
    const rate = await productNamed(row, RATE.split('/').at(-1) ?? '');
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
    assert.equal(viewersOf(uriOf(connection, MAST_BUCKET, RATE)).length, 1);
    await until('the viewer reads', () =>
      s3.requests.some(({ method, url: path }) => method === 'GET' && path.includes(RATE)),
    );
    assert.deepEqual(said, []);
  }).timeout(60_000);

  it('lead from a place at IRSA to a mosaic, as IRSA says and as its address says', async () => {
    const { search, nodes } = await run(irsa());
    assert.deepEqual([search.ran?.rows, search.ran?.complete], [20, true]);
    const names = [SEIP_KEY, DERIVED_KEY].map((key) => key.split('/').at(-1) ?? '');
    for (const [index, name] of names.entries()) {
      await commands.executeCommand('skybucket.copyProductS3Uri', rowWith(nodes, name));
      assert.equal(clipboard.texts.at(-1), `s3://${SEIP_BUCKET}/${[SEIP_KEY, DERIVED_KEY][index]}`);
    }
    // What IRSA states is taken; what is derived is confirmed.
    assert.deepEqual(
      s3.requests.map(({ method, url }) => [method, url]),
      [['HEAD', `/${SEIP_BUCKET}/${DERIVED_KEY}`]],
    );
    await commands.executeCommand('skybucket.openProduct', rowWith(nodes, names[0] ?? ''));
    assert.equal(viewersOf(uriOf(connection, SEIP_BUCKET, SEIP_KEY)).length, 1);
    assert.deepEqual(said, []);
  }).timeout(60_000);

  it('are kept, duplicated, renamed and deleted', async () => {
    const { search } = await run(mast());
    const node = api.searches.nodeOf(search.id);
    await commands.executeCommand('skybucket.duplicateSearch', node);
    const [copy] = services.searches.list();
    assert.ok(copy && copy.id !== search.id);
    assert.deepEqual([copy.ran, copy.title], [undefined, search.title]);
    person.answers('showInputBox', () => 'My clusters');
    await commands.executeCommand('skybucket.renameSearch', node);
    assert.equal(labelOf(node), 'My clusters');

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

  it('show their rows as a table', async () => {
    const { search } = await run(mast());
    await commands.executeCommand('skybucket.openSearchRows', api.searches.nodeOf(search.id));
    const uri = services.searches.rowsUri(search.id);
    assert.ok(uri);
    assert.equal(viewersOf(uri).length, 1);
  }).timeout(60_000);

  it('have 200 rows in the tree at a time', async () => {
    const criteria = { criteria: [{ column: 'obs_collection', values: ['GALEX'] }] };
    const { search, nodes } = await run(mast(criteria));
    assert.equal(search.ran?.rows, 6000);
    assert.equal(nodes.length, 201);
    const more = nodes.at(-1);
    assert.ok(more?.kind === 'more');
    assert.equal(labelOf(more), 'Load more… (200 of 6,000 shown)');
    archives.resetRequests();
    await commands.executeCommand('skybucket.loadMoreRows', more);
    assert.equal((await childrenOf(api.searches.nodeOf(search.id))).length, 401);
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
    const { search, nodes } = await run(mast(criteria));
    assert.deepEqual(
      [search.ran?.rows, search.ran?.total, search.ran?.complete],
      [2500, 6000, false],
    );
    assert.match(search.ran?.reason ?? '', /^Only 2,500 of 6,000 observations came: /);
    assert.ok(nodes.some(({ kind }) => kind === 'partial'));
    const { description } = api.searches.getTreeItem(api.searches.nodeOf(search.id));
    assert.match(String(description), /^2,500 of 6,000, partial/);
  }).timeout(90_000);

  it('that fail say why, below the search too', async () => {
    await services.mast.client().then((client) => client.columns());
    archives.behaviours.add('/api/v0/invoke', {
      kind: 'answer',
      body: JSON.stringify({ status: 'ERROR', msg: 'The database is closed today' }),
    });
    const { search, nodes } = await run(mast());
    assert.equal(search.ran, undefined);
    assert.deepEqual(
      said.map((text) => /The database is closed today/.test(text)),
      [true],
    );
    const [problem] = nodes;
    assert.ok(problem?.kind === 'problem');
    assert.match(labelOf(problem), /The database is closed today/);
    archives.behaviours.clear();
    await commands.executeCommand('skybucket.retrySearch', problem);
    assert.equal(services.searches.get(search.id)?.ran?.rows, 3);
  }).timeout(60_000);

  it('are cancelled', async () => {
    await services.mast.client().then((client) => client.columns());
    archives.behaviours.add('/api/v0/invoke', { kind: 'silent' });
    const { id } = await services.searches.create(mast());
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

  it('never send the token of MAST elsewhere', async () => {
    await services.token.set('a-token-of-somebody');
    try {
      await run(mast());
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
