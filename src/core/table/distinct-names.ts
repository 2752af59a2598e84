import { columnName } from './element-type';
import type { Column } from './table';

/** Names of columns, where one that was there before gets a number behind it: most formats go by names. */
export function distinctNames(
  columns: readonly Column[],
  same: (name: string) => string = (name) => name,
): string[] {
  const taken = new Set(columns.map((column) => same(columnName(column))));
  const used = new Set<string>();
  return columns.map((column) => {
    const own = columnName(column);
    let name = own;
    for (let i = 2; used.has(same(name)) || (name !== own && taken.has(same(name))); i++) {
      name = `${own}_${i}`;
    }
    used.add(same(name));
    return name;
  });
}
