import type { ByteReader } from '../../src/core/bytes/reader';
import type { Hdu } from '../../src/core/fits/hdu';
import { openPlane } from '../../src/core/fits/image-plane';
import { imageAxesOf, imageParametersOf } from '../../src/core/fits/image-parameters';
import { zscale } from '../../src/core/image/zscale';
import { PLANE_TOOLS } from '../support/fits/plane-tools';
import type { Comparison } from './comparison';
import { compareSection, compareStats, sectionBox } from './image-stats';
import { listAt, objectAt, type Json, type JsonObject } from './json';
import { allValues, readingLike, sectionValues } from './pixels';

/**
 * Compares the pixels of an image: hash of all values, statistics, first and last, a section;
 * and the zscale limits of the first plane where the truth has them.
 */
export async function compareImage(
  comparison: Comparison,
  path: string,
  reader: ByteReader,
  hdu: Hdu,
  truth: JsonObject,
  limits: readonly Json[],
): Promise<void> {
  const shape = listAt(truth, 'shape');
  const axes = imageAxesOf(hdu);
  comparison.same(`${path}.shape`, [...axes].reverse().join(), shape.join());
  if (shape.includes(0)) {
    return;
  }
  const reading = readingLike(imageParametersOf(hdu));
  const values = await allValues(reader, hdu, reading);
  compareStats(comparison, path, values, truth);
  const section = objectAt(truth, 'section');
  if (section) {
    const part = await sectionValues(reader, hdu, reading, sectionBox(section));
    compareSection(comparison, `${path}.section`, part, section, truth);
  }
  const shown = await openPlane(reader, hdu, [], PLANE_TOOLS).exact(0, 0);
  comparison.near(`${path}.exact(0, 0)`, Number(shown), values[0] ?? NaN, 1e-7);
  if (limits.length > 0) {
    const [width = 0, height = 1] = axes;
    const ours = zscale(values.subarray(0, width * height));
    const [low, high] = limits.map(Number);
    const largest = Math.max(Math.abs(low ?? 0), Math.abs(high ?? 0));
    comparison.near(`${path}.zscale.low`, ours?.low ?? NaN, low ?? NaN, 1e-9, largest);
    comparison.near(`${path}.zscale.high`, ours?.high ?? NaN, high ?? NaN, 1e-9, largest);
  }
}
