import type { Column } from '../../table/table';

/** Of the distance between the two of a pair. */
const SEPARATION = 'separation';

/** A column of a joined table: of one side, or the distance. */
export type JoinedColumn =
  | { readonly from: 'left' | 'right'; readonly index: number; readonly column: Column }
  | { readonly from: 'separation'; readonly column: Column };

/**
 * The columns of a joined table: those of the left side under their own names, those of the right side, with `_2`
 * behind a name that is taken, and the separation in arcseconds.
 *
 * @param right 0-based columns of the right side that are wanted, in their order.
 */
export function joinedColumns(
  left: readonly Column[],
  right: readonly Column[],
): readonly JoinedColumn[] {
  const taken = new Set(left.map(({ name }) => name));
  const own = (name: string): string => {
    let free = name;
    for (let number = 2; taken.has(free); number++) {
      free = `${name}_${number}`;
    }
    taken.add(free);
    return free;
  };
  const joined: JoinedColumn[] = [
    ...left.map((column) => ({ from: 'left' as const, index: column.index, column })),
    ...right.map((column) => ({
      from: 'right' as const,
      index: column.index,
      column: { ...column, name: own(column.name) },
    })),
    { from: 'separation', column: separationColumn(own(SEPARATION)) },
  ];
  return joined.map((one, index) => ({ ...one, column: { ...one.column, index } }));
}

function separationColumn(name: string): Column {
  return {
    ...{ index: 0, name, type: 'float64', shape: [], variable: false, unit: 'arcsec' },
    description: 'Distance on the sky between the two positions',
    format: 'float64',
    ...{ display: undefined, nullRule: undefined, problem: undefined },
  };
}
