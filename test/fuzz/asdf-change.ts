import { latin1, layoutOf } from './asdf-layout';
import type { Mutation } from './mutation';
import { Random } from './random';

/** What becomes of a file; the same for the same file and numbers. */
export type Change = (
  bytes: Uint8Array,
  random: Random,
) => { readonly what: string; readonly bytes: Uint8Array };

/** Changes that follow each other: each looks anew where things are. */
export function mutationOf(change: Change, bytes: Uint8Array, random: Random): Mutation {
  const state = random.below(2 ** 31);
  const { what } = change(bytes.slice(), new Random(state));
  return { what, apply: (file) => change(file, new Random(state)).bytes };
}

/**
 * The bytes with others in place of some. Inside of FITS what follows stays where it is; elsewhere it moves,
 * and the block index with it where `moveIndex`.
 */
export function spliced(
  bytes: Uint8Array,
  from: number,
  to: number,
  replacement: string | Uint8Array,
  moveIndex: boolean,
): Uint8Array {
  const added = typeof replacement === 'string' ? Buffer.from(replacement, 'latin1') : replacement;
  if (bytes[0] === 0x53) {
    bytes.set(added.subarray(0, Math.max(0, bytes.length - from)), from);
    return bytes;
  }
  const result = new Uint8Array(
    Buffer.concat([bytes.subarray(0, from), added, bytes.subarray(to)]),
  );
  return moveIndex ? withMovedIndex(result, from, added.length - (to - from)) : result;
}

function withMovedIndex(bytes: Uint8Array, from: number, by: number): Uint8Array {
  const { index } = layoutOf(bytes);
  if (index === undefined || by === 0) {
    return bytes;
  }
  const moved = latin1(bytes.subarray(index.from)).replace(/^- (\d{1,15})$/gm, (line, digits) => {
    const offset = Number(digits);
    return offset < from ? line : `- ${offset + by}`;
  });
  return new Uint8Array(
    Buffer.concat([bytes.subarray(0, index.from), Buffer.from(moved, 'latin1')]),
  );
}
