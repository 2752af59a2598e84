import type { ColumnStore } from './column-store';
import { isScalar } from './element-type';
import { gather, membersIn, someElements, type Elements, type Members } from './members';
import { pieces } from './pieces';
import type { Column, ColumnValues } from './table';
import type { Turns } from './turns';

/** Elements handed out at a time, about. */
const MOST_ELEMENTS = 65_536;

/** Elements of a column in some rows of a view. */
export interface MemberElements extends Elements {
  /** Rows of the table that have been read now. */
  readonly rowsRead: number;
  /** Rows of the view that have been given now. */
  readonly rowsGiven: number;
}

/**
 * All elements of a column in the rows of a view, in the order of the table; a cell that cannot be read has
 * none if it is an array, and one that is missing if it is not. A column with one element a row is
 * kept in memory where it fits; arrays are read each time. Lets others on the thread have their turn.
 *
 * @throws SkybucketError `cancelled`, or what reading throws.
 */
export async function* memberElements(
  store: ColumnStore,
  column: Column,
  members: Members,
  turns: Turns,
  signal: AbortSignal | undefined,
): AsyncGenerator<MemberElements> {
  let given = 0;
  for await (const { from, rows, elements, starts } of rowsOf(store, column, signal)) {
    const perRow = starts === undefined ? 1 : Math.ceil((starts[rows] as number) / rows);
    const stride = Math.max(1, Math.floor(MOST_ELEMENTS / Math.max(1, perRow)));
    for (let done = 0; done < rows; done += stride) {
      const to = Math.min(done + stride, rows);
      const chosen = members && membersIn(members, from + done, from + to);
      given += chosen?.length ?? to - done;
      const at = chosen && positions(chosen, from, starts);
      const start = starts?.[done] ?? done;
      const count = at?.length ?? (starts?.[to] ?? to) - start;
      // One long array among short ones would be a long turn.
      for (let i = 0; i < Math.max(1, count); i += MOST_ELEMENTS) {
        const end = Math.min(i + MOST_ELEMENTS, count);
        const some = at
          ? gather(column.type, elements, at.subarray(i, end))
          : someElements(column.type, elements, start + i, start + end);
        yield { ...some, rowsRead: from + to, rowsGiven: given };
        if (turns.over) {
          await turns.next();
        }
      }
    }
  }
}

interface Rows {
  readonly from: number;
  readonly rows: number;
  readonly elements: Elements;
  /** Where the elements of each row start; undefined where it has one. */
  readonly starts: Uint32Array | undefined;
}

async function* rowsOf(
  store: ColumnStore,
  column: Column,
  signal: AbortSignal | undefined,
): AsyncGenerator<Rows> {
  const { type, index } = column;
  if (isScalar(column)) {
    for await (const piece of pieces(store, [{ column: index, element: 0 }], signal)) {
      const { from, rows } = piece;
      const [part] = piece.columns;
      if (part !== undefined && rows > 0) {
        const elements = someElements(type, part, part.start, part.start + rows);
        yield { from, rows, elements, starts: undefined };
      }
    }
    return;
  }
  store.checkReadable([{ column: index, element: 0 }]);
  for await (const { from, rows, columns } of store.table.scan([index], { signal })) {
    const part = columns[0] as ColumnValues;
    yield { from, rows, elements: part, starts: part.starts };
  }
}

/** Where the elements of the rows are. */
function positions(
  chosen: Uint32Array,
  from: number,
  starts: Uint32Array | undefined,
): Uint32Array {
  if (starts === undefined) {
    return chosen.map((row) => row - from);
  }
  const lengthOf = (row: number): number =>
    (starts[row - from + 1] as number) - (starts[row - from] as number);
  const at = new Uint32Array(chosen.reduce((sum, row) => sum + lengthOf(row), 0));
  let next = 0;
  for (const row of chosen) {
    const end = starts[row - from + 1] as number;
    for (let position = starts[row - from] as number; position < end; position++) {
      at[next++] = position;
    }
  }
  return at;
}
