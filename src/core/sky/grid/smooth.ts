import type { Piece, Point } from './chains';
import { type Curve, offsetsOf, type ToSky } from './curve';

export interface SmoothOptions {
  /** Segments are not divided below this, in pixels. */
  readonly least: number;
  /** How far a line may be off its segments, in pixels. */
  readonly sagitta: number;
  /** Points of all pieces together. */
  readonly most: number;
}

interface Draft {
  readonly piece: Piece;
  points: Point[];
  /** Whether the segment from this point on is straight enough. */
  settled: boolean[];
  /** Whether the line is torn there. */
  torn: boolean[];
}

interface Segment {
  readonly draft: Draft;
  readonly k: number;
  readonly from: Point;
  readonly to: Point;
}

const MOST_ROUNDS = 12;
/** How far a line is off the middle of a segment, as a share of its length, where that is beyond doubt. */
const STRAIGHT = 5e-4;

/** Divides segments until they follow their lines, and takes out those where the line is torn. */
export function smoothed(
  toSky: ToSky,
  pieces: readonly Piece[],
  curves: readonly Curve[],
  options: SmoothOptions,
): Piece[] {
  const drafts = pieces.map((piece): Draft => {
    const { points } = piece;
    return { piece, points, settled: points.map(() => false), torn: points.map(() => false) };
  });
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const segments = drafts.flatMap((draft) => unsettled(draft, options.least));
    const points = drafts.reduce((sum, draft) => sum + draft.points.length, 0);
    if (segments.length === 0 || points + segments.length > options.most) {
      break;
    }
    const middles = middlesOf(toSky, segments, curves);
    segments.forEach(({ draft, k }, i) => {
      const { point, off } = middles[i] as Middle;
      draft.torn[k] = point === undefined;
      draft.settled[k] = point === undefined || off <= options.sagitta;
    });
    insert(drafts, segments, middles, options.sagitta);
  }
  return drafts.flatMap(withoutTears);
}

function unsettled(draft: Draft, least: number): Segment[] {
  const { points, settled } = draft;
  const found: Segment[] = [];
  for (let k = 0; k + 1 < points.length; k += 1) {
    const [from, to] = [points[k] as Point, points[k + 1] as Point];
    if (settled[k] !== true && Math.hypot(to.x - from.x, to.y - from.y) > least) {
      found.push({ draft, k, from, to });
    }
  }
  return found;
}

interface Middle {
  /** Undefined where the line is not between the ends. */
  readonly point: Point | undefined;
  readonly off: number;
}

/** Where lines pass the middles of segments: a step of the secant method across them, another where it is far. */
function middlesOf(toSky: ToSky, segments: readonly Segment[], curves: readonly Curve[]): Middle[] {
  const curveOf = ({ draft }: Segment): Curve => curves[draft.piece.curve] as Curve;
  const lengths = segments.map(({ from, to }) => Math.hypot(to.x - from.x, to.y - from.y));
  const offsets = (of: readonly Segment[], steps: readonly number[]): Float64Array => {
    const x = new Float64Array(steps.length);
    const y = new Float64Array(steps.length);
    for (let k = 0; k < steps.length; k += 1) {
      const point = across(of[k % of.length] as Segment, steps[k] as number);
      x[k] = point.x;
      y[k] = point.y;
    }
    return offsetsOf(toSky, { x, y }, (k) => curveOf(of[k % of.length] as Segment));
  };
  const count = segments.length;
  const two = offsets(segments, [
    ...new Array<number>(count).fill(0),
    ...lengths.map((length) => length / 8),
  ]);
  const first = lengths.map((length, k) => secant(length / 8, two[k], two[count + k]));
  // A line that runs through the middle is where it is taken to be.
  const far = [...first.keys()].filter(
    (k) => !(Math.abs(first[k] as number) <= STRAIGHT * (lengths[k] as number)),
  );
  const behind = offsets(
    far.map((k) => segments[k] as Segment),
    far.map((k) => (Number.isFinite(first[k]) ? (first[k] as number) : 0)),
  );
  const last = [...first];
  far.forEach((k, i) => {
    last[k] = secant(first[k] as number, two[k], behind[i]);
  });
  return lengths.map((length, k) => {
    const [step, next] = [first[k] as number, last[k] as number];
    const good = Math.abs(step) <= 0.6 * length && Math.abs(next - step) <= 0.15 * length;
    return {
      point: good ? across(segments[k] as Segment, next) : undefined,
      off: Math.abs(next),
    };
  });
}

function across({ from, to }: Segment, step: number): Point {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const share = step / Math.hypot(dx, dy);
  return { x: (from.x + to.x) / 2 - dy * share, y: (from.y + to.y) / 2 + dx * share };
}

/** Where the offset is 0 that has these values at 0 and at `step`. */
export function secant(step: number, off = NaN, offBehind = NaN): number {
  return off === 0 ? 0 : (-off * step) / (offBehind - off);
}

function insert(
  drafts: readonly Draft[],
  segments: readonly Segment[],
  middles: readonly Middle[],
  sagitta: number,
): void {
  const found = new Map<Draft, Map<number, Point>>();
  segments.forEach(({ draft, k }, i) => {
    const { point, off } = middles[i] as Middle;
    if (point !== undefined && off > sagitta) {
      const of = found.get(draft) ?? new Map<number, Point>();
      found.set(draft, of.set(k, point));
    }
  });
  for (const draft of drafts) {
    const of = found.get(draft);
    if (of !== undefined) {
      const { points, settled, torn } = draft;
      const grow = <T>(values: readonly T[], made: (k: number) => T): T[] =>
        values.flatMap((value, k) => (of.has(k) ? [value, made(k)] : [value]));
      draft.points = grow(points, (k) => of.get(k) as Point);
      draft.settled = grow(settled, () => false);
      draft.torn = grow(torn, () => false);
    }
  }
}

function withoutTears({ piece, points, torn }: Draft): Piece[] {
  const parts: Piece[] = [];
  let start = 0;
  points.forEach((_, k) => {
    const last = k === points.length - 1;
    if (torn[k] || last) {
      parts.push({
        curve: piece.curve,
        points: points.slice(start, k + 1),
        openStart: start > 0 || piece.openStart,
        openEnd: last ? piece.openEnd : true,
      });
      start = k + 1;
    }
  });
  return parts;
}
