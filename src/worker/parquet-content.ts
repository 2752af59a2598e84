import type { ReadOptions } from '../core/bytes/source';
import type { CutoutSource } from '../core/cutout/cutout-source';
import { SkybucketError } from '../core/errors';
import type { ParquetFile } from '../core/parquet/parquet-file';
import { ParquetTable } from '../core/parquet/parquet-table';
import type { Table } from '../core/table/table';
import { formatCount } from '../protocol/figures';
import type { ChecksumReply, HduLine, HeaderReply, MaskReply } from '../protocol/methods';
import { boundedWarnings } from './bounded-warnings';
import type { Content, FoundWcs, PartImage, Parts, TreeContent } from './content';
import { columnCards, fileCards } from './parquet-cards';

/** What is said of a result that a query left behind, in the metadata of its file: a list in JSON. */
const WARNINGS = 'skybucket:warnings';
const MOST_WARNINGS = 100;

/** The table of a Parquet file is its part 1; part 0 is the file itself, with what its footer says. */
export class ParquetContent implements Content {
  readonly format = 'Parquet';
  private readonly rows: ParquetTable;

  constructor(private readonly file: ParquetFile) {
    this.rows = new ParquetTable(file);
  }

  async *find(): AsyncGenerator<{ count: number; more: boolean }> {
    yield { count: 2, more: false };
  }

  parts(): Parts {
    const { columns, rows } = this.rows;
    const about = { version: 1, cards: 0, format: '', line: false } as const;
    const file: HduLine = {
      ...{ ...about, index: 0, name: 'File', type: 'PARQUET', dimensions: '', table: false },
      picture: { reason: 'it says what its table is about' },
    };
    const elsewhere = this.elsewhere;
    const table: HduLine = {
      ...{ ...about, index: 1, name: 'Table', type: 'TABLE' },
      dimensions: `${formatCount(rows)} × ${formatCount(columns.length)}`,
      table: columns.length > 0 && !elsewhere,
      picture: { reason: elsewhere ? 'its rows lie in other files' : 'it is a table' },
    };
    return { lines: [file, table], warnings: this.warnings(), first: table.table ? 1 : 0 };
  }

  async header(part: number): Promise<HeaderReply> {
    this.check(part);
    return {
      cards: part === 0 ? fileCards(this.file) : columnCards(this.file),
      warnings: boundedWarnings(part === 0 ? [] : this.rows.warnings),
      ...{ restored: false, bytesToCheck: 0 },
    };
  }

  async checksum(): Promise<ChecksumReply> {
    const text = 'A Parquet file has no checksum of its own, so there is nothing to check.';
    return { datasum: 'absent', checksum: 'absent', text };
  }

  async table(part: number): Promise<Table> {
    this.check(part);
    if (part === 0) {
      throw new SkybucketError('unsupported', 'The file itself is no table; its table is part 1.');
    }
    if (this.elsewhere) {
      throw new SkybucketError(
        'unsupported',
        'The file has the metadata of a data set whose rows lie in other files.',
        { hint: 'Open its folder as a catalogue.' },
      );
    }
    return this.rows;
  }

  image(): Promise<PartImage> {
    return noImage();
  }

  cutoutSource(): Promise<CutoutSource> {
    return noImage();
  }

  async wcs(): Promise<FoundWcs> {
    return undefined;
  }

  async mask(): Promise<MaskReply | undefined> {
    return undefined;
  }

  async tree(): Promise<TreeContent> {
    throw new SkybucketError('unsupported', 'A Parquet file has no tree of ASDF.');
  }

  async agree(_part: number, _options: ReadOptions): Promise<void> {
    // Rows are read in parts, and what that costs is asked about each time.
  }

  /** A `_metadata` file. */
  private get elsewhere(): boolean {
    const { rowGroups } = this.file.metadata;
    return rowGroups.some(({ chunks }) => chunks.some(({ filePath = '' }) => filePath !== ''));
  }

  private warnings(): string[] {
    const said = this.file.metadata.keyValues.get(WARNINGS);
    try {
      const list: unknown = JSON.parse(said ?? '[]');
      const texts = Array.isArray(list) ? list : [];
      return texts.filter((text) => typeof text === 'string').slice(0, MOST_WARNINGS);
    } catch {
      return [];
    }
  }

  private check(part: number): void {
    if (part !== 0 && part !== 1) {
      throw new SkybucketError('not-found', `There is no part ${part} in a Parquet file.`);
    }
  }
}

async function noImage(): Promise<never> {
  throw new SkybucketError('unsupported', 'A Parquet file holds a table and no image.');
}
