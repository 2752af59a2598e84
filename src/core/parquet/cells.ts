import { arrayOf, type NumericArray } from '../table/element-type';
import type { ElementArray, ElementType } from '../table/table';
import type { ParquetColumn } from './columns';
import { damagedPage } from './hybrid';
import { jsonCells } from './json-cells';
import type { LeafValues } from './leaf-values';

/** Cells of a column in rows that follow on each other; as {@link ColumnValues} has them. */
export interface Cells {
  readonly values: ElementArray;
  readonly starts: Uint32Array | undefined;
  readonly lengths: Float64Array | undefined;
  readonly missing: Uint8Array | undefined;
}

/**
 * Makes the cells of `rows` rows of what was decoded of its leaves.
 *
 * @throws SkybucketError `format` where there are fewer or more.
 */
export function cellsOf(column: ParquetColumn, leaves: readonly LeafValues[], rows: number): Cells {
  const [first] = leaves;
  if (first === undefined) {
    return {
      ...{ values: new Array<string>(rows).fill(''), starts: undefined, lengths: undefined },
      missing: new Uint8Array(rows).fill(1),
    };
  }
  switch (column.kind) {
    case 'flat':
      return flatCells(first, column.node.definition, rows);
    case 'list':
      return listCells(first, column, rows);
    case 'json':
      return jsonCells(column, leaves, rows);
  }
}

function flatCells(leaf: LeafValues, most: number, rows: number): Cells {
  if (leaf.entries !== rows) {
    throw damagedPage(`${leaf.entries} values for ${rows} rows`);
  }
  const missing = missingOf(leaf.definition, most);
  return {
    ...{ starts: undefined, lengths: undefined, missing },
    values: missing === undefined ? leaf.values : spread(leaf.values, leaf.type, missing),
  };
}

/** 1 where the definition level says that there is no value; undefined where all are there. */
function missingOf(definition: Int32Array | undefined, most: number): Uint8Array | undefined {
  if (definition === undefined) {
    return undefined;
  }
  let missing: Uint8Array | undefined;
  for (let i = 0; i < definition.length; i++) {
    if (definition[i] !== most) {
      missing ??= new Uint8Array(definition.length);
      missing[i] = 1;
    }
  }
  return missing;
}

/** Values at their places, with 0, NaN or an empty text where one is missing. */
function spread(values: ElementArray, type: ElementType, missing: Uint8Array): ElementArray {
  const rows = missing.length;
  let next = 0;
  if (type === 'text') {
    const texts = values as readonly string[];
    return Array.from(missing, (flag) => (flag === 1 ? '' : (texts[next++] as string)));
  }
  const from = values as NumericArray;
  const all = arrayOf(type, rows);
  const float = type === 'float32' || type === 'float64';
  for (let i = 0; i < rows; i++) {
    if (missing[i] === 0) {
      all[i] = from[next++] as never;
    } else if (float) {
      all[i] = NaN as never;
    }
  }
  return all;
}

/** A list that is null is missing as a whole, which its length says. */
function listCells(leaf: LeafValues, column: ParquetColumn, rows: number): Cells {
  const { repetition, definition, entries } = leaf;
  const [at] = column.leaves;
  const most = at?.definition ?? 0;
  const there = at?.listDefinition ?? 0;
  const starts = new Uint32Array(rows + 1);
  const lengths = new Float64Array(rows);
  const holes = new Uint8Array(entries);
  let anyNull = false;
  let elements = 0;
  let missing = 0;
  let row = -1;
  for (let i = 0; i < entries; i++) {
    if (repetition?.[i] === 0) {
      row += 1;
      if (row >= rows) {
        throw damagedPage('more rows than the row group');
      }
      starts[row] = elements;
    }
    if (row < 0) {
      throw damagedPage('elements before the first row');
    }
    const level = definition?.[i] ?? most;
    if (level >= there) {
      lengths[row] = (lengths[row] as number) + 1;
      holes[elements] = level < most ? 1 : 0;
      missing += level < most ? 1 : 0;
      elements += 1;
    } else if (level < there - 1) {
      lengths[row] = NaN;
      anyNull = true;
    }
  }
  if (row !== rows - 1) {
    throw damagedPage(`lists for ${row + 1} of ${rows} rows`);
  }
  starts[rows] = elements;
  const flags = missing > 0 ? holes.slice(0, elements) : undefined;
  return {
    values: flags === undefined ? leaf.values : spread(leaf.values, leaf.type, flags),
    ...{ starts, lengths: anyNull ? lengths : undefined, missing: flags },
  };
}
