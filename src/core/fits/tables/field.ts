import type { Column } from '../../table/table';
import type { AsciiForm } from './ascii-form';
import type { Coding } from './coding';

/** How the bytes of a cell become its elements. */
export type Cell =
  | { readonly kind: 'unreadable' }
  /** `count` elements side by side in the row. */
  | { readonly kind: 'fixed'; readonly coding: Coding; readonly count: number }
  /** An array descriptor in the row, the elements in the heap; `longest` as the header promises. */
  | {
      readonly kind: 'heap';
      readonly coding: Coding;
      readonly descriptor: 'P' | 'Q';
      readonly longest: number | undefined;
    }
  /** A field of an ASCII table. */
  | { readonly kind: 'ascii'; readonly form: AsciiForm };

/** A column, and the bytes of the row that it takes. */
export interface Field {
  readonly column: Column;
  /** Bytes from the start of the row. */
  readonly offset: number;
  readonly width: number;
  readonly cell: Cell;
}

/** Characters of a long text that are read where not everything is wanted of a cell. */
export const MOST_CHARACTERS = 65_536;

/** The columns of a table with what is wrong with them, one sentence each. */
export interface Fields {
  readonly fields: readonly Field[];
  readonly warnings: readonly string[];
}

/** A column that is listed, whose cells are all missing. */
export function unreadableField(index: number, given: Partial<Column>, problem: string): Field {
  const column: Column = {
    ...{ name: '', unit: undefined, description: undefined, format: '', display: undefined },
    ...given,
    ...{ index, type: 'text', shape: [], variable: false, nullRule: undefined, problem },
  };
  return { column, offset: 0, width: 0, cell: { kind: 'unreadable' } };
}
