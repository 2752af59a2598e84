import * as assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { LinkStore } from '../../../src/extension/links';
import { otherUri } from '../../../src/extension/other-uri';
import { linkUri } from '../../../src/extension/uris';
import { startS3Server, type S3TestServer } from '../../support/s3/server';
import { activate } from '../support/extension';
import { asdfFile, wholeAsdfFile } from '../support/asdf-files';
import { connect, disconnect } from '../support/settings';
import { closeTabs, openImage, viewersOf } from '../support/tabs';
import { uriOf } from '../support/uris';
import { quiet, until } from '../support/wait';

describe('an ASDF file', function () {
  this.timeout(90_000);
  let server: S3TestServer;
  let folder: string;
  const uri = (key: string): vscode.Uri => uriOf('asdf', 'sky', key);
  const keys = (): Set<string> =>
    new Set(server.requests.map(({ url }) => decodeURIComponent(url.replace(/\?.*/, ''))));

  before(async () => {
    await activate();
    server = await startS3Server({ unsignedOnly: true });
    server.createBucket('sky');
    await connect({ asdf: server });
    folder = mkdtempSync(join(tmpdir(), 'skybucket-asdf-'));
  });

  beforeEach(() => server.resetRequests());
  afterEach(closeTabs);

  after(async () => {
    await disconnect();
    await server.close();
    rmSync(folder, { recursive: true });
  });

  it('opens in the viewer by itself', async () => {
    const path = join(folder, 'local.asdf');
    writeFileSync(path, wholeAsdfFile());
    const file = vscode.Uri.file(path);
    await vscode.commands.executeCommand('vscode.open', file);
    await until('there is a viewer', () => viewersOf(file).length === 1);
  });

  it('has its arrays read from the files beside it', async () => {
    server.bucket('sky').put('a/exploded.asdf', asdfFile('exploded%200000.asdf'));
    server.bucket('sky').put('a/exploded 0000.asdf', wholeAsdfFile());
    await openImage(uri('a/exploded.asdf'));
    await until('the other file is read', () => keys().has('/sky/a/exploded 0000.asdf'));
    await quiet(server);
  });

  it('has nothing read from anywhere else', async () => {
    server.bucket('sky').put('secret.asdf', wholeAsdfFile());
    server.bucket('sky').put('a/odd.asdf', asdfFile('../secret.asdf'));
    await openImage(uri('a/odd.asdf'));
    await until('the file is read', () => keys().has('/sky/a/odd.asdf'));
    await quiet(server, 1500);
    assert.deepEqual([...keys()], ['/sky/a/odd.asdf']);
  });

  describe('that refers to another', () => {
    const memory = { get: () => undefined, update: async () => undefined };
    const links = new LinkStore(memory);
    const folderOf = vscode.Uri.file(join(tmpdir(), 'a #1', 'x.asdf'));

    it('means one beside it, wherever it is', () => {
      assert.equal(
        otherUri(folderOf, 'sub/a%20b%23.asdf', links).fsPath,
        join(tmpdir(), 'a #1', 'sub', 'a b#.asdf'),
      );
      assert.equal(
        otherUri(uri('a/%2F/x.asdf'), 'b%25.asdf', links).toString(),
        uri('a/%2F/b%.asdf').toString(),
      );
      const link = linkUri(links.add('https://example.org/d/x.asdf?token=1'));
      const other = otherUri(link, 'sub/b%20c.asdf', links);
      const id = other.path.split('/')[1] ?? '';
      assert.equal(links.url(id), 'https://example.org/d/sub/b%20c.asdf');
    });

    it('may mean a public server, unless it is on this computer', () => {
      const web = 'https://example.org/y.asdf';
      assert.throws(() => otherUri(folderOf, web, links), { code: 'bad-address' });
      const other = otherUri(uri('a/x.asdf'), web, links);
      assert.equal(links.url(other.path.split('/')[1] ?? ''), web);
    });

    it('never means one above it, or on this computer', () => {
      for (const odd of ['../x.asdf', '/etc/hostname', 'file:///etc/hostname', '..%2Fx.asdf']) {
        for (const from of [folderOf, uri('a/x.asdf')]) {
          assert.throws(() => otherUri(from, odd, links), { code: 'bad-address' });
        }
      }
    });
  });
});
