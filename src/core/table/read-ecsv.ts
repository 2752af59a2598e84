import type { ByteReader } from '../bytes/reader';
import { SkybucketError } from '../errors';
import { RecordSplitter } from './read-csv-rows';
import { tableOfRecords, type ReadTextTableOptions } from './read-csv-table';
import { FileText } from './read-csv-text';
import { EcsvCells } from './read-ecsv-cells';
import { readEcsvHeader } from './read-ecsv-header';
import type { Table } from './table';

/** The comments at the beginning of a file, at most; those of hundreds of columns take some 100 KB. */
const MOST_HEADER = 16 * 1024 * 1024;
const FIRST_LOOK = 256 * 1024;
const LINE = /([^\r\n]*)(?:\r\n?|\n|$)/g;

/**
 * Reads an ECSV table: types, units and descriptions from its comments, lists from JSON in its fields. An empty field
 * is missing, as astropy has it. Objects and lists in lists of changing length are shown as the JSON that they are.
 *
 * @throws SkybucketError `format` for what is no ECSV, or where the line of names has others than the comments;
 *   `too-large` for comments without end, `cancelled`, or what reading throws.
 */
export async function readEcsv(
  reader: ByteReader,
  options: ReadTextTableOptions = {},
): Promise<Table> {
  const text = new FileText(reader, options);
  const start = await headerText(text, reader.label);
  const { delimiter, fields } = readEcsvHeader(start.comments, reader.label);
  checkNames(start.names, fields, delimiter, reader.label);
  const cells = fields.map((field, i) => new EcsvCells(i, field));
  const layout = { delimiter, hasComments: true, namesInLine: true };
  return tableOfRecords(text, layout, cells, options);
}

/** The comments, and the line behind them. */
async function headerText(
  text: FileText,
  label: string,
): Promise<{ readonly comments: string; readonly names: string }> {
  for (let most = FIRST_LOOK; ; most *= 4) {
    const start = await text.start(most);
    const isAll = start.length < most / 4;
    const last = firstOther(start);
    if (last !== undefined && (isAll || last.isWhole)) {
      return { comments: start.slice(0, last.from), names: last.line };
    }
    if (isAll) {
      return { comments: start, names: '' };
    }
    if (most > MOST_HEADER) {
      throw new SkybucketError('too-large', `The header of ${label} does not end.`, {
        hint: 'It is probably no ECSV table.',
      });
    }
  }
}

/** The first line with something else than a comment, and whether its end has come. */
function firstOther(
  text: string,
): { readonly from: number; readonly line: string; readonly isWhole: boolean } | undefined {
  for (const { index, 0: whole, 1: line = '' } of text.matchAll(LINE)) {
    if (line.trim() !== '' && !/^\s*#/.test(line)) {
      return { from: index, line, isWhole: line.length < whole.length };
    }
  }
  return undefined;
}

function checkNames(
  line: string,
  fields: readonly { readonly name: string }[],
  delimiter: ',' | ' ',
  label: string,
): void {
  const splitter = new RecordSplitter(delimiter);
  const [record] = [...splitter.push(line), ...splitter.end()];
  const names = record?.fields ?? [];
  const isSame =
    names.length === fields.length &&
    fields.every(({ name }, i) => name.trim() === names[i]?.trim());
  if (!isSame) {
    throw new SkybucketError(
      'format',
      `The line of names in ${label} does not have the names of its header.`,
      {
        hint: 'The file was probably changed by hand; give it the ending .csv to read it without.',
      },
    );
  }
}
