import { formatPosition } from '../core/sky/angles';
import { convert } from '../core/sky/frames';
import { frameName } from '../core/sky/frames-equinox';
import type { Gwcs } from '../core/sky/gwcs/gwcs';
import type { Wcs } from '../core/sky/wcs';
import type { PositionReply, SkyFrame } from '../protocol/position';
import { frameOrOwn, notConverted, scaleAt, type SkyWcs } from './sky-place';

/** Digits of a coordinate that is no direction. */
const DIGITS = 9;

/** Without coordinates. */
export const NOWHERE: PositionReply = { sky: undefined, others: [], problem: undefined };

/**
 * @param pixel 0-based, one for each axis of the image; axes that the coordinate system has beyond them are
 *   at their first pixel.
 * @param frame of the position; where the image's own cannot be converted, it is in that, and a problem
 *   says so.
 */
export function positionReply(wcs: Wcs, pixel: readonly number[], frame: SkyFrame): PositionReply {
  const at = Array.from({ length: wcs.pixelAxes }, (_, axis) => pixel[axis] ?? 0);
  const world = wcs.toWorld(at.map((value) => Float64Array.of(value))).map(([value]) => value);
  const { celestial } = wcs;
  const longitude = celestial && (world[celestial.longitude] ?? NaN);
  const latitude = celestial && (world[celestial.latitude] ?? NaN);
  const others = wcs.worldAxes.flatMap(({ name, unit }, axis) => {
    const value = world[axis];
    const isSky = axis === celestial?.longitude || axis === celestial?.latitude;
    return isSky || value === undefined || !Number.isFinite(value)
      ? []
      : [{ name, text: String(Number(value.toPrecision(DIGITS))), unit }];
  });
  const between = framesBetween(wcs, at);
  if (celestial === undefined || !Number.isFinite(longitude) || !Number.isFinite(latitude)) {
    return { sky: undefined, others, between, problem: undefined };
  }
  const sky = wcs as SkyWcs;
  const to = frameOrOwn(sky, frame);
  const own = [Float64Array.of(Number(longitude)), Float64Array.of(Number(latitude))] as const;
  const there =
    to === celestial.frame
      ? { longitude: own[0], latitude: own[1] }
      : convert(celestial.frame, to, ...own);
  const [x = 0, y = 0, ...rest] = at;
  const scale = scaleAt(wcs, x, y, rest);
  const text = (style: 'sexagesimal' | 'degrees'): string =>
    formatPosition(to, there.longitude[0] ?? NaN, there.latitude[0] ?? NaN, { style, scale });
  return {
    sky: {
      frame: frameName(to),
      sexagesimal: text('sexagesimal'),
      degrees: text('degrees'),
    },
    others,
    between,
    problem: notConverted(sky, frame),
  };
}

/** A pixel in the frames that a gwcs passes through on its way from the detector to the world. */
function framesBetween(wcs: Wcs, pixel: readonly number[]): PositionReply['between'] {
  if (!isGwcs(wcs)) {
    return undefined;
  }
  const at = pixel.map((value) => Float64Array.of(value));
  return wcs.frames.slice(1, -1).flatMap(({ name, units }) => {
    const values = wcs.toFrame(name, at).map(([value = NaN]) => value);
    const text = values
      .map((value, axis) => `${Number(value.toPrecision(DIGITS))} ${units[axis] ?? ''}`.trim())
      .join(', ');
    return values.every(Number.isFinite) ? [{ frame: name, text }] : [];
  });
}

function isGwcs(wcs: Wcs): wcs is Gwcs {
  return 'toFrame' in wcs;
}
