import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { buildHtml } from '../../../src/extension/editors/webview-html';
import { findChromium } from '../../support/chromium';
import type { HarnessWindow } from './page';
import { THEMES } from './themes';

const ORIGIN = 'http://viewer.test';
const NONCE = 'abc123';

export interface LaunchOptions {
  /** Device pixels per CSS pixel. Emulation does not reach `devicePixelContentBoxSize`. */
  readonly ratio?: number;
}

export async function launch({ ratio = 1 }: LaunchOptions = {}): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      '--no-sandbox',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--ignore-gpu-blocklist',
      '--disable-dev-shm-usage',
      `--force-device-scale-factor=${ratio}`,
    ],
  });
}

export interface Assets {
  readonly viewer: string;
  readonly style: string;
  readonly page: string;
}

/** The viewer as the build makes it, or a part of it, and the page that plays the host. */
export async function bundle(root: string, entry = 'webview/image/main.ts'): Promise<Assets> {
  const common = {
    absWorkingDir: root,
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    outdir: 'out',
  } as const;
  const viewer = await build({ ...common, entryPoints: { image: entry } });
  const page = await build({ ...common, entryPoints: { page: 'test/ui/page/page.ts' } });
  const text = (files: typeof viewer.outputFiles, ending: string): string =>
    files.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return {
    viewer: text(viewer.outputFiles, 'image.js'),
    style: text(viewer.outputFiles, 'image.css'),
    page: text(page.outputFiles, 'page.js'),
  };
}

export interface OpenOptions {
  readonly theme?: keyof typeof THEMES;
  readonly query?: string;
  readonly width?: number;
  readonly height?: number;
  /** Takes the window as it is: for browsers launched with a ratio. */
  readonly emulated?: boolean;
  readonly reducedMotion?: boolean;
}

/** Opens the viewer under the policy the extension gives its webviews. */
export async function openViewer(
  browser: Browser,
  assets: Assets,
  options: OpenOptions = {},
): Promise<Page> {
  const { theme = 'dark', query = '', width = 1280, height = 800, emulated = true } = options;
  const page = await browser.newPage({
    viewport: emulated ? { width, height } : null,
    reducedMotion: options.reducedMotion === true ? 'reduce' : 'no-preference',
  });
  const { kind, variables } = THEMES[theme];
  const root = Object.entries(variables).map(([name, value]) => `--vscode-${name}: ${value};`);
  const html = buildHtml({
    language: 'en',
    title: 'viewer',
    cspSource: ORIGIN,
    nonce: NONCE,
    script: `${ORIGIN}/image.js`,
    style: `${ORIGIN}/image.css`,
  })
    // What VS Code itself adds: the theme, and a margin that is no use to an editor.
    .replace(
      '<head>',
      `<head><style nonce="${NONCE}">:root { ${root.join(' ')} } body { padding: 0 20px; }</style>`,
    )
    .replace('<body>', `<body class="${kind}" data-vscode-theme-kind="${kind}">`);
  const files: Record<string, [type: string, body: string]> = {
    '/': ['text/html', html],
    '/image.css': ['text/css', assets.style],
    '/image.js': ['text/javascript', assets.viewer],
  };
  await page.addInitScript({ content: assets.page });
  await page.route('**/*', (route) => {
    const file = files[new URL(route.request().url()).pathname];
    return file === undefined
      ? route.fulfill({ status: 404, body: '' })
      : route.fulfill({ contentType: file[0], body: file[1] });
  });
  page.on('pageerror', (error) => console.error('page error:', error.stack));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      console.error(`${message.type()}: ${message.text()}`);
    }
  });
  await page.goto(`${ORIGIN}/?${query}`);
  return page;
}

export async function untilReady(page: Page): Promise<void> {
  await page.waitForSelector('canvas[data-state="ready"]', { timeout: 30_000 });
}

export function harness<T>(page: Page, read: (window: HarnessWindow) => T): Promise<T> {
  return page.evaluate<T>(`(${read.toString()})(window)`);
}
