import { isEquatorial } from '../angles';
import type { CelestialFrame } from '../wcs';
import { bordersOf } from './border';
import { borderLines } from './border-lines';
import { chainsOf, type Piece } from './chains';
import { crossingsOf } from './crossings';
import type { Curve, ToSky } from './curve';
import { followed } from './ends';
import { gridLabels } from './labels';
import { type PixelBox, sampleBox } from './lattice';
import { smoothed } from './smooth';
import { type GridUnits, sizeOf } from './steps';
import { type GridValues, meridians, parallels } from './values';

export interface GridOptions {
  /** That of the directions, which says how longitudes are written. */
  readonly frame: CelestialFrame;
  /** What the values are round in. */
  readonly style: 'sexagesimal' | 'degrees';
  /** About how many lines each way. */
  readonly lines: number;
  /** Points of a curved line are at most this far apart, in pixels; of a straight one they may be farther. */
  readonly pixelsPerPoint: number;
}

/** One line of a grid. */
export interface SkyLine extends Curve {
  /** As short as tells it from its neighbours: `10h20m`, `+41d`. */
  readonly sexagesimal: string;
  /** `150.25°`, `+41.2°` */
  readonly degrees: string;
  /** x and y in turns, 0-based; a pair of NaN between parts that do not hang together. */
  readonly positions: Float64Array;
}

const MOST_LINES = 50;
/** Of all lines together. */
const MOST_POINTS = 40_000;
/** Part of a cell to which points are on their line. */
const PRECISION = 1e-5;

/**
 * The lines of round longitudes and latitudes over a part of an image, found from the pixels alone: it takes
 * no way back from the sky, and does not mind poles, the 0/360 line, gaps, tears or a sky that is there twice.
 *
 * @param box positions, not empty
 * @returns lines that are nowhere in the box are left out; none where the box is not on the sky
 */
export function skyGrid(toSky: ToSky, box: PixelBox, options: GridOptions): SkyLine[] {
  const lattice = sampleBox(toSky, box);
  if (lattice === undefined) {
    return [];
  }
  const { frame, style } = options;
  const lines = Math.min(MOST_LINES, Math.max(1, options.lines));
  const equatorial: GridUnits = isEquatorial(frame) ? 'hours' : 'sexagesimal';
  const sets = {
    longitude: meridians(lattice, style === 'degrees' ? style : equatorial, lines),
    latitude: parallels(lattice, style, lines),
  };
  const curves = (['longitude', 'latitude'] as const).flatMap((kind) =>
    (sets[kind]?.values ?? []).map((value): Curve => ({ kind, value })),
  );
  const cell = Math.max(lattice.stepX, lattice.stepY);
  const least = Math.max(options.pixelsPerPoint, cell / 32);
  const crossings = crossingsOf(toSky, lattice, curves, PRECISION * cell);
  const pieces = smoothed(toSky, chainsOf(lattice, crossings), curves, {
    least,
    sagitta: least / 24,
    most: MOST_POINTS,
  });
  const ends = { box: lattice.box, step: cell / 2, least: Math.min(least, cell / 2) / 16 };
  const found = followed(toSky, pieces, curves, ends);
  const borders = bordersOf(toSky, lattice, Math.min(2 * least, cell / 2));
  const all = [
    ...found,
    ...borderLines(toSky, borders, curves, found, {
      ...{ ...ends, lattice },
      step: Math.min(least, cell / 2),
    }),
  ];
  const labels = {
    longitude: labelsOf(sets.longitude, equatorial, false, frame),
    latitude: labelsOf(sets.latitude, 'sexagesimal', true, frame),
  };
  return curves.flatMap((curve, index) => {
    const parts = all.filter((piece) => piece.curve === index && piece.points.length > 1);
    const label = labels[curve.kind].get(curve.value);
    return label && parts.length > 0 ? [{ ...curve, ...label, positions: positionsOf(parts) }] : [];
  });
}

type Labels = ReadonlyMap<number, Pick<SkyLine, 'sexagesimal' | 'degrees'>>;

function labelsOf(
  set: GridValues | undefined,
  units: GridUnits,
  latitude: boolean,
  { system }: CelestialFrame,
): Labels {
  const values = set?.values ?? [];
  const step = set ? sizeOf(set.step) : NaN;
  // On the Sun or on a detector one counts from the middle.
  const signed = latitude || system === 'other';
  const shown = values.map((value) => (signed && value > 180 ? value - 360 : value));
  const sexagesimal = gridLabels(shown, { step, units, latitude });
  const degrees = gridLabels(shown, { step, units: 'degrees', latitude });
  return new Map(
    values.map((value, k) => [
      value,
      { sexagesimal: sexagesimal[k] as string, degrees: degrees[k] as string },
    ]),
  );
}

function positionsOf(parts: readonly Piece[]): Float64Array {
  const count = parts.reduce((sum, { points }) => sum + points.length + 1, -1);
  const positions = new Float64Array(2 * count).fill(NaN);
  let at = 0;
  for (const { points } of parts) {
    for (const { x, y } of points) {
      positions[at] = x;
      positions[at + 1] = y;
      at += 2;
    }
    at += 2;
  }
  return positions;
}
