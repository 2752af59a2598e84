/**
 * Runs the suites in the extension host. VS Code calls `run` of the bundle made of this file: the
 * server's extension host and the desktop's alike.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import { stageResults, writeResults, type TestResult } from '../support/results';

/** @throws Error where a test failed, or none ran */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, reporter: 'min' });
  const suites = join(__dirname, 'suite');
  for (const file of readdirSync(suites).sort()) {
    if (file.endsWith('.test.js')) mocha.addFile(join(suites, file));
  }
  const tests: TestResult[] = [];
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => resolve());
    const add = (test: Mocha.Test, error?: Error): void => {
      const title = test.fullTitle();
      const milliseconds = test.duration ?? 0;
      if (error)
        tests.push({ title, milliseconds, ok: false, error: error.stack ?? error.message });
      else tests.push({ title, milliseconds, ok: true });
    };
    runner.on('pass', (test) => add(test));
    // Failing hooks come here too, under their own title.
    runner.on('fail', add);
  });
  const results = stageResults(tests);
  const path = process.env['SKYBUCKET_RESULTS'];
  if (path) writeResults(path, results);
  if (results.failed > 0) throw new Error(`${results.failed} of ${tests.length} tests failed.`);
  if (tests.length === 0) throw new Error('There was no test to run.');
}
