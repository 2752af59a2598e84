import type { ByteReader } from '../bytes/reader';
import { SkybucketError } from '../errors';
import { ColumnBuilder } from './column-builder';
import { guessLayout } from './read-csv-layout';
import {
  dataRecords,
  tableOfRecords,
  type ReadTextTableOptions,
  type TextCells,
} from './read-csv-table';
import { FileText } from './read-csv-text';
import { KindsOfColumns, realOf, type TextKind } from './read-csv-types';
import type { Column, Table } from './table';

/** Bytes from which the layout is guessed. */
const LOOKED_AT = 256 * 1024;
const MOST_COLUMNS = 100_000;

/**
 * Reads a table of text with a line of names (CSV, and its like with tabs, semicolons, bars or blanks). Types are
 * those that astropy's `ascii.read` gives: a column whose fields are all integers of 64 bits is one, else one of
 * numbers, else text. An empty field is missing; in a column of text one with quotes is an empty text. Records with too
 * few fields end with missing ones; what is too much is left out, with a warning.
 *
 * The file is gone through twice, first for the types.
 *
 * @throws SkybucketError `format` for what is no such table, `too-large` for too many columns, `cancelled`, or what
 *   reading throws.
 */
export async function readCsv(
  reader: ByteReader,
  options: ReadTextTableOptions = {},
): Promise<Table> {
  const text = new FileText(reader, options);
  const { names, comments, ...layout } = guessLayout(await text.start(LOOKED_AT));
  if (names.length === 0) {
    throw new SkybucketError('format', `There is no table in ${reader.label}: it is empty.`, {
      hint: 'A line with the names of the columns is where a table of text begins.',
    });
  }
  if (names.length > MOST_COLUMNS) {
    throw new SkybucketError('too-large', `The table has ${names.length} columns.`, {
      hint: `At most ${MOST_COLUMNS} can be read.`,
    });
  }
  const found = { ...layout, hasComments: comments > 0 };
  const kinds = new KindsOfColumns(names.length);
  for await (const batch of dataRecords(text, found, options.signal)) {
    batch.forEach(({ fields }) => kinds.see(fields));
    if (kinds.settled) {
      break;
    }
  }
  const cells = names.map((name, i) => new PlainCells(i, name, kinds.kinds[i] as TextKind));
  return tableOfRecords(text, found, cells, options);
}

class PlainCells implements TextCells {
  readonly column: Column;
  readonly builder: ColumnBuilder;
  readonly warnings = [];

  constructor(
    index: number,
    name: string,
    private readonly kind: TextKind,
  ) {
    this.builder = new ColumnBuilder(kind, 1);
    this.column = {
      ...{ index, name, type: kind, shape: [], variable: false },
      ...{ unit: undefined, description: undefined, display: undefined, problem: undefined },
      ...{ format: kind === 'text' ? 'text' : 'number', nullRule: 'an empty field' },
    };
  }

  add(field: string, quoted: boolean): void {
    const { builder } = this;
    if (field === '' && !(quoted && this.kind === 'text')) {
      builder.addMissing();
    } else if (this.kind === 'text') {
      builder.addText(field.trimEnd());
    } else if (this.kind === 'float64') {
      builder.addNumber(realOf(field));
    } else {
      addInteger(builder, field);
    }
    builder.endCell();
  }
}

/** @param text an integer that fits into 64 bits. */
function addInteger(builder: ColumnBuilder, text: string): void {
  const value = Number(text);
  if (Number.isSafeInteger(value)) {
    builder.addWide(value);
  } else {
    builder.addBig(BigInt(text.replace(/^\+/, '')));
  }
}
