import { SkybucketError } from '../../errors';
import type { Header } from '../header';
import { parseTform, type Letter } from './tform';

/** ZCTYPn (FITS 4.0, section 10.3.5). */
export type ColumnCompression = 'RICE_1' | 'GZIP_1' | 'GZIP_2' | 'NOCOMPRESS';

/** A column of a compressed table: one array of bytes for each tile of rows. */
export interface PackedColumn {
  /** 0-based. */
  readonly index: number;
  /** Bytes `[start, start + width)` of a row of the table that is held. */
  readonly start: number;
  readonly width: number;
  readonly letter: Letter;
  /** Of a column of arrays, the size of its descriptors in the table that is held. */
  readonly descriptor: 'P' | 'Q' | undefined;
  readonly compression: ColumnCompression;
  /** Where the descriptor of the tile stands in a row of the compressed table, and its size. */
  readonly storedStart: number;
  readonly storedDescriptor: 'P' | 'Q';
  /** The longest array of bytes of a tile, where TFORMn says. */
  readonly longest: number | undefined;
}

/** More columns than keywords can be numbered for. */
const MOST_FIELDS = 999;

/**
 * The columns of a compressed table that have bytes.
 *
 * @throws SkybucketError `format` for a column without ZFORMn or of another form than `1PB` or `1QB`, or
 *   rows longer than their header says; `unsupported` for a ZCTYPn that the standard does not define.
 */
export function packedColumns(stored: Header, rowLength: number): PackedColumn[] {
  const columns: PackedColumn[] = [];
  const fields = Math.min(stored.requiredInteger('TFIELDS'), MOST_FIELDS);
  let start = 0;
  let storedStart = 0;
  for (let n = 1; n <= fields; n += 1) {
    const form = formOf(stored, `ZFORM${n}`);
    const tile = formOf(stored, `TFORM${n}`);
    if (tile.descriptor === undefined || tile.letter !== 'B') {
      throw broken(
        `its column ${n} is "${stored.text(`TFORM${n}`)}", not an array of bytes (1QB).`,
      );
    }
    if (form.descriptor !== undefined && form.repeat > 1) {
      throw broken(`ZFORM${n} is "${stored.text(`ZFORM${n}`)}"; a cell has one array.`);
    }
    if (form.width > 0) {
      columns.push({
        index: n - 1,
        start,
        width: form.width,
        letter: form.letter,
        descriptor: form.descriptor,
        compression: compressionOf(stored, n),
        storedStart,
        storedDescriptor: tile.descriptor,
        longest: tile.longest,
      });
    }
    start += form.width;
    storedStart += tile.width;
  }
  if (start > rowLength) {
    throw broken(`its columns have ${start} bytes, but ZNAXIS1 is ${rowLength}.`);
  }
  if (storedStart > stored.requiredInteger('NAXIS1')) {
    throw broken(`its columns take ${storedStart} bytes, more than NAXIS1.`);
  }
  return columns;
}

function formOf(stored: Header, keyword: string): NonNullable<ReturnType<typeof parseTform>> {
  const text = stored.text(keyword);
  const form = text === undefined ? undefined : parseTform(text);
  if (form === undefined) {
    throw broken(text === undefined ? `it has no ${keyword}.` : `${keyword} is "${text}".`);
  }
  return form;
}

/** cfitsio takes GZIP_2 where nothing is said. */
function compressionOf(stored: Header, n: number): ColumnCompression {
  const name = stored.text(`ZCTYP${n}`)?.trim().toUpperCase() ?? 'GZIP_2';
  switch (name) {
    case 'RICE_1':
    case 'GZIP_1':
    case 'GZIP_2':
    case 'NOCOMPRESS':
      return name;
    default:
      throw new SkybucketError(
        'unsupported',
        `Column ${n} of the compressed table is compressed with "${name}", which the standard does not define.`,
      );
  }
}

function broken(what: string): SkybucketError {
  return new SkybucketError('format', `The compressed table cannot be read: ${what}`);
}
