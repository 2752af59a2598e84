import type { ArrayEntry, ArrayInfo } from '../../../src/core/asdf/array';
import type { ArrayContext } from '../../../src/core/asdf/array-context';
import { arrayPlane } from '../../../src/core/asdf/array-plane';
import { isComplex, isStructured, isText } from '../../../src/core/asdf/datatype';
import { openArray, type OpenedArray } from '../../../src/core/asdf/open-array';
import { SkybucketError } from '../../../src/core/errors';
import type { Comparison } from '../comparison';
import { compareSection, compareStats, sectionBox } from '../image-stats';
import { listAt, objectAt, type JsonObject } from '../json';
import { compareElements, compareRecords } from './elements';
import { compareInfo } from './info';
import { exactTexts, planeValues, rowsOf } from './values';

/** Of an array that is in an HDU of the FITS file around: its numpy shape and all its values. */
export type ReadHdu = (
  source: Extract<ArrayInfo['source'], { kind: 'fits' }>,
) => Promise<{ readonly shape: readonly number[]; readonly values: Float64Array } | undefined>;

/** Where the elements of the arrays of a file are. */
export interface ArrayPlaces {
  readonly context: ArrayContext;
  readonly readHdu: ReadHdu | undefined;
}

/** Compares an array: what the tree says of it, and its elements; or that it is refused. */
export async function compareArray(
  comparison: Comparison,
  path: string,
  entry: ArrayEntry | undefined,
  places: ArrayPlaces,
  truth: JsonObject,
): Promise<void> {
  if (entry === undefined) {
    comparison.differ(path, 'no such array', 'an array');
    return;
  }
  try {
    if ('problem' in entry.array) {
      throw new SkybucketError('unsupported', entry.array.problem);
    }
    compareInfo(comparison, path, entry.array, truth);
    await compareContent(comparison, path, entry.array, places, truth);
    comparison.same(`${path} refused`, false, truth['refused'] === true);
  } catch (error) {
    if (!(error instanceof SkybucketError)) {
      throw error;
    }
    comparison.same(
      `${path} refused`,
      error.message,
      truth['refused'] === true ? error.message : 'read',
    );
  }
}

async function compareContent(
  comparison: Comparison,
  path: string,
  array: ArrayInfo,
  { context, readHdu }: ArrayPlaces,
  truth: JsonObject,
): Promise<void> {
  if (array.source.kind === 'fits') {
    const hdu = await readHdu?.(array.source);
    if (hdu === undefined) {
      throw new SkybucketError('not-found', 'There is no such HDU.');
    }
    comparison.same(`${path}.shape of the HDU`, hdu.shape.join(), listAt(truth, 'shape').join());
    const stats = objectAt(truth, 'stats');
    if (stats) {
      compareStats(comparison, `${path}.stats`, hdu.values, stats);
    }
    return;
  }
  const opened = await openArray(array, context);
  // The truth has no shape for what must be refused, now or when it is read.
  if (truth['refused'] !== true) {
    const shape = listAt(truth, 'decoded_shape').join();
    comparison.same(`${path}.decoded_shape`, opened.shape.join(), shape);
  }
  if (opened.shape.includes(0)) {
    return;
  }
  if (isStructured(opened.datatype) || isText(opened.datatype)) {
    const rows = await rowsOf(opened);
    // Either all of them, or the first.
    const records = listAt(truth, truth['all'] === undefined ? 'first3' : 'all');
    const compared = truth['all'] === undefined ? rows.slice(0, records.length) : rows;
    compareRecords(comparison, path, compared, records);
    return;
  }
  await compareNumbers(comparison, path, opened, truth);
}

async function compareNumbers(
  comparison: Comparison,
  path: string,
  opened: OpenedArray,
  truth: JsonObject,
): Promise<void> {
  const values = await planeValues(opened);
  const stats = objectAt(truth, 'stats');
  if (stats && !isComplex(opened.datatype)) {
    compareStats(comparison, `${path}.stats`, values, stats);
    const section = objectAt(stats, 'section');
    if (section) {
      const part = await arrayPlane(opened, []).section(sectionBox(section));
      const ours = Float64Array.from(part.values);
      compareSection(comparison, `${path}.stats.section`, ours, section, stats);
    }
  }
  if (truth['all'] !== undefined) {
    const texts = await exactTexts(opened);
    compareElements(comparison, `${path}.all`, { opened, values, texts }, listAt(truth, 'all'));
  }
}
