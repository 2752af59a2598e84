import type { Column } from '../table/table';
import { CellColumn } from './cell-column';
import type { VoField } from './document';
import { ANY_TEXT, cellShape, datatypeOf } from './shape';

export interface FieldColumns {
  readonly cells: readonly CellColumn[];
  /** What is not known of a field, so that its cells cannot be found in a binary stream. */
  readonly unknown: readonly string[];
}

/** The columns for the cells of the fields; what is not known is taken for text. */
export function cellColumns(fields: readonly VoField[]): FieldColumns {
  const unknown: string[] = [];
  const cells = fields.map((field, index) => {
    const datatype = datatypeOf(field.datatype);
    const shape =
      datatype === undefined
        ? `its datatype is “${field.datatype.slice(0, 40)}”`
        : cellShape(datatype, field.arraysize);
    if (typeof shape === 'string') {
      unknown.push(`Of “${nameOf(field, index).slice(0, 100)}” ${shape}`);
    }
    return new CellColumn(field, typeof shape === 'string' ? ANY_TEXT : shape);
  });
  return { cells, unknown };
}

/** A column as the grid shows it. Like other readers it has the UCD in the description. */
export function columnOf({ field, shape }: CellColumn, index: number): Column {
  const { datatype, arraysize, unit, ucd, values } = field;
  return {
    index,
    name: field.name || (field.id ?? ''),
    ...{ type: shape.type, shape: shape.shape, variable: shape.variable, unit },
    description: describe(field.description, ucd),
    format: arraysize === undefined ? datatype : `${datatype}[${arraysize}]`,
    display: undefined,
    nullRule: values?.null || undefined,
    problem: undefined,
  };
}

export function describe(
  description: string | undefined,
  ucd: string | undefined,
): string | undefined {
  const parts = [description ?? '', ucd === undefined ? '' : `UCD ${ucd}`];
  return parts.filter((part) => part !== '').join(' · ') || undefined;
}

export function nameOf({ name, id }: VoField, index: number): string {
  return name || id || `col${index + 1}`;
}
