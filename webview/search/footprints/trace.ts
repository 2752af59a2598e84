import type { SkyMap, Spot } from './sky-map';
import type { Vector } from './vector';

/** Takes a line as a canvas does. */
export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
}

/** Points nearer to the one before them than this are left out, pixels. */
const FINE = 0.4;
/** How far beside the canvas a line is still drawn, pixels. */
const MARGIN = 8;

/**
 * Draws a line on the sky: cut where the all-sky is cut, or at the horizon of a field, and at the edge of the
 * canvas.
 *
 * @param points unit vectors, `x, y, z` in turns @param from,to which of them
 * @param every only each so many of them, and the last: enough for what is small on the canvas
 * @returns whether all of it was drawn in one piece, so that it can be filled.
 */
export function trace(
  map: SkyMap,
  points: Float64Array,
  from: number,
  to: number,
  pen: Pen,
  every = 1,
): boolean {
  const line = new CanvasLine(pen, map.size.width, map.size.height);
  let whole = true;
  let last: Vector | undefined;
  for (let k = from; k < to; k = k === to - 1 ? to : Math.min(k + every, to - 1)) {
    const next = map.turn(
      points[3 * k] as number,
      points[3 * k + 1] as number,
      points[3 * k + 2] as number,
    );
    if (last === undefined || isPlain(map, last, next)) {
      if (map.shows(next)) {
        line.to(map.place(next), last === undefined || k === to - 1);
      } else {
        whole = false;
      }
    } else {
      whole = false;
      crossed(map, last, next, line);
    }
    last = next;
  }
  return whole && !line.cut;
}

/** Whether the line between two directions is drawn in one piece, or not at all. */
function isPlain(map: SkyMap, a: Vector, b: Vector): boolean {
  if (map.view.kind === 'field') {
    return map.shows(a) === map.shows(b);
  }
  if (a[1] >= 0 === b[1] >= 0) {
    return true;
  }
  // They are on two sides of the meridian of the middle, or of the one opposite to it.
  return aheadAtMeridian(a, b) > 0;
}

/** How far ahead the great circle between two directions is where it meets the meridian. */
function aheadAtMeridian(a: Vector, b: Vector): number {
  const t = a[1] / (a[1] - b[1]);
  return a[0] + t * (b[0] - a[0]);
}

function crossed(map: SkyMap, a: Vector, b: Vector, line: CanvasLine): void {
  if (map.view.kind === 'field') {
    const t = (map.horizon - a[0]) / (b[0] - a[0]);
    const edge = map.place(between(a, b, t));
    if (map.shows(a)) {
      line.to(edge, true);
    } else {
      line.lift();
      line.to(edge, true);
      line.to(map.place(b), true);
    }
    return;
  }
  const edge = between(a, b, a[1] / (a[1] - b[1]));
  line.to(map.place(edge, a[1] >= 0 ? 1 : -1), true);
  line.lift();
  line.to(map.place(edge, b[1] >= 0 ? 1 : -1), true);
  line.to(map.place(b), true);
}

/** A direction of the great circle between two. */
function between(a: Vector, b: Vector, t: number): Vector {
  const [x, y, z] = [0, 1, 2].map(
    (k) => (a[k] as number) + t * ((b[k] as number) - (a[k] as number)),
  );
  const length = Math.hypot(x as number, y as number, z as number);
  return [(x as number) / length, (y as number) / length, (z as number) / length];
}

/** A line on the canvas of which only what is in sight is drawn: far away, canvases are inexact. */
class CanvasLine {
  /** Whether something was left out. */
  cut = false;
  readonly #pen: Pen;
  readonly #right: number;
  readonly #bottom: number;
  #last: Spot | undefined;
  #down = false;

  constructor(pen: Pen, width: number, height: number) {
    this.#pen = pen;
    this.#right = width + MARGIN;
    this.#bottom = height + MARGIN;
  }

  lift(): void {
    this.#last = undefined;
    this.#down = false;
    this.cut = true;
  }

  /** @param always false to leave out what is too near to be seen. */
  to(spot: Spot, always: boolean): void {
    const last = this.#last;
    if (last === undefined) {
      this.#last = spot;
      return;
    }
    const [dx, dy] = [spot[0] - last[0], spot[1] - last[1]];
    if (!always && Math.abs(dx) < FINE && Math.abs(dy) < FINE) {
      return;
    }
    this.#last = spot;
    const [start, end] = this.#part(last, dx, dy);
    if (start > end) {
      this.cut = true;
      this.#down = false;
      return;
    }
    if (!this.#down || start > 0) {
      this.#pen.moveTo(last[0] + start * dx, last[1] + start * dy);
    }
    this.#pen.lineTo(last[0] + end * dx, last[1] + end * dy);
    this.#down = end >= 1;
    this.cut ||= start > 0 || end < 1;
  }

  #holds(x: number, y: number): boolean {
    return x >= -MARGIN && y >= -MARGIN && x <= this.#right && y <= this.#bottom;
  }

  /** Which part of a segment is in sight; the start lies behind the end where none is. */
  #part([x, y]: Spot, dx: number, dy: number): readonly [start: number, end: number] {
    let [start, end] = [0, 1];
    if (this.#holds(x, y) && this.#holds(x + dx, y + dy)) {
      return [start, end];
    }
    const limit = (from: number, step: number, low: number, high: number): void => {
      if (step === 0) {
        if (from < low || from > high) {
          start = 2;
        }
        return;
      }
      const [a, b] = [(low - from) / step, (high - from) / step];
      start = Math.max(start, Math.min(a, b));
      end = Math.min(end, Math.max(a, b));
    };
    limit(x, dx, -MARGIN, this.#right);
    limit(y, dy, -MARGIN, this.#bottom);
    return [start, end];
  }
}
