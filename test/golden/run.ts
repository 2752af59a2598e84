/**
 * `npm run golden -- [DIR] [--only KIND,…]`: runs our readers on files whose truth is known and
 * compares. Without DIR: the set of this project, then `../shared/golden` where that exists.
 *
 * One line a file, `agree | differ | refused`. Exit 0 when nothing differs and nothing is
 * refused that should be read.
 */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkFile, type Outcome, type Status } from './check';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const SHOWN_DIFFERENCES = 3;

interface Options {
  readonly directory: string | undefined;
  readonly only: readonly string[] | undefined;
}

type Totals = Map<Status | 'compared', number>;

function parseArguments(args: readonly string[]): Options {
  const rest = [...args];
  let directory: string | undefined;
  let only: string[] | undefined;
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--only') {
      only = (rest.shift() ?? '').split(',').filter(Boolean);
    } else if (arg.startsWith('-') || directory !== undefined) {
      throw new Error(`Usage: npm run golden -- [DIR] [--only KIND,…]; "${arg}" is not known.`);
    } else {
      directory = arg;
    }
  }
  return { directory, only };
}

/** Every truth file of a set, in a stable order. */
async function truthFiles(set: string, only: readonly string[] | undefined): Promise<string[]> {
  const root = join(set, 'truth');
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => only === undefined || only.includes(path.split(sep)[0] ?? ''))
    .sort();
}

function report(path: string, outcome: Outcome): void {
  const { status, comparison, reason } = outcome;
  const parts = [status.padEnd(8), path];
  if (comparison.compared > 0) {
    parts.push(`${comparison.compared} values`);
  }
  if (reason !== undefined) {
    parts.push(outcome.expected ? `as it should be: ${reason}` : reason);
  }
  console.log(parts.join('  '));
  for (const { path: where, ours, theirs } of comparison.differences.slice(0, SHOWN_DIFFERENCES)) {
    const label = status === 'differ' ? '' : '(informational) ';
    console.log(
      `         ${label}${where}\n           ours   ${ours}\n           theirs ${theirs}`,
    );
  }
}

interface SetResult {
  readonly files: number;
  /** True when all is as it should be. */
  readonly good: boolean;
}

async function runSet(set: string, only: readonly string[] | undefined): Promise<SetResult> {
  const totals = new Map<string, Totals>();
  let good = true;
  const truths = await truthFiles(set, only);
  for (const truth of truths) {
    const isQueries = truth.endsWith('.queries.json');
    const path = truth.slice(0, isQueries ? -'.queries.json'.length : -'.json'.length);
    const folders = path.split(sep).slice(0, -1);
    const outcome = await checkFile(join(set, 'truth', truth), join(set, path), folders);
    report(isQueries ? `${path} (queries)` : path, outcome);
    good &&= outcome.status !== 'differ' && outcome.expected;

    const kind = folders[0] ?? '';
    const counts = totals.get(kind) ?? new Map<Status | 'compared', number>();
    totals.set(kind, counts);
    counts.set(outcome.status, (counts.get(outcome.status) ?? 0) + 1);
    counts.set('compared', (counts.get('compared') ?? 0) + outcome.comparison.compared);
  }
  summarise(totals);
  return { files: truths.length, good };
}

function summarise(totals: ReadonlyMap<string, Totals>): void {
  console.log('');
  for (const [kind, counts] of totals) {
    const statuses = (['agree', 'differ', 'refused'] as const)
      .filter((status) => counts.has(status))
      .map((status) => `${counts.get(status)} ${status}`);
    console.log(`${kind.padEnd(10)} ${statuses.join(', ')}; ${counts.get('compared') ?? 0} values`);
  }
  console.log('');
}

async function main(): Promise<void> {
  const { directory, only } = parseArguments(process.argv.slice(2));
  const sets =
    directory === undefined
      ? [join(PROJECT, 'test/fixtures/golden'), resolve(PROJECT, '../shared/golden')]
      : [resolve(directory)];
  let good = true;
  let files = 0;
  for (const set of sets) {
    const shown = relative(PROJECT, set).startsWith('..') ? set : relative(PROJECT, set);
    if (!existsSync(join(set, 'truth'))) {
      console.log(`${shown}: not here, so nothing of it was compared.`);
      continue;
    }
    console.log(`${shown}:`);
    const result = await runSet(set, only);
    files += result.files;
    good &&= result.good;
  }
  // Nothing compared is nothing shown; our own set is always there.
  good &&= files > 0 && (directory !== undefined || existsSync(join(sets[0] ?? '', 'truth')));
  console.log(
    good
      ? `golden: ${files} files, nothing differs.`
      : `golden: ${files} files; see "differ", "refused" and "not here" above.`,
  );
  process.exitCode = good ? 0 : 1;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
