import * as assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension/main';
import type { FolderNode, Node } from '../../../src/extension/views/nodes';
import type { TransfersNode } from '../../../src/extension/views/transfers-nodes';
import type { Transfers } from '../../../src/extension/transfers/transfers';
import { startS3Server, type S3TestServer } from '../../support/s3/server';
import { activate } from '../support/extension';
import { Person } from '../support/person';
import { GatedBody, generatedBody } from '../support/server';
import { connect, disconnect, set } from '../support/settings';
import { uriOf } from '../support/uris';
import { until } from '../support/wait';

const { commands } = vscode;
const connection = 'transfers';
const FILES: Readonly<Record<string, string>> = {
  'm31/a + 50%.fits': 'a',
  'm31/deep/b.fits': 'bb',
  'm31/deep/deeper/c.fits': 'ccc',
  'm31/empty.txt': '',
};

describe('transfers', () => {
  const person = new Person();
  let server: S3TestServer;
  /** One that wants signatures. */
  let mine: S3TestServer;
  let api: TestApi;
  let transfers: Transfers;
  let outside: string;
  let folder: string;
  let said: string[];

  async function child(parent: Node | undefined, name: string): Promise<Node> {
    const found = (await api.tree.getChildren(parent)).find(
      (node) =>
        (node.kind === 'folder' && node.name.replace(/\/$/, '') === name) ||
        (node.kind === 'object' && node.object.name === name),
    );
    assert.ok(found, `There is no ${name} in the tree.`);
    return found;
  }

  async function bucket(): Promise<FolderNode> {
    const [buckets] = await api.tree.getChildren();
    const found = (await api.tree.getChildren(buckets)).find(
      (node) => node.kind === 'folder' && node.place.bucket === 'sky',
    );
    assert.ok(found?.kind === 'folder');
    return found;
  }

  /** Everything below the download folder, hidden files too. */
  const written = (): string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .sort();
  const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
  const lines = (parent?: TransfersNode): string[] =>
    transfers.view.tree
      .getChildren(parent)
      .map((node) => String(transfers.view.tree.getTreeItem(node).description));
  const states = (): string[] => transfers.queue.files().map(({ state }) => state.kind);

  before(async () => {
    server = await startS3Server({ unsignedOnly: true });
    const sky = server.createBucket('sky');
    for (const [key, body] of Object.entries(FILES)) {
      sky.put(key, body);
    }
    sky.put('m31/deep/', '');
    await connect({ [connection]: server }, [{ uri: 's3://sky/', connection }]);
    const { endpoint } = server;
    const user = { accessKeyId: 'AKIAUPLOADER', secretAccessKey: 'a/made+up/secret' };
    mine = await startS3Server({ users: [user] });
    mine.createBucket('lab');
    const common = { region: 'us-east-1', pathStyle: true };
    await set('connections', [
      { id: connection, endpoint, ...common },
      { id: 'mine', endpoint: mine.endpoint, ...common, auth: { kind: 'keys' } },
    ]);
    api = await activate();
    await api.services.keys.set({ id: 'mine', endpoint: mine.endpoint }, user);
    transfers = await api.services.transfers();
    await transfers.queue.remove(transfers.queue.files().map(({ file }) => file.id));
  });

  beforeEach(async () => {
    outside = realpathSync(mkdtempSync(join(tmpdir(), 'skybucket-transfers-')));
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
    server.resetRequests();
  });

  afterEach(async () => {
    person.leaves();
    await transfers.queue.remove(transfers.queue.files().map(({ file }) => file.id));
    rmSync(outside, { recursive: true });
  });

  after(async () => {
    await api.services.keys.remove('mine');
    await disconnect();
    await Promise.all([server.close(), mine.close()]);
  });

  it('bring a folder with everything in it, laid out as asked', async () => {
    const picks: string[] = [];
    const pick = (at: number): void =>
      person.answers('showQuickPick', (items: readonly vscode.QuickPickItem[], { title = '' }) => {
        picks.push(title, ...items.map(({ label }) => label));
        return items[at];
      });
    pick(0);
    await commands.executeCommand('skybucket.downloadFolder', await child(await bucket(), 'm31'));
    await until('all of it is said', () => said.length > 0);
    assert.deepEqual(said, ['Downloaded 4 files (6 B).']);
    assert.deepEqual(picks, [
      'Download m31 (4 files · 6 B)',
      ...['Keep the folders', 'All files in one folder'],
    ]);
    assert.deepEqual(written(), Object.keys(FILES).sort());
    for (const [key, body] of Object.entries(FILES)) {
      assert.equal(read(key), body);
    }
    await until('it shows', () => lines().join() === '4 files · 6 B');
    pick(1);
    rmSync(join(folder, 'm31'), { recursive: true });
    await commands.executeCommand('skybucket.downloadFolder', await child(await bucket(), 'm31'));
    await until('all of it is said', () => said.length > 1);
    assert.deepEqual(written(), [
      ...['m31/a + 50%.fits', 'm31/b.fits', 'm31/c.fits', 'm31/empty.txt'],
    ]);
  }).timeout(60_000);

  it('ask once about what is there, and overwrite nothing without', async () => {
    person.answers('showQuickPick', (items: readonly unknown[]) => items[0]);
    const node = await child(await bucket(), 'm31');
    mkdirSync(join(folder, 'm31', 'deep'), { recursive: true });
    writeFileSync(join(folder, 'm31', 'deep', 'b.fits'), 'of mine');
    const asked: string[] = [];
    const answer = (choice: string | undefined): void =>
      person.answers('showWarningMessage', (message: string) => {
        asked.push(message);
        return choice;
      });
    answer(undefined);
    await commands.executeCommand('skybucket.downloadFolder', node);
    assert.deepEqual(written(), ['m31/deep/b.fits']);
    answer('Skip Them');
    await commands.executeCommand('skybucket.downloadFolder', node);
    await until('it is said', () => said.includes('Downloaded 3 files (4 B).'));
    assert.equal(read('m31/deep/b.fits'), 'of mine');
    answer('Overwrite');
    await commands.executeCommand('skybucket.downloadFolder', node);
    // What is the same version already is not loaded again.
    await until('it is said', () =>
      said.includes('Downloaded 1 file (2 B). 3 were there already.'),
    );
    assert.equal(read('m31/deep/b.fits'), 'bb');
    assert.match(asked.join('\n'), /^(1 of 4 files are there already, in .*\n){2}4 of 4 files/);
  }).timeout(60_000);

  it('pause, go on where they were, and end without a trace where they are cancelled', async () => {
    const size = 40_000_000;
    const body = new GatedBody(generatedBody(size), 9_000_000);
    server.bucket('sky').put('slow/large.bin', body);
    try {
      const node = await child(await bucket(), 'm31');
      assert.ok(node.kind === 'folder');
      await transfers.download({
        label: 'slow',
        files: [{ address: uriOf(connection, 'sky', 'slow/large.bin').toString(), path: 'x.bin' }],
        layouts: ['tree'],
      });
      await until('some of it is there', () => (transfers.queue.files()[0]?.done ?? 0) > 0);
      const [batch] = transfers.view.tree.getChildren();
      await until('it shows', () => / of 40 MB/.test(lines(batch)[0] ?? ''));
      assert.ok(written().every((path) => !path.endsWith('/x.bin')));
      await commands.executeCommand('skybucket.transfers.pauseAll');
      await until('it is paused', () => states()[0] === 'paused');
      await until('it shows', () => /^paused · /.test(lines(batch)[0] ?? ''));
      body.open();
      await commands.executeCommand('skybucket.transfers.resume', batch);
      await until('it is there', () => states()[0] === 'done');
      assert.deepEqual(
        readFileSync(join(folder, 'slow', 'x.bin')),
        Buffer.from(await generatedBody(size).read(0, size)),
      );
    } finally {
      body.open();
    }
    const silent = new GatedBody(generatedBody(size), 9_000_000);
    server.bucket('sky').put('slow/other.bin', silent);
    try {
      await transfers.download({
        label: 'slow',
        files: [{ address: uriOf(connection, 'sky', 'slow/other.bin').toString(), path: 'y.bin' }],
        layouts: ['tree'],
      });
      await until('some of it is there', () =>
        transfers.queue.files().some(({ state, done }) => state.kind === 'active' && done > 0),
      );
      const [newest] = transfers.view.tree.getChildren();
      await commands.executeCommand('skybucket.transfers.cancel', newest);
      await until('it is gone', () => transfers.queue.files().length === 1);
      await until('nothing is left of it', () => written().join() === 'slow/x.bin');
    } finally {
      silent.open();
    }
  }).timeout(120_000);

  it('say what failed and why, and try it again', async () => {
    const address = uriOf(connection, 'sky', 'lost.fits').toString();
    let choice: string | undefined;
    person.answers('showWarningMessage', (message: string) => {
      said.push(message);
      server.bucket('sky').put('lost.fits', 'found');
      const answer = choice;
      choice = undefined;
      return answer;
    });
    choice = 'Retry';
    await transfers.download({
      label: 'lost',
      files: [{ address, path: 'lost.fits' }],
      layouts: ['tree'],
    });
    await until('it is there after all', () => said.length > 1);
    assert.match(said[0] ?? '', /^1 of 1 file could not be downloaded\. lost\.fits: s3:\/\/sky\//);
    assert.equal(said[1], 'Downloaded lost.fits (5 B).');
    assert.equal(read('lost/lost.fits'), 'found');
  }).timeout(60_000);

  it('upload folders, signed, and ask about what is there', async () => {
    const source = join(outside, 'set');
    mkdirSync(join(source, 'deep'), { recursive: true });
    writeFileSync(join(source, 'a + 50%.txt'), 'a');
    writeFileSync(join(source, 'deep', 'large.bin'), Buffer.alloc(20_000_000, 7));
    writeFileSync(join(source, 'deep', 'empty'), '');
    const place = { connection: 'mine', bucket: 'lab', prefix: 'up/' };
    await assert.rejects(
      transfers.upload({ connection, bucket: 'sky', prefix: '' }, [{ path: source }]),
      /The connection “transfers” is read-only\./,
    );
    await transfers.upload(place, [{ path: source }]);
    await until('it is said', () => said.length > 0);
    assert.deepEqual(said, ['Uploaded 3 files (20 MB).']);
    const lab = mine.bucket('lab');
    const sizeOf = (key: string): number | undefined => lab.get(key)?.body.size;
    assert.deepEqual(
      ['up/set/a + 50%.txt', 'up/set/deep/large.bin', 'up/set/deep/empty'].map(sizeOf),
      [1, 20_000_000, 0],
    );
    const asked: string[] = [];
    person.answers('showWarningMessage', (message: string, _: unknown, ...words: string[]) => {
      asked.push(message, ...words);
      return 'Overwrite';
    });
    writeFileSync(join(source, 'a + 50%.txt'), 'aa');
    await transfers.upload(place, [{ path: source }]);
    await until('it is there', () => sizeOf('up/set/a + 50%.txt') === 2);
    assert.ok(mine.requests.every((request) => request.user === 'AKIAUPLOADER'));
    assert.deepEqual(asked, ['3 of 3 files are there already, in s3://lab/up/.', 'Overwrite']);
  }).timeout(60_000);

  it('take over a download of one file that is large', async () => {
    const size = 120_000_000;
    const body = generatedBody(size);
    server.bucket('sky').put('large/one.bin', body);
    await commands.executeCommand('skybucket.download', uriOf(connection, 'sky', 'large/one.bin'));
    assert.equal(transfers.queue.files().length, 1);
    await until('it is there', () => states()[0] === 'done');
    assert.deepEqual(written(), ['one.bin']);
    assert.deepEqual(
      createHash('sha256')
        .update(readFileSync(join(folder, 'one.bin')))
        .digest('hex'),
      createHash('sha256')
        .update(await body.read(0, size))
        .digest('hex'),
    );
    await until('it is said', () => said.includes('Downloaded one.bin (120 MB).'));
    server.bucket('sky').delete('large/one.bin');
  }).timeout(60_000);

  it('are read by viewers instead of the object, as long as it is the same', async () => {
    const uri = uriOf(connection, 'sky', 'm31/deep/b.fits');
    await transfers.download({
      label: 'copy',
      files: [{ address: uri.toString(), path: 'b.fits' }],
      layouts: ['tree'],
    });
    await until('it is there', () => states()[0] === 'done');
    const opened = await api.services.open(uri);
    assert.equal(opened.copy, join(folder, 'copy', 'b.fits'));
    server.resetRequests();
    const read = await opened.reader.read(0, 2);
    assert.equal(Buffer.from(read).toString(), 'bb');
    assert.deepEqual(server.requests, []);
    await opened.close();
    server.bucket('sky').put('m31/deep/b.fits', 'BB');
    api.services.known.forget(uri.toString());
    const again = await api.services.open(uri);
    assert.equal(again.copy, undefined);
    assert.equal(Buffer.from(await again.reader.read(0, 2)).toString(), 'BB');
    await again.close();
    server.bucket('sky').put('m31/deep/b.fits', 'bb');
  }).timeout(60_000);
});
