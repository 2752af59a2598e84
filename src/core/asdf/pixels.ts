import type { ReadOptions } from '../bytes/source';
import type { Box } from '../image/plane';
import type { ScalarDatatype } from './array';
import type { BlockBytes } from './block';
import { bytesOfDatatype, isComplex } from './datatype';
import type { OpenedArray } from './open-array';
import type { BoxBytes, PixelCoding } from './pixel-decode';
import { PixelLayout } from './pixel-layout';

/** The pixels of a plane in their block. */
export interface Pixels {
  readonly bytes: BlockBytes;
  readonly layout: PixelLayout;
  readonly coding: PixelCoding;
}

/** @param higher the 0-based index on each axis above the second, the fastest first. */
export function pixelsOf(
  { shape, strides, offset, byteOrder, bytes }: OpenedArray,
  datatype: ScalarDatatype,
  higher: readonly number[],
  { imaginary = false, blank }: { imaginary?: boolean; blank?: number | bigint | undefined },
): Pixels {
  const size = bytesOfDatatype(datatype);
  const [strideX = size, strideY = 0, ...others] = [...strides].reverse();
  const start = others.reduce((at, stride, i) => at + stride * (higher[i] ?? 0), offset);
  const real = isComplex(datatype) ? REAL_OF[datatype] : datatype;
  const part = imaginary ? size / 2 : 0;
  return {
    bytes,
    // One axis is a row; how far the next would be is never asked.
    layout: new PixelLayout(start, strideX, shape.length < 2 ? size : strideY, size),
    coding: { datatype: real, little: byteOrder === 'little', part, blank },
  };
}

const REAL_OF = { complex64: 'float32', complex128: 'float64' } as const;

/** Asks for the boxes in one plan. */
export function readBoxes(
  { bytes, layout }: Pixels,
  boxes: readonly Box[],
  options: ReadOptions,
): Promise<BoxBytes>[] {
  const spans = boxes.map((box) => layout.span(box));
  const promises = bytes.readSpans(spans, options);
  return promises.map(async (promise, i) => ({
    bytes: await promise,
    first: spans[i]?.first ?? 0,
  }));
}
