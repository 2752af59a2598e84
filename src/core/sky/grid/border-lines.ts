import { insideOf, positionsOf } from './border';
import type { Piece, Point } from './chains';
import { type Curve, isOn, offsetFrom, type ToSky } from './curve';
import { type EndOptions, followed } from './ends';
import type { Lattice } from './lattice';

/** How near to the border lines are looked for, in steps along it. */
const DEPTH = 0.5;
/** A border is a line of the grid where it is off by no more pixels. */
const SAME = 0.05;
/** A line is known already where one of its pieces is so near, in pixels. */
const NEAR = 1;
const SECANTS = 3;

/**
 * What the cells of a lattice miss at the border of the sky: borders that are lines themselves (the meridian
 * opposite to the middle of a map of the whole sky), and bits of lines too short to cross an edge of a cell.
 *
 * @param borders points some pixels apart @param known the pieces that were found
 */
export function borderLines(
  toSky: ToSky,
  borders: readonly (readonly Point[])[],
  curves: readonly Curve[],
  known: readonly Piece[],
  { lattice, ...options }: EndOptions & { readonly lattice: Lattice },
): Piece[] {
  const same = SAME * radiansPerPixel(lattice);
  const along = borders.flatMap((border) => alongBorder(toSky, border, curves, same));
  const seeds = borders.flatMap((border) =>
    seedsOf(toSky, insideOf(toSky, border, DEPTH * options.step), curves),
  );
  const found = [...known, ...along];
  const missing = seeds.filter(({ curve, at }) => !isNear(found, curve, at));
  const pieces = followed(
    toSky,
    missing.map(({ curve, at }) => ({ curve, points: [at], openStart: true, openEnd: true })),
    curves,
    options,
  );
  // A bit that comes from the border and goes back to it was met twice.
  pieces.forEach((piece, k) => {
    const { curve, at } = missing[k] as Seed;
    if (!isNear(found, curve, at)) {
      found.push(piece);
    }
  });
  return found.slice(known.length);
}

interface Seed {
  readonly curve: number;
  readonly at: Point;
}

function alongBorder(
  toSky: ToSky,
  border: readonly Point[],
  curves: readonly Curve[],
  same: number,
): Piece[] {
  const { longitude, latitude } = toSky(positionsOf(border));
  return curves.flatMap((line, curve) => {
    const pieces: Piece[] = [];
    let points: Point[] = [];
    const end = (): void => {
      if (points.length > 2) {
        pieces.push({ curve, points, openStart: false, openEnd: false });
      }
      points = [];
    };
    border.forEach((point, k) => {
      const [lon, lat] = [longitude[k] as number, latitude[k] as number];
      if (Math.abs(offsetFrom(line, lon, lat)) <= same && isOn(line, lon)) {
        points.push(point);
      } else {
        end();
      }
    });
    end();
    return pieces;
  });
}

/** Where lines pass between points beside a border. */
function seedsOf(
  toSky: ToSky,
  inside: readonly (Point | undefined)[],
  curves: readonly Curve[],
): Seed[] {
  const points = inside.map((point) => point ?? { x: NaN, y: NaN });
  const { longitude, latitude } = toSky(positionsOf(points));
  const off = (line: Curve, k: number): number =>
    offsetFrom(line, longitude[k] as number, latitude[k] as number);
  const brackets = curves.flatMap((line, curve) =>
    points.slice(1).flatMap((to, k) => {
      const [a, b] = [off(line, k), off(line, k + 1)];
      const crosses = a * b < 0 && isOn(line, longitude[k] as number);
      return crosses ? [{ curve, line, from: points[k] as Point, to, a, b }] : [];
    }),
  );
  let shares = brackets.map(({ a, b }) => a / (a - b));
  const place = (n: number): Point => {
    const { from, to } = brackets[n] as (typeof brackets)[number];
    const share = shares[n] as number;
    return { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) };
  };
  let left = brackets.map(() => NaN);
  for (let round = 0; round < SECANTS; round += 1) {
    const sky = toSky(positionsOf(shares.map((_, n) => place(n))));
    left = brackets.map(({ line }, n) =>
      offsetFrom(line, sky.longitude[n] as number, sky.latitude[n] as number),
    );
    if (round < SECANTS - 1) {
      shares = brackets.map(({ a, b }, n) => (shares[n] as number) + (left[n] as number) / (a - b));
    }
  }
  return brackets.flatMap(({ curve, a, b }, n) =>
    Math.abs(left[n] as number) <= 1e-3 * Math.abs(a - b) ? [{ curve, at: place(n) }] : [],
  );
}

function isNear(pieces: readonly Piece[], curve: number, at: Point): boolean {
  return pieces.some(
    (piece) =>
      piece.curve === curve &&
      piece.points.some((to, k) => distance(at, piece.points[k - 1] ?? to, to) <= NEAR),
  );
}

function distance({ x, y }: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : ((x - from.x) * dx + (y - from.y) * dy) / length;
  const t = Math.min(1, Math.max(0, share));
  return Math.hypot(x - from.x - t * dx, y - from.y - t * dy);
}

/** The least that two neighbours of the lattice are apart on the sky, along latitude. */
function radiansPerPixel({ latitude, columns, rows, stepY }: Lattice): number {
  const steps: number[] = [];
  for (let k = 0; k + columns < columns * rows; k += 1) {
    const off = Math.abs((latitude[k + columns] as number) - (latitude[k] as number));
    if (off > 0) {
      steps.push(off);
    }
  }
  steps.sort((a, b) => a - b);
  return (((steps[steps.length >> 1] ?? 0) / stepY) * Math.PI) / 180;
}
