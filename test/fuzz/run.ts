/**
 * `npm run fuzz -- [--cases N] [--seed S] [--case K] [--keep DIR]`: changes real and made-up files at
 * random and asks the whole reader about them. Fails on any error that is no SkybucketError with a
 * sentence, on a question that takes more than a second, and on more than 512 MB.
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
import { watch, type Note } from './watch';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** After so many there is enough to do. */
const MOST_FOUND = 20;
const MILLISECONDS_PER_LINE = 10_000;

function parseCommandLine() {
  const { values } = parseArgs({
    options: {
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
    cases: number(values.cases),
    seed: number(values.seed),
    only: values.case === undefined ? undefined : number(values.case),
    keep: values.keep,
  };
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
async function fuzz(script: string, { cases, seed, only, keep }: Options): Promise<number> {
  let found = 0;
  const onNote = (note: Note): void => {
    if (note.kind === 'question' && only !== undefined) {
      console.log(`asks: ${note.question}`);
    }
    if (note.kind === 'fault') {
      found += 1;
      console.log(`\ncase ${note.number} of seed ${seed}: ${note.name}`);
      note.changes.forEach((change) => console.log(`  ${change}`));
      console.log(`  asked: ${note.question}\n  ${note.error.replaceAll('\n', '\n  ')}`);
      if (keep !== undefined) {
        mkdirSync(keep, { recursive: true });
        writeFileSync(join(keep, `${seed}-${note.number}.fits`), note.bytes);
      }
    }
  };
  const order = { root: ROOT, seed, step: 1 };
  const last = only === undefined ? cases : only + 1;
  let told = performance.now();
  const onProgress = (number: number): void => {
    if (performance.now() - told > MILLISECONDS_PER_LINE) {
      told = performance.now();
      console.log(`case ${number} of ${last}, ${found} found`);
    }
  };
  for (let from = only ?? 0; from < last && found < MOST_FOUND;) {
    const orders = { ...order, from, to: last, trace: only !== undefined };
    const ending = await watch(script, orders, onNote, onProgress);
    if (ending.kind === 'done') {
      break;
    }
    from = ending.number + 1;
    found += (await confirmed(script, { ...order, from: ending.number }, ending.why)) ? 1 : 0;
  }
  return found;
}

/** A case that took too long or too much is run again alone: other work may have been the reason. */
async function confirmed(
  script: string,
  order: { root: string; seed: number; step: number; from: number },
  why: string,
): Promise<boolean> {
  let question = '';
  const again = { ...order, to: order.from + 1, trace: true };
  const ending = await watch(script, again, (note) => {
    question = note.kind === 'question' ? note.question : question;
  });
  if (ending.kind === 'stopped') {
    console.log(`\ncase ${order.from} of seed ${order.seed} ${ending.why}`);
    console.log(`  asked: ${question}`);
    return true;
  }
  console.log(`case ${order.from} ${why}, but not when it was run again.`);
  return false;
}

async function main(): Promise<void> {
  const options = parseCommandLine();
  const folder = mkdtempSync(join(tmpdir(), 'skybucket-fuzz-'));
  console.log(`fuzz: seed ${options.seed}, ${options.cases} cases`);
  try {
    const found = await fuzz(await bundle(folder), options);
    console.log(`fuzz: seed ${options.seed}, ${options.cases} cases, ${found} found.`);
    process.exitCode = found > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
