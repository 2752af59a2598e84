import * as assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension/main';
import { startS3Server, type S3TestServer } from '../../support/s3/server';
import { rampImage } from '../../unit/cost/support/ramp-image';
import { activate } from '../support/extension';
import { LogListener } from '../support/log';
import { Person } from '../support/person';
import { generatedBody, totals } from '../support/server';
import { connect, disconnect } from '../support/settings';
import { closeTabs, openImage, viewersOf } from '../support/tabs';
import { uriOf } from '../support/uris';
import { quiet, until } from '../support/wait';

const { fs } = vscode.workspace;

describe('what is counted and logged', () => {
  const person = new Person();
  let server: S3TestServer;
  let api: TestApi;
  let log: LogListener;
  const uri = (key: string): vscode.Uri => uriOf('requests', 'sky', key);

  before(async () => {
    api = await activate();
    log = new LogListener(api);
    server = await startS3Server();
    const sky = server.createBucket('sky');
    sky.put('parts.bin', generatedBody(20_000_000));
    sky.put('line\nbreak.txt', 'text');
    sky.put('m31.fits', rampImage(512, 512));
    await connect({ requests: server });
  });

  beforeEach(() => {
    server.resetRequests();
    log.lines.length = 0;
  });

  afterEach(async () => {
    person.leaves();
    await closeTabs();
  });

  after(async () => {
    log.dispose();
    await disconnect();
    await server.close();
  });

  it('is every request, once, with its bytes', async () => {
    const before = api.services.session.figures();
    await fs.readDirectory(uri(''));
    await fs.stat(uri('line\nbreak.txt'));
    await fs.readFile(uri('line\nbreak.txt'));
    await fs.readFile(uri('parts.bin'));
    await assert.rejects(async () => fs.readFile(uri('lost.txt')));
    await assert.rejects(async () => fs.readDirectory(uriOf('requests', 'no-bucket', '')));
    await server.settled();

    const after = api.services.session.figures();
    const { requests, bytes } = totals(server);
    assert.ok(requests >= 8, `${requests} requests`);
    assert.deepEqual(
      { requests: after.requests - before.requests, bytes: after.bytes - before.bytes },
      { requests, bytes },
    );
    assert.equal(log.requests.length, requests);
    const shape =
      /^GET http:\/\/127\.0\.0\.1:\d+\/\S* (?:bytes=\d+-\d+ )?\d{3} [\d.]+ (?:B|KiB|MiB) \d+ ms$/;
    for (const line of log.requests) {
      assert.match(line, shape);
    }
    const logged = log.requests.map((line) => / (\d{3}) /.exec(line)?.[1]);
    assert.deepEqual(logged.sort(), server.requests.map(({ status }) => String(status)).sort());
  });

  it('is what the viewer reads, too', async () => {
    const before = api.services.session.figures();
    await openImage(uri('m31.fits'));
    await until('the viewer reads pixels', () => server.requests.length > 1);
    await quiet(server);
    const after = api.services.session.figures();
    assert.deepEqual(
      { requests: after.requests - before.requests, bytes: after.bytes - before.bytes },
      totals(server),
    );
    assert.equal(log.requests.length, server.requests.length);
  }).timeout(90_000);

  it('is never the query of a link, which may be a right to read', async () => {
    const secret = 'bdb0c5f1a4ec0d5d8a1f';
    const link = (key: string): string =>
      `${server.endpoint}/sky/${key}?X-Amz-Expires=60&X-Amz-Signature=${secret}`;
    server.bucket('sky').put('notes.json', '{"object": "M 31"}');

    await vscode.commands.executeCommand('skybucket.openUri', link('notes.json'));
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.getText(), '{"object": "M 31"}');
    assert.equal(document.languageId, 'json');
    assert.match(document.uri.toString(), /^skybucket:\/\/https\/[0-9a-f]+\/notes\.json$/);

    await vscode.commands.executeCommand('skybucket.openUri', link('m31.fits'));
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    assert.ok(tab?.input instanceof vscode.TabInputCustom);
    assert.match(tab.input.uri.toString(), /^skybucket:\/\/https\/[0-9a-f]+\/m31\.fits$/);
    assert.equal(viewersOf(tab.input.uri).length, 1);
    await until('the viewer reads', () => server.requests.some(({ url }) => url.includes('m31')));
    await quiet(server);

    assert.ok(server.requests.every(({ url, status }) => url.includes(secret) && status === 206));
    // Nor where it fails.
    const { uri: lost } = tab.input;
    server.bucket('sky').delete('m31.fits');
    await assert.rejects(
      async () => fs.readFile(lost),
      ({ message }: Error) => /does not exist/.test(message) && !message.includes(secret),
    );
    const said: string[] = [];
    person.answers('showQuickPick', (items: readonly unknown[]) => items.at(-1));
    person.answers('showOpenDialog', () => [vscode.Uri.file(tmpdir())]);
    person.answers('showErrorMessage', (message: string) => void said.push(message));
    await vscode.commands.executeCommand('skybucket.changeDownloadFolder');
    await vscode.commands.executeCommand('skybucket.download', lost);
    assert.equal(said.length, 1);
    assert.match(said[0] ?? '', /m31\.fits does not exist/);

    assert.equal(log.requests.length, server.requests.length);
    const { globalState, workspaceState } = api.services.context;
    const kept = [globalState, workspaceState].flatMap((state) =>
      state.keys().map((key) => JSON.stringify([key, state.get(key)])),
    );
    const tabs = vscode.window.tabGroups.all.flatMap(({ tabs }) =>
      tabs.map(({ label, input }) => `${label} ${JSON.stringify(input)}`),
    );
    for (const text of [...log.lines, ...said, ...kept, ...tabs]) {
      assert.ok(!text.includes(secret), `a signature is in: ${text}`);
    }
  }).timeout(90_000);
});
