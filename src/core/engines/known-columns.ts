import type { RowColumn } from './engine';
import { elementTypeOf, type EngineColumn } from './trino/trino-types';

/** What the schema of a data set says of a column, which SQL does not. */
export interface KnownColumn {
  readonly name: string;
  readonly unit: string;
  readonly description: string;
}

/** Columns of an answer with what is known of the columns of the same name; engines forget capitals. */
export function describeColumns(
  columns: readonly EngineColumn[],
  known: readonly KnownColumn[],
): RowColumn[] {
  const byName = new Map<string, KnownColumn | undefined>();
  for (const one of known) {
    const lower = one.name.toLowerCase();
    byName.set(lower, byName.has(lower) ? undefined : one);
  }
  return columns.map(({ name, type }) => {
    const same = known.find((one) => one.name === name) ?? byName.get(name.toLowerCase());
    return {
      name: same?.name ?? name,
      type: elementTypeOf(type),
      unit: same?.unit ?? '',
      description: same?.description ?? '',
    };
  });
}
