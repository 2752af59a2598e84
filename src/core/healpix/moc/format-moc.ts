import { MOST_ORDER } from '../order';
import type { Moc } from './moc';

const DEEPEST = BigInt(2 * MOST_ORDER);

/**
 * A coverage map as text of the MOC standard's ASCII form, in the largest cells: `3/100-102 4/500`. The order of the
 * map stands at the end where no cell is of it: `10/`.
 */
export function formatMoc({ order, bounds }: Moc): string {
  const cells = new Map<number, [bigint, bigint][]>();
  for (let i = 0; i + 1 < bounds.length; i += 2) {
    cut(bounds[i] ?? 0n, bounds[i + 1] ?? 0n, order, cells);
  }
  const parts = [...cells]
    .sort(([a], [b]) => a - b)
    .map(([of, ranges]) => {
      const texts = ranges.map(([first, last]) =>
        first === last ? `${first}` : `${first}-${last}`,
      );
      return `${of}/${texts.join(',')}`;
    });
  return [...parts, ...(cells.has(order) ? [] : [`${order}/`])].join(' ');
}

/** Puts the pixels of order 29 from `first` to before `end` into the fewest cells. */
function cut(
  first: bigint,
  end: bigint,
  order: number,
  cells: Map<number, [bigint, bigint][]>,
): void {
  for (let at = first; at < end;) {
    let of = order;
    let shift = DEEPEST - BigInt(2 * of);
    while (of > 0 && fits(at, end, shift + 2n)) {
      of -= 1;
      shift += 2n;
    }
    // As many of the same order as follow before a larger one fits.
    const pixel = at >> shift;
    const known = cells.get(of) ?? [];
    const before = known.at(-1);
    if (before !== undefined && before[1] + 1n === pixel) {
      before[1] = pixel;
    } else {
      known.push([pixel, pixel]);
    }
    cells.set(of, known);
    at += 1n << shift;
  }
}

function fits(at: bigint, end: bigint, shift: bigint): boolean {
  const size = 1n << shift;
  return (at & (size - 1n)) === 0n && at + size <= end;
}
