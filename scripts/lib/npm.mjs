import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The environment without what npm put there for its own child: a nested npm or VS Code would take
 * the outer one's settings (folder, script, registry options) for its own.
 *
 * @returns {NodeJS.ProcessEnv}
 */
export function cleanEnv() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
}

/** npm as a program and its first arguments: the one that started us, else the one beside Node. */
function npmCommand() {
  const bin = dirname(process.execPath);
  const scripts = [
    process.env['npm_execpath'] ?? '',
    join(bin, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(bin, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ];
  const script = scripts.find((path) => path.endsWith('npm-cli.js') && existsSync(path));
  return script ? [process.execPath, script] : ['npm'];
}

/**
 * Installs exactly what the folder's lock file says, without running anything that came with it.
 *
 * @param {string} folder
 * @returns {Promise<void>}
 * @throws {Error} with npm's last lines, where it fails
 */
export function npmCi(folder) {
  return npm(folder, 'ci', '--ignore-scripts', '--no-audit', '--no-fund');
}

/**
 * @param {string} folder Where npm is to work.
 * @param {...string} args
 * @returns {Promise<void>}
 * @throws {Error} with npm's last lines, where it fails
 */
export async function npm(folder, ...args) {
  const [program, ...first] = npmCommand();
  const child = spawn(program, [...first, ...args], {
    cwd: folder,
    env: cleanEnv(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = () => child.kill();
  process.once('exit', stop);
  let said = '';
  const listen = (chunk) => (said = (said + chunk).slice(-4000));
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  process.off('exit', stop);
  if (code !== 0) throw new Error(`npm ${args[0]} failed in ${folder}:\n${said.trim()}`);
}
