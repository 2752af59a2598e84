import type { Seed } from './corpus';
import { fill, flipBit, setByte, type Mutation } from './mutation';
import type { Random } from './random';

const BLOCK = 2880;

/** A change of a file that has no parts, or of the order of its parts. */
export function fileMutation(
  { bytes: { length } }: Seed,
  others: readonly Seed[],
  random: Random,
): Mutation {
  const at = placeIn(length, random);
  const kind = random.next();
  if (kind < 0.25) {
    return { what: `cut at ${at}`, apply: (file) => file.slice(0, at) };
  }
  if (kind < 0.45) {
    return random.chance(0.5) ? setByte(at, random.below(256)) : flipBit(at, random.below(8));
  }
  if (kind < 0.55) {
    return fill(at, 1 + random.below(200), random.of([0, 255, 32]));
  }
  if (kind < 0.7) {
    const count = random.chance(0.4) ? BLOCK : 1 + random.below(4000);
    return {
      what: `${count} bytes taken out at ${at}`,
      apply: (file) => joined(file.subarray(0, at), file.subarray(at + count)),
    };
  }
  if (kind < 0.8) {
    const from = BLOCK * random.below(Math.ceil(length / BLOCK));
    return {
      what: `the block at ${from} stands once more at ${at}`,
      apply: (file) =>
        joined(file.subarray(0, at), file.subarray(from, from + BLOCK), file.subarray(at)),
    };
  }
  const other = random.of(others);
  const from = placeIn(other.bytes.length, random);
  const count = random.chance(0.3) ? 2 * BLOCK : 1 + random.below(6000);
  return {
    what: `${count} bytes of ${other.name} from ${from} put in at ${at}`,
    apply: (file) =>
      joined(file.subarray(0, at), other.bytes.subarray(from, from + count), file.subarray(at)),
  };
}

/** Between blocks, near the start, where packed files have their headers, or anywhere up to the end. */
function placeIn(length: number, random: Random): number {
  const kind = random.next();
  if (kind < 0.3) {
    return BLOCK * random.below(Math.ceil(length / BLOCK) + 1);
  }
  return kind < 0.5 ? random.below(Math.min(length, 64) + 1) : random.below(length + 1);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
