import * as assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { startS3Server, type S3TestServer } from '../../support/s3/server';
import { activate, skybucket } from '../support/extension';
import { connect, disconnect } from '../support/settings';
import { IMAGE_WORKER, ThreadWatch } from '../support/threads';
import { uriOf } from '../support/uris';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

/** Whether this process has loaded the bundle of the AWS SDK. */
function isSdkLoaded(): boolean {
  return Object.keys(require.cache).some((path) => /dist[\\/]s3-sdk\.js$/.test(path));
}

/**
 * The order of these tests matters: each finds the extension as the one before left it, and the first
 * as VS Code starts it. So this file is the first of its folder by name.
 */
describe('activation', () => {
  let server: S3TestServer;
  let folder: string;
  const variablesBefore = new Map<string, string | undefined>();

  /** Credentials that must not be sent, and settings that make every AWS SDK fail or go astray. */
  function disturbSdk(): void {
    const broken = join(folder, 'broken');
    writeFileSync(broken, '[profile missing]\nsource_profile = \u0000nowhere\n[[[');
    const variables = {
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'token',
      AWS_PROFILE: 'missing',
      AWS_CONFIG_FILE: broken,
      AWS_SHARED_CREDENTIALS_FILE: broken,
      AWS_REGION: 'mars-north-1',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9',
      AWS_USE_FIPS_ENDPOINT: 'perhaps',
      AWS_RETRY_MODE: 'never',
      AWS_MAX_ATTEMPTS: 'many',
      AWS_DEFAULTS_MODE: 'none',
    };
    for (const [name, value] of Object.entries(variables)) {
      variablesBefore.set(name, process.env[name]);
      process.env[name] = value;
    }
  }

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'skybucket-aws-'));
    disturbSdk();
    server = await startS3Server({ unsignedOnly: true });
    server.createBucket('sky').put('images/m31.txt', 'Andromeda');
    await connect({ activation: server }, [{ uri: 's3://sky/', connection: 'activation' }]);
  });

  after(async () => {
    await disconnect();
    // Throws where any request was signed.
    await server.close();
    for (const [name, value] of variablesBefore) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    rmSync(folder, { recursive: true });
  });

  it('waits until something of it is used', () => {
    assert.equal(skybucket().isActive, false);
  });

  it('loads no AWS SDK, starts no worker and asks no server anything', async () => {
    const threads = new ThreadWatch(IMAGE_WORKER);
    const { services } = await activate();
    threads.dispose();
    assert.equal(skybucket().isActive, true);
    assert.equal(threads.started, 0);
    assert.equal(isSdkLoaded(), false);
    assert.equal(services.session.figures().requests, 0);
    assert.deepEqual(server.requests, []);
  });

  it('registers every command that the manifest contributes', async () => {
    const { commands } = (skybucket().packageJSON as Manifest).contributes;
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.ok(commands.length > 0, 'the manifest contributes no command');
    assert.deepEqual(
      commands.map(({ command }) => command).filter((command) => !registered.has(command)),
      [],
    );
  });

  it('lists and reads unsigned, whatever AWS variables and profiles say', async () => {
    const images = uriOf('activation', 'sky', 'images/');
    const { File } = vscode.FileType;
    assert.deepEqual(await vscode.workspace.fs.readDirectory(images), [['m31.txt', File]]);
    assert.equal(isSdkLoaded(), true, 'the check for a loaded SDK finds none after a listing');
    const file = vscode.Uri.joinPath(images, 'm31.txt');
    assert.equal(Buffer.from(await vscode.workspace.fs.readFile(file)).toString(), 'Andromeda');
    const statuses = server.requests.map(({ operation, status }) => `${operation} ${status}`);
    assert.deepEqual(statuses, ['ListObjectsV2 200', 'GetObject 206']);
  });
});
