import type { VoDocument, VoTable } from '../core/votable/document';
import { formatCount } from '../protocol/figures';
import type { HduLine } from '../protocol/methods';

/** Characters of a name that are listed. */
const LONGEST_NAME = 500;

/** The document itself comes first, then its tables. */
export function documentLine({ version }: VoDocument): HduLine {
  return {
    ...{ index: 0, name: 'Document', version: 1, type: 'VOTABLE', cards: 0, dimensions: '' },
    format: version === undefined ? '' : `VOTable ${version}`,
    picture: { reason: 'it says what its tables are about' },
    ...{ table: false, line: false },
  };
}

/** @param index of the line: the first table is 1. */
export function tableLine(table: VoTable, index: number): HduLine {
  const { name, id, rowsPresent, columns, encoding, cut } = table;
  const words = name ?? id ?? `Table ${index}`;
  const readable = columns.length > 0;
  const reason = cut ?? (readable ? 'it is a table' : 'it has no fields');
  return {
    ...{ index, name: words.slice(0, LONGEST_NAME), version: 1, type: 'TABLE', cards: 0 },
    dimensions: `${formatCount(rowsPresent)} × ${formatCount(columns.length)}`,
    format: '',
    picture: { reason },
    ...{ table: readable, line: false, storage: encoding ?? 'no data' },
  };
}

/** The table with the most to see: the first that has rows, else the first, else the document. */
export function firstTable({ tables }: VoDocument): number {
  const withRows = tables.findIndex(({ rowsPresent }) => rowsPresent > 0);
  return withRows >= 0 ? withRows + 1 : tables.length > 0 ? 1 : 0;
}
