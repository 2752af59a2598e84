import { formatPosition } from '../core/sky/angles';
import { frameName } from '../core/sky/frames-equinox';
import { localScale } from '../core/sky/geometry-scale';
import { PlaneSky } from '../core/sky/plane-sky';
import type { CelestialFrame, Wcs } from '../core/sky/wcs';
import { SkybucketError } from '../core/errors';
import type { SkyFrame } from '../protocol/position';
import type { FoundWcs } from './content';
import { chosenFrame } from './frame-choices';

/** A coordinate system with celestial axes over the two axes of a picture. */
export type SkyWcs = Wcs & { readonly celestial: NonNullable<Wcs['celestial']> };

/** One sentence on why there are no celestial coordinates; undefined where there are. */
export function whyNoSky(wcs: FoundWcs): string | undefined {
  if (wcs === undefined) {
    return 'The file says nothing of coordinates for this image.';
  }
  if ('problem' in wcs) {
    return wcs.problem;
  }
  if (wcs.celestial !== undefined && wcs.pixelAxes >= 2) {
    return undefined;
  }
  const names = wcs.worldAxes.map(({ name }) => name).join(', ');
  return `The coordinates of this image are no directions on the sky: ${names}.`;
}

/** @throws SkybucketError `unsupported` where there are no celestial coordinates. */
export function skyWcs(wcs: FoundWcs): SkyWcs {
  const why = whyNoSky(wcs);
  if (why !== undefined) {
    throw new SkybucketError('unsupported', why, { hint: 'Pixels can be given as “12 40 px”.' });
  }
  return wcs as SkyWcs;
}

/** The frame asked for, or that of the image where it is one nothing else can be had from. */
export function frameOrOwn({ celestial }: SkyWcs, frame: SkyFrame): CelestialFrame {
  return celestial.frame.system === 'other'
    ? celestial.frame
    : (chosenFrame(frame) ?? celestial.frame);
}

/** Why positions are not in the frame asked for; undefined where they are. */
export function notConverted({ celestial }: SkyWcs, frame: SkyFrame): string | undefined {
  return celestial.frame.system === 'other' && frame !== 'own'
    ? `Positions are in the image’s own frame, which is none of the sky: they cannot be converted to ${frame}.`
    : undefined;
}

/**
 * The plane on the sky in the frame asked for.
 *
 * @throws SkybucketError `unsupported` where there are no celestial coordinates, or none in that frame.
 */
export function planeSky(wcs: FoundWcs, slice: readonly number[], frame: SkyFrame): PlaneSky {
  return new PlaneSky(skyWcs(wcs), slice, chosenFrame(frame));
}

/** `10h21m33.0s +41d12m00s (ICRS)`, as fine as a tenth of a pixel where it is on the plane. */
export function placeText(
  frame: CelestialFrame,
  { longitude, latitude }: { longitude: number; latitude: number },
  scale: number | undefined,
): string {
  const text = formatPosition(frame, longitude, latitude, { style: 'sexagesimal', scale });
  return `${text} (${frameName(frame)})`;
}

/** Arcseconds a pixel at a place of the plane. */
export function scaleAt(
  wcs: Wcs,
  x: number,
  y: number,
  rest: readonly number[],
): number | undefined {
  const around = Number.isFinite(x + y) ? localScale(wcs, x, y, { rest }) : undefined;
  return around && Math.min(around.scaleX, around.scaleY);
}
