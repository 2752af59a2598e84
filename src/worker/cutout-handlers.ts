import type { CutoutSource } from '../core/cutout/cutout-source';
import { makeCutout } from '../core/cutout/make-cutout';
import { floatPlane, planCutout, type CutoutPlan } from '../core/cutout/plan-cutout';
import { SkybucketError } from '../core/errors';
import { BLOCK_LENGTH, padded } from '../core/fits/data-size';
import type { PlaneOptions } from '../core/image/plane';
import type { PlaneView } from '../core/image/plane-view';
import { formatLatitude, formatLongitude, formatPosition } from '../core/sky/angles';
import { frameName } from '../core/sky/frames-equinox';
import { localScale } from '../core/sky/geometry-scale';
import type { Wcs } from '../core/sky/wcs';
import { safeFileName } from '../core/transfer/safe-name';
import type { CutoutParams, CutoutReply } from '../protocol/cutout';
import type { PlaneRef } from '../protocol/methods';
import type { RpcHandlers } from '../protocol/rpc-server';
import type { FoundWcs } from './content';
import { findPlace } from './find-place';
import type { CutoutQuestions } from './methods';
import type { OpenContent } from './part-handlers';
import { version } from '../../package.json';
import { wcsOf } from './wcs-of';

/** Share of the work after which progress is told again. */
const STEP = 0.01;

/**
 * Answers what a cutout would be, and makes it.
 *
 * @param open gives the planes that are no image of a part: arrays in cells of tables.
 */
export function cutoutHandlers(
  content: OpenContent,
  open: (ref: PlaneRef, options: PlaneOptions) => Promise<PlaneView>,
): RpcHandlers<CutoutQuestions> {
  const wcsAt = wcsOf(content);

  const sourceOf = async (ref: PlaneRef, options: PlaneOptions): Promise<CutoutSource> => {
    if (ref.match !== undefined) {
      throw new SkybucketError(
        'unsupported',
        'What is shown here is another image, matched to this one.',
        { hint: 'Cut it out in its own viewer.' },
      );
    }
    return ref.cell === undefined
      ? (await content(options)).cutoutSource(ref.hdu, ref.slice, options)
      : cellSource(ref.cell, await open(ref, options));
  };

  const planOf = async (
    params: PlaneRef & CutoutParams,
    options: PlaneOptions,
  ): Promise<{ plan: CutoutPlan; wcs: Wcs | undefined }> => {
    const source = await sourceOf(params, options);
    const found = await wcsAt(params, options);
    const wcs = found === undefined || 'problem' in found ? undefined : found;
    const plan = await planCutout(source, wcs, { ...params, centre: centreOf(params, found) });
    return { plan, wcs };
  };

  return {
    planCutout: async (params, { signal }) => {
      const { plan, wcs } = await planOf(params, { signal });
      return {
        ...replyOf(plan, wcs, params.origin, plan.notes),
        bytes: plan.cost,
        fileBytes: fileBytesOf(plan),
      };
    },

    cutout: async (params, { signal, progress }) => {
      const { plan, wcs } = await planOf(params, { signal });
      let told = 0;
      const onProgress = (done: number): void => {
        if (done - told >= STEP || done === 1) {
          told = done;
          void progress({ done });
        }
      };
      const options = { signal, onProgress, version, made: new Date() };
      const { bytes, notes } = await makeCutout(plan, wcs, options);
      return { ...replyOf(plan, wcs, params.origin, notes), name: nameOf(plan, wcs), bytes };
    },
  };
}

/** @throws SkybucketError `format` for a text that is neither a coordinate nor a pixel. */
function centreOf(params: PlaneRef & CutoutParams, wcs: FoundWcs): readonly [x: number, y: number] {
  const { centre } = params;
  if (typeof centre !== 'string') {
    return centre;
  }
  const place = findPlace(wcs, { ...params, text: centre });
  if (place === null) {
    throw new SkybucketError('format', `“${centre.slice(0, 60)}” is no position.`, {
      hint: 'Write a coordinate (10h21m33s +41d12m) or a pixel (120 45 px).',
    });
  }
  return [place.x, place.y];
}

async function cellSource(
  { row, column }: NonNullable<PlaneRef['cell']>,
  { plane: values }: PlaneView,
): Promise<CutoutSource> {
  return {
    label: 'a table',
    part: `row ${row + 1}, column ${column + 1}`,
    plane: await floatPlane(values),
    values,
    header: undefined,
    primary: undefined,
    higher: [],
    tables: undefined,
  };
}

function replyOf(
  { placed, centre, source }: CutoutPlan,
  wcs: Wcs | undefined,
  origin: 0 | 1,
  notes: readonly string[],
): CutoutReply {
  const { x0, y0, width, height } = placed;
  const at = centreOn(wcs, [...centre, ...source.higher]);
  const [x, y] = centre.map((value) => String(Number((value + origin).toFixed(1))));
  const where =
    at === undefined
      ? `pixel (${x}, ${y})`
      : `${formatPosition(at.frame, at.longitude, at.latitude, { style: 'sexagesimal', scale: at.scale })} (${frameName(at.frame)})`;
  const understood = `${width} × ${height} pixels around ${where}`;
  return { understood, x0, y0, width, height, notes };
}

/** `m101_sci_cutout_14h03m12s+54d20m56s.fits` */
function nameOf({ source, placed }: CutoutPlan, wcs: Wcs | undefined): string {
  const file = safeFileName(source.label.replaceAll('\\', '/'));
  const stem = file
    .replace(/\.(?:gz|bz2|z)$/i, '')
    .replace(/\.(?:fits?|fts|fz|asdf)$/i, '')
    .replace(/\.(?:fits?|fts)$/i, '');
  const part = source.part.split('/').at(-1) ?? '';
  const middle = [placed.x0 + (placed.width - 1) / 2, placed.y0 + (placed.height - 1) / 2] as const;
  const at = centreOn(wcs, [...middle, ...source.higher]);
  const format = { style: 'sexagesimal', scale: 1 } as const;
  const place =
    at === undefined
      ? `x${Math.round(middle[0])}y${Math.round(middle[1])}`
      : formatLongitude(at.frame, at.longitude, format) + formatLatitude(at.latitude, format);
  const plain = (text: string): string => text.replace(/[^A-Za-z0-9._+-]+/g, '_').slice(0, 100);
  const words = [stem, part.replace(',1', '').toLowerCase(), 'cutout', place];
  return `${words
    .map(plain)
    .filter((word) => word !== '')
    .join('_')}.fits`;
}

function centreOn(
  wcs: Wcs | undefined,
  at: readonly number[],
):
  | {
      longitude: number;
      latitude: number;
      scale: number;
      frame: NonNullable<Wcs['celestial']>['frame'];
    }
  | undefined {
  const [x = 0, y = 0, ...rest] = at;
  const local = wcs && localScale(wcs, x, y, { rest });
  return local && wcs.celestial
    ? { ...local.at, scale: Math.min(local.scaleX, local.scaleY), frame: wcs.celestial.frame }
    : undefined;
}

/** About: the header is made with the pixels. */
function fileBytesOf({ pixelBytes, source }: CutoutPlan): number {
  const cards = source.header?.cards.length ?? 0;
  return padded(pixelBytes) + padded(80 * cards) + BLOCK_LENGTH;
}
