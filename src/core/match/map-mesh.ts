import { throwIfAborted } from '../errors';
import type { Box } from '../image/plane';
import type { Positions } from '../sky/plane-sky';
import { Turns } from '../table/turns';
import type { PixelMap } from './pixel-map';

/** How far an interpolated position may be off, in pixels of the plane mapped to. */
export const MAP_TOLERANCE = 0.05;

/** The coarsest cells: so many along the longer axis at most, of at least so many pixels. */
const MOST_ROOTS = 16;
const LEAST_ROOT = 64;

/** Cells of so few pixels are not interpolated: each of their pixels is mapped. */
const EXACT_CELL = 8;

/** Cells that are kept, some 50 MB of them: a map may be as rough as its file says. */
const MOST_CELLS = 200_000;

/** Cells tested, and positions mapped one by one, in one go: a few milliseconds of most maps. */
const CELLS_PER_CALL = 1024;
const POSITIONS_PER_CALL = 8192;

/** Where a cell is tested, as shares of its sides: the corners first, along x in turns. */
const TESTS: readonly (readonly [u: number, v: number])[] = [
  [0, 0],
  [1, 0],
  [0, 1],
  [1, 1],
  [0.5, 0],
  [0, 0.5],
  [0.5, 0.5],
  [1, 0.5],
  [0.5, 1],
  // A map that is odd about the middle is right there by chance.
  [0.25, 0.25],
  [0.75, 0.25],
  [0.25, 0.75],
  [0.75, 0.75],
];

/** A rectangle of positions; what is inside: not looked at yet, nothing, corners to interpolate, every pixel, or smaller ones. */
interface Cell extends Box {
  inside: undefined | 'none' | Corners | 'exact' | readonly Cell[];
}

interface Corners {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

interface Wanted {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  readonly found: Positions;
  /** 1 for each place in `found` that is to be mapped by itself. */
  readonly exact: Uint8Array;
}

/**
 * A pixel map over a plane at the price of few exact positions: those at the corners of cells, as coarse as
 * bilinear interpolation errs by no more than the tolerance at nine places of each. Where the map breaks off or
 * jumps (the edge of a projection, the seam of an all-sky map) pixels are mapped one by one; so they are where
 * looking for cells would cost more, however rough the map is: no more than twice as many exact positions are
 * computed as are asked for.
 */
export class MapMesh {
  private roots: readonly Cell[] | undefined;
  private cells = 0;

  /** @param size of the plane mapped from, in pixels. */
  constructor(
    readonly map: PixelMap,
    private readonly size: { readonly width: number; readonly height: number },
    private readonly tolerance = MAP_TOLERANCE,
  ) {}

  /**
   * Positions of the lattice of `xs` and `ys`, both ascending and in the plane (`-0.5` to `width - 0.5`):
   * element `j * xs.length + i` is of `xs[i]`, `ys[j]`. Others have their turn while it works.
   *
   * @throws SkybucketError `cancelled`
   */
  async positions(xs: Float64Array, ys: Float64Array, signal?: AbortSignal): Promise<Positions> {
    throwIfAborted(signal);
    const length = xs.length * ys.length;
    const found = {
      x: new Float64Array(length).fill(NaN),
      y: new Float64Array(length).fill(NaN),
    };
    if (length === 0) {
      return found;
    }
    if (this.cells > MOST_CELLS) {
      this.roots = undefined;
      this.cells = 0;
    }
    // Others may begin anew meanwhile.
    const roots = (this.roots ??= this.rootCells());
    const turns = new Turns(signal);
    const wanted: Wanted = { xs, ys, found, exact: new Uint8Array(length) };
    await this.prepare(roots, wanted, turns);
    for (const root of roots) {
      fill(root, wanted);
      if (turns.over) {
        await turns.next();
      }
    }
    await this.mapExactly(wanted, turns);
    return found;
  }

  private rootCells(): readonly Cell[] {
    const { width, height } = this.size;
    const side = Math.max(LEAST_ROOT, Math.ceil(Math.max(width, height) / MOST_ROOTS));
    const roots: Cell[] = [];
    for (let y = 0; y < height; y += side) {
      for (let x = 0; x < width; x += side) {
        roots.push({
          x0: x - 0.5,
          y0: y - 0.5,
          x1: Math.min(x + side, width) - 0.5,
          y1: Math.min(y + side, height) - 0.5,
          inside: undefined,
        });
      }
    }
    return roots;
  }

  /** Refines the cells of the lattice as far as they need it, and as that is worth it. */
  private async prepare(roots: readonly Cell[], wanted: Wanted, turns: Turns): Promise<void> {
    let affordable = Math.floor(wanted.exact.length / TESTS.length);
    let pending = unknownIn(roots, wanted);
    while (pending.length > 0) {
      const next: Cell[] = [];
      for (let from = 0; from < pending.length; from += CELLS_PER_CALL) {
        const most = Math.min(CELLS_PER_CALL, affordable);
        const cells = pending.slice(from, from + most);
        affordable -= cells.length;
        this.test(cells);
        next.push(
          ...cells.flatMap(({ inside }) => (isSplit(inside) ? unknownIn(inside, wanted) : [])),
        );
        if (affordable === 0 || this.cells > MOST_CELLS) {
          return;
        }
        if (turns.over) {
          await turns.next();
        }
      }
      pending = next;
    }
  }

  private test(pending: readonly Cell[]): void {
    // Somebody else may have looked at them meanwhile.
    const cells = pending.filter(({ inside }) => inside === undefined);
    const x = new Float64Array(cells.length * TESTS.length);
    const y = new Float64Array(x.length);
    cells.forEach(({ x0, x1, y0, y1 }, c) =>
      TESTS.forEach(([u, v], t) => {
        x[c * TESTS.length + t] = x0 + u * (x1 - x0);
        y[c * TESTS.length + t] = y0 + v * (y1 - y0);
      }),
    );
    const mapped = this.map({ x, y });
    cells.forEach((cell, c) => {
      const from = c * TESTS.length;
      cell.inside = this.verdict(cell, {
        x: mapped.x.slice(from, from + TESTS.length),
        y: mapped.y.slice(from, from + TESTS.length),
      });
    });
  }

  private verdict(cell: Cell, at: Positions): NonNullable<Cell['inside']> {
    let there = 0;
    let off = 0;
    TESTS.forEach(([u, v], t) => {
      const [x, y] = [at.x[t] as number, at.y[t] as number];
      there += Number.isFinite(x) && Number.isFinite(y) ? 1 : 0;
      off = Math.max(off, Math.hypot(x - between(at.x, u, v), y - between(at.y, u, v)));
    });
    if (there === 0) {
      return 'none';
    }
    // What is not a number is not within the tolerance.
    if (off <= this.tolerance) {
      return { x: at.x.slice(0, 4), y: at.y.slice(0, 4) };
    }
    const [width, height] = [cell.x1 - cell.x0, cell.y1 - cell.y0];
    if (Math.max(width, height) <= EXACT_CELL) {
      return 'exact';
    }
    const children = split(cell, width > EXACT_CELL, height > EXACT_CELL);
    this.cells += children.length;
    return children;
  }

  private async mapExactly({ xs, ys, found, exact }: Wanted, turns: Turns): Promise<void> {
    for (let k = exact.indexOf(1); k >= 0;) {
      const some: number[] = [];
      for (; k >= 0 && some.length < POSITIONS_PER_CALL; k = exact.indexOf(1, k + 1)) {
        some.push(k);
      }
      const mapped = this.map({
        x: Float64Array.from(some, (at) => xs[at % xs.length] as number),
        y: Float64Array.from(some, (at) => ys[Math.floor(at / xs.length)] as number),
      });
      some.forEach((at, i) => {
        found.x[at] = mapped.x[i] as number;
        found.y[at] = mapped.y[i] as number;
      });
      if (turns.over) {
        await turns.next();
      }
    }
  }
}

/** Whole numbers of pixels each, so that no pixel's centre lies on an edge. */
function split({ x0, y0, x1, y1 }: Cell, alongX: boolean, alongY: boolean): Cell[] {
  const middle = (from: number, to: number): number => from + Math.ceil((to - from) / 2);
  const xs = alongX ? [x0, middle(x0, x1), x1] : [x0, x1];
  const ys = alongY ? [y0, middle(y0, y1), y1] : [y0, y1];
  return ys.slice(1).flatMap((top, j) =>
    xs.slice(1).map((right, i) => ({
      x0: xs[i] as number,
      y0: ys[j] as number,
      x1: right,
      y1: top,
      inside: undefined,
    })),
  );
}

/** Cells to look at: those with so few positions of the lattice are not worth it. */
function unknownIn(cells: readonly Cell[], wanted: Wanted): Cell[] {
  return cells.flatMap((cell) => {
    const [i0, i1, j0, j1] = partOf(cell, wanted);
    if ((i1 - i0) * (j1 - j0) <= TESTS.length) {
      return [];
    }
    const { inside } = cell;
    return inside === undefined ? [cell] : isSplit(inside) ? unknownIn(inside, wanted) : [];
  });
}

/** Columns `[i0, i1)` and rows `[j0, j1)` of the lattice that lie in a cell. */
function partOf(
  { x0, x1, y0, y1 }: Box,
  { xs, ys }: Wanted,
): readonly [i0: number, i1: number, j0: number, j1: number] {
  return [firstFrom(xs, x0), firstFrom(xs, x1), firstFrom(ys, y0), firstFrom(ys, y1)];
}

function isSplit(inside: Cell['inside']): inside is readonly Cell[] {
  return Array.isArray(inside);
}

function fill(cell: Cell, wanted: Wanted): void {
  const { inside } = cell;
  const part = partOf(cell, wanted);
  const [i0, i1, j0, j1] = part;
  if (i0 === i1 || j0 === j1 || inside === 'none') {
    return;
  }
  if (isSplit(inside)) {
    inside.forEach((child) => fill(child, wanted));
  } else if (inside === undefined || inside === 'exact') {
    const { xs, exact } = wanted;
    for (let j = j0; j < j1; j += 1) {
      exact.fill(1, j * xs.length + i0, j * xs.length + i1);
    }
  } else {
    interpolate(cell, inside, wanted, part);
  }
}

function interpolate(
  { x0, x1, y0, y1 }: Cell,
  corners: Corners,
  { xs, ys, found }: Wanted,
  [i0, i1, j0, j1]: readonly [number, number, number, number],
): void {
  for (let j = j0; j < j1; j += 1) {
    const v = ((ys[j] as number) - y0) / (y1 - y0);
    const [left, right] = [between(corners.x, 0, v), between(corners.x, 1, v)];
    const [low, high] = [between(corners.y, 0, v), between(corners.y, 1, v)];
    for (let i = i0; i < i1; i += 1) {
      const u = ((xs[i] as number) - x0) / (x1 - x0);
      const k = j * xs.length + i;
      found.x[k] = left + u * (right - left);
      found.y[k] = low + u * (high - low);
    }
  }
}

/** @param corners lower left, lower right, upper left, upper right, and whatever follows. */
function between(corners: Float64Array, u: number, v: number): number {
  const low = (1 - u) * (corners[0] as number) + u * (corners[1] as number);
  const high = (1 - u) * (corners[2] as number) + u * (corners[3] as number);
  return (1 - v) * low + v * high;
}

/** The first index whose value is not below; the length where there is none. */
function firstFrom(values: Float64Array, least: number): number {
  let low = 0;
  for (let high = values.length; low < high;) {
    const middle = (low + high) >> 1;
    if ((values[middle] as number) < least) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
