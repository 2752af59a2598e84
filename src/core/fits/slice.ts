import { SkybucketError } from '../errors';

/**
 * The 0-based index on each axis above the second, those left out 0.
 *
 * @throws SkybucketError `format` if the slice lies outside the image.
 */
export function sliceIndices(axes: readonly number[], slice: readonly number[]): number[] {
  const higher = axes.slice(2);
  if (slice.length > higher.length) {
    throw new SkybucketError(
      'format',
      `The slice has ${slice.length} indices, but the image has ${higher.length} axes above the second.`,
    );
  }
  return higher.map((length, i) => {
    const index = slice[i] ?? 0;
    if (!Number.isSafeInteger(index) || index < 0 || index >= length) {
      throw new SkybucketError(
        'format',
        `There is no plane ${index} on axis ${i + 3}, which has ${length}.`,
      );
    }
    return index;
  });
}

/** Where the plane stands among the planes of an image, the third axis fastest. */
export function planeNumber(axes: readonly number[], indices: readonly number[]): number {
  return axes.slice(2).reduceRight((plane, length, i) => plane * length + (indices[i] ?? 0), 0);
}
