/**
 * `npm test`: all stages, one after the other, up to the first that fails. `npm test -- STAGE` runs one
 * (and builds first, where it needs that). The last line sums the tests of all stages.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ensure } from './ensure.mjs';
import { cleanEnv } from './lib/npm.mjs';
import { root } from './lib/root.mjs';

const results = join(root, '.vscode-test', 'results');
const resultsOf = (stage) => join(results, `${stage}.json`);

/** A program of a dependency, run by this Node. */
const tool = (path, ...args) => [join('node_modules', ...path.split('/')), ...args];
const script = (path, ...args) => ['--import', 'tsx', join(...path.split('/')), ...args];
const vitest = (stage, config) =>
  tool(
    'vitest/vitest.mjs',
    ...['run', '--config', config, '--reporter', 'default', '--reporter', 'json'],
    ...['--outputFile.json', resultsOf(stage)],
  );
/** A stage of vitest, of the test files given alone. */
const vitestOf = (stage, config, files) => [...vitest(stage, config), ...files];

/** What each stage runs, in the order of `npm test`. */
const stages = {
  lint: [tool('eslint/bin/eslint.js', '.'), tool('prettier/bin/prettier.cjs', '--check', '.')],
  types: [
    tool('typescript/bin/tsc', '--noEmit', '-p', '.'),
    tool('typescript/bin/tsc', '--noEmit', '-p', 'webview'),
    tool('typescript/bin/tsc', '--noEmit', '-p', 'test/ui/page'),
    tool('typescript/bin/tsc', '--noEmit', '-p', 'test/unit/webview'),
    tool('typescript/bin/tsc', '--noEmit', '-p', 'test/bench/page'),
  ],
  unit: [vitest('unit', 'vitest.config.ts')],
  golden: [script('test/golden/run.ts')],
  page: [vitest('page', 'test/ui/page/vitest.config.ts')],
  build: [[join('scripts', 'package.mjs')]],
  integration: [script('test/integration/run.ts')],
  ui: [vitest('ui', 'test/ui/vitest.config.ts')],
};
/** What `npm test` leaves out: each needs something that is not everywhere. */
const further = {
  s3: [vitest('s3', 'test/s3/vitest.config.ts')],
  vo: [vitest('vo', 'test/vo/vitest.config.ts')],
  trino: [vitest('trino', 'test/trino/vitest.config.ts')],
  desktop: [script('test/integration/desktop.ts')],
};
/**
 * Stages in a browser. Where nobody watches, a file of them that fails is run once more, in a browser or an editor
 * of its own: its tests go on where the one before stopped, so that a second try of one alone starts in the middle.
 */
const inBrowser = { page: 'test/ui/page/vitest.config.ts', ui: 'test/ui/vitest.config.ts' };
/** So many files do not fail by chance. */
const MOST_FILES_AGAIN = 3;
const needsBuild = new Set(['integration', 'ui', 'desktop']);
const countsTests = new Set(['unit', 'page', 'integration', 'ui', 's3', 'vo', 'trino', 'desktop']);

let child;
for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 })) {
  // The stage ends what it has started, then we end.
  process.on(signal, () => {
    if (!child) process.exit(code);
    child.once('close', () => process.exit(code));
    child.kill(signal);
  });
}

function run(args, env) {
  return new Promise((resolve, reject) => {
    child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...cleanEnv(), ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('error', reject);
    child.on('close', (code) => {
      child = undefined;
      resolve(code === 0);
    });
  });
}

async function runStage(stage) {
  const began = performance.now();
  console.log(`\n── ${stage} ──`);
  rmSync(resultsOf(stage), { force: true });
  // The UI tests install what the stage before packaged.
  const env = {
    SKYBUCKET_RESULTS: resultsOf(stage),
    SKYBUCKET_VSIX: join(root, 'skybucket.vsix'),
  };
  let ok = true;
  for (const args of { ...stages, ...further }[stage]) {
    ok &&= await run(args, env);
  }
  let { passed, failed } = countsTests.has(stage) ? readCounts(stage) : { passed: 0, failed: 0 };
  const files = ok || process.env.CI !== 'true' || !(stage in inBrowser) ? [] : failedFiles(stage);
  if (files.length > 0 && files.length <= MOST_FILES_AGAIN) {
    const names = files.map(({ name }) => relative(root, name));
    console.log(`\n── ${stage}: once more, from the start: ${names.join(', ')} ──`);
    const again = `${stage}-again`;
    rmSync(resultsOf(again), { force: true });
    ok = await run(vitestOf(again, inBrowser[stage], names), env);
    const second = readCounts(again);
    if (second.passed + second.failed === 0) ok = false;
    passed += second.passed - files.reduce((sum, file) => sum + file.passed, 0);
    failed = second.failed;
    if (ok) console.log(`── ${stage}: passed on the second run alone: ${names.join(', ')}`);
  }
  if (countsTests.has(stage) && passed + failed === 0) ok = false;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`── ${stage}: ${ok ? 'passed' : 'FAILED'} in ${seconds} s`);
  // A stage can fail with every test passed, or before the first: it must not look like a success.
  return { ok, passed, failed: ok ? failed : Math.max(failed, 1) };
}

/** The counts in what vitest, or our own runners, have written. */
function readCounts(stage) {
  if (!existsSync(resultsOf(stage))) return { passed: 0, failed: 0 };
  const written = JSON.parse(readFileSync(resultsOf(stage), 'utf8'));
  return {
    passed: written.numPassedTests ?? written.passed,
    failed: written.numFailedTests ?? written.failed,
  };
}

/** The test files that failed, with the number of their tests that passed. */
function failedFiles(stage) {
  if (!existsSync(resultsOf(stage))) return [];
  return JSON.parse(readFileSync(resultsOf(stage), 'utf8'))
    .testResults.filter(({ status }) => status === 'failed')
    .map(({ name, assertionResults }) => ({
      name,
      passed: assertionResults.filter(({ status }) => status === 'passed').length,
    }));
}

function chooseStages(args) {
  if (args.length === 0) return Object.keys(stages);
  const [stage] = args;
  const names = [...Object.keys(stages), ...Object.keys(further)];
  if (args.length > 1 || !names.includes(stage)) {
    throw new Error(`npm test -- [${names.join(' | ')}]`);
  }
  return needsBuild.has(stage) ? ['build', stage] : [stage];
}

try {
  const chosen = chooseStages(process.argv.slice(2));
  await ensure();
  mkdirSync(results, { recursive: true });
  const sum = { ok: true, passed: 0, failed: 0 };
  for (const stage of chosen) {
    const { ok, passed, failed } = await runStage(stage);
    sum.passed += passed;
    sum.failed += failed;
    sum.ok = ok;
    if (!ok) break;
  }
  console.log(`\n${sum.passed} passed, ${sum.failed} failed`);
  process.exitCode = sum.ok ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
