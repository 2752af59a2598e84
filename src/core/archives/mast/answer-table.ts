import { ColumnBuilder } from '../../table/column-builder';
import { RowsInMemory } from '../../table/rows-in-memory';
import type { Column, ElementType, Table } from '../../table/table';
import type { JsonObject } from '../json-object';
import { typeFor, type MastColumn, type MastType } from './columns';

/** What an answer says of a column of its rows. */
export interface AnswerField {
  readonly name: string;
  /** The service's word for its type. */
  readonly type: string;
}

interface GrowingField {
  readonly type: MastType;
  readonly about: Pick<MastColumn, 'unit' | 'description' | 'missing'> | undefined;
  readonly word: string;
  readonly cells: ColumnBuilder;
}

/** What astroquery takes for a missing whole number. */
const MISSING_INTEGER = -999;

const ELEMENTS: Readonly<Record<MastType, ElementType>> = {
  string: 'text',
  float: 'float64',
  integer: 'int64',
  boolean: 'logical',
  byte: 'uint8',
};

/**
 * The rows of answers page after page, as columns of the types astroquery gives them: text, 64-bit floats,
 * 64-bit integers, booleans. What is declared as text is text though a number is sent, so that identifiers
 * are always text. Null, an empty text, -999 of an integer and the column's own value for it are missing.
 */
export class AnswerTable {
  /** So far. */
  rows = 0;
  private readonly fields = new Map<string, GrowingField>();

  /** @param about what is known of the columns. */
  constructor(
    private readonly about: ReadonlyMap<
      string,
      Pick<MastColumn, 'unit' | 'description' | 'missing'>
    > = new Map(),
  ) {}

  /** Adds the rows of a page. Columns that other pages lack are missing there. */
  add(fields: readonly AnswerField[], data: readonly JsonObject[]): void {
    for (const { name, type } of fields) {
      // A mark of the portal's own table.
      if (name !== '_selected_' && !this.fields.has(name)) {
        this.fields.set(name, this.newField(name, type));
      }
    }
    for (const [name, field] of this.fields) {
      for (const row of data) {
        addCell(field, Object.hasOwn(row, name) ? row[name] : null);
      }
    }
    this.rows += data.length;
  }

  /** The rows so far; later ones do not change it. */
  table(warnings: readonly string[] = []): Table {
    const columns = [...this.fields].map(([name, field], index) => columnOf(index, name, field));
    const stored = [...this.fields.values()].map(({ cells }) => cells.finish(this.rows));
    return new RowsInMemory(columns, stored, this.rows, warnings);
  }

  private newField(name: string, word: string): GrowingField {
    const type = typeFor(word) ?? 'string';
    const cells = new ColumnBuilder(ELEMENTS[type], 1);
    for (let row = 0; row < this.rows; row++) {
      cells.addAbsent();
    }
    return { type, word, cells, about: this.about.get(name) };
  }
}

function columnOf(index: number, name: string, { type, word, about }: GrowingField): Column {
  const ignored = about?.missing ?? (type === 'integer' ? MISSING_INTEGER : undefined);
  return {
    ...{ index, name, type: ELEMENTS[type], shape: [], variable: false, format: word },
    ...{ unit: about?.unit, description: about?.description, display: undefined },
    nullRule: ignored === undefined || ignored === '' ? undefined : String(ignored),
    problem: undefined,
  };
}

function addCell({ type, cells, about }: GrowingField, value: unknown): void {
  const clean = value === about?.missing ? null : value;
  switch (type) {
    case 'string':
      addText(cells, clean);
      break;
    case 'float':
      addFloat(cells, clean);
      break;
    case 'boolean':
      addBoolean(cells, clean);
      break;
    case 'integer':
    case 'byte':
      addInteger(cells, clean, type === 'byte');
  }
  cells.endCell();
}

function addText(cells: ColumnBuilder, value: unknown): void {
  // Of a table in memory text has no blanks at its end.
  const text = textOf(value).replace(/[ \0]+$/, '');
  if (text === '') {
    cells.addMissing();
  } else {
    cells.addText(text);
  }
}

/** Of numbers and truth values too; lists and objects as JSON. Null is empty. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') {
    return value;
  }
  if (typeof value === 'boolean') {
    return value ? 'True' : 'False';
  }
  if (typeof value === 'number' || typeof value === 'bigint') {
    return String(value);
  }
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

function addFloat(cells: ColumnBuilder, value: unknown): void {
  const number = numberOf(value);
  if (Number.isNaN(number)) {
    cells.addMissing();
  } else {
    cells.addNumber(number);
  }
}

function numberOf(value: unknown): number {
  if (typeof value === 'number' || typeof value === 'bigint') {
    return Number(value);
  }
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
}

const LEAST_LONG = -(2n ** 63n);
const GREATEST_LONG = 2n ** 63n - 1n;

function addInteger(cells: ColumnBuilder, value: unknown, byte: boolean): void {
  const integer = integerOf(value);
  if (integer === undefined || Number(integer) === MISSING_INTEGER) {
    cells.addMissing();
  } else if (byte) {
    cells.addNumber(Number(integer) & 255);
  } else if (typeof integer === 'number') {
    cells.addWide(integer);
  } else if (integer < LEAST_LONG || integer > GREATEST_LONG) {
    cells.addMissing();
  } else {
    cells.addBig(integer);
  }
}

/** Of a number its whole part, as numpy takes it. */
function integerOf(value: unknown): number | bigint | undefined {
  if (typeof value === 'bigint') {
    return value;
  }
  if (typeof value === 'string' && /^\s*[+-]?\d{1,40}\s*$/.test(value)) {
    return BigInt(value.trim().replace(/^\+/, ''));
  }
  const number = Math.trunc(numberOf(value));
  return Number.isSafeInteger(number) ? number : undefined;
}

function addBoolean(cells: ColumnBuilder, value: unknown): void {
  const word = typeof value === 'string' ? value.trim().toLowerCase() : value;
  if (word === true || word === 1 || word === 'true' || word === 't' || word === '1') {
    cells.addNumber(1);
  } else if (word === false || word === 0 || word === 'false' || word === 'f' || word === '0') {
    cells.addNumber(0);
  } else {
    cells.addMissing();
  }
}
