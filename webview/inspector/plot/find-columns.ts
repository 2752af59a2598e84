import type { ColumnLine } from '../../../src/protocol/table';

/** Columns with every word of the query: first those named so, then those that begin so, then the rest, each in file order. */
export function findColumns(columns: readonly ColumnLine[], query: string): ColumnLine[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const [first] = words;
  if (first === undefined) {
    return [...columns];
  }
  const found = columns.filter(({ name, unit, description }) => {
    const text = `${name}\n${unit ?? ''}\n${description ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const rank = ({ name }: ColumnLine): number => {
    const lower = name.toLowerCase();
    return lower === first ? 0 : lower.startsWith(first) ? 1 : lower.includes(first) ? 2 : 3;
  };
  return found.sort((a, b) => rank(a) - rank(b) || a.index - b.index);
}
