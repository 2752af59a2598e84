import { concat } from '../../../fits/support/made';

/** The bytes a length goes on in where its four bits are not enough. */
function further(length: number): Uint8Array {
  const rest = length - 15;
  return rest < 0
    ? new Uint8Array(0)
    : Uint8Array.of(...Array<number>(Math.floor(rest / 255)).fill(255), rest % 255);
}

/** One sequence of an LZ4 block; the last has no match. */
export function sequence(
  literals: Uint8Array,
  match?: { distance: number; length: number },
): Uint8Array {
  const more = match ? match.length - 4 : 0;
  const token = Uint8Array.of((Math.min(15, literals.length) << 4) | Math.min(15, more));
  const start = concat(token, further(literals.length), literals);
  return match
    ? concat(start, Uint8Array.of(match.distance & 255, match.distance >> 8), further(more))
    : start;
}

/** A chunk as asdf writes it. */
export function chunk(length: number, block: Uint8Array): Uint8Array {
  const head = new DataView(new ArrayBuffer(8));
  head.setUint32(0, block.length + 4);
  head.setUint32(4, length, true);
  return concat(new Uint8Array(head.buffer), block);
}

/** Bytes that do not pack, the same for the same seed. */
export function noise(length: number, seed: number): Uint8Array {
  const words = new Uint32Array(Math.ceil(length / 4));
  let state = seed * 2654435761 + 1;
  for (let i = 0; i < words.length; i += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[i] = state;
  }
  return new Uint8Array(words.buffer, 0, length);
}

export interface MadeBlock {
  readonly packed: Uint8Array;
  readonly raw: Uint8Array;
  /** Where the chunks begin in the packed bytes. */
  readonly places: readonly number[];
}

/**
 * A block of noise in chunks.
 *
 * @param zeros how many bytes of each chunk are zero, from its byte `at` on.
 */
export function noiseBlock(
  chunks: number,
  length: number,
  zeros: (k: number) => number,
  at = 4096,
): MadeBlock {
  const packed: Uint8Array[] = [];
  const raws: Uint8Array[] = [];
  const places: number[] = [];
  let place = 0;
  for (let k = 0; k < chunks; k += 1) {
    const raw = noise(length, k + 1);
    const count = zeros(k);
    raw.fill(0, at, at + count);
    const block =
      count < 5
        ? sequence(raw)
        : concat(
            sequence(raw.subarray(0, at + 1), { distance: 1, length: count - 1 }),
            sequence(raw.subarray(at + count)),
          );
    const bytes = chunk(length, block);
    packed.push(bytes);
    raws.push(raw);
    places.push(place);
    place += bytes.length;
  }
  return { packed: concat(...packed), raw: concat(...raws), places };
}
