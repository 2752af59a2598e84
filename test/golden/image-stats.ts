import type { Box } from '../../src/core/image/plane';
import type { Comparison } from './comparison';
import { listAt, numberAt, numberOf, type Json, type JsonObject } from './json';
import { sha256OfFloat64, statisticsOf, sumOf } from './pixels';

/** Compares all values of an image or array: their hash, statistics, first and last. */
export function compareStats(
  comparison: Comparison,
  path: string,
  values: Float64Array,
  truth: JsonObject,
): void {
  comparison.same(`${path}.sha256_f64le`, sha256OfFloat64(values), truth['sha256_f64le']);
  const ours = statisticsOf(values);
  comparison.same(`${path}.finite`, ours.finite, truth['finite']);
  comparison.same(`${path}.nan`, ours.nan, truth['nan']);
  const largest = Math.max(Math.abs(ours.min), Math.abs(ours.max));
  for (const key of ['min', 'max', 'median', 'mean', 'std'] as const) {
    const theirs = truth[key];
    if (theirs !== undefined) {
      const relative = key === 'mean' || key === 'std' ? toleranceOf(truth) : 1e-9;
      comparison.near(`${path}.${key}`, ours[key], numberOf(theirs), relative, largest);
    }
  }
  compareList(comparison, `${path}.first5`, values.subarray(0, 5), listAt(truth, 'first5'));
  const last = values.subarray(Math.max(0, values.length - 5));
  compareList(comparison, `${path}.last5`, last, listAt(truth, 'last5'));
}

/** The section of the first plane that the truth knows. */
export function sectionBox(section: JsonObject): Box {
  return {
    x0: numberAt(section, 'x0'),
    x1: numberAt(section, 'x1'),
    y0: numberAt(section, 'y0'),
    y1: numberAt(section, 'y1'),
  };
}

/** Compares the values of that section; `truth` is that of the image around it. */
export function compareSection(
  comparison: Comparison,
  path: string,
  part: Float64Array,
  section: JsonObject,
  truth: JsonObject,
): void {
  comparison.same(`${path}.sha256_f64le`, sha256OfFloat64(part), section['sha256_f64le']);
  const sum = sumOf(part.filter((value) => Number.isFinite(value)));
  comparison.near(`${path}.sum`, sum, numberAt(section, 'sum'), toleranceOf(truth), sum);
  const { x0, x1 } = sectionBox(section);
  listAt(section, 'corner4').forEach((row, y) => {
    const from = y * (x1 - x0);
    const ours = part.subarray(from, from + (row as readonly Json[]).length);
    compareList(comparison, `${path}.corner4[${y}]`, ours, row as readonly Json[]);
  });
}

/** The reference sums images of single and half precision in single precision. */
function toleranceOf(truth: JsonObject): number {
  return /f4|f2|float32|float16/.test(String(truth['dtype'])) ? 1e-6 : 1e-9;
}

function compareList(
  comparison: Comparison,
  path: string,
  ours: Float64Array,
  theirs: readonly Json[],
): void {
  comparison.same(`${path}.length`, ours.length, theirs.length);
  theirs.forEach((value, i) => comparison.same(`${path}[${i}]`, ours[i], numberOf(value)));
}
