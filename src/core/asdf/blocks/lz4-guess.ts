import type { Span } from '../../bytes/source';

/** As much may the packed lengths of two chunks differ for the next to be guessed. */
const ALIKE = 2048;
/** On either side of where a header should be: this, and as much as the lengths may have differed. */
const MARGIN = 256;
/** Most bytes of all guesses of a block. */
const MOST_BYTES = 256 * 1024;
const MOST_GUESSES = 32;

interface Known {
  readonly length: number;
  readonly stored: number;
}

/**
 * Where the headers after the next one may be, if the chunks go on as the last two did.
 *
 * @param chunks those known.
 * @param place of the next header in the file, whose chunk unpacked begins at `start`.
 * @param aim the unpacked byte to get to.
 * @param end of the block in the file.
 * @param spent bytes of earlier guesses.
 */
export function guessedWindows(
  chunks: readonly Known[],
  place: number,
  start: number,
  aim: number,
  end: number,
  spent: number,
): Span[] {
  const last = chunks.at(-1);
  const before = chunks.at(-2);
  const spans: Span[] = [];
  const apart = last && before ? Math.abs(last.stored - before.stored) : Infinity;
  if (!last || apart > ALIKE) {
    return spans;
  }
  let left = MOST_BYTES - spent;
  for (let n = 1; n <= MOST_GUESSES && start + n * last.length < aim; n += 1) {
    const margin = MARGIN + 2 * n * Math.max(apart, 32);
    const offset = place + n * (last.stored + 8) - margin;
    const length = Math.min(2 * margin + 8, end - offset);
    left -= length;
    if (length < 8 || left < 0) {
      break;
    }
    spans.push({ offset, length });
  }
  return spans;
}
