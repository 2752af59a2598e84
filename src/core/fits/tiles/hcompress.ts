import { SkybucketError } from '../../errors';
import { bitView } from './bits';
import { brokenStream } from './broken-stream';
import { fits32, inverse32 } from './h-inverse';
import { inverseWide } from './h-inverse-wide';
import { QuadtreeReader, type Quadrant } from './quadtree';

const CODEC = 'HCOMPRESS';
const MAGIC = 0xdd99;
const HEADER_LENGTH = 25;
/** Bit planes that one array of 32-bit integers takes. */
const LOW_PLANES = 30;
/** Whole numbers up to here, four of them added up, are exact as doubles. */
const LARGEST = 2 ** 50;

/** Pixels of the largest tile; a stream of a few bytes may claim them, and each takes some 10 bytes. */
const MOST_PIXELS = 2 ** 26;

/** What a stream says before its bit planes. */
interface StreamHeader {
  readonly height: number;
  readonly width: number;
  /** What the coefficients were divided by; 1 for lossless. */
  readonly scale: number;
  /** The coefficient of the whole image. */
  readonly sum: number;
  /** Bit planes of the quadrant of sums, of the two beside and below it, and of the last. */
  readonly planes: readonly [number, number, number];
}

/**
 * Decodes HCOMPRESS_1 (FITS 4.0, section 10.4.4).
 *
 * @param height, width the shape of the tile; the stream must have the same.
 * @param smooth SMOOTH: reduces the blocks that a scale above 1 leaves.
 * @returns pixels row by row, in 32-bit integers wherever they fit.
 * @throws SkybucketError `format` for a stream of another shape, of an impossible scale, with numbers
 *   beyond 2^50, or one that ends early; `too-large` for more than 2^26 pixels.
 */
export function decodeHcompress(
  bytes: Uint8Array,
  height: number,
  width: number,
  smooth: boolean,
): Int32Array | Float64Array {
  const view = bitView(CODEC, bytes);
  const header = readHeader(view, bytes.length);
  if (header.height !== height || header.width !== width) {
    const size = `${header.width} × ${header.height}`;
    throw brokenStream(CODEC, `is of ${size} pixels where the tile has ${width} × ${height}`);
  }
  if (height * width > MOST_PIXELS) {
    const text = `HCOMPRESS of more than ${MOST_PIXELS} pixels in one tile takes too much memory.`;
    throw new SkybucketError('too-large', text);
  }
  const largest = Math.max(2 ** Math.max(...header.planes), Math.abs(header.sum)) * header.scale;
  if (!(largest <= LARGEST)) {
    throw brokenStream(CODEC, 'has numbers that no image has');
  }
  const low = new Int32Array(height * width);
  const wide = Math.max(...header.planes) > LOW_PLANES;
  const high = wide ? new Int32Array(height * width) : undefined;
  readCoefficients(view, header, low, high);

  const { scale, sum } = header;
  const mostChange = smooth ? scale >> 1 : 0;
  if (high === undefined && fits32(largest, height, width, mostChange > 0)) {
    low[0] = sum;
    if (scale > 1) {
      for (let i = 0; i < low.length; i += 1) {
        low[i] = (low[i] as number) * scale;
      }
    }
    return inverse32(low, height, width, mostChange);
  }
  const coefficients = new Float64Array(low.length);
  for (let i = 0; i < low.length; i += 1) {
    const above = high === undefined ? 0 : (high[i] as number) * 2 ** LOW_PLANES;
    coefficients[i] = (above + (low[i] as number)) * scale;
  }
  coefficients[0] = sum * scale;
  return inverseWide(coefficients, height, width, mostChange);
}

function readHeader(view: DataView, length: number): StreamHeader {
  if (length < HEADER_LENGTH) {
    throw brokenStream(CODEC, 'ends within its header');
  }
  if (view.getUint16(0) !== MAGIC) {
    throw brokenStream(CODEC, 'does not begin as one');
  }
  const scale = view.getInt32(10);
  if (scale < 0) {
    throw brokenStream(CODEC, `has a scale of ${scale}`);
  }
  return {
    height: view.getInt32(2),
    width: view.getInt32(6),
    scale: Math.max(scale, 1),
    sum: Number(view.getBigInt64(14)),
    planes: [view.getUint8(22), view.getUint8(23), view.getUint8(24)],
  };
}

/** Bits below {@link LOW_PLANES} go into `low`, those above into `high`, each with the sign. */
function readCoefficients(
  view: DataView,
  { height, width, planes }: StreamHeader,
  low: Int32Array,
  high: Int32Array | undefined,
): void {
  const top = (height + 1) >> 1;
  const left = (width + 1) >> 1;
  const bottom = height >> 1;
  const right = width >> 1;
  const reader = new QuadtreeReader(view, 8 * HEADER_LENGTH, ((top + 1) >> 1) * ((left + 1) >> 1));
  const read = (start: number, rows: number, columns: number, count: number): void => {
    const quadrant: Quadrant = { start, stride: width, height: rows, width: columns };
    if (high !== undefined) {
      reader.planes(high, LOW_PLANES, count, quadrant);
    }
    reader.planes(low, 0, Math.min(count, LOW_PLANES), quadrant);
  };
  read(0, top, left, planes[0]);
  read(left, top, right, planes[1]);
  read(top * width, bottom, left, planes[1]);
  read(top * width + left, bottom, right, planes[2]);
  if (reader.nybble() !== 0) {
    throw brokenStream(CODEC, 'does not end its bit planes where they should end');
  }
  reader.signs(low, high);
}
