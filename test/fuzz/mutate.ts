import type { Seed } from './corpus';
import { dataMutation } from './mutate-data';
import { fileMutation } from './mutate-file';
import { headerMutation } from './mutate-header';
import type { Mutation } from './mutation';
import type { Random } from './random';

const MOST_CHANGES = 4;

/** A few changes to a file, most of them in one HDU. */
export interface Changes {
  readonly all: readonly Mutation[];
  /** The number of that HDU. */
  readonly focus: number;
}

export function changesOf(seed: Seed, others: readonly Seed[], random: Random): Changes {
  const focus = random.below(Math.max(1, seed.parts.length));
  const count = 1 + random.below(MOST_CHANGES);
  const all = Array.from({ length: count }, () => {
    const part = random.chance(0.85) ? seed.parts[focus] : undefined;
    const kind = random.next();
    if (part && kind < 0.45) {
      return headerMutation(seed.bytes, part, random);
    }
    if (part && part.end > part.data && kind < 0.92) {
      return dataMutation(part, others, random);
    }
    return fileMutation(seed, others, random);
  });
  return { all, focus };
}

/** The changes in turn; each takes what the file has become. */
export function mutated(bytes: Uint8Array, all: readonly Mutation[]): Uint8Array {
  return all.reduce<Uint8Array>((before, { apply }) => apply(before), bytes.slice());
}
