import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { root } from '../../scripts/lib/root.mjs';

const installLimit = 10 * 60_000;

const namesOnPath = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
];

function usualPlaces(): string[] {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  if (process.platform === 'win32') {
    const roots = ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData'];
    const inside = [
      'Google\\Chrome\\Application\\chrome.exe',
      'Microsoft\\Edge\\Application\\msedge.exe',
    ];
    return roots.flatMap((name) => inside.map((path) => join(process.env[name] ?? '', path)));
  }
  return ['/snap/bin/chromium', '/opt/google/chrome/chrome'];
}

/** The program of a Chromium, Chrome or Edge on this machine, if there is one. */
function installedChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return [
    ...folders.flatMap((folder) => namesOnPath.map((name) => join(folder, name))),
    ...usualPlaces(),
    chromium.executablePath(),
  ].find((path) => existsSync(path));
}

function installChromium(): void {
  const run = (program: string, ...args: string[]): boolean =>
    spawnSync(program, args, { stdio: 'ignore', timeout: installLimit }).status === 0;
  const isDebianRoot = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  const apt = (): boolean =>
    isDebianRoot && run('apt-get', 'update') && run('apt-get', 'install', '-y', 'chromium');
  const own = (): boolean => {
    const cli = join(root, 'node_modules', 'playwright-core', 'cli.js');
    return run(process.execPath, cli, 'install', 'chromium');
  };
  if (!apt()) own();
}

/**
 * Finds a Chromium, Chrome or Edge; where there is none, tries to install one.
 *
 * @throws Error with one sentence on what to install
 */
export function findChromium(): string {
  const named = process.env['CHROMIUM'];
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM names ${named}, which does not exist.`);
  }
  const found = installedChromium();
  if (found) return found;
  console.log('No Chromium found; trying to install one …');
  installChromium();
  const installed = installedChromium();
  if (installed) return installed;
  throw new Error(
    'The tests need Chromium, Chrome or Edge: install one, or name its program in CHROMIUM.',
  );
}

/** Starts it without a window, drawing WebGL in software, and talking to this machine only. */
export function launchChromium(further: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--enable-unsafe-webgpu',
      '--ignore-gpu-blocklist',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-default-apps',
      '--disable-dev-shm-usage',
      ...further,
    ],
  });
}
