import { ecsvColumnLines } from '../../table/ecsv-header';
import type { RowsOf } from './page-data';
import type { WrittenField } from './written-field';

/** What astropy takes the units and descriptions of a Parquet file from, in the words that it writes itself. */

/** Characters of the longest text of each field so far. */
export class LongestTexts {
  private readonly lengths: number[];

  constructor(private readonly fields: readonly WrittenField[]) {
    this.lengths = fields.map(() => 1);
  }

  see(field: number, parts: readonly RowsOf[]): void {
    if (this.fields[field]?.column.type === 'text') {
      for (const { values } of parts) {
        for (const { length } of values.values as readonly string[]) {
          this.lengths[field] = Math.max(this.lengths[field] as number, length);
        }
      }
    }
  }

  /** Undefined for what is no text. */
  of(field: number): number | undefined {
    return this.fields[field]?.column.type === 'text' ? this.lengths[field] : undefined;
  }
}

export function astropyMetadata(
  fields: readonly WrittenField[],
  longest: LongestTexts,
): Map<string, string> {
  const columns = fields.map(({ column, name }) => ({ ...column, name }));
  const all = new Map([['table_meta_yaml', ['datatype:', ...ecsvColumnLines(columns)].join('\n')]]);
  fields.forEach(({ name }, i) => {
    const length = longest.of(i);
    if (length !== undefined) {
      all.set(`table::len::${name}`, String(length));
    }
  });
  return all;
}
