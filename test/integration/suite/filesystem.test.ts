import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startS3Server, type S3TestServer } from '../../support/s3/server';
import { NASTY_KEYS } from '../../unit/s3/keys';
import { Person } from '../support/person';
import { generatedBody, totals } from '../support/server';
import { connect, disconnect } from '../support/settings';
import { closeTabs } from '../support/tabs';
import { uriOf } from '../support/uris';
import { until } from '../support/wait';

const { fs } = vscode.workspace;
const { Directory, File } = vscode.FileType;

/** Made of the key, and free of what an editor would change. */
const contentOf = (key: string): string => `Content of ${JSON.stringify(key)}.`;

async function read(uri: vscode.Uri): Promise<string> {
  return Buffer.from(await fs.readFile(uri)).toString();
}

/** One black pixel. */
const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==';

/** Every file below a folder, by the address VS Code makes of the folder's and the file's name. */
async function* walk(folder: vscode.Uri): AsyncGenerator<vscode.Uri> {
  for (const [name, type] of await fs.readDirectory(folder)) {
    const uri = vscode.Uri.joinPath(folder, name);
    if (type === Directory) yield* walk(uri);
    else yield uri;
  }
}

function refused(code: string, message: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof vscode.FileSystemError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  };
}

describe('the file system', () => {
  const person = new Person();
  // A key of a thousand slashes would be a walk of a thousand folders; it is read by its own address.
  const walked = NASTY_KEYS.filter((key) => key.split('/').length < 50);
  const files = NASTY_KEYS.filter((key) => !key.endsWith('/'));
  let server: S3TestServer;
  const uri = (key: string): vscode.Uri => uriOf('files', 'sky', key);

  before(async () => {
    server = await startS3Server({ unsignedOnly: true });
    const nasty = server.createBucket('nasty');
    const walkable = server.createBucket('walkable');
    for (const key of NASTY_KEYS) {
      nasty.put(key, contentOf(key));
    }
    for (const key of walked) {
      walkable.put(key, contentOf(key));
    }
    const sky = server.createBucket('sky', { denyRead: (key) => key.startsWith('secret/') });
    sky.put('plain.txt', 'plain');
    sky.put('m31', 'the file');
    sky.put('m31/core.txt', 'in the folder');
    sky.put('marked/', '');
    sky.put('marked/a.txt', 'a');
    sky.put('marked-empty/', '');
    sky.put('secret/plan.txt', 'x');
    sky.put('big.bin', generatedBody(300_000_000));
    sky.put('parts.bin', generatedBody(20_000_000));
    server.createBucket('closed', { denyList: true, denyRead: true });
    server.createBucket('far', { region: 'eu-west-1' });
    await connect({ files: server });
  });

  beforeEach(() => server.resetRequests());

  afterEach(async () => {
    person.leaves();
    await closeTabs();
  });

  after(async () => {
    await disconnect();
    await server.close();
  });

  it('opens every file by the address of its folder and its name, whatever its key', async () => {
    const found: string[] = [];
    for await (const file of walk(uriOf('files', 'walkable', ''))) {
      found.push(await read(file));
    }
    const expected = walked.filter((key) => !key.endsWith('/')).map(contentOf);
    assert.deepEqual(found.sort(), expected.sort());
  });

  it('reads every key by its own address', async () => {
    for (const key of files) {
      assert.equal(await read(uriOf('files', 'nasty', key)), contentOf(key));
    }
  });

  it('opens every key as a text document', async () => {
    for (const key of files) {
      const document = await vscode.workspace.openTextDocument(uriOf('files', 'nasty', key));
      assert.equal(document.getText(), contentOf(key));
    }
  });

  it('opens text, JSON and pictures in VS Code’s own editors', async () => {
    const desk = server.createBucket('desk');
    desk.put('notes #1.json', '{"object": "M 31"}');
    desk.put('dot.png', Buffer.from(png, 'base64'));
    person.answers('showQuickPick', (items: readonly { id: string }[]) =>
      items.find(({ id }) => id === 'files'),
    );
    await vscode.commands.executeCommand('skybucket.openUri', 's3://desk/notes #1.json');
    const { document } = vscode.window.activeTextEditor ?? {};
    assert.equal(document?.getText(), '{"object": "M 31"}');
    assert.equal(document.languageId, 'json');
    assert.equal(document.uri.toString(), uriOf('files', 'desk', 'notes #1.json').toString());

    await vscode.commands.executeCommand('skybucket.openUri', 's3://desk/dot.png');
    const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
    assert.ok(input instanceof vscode.TabInputCustom);
    assert.match(input.viewType, /^imagePreview/);
    const whole = Buffer.byteLength(png, 'base64');
    await until('the picture is read', () =>
      server.requests.some(({ url, bytes }) => url.endsWith('.png') && bytes === whole),
    );
  });

  it('tells files from folders', async () => {
    assert.deepEqual(await fs.readDirectory(uri('')), [
      ['big.bin', File],
      ['m31', File],
      ['m31', Directory],
      ['marked-empty', Directory],
      ['marked', Directory],
      ['parts.bin', File],
      ['plain.txt', File],
      ['secret', Directory],
    ]);
    const file = await fs.stat(uri('m31'));
    assert.deepEqual([file.type, file.size], [File, 8]);
    assert.equal(file.permissions, vscode.FilePermission.Readonly);
    assert.equal(await read(vscode.Uri.joinPath(uri('m31'), 'core.txt')), 'in the folder');
    for (const folder of ['', 'm31/', 'secret', 'secret/', 'marked', 'marked-empty']) {
      assert.equal((await fs.stat(uri(folder))).type, Directory, folder);
    }
    assert.deepEqual(await fs.readDirectory(uri('marked-empty')), []);
    assert.deepEqual(await fs.readDirectory(uri('marked')), [['a.txt', File]]);
  });

  it('says in a sentence why something cannot be read', async () => {
    const missing = refused('FileNotFound', /^s3:\/\/sky\/lost\.txt does not exist\./);
    await assert.rejects(async () => fs.stat(uri('lost.txt')), missing);
    await assert.rejects(async () => fs.readFile(uri('lost.txt')), missing);
    await assert.rejects(
      async () => fs.readFile(uri('secret/plan.txt')),
      refused('NoPermissions', /^s3:\/\/sky\/secret\/plan\.txt cannot be read without credentials/),
    );
    await assert.rejects(
      async () => fs.readDirectory(uriOf('files', 'closed', '')),
      refused(
        'NoPermissions',
        /^The bucket “closed” does not let anonymous readers list its files\./,
      ),
    );
    await assert.rejects(
      async () => fs.readDirectory(uriOf('files', 'no-bucket', '')),
      refused('FileNotFound', /^There is no bucket “no-bucket”\./),
    );
    await assert.rejects(
      async () => fs.readFile(uriOf('files', 'no-bucket', 'a.txt')),
      refused('FileNotFound', /^There is no bucket “no-bucket”\./),
    );
    await assert.rejects(
      async () => fs.readDirectory(uriOf('files', 'far', '')),
      refused('Unavailable', /^The bucket “far” is in (?:the region eu-west-1|another region)/),
    );
    await assert.rejects(
      async () => fs.stat(uriOf('nobody', 'sky', 'plain.txt')),
      refused('FileNotFound', /^There is no connection “nobody”\./),
    );
  });

  it('refuses every way to write', async () => {
    const plain = uri('plain.txt');
    const other = uri('other.txt');
    const readOnly = refused('NoPermissions', /read-only/);
    await assert.rejects(async () => fs.writeFile(plain, new Uint8Array(1)), readOnly);
    await assert.rejects(async () => fs.writeFile(other, new Uint8Array(1)), readOnly);
    await assert.rejects(async () => fs.delete(plain), readOnly);
    await assert.rejects(async () => fs.rename(plain, other), readOnly);
    await assert.rejects(async () => fs.copy(plain, other), readOnly);
    await assert.rejects(async () => fs.createDirectory(uri('new')), readOnly);
    assert.deepEqual(new Set(server.requests.map(({ method }) => method)), new Set(['GET']));
    assert.equal(await read(plain), 'plain');
  });

  it('takes a file of many parts whole and in order', async () => {
    const bytes = await fs.readFile(uri('parts.bin'));
    const { size, read: truth } = generatedBody(20_000_000);
    assert.equal(Buffer.compare(bytes, await truth(0, size)), 0);
    assert.ok(server.requests.every(({ headers }) => headers.range !== undefined));
  });

  it('refuses to read a file over its limit, having read only its beginning', async () => {
    const tooLarge = refused(
      'Unavailable',
      /^The file has 300 MB, .* Download it, or open it with/,
    );
    await assert.rejects(async () => fs.readFile(uri('big.bin')), tooLarge);
    assert.ok(totals(server).bytes <= 65_536, `${totals(server).bytes} bytes were read`);
    await assert.rejects(async () => vscode.workspace.openTextDocument(uri('big.bin')));
    assert.ok(totals(server).bytes <= 200_000, `${totals(server).bytes} bytes were read`);
  });

  it('reads the new version of a file that was replaced after a look at it', async () => {
    const sky = server.bucket('sky');
    sky.put('changing.txt', 'the first version');
    assert.equal((await fs.stat(uri('changing.txt'))).size, 17);
    sky.put('changing.txt', 'the second version, which is longer');
    assert.equal(await read(uri('changing.txt')), 'the second version, which is longer');
    assert.ok(server.requests.some(({ status }) => status === 412));
  });
});
