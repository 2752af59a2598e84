import type { SkyMap, Spot } from './sky-map';
import { DEGREE, directionAt, turned, vectorAt } from './vector';

/** A meridian or a parallel. */
export interface GridLine {
  /** Unit vectors, `x, y, z` in turns. */
  readonly points: Float64Array;
  readonly label: string;
  /** Which end of it the label is put at: the left one of parallels, the lowest of meridians. */
  readonly along: 'meridian' | 'parallel';
  /** Where the label of an all-sky's meridian stands: there the lines have no ends of their own. */
  readonly at: Spot | undefined;
}

const STEPS: readonly number[] = [45, 30, 15, 10, 5, 2, 1];
/** Lines that a view has each way, about. */
const LINES = 4;
const MERIDIAN_POINTS = 61;
const PARALLEL_POINTS = 91;
/** An all-sky of fewer pixels across has half the meridians: their numbers would stand on each other. */
const NARROW = 480;

/** The lines of longitude and latitude of a view. */
export function graticule(map: SkyMap): GridLine[] {
  const { view } = map;
  if (view.kind === 'all-sky') {
    const apart = 2 * map.ellipse[0] < NARROW ? 60 : 30;
    return [
      ...range(apart - 180, 180, apart).map((offset) =>
        meridian(turned(view.longitude + offset - (view.longitude % apart)), -90, 90, apart, map),
      ),
      ...range(-60, 60, 30).map((latitude) =>
        parallel(latitude, view.longitude - 179.999, view.longitude + 179.999, 30),
      ),
    ];
  }
  const radius = map.radius / DEGREE;
  const shorter =
    (Math.atan(Math.min(map.size.width, map.size.height) / 2 / map.scale) * 2) / DEGREE;
  const [south, north] = [
    Math.max(-90, view.latitude - radius),
    Math.min(90, view.latitude + radius),
  ];
  const step = stepFor(shorter / LINES);
  const polar = Math.abs(view.latitude) + radius >= 90;
  const cosine = Math.cos(view.latitude * DEGREE);
  const wide = polar ? 180 : Math.asin(Math.min(1, Math.sin(radius * DEGREE) / cosine)) / DEGREE;
  const across = polar ? Math.max(15, stepFor(shorter / LINES)) : stepFor(shorter / LINES / cosine);
  const top = polar ? Math.min(89.999, north) : north;
  const bottom = polar ? Math.max(-89.999, south) : south;
  return [
    ...multiples(view.longitude - wide, view.longitude + wide, across)
      .filter((longitude) => !polar || longitude < view.longitude + wide - 1e-9)
      .map((longitude) => meridian(longitude, bottom, top, across, undefined)),
    ...multiples(south, north, step)
      .filter((latitude) => Math.abs(latitude) < 90)
      .map((latitude) => parallel(latitude, view.longitude - wide, view.longitude + wide, step)),
  ];
}

/** The largest round step that is no larger than asked for. */
export function stepFor(most: number): number {
  const coarse = STEPS.find((step) => step <= most);
  if (coarse !== undefined) {
    return coarse;
  }
  const power = Math.floor(Math.log10(most));
  // Read from text, or 1e-4 would be 9.999…e-5.
  const steps = [5, 2, 1].map((factor) => Number(`${factor}e${power}`));
  return steps.find((step) => step <= most) ?? most;
}

/** `150°`, `150.12°`, `+2.2°`: as exact as the step needs. */
export function gridLabel(value: number, step: number, signed: boolean): string {
  const digits = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
  const text = Math.abs(value).toFixed(digits);
  const sign = Number(text) === 0 ? '' : value < 0 ? '−' : signed ? '+' : '';
  return `${sign}${text}°`;
}

/** Where something is: `150.1163° +2.2058°`, as exact as a pixel of so many radians lets it be. */
export function positionWords(direction: readonly [number, number, number], pixel: number): string {
  const [longitude, latitude] = directionAt(direction);
  const digits = Math.min(8, Math.max(1, Math.ceil(-Math.log10(pixel / DEGREE))));
  const east = Number(longitude.toFixed(digits)) >= 360 ? 0 : longitude;
  return `${east.toFixed(digits)}° ${latitude < 0 ? '−' : '+'}${Math.abs(latitude).toFixed(digits)}°`;
}

function meridian(
  longitude: number,
  south: number,
  north: number,
  step: number,
  allSky: SkyMap | undefined,
): GridLine {
  const points = sampled(MERIDIAN_POINTS, (t) => vectorAt(longitude, south + t * (north - south)));
  return {
    points,
    label: gridLabel(turned(Number(longitude.toFixed(10))), step, false),
    along: 'meridian',
    at: allSky?.spotOf(vectorAt(longitude, 0)),
  };
}

function parallel(latitude: number, west: number, east: number, step: number): GridLine {
  return {
    points: sampled(PARALLEL_POINTS, (t) => vectorAt(west + t * (east - west), latitude)),
    label: gridLabel(latitude, step, true),
    along: 'parallel',
    at: undefined,
  };
}

function sampled(
  count: number,
  at: (share: number) => readonly [number, number, number],
): Float64Array {
  const points = new Float64Array(3 * count);
  for (let k = 0; k < count; k++) {
    points.set(at(k / (count - 1)), 3 * k);
  }
  return points;
}

function range(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.round((to - from) / step) + 1 }, (_, k) => from + k * step);
}

/** All multiples of a step within bounds. */
function multiples(from: number, to: number, step: number): number[] {
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => (first + k) * step);
}
