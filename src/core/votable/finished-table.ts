import type { Column, ReadCost, Table, TableOptions, TableSlice } from '../table/table';
import type {
  VoEncoding,
  VoField,
  VoGroup,
  VoInfo,
  VoLink,
  VoParam,
  VoStatus,
  VoTable,
} from './document';

/** What is said of a table beside its rows. */
export type TableWords = Omit<VoTable, keyof Table> & { readonly warnings: readonly string[] };

/** A table of a document: its words, and the rows of another table. */
export class FinishedTable implements VoTable {
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly infos: readonly VoInfo[];
  readonly params: readonly VoParam[];
  readonly groups: readonly VoGroup[];
  readonly links: readonly VoLink[];
  readonly fields: readonly VoField[];
  readonly encoding: VoEncoding | undefined;
  readonly ucd: string | undefined;
  readonly utype: string | undefined;
  readonly ref: string | undefined;
  readonly status: VoStatus;
  readonly rowsDeclared: number | undefined;
  readonly cut: string | undefined;
  private readonly said: readonly string[];

  constructor(
    words: TableWords,
    private readonly table: Table,
    readonly columns: readonly Column[],
  ) {
    this.id = words.id;
    this.name = words.name;
    this.description = words.description;
    this.infos = words.infos;
    this.params = words.params;
    this.groups = words.groups;
    this.links = words.links;
    this.fields = words.fields;
    this.encoding = words.encoding;
    this.ucd = words.ucd;
    this.utype = words.utype;
    this.ref = words.ref;
    this.status = words.status;
    this.rowsDeclared = words.rowsDeclared;
    this.cut = words.cut;
    this.said = words.warnings;
  }

  get rows(): number {
    return this.table.rows;
  }

  get rowsPresent(): number {
    return this.table.rowsPresent;
  }

  get bytesPerRow(): number {
    return this.table.bytesPerRow;
  }

  get local(): boolean {
    return this.table.local;
  }

  /** Those of a FITS file may become more as it is read. */
  get warnings(): readonly string[] {
    const own = this.table.warnings;
    return own.length === 0 ? this.said : [...new Set([...this.said, ...own])];
  }

  read(
    from: number,
    to: number,
    columns: readonly number[],
    options?: TableOptions,
  ): Promise<TableSlice> {
    return this.table.read(from, to, columns, options);
  }

  readRows(
    rows: ArrayLike<number>,
    columns: readonly number[],
    options?: TableOptions,
  ): Promise<TableSlice> {
    return this.table.readRows(rows, columns, options);
  }

  scan(columns: readonly number[], options?: TableOptions): AsyncIterable<TableSlice> {
    return this.table.scan(columns, options);
  }

  scanCost(columns: readonly number[]): ReadCost {
    return this.table.scanCost(columns);
  }
}
