import { SkybucketError } from '../core/errors';
import { frameName } from '../core/sky/frames-equinox';
import { PlaneSky } from '../core/sky/plane-sky';
import { parsePosition } from '../core/sky/positions';
import type { CelestialFrame } from '../core/sky/wcs';
import type { SkyMethods } from '../protocol/sky';
import type { FoundWcs } from './content';
import type { SkyQuestions } from './methods';
import { frameOrOwn, placeText, scaleAt, skyWcs, type SkyWcs } from './sky-place';

type Asked = SkyQuestions['findPlace'][0];
type Found = Omit<SkyMethods['findPlace'][1], 'inside'>;

const ICRS: CelestialFrame = { system: 'ICRS', equinox: undefined };
/** Two numbers are no longer; the time of the patterns grows with the blanks in between. */
const LONGEST = 200;
/** `12 40 px`, `(12.5, 40) pixel`, `px 12, 40`. */
const PIXELS = [
  /^\(?\s*([+-]?[\d.]+)\s*[,;\s]\s*([+-]?[\d.]+)\s*\)?\s*(?:px|pix|pixels?)$/iu,
  /^(?:px|pix|pixels?)\s*\(?\s*([+-]?[\d.]+)\s*[,;\s]\s*([+-]?[\d.]+)\s*\)?$/iu,
];

/**
 * Where what was typed leads to; null where it may be a name, which is then looked up by who has a network.
 *
 * @throws SkybucketError `format` for what is nearly a coordinate, `not-found` for a place the coordinates of
 *   the image do not reach, `unsupported` where it has none, or none that catalogues know.
 */
export function findPlace(
  wcs: FoundWcs,
  { text, slice, frame, origin, named }: Asked,
): Found | null {
  const typed = text.trim().replaceAll('−', '-');
  const pixel = pixelOf(typed);
  if (pixel !== undefined) {
    const [x, y] = pixel;
    return { x: x - origin, y: y - origin, understood: `pixel (${x}, ${y})` };
  }
  const sky = skyWcs(wcs);
  if (named !== undefined) {
    const place = placed(sky, slice, ICRS, named);
    return { ...place, understood: `${named.name}, by ${named.by}: ${place.understood}` };
  }
  const position = parsePosition(text, frameOrOwn(sky, frame));
  if (position === undefined) {
    checkCatalogues(sky);
    return null;
  }
  if ('problem' in position) {
    throw new SkybucketError('format', position.problem, {
      hint: 'A position looks like 10h21m33s +41d12m, or 150.2 +2.1 in degrees; a pixel like 12 40 px.',
    });
  }
  return placed(sky, slice, position.frame, position);
}

function pixelOf(text: string): [number, number] | undefined {
  if (text.length > LONGEST) {
    return undefined;
  }
  const [, x, y] = PIXELS.map((pattern) => pattern.exec(text)).find((match) => match) ?? [];
  const pixel: [number, number] = [Number(x), Number(y)];
  return pixel.every(Number.isFinite) ? pixel : undefined;
}

function placed(
  wcs: SkyWcs,
  slice: readonly number[],
  frame: CelestialFrame,
  { longitude, latitude }: { readonly longitude: number; readonly latitude: number },
): Found {
  const own = wcs.celestial.frame.system === 'other' && frame.system === 'other';
  const plane = new PlaneSky(wcs, slice, own ? undefined : frame);
  const pixels = plane.toPixels({
    longitude: Float64Array.of(longitude),
    latitude: Float64Array.of(latitude),
  });
  const [x = NaN, y = NaN] = [pixels.x[0], pixels.y[0]];
  if (!Number.isFinite(x + y)) {
    const where = placeText(frame, { longitude, latitude }, 1);
    throw new SkybucketError(
      'not-found',
      `${where} is not in the coordinates of this image, which do not reach that far.`,
      { hint: 'Check the position, and the frame it is of.' },
    );
  }
  const scale = scaleAt(wcs, x, y, slice);
  return { x, y, understood: placeText(frame, { longitude, latitude }, scale) };
}

/** @throws SkybucketError `unsupported` where no place of a catalogue can be found in the image. */
function checkCatalogues({ celestial: { frame } }: SkyWcs): void {
  if (frame.system === 'other') {
    throw new SkybucketError(
      'unsupported',
      'The coordinates of this image are in no known frame of the sky, so objects cannot be found by name.',
      { hint: `Positions can be typed as they are in the image (${frameName(frame)}).` },
    );
  }
}
