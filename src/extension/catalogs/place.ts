import { SkybucketError } from '../../core/errors';
import { formatPosition } from '../../core/sky/angles';
import { convert } from '../../core/sky/frames';
import { frameName } from '../../core/sky/frames-equinox';
import { parsePosition } from '../../core/sky/positions';
import type { CelestialFrame } from '../../core/sky/wcs';
import type { NamedPlace } from '../../worker/methods';

/** Looks up where an object is. */
export type ResolveName = (name: string, signal: AbortSignal) => Promise<NamedPlace>;

/** A place on the sky: degrees, ICRS, and how what was typed was understood. */
export interface UnderstoodPlace {
  readonly ra: number;
  readonly dec: number;
  readonly said: string;
}

const ICRS: CelestialFrame = { system: 'ICRS', equinox: undefined };

/**
 * A position in any frame (without one ICRS), or the name of an object. Only what is no position leaves the computer.
 *
 * @throws SkybucketError `format` for what is nearly a position, and what looking up the name throws
 */
export async function readPlace(
  text: string,
  resolveName: ResolveName,
  signal: AbortSignal,
): Promise<UnderstoodPlace> {
  const typed = text.trim();
  if (typed === '') {
    throw new SkybucketError('format', 'No place was given.', {
      hint: 'Write a position, as 10h21m33s +41d12m, or the name of an object.',
    });
  }
  const position = parsePosition(typed);
  if (position === undefined) {
    const { name, by, longitude, latitude } = await resolveName(typed, signal);
    const said = `${name}, by ${by}: ${icrsText(longitude, latitude)}`;
    return { ra: longitude, dec: latitude, said };
  }
  if ('problem' in position) {
    throw new SkybucketError('format', position.problem, {
      hint: 'A position looks like 10h21m33s +41d12m, or 150.2 +2.1 in degrees.',
    });
  }
  const { frame } = position;
  const { longitude, latitude } = convert(
    frame,
    ICRS,
    Float64Array.of(position.longitude),
    Float64Array.of(position.latitude),
  );
  const [ra = NaN, dec = NaN] = [longitude[0], latitude[0]];
  const own = frame.system === 'ICRS' ? '' : `${frameName(frame)}: `;
  return { ra, dec, said: `${own}${icrsText(ra, dec)}` };
}

function icrsText(longitude: number, latitude: number): string {
  return `${formatPosition(ICRS, longitude, latitude, { style: 'sexagesimal' })} (ICRS)`;
}
