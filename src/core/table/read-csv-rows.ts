import { SkybucketError } from '../errors';

/** One record: its fields without quotes and blanks around them, and which of them had quotes. */
export interface CsvRecord {
  readonly fields: readonly string[];
  /** Undefined where no field had quotes. */
  readonly quoted: readonly boolean[] | undefined;
}

/** What stands between two fields; a space is any number of blanks and tabs. */
export type Delimiter = ',' | '\t' | ';' | '|' | ' ';

/** Characters of one record; a quote that is never closed would take all the rest of the file. */
const LONGEST_RECORD = 16 * 1024 * 1024;

const BLANKS = /[ \t]+/;

/**
 * Takes text apart into records as RFC 4180 has them, piece by piece: a field in quotes may hold delimiters, line
 * breaks, and quotes that are doubled. Lines with nothing on them are passed over.
 */
export class RecordSplitter {
  /** Text of a record whose end has not come. */
  private rest = '';
  private carriage = false;

  /** @param hasComments whether lines that begin with `#` are passed over, whatever is in them */
  constructor(
    private readonly delimiter: Delimiter,
    private readonly hasComments = false,
  ) {}

  /** @throws SkybucketError `format` for a record that does not end. */
  *push(text: string): Generator<CsvRecord, void, void> {
    yield* this.records(this.rest + this.unixLines(text), false);
    if (this.rest.length > LONGEST_RECORD) {
      throw new SkybucketError('format', 'A quote in the file is opened and never closed.', {
        hint: `It is near “${this.rest.slice(0, 60).replace(/\s+/g, ' ')}”.`,
      });
    }
  }

  /** What is left where there is no more text. */
  *end(): Generator<CsvRecord, void, void> {
    yield* this.records(this.rest, true);
  }

  /** A line break is `\n`, whatever it was; one may be cut in two by the pieces. */
  private unixLines(text: string): string {
    const own = this.carriage && text.startsWith('\n') ? text.slice(1) : text;
    this.carriage = text === '' ? this.carriage : text.endsWith('\r');
    return own.includes('\r') ? own.replace(/\r\n?/g, '\n') : own;
  }

  private *records(text: string, last: boolean): Generator<CsvRecord, void, void> {
    let at = 0;
    let quote = text.indexOf('"');
    while (at < text.length) {
      const line = text.indexOf('\n', at);
      const end = line < 0 ? text.length : line;
      if (this.hasComments && this.isComment(text, at)) {
        if (line < 0 && !last) {
          break;
        }
        at = end + 1;
        continue;
      }
      if (quote >= 0 && quote < at) {
        quote = text.indexOf('"', at);
      }
      if (quote < 0 || quote > end) {
        if (line < 0 && !last) {
          break;
        }
        const found = this.plain(text.slice(at, end));
        at = end + 1;
        if (found !== undefined) {
          yield found;
        }
      } else {
        const found = this.withQuotes(text, at, last);
        if (found === undefined) {
          break;
        }
        at = found.next;
        yield found;
      }
    }
    this.rest = text.slice(at);
  }

  private isComment(text: string, at: number): boolean {
    return text[this.skipBlanks(text, at)] === '#';
  }

  private plain(line: string): CsvRecord | undefined {
    const trimmed = line.trim();
    if (trimmed === '') {
      // Tabs may be all that an empty record has.
      return undefined;
    }
    const { delimiter } = this;
    if (delimiter === ' ') {
      return { fields: trimmed.split(BLANKS), quoted: undefined };
    }
    const fields = line.split(delimiter);
    for (let i = 0; i < fields.length; i++) {
      fields[i] = (fields[i] as string).trim();
    }
    return { fields, quoted: undefined };
  }

  /** Undefined where its end has not come. */
  private withQuotes(
    text: string,
    start: number,
    last: boolean,
  ): (CsvRecord & { readonly next: number }) | undefined {
    const fields: string[] = [];
    const quoted: boolean[] = [];
    let at = start;
    for (;;) {
      at = this.skipBlanks(text, at);
      const inQuotes = text[at] === '"';
      if (this.delimiter === ' ' && fields.length > 0 && this.ends(text, at)) {
        // Blanks at the end of a line are no field.
        return this.whole(text, at, last, fields, quoted);
      }
      let field = '';
      if (inQuotes) {
        const close = closing(text, at + 1, last);
        if (close === undefined) {
          return undefined;
        }
        field = text.slice(at + 1, close).replaceAll('""', '"');
        at = Math.min(close + 1, text.length);
      }
      const from = at;
      while (at < text.length && !this.isBetween(text[at] as string)) {
        at += 1;
      }
      fields.push(inQuotes ? field + text.slice(from, at).trimEnd() : text.slice(from, at).trim());
      quoted.push(inQuotes);
      if (this.ends(text, at)) {
        return this.whole(text, at, last, fields, quoted);
      }
      at += 1;
    }
  }

  private whole(
    text: string,
    at: number,
    last: boolean,
    fields: readonly string[],
    quoted: readonly boolean[],
  ): (CsvRecord & { readonly next: number }) | undefined {
    return at >= text.length && !last ? undefined : { fields, quoted, next: at + 1 };
  }

  private ends(text: string, at: number): boolean {
    return at >= text.length || text[at] === '\n';
  }

  private skipBlanks(text: string, at: number): number {
    let next = at;
    while (text[next] === ' ' || (text[next] === '\t' && this.delimiter !== '\t')) {
      next += 1;
    }
    return next;
  }

  private isBetween(character: string): boolean {
    return (
      character === '\n' ||
      character === this.delimiter ||
      (this.delimiter === ' ' && character === '\t')
    );
  }
}

/** Where the quote is that closes a field; of a text that ends before it, its end. */
function closing(text: string, from: number, last: boolean): number | undefined {
  let at = from;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) {
      return last ? text.length : undefined;
    }
    if (text[quote + 1] !== '"') {
      // The next piece may begin with the second of two.
      return quote + 1 === text.length && !last ? undefined : quote;
    }
    at = quote + 2;
  }
}
