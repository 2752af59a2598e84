import { isBroken } from '../errors';
import type { ColumnValues, Table, TableOptions } from '../table/table';
import type { BitName } from './bit-names';

/** A table of more rows is none of the bits of a mask. */
const MOST_ROWS = 64;
/** What is kept of a name and of a description. */
const LONGEST = { name: 64, description: 200 };

const COLUMNS = ['BIT', 'VALUE', 'NAME', 'DESCRIPTION'] as const;

/**
 * The bits as a `DQ_DEF` table names them, one a row: its `VALUE` counts (a power of two), else its `BIT`.
 *
 * @param count bits the mask has room for.
 * @returns all of them, lowest first; undefined where the table names none or cannot be read.
 * @throws SkybucketError `cancelled`, or what the transport says.
 */
export async function namesInTable(
  open: () => Table,
  count: number,
  { signal, meter }: TableOptions,
): Promise<BitName[] | undefined> {
  try {
    return await readNames(open(), count, { signal, meter });
  } catch (error) {
    if (isBroken(error)) {
      return undefined;
    }
    throw error;
  }
}

async function readNames(
  table: Table,
  count: number,
  options: TableOptions,
): Promise<BitName[] | undefined> {
  const columns = COLUMNS.map((name) =>
    table.columns.find((column) => column.name.trim().toUpperCase() === name && !column.problem),
  );
  if (columns[2] === undefined || table.rowsPresent === 0 || table.rowsPresent > MOST_ROWS) {
    return undefined;
  }
  const wanted = columns.flatMap((column) => (column === undefined ? [] : [column.index]));
  const { columns: read } = await table.read(0, table.rowsPresent, wanted, {
    ...options,
    mostElements: LONGEST.description,
  });
  const [bits, values, names, descriptions] = columns.map((column) =>
    read.find(({ column: at }) => at === column?.index),
  );
  const found = new Map<number, BitName>();
  for (let row = 0; row < table.rowsPresent; row += 1) {
    const bit = bitOfValue(numberAt(values, row)) ?? numberAt(bits, row);
    const name = textAt(names, row, LONGEST.name);
    if (bit !== undefined && name !== '') {
      found.set(bit, { bit, name, description: textAt(descriptions, row, LONGEST.description) });
    }
  }
  const all = Array.from(
    { length: count },
    (_, bit) => found.get(bit) ?? { bit, name: '', description: '' },
  );
  return all.some(({ name }) => name !== '') ? all : undefined;
}

/** Which power of two it is: as an int32 the highest one is negative. */
function bitOfValue(value: number | undefined): number | undefined {
  const bit = value === undefined ? NaN : Math.log2(value === -(2 ** 31) ? 2 ** 31 : value);
  return Number.isInteger(bit) && bit >= 0 ? bit : undefined;
}

function numberAt(column: ColumnValues | undefined, row: number): number | undefined {
  const value = column?.starts === undefined ? column?.values[row] : undefined;
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;
}

function textAt(column: ColumnValues | undefined, row: number, longest: number): string {
  const value = column?.starts === undefined ? column?.values[row] : undefined;
  return typeof value === 'string' ? value.trim().slice(0, longest) : '';
}
