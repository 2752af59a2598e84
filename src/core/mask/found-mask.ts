import type { Plane } from '../image/plane';
import type { BitName } from './bit-names';

/** What is known of the data-quality mask of an image, wherever it was found. */
export interface MaskFacts {
  /** Which plane of it belongs to the plane of the image, as `PlaneRef.slice` has it. */
  readonly slice: readonly number[];
  /** The name of its HDU or array. */
  readonly name: string;
  /** All bits it has room for (no more than 32), lowest first. */
  readonly bits: readonly BitName[];
  /** Whose names they are: `JWST`, `Roman`, `the DQ_DEF table of this file`; empty where nobody says. */
  readonly namesFrom: string;
}

/**
 * Bytes that looking up a first pixel of a mask takes, at most: what is stored together with it, nothing
 * where every byte is at hand.
 */
export function lookUpBytes(mask: Plane): number {
  if (mask.local) {
    return 0;
  }
  if (mask.pieceStarts !== undefined) {
    const starts = [...mask.pieceStarts, mask.height];
    const rows = starts.map((start, i) => start - (starts[i - 1] ?? 0));
    return Math.ceil(mask.bytesPerRow * rows.reduce((most, each) => Math.max(most, each), 0));
  }
  const columns = mask.columnsPerBlock ?? (mask.rowsPerBlock > 1 ? mask.width : 1);
  const share = Math.min(columns, mask.width) / Math.max(mask.width, 1);
  return Math.ceil(mask.bytesPerRow * Math.min(mask.rowsPerBlock, mask.height) * share);
}

/**
 * The plane of a mask that lies under a plane of an image; axes are fastest first, as in FITS. An axis
 * above the second is the same in both, or counts 1 in the mask or is not there, which is for all planes
 * of the image then: a 2-D mask under a cube. Undefined where the mask is not one of this image.
 */
export function maskSlice(
  mask: readonly number[],
  image: readonly number[],
  slice: readonly number[],
): number[] | undefined {
  if (mask.length < 2 || mask[0] !== image[0] || mask[1] !== image[1]) {
    return undefined;
  }
  const higher = mask.slice(2);
  const fits = higher.every((length, i) => length === 1 || length === image[i + 2]);
  return fits ? higher.map((length, i) => (length === 1 ? 0 : (slice[i] ?? 0))) : undefined;
}
