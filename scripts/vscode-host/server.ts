import { spawnSync } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cleanEnv } from '../lib/npm.mjs';
import { endGroup, startGroup } from '../lib/processes';
import type { VsCodeHost } from './install';
import { mergeSettings, quietSettings, type Settings } from './profile';

export interface VsCodeOptions {
  /** Settings, state, installed extensions and `server.log` are kept here. */
  readonly profile: string;
  /** Those of a person. */
  readonly settings?: Settings;
  /** Those of machine scope. */
  readonly machineSettings?: Settings;
  /** An extension to install before starting. */
  readonly vsix?: string;
  /** Without it everybody on this machine who finds the port has a shell as its owner: tests only. */
  readonly connectionToken?: string;
  readonly port?: number;
  /** Loads extensions in development and runs their tests; suppresses notifications and dialogs. */
  readonly smokeTestDriver?: boolean;
  /** Added to the environment of the server and its extension host. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface VsCodeServer {
  readonly port: number;
  /** The address of the workbench with a folder open, and what it is to load (see `development`). */
  url(workspace: string, payload?: Payload): string;
  /** Resolves when the server has ended, by itself or by `stop`. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** What the workbench's `payload` parameter takes: names and values. */
export type Payload = readonly (readonly [string, string])[];

const startLimit = 30_000;

/** Starts the server of a VS Code; it listens on 127.0.0.1 when the promise resolves. */
export async function startVsCode(host: VsCodeHost, options: VsCodeOptions): Promise<VsCodeServer> {
  const { profile } = options;
  const userData = join(profile, 'data');
  mergeSettings(userData, 'User', { ...quietSettings, ...options.settings });
  mergeSettings(userData, 'Machine', options.machineSettings ?? {});

  // The names of sockets may be 100 bytes long, so they are kept apart from the profile.
  const sockets = mkdtempSync(join(shortTemporaryFolder(), 'skyb-'));
  const env = {
    ...cleanEnv(),
    ...options.env,
    EXTENSIONS_GALLERY: '{}',
    NODE_OPTIONS: '',
    TMPDIR: sockets,
    XDG_RUNTIME_DIR: sockets,
  };
  const folders = [
    ['--server-data-dir', profile],
    ['--user-data-dir', userData],
    ['--extensions-dir', join(profile, 'extensions')],
  ].flat();
  mkdirSync(join(profile, 'extensions'), { recursive: true });
  if (options.vsix) installVsix(host, options.vsix, folders, env);

  const child = startGroup(
    host.node,
    [
      host.main,
      ...['--host', '127.0.0.1', '--port', String(options.port ?? 0)],
      ...(options.connectionToken
        ? ['--connection-token', options.connectionToken]
        : ['--without-connection-token']),
      ...['--accept-server-license-terms', '--disable-workspace-trust', '--telemetry-level', 'off'],
      ...folders,
      ...(options.smokeTestDriver ? ['--enable-smoke-test-driver'] : []),
    ],
    { env, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const log = createWriteStream(join(profile, 'server.log'));
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      log.end();
      rmSync(sockets, { recursive: true, force: true });
      resolve();
    });
  });

  const port = await listeningPort(child.stdout, ended, join(profile, 'server.log')).catch(
    async (error: unknown) => {
      await endGroup(child);
      throw error;
    },
  );
  return {
    port,
    ended,
    stop: () => endGroup(child).then(() => ended),
    url: (workspace, payload) => {
      const query = new URLSearchParams({ folder: workspace });
      if (payload) query.set('payload', JSON.stringify(payload));
      if (options.connectionToken) query.set('tkn', options.connectionToken);
      return `http://127.0.0.1:${port}/?${query}`;
    },
  };
}

/** The payload that loads an extension from its folder and, where asked to, runs its tests. */
export function development(port: number, extension: string, tests?: string): Payload {
  const remote = (path: string): string => `vscode-remote://127.0.0.1:${port}${path}`;
  return [
    ['extensionDevelopmentPath', remote(extension)],
    ...(tests ? [['extensionTestsPath', remote(tests)] as const] : []),
  ];
}

function installVsix(
  host: VsCodeHost,
  vsix: string,
  folders: readonly string[],
  env: NodeJS.ProcessEnv,
): void {
  const args = [host.main, ...folders, '--install-extension', vsix, '--force'];
  const { status, stdout, stderr } = spawnSync(host.node, args, { env, encoding: 'utf8' });
  if (status !== 0 || !stdout.includes('successfully installed')) {
    throw new Error(`VS Code did not install ${vsix}:\n${stdout}${stderr}`);
  }
}

function listeningPort(
  stdout: NodeJS.ReadableStream | null,
  ended: Promise<void>,
  log: string,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`The VS Code server did not start in time; see ${log}`)),
      startLimit,
    );
    let said = '';
    stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const port = /Extension host agent listening on (\d+)/.exec(said)?.[1];
      if (port) {
        clearTimeout(timer);
        resolve(Number(port));
      }
    });
    void ended.then(() => {
      clearTimeout(timer);
      reject(new Error(`The VS Code server ended while starting; see ${log}`));
    });
  });
}

/** `os.tmpdir()` is 50 bytes long on macOS. */
function shortTemporaryFolder(): string {
  return realpathSync('/tmp');
}
