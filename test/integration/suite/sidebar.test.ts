import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension/main';
import type { FolderNode, Node } from '../../../src/extension/views/nodes';
import { manyBucket, surveyTiles } from '../../support/s3/sample';
import { startS3Server, type S3TestServer } from '../../support/s3/server';
import { activate } from '../support/extension';
import { Person } from '../support/person';
import { connect, disconnect } from '../support/settings';
import { until } from '../support/wait';

const { commands } = vscode;
const connection = 'sidebar';

describe('the sidebar', () => {
  const person = new Person();
  let server: S3TestServer;
  let tree: TestApi['tree'];

  const labels = (nodes: readonly Node[]): (string | vscode.TreeItemLabel | undefined)[] =>
    nodes.map((node) => tree.getTreeItem(node).label);

  /** The folder of a bucket under “My buckets”. */
  async function bucket(name: string): Promise<FolderNode> {
    const [buckets] = await tree.getChildren();
    const found = (await tree.getChildren(buckets)).find(
      (node) => node.kind === 'folder' && node.place.bucket === name,
    );
    assert.ok(found?.kind === 'folder', `no bucket ${name} in the sidebar`);
    return found;
  }

  async function child(folder: Node, label: string): Promise<Node> {
    const children = await tree.getChildren(folder);
    const found = children.find((node) => tree.getTreeItem(node).label === label);
    assert.ok(found, `no “${label}” among ${labels(children.slice(0, 20)).join(', ')}`);
    return found;
  }

  before(async () => {
    server = await startS3Server({ unsignedOnly: true });
    server.createBucket(manyBucket).add(surveyTiles());
    const sky = server.createBucket('sky');
    for (const key of ['a b/1.fits', 'jw/01/x.fits', 'm31.fits', 'm33.fits', 'notes.txt']) {
      sky.put(key, key, { storageClass: 'INTELLIGENT_TIERING' });
    }
    server.createBucket('closed', { denyList: true });
    server.createBucket('far', { region: 'eu-west-1' });
    const names = [manyBucket, 'sky', 'closed', 'far', 'not-there'];
    await connect(
      { [connection]: server },
      names.map((name) => ({ uri: `s3://${name}/`, connection })),
    );
    ({ tree } = await activate());
  });

  beforeEach(() => server.resetRequests());
  afterEach(() => person.leaves());

  after(async () => {
    await commands.executeCommand('workbench.view.explorer');
    await disconnect();
    await server.close();
  });

  it('shows the buckets of the user and the public archives without a request', async () => {
    const [buckets, ...archives] = await tree.getChildren();
    assert.ok(archives.length > 3);
    for (const archive of archives) {
      assert.ok((await tree.getChildren(archive)).length > 0);
    }
    assert.equal((await tree.getChildren(buckets)).length, 5);
    assert.deepEqual(server.requests, []);
  });

  it('opens a folder of two million keys with one request, and a page more with one each', async () => {
    const survey = await child(await bucket(manyBucket), 'survey');
    server.resetRequests();
    const first = await tree.getChildren(survey);
    assert.equal(server.requests.length, 1);
    assert.equal(first.length, 1001);
    assert.deepEqual(labels(first.slice(0, 1)), ['tile-0000001.fits']);
    assert.deepEqual(labels(first.slice(-1)), ['Load more…']);

    await commands.executeCommand('skybucket.loadMore', first.at(-1));
    const second = await tree.getChildren(survey);
    assert.equal(server.requests.length, 2);
    assert.equal(second.length, 2001);
    assert.deepEqual(labels(second.slice(1999)), ['tile-0002000.fits', 'Load more…']);
    assert.equal(second[0], first[0], 'a node shown before is another one now');
  });

  it('says under the bucket why it cannot be listed, and tries again', async () => {
    const sentences = {
      closed: /^The bucket “closed” does not let anonymous readers list its files\./,
      far: /^The bucket “far” is in (?:the region eu-west-1|another region)/,
      'not-there': /^There is no bucket “not-there”\. Check its name/,
    };
    for (const [name, sentence] of Object.entries(sentences)) {
      const [problem, ...others] = await tree.getChildren(await bucket(name));
      assert.ok(problem);
      assert.deepEqual([problem.kind, others], ['problem', []]);
      assert.match(String(tree.getTreeItem(problem).label), sentence);
    }
    const closed = await bucket('closed');
    server.bucket('closed').options = {};
    server.bucket('closed').put('open.txt', 'now');
    const [problem] = await tree.getChildren(closed);
    await commands.executeCommand('skybucket.loadMore', problem);
    assert.deepEqual(labels(await tree.getChildren(closed)), ['open.txt']);
  });

  it('shows what a listing says of a file', async () => {
    const item = tree.getTreeItem(await child(await bucket('sky'), 'm31.fits'));
    assert.equal(item.description, '8 B');
    assert.ok(item.tooltip instanceof vscode.MarkdownString);
    assert.match(
      item.tooltip.value.replaceAll('\\', ''),
      /8 bytes.*2024-05-01.*INTELLIGENT_TIERING.*ETag: [0-9a-f]{32}.*s3:\/\/sky\/m31\.fits/s,
    );
    assert.match(item.accessibilityInformation?.label ?? '', /^FITS file, m31\.fits, 8 B/);
  });

  it('filters what is loaded, and refreshes one folder', async () => {
    const sky = await bucket('sky');
    await tree.getChildren(sky);
    server.resetRequests();
    person.answers('showInputBox', () => 'M3');
    await commands.executeCommand('skybucket.filter', sky);
    assert.deepEqual(labels(await tree.getChildren(sky)), ['m31.fits', 'm33.fits']);
    await commands.executeCommand('skybucket.clearFilter', sky);
    assert.equal((await tree.getChildren(sky)).length, 5);
    assert.equal(server.requests.length, 0);

    server.bucket('sky').put('new.txt', 'new');
    await commands.executeCommand('skybucket.refresh', sky);
    assert.equal((await tree.getChildren(sky)).length, 6);
    assert.equal(server.requests.length, 1);
  });

  it('goes to a prefix, completed from the server', async () => {
    const many = await bucket(manyBucket);
    const { createQuickPick } = vscode.window;
    let pick: vscode.QuickPick<vscode.QuickPickItem> | undefined;
    person.answers('createQuickPick', () => (pick = createQuickPick()));
    const done = commands.executeCommand('skybucket.goToPrefix', many);
    await until('completions are shown', () => pick?.items[0]?.label === 'survey/');
    assert.ok(pick);
    pick.value = 'survey/tile-1999';
    await until(
      'the server is asked what begins so',
      () => pick?.items[0]?.label === 'survey/tile-1999' && !pick.busy,
    );
    assert.equal(server.requests.length, 2);
    await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await done;
    const jump = many.jumps.get('survey/tile-1999');
    assert.ok(jump);
    const children = await tree.getChildren(jump);
    assert.deepEqual(labels(children.slice(0, 2)), ['tile-1999000.fits', 'tile-1999001.fits']);
    assert.equal(children.length, 1000);
  });

  it('copies addresses of what is selected', async () => {
    const copied: string[] = [];
    const original = Object.getOwnPropertyDescriptor(vscode.env, 'clipboard');
    assert.ok(original);
    Object.defineProperty(vscode.env, 'clipboard', {
      configurable: true,
      value: { writeText: async (text: string) => void copied.push(text) },
    });
    try {
      const file = await child(await child(await bucket('sky'), 'a b'), '1.fits');
      for (const what of ['S3Uri', 'HttpsUrl', 'ConnectionInfo']) {
        await commands.executeCommand(`skybucket.copy${what}`, file);
      }
    } finally {
      Object.defineProperty(vscode.env, 'clipboard', original);
    }
    const [s3, https, info] = copied;
    assert.equal(s3, 's3://sky/a b/1.fits');
    assert.equal(https, `${server.endpoint}/sky/a%20b/1.fits`);
    for (const part of ['sky', 'us-east-1', 'a b/1.fits', server.endpoint]) {
      assert.ok(info?.includes(part), `no “${part}” in: ${info}`);
    }
  });

  it('adds a bucket and shows it opened, and removes it', async () => {
    person.answers('showInputBox', () => 's3://sky/jw');
    person.answers('showQuickPick', (items: readonly { id: string }[]) =>
      items.find(({ id }) => id === connection),
    );
    await commands.executeCommand('skybucket.addBucket');
    const setting = (): unknown[] =>
      vscode.workspace.getConfiguration('skybucket').get('buckets') ?? [];
    assert.deepEqual(setting().at(-1), { uri: 's3://sky/jw/', connection });
    const [buckets] = await tree.getChildren();
    assert.ok(buckets);
    const added = await child(buckets, 's3://sky/jw/');
    assert.ok(added.kind === 'folder');
    await until('the new bucket is shown opened', () => added.listing.started);
    assert.deepEqual(labels(await tree.getChildren(added)), ['01']);
    assert.equal(server.requests.length, 1);

    await commands.executeCommand('skybucket.removeBucket', added);
    assert.equal(setting().length, 5);
    assert.equal((await tree.getChildren(buckets)).length, 5);
  });

  it('shows the folder of a typed address', async () => {
    await commands.executeCommand('skybucket.openUri', 's3://sky/jw/01/');
    const sky = await bucket('sky');
    const jump = sky.jumps.get('jw/01/');
    assert.ok(jump, 'the folder is not shown');
    await until('the folder is shown opened', () => jump.listing.started);
    assert.deepEqual(labels(await tree.getChildren(jump)), ['x.fits']);
    await commands.executeCommand('skybucket.closeJump', jump);
    assert.equal(sky.jumps.size, 0);
  });
});
