import { numberedName } from '../../core/transfer/safe-name';
import { isThere } from './below';
import type { CopyStep } from './copy';
import { type Chosen, childOf, nameOf, parentOf, type Place, samePlace } from './place';
import type { WriteTools } from './tools';

/** How many names are tried to keep both. */
const MOST_NAMES = 1000;

/**
 * The names that things would have in a folder; a whole bucket has its own name there. Two of one name that come from
 * different folders get different ones, lest one takes the place of the other.
 */
export function stepsInto(chosen: readonly Chosen[], folder: Place): CopyStep[] {
  const taken = new Set<string>();
  return chosen.map((from) => {
    const name = nameOf(from.place) || from.place.bucket;
    let to = childOf(folder, name, from.kind);
    for (let number = 2; taken.has(to.key); number++) {
      to = childOf(folder, numberedName(name, number), from.kind);
    }
    taken.add(to.key);
    return { from, to };
  });
}

/** Steps that lead away from where something is; moving it to where it is does nothing. */
export function leavingPlace(steps: readonly CopyStep[]): CopyStep[] {
  return steps.filter(({ from, to }) => !samePlace(from.place, to));
}

/** Those steps whose place is taken, one request each. */
export async function takenSteps(
  tools: WriteTools,
  steps: readonly CopyStep[],
  signal: AbortSignal,
): Promise<CopyStep[]> {
  const taken: CopyStep[] = [];
  for (const step of steps) {
    if (await isThere(tools, step.to, { signal })) {
      taken.push(step);
    }
  }
  return taken;
}

/** The same step with the next name that is free: `image (2).fits`. */
export async function withFreeName(
  tools: WriteTools,
  { from, to }: CopyStep,
  signal: AbortSignal,
): Promise<CopyStep> {
  for (let number = 2; number < MOST_NAMES; number++) {
    const name = numberedName(nameOf(to), number);
    const free = childOf(parentOf(to), name, from.kind);
    if (!(await isThere(tools, free, { signal }))) {
      return { from, to: free };
    }
  }
  return { from, to };
}
