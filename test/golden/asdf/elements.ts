import { isComplex } from '../../../src/core/asdf/datatype';
import type { OpenedArray } from '../../../src/core/asdf/open-array';
import type { Comparison } from '../comparison';
import { isList, numberOf, type Json } from '../json';
import type { CellValue, ComplexValue } from '../table-values';

interface Elements {
  readonly opened: OpenedArray;
  readonly values: Float64Array;
  /** Exactly, as it is shown. */
  readonly texts: readonly string[];
}

/** Compares every element, integers in full; null is a missing one. */
export function compareElements(
  comparison: Comparison,
  path: string,
  { opened, values, texts }: Elements,
  theirs: readonly Json[],
): void {
  comparison.same(`${path}.length`, texts.length, theirs.length);
  theirs.forEach((value, i) => {
    const text = texts[i] ?? '';
    if (value === null) {
      comparison.same(`${path}[${i}]`, text, 'NaN');
    } else if (isComplex(opened.datatype) && isList(value)) {
      const parts = [values[i], values[i + texts.length]];
      value.forEach((part, k) => {
        comparison.same(`${path}[${i}][${k}]`, parts[k], numberOf(part));
      });
      comparison.same(`${path}[${i}] as text`, text.endsWith('j'), true);
    } else if (typeof value === 'boolean') {
      comparison.same(`${path}[${i}]`, text, value ? '1' : '0');
    } else if (typeof value === 'bigint') {
      comparison.same(`${path}[${i}]`, text, String(value));
    } else {
      comparison.same(`${path}[${i}]`, Number(text), numberOf(value));
    }
  });
}

/** Compares the rows of a table, elements of fields within fields one after the other. */
export function compareRecords(
  comparison: Comparison,
  path: string,
  ours: readonly (readonly CellValue[])[],
  theirs: readonly Json[],
): void {
  const mine = ours.flatMap((row) => row.flatMap(leavesOf));
  const wanted = theirs.flatMap(jsonLeaves);
  comparison.same(`${path} elements`, mine.length, wanted.length);
  wanted.forEach((value, i) => {
    const own = mine[i];
    if (typeof value === 'bigint' || typeof own === 'bigint') {
      comparison.same(`${path}[${i}]`, String(own), String(value));
    } else if (typeof own === 'number') {
      comparison.near(`${path}[${i}]`, own, numberOf(value), 1e-7);
    } else {
      comparison.same(`${path}[${i}]`, own, typeof value === 'string' ? value.trimEnd() : value);
    }
  });
}

type Leaf = number | bigint | boolean | string | null;

function leavesOf(cell: CellValue): Leaf[] {
  if (typeof cell !== 'object' || cell === null) {
    return [cell];
  }
  if (Array.isArray(cell)) {
    return (cell as readonly CellValue[]).flatMap(leavesOf);
  }
  const { re, im } = cell as ComplexValue;
  return [re, im];
}

function jsonLeaves(value: Json): Json[] {
  return isList(value) ? value.flatMap(jsonLeaves) : [value];
}
