import type { SkyShape } from '../../../core/archives/sia/query';
import { SkybucketError } from '../../../core/errors';
import { type BoundingCap, parseFootprint } from '../../../core/sky/footprint';

const LONGEST_SHAPE = 5000;

export function isShape(text: string): boolean {
  return /^\s*(circle|range|polygon)\b/i.test(text);
}

/** @throws SkybucketError `format` for a shape that makes no sense. */
export function readShape(text: string): SkyShape {
  const [word = '', ...rest] = text
    .trim()
    .slice(0, LONGEST_SHAPE)
    .split(/[\s,()]+/);
  const numbers = rest.filter((part) => part !== '' && !/^icrs$/i.test(part)).map(Number);
  const kind = word.toLowerCase();
  const right =
    text.length <= LONGEST_SHAPE &&
    numbers.every(Number.isFinite) &&
    (kind === 'circle'
      ? numbers.length === 3
      : kind === 'range'
        ? numbers.length === 4
        : numbers.length >= 6 && numbers.length % 2 === 0);
  if (!right) {
    throw new SkybucketError('format', 'This is no shape that can be searched.', {
      hint: 'Write CIRCLE ra dec radius, RANGE ra1 ra2 dec1 dec2 or POLYGON ra1 dec1 ra2 dec2 …, in degrees.',
    });
  }
  return shapeOf(kind, numbers);
}

/** A circle around a shape. */
export function capOf(shape: SkyShape): BoundingCap {
  return parseFootprint(outlineText(shape)).cap;
}

function shapeOf(kind: string, numbers: readonly number[]): SkyShape {
  const [a = NaN, b = NaN, c = NaN, d = NaN] = numbers;
  if (kind === 'circle') {
    return { kind, centre: { longitude: a, latitude: b }, radius: c };
  }
  if (kind === 'range') {
    return { kind, longitude: { from: a, to: b }, latitude: { from: c, to: d } };
  }
  const corners = Array.from({ length: numbers.length / 2 }, (_, k) => ({
    longitude: numbers[2 * k] ?? NaN,
    latitude: numbers[2 * k + 1] ?? NaN,
  }));
  return { kind: 'polygon', corners };
}

/** As footprints are written. */
function outlineText(shape: SkyShape): string {
  if (shape.kind === 'circle') {
    return `CIRCLE ICRS ${shape.centre.longitude} ${shape.centre.latitude} ${shape.radius}`;
  }
  if (shape.kind === 'polygon') {
    const corners = shape.corners.map(({ longitude, latitude }) => `${longitude} ${latitude}`);
    return `POLYGON ICRS ${corners.join(' ')}`;
  }
  const { longitude, latitude } = shape;
  const [w, e, s, n] = [longitude.from, longitude.to, latitude.from, latitude.to];
  return `POLYGON ICRS ${w} ${s} ${e} ${s} ${e} ${n} ${w} ${n}`;
}

/** A shape as {@link readShape} reads it. */
export function shapeText(shape: SkyShape): string {
  if (shape.kind === 'range') {
    const { longitude, latitude } = shape;
    return `RANGE ${longitude.from} ${longitude.to} ${latitude.from} ${latitude.to}`;
  }
  return outlineText(shape).replace(' ICRS', '');
}
