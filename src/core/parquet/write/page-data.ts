import type { PageData } from 'hyparquet-writer/src/types.js';
import { arrayOf, isComplex } from '../../table/element-type';
import type { ColumnValues, ElementArray, ElementType } from '../../table/table';
import type { WrittenField, WrittenLeaf } from './written-field';

/** Elements of a leaf in the arrays that the library takes: typed where none is missing, else with nulls. */
type Values = PageData['values'];

/**
 * The values of one leaf in the rows of a row group, with the levels that say what is missing and where each list
 * begins.
 *
 * @param parts values of the column in stretches of rows that follow on each other
 */
export function pageData(
  { column: { type }, list }: WrittenField,
  leaf: WrittenLeaf,
  parts: readonly RowsOf[],
): PageData {
  const elements = new LeafElements(type, leaf.part);
  return list === undefined ? flat(elements, parts) : lists(elements, parts);
}

/** Values of a column in so many rows. */
export interface RowsOf {
  readonly values: ColumnValues;
  readonly rows: number;
}

function flat(elements: LeafElements, parts: readonly RowsOf[]): PageData {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const definitionLevels = new Array<number>(rows).fill(1);
  let at = 0;
  let holes = false;
  for (const { values, rows: own } of parts) {
    for (let row = 0; values.missing !== undefined && row < own; row++) {
      if (values.missing[row] === 1) {
        definitionLevels[at + row] = 0;
        holes = true;
      }
    }
    at += own;
  }
  const values = holes ? elements.withNulls(parts) : elements.all(parts, rows);
  return { values, definitionLevels, repetitionLevels: [], maxDefinitionLevel: 1 };
}

/** Levels of lists: 0 no list, 1 an empty one, 2 an element that is missing, 3 one that is there. */
function lists(elements: LeafElements, parts: readonly RowsOf[]): PageData {
  const values: unknown[] = [];
  const definitionLevels: number[] = [];
  const repetitionLevels: number[] = [];
  const add = (value: unknown, definition: number, repetition: number): void => {
    values.push(value);
    definitionLevels.push(definition);
    repetitionLevels.push(repetition);
  };
  for (const { values: part, rows } of parts) {
    for (let row = 0; row < rows; row++) {
      const start = part.starts?.[row] ?? row;
      const end = part.starts?.[row + 1] ?? start + 1;
      if (Number.isNaN(part.lengths?.[row])) {
        add(null, 0, 0);
      } else if (start === end) {
        add(null, 1, 0);
      }
      for (let i = start; i < end; i++) {
        const missing = part.missing?.[i] === 1;
        add(missing ? null : elements.at(part.values, i), missing ? 2 : 3, i === start ? 0 : 1);
      }
    }
  }
  return { values, definitionLevels, repetitionLevels, maxDefinitionLevel: 3 };
}

/** How elements in memory become those that are stored. */
class LeafElements {
  private readonly places: 1 | 2;
  private readonly offset: 0 | 1;

  constructor(
    private readonly type: ElementType,
    part: WrittenLeaf['part'],
  ) {
    this.places = isComplex(type) ? 2 : 1;
    this.offset = part === 'imaginary' ? 1 : 0;
  }

  at(values: ElementArray, index: number): unknown {
    const value = values[this.places * index + this.offset];
    return this.type === 'logical' || this.type === 'bit' ? value === 1 : value;
  }

  withNulls(parts: readonly RowsOf[]): Values {
    return parts.flatMap(({ values: { values, missing }, rows }) =>
      Array.from({ length: rows }, (_, i) => (missing?.[i] === 1 ? null : this.at(values, i))),
    );
  }

  all(parts: readonly RowsOf[], rows: number): Values {
    const { type } = this;
    const [first] = parts;
    // The library takes typed arrays of unsigned integers for signed ones.
    const plain = type === 'text' || type === 'logical' || type === 'bit' || type === 'uint32';
    if (plain || this.places === 2) {
      return this.withNulls(parts);
    }
    if (parts.length === 1 && first !== undefined) {
      return first.values.values as Values;
    }
    const joined = arrayOf(type, rows);
    let at = 0;
    for (const { values, rows: own } of parts) {
      joined.set(values.values as never, at);
      at += own;
    }
    return joined as Values;
  }
}
