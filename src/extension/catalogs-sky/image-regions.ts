import { isCancelled, SkybucketError } from '../../core/errors';
import { separation } from '../../core/sky/geometry';
import type { ImageRegion } from '../../protocol/catalog';
import type { HduLine } from '../../protocol/methods';
import type { ImageContent, ImageFile } from '../editors/image-file';
import type { RegionSpec } from '../../core/catalogs/request/request';
import { keptDrawing } from './kept-drawing';
import { type DrawnShape, imageOutline, type Outline } from './shape-outline';

export interface LookedAt {
  /** What people call the file. */
  readonly title: string;
  readonly file: Pick<ImageFile, 'use'>;
  readonly lines: readonly HduLine[];
  /** What its viewer remembered last, or null. */
  readonly state: unknown;
}

/** Places on a circle that its radius is measured at. */
const AROUND = 16;

/**
 * The field of the image that a viewer shows, and what is drawn there, as regions of the sky; none where it is
 * not known where the image lies.
 *
 * @throws SkybucketError `cancelled`
 */
export async function imageRegions(
  { title, file, lines, state }: LookedAt,
  signal: AbortSignal,
): Promise<ImageRegion[]> {
  const kept = keptDrawing(state);
  const pictures = lines.filter(({ picture }) => picture === 'yes');
  const line = pictures.find(({ index }) => index === kept.hdu) ?? pictures[0];
  if (line === undefined) {
    return [];
  }
  const slice = line.index === kept.hdu ? kept.slice : [];
  try {
    return await file.use(async (content) => {
      const ref = { hdu: line.index, slice };
      const { width, height } = await content.request('plane', ref, { signal });
      const name = `${title} · ${line.name === '' ? line.type : line.name}`;
      const field = await polygon(content, ref, imageOutline(width, height), signal);
      const drawn = await Promise.all(
        kept.shapes(width, height).map(async ({ shape, text }, i) => {
          const region = await regionOf(content, ref, shape, signal);
          const label = `${name} · ${text === '' ? `${shape.kind} ${i + 1}` : text}`;
          return region && { label, what: 'drawn' as const, region };
        }),
      );
      return [
        ...(field === undefined ? [] : [{ label: name, what: 'field' as const, region: field }]),
        ...drawn.filter((region) => region !== undefined),
      ];
    });
  } catch (error) {
    if (isCancelled(error) || !(error instanceof SkybucketError)) {
      throw error;
    }
    // What is wrong with a file is said in its own viewer.
    return [];
  }
}

type Ref = Parameters<ImageContent['request']>[1] & {
  readonly hdu: number;
  readonly slice: readonly number[];
};

function regionOf(
  content: ImageContent,
  ref: Ref,
  shape: DrawnShape,
  signal: AbortSignal,
): Promise<RegionSpec | undefined> {
  return shape.kind === 'polygon'
    ? polygon(content, ref, shape.corners, signal)
    : cone(content, ref, shape, signal);
}

async function polygon(
  content: ImageContent,
  ref: Ref,
  outline: Outline,
  signal: AbortSignal,
): Promise<RegionSpec | undefined> {
  const corners = await skyOf(content, ref, outline, signal);
  return corners && { kind: 'polygon', corners, larger: false };
}

/** A cone that holds the whole circle, which may be an ellipse on the sky. */
async function cone(
  content: ImageContent,
  ref: Ref,
  { x, y, radius }: Extract<DrawnShape, { kind: 'circle' }>,
  signal: AbortSignal,
): Promise<RegionSpec | undefined> {
  const around = Array.from({ length: AROUND }, (_, k) => {
    const t = (2 * Math.PI * k) / AROUND;
    return [x + radius * Math.cos(t), y + radius * Math.sin(t)] as const;
  });
  const [centre, ...border] = (await skyOf(content, ref, [[x, y], ...around], signal)) ?? [];
  if (centre === undefined) {
    return undefined;
  }
  const middle = { longitude: centre[0], latitude: centre[1] };
  const reach = border.map(([longitude, latitude]) => separation(middle, { longitude, latitude }));
  return { kind: 'cone', ra: centre[0], dec: centre[1], radius: Math.max(...reach) };
}

/** Right ascensions and declinations, ICRS, of pixels; undefined where one of them is not on the sky. */
async function skyOf(
  content: ImageContent,
  ref: Ref,
  pixels: Outline,
  signal: AbortSignal,
): Promise<[number, number][] | undefined> {
  const positions = new Uint8Array(new Float64Array(pixels.flat()).buffer);
  const params = { ...ref, positions, frame: 'ICRS' as const };
  const { positions: bytes } = await content.request('toSky', params, { signal });
  const sky = new Float64Array(bytes.slice().buffer);
  return sky.every(Number.isFinite)
    ? pixels.map((_, i) => [sky[2 * i] as number, sky[2 * i + 1] as number])
    : undefined;
}
