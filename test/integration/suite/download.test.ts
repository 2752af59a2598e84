import * as assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { startS3Server, type S3TestServer } from '../../support/s3/server';
import { activate } from '../support/extension';
import { Person } from '../support/person';
import { GatedBody, generatedBody, totals } from '../support/server';
import { connect, disconnect } from '../support/settings';
import { uriOf } from '../support/uris';
import { until } from '../support/wait';

const size = 20_000_000;

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

describe('download to the workspace', () => {
  const person = new Person();
  let server: S3TestServer;
  /** What holds the download folder, and must not hold anything else afterwards. */
  let outside: string;
  let folder: string;
  let said: string[];

  const inFolder = (): string[] => readdirSync(folder).sort();
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

  async function download(key: string): Promise<void> {
    await vscode.commands.executeCommand('skybucket.download', uriOf('download', 'sky', key));
  }

  before(async () => {
    await activate();
    server = await startS3Server({ unsignedOnly: true });
    server.createBucket('sky');
    await connect({ download: server });
  });

  beforeEach(async () => {
    outside = realpathSync(mkdtempSync(join(tmpdir(), 'skybucket-download-')));
    folder = mkdtempSync(join(outside, 'folder-'));
    said = [];
    const note = (message: string): void => void said.push(message);
    person.answers('showInformationMessage', note);
    person.answers('showErrorMessage', note);
    person.answers('showWarningMessage', (message: string) => {
      assert.fail(`Nobody expected the question: ${message}`);
    });
    // Another folder than those of the workspace, whatever these are.
    person.answers('showQuickPick', (items: readonly unknown[]) => items.at(-1));
    person.answers('showOpenDialog', () => [vscode.Uri.file(folder)]);
    await vscode.commands.executeCommand('skybucket.changeDownloadFolder');
    server.resetRequests();
  });

  afterEach(() => {
    person.leaves();
    rmSync(outside, { recursive: true });
  });

  after(async () => {
    await disconnect();
    await server.close();
  });

  it('writes the same bytes, read once and bound to one version', async () => {
    const body = generatedBody(size);
    server.bucket('sky').put('deep/m31 + 50%.bin', body);
    await download('deep/m31 + 50%.bin');
    assert.deepEqual(inFolder(), ['m31 + 50%.bin']);
    const written = readFileSync(join(folder, 'm31 + 50%.bin'));
    assert.equal(sha256(written), sha256(await body.read(0, size)));
    assert.deepEqual(said, ['Downloaded m31 + 50%.bin (20 MB).']);
    assert.equal(totals(server).bytes, size);
    const etag = server.bucket('sky').get('deep/m31 + 50%.bin')?.etag;
    assert.ok(server.requests.slice(1).every(({ headers }) => headers['if-match'] === etag));
  });

  it('leaves nothing behind when it is cancelled', async () => {
    const body = new GatedBody(generatedBody(size), 65_536);
    server.bucket('sky').put('slow.bin', body);
    const stop = new vscode.CancellationTokenSource();
    const messages: string[] = [];
    person.answers(
      'withProgress',
      (
        _: vscode.ProgressOptions,
        task: (progress: unknown, token: vscode.CancellationToken) => Thenable<unknown>,
      ) =>
        task({ report: ({ message }: { message: string }) => messages.push(message) }, stop.token),
    );
    try {
      const done = download('slow.bin');
      await until('parts are asked for', () => server.requests.length > 2);
      assert.equal(inFolder().length, 1, 'the file to be is not in its folder');
      assert.ok(!inFolder().includes('slow.bin'), 'an unfinished file has its final name');
      stop.cancel();
      await done;
      assert.deepEqual(inFolder(), []);
      const parts = server.requests.slice(1);
      await until('the requests are ended', () => parts.every(({ aborted }) => aborted));
    } finally {
      body.open();
    }
    assert.match(messages.at(-1) ?? '', / of 20 MB/);
    assert.deepEqual(said, []);
  });

  it('says why it failed, and leaves nothing behind', async () => {
    await download('lost.fits');
    assert.deepEqual(inFolder(), []);
    assert.equal(said.length, 1);
    assert.match(said[0] ?? '', /^s3:\/\/sky\/lost\.fits does not exist\./);
  });

  it('overwrites nothing without asking', async () => {
    server.bucket('sky').put('m31.txt', 'from the bucket');
    writeFileSync(join(folder, 'm31.txt'), 'from here');
    const asked: string[] = [];
    const answer = (choice: string | undefined): void =>
      person.answers('showWarningMessage', (message: string, _: unknown, ...choices: string[]) => {
        asked.push(message);
        assert.ok(choice === undefined || choices.includes(choice));
        return choice;
      });

    answer(undefined);
    await download('m31.txt');
    assert.deepEqual([inFolder(), read('m31.txt')], [['m31.txt'], 'from here']);

    answer('Keep Both');
    await download('m31.txt');
    assert.deepEqual(inFolder(), ['m31 (2).txt', 'm31.txt']);
    assert.deepEqual([read('m31 (2).txt'), read('m31.txt')], ['from the bucket', 'from here']);

    answer('Overwrite');
    await download('m31.txt');
    assert.deepEqual(inFolder(), ['m31 (2).txt', 'm31.txt']);
    assert.equal(read('m31.txt'), 'from the bucket');
    assert.deepEqual(asked, Array(3).fill('“m31.txt” exists already in the download folder.'));
  });

  it('stays in its folder, whatever the key', async () => {
    const keys = {
      '../../evil': 'evil',
      '/etc/passwd': 'passwd',
      'C:\\x': 'C__x',
      'a/..\\..\\up': '.._.._up',
      CON: '_CON',
      'nul.fits': '_nul.fits',
      'a/b:c': 'b_c',
      'a/..': 'a',
      'line\nbreak\u202egpj.exe': 'line_break_gpj.exe',
      'dots. . .': 'dots',
      [`${'x'.repeat(1019)}.fits`]: `${'x'.repeat(250)}.fits`,
    };
    const inFolderBefore = readdirSync(join(outside, '..')).length;
    for (const [key, name] of Object.entries(keys)) {
      server.bucket('sky').put(key, `content of ${name}`);
      await download(key);
      assert.ok(inFolder().includes(name), `${JSON.stringify(key)} gave ${inFolder().join(', ')}`);
      assert.equal(read(name), `content of ${name}`);
    }
    assert.deepEqual(inFolder(), Object.values(keys).sort());
    assert.equal(readdirSync(outside).length, 1);
    assert.equal(readdirSync(join(outside, '..')).length, inFolderBefore);
  });

  // Windows lets only some users make links.
  if (process.platform !== 'win32') {
    it('follows no symbolic link out of its folder', async () => {
      const victim = join(outside, 'victim.txt');
      writeFileSync(victim, 'untouched');
      symlinkSync(victim, join(folder, 'linked.txt'));
      server.bucket('sky').put('linked.txt', 'from the bucket');
      person.answers('showWarningMessage', () => 'Overwrite');
      await download('linked.txt');
      assert.equal(readFileSync(victim, 'utf8'), 'untouched');
      assert.ok(lstatSync(join(folder, 'linked.txt')).isFile());
      assert.equal(read('linked.txt'), 'from the bucket');

      // Nor does the folder itself lead elsewhere once another stands in its place.
      const elsewhere = mkdtempSync(join(outside, 'elsewhere-'));
      rmSync(folder, { recursive: true });
      symlinkSync(elsewhere, folder);
      let asked = 0;
      person.answers('showQuickPick', () => void (asked += 1));
      person.answers('showOpenDialog', () => void (asked += 1));
      await download('linked.txt');
      assert.deepEqual([asked, readdirSync(elsewhere)], [1, []]);
    });
  }
});
