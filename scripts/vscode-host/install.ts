import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { npmCi } from '../lib/npm.mjs';
import { root } from '../lib/root.mjs';

/** Where things are made that can be made again; not part of the project. */
export const workFolder = join(root, '.vscode-test');

/** An installed VS Code server. */
export interface VsCodeHost {
  /** The Node that runs it; not the one that runs this script. */
  readonly node: string;
  /** Its main script. */
  readonly main: string;
}

/** VS Code 1.139 needs it. */
const hostNode = 24;

/**
 * Installs the VS Code server of the npm package `code-server` into a folder named after its lock
 * file, once. Why it is done by hand: the package's own script wants the Node that runs npm to be
 * version 24, and compiles what is not needed.
 *
 * @throws Error with one sentence on platforms where it does not run
 */
export async function installVsCodeHost(): Promise<VsCodeHost> {
  if (process.platform === 'win32') {
    throw new Error(
      'The VS Code server does not run on Windows: install VS Code and put its "code" on the PATH.',
    );
  }
  const source = join(root, 'scripts', 'vscode-host');
  const lock = readFileSync(join(source, 'package-lock.json'));
  const name = `host-${createHash('sha256').update(lock).digest('hex').slice(0, 12)}`;
  const folder = join(workFolder, name);
  if (!existsSync(folder)) {
    console.log('Installing the VS Code server (once, about 500 MB) …');
    removeOthers(name);
    await installInto(folder, source);
  }
  const logger = join(folder, 'node_modules', '@vscode', 'spdlog');
  if (!existsSync(logger)) cpSync(join(source, 'spdlog'), logger, { recursive: true });
  return {
    node: findHostNode(folder),
    main: join(folder, 'node_modules', 'code-server', 'lib', 'vscode', 'out', 'server-main.js'),
  };
}

async function installInto(folder: string, source: string): Promise<void> {
  await buildBeside(folder, async (partial) => {
    for (const file of ['package.json', 'package-lock.json']) {
      cpSync(join(source, file), join(partial, file));
    }
    await npmCi(partial);
    const vscode = join(partial, 'node_modules', 'code-server', 'lib', 'vscode');
    // The server looks for its dependencies here, and serves some of them to the browser.
    symlinkSync(join('..', '..', '..'), join(vscode, 'node_modules'));
    rmSync(join(vscode, 'extensions', 'copilot'), { recursive: true, force: true });
  });
}

/** Fills a folder beside the final one, which appears only when everything is there. */
export async function buildBeside(
  folder: string,
  fill: (partial: string) => Promise<void>,
): Promise<void> {
  const partial = `${folder}.partial-${process.pid}`;
  mkdirSync(partial, { recursive: true });
  try {
    await fill(partial);
    if (!existsSync(folder)) renameSync(partial, folder);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

/** Removes installations of earlier lock files, and what installations that were ended left. */
function removeOthers(name: string): void {
  if (!existsSync(workFolder)) return;
  for (const other of readdirSync(workFolder)) {
    const match = /^host-[0-9a-f]{12}(?:\.partial-(\d+))?$/.exec(other);
    if (match && other !== name && !(match[1] && isRunning(Number(match[1])))) {
      rmSync(join(workFolder, other), { recursive: true, force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function findHostNode(folder: string): string {
  const name = `node-${process.platform}-${process.arch}`;
  const packaged = join(folder, 'node_modules', name, 'bin', 'node');
  if (existsSync(packaged)) return packaged;
  if (Number(process.versions.node.split('.')[0]) >= hostNode) return process.execPath;
  throw new Error(
    `The VS Code server needs Node ${hostNode}, which npm has no package of for ` +
      `${process.platform} on ${process.arch}: run this with Node ${hostNode} or later.`,
  );
}
