import type { ScalarDatatype } from '../asdf/array';
import { isStructured, isText } from '../asdf/datatype';
import { arrayPlane, planeAxes } from '../asdf/array-plane';
import type { OpenedArray } from '../asdf/open-array';
import { SkybucketError } from '../errors';
import { sliceIndices } from '../fits/slice';
import type { Plane } from '../image/plane';
import type { CutoutSource } from './cutout-source';
import { numbersPlane, textsPlane, type StoredFormat, type StoredPlane } from './stored-plane';

/** How FITS stores each type of numbers, unsigned ones and signed bytes by an offset (table 11). */
const FORMATS: Partial<Record<ScalarDatatype, readonly [StoredFormat['bitpix'], number]>> = {
  ...{ uint8: [8, 0], bool8: [8, 0], int8: [8, -128], int16: [16, 0], uint16: [16, 2 ** 15] },
  ...{ int32: [32, 0], uint32: [32, 2 ** 31], int64: [64, 0], uint64: [64, 2 ** 63] },
  ...{ float16: [-32, 0], float32: [-32, 0], float64: [-64, 0], complex64: [-32, 0] },
};

/**
 * The plane of an array of ASDF to cut out of, as FITS stores such numbers.
 *
 * @throws SkybucketError `unsupported` for an array that has no picture or fewer than two axes.
 */
export function arraySource(
  opened: OpenedArray,
  path: string,
  label: string,
  slice: readonly number[],
): CutoutSource {
  const { datatype, shape } = opened;
  if (isStructured(datatype) || isText(datatype) || shape.length < 2) {
    throw new SkybucketError('unsupported', 'A cutout needs an image of two axes.');
  }
  const values = arrayPlane(opened, slice);
  const { access, local, size, ratio } = opened.bytes;
  // Missing integers would need a number that stands for them.
  const type = opened.mask === undefined ? datatype : 'float64';
  return {
    label,
    part: path,
    plane: storedAs(values, type),
    values,
    header: undefined,
    primary: undefined,
    higher: sliceIndices(planeAxes(opened), slice),
    tables: undefined,
    bytesAtOnce: access.kind === 'whole' && !local ? Math.ceil(size * ratio) : undefined,
  };
}

function storedAs(values: Plane, datatype: ScalarDatatype): StoredPlane {
  const [bitpix, bzero] = FORMATS[datatype] ?? [-64, 0];
  const format = { bitpix, bscale: 1, bzero, blank: undefined };
  return bitpix === 64
    ? textsPlane(values, format, BigInt(bzero))
    : numbersPlane(values, format, bzero);
}
