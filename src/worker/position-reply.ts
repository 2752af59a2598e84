import { formatPosition } from '../core/sky/angles';
import { frameName } from '../core/sky/frames-equinox';
import { localScale } from '../core/sky/geometry-scale';
import type { Wcs } from '../core/sky/wcs';
import type { PositionReply } from '../protocol/position';

/** Digits of a coordinate that is no direction. */
const DIGITS = 9;

/** Without coordinates. */
export const NOWHERE: PositionReply = { sky: undefined, others: [], problem: undefined };

/**
 * @param pixel 0-based, one for each axis of the image; axes that the coordinate system has beyond them are
 *   at their first pixel.
 */
export function positionReply(wcs: Wcs, pixel: readonly number[]): PositionReply {
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
  if (celestial === undefined || !Number.isFinite(longitude) || !Number.isFinite(latitude)) {
    return { sky: undefined, others, problem: undefined };
  }
  const [x = 0, y = 0, ...rest] = at;
  const around = localScale(wcs, x, y, { rest });
  const scale = around && Math.min(around.scaleX, around.scaleY);
  const text = (style: 'sexagesimal' | 'degrees'): string =>
    formatPosition(celestial.frame, Number(longitude), Number(latitude), { style, scale });
  const sky = {
    frame: frameName(celestial.frame),
    sexagesimal: text('sexagesimal'),
    degrees: text('degrees'),
  };
  return { sky, others, problem: undefined };
}
