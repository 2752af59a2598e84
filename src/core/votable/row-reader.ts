import { SkybucketError } from '../errors';
import { Base64Decoder } from './base64';
import { joined } from '../bytes/joined';
import { BinaryRows, needsAll, readAllRows } from './binary-rows';
import { cellColumns } from './columns';
import type { VoEncoding } from './document';
import type { TableDraft } from './drafts';
import { attribute, type Attributes } from './elements';
import { EnoughRows, type RowBudget } from './row-budget';
import { TableRows } from './table-rows';

/** Bytes of a FITS file inside of a document, or of what else is kept. */
const MOST_KEPT_BYTES = 2 ** 29;

/** What a document leaves to be done once it has been read: it may need the network, or other readers. */
export type Later =
  | {
      readonly kind: 'fits';
      readonly table: TableDraft;
      readonly extension: number | undefined;
      readonly bytes: readonly Uint8Array[];
    }
  | {
      readonly kind: 'href';
      readonly table: TableDraft;
      readonly href: string;
      readonly gzip: boolean;
      readonly extension: number | undefined;
    };

/** Reads the rows of one table after the other, as they are written. */
export class RowReader {
  /** The rows of the table under way, where they are read here. */
  rows: TableRows | undefined;
  readonly later: Later[] = [];
  private table: TableDraft | undefined;
  private decoder: Base64Decoder | undefined;
  private binary: BinaryRows | undefined;
  /** Bytes that are kept until all are there: a FITS file, or rows that cannot be told from each other before. */
  private kept: Uint8Array[] | undefined;
  private keptBytes = 0;
  private extension: number | undefined;

  constructor(private readonly budget: RowBudget) {}

  /** The table whose rows have begun and not ended. */
  get underWay(): TableDraft | undefined {
    return this.table;
  }

  begin(table: TableDraft, encoding: VoEncoding, attributes: Attributes): void {
    this.table = table;
    const again = table.encoding !== undefined;
    table.encoding = encoding;
    this.extension = Number(attribute(attributes, 'extnum') ?? NaN);
    if (again) {
      table.warnings.push('It has rows twice; the first of them are shown.');
      this.table = undefined;
    } else if (encoding === 'PARQUET') {
      table.cut = 'Its rows are in a Parquet file, which is not read as a part of a VOTable.';
      this.table = undefined;
    } else if (encoding !== 'FITS') {
      this.beginRows(table, encoding);
    }
  }

  /** The rows of the table have ended. */
  end(): void {
    this.rows = undefined;
    this.table = undefined;
  }

  beginStream(attributes: Attributes): void {
    const { table } = this;
    if (table === undefined || table.cut !== undefined) {
      return;
    }
    const encoding = attribute(attributes, 'encoding')?.toLowerCase() ?? 'none';
    const href = attribute(attributes, 'href');
    const extension = Number.isSafeInteger(this.extension) ? this.extension : undefined;
    if (href !== undefined) {
      this.later.push({ kind: 'href', table, href, gzip: encoding === 'gzip', extension });
      return;
    }
    // What says nothing can be nothing else.
    if (encoding !== 'base64' && encoding !== 'none') {
      table.cut = `Its rows are written as “${encoding.slice(0, 40)}”, which cannot be read here.`;
      return;
    }
    this.decoder = new Base64Decoder();
    if (table.encoding === 'FITS') {
      this.kept = [];
      this.later.push({ kind: 'fits', table, extension, bytes: this.kept });
    } else if (this.rows !== undefined && needsAll(this.rows)) {
      this.kept = [];
    } else if (this.rows !== undefined) {
      this.binary = new BinaryRows(this.rows, table.encoding === 'BINARY2');
    }
  }

  /** @throws EnoughRows */
  addStream(text: string): void {
    const { table, decoder, kept, binary } = this;
    if (table === undefined || decoder === undefined) {
      return;
    }
    try {
      const bytes = decoder.decode(text);
      if (kept !== undefined) {
        this.keptBytes += bytes.length;
        if (this.keptBytes > Math.min(MOST_KEPT_BYTES, this.budget.left)) {
          throw new SkybucketError('too-large', 'What its rows are in does not fit into memory.');
        }
        kept.push(bytes);
      } else if (bytes.length > 0) {
        binary?.add(bytes);
      }
    } catch (error) {
      if (error instanceof EnoughRows || !(error instanceof SkybucketError)) {
        throw error;
      }
      this.cutHere(table, error.message);
    }
  }

  endStream(): void {
    const { table, kept, rows } = this;
    let { binary } = this;
    if (table !== undefined && kept !== undefined && rows !== undefined) {
      try {
        binary = readAllRows(rows, table.encoding === 'BINARY2', joined(kept));
      } catch (error) {
        if (error instanceof EnoughRows || !(error instanceof SkybucketError)) {
          throw error;
        }
        this.cutHere(table, error.message);
      }
    }
    if (table !== undefined && binary !== undefined && !binary.complete) {
      this.cutHere(table, 'Its rows end within a row; the last one is left out.');
    }
    this.stopStream();
  }

  private beginRows(table: TableDraft, encoding: VoEncoding): void {
    const fields = table.fields.length > 0 ? table.fields : table.borrowed;
    const { cells, unknown } = cellColumns(fields);
    if (encoding === 'TABLEDATA') {
      table.warnings.push(...unknown.map((what) => `${what}; it is shown as text.`));
    } else if (unknown.length > 0) {
      table.cut = `Its rows cannot be read. ${unknown[0] as string}.`;
    } else if (fields.length === 0) {
      table.cut = 'It has rows and no fields.';
    }
    this.rows = new TableRows(cells, this.budget);
    table.rows = this.rows;
  }

  private cutHere(table: TableDraft, why: string): void {
    table.cut ??= why;
    this.stopStream();
  }

  private stopStream(): void {
    this.decoder = undefined;
    this.binary = undefined;
    this.kept = undefined;
    this.keptBytes = 0;
  }
}
