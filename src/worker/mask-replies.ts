import type { AsdfNode } from '../core/asdf/node';
import type { ArrayEntry } from '../core/asdf/array';
import type { Inflate } from '../core/bytes/inflate';
import type { ReadOptions } from '../core/bytes/source';
import { SkybucketError } from '../core/errors';
import type { Hdu } from '../core/fits/hdu';
import { openTable } from '../core/fits/tables/open-table';
import type { Plane } from '../core/image/plane';
import { asdfMaskOf } from '../core/mask/asdf-mask';
import { fitsMaskOf } from '../core/mask/fits-mask';
import { lookUpBytes, type MaskFacts } from '../core/mask/found-mask';
import type { MaskReply, PlaneRef } from '../protocol/methods';
import type { PartImage } from './content';
import type { OpenFits } from './fits-file';

/** Of a plane that is not at hand, so much comes with a pixel in any case. */
const LEAST_READ = 4096;

/** Arrays that may be masks; each is looked up in the tree, which may be wide. */
const MASK = /(?:^|\/)(?:\w*dq|dq_\w*)$/;
const MOST_MASKS = 500;

/** Opens the image of a part. */
type ImageOf = (part: number) => Promise<PartImage>;

/**
 * A mask that cannot be had is none: the picture is there without it.
 *
 * @throws SkybucketError `cancelled`, `changed`
 */
export async function orNoMask(
  mask: Promise<MaskReply | undefined>,
): Promise<MaskReply | undefined> {
  try {
    return await mask;
  } catch (error) {
    const none = error instanceof SkybucketError && !['cancelled', 'changed'].includes(error.code);
    if (none) {
      return undefined;
    }
    throw error;
  }
}

/** The mask of a plane of an HDU. */
export async function fitsMaskReply(
  { index, reader }: OpenFits,
  hdu: Hdu,
  ref: PlaneRef,
  inflate: Inflate,
  imageOf: ImageOf,
  options: ReadOptions,
): Promise<MaskReply | undefined> {
  const tableOf = (each: Hdu): ReturnType<typeof openTable> => openTable(reader, each, inflate);
  const found = await fitsMaskOf(index, hdu, ref.slice, tableOf, options);
  return found && maskReply(found, found.hdu.index, imageOf);
}

/**
 * The mask of a plane of an array.
 *
 * @param partOf gives the number of an array.
 */
export async function asdfMaskReply(
  entries: readonly ArrayEntry[],
  entry: ArrayEntry,
  ref: PlaneRef,
  tree: AsdfNode | undefined,
  partOf: (entry: ArrayEntry) => number,
  imageOf: ImageOf,
): Promise<MaskReply | undefined> {
  const masks = entries.filter(({ path }) => MASK.test(path)).slice(0, MOST_MASKS);
  const found = asdfMaskOf(masks, entry, ref.slice, tree);
  return found && maskReply(found, partOf(found.entry), imageOf);
}

async function maskReply(facts: MaskFacts, hdu: number, imageOf: ImageOf): Promise<MaskReply> {
  const { slice, name, bits, namesFrom } = facts;
  const image = await imageOf(hdu);
  const cost = image.bytesAtOnce ?? readToLookUp(image.plane(slice));
  return { ref: { hdu, slice }, name, bits, namesFrom, lookUpBytes: cost };
}

function readToLookUp(plane: Plane): number {
  return plane.local ? 0 : Math.max(LEAST_READ, lookUpBytes(plane));
}
