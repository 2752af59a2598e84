import type { ReadOptions } from '../bytes/source';
import { SkybucketError } from '../errors';
import type { Hdu } from '../fits/hdu';
import type { HduIndex } from '../fits/hdu-index';
import type { Table } from '../table/table';
import type { BitName } from './bit-names';
import { MOST_BITS, missionBits, missionOf } from './bit-names';
import { namesInTable } from './dq-def';
import type { MaskFacts } from './found-mask';
import { maskSlice } from './found-mask';

/**
 * HDUs whose headers are read beyond the image to find its mask, and beyond the mask to find the table of
 * its bits. Archive products have it among the next few; a file of ten thousand HDUs is not read for it.
 */
const READ_ON = { mask: 8, names: 4 };

/** Best first: of the pixels; of the groups of a ramp; of the pixels of a ramp. */
const MASKS = ['DQ', 'GROUPDQ', 'PIXELDQ'] as const;
const TABLE = 'DQ_DEF';

/** HDUs that come with a mask: for these it is worth to read on. */
const MASKED = /^(SCI|ERR|VAR_.*)$/;

export interface FitsMask extends MaskFacts {
  readonly hdu: Hdu;
}

export interface FitsMaskOptions extends ReadOptions {
  /** False where only HDUs that are known already may be looked at. */
  readonly readOn?: boolean | undefined;
}

/**
 * The data-quality mask of an image: the HDU `DQ` with the same EXTVER and size, as JWST and HST have it,
 * or `GROUPDQ` (as many axes) and `PIXELDQ` of a ramp. A mask is its own. The names of its bits are those
 * of the table `DQ_DEF` of the file, else those of the mission in TELESCOP.
 *
 * @param slice of the image, 0-based, on each axis above the second.
 * @param tableOf opens the table of an HDU.
 * @returns undefined where there is none, or `hdu` is no image of two axes or more.
 * @throws SkybucketError what reading headers, and the table, throws; a broken table counts as none.
 */
export async function fitsMaskOf(
  index: HduIndex,
  hdu: Hdu,
  slice: readonly number[],
  tableOf: (hdu: Hdu) => Table,
  options: FitsMaskOptions = {},
): Promise<FitsMask | undefined> {
  const found = await findMask(index, hdu, slice, options);
  if (found === undefined) {
    return undefined;
  }
  const count = bitsOf(found.hdu) ?? 0;
  const named = { ...found, name: titleOf(found.hdu) };
  const own = await ownNames(index, found.hdu, count, tableOf, options);
  if (own !== undefined) {
    return { ...named, bits: own, namesFrom: `the ${TABLE} table of this file` };
  }
  const mission = missionOf(index.known[0]?.header.text('TELESCOP'));
  const group = nameOf(found.hdu) === 'GROUPDQ';
  return { ...named, bits: missionBits(mission, count, group), namesFrom: mission ?? '' };
}

async function findMask(
  index: HduIndex,
  image: Hdu,
  slice: readonly number[],
  options: FitsMaskOptions,
): Promise<Pick<FitsMask, 'hdu' | 'slice'> | undefined> {
  if (!isImage(image)) {
    return undefined;
  }
  if (rankOf(image) >= 0 && bitsOf(image) !== undefined) {
    return { hdu: image, slice };
  }
  const reads = options.readOn !== false && MASKED.test(nameOf(image));
  const bound = reads ? image.index + READ_ON.mask : -1;
  let best: Pick<FitsMask, 'hdu' | 'slice'> | undefined;
  for await (const hdu of hdusTo(index, bound, options)) {
    const under = slicesUnder(hdu, image, slice);
    if (under !== undefined && (best === undefined || rankOf(hdu) < rankOf(best.hdu))) {
      best = { hdu, slice: under };
      if (rankOf(hdu) === 0) {
        break;
      }
    }
  }
  return best;
}

/** Known HDUs, and those that have to be read up to a position. */
async function* hdusTo(
  index: HduIndex,
  last: number,
  options: ReadOptions,
): AsyncGenerator<Hdu, void, void> {
  const { known } = index;
  for (let at = 0; at < known.length || (at <= last && !index.complete); at += 1) {
    const hdu = known[at] ?? (await nextHdu(index, at, options));
    if (hdu === undefined) {
      return;
    }
    yield hdu;
  }
}

/** Undefined where the file has no such HDU. */
async function nextHdu(
  index: HduIndex,
  at: number,
  options: ReadOptions,
): Promise<Hdu | undefined> {
  try {
    return await index.hdu(at, options);
  } catch (error) {
    if (error instanceof SkybucketError && error.code === 'not-found') {
      return undefined;
    }
    throw error;
  }
}

/** The plane of this HDU that is the mask of a plane of the image, or undefined where it is none. */
function slicesUnder(hdu: Hdu, image: Hdu, slice: readonly number[]): number[] | undefined {
  const mine = rankOf(hdu) >= 0 && hdu.version === image.version && bitsOf(hdu) !== undefined;
  return mine ? maskSlice(hdu.axes, image.axes, slice) : undefined;
}

/** The table of the same version as the mask, else the only one near it; undefined where it says nothing. */
async function ownNames(
  index: HduIndex,
  mask: Hdu,
  count: number,
  tableOf: (hdu: Hdu) => Table,
  options: FitsMaskOptions,
): Promise<BitName[] | undefined> {
  const bound = options.readOn === false ? -1 : mask.index + READ_ON.names;
  let table: Hdu | undefined;
  for await (const hdu of hdusTo(index, bound, options)) {
    if (hdu.type === 'BinTableHDU' && nameOf(hdu) === TABLE) {
      table = table === undefined || hdu.version === mask.version ? hdu : table;
    }
  }
  return table && namesInTable(() => tableOf(table), count, options);
}

/** Bits of the integers of an image, or undefined where it holds something else. */
function bitsOf(hdu: Hdu): number | undefined {
  const bitpix = hdu.header.value('BITPIX');
  const scaled = (hdu.header.value('BSCALE') ?? 1) !== 1;
  return isImage(hdu) && typeof bitpix === 'number' && bitpix > 0 && !scaled
    ? Math.min(bitpix, MOST_BITS)
    : undefined;
}

function isImage({ type, axes }: Hdu): boolean {
  const types: readonly Hdu['type'][] = ['PrimaryHDU', 'ImageHDU', 'CompImageHDU'];
  return types.includes(type) && axes.length > 1 && !axes.includes(0);
}

/** Which of the masks it is, -1 for none. */
function rankOf(hdu: Hdu): number {
  return MASKS.findIndex((name) => name === nameOf(hdu));
}

function nameOf({ name }: Hdu): string {
  return name.trim().toUpperCase();
}

function titleOf({ name, version }: Hdu): string {
  return version === 1 ? name : `${name}, ${version}`;
}
