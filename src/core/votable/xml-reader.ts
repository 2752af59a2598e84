import { SaxesParser } from 'saxes';
import { SkybucketError } from '../errors';
import type { RowReader } from './row-reader';
import { RowScanner } from './row-scanner';
import type { TreeBuilder } from './tree-builder';

/** Characters that one element, text or comment may have. */
const LONGEST_PIECE = 2 ** 26;
/** A cell this long is left to the parser, which waits for its end at less cost. */
const LONGEST_CELL = 2 ** 20;
/** Of a sentence of the parser. */
const LONGEST_FAULT = 160;

/** Faults that do not keep the rest from being understood. */
const HARMLESS =
  /undefined entity|disallowed character\.|malformed character entity|outside of root|only one root|duplicate attribute|in char data|XML declaration|version number|encoding value|standalone|whitespace between attributes|unbound namespace/i;

/** The XML is broken, and nothing after this place can be trusted. */
export class BrokenXml extends Error {}

/**
 * Reads the XML of a VOTable from text that comes in pieces, cut anywhere: saxes for all but the rows of
 * TABLEDATA, which have a scanner of their own, and the base64 of streams, which saxes would gather as a
 * whole. Entities of a DTD are not defined, and nothing outside is opened.
 */
export class XmlReader {
  /** The first of the faults that were put up with. */
  fault: string | undefined;
  private readonly parser = new SaxesParser<{ xmlns: false; position: false }>({
    xmlns: false,
    position: false,
  });
  private scanner: RowScanner | undefined;
  /** What the scanner has not understood yet. */
  private carry = '';
  /** The last of what the parser has told is a place where rows may begin. */
  private atRows = false;
  /** Text goes to the stream without the parser, up to the next tag. */
  private streaming = false;
  /** Characters since the parser told anything. */
  private silent = 0;
  /** What the parser tells is of its own making. */
  private deaf = false;

  constructor(
    private readonly tree: TreeBuilder,
    private readonly reader: RowReader,
  ) {
    this.listen();
  }

  /** @throws BrokenXml, EnoughRows, SkybucketError `format`, `too-large` */
  write(piece: string): void {
    const text = this.carry + piece;
    this.carry = '';
    let at = 0;
    while (at < text.length) {
      if (this.streaming) {
        at = this.stream(text, at);
      } else if (this.scanner !== undefined) {
        at = this.scan(text, at, this.scanner);
      } else {
        at = this.parse(text, at);
      }
    }
  }

  /** @throws BrokenXml where something has not been ended. */
  close(): void {
    if (this.carry !== '') {
      this.leaveScanner();
      this.feed(this.carry);
    }
    this.parser.close();
  }

  /** Gives the parser text up to where rows may begin, or all of it. */
  private parse(text: string, from: number): number {
    const mark = this.tree.betweenRows || this.reader.rows !== undefined ? '</TR>' : 'TABLEDATA';
    const found = text.indexOf(mark, from);
    const end = found < 0 ? -1 : text.indexOf('>', found);
    const to = end < 0 ? text.length : end + 1;
    this.feed(from === 0 && to === text.length ? text : text.slice(from, to));
    if (end >= 0 && this.atRows && this.reader.rows !== undefined) {
      this.scanner = new RowScanner(this.reader.rows);
    } else if (end < 0 && this.tree.inStream) {
      this.enterStream(text, from);
    }
    return to;
  }

  /** Behind the tag of a stream nothing but base64 has come: the parser is made to give it. */
  private enterStream(text: string, from: number): void {
    const last = text.lastIndexOf('<');
    if (last < from || /^<(?:[\w.-]+:)?STREAM[\s>]/.test(text.slice(last, last + 100))) {
      this.feed('<!---->');
      this.streaming = true;
    }
  }

  private stream(text: string, from: number): number {
    const tag = text.indexOf('<', from);
    const end = tag < 0 ? text.length : tag;
    this.tree.text(text.slice(from, end));
    if (tag >= 0) {
      this.streaming = false;
      // Whatever comes, the parser has it from here on.
      this.feed(text.slice(tag));
      return text.length;
    }
    return end;
  }

  private scan(text: string, from: number, scanner: RowScanner): number {
    const { at, why } = scanner.scan(text, from);
    if (why === 'more' && text.length - at < LONGEST_CELL) {
      this.carry = text.slice(at);
      return text.length;
    }
    this.leaveScanner();
    if (why !== 'end') {
      return at;
    }
    const end = text.indexOf('>', at) + 1;
    this.feed(text.slice(at, end));
    return end;
  }

  /** The parser goes on where the scanner was. */
  private leaveScanner(): void {
    if (this.scanner?.inRow === true) {
      this.deaf = true;
      this.feed('<TR>');
      this.deaf = false;
      this.tree.enterRow();
    }
    this.scanner = undefined;
  }

  private feed(text: string): void {
    this.silent += text.length;
    if (this.silent > LONGEST_PIECE) {
      throw new SkybucketError('too-large', 'An element of it is longer than memory can bear.');
    }
    this.parser.write(text);
  }

  private listen(): void {
    const { parser, tree } = this;
    parser.on('opentag', ({ name, attributes, isSelfClosing }) => {
      this.silent = 0;
      if (!this.deaf) {
        tree.begin(localName(name), attributes);
        this.atRows = tree.betweenRows && !isSelfClosing;
      }
    });
    parser.on('closetag', () => {
      this.silent = 0;
      tree.end();
      this.atRows = tree.betweenRows;
    });
    const text = (some: string): void => {
      this.silent = 0;
      this.atRows = false;
      tree.text(some);
    };
    parser.on('text', text);
    parser.on('cdata', text);
    parser.on('comment', () => {
      this.silent = 0;
      this.atRows = false;
    });
    parser.on('error', ({ message }) => {
      const what = message.replace(/^(?:undefined:)?[\d:\s]*/, '').slice(0, LONGEST_FAULT);
      if (!HARMLESS.test(message)) {
        throw new BrokenXml(what);
      }
      this.fault ??= what;
    });
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
