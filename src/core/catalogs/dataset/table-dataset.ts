import { isCancelled, SkybucketError } from '../../errors';
import { angleUnitOf } from '../../markers/angle-units';
import { canBeAngle } from '../../markers/guess-columns';
import { frameConversion } from '../../sky/frames';
import type { CelestialFrame } from '../../sky/wcs';
import { filterColumns } from '../../table/filter-columns';
import { columnName } from '../../table/element-type';
import type { Column, Table } from '../../table/table';
import { readFilter } from '../filter/row-filter';
import type { PlanOptions } from '../query/plan';
import type { ResultTable } from '../query/result-table';
import { MOST_MEMORY, type RunOptions } from '../query/run';
import type { Dataset, DatasetPlan, DatasetQuery, PositionColumns } from './dataset';
import { defaultColumns } from './default-columns';
import { guessPosition } from './guess-position';
import { TableRows, type TableQuery } from './table-rows';

const NONE: ReadonlySet<string> = new Set();
const ICRS: CelestialFrame = { system: 'ICRS', equinox: undefined };

/** What is known of a table beside its rows. */
export interface TableAbout {
  readonly label: string;
  readonly about: string;
  /** What is wrong with the file, one sentence each. */
  readonly warnings: readonly string[];
  /** Why rows are missing at its end; undefined where none are. */
  readonly cut: string | undefined;
  /** Of its positions, as the file says it. */
  readonly frame: CelestialFrame;
  /** Closes the file it is in. */
  close(): Promise<void>;
}

/** One table of a file that is no Parquet: it is gone through from its first row to its last. */
export class TableDataset implements Dataset {
  readonly kind = 'table';
  readonly label: string;
  readonly about: string;
  readonly columns: readonly Column[];
  readonly inFolders = NONE;
  readonly position: PositionColumns | undefined;
  readonly defaultColumns: readonly string[];
  readonly rows: number;

  constructor(
    private readonly table: Table,
    private readonly told: TableAbout,
  ) {
    this.label = told.label;
    this.about = told.about;
    this.columns = table.columns.map((column) => ({ ...column, name: columnName(column) }));
    this.position = guessPosition(table.columns);
    this.defaultColumns = defaultColumns(this.columns, [], this.position);
    this.rows = table.rowsPresent;
  }

  get warnings(): readonly string[] {
    return [...new Set([...this.told.warnings, ...this.table.warnings])];
  }

  async plan(
    { columns, filter, region, position = this.position }: DatasetQuery,
    _options: PlanOptions = {},
  ): Promise<DatasetPlan> {
    const condition =
      filter.trim() === '' ? undefined : readFilter(filter, filterColumns(this.columns));
    const output = columns.map((name) => this.columnNamed(name));
    if (region !== undefined && position === undefined) {
      throw new SkybucketError('unsupported', 'It is not known which columns hold the position.', {
        hint: 'Choose the columns of right ascension and declination.',
      });
    }
    const places =
      region && position
        ? {
            contains: region.contains,
            toIcrs: frameConversion(this.told.frame, ICRS),
            ra: this.angleNamed(position.ra),
            dec: this.angleNamed(position.dec),
          }
        : undefined;
    const query: TableQuery = { columns: this.columns, output, filter: condition, places };
    const rows = new TableRows(this.table, query);
    const all = this.table.rowsPresent;
    const cost = this.table.scanCost(rows.needed);
    // Of what is at hand all is gone through, which costs no request.
    const bytes = this.table.local ? this.table.bytesPerRow * all : cost.bytes;
    const some = all > 0 ? 1 : 0;
    return {
      columns: output,
      ...{ partitions: 1, files: 1, rowGroups: { all: 1, chosen: some }, pixels: undefined },
      rows: { all, atMost: all, expected: all },
      ...{ bytes, requests: cost.requests, problems: this.warnings, gone: this.gone() },
      run: async (result, options) => {
        this.gone().forEach((problem) => result.lose(problem));
        await runOver(rows, { rows: all, bytes }, result, options);
        this.warnings.forEach((problem) => result.tell(problem));
      },
      close: async () => undefined,
    };
  }

  async close(): Promise<void> {
    await this.told.close();
  }

  private gone(): string[] {
    const { rows, rowsPresent } = this.table;
    const lacking = rows - rowsPresent;
    return [
      ...(this.told.cut === undefined ? [] : [this.told.cut]),
      ...(lacking > 0 ? [`The file was cut short: its last ${lacking} rows are missing.`] : []),
    ];
  }

  /** Numbers in any unit of angles, or texts like `12:34:56.7`. */
  private angleNamed(name: string): Column {
    const column = this.columnNamed(name);
    const unit = column.unit?.trim() ?? '';
    if (!canBeAngle(column) || (unit !== '' && angleUnitOf(unit) === undefined)) {
      throw new SkybucketError('unsupported', `“${name}” is no column of angles.`, {
        hint: 'Choose other columns of right ascension and declination.',
      });
    }
    return column;
  }

  private columnNamed(name: string): Column {
    const column = this.columns.find((candidate) => candidate.name === name);
    if (column === undefined) {
      throw new SkybucketError('not-found', `${this.label} has no column “${name}”.`);
    }
    return column;
  }
}

async function runOver(
  rows: TableRows,
  all: { readonly rows: number; readonly bytes: number },
  result: ResultTable,
  options: RunOptions,
): Promise<void> {
  const { mostMemory = MOST_MEMORY, onProgress } = options;
  try {
    for await (const { done, found } of rows.run(options)) {
      if (found !== undefined) {
        result.add(found);
      }
      const share = all.rows === 0 ? 1 : done / all.rows;
      onProgress?.({
        ...{ bytes: Math.round(all.bytes * share), ofBytes: all.bytes, rows: result.rows },
        ...{ rowGroups: done === all.rows ? 1 : 0, ofRowGroups: 1 },
      });
      if (result.memory > mostMemory && done < all.rows) {
        result.end('full');
        return;
      }
    }
    result.end('done');
  } catch (error) {
    if (isCancelled(error)) {
      result.end('stopped');
      return;
    }
    if (!(error instanceof SkybucketError)) {
      throw error;
    }
    result.fail(error);
  }
}
