import { isScalar } from '../table/element-type';
import { cellText } from '../table/format';
import type { Column, ColumnValues, ElementType, Table } from '../table/table';

export type RecordValue = string | number | bigint | boolean | null;

/**
 * A row by the names of its columns. 64-bit integers are `bigint`; missing values are null; arrays and
 * complex numbers come as text.
 */
export type TableRecord = Readonly<Record<string, RecordValue>>;

/**
 * The rows of a table as records, for answers that are read row by row. Of columns with the same name the
 * second is called `name_2`, and so on.
 *
 * @throws SkybucketError what reading throws.
 */
export async function* rowsOf(
  table: Table,
  options: { readonly signal?: AbortSignal | undefined } = {},
): AsyncGenerator<TableRecord> {
  const names = recordNames(table.columns);
  const all = table.columns.map(({ index }) => index);
  for await (const { rows, columns } of table.scan(all, options)) {
    for (let row = 0; row < rows; row++) {
      // A name like `__proto__` must be a name like any other.
      const record = Object.create(null) as Record<string, RecordValue>;
      columns.forEach((values, i) => {
        const column = table.columns[values.column] as Column;
        record[names[i] as string] = recordValue(values, row, column);
      });
      yield record;
    }
  }
}

/** A text, a number, … of a record as text; undefined where it is missing, empty, or there is no such column. */
export function textIn(record: TableRecord, name: string): string | undefined {
  const value = record[name];
  return value === undefined || value === null || value === '' ? undefined : String(value);
}

/** The same as a number; undefined also for what is no finite number. */
export function numberIn(record: TableRecord, name: string): number | undefined {
  const text = textIn(record, name)?.trim();
  const value = text === undefined || text === '' ? NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

function recordNames(columns: readonly Column[]): string[] {
  const taken = new Set<string>();
  return columns.map(({ name, index }) => {
    const own = name === '' ? `col${index + 1}` : name;
    let unique = own;
    for (let i = 2; taken.has(unique); i++) {
      unique = `${own}_${i}`;
    }
    taken.add(unique);
    return unique;
  });
}

const AS_TEXT: ReadonlySet<ElementType> = new Set(['complex64', 'complex128']);

function recordValue(values: ColumnValues, row: number, column: Column): RecordValue {
  if (!isScalar(column) || AS_TEXT.has(column.type)) {
    return cellText(values, row, column, { exact: true });
  }
  const at = values.starts?.[row] ?? row;
  if (values.missing?.[at] === 1) {
    return null;
  }
  const value = values.values[at] as string | number | bigint;
  return column.type === 'logical' || column.type === 'bit' ? value === 1 : value;
}
