import { asdfCorpus } from './asdf-corpus';
import { corpus, type Seed } from './corpus';
import { asdfSurroundings, FITS_SURROUNDINGS } from './surroundings';
import { exercise, type Fault } from './exercise';
import { asdfChangesOf } from './mutate-asdf';
import { changesOf, mutated } from './mutate';
import type { Mutation } from './mutation';
import { Random } from './random';

/** What the files are that are changed. */
export type Format = 'fits' | 'asdf';

/** One file made of another by a few changes; the same for the same numbers. */
export interface FuzzCase {
  readonly number: number;
  readonly format: Format;
  readonly seed: Seed;
  readonly mutations: readonly Mutation[];
  /** The HDU that most of them hit. */
  readonly focus: number;
  readonly bytes: Uint8Array;
}

export async function seedsOf(root: string, format: Format): Promise<readonly Seed[]> {
  return format === 'asdf' ? asdfCorpus(root) : corpus(root);
}

export function caseOf(
  seeds: readonly Seed[],
  format: Format,
  seed: number,
  number: number,
): FuzzCase {
  const random = new Random(seed, number);
  let start = random.of(seeds);
  // What is in a packed file is there unpacked as well; of the packing itself less can break.
  if (format === 'fits' && start.parts.length === 0 && random.chance(0.6)) {
    start = random.of(seeds);
  }
  const changes = format === 'asdf' ? asdfChangesOf : changesOf;
  const { all, focus } = changes(start, seeds, random);
  const bytes = mutated(start.bytes, all);
  return { number, format, seed: start, mutations: all, focus, bytes };
}

/** Runs the reader on the bytes of a case; what is asked does not depend on how they were made. */
export function runCase(
  { number, format, focus, bytes }: FuzzCase,
  onQuestion: (question: string) => void = () => undefined,
): Promise<Fault | undefined> {
  const random = new Random(number, 1);
  const surroundings = format === 'asdf' ? asdfSurroundings(bytes, random) : FITS_SURROUNDINGS;
  return exercise(bytes, focus, random, onQuestion, surroundings);
}

/** The case with the changes left out that the fault does not need. */
export async function reduced(start: FuzzCase): Promise<FuzzCase> {
  let smallest = start;
  for (const dropped of start.mutations) {
    const mutations = smallest.mutations.filter((mutation) => mutation !== dropped);
    const fewer = { ...start, mutations, bytes: mutated(start.seed.bytes, mutations) };
    if (await runCase(fewer)) {
      smallest = fewer;
    }
  }
  return smallest;
}
