import type { Header } from '../fits/header';
import type { Plane } from '../image/plane';
import type { Wcs } from '../sky/wcs';
import type { CutoutSource } from './cutout-source';
import { pixelScales } from './pixel-scales';
import { placeCutout, reachesOver, type EdgeMode, type Placed } from './place';
import { parseLength, pixelsOf } from './size';
import { missingPixel, numbersPlane, type StoredPlane } from './stored-plane';
import { checkCutoutSize } from './write-cutout';

export interface CutoutRequest {
  /** Pixel position, 0-based. */
  readonly centre: readonly [x: number, y: number];
  /** As they were typed, see `parseLength`. */
  readonly width: string;
  readonly height: string;
  readonly mode: EdgeMode;
}

/** What a cutout will be. */
export interface CutoutPlan {
  readonly source: CutoutSource;
  readonly placed: Placed;
  readonly mode: EdgeMode;
  readonly centre: readonly [x: number, y: number];
  /** The pixels that are written. */
  readonly plane: StoredPlane;
  /** True where they are stored in another way than in the source. */
  readonly converted: boolean;
  /** Bytes that reading it costs, about. */
  readonly cost: number;
  /** Bytes of its pixels. */
  readonly pixelBytes: number;
  /** What is to be known of it, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * What a cutout will be; reads no pixel. Integers without BLANK that are to be filled up become floats, which
 * have NaN: astropy's Cutout2D refuses them.
 *
 * @throws SkybucketError `format` for a size that is none, `unsupported` for an angle where there is no sky,
 *   `past-end` where it lies outside, `too-large` for more than 512 MiB of pixels.
 */
export async function planCutout(
  source: CutoutSource,
  wcs: Wcs | undefined,
  { centre, width, height, mode }: CutoutRequest,
): Promise<CutoutPlan> {
  const size = sizeOf(wcs, source.header, [...centre, ...source.higher], width, height);
  const placed = placeCutout(source.plane, centre, size, mode);
  const over = reachesOver(placed);
  const converted = over && missingPixel(source.plane.format) === undefined;
  const plane = converted ? await floatPlane(source.values) : source.plane;
  const pixelBytes = checkCutoutSize(placed, plane.format.bitpix);
  const cost = Math.max(source.plane.cost(placed.inside), source.bytesAtOnce ?? 0);
  const notes = [
    ...edgeNotes(placed, size, mode, plane.format.bitpix),
    ...(converted
      ? ['Its integers have no number for missing pixels, so they are written as floats.']
      : []),
  ];
  return { source, placed, mode, centre, plane, converted, cost, pixelBytes, notes };
}

function sizeOf(
  wcs: Wcs | undefined,
  header: Header | undefined,
  at: readonly number[],
  width: string,
  height: string,
): { width: number; height: number } {
  const lengths = [parseLength(width), parseLength(height)] as const;
  const scales = lengths.some((length) => !('pixels' in length))
    ? pixelScales(wcs, header, at)
    : undefined;
  return { width: pixelsOf(lengths[0], scales?.[0]), height: pixelsOf(lengths[1], scales?.[1]) };
}

/** The values as floats; single precision where it holds all of them exactly. */
export async function floatPlane(values: Plane): Promise<StoredPlane> {
  const none = await values.section({ x0: 0, x1: 0, y0: 0, y1: 0 });
  const bitpix = none.values instanceof Float32Array ? -32 : -64;
  return numbersPlane(values, { bitpix, bscale: 1, bzero: 0, blank: undefined });
}

function edgeNotes(
  placed: Placed,
  size: { readonly width: number; readonly height: number },
  mode: EdgeMode,
  bitpix: number,
): string[] {
  const { width, height, inside } = placed;
  if (mode === 'trim' && (width < size.width || height < size.height)) {
    return [`It is trimmed at the edge of the image, from ${size.width} × ${size.height} pixels.`];
  }
  const there = (inside.x1 - inside.x0) * (inside.y1 - inside.y0);
  const outside = width * height - there;
  const filling = bitpix > 0 ? 'BLANK' : 'NaN';
  return outside > 0 ? [`${outside} of its pixels are outside the image and ${filling}.`] : [];
}
