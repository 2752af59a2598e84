import type { ByteReader } from '../bytes/reader';
import type { ReadOptions } from '../bytes/source';
import { SkybucketError } from '../errors';
import type { Hdu } from '../fits/hdu';
import type { HduIndex } from '../fits/hdu-index';
import { imageParametersOf, type ImageParameters } from '../fits/image-parameters';
import { openPlaneAs, type PlaneTools } from '../fits/image-plane';
import { sliceIndices } from '../fits/slice';
import type { CutoutSource } from './cutout-source';
import { halvesPlane, numbersPlane, textsPlane, type StoredPlane } from './stored-plane';

/** What a FITS file gives for cutouts of its images. */
export interface FitsParts {
  readonly index: HduIndex;
  readonly reader: ByteReader;
}

/**
 * The plane of an HDU to cut out of.
 *
 * @throws SkybucketError `unsupported` for what is no image of two axes or more, `format` for a slice outside.
 */
export async function fitsSource(
  { index, reader }: FitsParts,
  hdu: Hdu,
  slice: readonly number[],
  tools: PlaneTools,
  options: ReadOptions,
): Promise<CutoutSource> {
  const image = imageParametersOf(hdu);
  if (hdu.type === 'GroupsHDU') {
    throw new SkybucketError('unsupported', 'Random groups cannot be cut out of.');
  }
  if (image.axes.length < 2) {
    throw new SkybucketError('unsupported', 'A cutout needs an image of two axes.');
  }
  const primary = hdu.index === 0 ? undefined : (await index.hdu(0, options)).header;
  return {
    label: reader.label,
    part: hdu.name === '' ? `HDU ${hdu.index}` : `${hdu.name},${hdu.version}`,
    plane: storedPlane(reader, hdu, image, slice, tools),
    values: openPlaneAs(image, reader, hdu, slice, tools),
    header: hdu.header,
    primary,
    higher: sliceIndices(image.axes, slice),
    tables: {
      index,
      reader,
      // Other HDUs: their tiles are not among those kept.
      stored: (other) =>
        storedPlane(reader, other, imageParametersOf(other), [], { tiles: tools.tiles }),
    },
  };
}

/** The pixels as the image stores them, BLANK as NaN on the way. */
function storedPlane(
  reader: ByteReader,
  hdu: Hdu,
  image: ImageParameters,
  slice: readonly number[],
  tools: PlaneTools,
): StoredPlane {
  const { bitpix, bscale, bzero, blank, axes } = image;
  const format = { bitpix, bscale, bzero, blank };
  const unscaled = { ...image, bscale: 1, bzero: 0 };
  if (bitpix !== 64) {
    return numbersPlane(openPlaneAs(unscaled, reader, hdu, slice, tools), format);
  }
  if (hdu.type === 'CompImageHDU') {
    return textsPlane(openPlaneAs(unscaled, reader, hdu, slice, tools), format);
  }
  // Doubles do not hold them.
  const [width = 0, ...more] = axes;
  const halves = {
    ...unscaled,
    bitpix: 32,
    blank: undefined,
    axes: [2 * width, ...more],
  } as const;
  return halvesPlane(openPlaneAs(halves, reader, hdu, slice, tools), format);
}
