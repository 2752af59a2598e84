import { parseLength } from '../../../core/cutout/size';
import { SkybucketError } from '../../../core/errors';
import type { SkyShape } from '../../../core/archives/sia/query';
import { formatPosition } from '../../../core/sky/angles';
import { convert } from '../../../core/sky/frames';
import { frameName } from '../../../core/sky/frames-equinox';
import type { CelestialFrame } from '../../../core/sky/wcs';
import { parsePosition } from '../../../core/sky/positions';
import type { SearchPlace } from '../../../protocol/search';
import { capOf, isShape, readShape } from './shape';

/** A circle that was typed. */
export interface CirclePlace extends SearchPlace {
  /** What was typed, where it was a name. */
  readonly name?: string | undefined;
}

/** What was typed as a place: a circle, or another shape with a circle around it. */
export interface TypedPlace extends CirclePlace {
  readonly shape: SkyShape;
}

/** All places that were typed; what is said of one place is said of the first. */
export interface TypedPlaces extends SearchPlace {
  readonly all: readonly TypedPlace[];
}

export interface NamedPosition {
  readonly name: string;
  readonly by: string;
  /** Degrees, ICRS. */
  readonly longitude: number;
  readonly latitude: number;
}

export interface PlaceTools {
  /** Looks up where an object is. */
  resolveName(name: string, signal?: AbortSignal): Promise<NamedPosition>;
}

const ICRS: CelestialFrame = { system: 'ICRS', equinox: undefined };

export interface PlaceOptions {
  readonly shapes: boolean;
  /** Whether there may be more than one. */
  readonly several: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads places with `;` between them.
 *
 * @throws SkybucketError `format` where there may be one only, and what {@link readPlace} throws.
 */
export async function readPlaces(
  text: string,
  radius: string,
  tools: PlaceTools,
  options: PlaceOptions,
): Promise<TypedPlaces> {
  const parts = text.split(';').filter((part) => part.trim() !== '');
  if (parts.length > 1 && !options.several) {
    throw new SkybucketError('format', 'This service is asked for one place at a time.', {
      hint: 'Search for each of them on its own.',
    });
  }
  const all: TypedPlace[] = [];
  // One after the other: services for names do not like many at once.
  for (const part of parts.length === 0 ? [text] : parts) {
    all.push(await readPlace(part, radius, tools, options));
  }
  const [{ ra, dec, radius: around }] = all as [TypedPlace, ...TypedPlace[]];
  const understood = all.map((place) => place.understood).join('\n');
  return { understood, ra, dec, radius: around, all };
}

/**
 * Reads a place: a position in any frame (without one ICRS) or the name of an object with a radius; where
 * `shapes` says so, also `POLYGON …`, `RANGE …` and `CIRCLE …` in degrees, which need no radius.
 *
 * @param radius as it was typed; degrees without a unit
 * @throws SkybucketError `format` for what is nearly one, and what looking up the name throws.
 */
export async function readPlace(
  text: string,
  radius: string,
  { resolveName }: PlaceTools,
  { shapes, signal }: Pick<PlaceOptions, 'shapes' | 'signal'>,
): Promise<TypedPlace> {
  if (isShape(text)) {
    if (!shapes) {
      throw new SkybucketError('format', 'This service takes a position with a radius, no shape.', {
        hint: 'Write a position, as 10h21m33s +41d12m, or the name of an object.',
      });
    }
    const shape = readShape(text);
    const { centre, radius: around } = capOf(shape);
    const { longitude: ra, latitude: dec } = centre;
    return { shape, understood: text.trim(), ra, dec, radius: around };
  }
  const degrees = readRadius(radius);
  const position = parsePosition(text.trim());
  if (position === undefined) {
    const named = await resolveName(text.trim(), signal);
    const at = icrsText(named.longitude, named.latitude, degrees);
    return circle(named.longitude, named.latitude, degrees, {
      understood: `${named.name}, by ${named.by}: ${at}`,
      name: text.trim(),
    });
  }
  if ('problem' in position) {
    throw new SkybucketError('format', position.problem, {
      hint: 'A position looks like 10h21m33s +41d12m, or 150.2 +2.1 in degrees.',
    });
  }
  const { longitude, latitude } = convert(
    position.frame,
    ICRS,
    Float64Array.of(position.longitude),
    Float64Array.of(position.latitude),
  );
  const [ra = NaN, dec = NaN] = [longitude[0], latitude[0]];
  const at = icrsText(ra, dec, degrees);
  const own = position.frame.system === 'ICRS' ? '' : `${frameName(position.frame)}: `;
  return circle(ra, dec, degrees, { understood: `${own}${at}` });
}

function circle(
  ra: number,
  dec: number,
  radius: number,
  words: { readonly understood: string; readonly name?: string },
): TypedPlace {
  const centre = { longitude: ra, latitude: dec };
  return { ...words, ra, dec, radius, shape: { kind: 'circle', centre, radius } };
}

function icrsText(longitude: number, latitude: number, radius: number): string {
  const position = formatPosition(ICRS, longitude, latitude, { style: 'sexagesimal' });
  return `${position} (ICRS), within ${angleText(radius)}`;
}

/**
 * An angle that was typed, in degrees: `0.2`, `0.2 deg`, `3'`, `30"`.
 *
 * @throws SkybucketError `format` for anything else, and for nothing or less.
 */
export function readRadius(text: string): number {
  const bare = text.trim().slice(0, 60);
  const length = /^[\d.,+e-]+$/i.test(bare) ? `${bare} deg` : bare;
  try {
    const read = parseLength(length);
    if ('degrees' in read) {
      return read.degrees;
    }
  } catch (error) {
    if (!(error instanceof SkybucketError)) {
      throw error;
    }
  }
  throw new SkybucketError('format', `“${bare}” is no radius.`, {
    hint: 'Write it as 0.2 deg, 3\' or 30".',
  });
}

/** `150.01 2.2`: degrees, as they can be read again. */
export function positionText({ ra, dec }: { readonly ra: number; readonly dec: number }): string {
  return `${ra} ${dec}`;
}

/** `0.2 deg`; as exact as it is. */
export function degreesText(degrees: number): string {
  return `${degrees} deg`;
}

/** For people. */
function angleText(degrees: number): string {
  const [value, unit] =
    degrees >= 1 ? [degrees, '°'] : degrees >= 1 / 60 ? [degrees * 60, '′'] : [degrees * 3600, '″'];
  return `${Number(value.toPrecision(4))}${unit}`;
}
