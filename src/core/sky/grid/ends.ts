import type { Piece, Point } from './chains';
import { type Curve, offsetsOf, type ToSky } from './curve';
import type { PixelBox } from './lattice';
import { secant } from './smooth';

export interface EndOptions {
  readonly box: PixelBox;
  /** The first step, in pixels: about half of a cell. */
  readonly step: number;
  /** How near one comes to where the sky ends. */
  readonly least: number;
}

/** An end of a line that has not come to where the line ends. */
interface End {
  readonly curve: Curve;
  readonly found: Point[];
  at: Point;
  /** Where to, a unit vector; of a single point it is to be found. */
  ahead: Point | undefined;
  step: number;
  way: number;
}

const MOST_ROUNDS = 100;
/** How far across a line one looks how its offset grows, in steps. */
const ASIDE = 0.125;
/** Steps grow again after the line has bent. */
const GROWTH = 1.5;
/** How far one follows a line beyond the cells it was found in, in first steps. */
const FARTHEST = 60;

/** Follows lines from their open ends to the border of the sky, to a pole or to where they are torn. */
export function followed(
  toSky: ToSky,
  pieces: readonly Piece[],
  curves: readonly Curve[],
  options: EndOptions,
): Piece[] {
  const ends: End[] = [];
  const end = (piece: Piece, points: readonly Point[]): End => {
    const [before, at] = points.slice(-2);
    const [here, back] = at === undefined ? [before as Point, undefined] : [at, before as Point];
    const { step } = options;
    const curve = curves[piece.curve] as Curve;
    const ahead = back && unit(here.x - back.x, here.y - back.y);
    const made = { curve, found: [], at: here, ahead, step, way: 0 };
    ends.push(made);
    return made;
  };
  const both = pieces.map((piece) => ({
    piece,
    start: piece.openStart ? end(piece, [...piece.points].reverse()) : undefined,
    end: piece.openEnd ? end(piece, piece.points) : undefined,
  }));
  findWays(toSky, ends, options);
  let active = ends.filter(({ ahead }) => ahead !== undefined);
  for (let round = 0; round < MOST_ROUNDS && active.length > 0; round += 1) {
    takeSteps(toSky, active, options);
    meet(active);
    active = active.filter(
      ({ step, way }) => step > options.least && way < FARTHEST * options.step,
    );
  }
  return both.map(({ piece, start, end }) => ({
    ...piece,
    points: [...(start?.found ?? []).reverse(), ...piece.points, ...(end?.found ?? [])],
  }));
}

/** Of single points, along the line: at right angles to where the offset grows, one way and the other. */
function findWays(toSky: ToSky, ends: readonly End[], { least }: EndOptions): void {
  const single = ends.filter(({ ahead }) => ahead === undefined);
  const off = offsetsAt(toSky, single, [
    ({ at }) => at,
    ({ at }) => ({ x: at.x + least, y: at.y }),
    ({ at }) => ({ x: at.x, y: at.y + least }),
  ]);
  let sign = 1;
  single.forEach((end, k) => {
    const [here = NaN, right = NaN, up = NaN] = off.map((values) => values[k]);
    const along = unit(-(up - here) * sign, (right - here) * sign);
    end.ahead = Number.isFinite(along.x + along.y) ? along : undefined;
    sign = -sign;
  });
}

/** One step each: straight ahead, then across by the secant method onto the line. */
function takeSteps(toSky: ToSky, ends: readonly End[], { box, step }: EndOptions): void {
  const at = (share: number) => (end: End) => pointAt(end, share);
  const shares = (values: readonly number[]) => (end: End, k: number) => {
    const share = values[k] as number;
    return pointAt(end, Number.isFinite(share) ? share : 0);
  };
  const [middle = [], left = [], right = []] = offsetsAt(toSky, ends, [
    at(0),
    at(ASIDE),
    at(-ASIDE),
  ]);
  // Along the border of the sky there is but one side.
  const side = ends.map((_, k) => (Number.isNaN(left[k]) ? -ASIDE : ASIDE));
  const aside = side.map((share, k) => (share > 0 ? left[k] : right[k]));
  const first = side.map((share, k) => secant(share, middle[k], aside[k]));
  const [behind = []] = offsetsAt(toSky, ends, [shares(first)]);
  const next = first.map((share, k) =>
    Math.abs(share) < 1e-6 ? share : secant(share, middle[k], behind[k]),
  );
  const [last = []] = offsetsAt(toSky, ends, [shares(next)]);
  ends.forEach((end, k) => {
    const share = next[k] as number;
    const slope = Math.abs((aside[k] as number) - (middle[k] as number)) / ASIDE;
    const point = pointAt(end, share);
    const near = Math.abs(last[k] as number) <= 1e-3 * slope;
    if (near && Math.abs(share) <= 0.5 && isIn(box, point)) {
      end.found.push(point);
      end.ahead = unit(point.x - end.at.x, point.y - end.at.y);
      end.at = point;
      end.way += end.step;
      end.step = Math.min(end.step * GROWTH, step);
    } else {
      end.step /= 2;
    }
  });
}

/** Two ends of one line that have come to each other are joined. */
function meet(ends: readonly End[]): void {
  ends.forEach((end, k) => {
    for (const other of ends.slice(k + 1)) {
      const [dx, dy] = [other.at.x - end.at.x, other.at.y - end.at.y];
      const near = Math.hypot(dx, dy) <= 1.5 * Math.max(end.step, other.step);
      if (
        end.curve === other.curve &&
        end.step > 0 &&
        other.step > 0 &&
        near &&
        facing(end, other)
      ) {
        end.found.push(other.at);
        end.step = 0;
        other.step = 0;
      }
    }
  });
}

/** Whether they go towards each other. */
function facing({ ahead: one }: End, { ahead: other }: End): boolean {
  return one !== undefined && other !== undefined && one.x * other.x + one.y * other.y < -0.5;
}

function offsetsAt(
  toSky: ToSky,
  ends: readonly End[],
  places: readonly ((end: End, k: number) => Point)[],
): ArrayLike<number>[] {
  const points = places.flatMap((place) => ends.map(place));
  const x = new Float64Array(points.map((point) => point.x));
  const y = new Float64Array(points.map((point) => point.y));
  const all = offsetsOf(toSky, { x, y }, (k) => (ends[k % ends.length] as End).curve);
  return places.map((_, k) => all.subarray(k * ends.length, (k + 1) * ends.length));
}

/** One step ahead and a share of it to the side. */
function pointAt({ at, ahead, step }: End, share: number): Point {
  const { x, y } = ahead as Point;
  return { x: at.x + step * (x - share * y), y: at.y + step * (y + share * x) };
}

function unit(x: number, y: number): Point {
  const length = Math.hypot(x, y);
  return { x: x / length, y: y / length };
}

function isIn({ x0, x1, y0, y1 }: PixelBox, { x, y }: Point): boolean {
  return x >= x0 && x <= x1 && y >= y0 && y <= y1;
}
