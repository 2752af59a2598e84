import type { ByteReader } from '../../src/core/bytes/reader';
import type { Hdu } from '../../src/core/fits/hdu';
import { openPlane } from '../../src/core/fits/image-plane';
import { imageAxesOf, imageParametersOf } from '../../src/core/fits/image-parameters';
import { zscale } from '../../src/core/image/zscale';
import { PLANE_TOOLS } from '../support/fits/plane-tools';
import type { Comparison } from './comparison';
import { listAt, numberAt, objectAt, type Json, type JsonObject } from './json';
import {
  allValues,
  readingLike,
  sectionValues,
  sha256OfFloat64,
  statisticsOf,
  sumOf,
} from './pixels';

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
  comparison.same(`${path}.sha256_f64le`, sha256OfFloat64(values), truth['sha256_f64le']);
  compareStatistics(comparison, path, values, truth);
  compareList(comparison, `${path}.first5`, values.subarray(0, 5), listAt(truth, 'first5'));
  const last = values.subarray(Math.max(0, values.length - 5));
  compareList(comparison, `${path}.last5`, last, listAt(truth, 'last5'));

  const section = objectAt(truth, 'section');
  if (section) {
    const box = {
      x0: numberAt(section, 'x0'),
      x1: numberAt(section, 'x1'),
      y0: numberAt(section, 'y0'),
      y1: numberAt(section, 'y1'),
    };
    const part = await sectionValues(reader, hdu, reading, box);
    const where = `${path}.section`;
    comparison.same(`${where}.sha256_f64le`, sha256OfFloat64(part), section['sha256_f64le']);
    const sum = sumOf(part.filter((value) => Number.isFinite(value)));
    comparison.near(`${where}.sum`, sum, numberAt(section, 'sum'), tolerance(truth), sum);
    const width = box.x1 - box.x0;
    listAt(section, 'corner4').forEach((row, y) => {
      const from = y * width;
      const ours = part.subarray(from, from + (row as readonly Json[]).length);
      compareList(comparison, `${where}.corner4[${y}]`, ours, row as readonly Json[]);
    });
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

function compareStatistics(
  comparison: Comparison,
  path: string,
  values: Float64Array,
  truth: JsonObject,
): void {
  const ours = statisticsOf(values);
  comparison.same(`${path}.finite`, ours.finite, truth['finite']);
  comparison.same(`${path}.nan`, ours.nan, truth['nan']);
  const largest = Math.max(Math.abs(ours.min), Math.abs(ours.max));
  for (const key of ['min', 'max', 'median', 'mean', 'std'] as const) {
    if (truth[key] !== undefined) {
      const relative = key === 'mean' || key === 'std' ? tolerance(truth) : 1e-9;
      comparison.near(`${path}.${key}`, ours[key], numberAt(truth, key), relative, largest);
    }
  }
}

/** The reference sums float32 images in float32. */
function tolerance(truth: JsonObject): number {
  const dtype = String(truth['dtype']);
  return dtype.includes('f4') || dtype === 'float32' ? 1e-6 : 1e-9;
}

function compareList(
  comparison: Comparison,
  path: string,
  ours: Float64Array,
  theirs: readonly Json[],
): void {
  comparison.same(`${path}.length`, ours.length, theirs.length);
  theirs.forEach((value, i) => comparison.same(`${path}[${i}]`, ours[i], Number(value)));
}
