import { SkybucketError } from '../errors';
import type { Hdu } from './hdu';

export type Bitpix = 8 | 16 | 32 | 64 | -32 | -64;

/** What turns the stored numbers of an image into its values (FITS 4.0, sections 4.4.1 and 4.4.2.5). */
export interface ImageParameters {
  readonly bitpix: Bitpix;
  /** NAXIS1 first. */
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
      if (isEmpty(hdu)) {
        return 'empty';
      }
      return hdu.axes.length > 1
        ? 'yes'
        : { reason: 'it holds a one-dimensional array, which has no picture' };
    case 'CompImageHDU':
      return { reason: 'tile-compressed images are not supported yet' };
    case 'GroupsHDU':
      return { reason: 'random groups are not supported yet' };
    case 'BinTableHDU':
    case 'TableHDU':
      return { reason: 'it is a table; tables are not supported yet' };
    case 'CorruptedHDU':
      return { reason: hdu.warnings[0] ?? 'its header cannot be read' };
    case 'FitsHDU':
    case 'NonstandardHDU':
    case 'NonstandardExtHDU':
      return { reason: 'it is of a type the standard does not define' };
  }
}

/**
 * The parameters of a plain image.
 *
 * @throws SkybucketError `unsupported` if the HDU holds something else, `format` if it holds no pixels
 *   or BSCALE or BZERO is no number.
 */
export function imageParametersOf(hdu: Hdu): ImageParameters {
  const picture = pictureOf(hdu);
  const plain = hdu.type === 'PrimaryHDU' || hdu.type === 'ImageHDU';
  if (!plain && typeof picture === 'object') {
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
    axes: hdu.axes,
    bscale: hdu.header.number('BSCALE') ?? 1,
    bzero: hdu.header.number('BZERO') ?? 0,
    blank: bitpix > 0 && isInteger ? BigInt(blank as bigint | number) : undefined,
    unit: hdu.header.text('BUNIT')?.trim() || undefined,
  };
}

function isEmpty(hdu: Hdu): boolean {
  return hdu.axes.length === 0 || hdu.axes.includes(0);
}
