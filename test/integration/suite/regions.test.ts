import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension/main';
import type { BucketOptions } from '../../support/s3/bucket';
import { startS3Server, type S3TestServer } from '../../support/s3/server';
import { standInForAmazon } from '../support/amazon';
import { activate } from '../support/extension';
import { closeTabs } from '../support/tabs';
import { uriOf } from '../support/uris';

const { fs } = vscode.workspace;

/** What Amazon S3 answers to a request that reaches it in another region than the bucket's. */
const answers: Readonly<Record<string, BucketOptions>> = {
  'sky-moved': { wrongRegion: 'PermanentRedirect' },
  'sky-moved-silently': { wrongRegion: 'PermanentRedirect', regionHeader: false },
  'sky-opt-in': { wrongRegion: 'IllegalLocationConstraintException' },
  'sky-malformed': { wrongRegion: 'AuthorizationHeaderMalformed', regionHeader: false },
};

describe('a public bucket of any region', () => {
  let server: S3TestServer;
  let api: TestApi;
  let leave: () => void;

  const hosts = (): (string | undefined)[] => server.requests.map(({ headers }) => headers.host);
  const remembered = (): unknown => api.services.context.globalState.get('skybucket.regions');

  before(async () => {
    api = await activate();
    server = await startS3Server({ unsignedOnly: true });
    for (const [name, options] of Object.entries(answers)) {
      const region = 'eu-central-1';
      server.createBucket(name, { region, ...options }).put('a/notes.txt', `in ${name}`);
      server.createBucket(`${name}-2`, { region, ...options }).put('a/notes.txt', `in ${name}`);
    }
    leave = standInForAmazon(server, api.services);
  });

  beforeEach(() => server.resetRequests());
  afterEach(closeTabs);

  after(async () => {
    leave();
    await server.close();
  });

  for (const name of Object.keys(answers)) {
    it(`is found by the answer to a listing, and asked there from then on (${name})`, async () => {
      const there = `${name}.s3.eu-central-1.amazonaws.com`;
      const folder = uriOf('public', name, 'a/');
      assert.equal((await fs.readDirectory(folder)).length, 1);
      assert.deepEqual(hosts(), [`${name}.s3.us-east-1.amazonaws.com`, there]);
      const file = await fs.readFile(vscode.Uri.joinPath(folder, 'notes.txt'));
      assert.equal(Buffer.from(file).toString(), `in ${name}`);
      await fs.readDirectory(folder);
      assert.deepEqual(hosts().slice(2), [there, there]);
      assert.ok(JSON.stringify(remembered()).includes(`["public","${name}","eu-central-1"]`));
    });

    it(`is found by the answer to a read (${name})`, async () => {
      const file = await fs.readFile(uriOf('public', `${name}-2`, 'a/notes.txt'));
      assert.equal(Buffer.from(file).toString(), `in ${name}`);
      assert.deepEqual(
        server.requests.map(({ status, headers }) => [headers.host?.split('.')[2], status]),
        [
          ['us-east-1', server.requests[0]?.status],
          ['eu-central-1', 206],
        ],
      );
    });
  }

  it('opens by the https address of the object, in the region that names', async () => {
    const bucket = server.createBucket('sky-https', { region: 'eu-central-1' });
    bucket.put('a b+c.txt', 'text');
    const url = 'https://sky-https.s3.eu-central-1.amazonaws.com/a%20b%2Bc.txt';
    await vscode.commands.executeCommand('skybucket.openUri', url);
    assert.equal(vscode.window.activeTextEditor?.document.getText(), 'text');
    assert.deepEqual(new Set(hosts()), new Set(['sky-https.s3.eu-central-1.amazonaws.com']));
  });
});
