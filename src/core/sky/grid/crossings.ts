import type { Positions } from '../plane-sky';
import { type Curve, isOn, offsetFrom, type ToSky } from './curve';
import type { Lattice } from './lattice';

/** Where lines cross edges of the lattice. */
export interface Crossings extends Positions {
  /** Index of the line. */
  readonly curve: Int32Array;
  /** The edge: that to the right of a point is its index, that upwards is behind all of those. */
  readonly edge: Int32Array;
}

/** Two points between which a line crosses, with their offsets from it. */
interface Brackets {
  readonly curve: number[];
  readonly edge: number[];
  readonly start: number[];
  readonly end: number[];
}

const MOST_ROUNDS = 16;
/** Part of the difference over an edge that is left where digits run out; more is a tear. */
const NOISE = 1e-3;
const DEGREE = Math.PI / 180;

/**
 * All crossings of lines with edges both ends of which are on the sky. What only looks like one, because the
 * sky is torn there, is left out.
 *
 * @param tolerance pixels
 */
export function crossingsOf(
  toSky: ToSky,
  lattice: Lattice,
  curves: readonly Curve[],
  tolerance: number,
): Crossings {
  return refined(toSky, lattice, curves, bracketsOf(lattice, curves), tolerance);
}

function bracketsOf(lattice: Lattice, curves: readonly Curve[]): Brackets {
  const { columns, rows, longitude, latitude } = lattice;
  const points = columns * rows;
  const found: Brackets = { curve: [], edge: [], start: [], end: [] };
  const [east, north] = [new Float64Array(points), new Float64Array(points)];
  for (let k = 0; k < points; k += 1) {
    const [lon, c] = [longitude[k] as number, Math.cos((latitude[k] as number) * DEGREE)];
    east[k] = c * Math.cos(lon * DEGREE);
    north[k] = c * Math.sin(lon * DEGREE);
  }
  /** 1 and −1 are the sides of a line, 2 and −2 those of the other half of a meridian, 0 is nowhere. */
  const side = new Int8Array(points);
  curves.forEach(({ kind, value }, curve) => {
    const [c, s] = [Math.cos(value * DEGREE), Math.sin(value * DEGREE)];
    for (let k = 0; k < points; k += 1) {
      const [a, b] = [east[k] as number, north[k] as number];
      const off = kind === 'latitude' ? (latitude[k] as number) - value : b * c - a * s;
      const half = kind === 'latitude' || a * c + b * s > 0 ? 1 : 2;
      side[k] = Number.isNaN(off + a) ? 0 : off >= 0 ? half : -half;
    }
    const edge = (from: number, to: number, index: number): void => {
      const [one, other] = [side[from] as number, side[to] as number];
      if (Math.abs(one) === 1 || Math.abs(other) === 1) {
        found.curve.push(curve);
        found.edge.push(index);
        found.start.push(from);
        found.end.push(to);
      }
    };
    for (let row = 0; row < rows; row += 1) {
      const last = (row + 1) * columns - 1;
      for (let k = last - columns + 1; k <= last; k += 1) {
        const here = side[k] as number;
        if (k < last && here * (side[k + 1] as number) < 0) {
          edge(k, k + 1, k);
        }
        if (row + 1 < rows && here * (side[k + columns] as number) < 0) {
          edge(k, k + columns, points + k);
        }
      }
    }
  });
  return found;
}

/** Regula falsi with the Illinois correction, for all at a time. */
function refined(
  toSky: ToSky,
  { x, y, longitude, latitude, stepX, stepY }: Lattice,
  curves: readonly Curve[],
  { curve, edge, start, end }: Brackets,
  tolerance: number,
): Crossings {
  const count = curve.length;
  const offAt = (k: number, point: number): number =>
    offsetFrom(
      curves[curve[k] as number] as Curve,
      longitude[point] as number,
      latitude[point] as number,
    );
  const [low, high] = [new Float64Array(count), new Float64Array(count).fill(1)];
  const offLow = new Float64Array(start.map((point, k) => offAt(k, point)));
  const offHigh = new Float64Array(end.map((point, k) => offAt(k, point)));
  const span = offLow.map((off, k) => Math.abs(off - (offHigh[k] as number)));
  /** What is near enough, as an offset. */
  const small = span.map(
    (off, k) => (off * tolerance) / ((edge[k] as number) < x.length ? stepX : stepY),
  );
  const share = new Float64Array(count).fill(NaN);
  const lastMoved = new Uint8Array(count);
  let active = Array.from(share.keys());
  for (let round = 0; round < MOST_ROUNDS && active.length > 0; round += 1) {
    const trial = new Float64Array(active.length);
    const at = { x: new Float64Array(active.length), y: new Float64Array(active.length) };
    for (let i = 0; i < active.length; i += 1) {
      const k = active[i] as number;
      const [a, b] = [offLow[k] as number, offHigh[k] as number];
      const [from, to] = [low[k] as number, high[k] as number];
      const [one, other] = [start[k] as number, end[k] as number];
      const t = from + ((to - from) * a) / (a - b);
      trial[i] = t;
      at.x[i] = between(x, one, other, t);
      at.y[i] = between(y, one, other, t);
    }
    const sky = toSky(at);
    active = active.filter((k, i) => {
      const line = curves[curve[k] as number] as Curve;
      const [t, lon] = [trial[i] as number, sky.longitude[i] as number];
      const off = offsetFrom(line, lon, sky.latitude[i] as number);
      const last = round === MOST_ROUNDS - 1;
      const enough = last ? NOISE * (span[k] as number) : (small[k] as number);
      if (Math.abs(off) <= enough) {
        share[k] = isOn(line, lon) ? t : NaN;
        return false;
      }
      const moved = off * (offLow[k] as number) > 0 ? 1 : 2;
      const again = lastMoved[k] === moved ? 0.5 : 1;
      if (moved === 1) {
        low[k] = t;
        offLow[k] = off;
        offHigh[k] = (offHigh[k] as number) * again;
      } else {
        high[k] = t;
        offHigh[k] = off;
        offLow[k] = (offLow[k] as number) * again;
      }
      lastMoved[k] = moved;
      return !Number.isNaN(off);
    });
  }
  return kept(x, y, { curve, edge, start, end }, share);
}

/** Those that were found. */
function kept(
  x: Float64Array,
  y: Float64Array,
  { curve, edge, start, end }: Brackets,
  share: Float64Array,
): Crossings {
  const sure = Array.from(share.keys()).filter((k) => !Number.isNaN(share[k]));
  const place = (values: Float64Array): Float64Array =>
    new Float64Array(
      sure.map((k) => between(values, start[k] as number, end[k] as number, share[k] as number)),
    );
  return {
    x: place(x),
    y: place(y),
    curve: new Int32Array(sure.map((k) => curve[k] as number)),
    edge: new Int32Array(sure.map((k) => edge[k] as number)),
  };
}

function between(values: Float64Array, start: number, end: number, share: number): number {
  const from = values[start] as number;
  return from + share * ((values[end] as number) - from);
}
