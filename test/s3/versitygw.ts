import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { namedBinary, type RealServer, startServer } from './real-server';

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
  const named = namedBinary('VERSITYGW');
  if (named !== undefined) {
    return named;
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

/** Starts it over an empty folder. Metadata goes to a sidecar, as not every disk has attributes. */
export function startVersitygw(binary: string): Promise<RealServer> {
  return startServer(binary, async (address, folder, { accessKeyId, secretAccessKey }) => {
    const [data, meta] = [join(folder, 'data'), join(folder, 'meta')];
    await Promise.all([mkdir(data), mkdir(meta)]);
    return {
      parameters: [
        ...['--port', address, '--keep-alive', '--quiet'],
        ...['posix', '--sidecar', meta, data],
      ],
      variables: { ROOT_ACCESS_KEY_ID: accessKeyId, ROOT_SECRET_ACCESS_KEY: secretAccessKey },
    };
  });
}
