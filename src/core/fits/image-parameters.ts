import { SkybucketError } from '../errors';
import type { Hdu } from './hdu';
import { compressionOf } from './tiles/tile-layout';

export type Bitpix = 8 | 16 | 32 | 64 | -32 | -64;

/** What turns the stored numbers of an image into its values (FITS 4.0, sections 4.4.1 and 4.4.2.5). */
export interface ImageParameters {
  readonly bitpix: Bitpix;
  /** NAXIS1 first; of random groups without the first, which is 0, and with the groups as the last. */
  readonly axes: readonly number[];
  /** value = stored · bscale + bzero */
  readonly bscale: number;
  readonly bzero: number;
  /** The stored integer that stands for a missing value; undefined in images of floats. */
  readonly blank: bigint | undefined;
  /** BUNIT. */
  readonly unit: string | undefined;
}

/** What can be shown of an HDU: a picture, nothing, or why there is no picture. */
export type Picture = 'yes' | 'empty' | { readonly reason: string };

export function pictureOf(hdu: Hdu): Picture {
  switch (hdu.type) {
    case 'PrimaryHDU':
    case 'ImageHDU':
    case 'CompImageHDU':
    case 'GroupsHDU':
      if (isEmpty(hdu)) {
        return 'empty';
      }
      if (hdu.type === 'CompImageHDU' && compressionOf(hdu.storedHeader) === undefined) {
        return { reason: 'its pixels are compressed in a way the standard does not define' };
      }
      return imageAxesOf(hdu).length > 1
        ? 'yes'
        : { reason: 'it holds a one-dimensional array, which has no picture' };
    case 'BinTableHDU':
    case 'TableHDU':
      return { reason: 'it is a table' };
    case 'CorruptedHDU':
      return { reason: hdu.warnings[0] ?? 'its header cannot be read' };
    case 'FitsHDU':
    case 'NonstandardHDU':
    case 'NonstandardExtHDU':
      return { reason: 'it is of a type the standard does not define' };
  }
}

/** True for a one-dimensional array with pixels. */
export function holdsLine(hdu: Hdu): boolean {
  return isImage(hdu) && !isEmpty(hdu) && imageAxesOf(hdu).length === 1;
}

/** True for what has rows and columns, if only none of the former: a table, or parameters of groups. */
export function holdsTable(hdu: Hdu): boolean {
  const groups = groupsOf(hdu);
  if (groups) {
    return groups.parameters > 0;
  }
  const table = hdu.type === 'BinTableHDU' || hdu.type === 'TableHDU';
  return table && Number(hdu.header.value('TFIELDS') ?? 0) > 0;
}

/** Rows of what {@link holdsTable}: NAXIS2, or the number of groups. */
export function tableRowsOf(hdu: Hdu): number {
  return groupsOf(hdu)?.count ?? hdu.axes[1] ?? 0;
}

/** Random groups (FITS 4.0, section 6): how many, and the parameters before the array of each. */
export function groupsOf(
  hdu: Hdu,
): { readonly count: number; readonly parameters: number } | undefined {
  return hdu.type === 'GroupsHDU'
    ? { count: hdu.header.integer('GCOUNT') ?? 1, parameters: hdu.header.integer('PCOUNT') ?? 0 }
    : undefined;
}

/** Lengths of the axes of the image an HDU holds, as {@link ImageParameters} has them. */
export function imageAxesOf(hdu: Hdu): readonly number[] {
  const groups = groupsOf(hdu);
  return groups && hdu.axes.length > 1 ? [...hdu.axes.slice(1), groups.count] : hdu.axes;
}

/**
 * The parameters of an image; of a tile-compressed one as it is held.
 *
 * @throws SkybucketError `unsupported` if the HDU holds something else, `format` if it holds no pixels
 *   or BSCALE or BZERO is no number.
 */
export function imageParametersOf(hdu: Hdu): ImageParameters {
  const picture = pictureOf(hdu);
  if (!isImage(hdu) && typeof picture === 'object') {
    const text = `HDU ${hdu.index} has no picture: ${picture.reason}.`;
    throw new SkybucketError('unsupported', text.replace('..', '.'));
  }
  if (isEmpty(hdu)) {
    throw new SkybucketError('format', `HDU ${hdu.index} holds no pixels.`);
  }
  const bitpix = hdu.header.requiredInteger('BITPIX') as Bitpix;
  const blank = hdu.header.value('BLANK');
  const isInteger = typeof blank === 'bigint' || Number.isInteger(blank);
  return {
    bitpix,
    axes: imageAxesOf(hdu),
    bscale: hdu.header.number('BSCALE') ?? 1,
    bzero: hdu.header.number('BZERO') ?? 0,
    blank: bitpix > 0 && isInteger ? BigInt(blank as bigint | number) : undefined,
    unit: hdu.header.text('BUNIT')?.trim() || undefined,
  };
}

function isImage({ type }: Hdu): boolean {
  const types: readonly Hdu['type'][] = ['PrimaryHDU', 'ImageHDU', 'CompImageHDU', 'GroupsHDU'];
  return types.includes(type);
}

function isEmpty(hdu: Hdu): boolean {
  const axes = imageAxesOf(hdu);
  return axes.length === 0 || axes.includes(0);
}
