import { SkybucketError, throwIfAborted } from '../errors';
import { RECORD_LENGTH, type Card } from '../fits/card';
import { padded } from '../fits/data-size';
import type { PlaneOptions } from '../image/plane';
import { reachesOver, type Placed } from './place';
import { missingPixel, type StoredPlane } from './stored-plane';

/** Bytes of pixels in a cutout, at most. */
export const MOST_CUTOUT_BYTES = 512 * 2 ** 20;

/** An HDU that goes with the image: cards without END, and its data without padding. */
export interface ExtensionHdu {
  readonly cards: readonly Card[];
  readonly data: Uint8Array;
}

export interface WriteOptions extends PlaneOptions {
  /** Told what share has been read, 0 to 1. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/** @throws SkybucketError `too-large` */
export function checkCutoutSize({ width, height }: Placed, bitpix: number): number {
  const bytes = (width * height * Math.abs(bitpix)) / 8;
  if (bytes > MOST_CUTOUT_BYTES) {
    const side = Math.floor(Math.sqrt((MOST_CUTOUT_BYTES * 8) / Math.abs(bitpix)));
    throw new SkybucketError(
      'too-large',
      `A cutout of ${width} × ${height} pixels is more than the 512 MiB that are made.`,
      { hint: `Choose a smaller size, up to ${side} × ${side} pixels of this image.` },
    );
  }
  return bytes;
}

/** Bytes of the whole file. */
export function cutoutFileBytes(
  cards: readonly Card[],
  pixelBytes: number,
  extensions: readonly ExtensionHdu[],
): number {
  const others = extensions.map(
    ({ cards: own, data }) => headerLength(own) + padded(data.byteLength),
  );
  return others.reduce((sum, next) => sum + next, headerLength(cards) + padded(pixelBytes));
}

/**
 * Writes a FITS file whose primary image is the cutout, filled up with missing pixels where it reaches over
 * the edge.
 *
 * @param cards of the primary header, without END.
 * @throws SkybucketError `too-large`, or what reading throws.
 */
export async function writeCutout(
  placed: Placed,
  plane: StoredPlane,
  cards: readonly Card[],
  extensions: readonly ExtensionHdu[],
  { onProgress, ...options }: WriteOptions = {},
): Promise<Uint8Array> {
  const { x0, y0, width, inside } = placed;
  const pixelBytes = checkCutoutSize(placed, plane.format.bitpix);
  const length = Math.abs(plane.format.bitpix) / 8;
  const file = new Uint8Array(cutoutFileBytes(cards, pixelBytes, extensions));
  const start = writeHeader(file, 0, cards);
  if (reachesOver(placed)) {
    fill(file.subarray(start, start + pixelBytes), missingPixel(plane.format));
  }
  const rows = inside.y1 - inside.y0;
  let done = 0;
  for await (const { y, bytes } of plane.rows(inside, options)) {
    throwIfAborted(options.signal);
    file.set(bytes, start + ((y - y0) * width + inside.x0 - x0) * length);
    done += 1;
    onProgress?.(done / rows);
  }
  let at = start + padded(pixelBytes);
  for (const { cards: own, data } of extensions) {
    const from = writeHeader(file, at, own);
    file.set(data, from);
    at = from + padded(data.byteLength);
  }
  return file;
}

function headerLength(cards: readonly Card[]): number {
  const records = cards.reduce((sum, { raw }) => sum + Math.ceil(raw.length / RECORD_LENGTH), 1);
  return padded(records * RECORD_LENGTH);
}

/** Writes the records and END, filled up with blanks; gives where the data begin. */
function writeHeader(file: Uint8Array, at: number, cards: readonly Card[]): number {
  const end = at + headerLength(cards);
  file.fill(0x20, at, end);
  let to = at;
  for (const raw of [...cards.map((card) => card.raw), 'END']) {
    for (let i = 0; i < raw.length; i += 1) {
      file[to + i] = raw.charCodeAt(i);
    }
    to += Math.ceil(raw.length / RECORD_LENGTH) * RECORD_LENGTH;
  }
  return end;
}

function fill(bytes: Uint8Array, pixel: Uint8Array | undefined): void {
  if (pixel === undefined || bytes.length === 0) {
    return;
  }
  bytes.set(pixel.subarray(0, Math.min(pixel.length, bytes.length)));
  for (let filled = pixel.length; filled < bytes.length; filled *= 2) {
    bytes.copyWithin(filled, 0, Math.min(filled, bytes.length - filled));
  }
}
