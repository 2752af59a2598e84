/**
 * Bundles the extension into `dist`. `--production` minifies, `--watch` stays and builds anew.
 *
 * - `extension.js`: the host's side; `vscode` comes from the editor.
 * - `s3-sdk.js`: the AWS SDK, read and compiled only when `loadS3Sdk` first asks for it; `aws-signing.js` and
 *   `aws-credentials.js`, what signs requests and what looks up credentials, for those who have any, likewise.
 * - `image-worker.js`: what reads one file, in a thread of its own, and what decodes tiles for it in others.
 * - `third-party-notices.txt`: the licences of the packages inside.
 * - `catalog-worker.js`: what plans and runs the queries of one catalogue panel, in a thread of its own.
 * - `webview/image.js`, `webview/image.css`: the image viewer's side; `webview/search.*`: that of searches,
 *   `webview/catalog.*`: that of catalogues.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ensure } from './ensure.mjs';
import { notices } from './lib/notices.mjs';
import { root } from './lib/root.mjs';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

await ensure();
const esbuild = await import('esbuild');

/** What is large and not always needed, each in a bundle of its own. */
const LAZY = ['aws-credentials', 'aws-signing', 's3-sdk'];

/** Keeps those bundles out of the others, and points them to it. */
const lazyBundles = {
  name: 'lazy-bundles',
  setup(build) {
    build.onResolve({ filter: new RegExp(`^\\./(?:${LAZY.join('|')})$`) }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path: `${path}.js`, external: true } : undefined,
    );
  },
};

const common = {
  absWorkingDir: root,
  outdir: 'dist',
  bundle: true,
  minify: production,
  sourcemap: !production,
  metafile: true,
  logLevel: 'warning',
  legalComments: 'none',
};

const builds = [
  {
    ...common,
    entryPoints: {
      extension: 'src/extension/main.ts',
      ...Object.fromEntries(LAZY.map((name) => [name, `src/platform/node/${name}.ts`])),
    },
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    external: ['vscode'],
    plugins: [lazyBundles],
    // `require` when asked for, not `import()`: the extension host hooks the former.
    supported: { 'dynamic-import': false },
  },
  {
    ...common,
    entryPoints: {
      'image-worker': 'src/worker/main.ts',
      'catalog-worker': 'src/worker/catalog/main.ts',
    },
    platform: 'node',
    format: 'cjs',
    target: 'node20',
  },
  {
    ...common,
    entryPoints: {
      'webview/catalog': 'webview/catalog/main.ts',
      'webview/image': 'webview/image/main.ts',
      'webview/search': 'webview/search/main.ts',
    },
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
  },
];

function printSizes({ outputs }) {
  for (const [path, { bytes }] of Object.entries(outputs)) {
    if (!path.endsWith('.map')) {
      const name = relative('dist', path).padEnd(20);
      console.log(`${name} ${(bytes / 1024).toFixed(1).padStart(8)} KiB`);
    }
  }
}

if (watch) {
  for (const options of builds) {
    const context = await esbuild.context({ ...options, logLevel: 'info' });
    await context.watch();
  }
} else {
  // What an earlier build left must not get into the package.
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  try {
    const inputs = [];
    for (const options of builds) {
      const { metafile } = await esbuild.build(options);
      printSizes(metafile);
      inputs.push(...Object.keys(metafile.inputs));
    }
    writeFileSync(join(root, 'dist', 'third-party-notices.txt'), notices(inputs));
  } catch {
    // esbuild has said what is wrong, and where.
    process.exitCode = 1;
  }
}
