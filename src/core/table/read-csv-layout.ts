import { numberKind } from './read-csv-types';
import { RecordSplitter, type CsvRecord, type Delimiter } from './read-csv-rows';

/** How a file of text is laid out, as far as its first lines tell. */
export interface CsvLayout {
  readonly delimiter: Delimiter;
  readonly names: readonly string[];
  /** Lines before the first record of data, with comments and the names, of those that are not empty. */
  readonly comments: number;
  /** False where the first line that is no comment has data already. */
  readonly namesInLine: boolean;
}

const DELIMITERS: readonly Delimiter[] = [',', '\t', ';', '|', ' '];
const COMMENT = /^\s*#/;

/** Records that are looked at. */
const LOOKED_AT = 50;

/**
 * Guesses from the beginning of a file. The delimiter is the first of comma, tab, semicolon, bar and blanks that
 * gives all records the same number of fields, two at least; where none does, the first that parts the line of names.
 * A first line with a number among its fields is data, and columns are `col1`, `col2` then, unless the comment
 * before it has as many names.
 */
export function guessLayout(start: string): CsvLayout {
  const lines = start.split(/\r\n?|\n/).filter((line) => line.trim() !== '');
  const after = lines.findIndex((line) => !COMMENT.test(line));
  const comments = after < 0 ? lines.length : after;
  const text = lines.slice(comments).join('\n');
  const looks = DELIMITERS.map((delimiter) => ({
    delimiter,
    records: someRecords(text, delimiter),
  }));
  const { delimiter, records } = looks.find(({ records: some }) => isEven(some)) ??
    looks.find(({ records: [names] }) => (names?.fields.length ?? 0) > 1) ?? {
      delimiter: ',',
      records: someRecords(text, ','),
    };
  const fields = records[0]?.fields ?? [];
  const isData = fields.some((field) => field !== '' && numberKind(field) !== 'text');
  if (!isData) {
    return { delimiter, names: apart(fields), comments, namesInLine: true };
  }
  const above = lines[comments - 1]?.replace(COMMENT, '') ?? '';
  const words = someRecords(above, delimiter)[0]?.fields ?? [];
  const named = words.length === fields.length;
  const names = named ? apart(words) : fields.map((_, i) => `col${i + 1}`);
  return { delimiter, names, comments, namesInLine: false };
}

function someRecords(text: string, delimiter: Delimiter): CsvRecord[] {
  const splitter = new RecordSplitter(delimiter);
  const records: CsvRecord[] = [];
  for (const record of splitter.push(text)) {
    records.push(record);
    if (records.length === LOOKED_AT) {
      return records;
    }
  }
  // What was cut off at its end is looked at only where there is nothing else.
  return records.length > 1 ? records : [...records, ...splitter.end()];
}

function isEven(records: readonly CsvRecord[]): boolean {
  const count = records[0]?.fields.length ?? 0;
  return count > 1 && records.every(({ fields }) => fields.length === count);
}

/** Names that are there twice get a number behind, as astropy does it. */
function apart(names: readonly string[]): string[] {
  const used = new Set<string>();
  return names.map((name) => {
    let own = name;
    for (let i = 1; own !== '' && used.has(own); i++) {
      own = `${name}_${i}`;
    }
    used.add(own);
    return own;
  });
}
