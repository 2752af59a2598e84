import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** An S3 server that is not ours, in a process of its own. */
export interface RealServer {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  close(): Promise<void>;
}

export interface CommandLine {
  readonly parameters: readonly string[];
  /** Of the environment. */
  readonly variables: Readonly<Record<string, string>>;
}

const CREDENTIALS = { accessKeyId: 'skybucket', secretAccessKey: 'skybucket-secret' };

/** The binary that a variable of the environment names, or why there is none; undefined where it names nothing. */
export function namedBinary(variable: string): { binary: string } | { notRun: string } | undefined {
  const named = process.env[variable];
  if (named === undefined || named === '') {
    return undefined;
  }
  return existsSync(named)
    ? { binary: named }
    : { notRun: `${variable} names ${named}, which is not there` };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/**
 * Starts a server over an empty folder, and waits until it answers.
 *
 * @param command how it is told of address (host:port), folder and keys
 */
export async function startServer(
  binary: string,
  command: (
    address: string,
    folder: string,
    credentials: typeof CREDENTIALS,
  ) => Promise<CommandLine> | CommandLine,
): Promise<RealServer> {
  const folder = await mkdtemp(join(tmpdir(), 'skybucket-s3-'));
  const address = `127.0.0.1:${await freePort()}`;
  const { parameters, variables } = await command(address, folder, CREDENTIALS);
  const child = spawn(binary, parameters, {
    env: { ...process.env, ...variables },
    stdio: 'ignore',
  });
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
      return { endpoint, ...CREDENTIALS, close };
    }
    await sleep(50);
  }
  await close();
  throw new Error(`${binary} does not answer at ${endpoint}.`);
}
