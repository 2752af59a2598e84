import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/**
 * versitygw, a real S3 server over a folder. What it does otherwise than Amazon S3, so that the suite
 * does not ask for it:
 *
 * - keys a file system cannot hold: `//` is collapsed, `..` resolved or refused, no segment over 255
 *   bytes, `a` and `a/b` not both, and a key ending with `/` must be empty;
 * - `encoding-type=url` is taken and has no effect: keys come unencoded, `EncodingType` is empty, and
 *   control characters come as U+FFFD;
 * - a bare `+` in a path is a plus sign, where Amazon reads a blank;
 * - `x-amz-storage-class: STANDARD` is said; `LastModified` has no milliseconds; an empty `Prefix` is
 *   left out; 304 has no ETag; 416 has no Content-Range, and no ActualObjectSize of an empty object;
 * - `If-Match` takes one ETag, not a list; date conditions are weighed against a fraction of a second
 *   that `Last-Modified` does not say; `If-Modified-Since` in the future is ignored;
 * - who does not sign may not copy, upload in parts, or delete several at once, whatever the policy of the bucket says.
 */
export const versitygwVersion = '1.8.0';

export interface RealServer {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  close(): Promise<void>;
}

const run = promisify(execFile);

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

/**
 * The binary `VERSITYGW` names, or one installed with Go beneath the project, once.
 *
 * @returns its path, or why there is none
 */
export async function findVersitygw(): Promise<{ binary: string } | { notRun: string }> {
  const named = process.env['VERSITYGW'];
  if (named !== undefined && named !== '') {
    return existsSync(named)
      ? { binary: named }
      : { notRun: `VERSITYGW names ${named}, which is not there` };
  }
  const folder = resolve('.vscode-test', 'bin', `versitygw-${versitygwVersion}`);
  const binary = join(folder, process.platform === 'win32' ? 'versitygw.exe' : 'versitygw');
  if (existsSync(binary)) {
    return { binary };
  }
  const module = `github.com/versity/versitygw/cmd/versitygw@v${versitygwVersion}`;
  try {
    await run('go', ['version']);
    process.stdout.write(`Storage suite: installing ${module} (some minutes, once) ...\n`);
    await mkdir(folder, { recursive: true });
    await run('go', ['install', module], {
      env: { ...process.env, GOBIN: folder },
      timeout: 15 * 60_000,
    });
    return { binary };
  } catch (error) {
    const reason = isMissing(error)
      ? 'neither Go nor VERSITYGW (a versitygw binary) is there'
      : `go install ${module} failed (${String(error).split('\n')[0] ?? ''})`;
    return { notRun: reason };
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** Starts it over an empty folder. Metadata goes to a sidecar, as not every disk has attributes. */
export async function startVersitygw(binary: string): Promise<RealServer> {
  const folder = await mkdtemp(join(tmpdir(), 'skybucket-versitygw-'));
  const [data, meta] = [join(folder, 'data'), join(folder, 'meta')];
  await Promise.all([mkdir(data), mkdir(meta)]);
  const credentials = { accessKeyId: 'skybucket', secretAccessKey: 'skybucket-secret' };
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(
    binary,
    ['--port', address, '--keep-alive', '--quiet', 'posix', '--sidecar', meta, data],
    {
      env: {
        ...process.env,
        ROOT_ACCESS_KEY_ID: credentials.accessKeyId,
        ROOT_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      },
      stdio: 'ignore',
    },
  );
  const exited = once(child, 'exit');
  const close = async (): Promise<void> => {
    child.kill();
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  const endpoint = `http://${address}`;
  for (let attempt = 0; attempt < 200 && child.exitCode === null; attempt++) {
    const answer = await fetch(endpoint).catch(() => undefined);
    if (answer !== undefined) {
      return { endpoint, ...credentials, close };
    }
    await sleep(50);
  }
  await close();
  throw new Error(`${binary} does not answer at ${endpoint}.`);
}
