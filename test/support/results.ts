import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface TestResult {
  readonly title: string;
  readonly ok: boolean;
  readonly milliseconds: number;
  /** Why it failed. */
  readonly error?: string;
}

/** What a stage of `npm test` leaves for the next program to read. */
export interface StageResults {
  readonly passed: number;
  readonly failed: number;
  readonly tests: readonly TestResult[];
}

export function stageResults(tests: readonly TestResult[]): StageResults {
  const passed = tests.filter(({ ok }) => ok).length;
  return { passed, failed: tests.length - passed, tests };
}

export function writeResults(path: string, results: StageResults): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(results, undefined, 2));
}
