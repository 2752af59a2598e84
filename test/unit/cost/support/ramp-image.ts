import type { Section } from '../../../../src/core/image/plane';
import type { ObjectBody } from '../../../support/s3/objects';
import { card, headerBytes, primaryCards } from '../../fits/support/made';

/** Every pixel is a whole number below 2^24, so float32 holds it exactly. */
const CYCLE = 2 ** 24;

/** What pixel (x, y), 0-based, of a {@link rampImage} of this width holds. */
export function rampValue(width: number, x: number, y: number): number {
  return (y * width + x) % CYCLE;
}

/**
 * How many values of a section are wrong. (A matcher would take longer to compare them than they take
 * to read.)
 */
export function wrongValues(image: RampImage, { x0, y0, width, values }: Section): number {
  let wrong = 0;
  values.forEach((value, i) => {
    const truth = rampValue(image.width, x0 + (i % width), y0 + Math.floor(i / width));
    wrong += value === truth ? 0 : 1;
  });
  return wrong;
}

export interface RampImage extends ObjectBody {
  readonly width: number;
  readonly height: number;
  /** Where the pixels begin. */
  readonly dataOffset: number;
}

/** A FITS file of one float32 image (BITPIX -32) whose pixels are made only when they are read. */
export function rampImage(width: number, height: number): RampImage {
  const header = headerBytes([...primaryCards(-32, [width, height]), card('BUNIT', 'MJy/sr')]);
  const dataOffset = header.length;
  const dataLength = width * height * 4;
  const size = dataOffset + Math.ceil(dataLength / 2880) * 2880;

  /** Pixels that cover `[from, to)` of the data, as stored: big-endian. */
  const pixels = (from: number, to: number): Uint8Array => {
    const first = Math.floor(from / 4);
    const count = Math.ceil(to / 4) - first;
    const view = new DataView(new ArrayBuffer(count * 4));
    for (let i = 0; i < count; i++) {
      view.setFloat32(i * 4, (first + i) % CYCLE);
    }
    return new Uint8Array(view.buffer).subarray(from - first * 4, to - first * 4);
  };

  return {
    ...{ width, height, size, dataOffset },
    read: (offset, length) => {
      const bytes = new Uint8Array(length);
      bytes.set(header.subarray(offset, offset + length));
      const from = Math.max(0, offset - dataOffset);
      const to = Math.min(dataLength, offset + length - dataOffset);
      if (from < to) {
        bytes.set(pixels(from, to), dataOffset + from - offset);
      }
      return bytes;
    },
  };
}
