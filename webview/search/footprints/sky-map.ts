import type { Size, SkyView } from './sky-view';
import { DEGREE, type Vector, vectorAt } from './vector';

/** A position on the canvas, CSS pixels from its upper left corner. */
export type Spot = readonly [x: number, y: number];

/** Half the width and height of the all-sky's ellipse, in its own units. */
const ELLIPSE = [2 * Math.SQRT2, Math.SQRT2] as const;
/** How much of the canvas the ellipse takes. */
const FILLED = 0.97;
/** What is farther from the middle of a field than this (as a cosine) is not drawn: it is far out of sight. */
const HORIZON = 0.05;

/** Between the sky and the canvas. */
export class SkyMap {
  readonly view: SkyView;
  readonly size: Size;
  /** Pixels for a radian in the middle. */
  readonly scale: number;
  /** The middle of the view, and the directions to the east and the north there. */
  readonly middle: Vector;
  readonly #east: Vector;
  readonly #north: Vector;

  constructor(view: SkyView, size: Size) {
    this.view = view;
    this.size = size;
    const [half, tall] = ELLIPSE;
    this.scale =
      view.kind === 'field'
        ? 1 / view.pixel
        : FILLED * Math.min(size.width / (2 * half), size.height / (2 * tall));
    const latitude = view.kind === 'field' ? view.latitude : 0;
    const [l, b] = [view.longitude * DEGREE, latitude * DEGREE];
    this.middle = vectorAt(view.longitude, latitude);
    this.#east = [-Math.sin(l), Math.cos(l), 0];
    this.#north = [-Math.sin(b) * Math.cos(l), -Math.sin(b) * Math.sin(l), Math.cos(b)];
  }

  /** Half the axes of the all-sky's ellipse, in pixels. */
  get ellipse(): readonly [x: number, y: number] {
    return [ELLIPSE[0] * this.scale, ELLIPSE[1] * this.scale];
  }

  /** How far the corners are from the middle, radians. */
  get radius(): number {
    const { width, height } = this.size;
    return this.view.kind === 'field'
      ? Math.atan(Math.hypot(width, height) / 2 / this.scale)
      : Math.PI;
  }

  /** The direction in the axes of the view: to the middle, to the east, to the north. */
  turn(x: number, y: number, z: number): Vector {
    const [m, e, n] = [this.middle, this.#east, this.#north];
    return [
      m[0] * x + m[1] * y + m[2] * z,
      e[0] * x + e[1] * y + e[2] * z,
      n[0] * x + n[1] * y + n[2] * z,
    ];
  }

  /** Where a turned direction is drawn; of one on the meridian that cuts the all-sky, `side` says at which end. */
  place([ahead, east, north]: Vector, side = Math.sign(east)): Spot {
    const [x, y] =
      this.view.kind === 'field'
        ? [east / ahead, north / ahead]
        : hammer(ahead, Math.abs(east) * side, north);
    return [this.size.width / 2 - x * this.scale, this.size.height / 2 - y * this.scale];
  }

  /** Where a direction is drawn; undefined where it cannot be. */
  spotOf([x, y, z]: Vector): Spot | undefined {
    const turned = this.turn(x, y, z);
    return this.shows(turned) ? this.place(turned) : undefined;
  }

  /** Whether a turned direction can be drawn. */
  shows([ahead]: Vector): boolean {
    return this.view.kind === 'all-sky' || ahead > HORIZON;
  }

  /** How far ahead a direction must be to be drawn. */
  get horizon(): number {
    return this.view.kind === 'field' ? HORIZON : -1;
  }

  /** The direction at a spot; undefined beside the sky. */
  directionAt(spot: Spot): Vector | undefined {
    const turned = this.turnedAt(spot);
    if (turned === undefined) {
      return undefined;
    }
    const [m, e, n] = [this.middle, this.#east, this.#north];
    const [a, b, c] = turned;
    return [
      a * m[0] + b * e[0] + c * n[0],
      a * m[1] + b * e[1] + c * n[1],
      a * m[2] + b * e[2] + c * n[2],
    ];
  }

  /** The direction at a spot in the axes of the view. */
  turnedAt([sx, sy]: Spot): Vector | undefined {
    const x = (this.size.width / 2 - sx) / this.scale;
    const y = (this.size.height / 2 - sy) / this.scale;
    if (this.view.kind === 'field') {
      const length = Math.hypot(1, x, y);
      return [1 / length, x / length, y / length];
    }
    return unhammer(x, y);
  }
}

/** Hammer's and Aitoff's projection of a direction, without the angles: near the middle nothing is lost. */
function hammer(ahead: number, east: number, north: number): Spot {
  // Thousands of points a frame: Math.hypot takes its time.
  const c = Math.sqrt(ahead * ahead + east * east);
  // cos b · cos(l/2) and cos b · sin(l/2)
  const [even, odd] =
    ahead > 0
      ? [Math.sqrt((c * (c + ahead)) / 2), east * Math.sqrt(c / (2 * (c + ahead)))]
      : [
          c > 0 ? Math.abs(east) * Math.sqrt(c / (2 * (c - ahead))) : 0,
          (east < 0 || Object.is(east, -0) ? -1 : 1) * Math.sqrt((c * (c - ahead)) / 2),
        ];
  const stretch = Math.sqrt(2 / (1 + even));
  return [2 * stretch * odd, stretch * north];
}

function unhammer(x: number, y: number): Vector | undefined {
  const square = 1 - (x / 4) ** 2 - (y / 2) ** 2;
  if (square < 0.5) {
    return undefined;
  }
  const z = Math.sqrt(square);
  const longitude = 2 * Math.atan2(z * x, 2 * (2 * square - 1));
  const north = Math.min(1, Math.max(-1, y * z));
  const c = Math.sqrt(1 - north * north);
  return [c * Math.cos(longitude), c * Math.sin(longitude), north];
}
