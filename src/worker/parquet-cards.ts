import type { ParquetColumn } from '../core/parquet/columns';
import type { ParquetFile } from '../core/parquet/parquet-file';
import { formatBytes, formatCount } from '../protocol/figures';
import type { CardLine } from '../protocol/methods';

/** Cards that are shown; a file may have any number of columns. */
const MOST_CARDS = 20_000;
const LONGEST_VALUE = 10_000;

/** What a file says of itself: who wrote it, how much there is, and the metadata of its footer. */
export function fileCards({ metadata, columns, arrow }: ParquetFile): CardLine[] {
  const { rows, rowGroups, createdBy, keyValues } = metadata;
  const chunks = rowGroups.flatMap((group) => group.chunks);
  const bytes = chunks.reduce((sum, { pages }) => sum + pages.length, 0);
  const codecs = [...new Set(chunks.map(({ codec }) => codec ?? 'unknown'))];
  const cards = [
    ...(createdBy === undefined ? [] : [card('created by', createdBy, '')]),
    card('rows', formatCount(rows), ''),
    card('row groups', formatCount(rowGroups.length), ''),
    card(
      'columns',
      formatCount(columns.length),
      'of which fields of structs are columns of their own',
    ),
    card('size', formatBytes(bytes), 'of all columns, as stored'),
    ...(codecs.length === 0 ? [] : [card('compression', codecs.join(', '), '')]),
    ...[...keyValues]
      .filter(([key]) => key !== 'ARROW:schema')
      .map(([key, value]) => card(key, value, 'metadata of the file')),
    ...[...(arrow?.metadata ?? [])]
      .filter(([key]) => !keyValues.has(key))
      .map(([key, value]) => card(key, value, 'metadata of its Arrow schema')),
  ];
  return cards.slice(0, MOST_CARDS);
}

/** What it says of each of its columns. */
export function columnCards({ columns }: ParquetFile): CardLine[] {
  return columns.flatMap(ofColumn).slice(0, MOST_CARDS);
}

function ofColumn({
  name,
  format,
  unit,
  description,
  metadata,
  nullable,
}: ParquetColumn): CardLine[] {
  const said = [
    unit === undefined ? '' : `[${unit}]`,
    description ?? '',
    nullable ? '' : 'never null',
  ];
  const others = [...metadata].filter(([, value]) => value !== unit && value !== description);
  return [
    card(`FIELD ${name}`, format, said.filter((part) => part !== '').join(' ')),
    ...others.map(([key, value]) => card(`${name}: ${key}`, value, '')),
  ];
}

/** There is no card in the file; what is copied is the line as it is shown. */
function card(keyword: string, value: string, said: string): CardLine {
  const line = (text: string): string => text.slice(0, LONGEST_VALUE).replace(/\s+/g, ' ');
  const [shown, about] = [line(value), line(said)];
  const raw = `${keyword} = ${shown}${about === '' ? '' : ` / ${about}`}`;
  return { keyword, value: shown, comment: about, raw };
}
