import * as assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension/main';
import type { ObjectBody } from '../../support/s3/objects';
import { startS3Server, type S3TestServer } from '../../support/s3/server';
import { rampImage } from '../../unit/cost/support/ramp-image';
import { activate } from '../support/extension';
import { LogListener } from '../support/log';
import { OTHER, OtherFiles } from '../support/other-files';
import { GatedBody, totals } from '../support/server';
import { connect, disconnect, set } from '../support/settings';
import { IMAGE_WORKER, ThreadWatch } from '../support/threads';
import { closeTabs, openImage, viewersOf } from '../support/tabs';
import { uriOf } from '../support/uris';
import { pause, quiet, until } from '../support/wait';

/** The first bytes of a file, which the viewer asks for before it knows anything. */
const probe = 65_536;

describe('the image viewer', function () {
  this.timeout(90_000);
  /** 200 MB, made when they are read. */
  const big = rampImage(7072, 7072);
  /** 1 MiB: a few reads beyond the probe. */
  const small = rampImage(512, 512);
  let server: S3TestServer;
  let api: TestApi;
  let log: LogListener;
  let folder: string;
  const uri = (key: string): vscode.Uri => uriOf('viewer', 'sky', key);
  const statuses = (): number[] => server.requests.map(({ status }) => status);

  /** How often the log says that a file was opened anew. */
  const restarts = (name: string): number =>
    log.lines.filter((line) => line.endsWith(`${name} changed and is read anew.`)).length;

  async function shown(): Promise<void> {
    await until('the viewer reads pixels', () => totals(server).bytes > probe);
    await quiet(server);
  }

  before(async () => {
    api = await activate();
    log = new LogListener(api);
    server = await startS3Server({ unsignedOnly: true });
    server.createBucket('sky');
    await connect({ viewer: server });
    folder = mkdtempSync(join(tmpdir(), 'skybucket-viewer-'));
  });

  beforeEach(() => server.resetRequests());
  afterEach(closeTabs);

  after(async () => {
    log.dispose();
    await disconnect();
    await server.close();
    rmSync(folder, { recursive: true });
  });

  it('shows a file of 200 MB from ranges that are a small part of it', async () => {
    server.bucket('sky').put('big.fits', big);
    await openImage(uri('big.fits'));
    assert.equal(viewersOf(uri('big.fits')).length, 1);
    await shown();
    const { bytes, requests } = totals(server);
    assert.ok(bytes < big.size / 4, `${bytes} bytes in ${requests} requests`);
    const { etag } = server.bucket('sky').get('big.fits') ?? {};
    const start = `bytes=0-${probe - 1}`;
    assert.equal(server.requests[0]?.headers.range, start);
    const others = server.requests.filter(({ headers }) => headers.range !== start);
    assert.deepEqual(
      others.filter(
        ({ status, headers }) =>
          status !== 206 ||
          !/^bytes=\d+-\d+$/.test(headers.range ?? '') ||
          headers['if-match'] !== etag,
      ),
      [],
      'a request is not for a range of the version seen first',
    );
  });

  it('shares what was read between two viewers of a file', async () => {
    server.bucket('sky').put('shared.fits', small);
    await openImage(uri('shared.fits'));
    await shown();
    const before = totals(server);
    await openImage(uri('shared.fits'), vscode.ViewColumn.Beside);
    await quiet(server, 1500);
    assert.equal(viewersOf(uri('shared.fits')).length, 2);
    assert.deepEqual(totals(server), before);
  });

  it('opens what a listing told of without asking again', async () => {
    server.bucket('sky').put('listed/m31.fits', small);
    const { etag } = server.bucket('sky').get('listed/m31.fits') ?? {};
    const prefix = 'listed/';
    await set('buckets', [{ uri: `s3://sky/${prefix}`, connection: 'viewer' }]);
    const [buckets] = await api.tree.getChildren();
    const [root] = await api.tree.getChildren(buckets);
    const [node] = await api.tree.getChildren(root);
    server.resetRequests();
    await vscode.commands.executeCommand('skybucket.open', node);
    assert.equal(viewersOf(uri('listed/m31.fits')).length, 1);
    await shown();
    assert.deepEqual(
      new Set(server.requests.map(({ headers }) => headers['if-match'])),
      new Set([etag]),
    );
    assert.ok(totals(server).bytes < small.size + probe, `${totals(server).bytes} bytes`);
  });

  it('shows local files, and reads them anew when they change', async () => {
    const path = join(folder, 'local #1 + 50%.fits');
    const file = vscode.Uri.file(path);
    const content = await small.read(0, small.size);
    writeFileSync(path, content);
    const bytes = (): number => api.services.session.figures().bytes;
    const before = bytes();
    await openImage(file);
    assert.equal(viewersOf(file).length, 1);
    await until('the whole file is read', () => bytes() - before >= small.size - 2880);
    await until('the change is noticed', async () => {
      // Again, because VS Code may take a while until it watches.
      writeFileSync(path, content);
      await pause(1000);
      return restarts('50%.fits') > 0;
    });
    await until('the file is read again', () => bytes() - before >= 2 * (small.size - 2880));
    assert.deepEqual(server.requests, []);
  });

  it('reads files of other schemes whole, up to a limit it tells', async () => {
    const other = new OtherFiles({
      '/m31.fits': { size: small.size, bytes: await small.read(0, small.size) },
      '/mosaic.fits': { size: 100_000_000 },
    });
    const registered = vscode.workspace.registerFileSystemProvider(OTHER, other);
    try {
      const file = vscode.Uri.from({ scheme: OTHER, path: '/m31.fits' });
      await openImage(file);
      assert.equal(viewersOf(file).length, 1);
      await until('the viewer reads the file', () => other.read.length > 0);
      const large = vscode.Uri.from({ scheme: OTHER, path: '/mosaic.fits' });
      await assert.rejects(
        async () => api.services.open(large),
        /mosaic\.fits has 100 MB; of “skybucket-other:” files 64 MB can be read\./,
      );
      assert.deepEqual(other.read, ['/m31.fits']);
    } finally {
      await closeTabs();
      registered.dispose();
    }
  });

  it('opens a file of any name with “Open with…”', async () => {
    server.bucket('sky').put('no-extension', small);
    const option = 'skybucket.imageOption';
    await openImage(uri('no-extension'), vscode.ViewColumn.Active, option);
    assert.equal(viewersOf(uri('no-extension')).length, 1);
    await shown();
    assert.deepEqual(new Set(statuses()), new Set([206]));
  });

  it('ends its requests when it is closed', async () => {
    const body = new GatedBody(big, probe);
    server.bucket('sky').put('slow.fits', body);
    try {
      await openImage(uri('slow.fits'));
      await until('pixels are asked for', () => server.requests.length > 1);
      await closeTabs();
      const asked = server.requests.slice(1);
      await until('the requests are ended', () => asked.every(({ aborted }) => aborted));
    } finally {
      body.open();
    }
    await quiet(server);
    assert.equal(totals(server).bytes, probe);
    assert.ok(server.requests.slice(1).every(({ aborted }) => aborted));
  });

  it('has one worker for each file, however many viewers, until the last is closed', async () => {
    server.bucket('sky').put('one.fits', small);
    server.bucket('sky').put('two.fits', small);
    const isRead = (name: string): boolean => server.requests.some(({ url }) => url.includes(name));
    const threads = new ThreadWatch(IMAGE_WORKER);
    try {
      await openImage(uri('one.fits'));
      await openImage(uri('one.fits'), vscode.ViewColumn.Beside);
      await openImage(uri('two.fits'));
      await until('both files are read', () => isRead('one.fits') && isRead('two.fits'));
      await quiet(server);
      assert.deepEqual([threads.started, threads.running], [2, 2]);
      await closeTabs();
      await until('the workers end', () => threads.running === 0);
    } finally {
      threads.dispose();
    }
  });

  it('starts anew, once, when the object has been replaced', async () => {
    const sky = server.bucket('sky');
    sky.put('replaced.fits', small, { etag: 'first' });
    await openImage(uri('replaced.fits'));
    await shown();
    // What were still to come would be in the cache that is cleared.
    await quiet(server);
    assert.deepEqual(new Set(statuses()), new Set([206]));

    sky.put('replaced.fits', small, { etag: 'second' });
    server.resetRequests();
    // The next viewer has to read.
    await vscode.commands.executeCommand('skybucket.clearCache');
    await openImage(uri('replaced.fits'), vscode.ViewColumn.Beside);
    await until('the change is noticed', () => restarts('replaced.fits') > 0);
    await quiet(server);
    assert.equal(restarts('replaced.fits'), 1);
    const conditions = server.requests.map(({ headers }) => headers['if-match']);
    assert.ok(statuses().includes(412));
    const start = conditions.indexOf(undefined);
    const order = server.requests.map(({ url, headers, status }) =>
      [status, url, headers.range, headers['if-match']].join(' '),
    );
    assert.deepEqual(new Set(conditions.slice(0, start)), new Set(['"first"']), order.join('\n'));
    assert.deepEqual(new Set(conditions.slice(start)), new Set([undefined, '"second"']));
    assert.deepEqual(new Set(statuses().slice(start)), new Set([206]));
  });

  it('gives up an object that keeps changing, until it is opened again', async () => {
    const sky = server.bucket('sky');
    let version = 0;
    const restless: ObjectBody = {
      size: small.size,
      read: (offset, length) => {
        sky.put('restless.fits', restless, { etag: `v${++version}` });
        return small.read(offset, length);
      },
    };
    sky.put('restless.fits', restless, { etag: 'v0' });
    await openImage(uri('restless.fits'));
    await until('the change is noticed', () => restarts('restless.fits') > 0);
    await quiet(server, 1500);
    assert.equal(restarts('restless.fits'), 1);
    assert.equal(statuses().filter((status) => status === 206).length, 2);
    assert.deepEqual(new Set(statuses()), new Set([206, 412]));

    sky.put('restless.fits', small, { etag: 'calm' });
    server.resetRequests();
    await openImage(uri('restless.fits'), vscode.ViewColumn.Beside);
    await shown();
    assert.deepEqual(new Set(statuses()), new Set([206]));
  });
});
