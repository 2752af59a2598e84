import type { TableRows } from './table-rows';

/** Where the scanner stopped, and why: the text has ended, the rows have, or something else comes. */
export interface Stop {
  readonly at: number;
  readonly why: 'more' | 'end' | 'other';
}

/** `</TABLEDATA>` is the longest of what it knows. */
const LONGEST_TAG = 12;

const [LESS, MORE, SLASH, LETTER_T, LETTER_D, LETTER_R] = [60, 62, 47, 84, 68, 82];

const NAMED: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" },
};
const REFERENCE = /&(?:([a-z]+)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi;

/**
 * Reads rows of TABLEDATA as nearly all files write them: `<TR>`, `<TD>text</TD>`, `<TD/>`, `</TR>` and
 * blanks, much faster than an XML parser. It stops before anything else, always between two tags.
 */
export class RowScanner {
  /** True between `<TR>` and `</TR>`. */
  inRow = false;

  constructor(private readonly rows: TableRows) {}

  /**
   * @param text from what the last scan left over.
   * @throws EnoughRows
   */
  scan(text: string, from: number): Stop {
    const { rows } = this;
    const last = text.length - LONGEST_TAG;
    let at = from;
    let ampersand = text.indexOf('&', at);
    for (;;) {
      let code = text.charCodeAt(at);
      while (code === 32 || code === 10 || code === 13 || code === 9) {
        code = text.charCodeAt(++at);
      }
      if (at > last) {
        return { at, why: 'more' };
      }
      if (code !== LESS) {
        return { at, why: 'other' };
      }
      const [first, second, third] = [
        text.charCodeAt(at + 1),
        text.charCodeAt(at + 2),
        text.charCodeAt(at + 3),
      ];
      if (first === LETTER_T && second === LETTER_D && this.inRow) {
        if (third === MORE) {
          const end = text.indexOf('<', at + 4);
          if (end < 0 || end > last) {
            return { at, why: 'more' };
          }
          if (!text.startsWith('/TD>', end + 1)) {
            return { at, why: 'other' };
          }
          let cell = text.slice(at + 4, end);
          if (ampersand >= 0 && ampersand < end) {
            cell = resolved(cell);
            ampersand = text.indexOf('&', end);
          }
          rows.addText(cell);
          at = end + 5;
        } else if (third === SLASH && text.charCodeAt(at + 4) === MORE) {
          rows.addText('');
          at += 5;
        } else {
          return { at, why: 'other' };
        }
      } else if (first === LETTER_T && second === LETTER_R && third === MORE && !this.inRow) {
        rows.beginRow();
        this.inRow = true;
        at += 4;
      } else if (first === SLASH && this.inRow && text.startsWith('TR>', at + 2)) {
        rows.endRow();
        this.inRow = false;
        at += 5;
      } else {
        const isEnd = !this.inRow && text.startsWith('</TABLEDATA>', at);
        return { at, why: isEnd ? 'end' : 'other' };
      }
    }
  }
}

/** References resolved; an ampersand that begins none stands for itself, as careless services mean it. */
function resolved(text: string): string {
  return text.replace(REFERENCE, (all, name?: string, decimal?: string, hexadecimal?: string) => {
    if (name !== undefined) {
      return Object.hasOwn(NAMED, name) ? (NAMED[name] as string) : all;
    }
    const code = decimal === undefined ? parseInt(hexadecimal ?? '', 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}
