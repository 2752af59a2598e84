/** One statement of a DS9 region file. */
export interface Statement {
  /** Counted from 1. */
  readonly line: number;
  /** What comes before `#`, without blanks around it. */
  readonly body: string;
  /** What comes after it: `color=red text={M 51}`. */
  readonly properties: string;
}

/** What DS9 writes behind a `#`, because other programs do not know it. */
const HIDDEN =
  /^#\s*(?=[-+!]?(?:vector|text|segment|composite|ruler|compass|projection|[ceb]?panda)\b)/i;

const CLOSING: Readonly<Record<string, string>> = { '{': '}', '"': '"', "'": "'" };

/**
 * The statements of a region file, in their order: separated by ends of lines and semicolons, without
 * comments. Quotes and braces are told from arcseconds by where they stand: after `#`, in `global`, and in
 * what a `text` says.
 */
export function* statementsOf(text: string): Generator<Statement> {
  let line = 0;
  let start = 0;
  while (start < text.length) {
    const end = endOfLine(text, start);
    line += 1;
    yield* statementsIn(text.slice(start, end), line);
    start = text.startsWith('\r\n', end) ? end + 2 : end + 1;
  }
}

function endOfLine(text: string, start: number): number {
  let end = start;
  while (end < text.length && text[end] !== '\n' && text[end] !== '\r') {
    end += 1;
  }
  return end;
}

function* statementsIn(text: string, line: number): Generator<Statement> {
  let start = 0;
  while (start < text.length) {
    while (text[start] === ' ' || text[start] === '\t' || text[start] === ';') {
      start += 1;
    }
    const hidden =
      text[start] === '#' ? (HIDDEN.exec(text.slice(start, start + 80))?.[0].length ?? 0) : 0;
    const from = start + hidden;
    const quotes = /^[-+!]?(?:global|text)\b/i.test(text.slice(from, from + 8));
    const hash = endOf(text, from, quotes, '#;');
    const end = text[hash] === '#' ? endOf(text, hash + 1, true, ';') : hash;
    const body = text.slice(from, hash).trim();
    // A line of nothing but a comment may have any quote in it.
    if (body === '') {
      start = text[hash] === '#' ? text.length : end + 1;
      continue;
    }
    yield { line, body, properties: text.slice(hash + 1, end).trim() };
    start = end + 1;
  }
}

/** Where one of the marks stands next, outside of quotes; else where the text ends. */
function endOf(text: string, start: number, quotes: boolean, marks: string): number {
  const quoted = quotes ? new Quotes(text) : undefined;
  let at = start;
  while (at < text.length && !marks.includes(text[at] as string)) {
    at = (quoted?.end(at) ?? at) + 1;
  }
  return at;
}

/** Finds where quotes end, in time proportional to the text however many are never closed. */
class Quotes {
  private readonly missing = new Set<string>();

  constructor(private readonly text: string) {}

  /** Where the closing one of the quote at a place stands; undefined where there is no quote. */
  end(at: number): number | undefined {
    const closing = CLOSING[this.text[at] as string];
    if (closing === undefined || this.missing.has(closing)) {
      return undefined;
    }
    const end = this.text.indexOf(closing, at + 1);
    if (end === -1) {
      this.missing.add(closing);
      return undefined;
    }
    return end;
  }
}

/** The properties of a statement, by their name in lower case; those without a value are `1`. */
export function propertiesOf(text: string): Map<string, string> {
  const found = new Map<string, string>();
  const quoted = new Quotes(text);
  const name = /[A-Za-z]\w*/g;
  const blank = /\s*/y;
  const word = /[^\s;]*/y;
  const skip = (pattern: RegExp, at: number): number => {
    pattern.lastIndex = at;
    return at + (pattern.exec(text)?.[0].length ?? 0);
  };
  for (let match = name.exec(text); match !== null; match = name.exec(text)) {
    let end = skip(blank, match.index + match[0].length);
    let value = '1';
    if (text[end] === '=') {
      const start = skip(blank, end + 1);
      const closing = quoted.end(start);
      end = closing === undefined ? skip(word, start) : closing + 1;
      value = closing === undefined ? text.slice(start, end) : text.slice(start + 1, closing);
    }
    found.set(match[0].toLowerCase(), value);
    name.lastIndex = end;
  }
  return found;
}
