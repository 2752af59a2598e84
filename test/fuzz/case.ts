import type { Seed } from './corpus';
import { exercise, type Fault } from './exercise';
import { mutated, mutations, type Mutation } from './mutate';
import { Random } from './random';

/** One file made of another by a few changes; the same for the same numbers. */
export interface FuzzCase {
  readonly seed: Seed;
  readonly mutations: readonly Mutation[];
  readonly bytes: Uint8Array;
}

export function caseOf(seeds: readonly Seed[], seed: number, number: number): FuzzCase {
  const random = new Random(seed, number);
  const start = random.of(seeds);
  const changes = mutations(start, seeds, random);
  return { seed: start, mutations: changes, bytes: mutated(start.bytes, changes) };
}

/** Runs the reader on the bytes of a case; what is asked does not depend on how they were made. */
export function runCase(
  bytes: Uint8Array,
  number: number,
  onQuestion: (question: string) => void = () => undefined,
): Promise<Fault | undefined> {
  return exercise(bytes, new Random(number, 1), onQuestion);
}

/** The case with the changes left out that the fault does not need. */
export async function reduced(start: FuzzCase, number: number): Promise<FuzzCase> {
  let smallest = start;
  for (const dropped of start.mutations) {
    const rest = smallest.mutations.filter((mutation) => mutation !== dropped);
    const bytes = mutated(start.seed.bytes, rest);
    if (await runCase(bytes, number)) {
      smallest = { ...start, mutations: rest, bytes };
    }
  }
  return smallest;
}
