import type { Inflate } from '../../bytes/inflate';
import type { ByteReader } from '../../bytes/reader';
import { SkybucketError } from '../../errors';
import type { Table } from '../../table/table';
import type { Hdu } from '../hdu';
import { asciiFields } from './ascii-fields';
import { binFields } from './bin-fields';
import type { Fields } from './field';
import { groupFields } from './group-fields';
import type { Heap } from './heap-reader';
import { openPackedRows } from './packed-rows';
import { PlainRows } from './plain-rows';
import { RowTable } from './row-table';
import type { RowStore } from './row-store';

/** Bytes that are as cheap to read as a request more, over a link and on a disk. */
const NEAR = { remote: 16 * 1024, local: 128 * 1024 };
const NO_HEAP: Heap = { gap: 0, length: 0, present: 0 };

/**
 * The table of an HDU: binary (FITS 4.0, section 7.3), compressed (section 10.3), ASCII (section 7.2) or
 * random groups (section 6), one row a group. Columns that cannot be read are listed with their problem.
 *
 * @throws SkybucketError `unsupported` if the HDU holds no table, `format` if its header cannot be that of
 *   a table.
 */
export function openTable(reader: ByteReader, hdu: Hdu, inflate: Inflate): Table {
  switch (hdu.type) {
    case 'BinTableHDU':
      return hdu.storedHeader.isTrue('ZTABLE')
        ? openPacked(reader, hdu, inflate)
        : openBinTable(reader, hdu);
    case 'TableHDU': {
      const rows = plainRows(reader, hdu, 0);
      return new RowTable(rows, asciiFields(hdu.header, rows.rowLength), NO_HEAP, nearOf(reader));
    }
    case 'GroupsHDU': {
      const { rowLength, rows, fields } = groupFields(hdu);
      const { dataOffset: offset, dataAvailable: available } = hdu;
      const place = { offset, rowLength, rows, heapLength: 0, available };
      return new RowTable(new PlainRows(reader, place), fields, NO_HEAP, nearOf(reader));
    }
    case 'PrimaryHDU':
    case 'ImageHDU':
    case 'CompImageHDU':
    case 'FitsHDU':
    case 'NonstandardHDU':
    case 'NonstandardExtHDU':
    case 'CorruptedHDU':
      throw new SkybucketError('unsupported', `HDU ${hdu.index} holds no table.`);
  }
}

function openBinTable(reader: ByteReader, hdu: Hdu): Table {
  const rows = plainRows(reader, hdu, hdu.header.integer('PCOUNT') ?? 0);
  return binTable(rows, rows.heapPresent, hdu, nearOf(reader));
}

function openPacked(reader: ByteReader, hdu: Hdu, inflate: Inflate): Table {
  const rows = openPackedRows(reader, hdu, inflate);
  // Columns are packed one by one, so what lies between those that are wanted is not cheap.
  return binTable(rows, rows.heapLength, hdu, 0);
}

function nearOf({ local }: ByteReader): number {
  return local ? NEAR.local : NEAR.remote;
}

function binTable(rows: RowStore, heapPresent: number, { header }: Hdu, near: number): Table {
  const mainLength = rows.rowLength * rows.rows;
  const theap = header.value('THEAP') ?? mainLength;
  const isPlace = typeof theap === 'number' && Number.isSafeInteger(theap);
  const heapProblem =
    isPlace && theap >= mainLength
      ? undefined
      : `THEAP is ${header.get('THEAP')?.text ?? ''}, which lies inside the table of ${mainLength} bytes.`;
  const heap = {
    gap: isPlace ? theap - mainLength : 0,
    length: rows.heapLength,
    present: heapPresent,
  };
  const fields: Fields = binFields(header, { rowLength: rows.rowLength, heapProblem });
  return new RowTable(rows, fields, heap, near);
}

function plainRows(reader: ByteReader, hdu: Hdu, heapLength: number): PlainRows {
  const [rowLength, rows] = hdu.axes;
  const bitpix = hdu.header.value('BITPIX');
  if (rowLength === undefined || rows === undefined || hdu.axes.length !== 2 || bitpix !== 8) {
    throw new SkybucketError(
      'format',
      `The table in HDU ${hdu.index} has NAXIS = ${hdu.axes.length} and BITPIX = ${String(bitpix)}; a table has 2 and 8.`,
    );
  }
  const { dataOffset: offset, dataAvailable: available } = hdu;
  return new PlainRows(reader, { offset, rowLength, rows, heapLength, available });
}
