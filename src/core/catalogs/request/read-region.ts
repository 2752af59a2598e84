import { SkybucketError } from '../../errors';
import { MOST_CORNERS } from '../region/polygon';
import type { RegionSpec } from './request';

/** Of a MOC: one of a whole survey at order 11 has a tenth. */
const MOST_TEXT = 32 * 1024 * 1024;
const MOST_NAME = 1000;
const MOST_PARTS = 10_000;
const MOST_DEPTH = 8;

/**
 * A region that was kept or sent. Whether there is such a one on the sky is for `regionOf` and `regionTest` to say.
 *
 * @throws SkybucketError `format` that says what makes no sense.
 */
export function readRegion(value: unknown, depth = 0): RegionSpec {
  if (typeof value !== 'object' || value === null || depth > MOST_DEPTH) {
    throw wrong('is none');
  }
  const region = value as Readonly<Record<string, unknown>>;
  switch (region['kind']) {
    case 'everywhere':
      return { kind: 'everywhere' };
    case 'cone':
      return {
        kind: 'cone',
        ra: numberOf(region['ra']),
        dec: numberOf(region['dec']),
        radius: numberOf(region['radius']),
      };
    case 'box':
      return { kind: 'box', ra: pairOf(region['ra']), dec: pairOf(region['dec']) };
    case 'polygon':
      return {
        kind: 'polygon',
        corners: listOf(region['corners'], MOST_CORNERS).map(pairOf),
        larger: region['larger'] === true,
      };
    case 'moc': {
      const { text, name } = region;
      if (typeof text !== 'string' || text.length > MOST_TEXT || typeof name !== 'string') {
        throw wrong('has a coverage map (MOC) that is no text, or too long a one');
      }
      return { kind: 'moc', text, name: name.slice(0, MOST_NAME) };
    }
    case 'union':
      return {
        kind: 'union',
        parts: listOf(region['parts'], MOST_PARTS).map((part) => readRegion(part, depth + 1)),
      };
    default:
      throw wrong('is of a kind that is not known here');
  }
}

function listOf(value: unknown, most: number): readonly unknown[] {
  if (!Array.isArray(value)) {
    throw wrong('has no list of its parts');
  }
  if (value.length > most) {
    throw new SkybucketError('too-large', `The region has ${value.length} parts or corners.`, {
      hint: `At most ${most} can be used; a coverage map (MOC) can have more.`,
    });
  }
  return value;
}

function pairOf(value: unknown): [number, number] {
  if (!Array.isArray(value) || value.length !== 2) {
    throw wrong('has a pair of numbers that is none');
  }
  return [numberOf(value[0]), numberOf(value[1])];
}

function numberOf(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw wrong('has a number that is none');
  }
  return value;
}

function wrong(what: string): SkybucketError {
  return new SkybucketError('format', `The region ${what}.`);
}
