import type { AxisLine, PlaneReply } from '../../src/protocol/methods';
import { shownUnit, worldOf } from '../image/axis-text';
import type { Coordinate } from './kept';

/** What the x axis of the plot counts. */
export interface XAxis {
  readonly coordinate: Coordinate;
  /** `Wavelength [µm]`, `Pixel`. */
  readonly title: string;
  /** Position on the axis of a 0-based pixel, and back. */
  toX(pixel: number): number;
  toPixel(x: number): number;
  /** False where positions fall as pixels rise. */
  readonly rising: boolean;
}

/** The axis of the line, where the header says in a straight line what its pixels stand for. */
export function straightAxis({ axisLines }: PlaneReply): AxisLine | undefined {
  const [axis] = axisLines;
  return axis?.linear === undefined ? undefined : axis;
}

export function pixelAxis(origin: 0 | 1): XAxis {
  return {
    coordinate: 'pixel',
    title: `Pixel (from ${origin})`,
    toX: (pixel) => pixel + origin,
    toPixel: (x) => x - origin,
    rising: true,
  };
}

export function worldAxis(axis: AxisLine): XAxis {
  const { pixel: reference, value, step } = axis.linear ?? { pixel: 0, value: 0, step: 1 };
  const { factor } = shownUnit(axis);
  return {
    coordinate: 'world',
    title: worldTitle(axis),
    toX: (pixel) => (worldOf(axis, pixel) ?? pixel) * factor,
    toPixel: (x) => reference + (x / factor - value) / step,
    rising: step > 0,
  };
}

/** `Wavelength [µm]` */
export function worldTitle(axis: AxisLine): string {
  const { unit } = shownUnit(axis);
  const name = axis.name === '' ? 'Coordinate' : axis.name;
  return unit === '' ? name : `${name} [${unit}]`;
}
