import type { Positions } from '../plane-sky';
import { chainsOf, type Point } from './chains';
import type { ToSky } from './curve';
import type { Lattice } from './lattice';

/** Halvings of an edge of the lattice, and of a step across the border. */
const ROUNDS = 12;
const MOST_POINTS = 4000;
const MOST_REFINEMENTS = 6;

/** Where the sky ends within a box: points that are just on it, some pixels apart, in pieces without a gap. */
export function bordersOf(toSky: ToSky, lattice: Lattice, spacing: number): Point[][] {
  const chains = chainsOf(lattice, borderCrossings(toSky, lattice)).map(({ points }) => points);
  for (let round = 0; round < MOST_REFINEMENTS; round += 1) {
    const count = chains.reduce((sum, points) => sum + points.length, 0);
    if (count > MOST_POINTS || !refine(toSky, chains, spacing)) {
      break;
    }
  }
  return chains;
}

/**
 * Points at some distance from a border, on the sky; undefined where neither side is.
 *
 * @param distance pixels
 */
export function insideOf(
  toSky: ToSky,
  border: readonly Point[],
  distance: number,
): (Point | undefined)[] {
  const sides = [1, -1].map((sign) =>
    border.map((here, k) => {
      const [before, after] = [border[k - 1] ?? here, border[k + 1] ?? here];
      return across(before, after, here, sign * distance);
    }),
  );
  const known = sides.map((points) => onSky(toSky, points));
  return border.map((_, k) => {
    const [left, right] = known.map((side) => side[k] === true);
    return left === right ? undefined : sides[left ? 0 : 1]?.[k];
  });
}

/** Of the edges that have one end on the sky: how far it goes. */
function borderCrossings(
  toSky: ToSky,
  { columns, rows, x, y, longitude, latitude }: Lattice,
): Parameters<typeof chainsOf>[1] {
  const points = columns * rows;
  const on = (k: number): boolean =>
    Number.isFinite((longitude[k] as number) + (latitude[k] as number));
  const found: { edge: number; inner: number; outer: number }[] = [];
  const look = (a: number, b: number, edge: number): void => {
    if (on(a) !== on(b)) {
      found.push({ edge, inner: on(a) ? a : b, outer: on(a) ? b : a });
    }
  };
  for (let k = 0; k < points; k += 1) {
    if ((k + 1) % columns !== 0) {
      look(k, k + 1, k);
    }
    if (k + columns < points) {
      look(k, k + columns, points + k);
    }
  }
  const point = (k: number): Point => ({ x: x[k] as number, y: y[k] as number });
  const inner = lastOnSky(
    toSky,
    found.map((each) => point(each.inner)),
    found.map((each) => point(each.outer)),
  );
  return {
    ...positionsOf(inner),
    curve: new Int32Array(found.length),
    edge: Int32Array.from(found, ({ edge }) => edge),
  };
}

/** Puts a point between those that are too far apart; false where there are none. */
function refine(toSky: ToSky, chains: Point[][], spacing: number): boolean {
  const gaps = chains.flatMap((points, chain) =>
    points.slice(1).flatMap((to, k) => {
      const from = points[k] as Point;
      return Math.hypot(to.x - from.x, to.y - from.y) > spacing ? [{ chain, k, from, to }] : [];
    }),
  );
  if (gaps.length === 0) {
    return false;
  }
  const far = gaps.map(({ from, to }) => Math.hypot(to.x - from.x, to.y - from.y) / 2);
  const sides = [1, -1].map((sign) =>
    gaps.map(({ from, to }, n) => across(from, to, middle(from, to), sign * (far[n] as number))),
  ) as [Point[], Point[]];
  const known = sides.map((points) => onSky(toSky, points)) as [boolean[], boolean[]];
  const place = (inner: boolean) => (_: unknown, n: number) =>
    (known[0][n] === inner ? sides[0] : sides[1])[n] as Point;
  const found = lastOnSky(toSky, gaps.map(place(true)), gaps.map(place(false)));
  const made = new Map<number, Map<number, Point>>();
  gaps.forEach(({ chain, k }, n) => {
    // Where the border is too rough for that it stays as it is.
    if (known[0][n] !== known[1][n]) {
      const of = made.get(chain) ?? new Map<number, Point>();
      made.set(chain, of.set(k, found[n] as Point));
    }
  });
  for (const [chain, points] of made) {
    chains[chain] = (chains[chain] as Point[]).flatMap((point, k) => {
      const next = points.get(k);
      return next ? [point, next] : [point];
    });
  }
  return made.size > 0;
}

/** By halving, for all at a time: the last place on the way from one that is on the sky to one that is not. */
function lastOnSky(toSky: ToSky, inner: readonly Point[], outer: readonly Point[]): Point[] {
  let [low, high] = [[...inner], [...outer]];
  for (let round = 0; round < ROUNDS && low.length > 0; round += 1) {
    const middles = low.map((from, k) => middle(from, high[k] as Point));
    const on = onSky(toSky, middles);
    low = low.map((point, k) => (on[k] ? (middles[k] as Point) : point));
    high = high.map((point, k) => (on[k] ? point : (middles[k] as Point)));
  }
  return low;
}

function onSky(toSky: ToSky, points: readonly Point[]): boolean[] {
  const { longitude, latitude } = toSky(positionsOf(points));
  return points.map((_, k) => Number.isFinite((longitude[k] as number) + (latitude[k] as number)));
}

/** @param step to the left of the way from one to the other */
function across(from: Point, to: Point, at: Point, step: number): Point {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const share = step / Math.max(Math.hypot(dx, dy), Number.MIN_VALUE);
  return { x: at.x - dy * share, y: at.y + dx * share };
}

function middle(from: Point, to: Point): Point {
  return { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
}

export function positionsOf(points: readonly Point[]): Positions {
  return {
    x: Float64Array.from(points, ({ x }) => x),
    y: Float64Array.from(points, ({ y }) => y),
  };
}
