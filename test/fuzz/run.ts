/**
 * `npm run fuzz -- [--format fits|asdf] [--cases N] [--seed S] [--case K] [--keep DIR]`: changes real and
 * made-up files at random and asks the whole reader about them. Fails on any error that is no SkybucketError with a
 * sentence, on a case that takes more than a second of processor time, and on more than 512 MB.
 *
 * The same seed gives the same cases. `--case` runs one of them, and says what is asked; `--keep` writes
 * the files of what was found.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import type { Format } from './case';
import { watch, type Note } from './watch';
import type { CaseNote } from './worker';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** After so many there is enough to do. */
const MOST_FOUND = 20;
const MILLISECONDS_PER_LINE = 10_000;

function parseCommandLine() {
  const { values } = parseArgs({
    options: {
      format: { type: 'string', default: 'fits' },
      cases: { type: 'string', default: '10000' },
      seed: { type: 'string', default: '1' },
      case: { type: 'string' },
      keep: { type: 'string' },
    },
  });
  const number = (text: string): number => {
    if (!/^\d+$/.test(text)) {
      throw new Error(`"${text}" is no number.`);
    }
    return Number(text);
  };
  return {
    format: formatOf(values.format),
    cases: number(values.cases),
    seed: number(values.seed),
    only: values.case === undefined ? undefined : number(values.case),
    keep: values.keep,
  };
}

function formatOf(text: string): Format {
  if (text !== 'fits' && text !== 'asdf') {
    throw new Error(`There are no files of the format "${text}" to change.`);
  }
  return text;
}

type Options = ReturnType<typeof parseCommandLine>;

async function bundle(folder: string): Promise<string> {
  const script = join(folder, 'fuzz-worker.cjs');
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['test/fuzz/worker.ts'],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'error',
  });
  return script;
}

/** Runs all cases; a thread that had to be ended is followed by another. */
async function fuzz(script: string, { format, cases, seed, only, keep }: Options): Promise<number> {
  let found = 0;
  const last = only === undefined ? cases : only + 1;
  const tellCase = ({ number, name, changes, bytes }: CaseNote): void => {
    console.log(`\ncase ${number} of seed ${seed}: ${name}`);
    changes.forEach((change) => console.log(`  ${change}`));
    if (keep !== undefined) {
      mkdirSync(keep, { recursive: true });
      writeFileSync(join(keep, `${seed}-${number}.${format}`), bytes);
    }
  };
  const onNote = (note: Note): void => {
    if (note.kind === 'case') {
      tellCase(note);
    } else if (note.kind === 'question') {
      console.log(`  asked: ${note.question}`);
    } else if (note.kind === 'fault') {
      found += 1;
      tellCase(note);
      console.log(`  asked: ${note.question}\n  ${note.error.replaceAll('\n', '\n  ')}`);
    }
  };
  let told = performance.now();
  const onProgress = (number: number): void => {
    if (performance.now() - told > MILLISECONDS_PER_LINE) {
      told = performance.now();
      console.log(`case ${number} of ${last}, ${found} found`);
    }
  };
  const order = { root: ROOT, format, seed };
  for (let from = only ?? 0; from < last && found < MOST_FOUND;) {
    const orders = {
      ...order,
      from,
      to: last,
      most: MOST_FOUND - found,
      trace: only !== undefined,
    };
    const ending = await watch(script, orders, onNote, onProgress);
    if (ending.kind === 'done') {
      break;
    }
    const { number, why, sure } = ending;
    from = number + 1;
    console.log(`\ncase ${number} ${why}; once more, alone:`);
    // Where it took too long or too much, other work may have been the reason.
    const alone = { ...order, from: number, to: from, most: 1, trace: true };
    const again = await watch(script, alone, onNote);
    found += sure || again.kind === 'stopped' ? 1 : 0;
    console.log(again.kind === 'stopped' ? `  ${again.why}` : '  It did not happen again.');
  }
  return found;
}

async function main(): Promise<void> {
  const options = parseCommandLine();
  const folder = mkdtempSync(join(tmpdir(), 'skybucket-fuzz-'));
  console.log(`fuzz: ${options.format}, seed ${options.seed}, ${options.cases} cases`);
  try {
    const found = await fuzz(await bundle(folder), options);
    // The highest this process has ever had: the cases, what runs them, and the files they are made of.
    const peak = Math.round(process.resourceUsage().maxRSS / 1024);
    console.log(
      `fuzz: seed ${options.seed}, ${options.cases} cases, ${found} found; at most ${peak} MB resident.`,
    );
    process.exitCode = found > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
