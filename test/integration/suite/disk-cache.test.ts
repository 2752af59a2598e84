import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension/main';
import { startS3Server, type S3TestServer } from '../../support/s3/server';
import { rampImage } from '../../unit/cost/support/ramp-image';
import { activate } from '../support/extension';
import { connect, disconnect } from '../support/settings';
import { closeTabs } from '../support/tabs';
import { uriOf } from '../support/uris';
import { quiet, until } from '../support/wait';

const { fs } = vscode.workspace;

describe('the disk cache', function () {
  this.timeout(60_000);
  const image = rampImage(512, 512);
  let server: S3TestServer;
  let api: TestApi;
  const storage = (): vscode.Uri =>
    vscode.Uri.joinPath(api.services.context.globalStorageUri, 'bytes');

  /** Reads beyond the probe with empty memory, and tells how many requests that took. */
  async function requestsOfReading(uri: vscode.Uri): Promise<number> {
    api.services.cache.clear();
    server.resetRequests();
    const { reader, close } = await api.services.open(uri);
    const bytes = await Promise.all([reader.read(200_000, 5000), reader.read(400_000, 5000)]);
    await close();
    assert.deepEqual(bytes[0], await image.read(200_000, 5000));
    assert.deepEqual(bytes[1], await image.read(400_000, 5000));
    await quiet(server, 50);
    return server.requests.length;
  }

  before(async () => {
    api = await activate();
    server = await startS3Server();
    server.createBucket('sky');
    await connect({ disk: server });
  });

  afterEach(closeTabs);

  after(async () => {
    await disconnect();
    await server.close();
  });

  it('gives what memory no longer has, until it is cleared', async () => {
    const uri = uriOf('disk', 'sky', 'kept.fits');
    server.bucket('sky').put('kept.fits', image);
    await vscode.commands.executeCommand('skybucket.clearCache');
    const first = await requestsOfReading(uri);
    assert.ok(first > 1);
    assert.equal(await requestsOfReading(uri), 1);

    const objects = async (): Promise<number> =>
      fs.readDirectory(storage()).then(
        (entries) => entries.length,
        () => 0,
      );
    await until('it is written', async () => (await objects()) === 1);
    assert.equal(await requestsOfReading(uri), 1);

    await vscode.commands.executeCommand('skybucket.clearCache');
    assert.equal(await objects(), 0);
    assert.equal(await requestsOfReading(uri), first);
  });

  it('keeps nothing of a link that may be a right to read', async () => {
    server.bucket('sky').put('linked.fits', image);
    const opened = async (query: string): Promise<vscode.Uri> => {
      const link = `${server.endpoint}/sky/linked.fits${query}`;
      await vscode.commands.executeCommand('skybucket.openUri', link);
      const { activeTab } = vscode.window.tabGroups.activeTabGroup;
      assert.ok(activeTab?.input instanceof vscode.TabInputCustom);
      const { uri } = activeTab.input;
      await closeTabs();
      await quiet(server);
      return uri;
    };
    const [plain, signed] = [await opened(''), await opened('?X-Amz-Signature=a1b2')];
    await vscode.commands.executeCommand('skybucket.clearCache');
    const first = await requestsOfReading(signed);
    assert.ok(first > 1);
    assert.equal(await requestsOfReading(signed), first);
    assert.equal(await requestsOfReading(plain), first);
    assert.equal(await requestsOfReading(plain), 1);
  });
});
