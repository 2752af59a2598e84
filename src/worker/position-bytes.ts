import { SkybucketError } from '../core/errors';

/** Pairs that are turned at a time: what a viewer draws is far less. */
const MOST_PAIRS = 2_000_000;

/**
 * Both columns of pairs that stand in turns, as little-endian float64.
 *
 * @throws SkybucketError `protocol` for bytes that are no pairs, or too many.
 */
export function columnsOf(bytes: Uint8Array): [Float64Array, Float64Array] {
  const count = bytes.length / 16;
  if (!Number.isInteger(count) || count > MOST_PAIRS) {
    throw new SkybucketError(
      'protocol',
      `Positions are pairs of numbers, at most ${MOST_PAIRS}; these are ${bytes.length} bytes.`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const column = (second: 0 | 8): Float64Array =>
    Float64Array.from({ length: count }, (_, k) => view.getFloat64(16 * k + second, true));
  return [column(0), column(8)];
}

/** The other way round. */
export function turnsOf(first: Float64Array, second: Float64Array): Uint8Array {
  const turns = new Float64Array(2 * first.length);
  for (let k = 0; k < first.length; k += 1) {
    turns[2 * k] = first[k] as number;
    turns[2 * k + 1] = second[k] as number;
  }
  return new Uint8Array(turns.buffer);
}
