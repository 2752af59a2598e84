import { SkybucketError } from '../../core/errors';
import type { Table } from '../../core/table/table';
import { OpenTables } from '../open-tables';
import { TableSnapshot } from './table-snapshot';

/** The table on show, by a number for each length that somebody was told of. */
export class ShownTables {
  /** Of the lengths, with their columns in memory and their arrangements. */
  readonly open = new OpenTables(async (hdu) => this.at(hdu));
  private shown: Table | undefined;
  private lengths = new Map<number, number>();
  private last = 0;

  /** Takes the place of the table that was on show, whose numbers are not known any more. */
  show(table: Table | undefined): void {
    this.shown = table;
    this.lengths = new Map();
    this.open.clear();
  }

  /** The table as it is now. */
  snapshot(): { readonly hdu: number; readonly rows: number } {
    const rows = this.shown?.rows ?? 0;
    if (this.lengths.get(this.last) !== rows) {
      this.last += 1;
      this.lengths.set(this.last, rows);
    }
    return { hdu: this.last, rows };
  }

  /** @throws SkybucketError `not-found` for a number that is not (any more) one of the table on show. */
  at(hdu: number): Table {
    const rows = this.lengths.get(hdu);
    if (this.shown === undefined || rows === undefined) {
      throw new SkybucketError('not-found', 'This table is not on show any more.', {
        hint: 'Look at the one that has taken its place.',
      });
    }
    return new TableSnapshot(this.shown, rows);
  }
}
