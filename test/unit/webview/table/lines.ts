import type { ColumnLine } from '../../../../src/protocol/table';

/** A column as the host tells of it; numbers unless said otherwise. */
export function line(index: number, name: string, other: Partial<ColumnLine> = {}): ColumnLine {
  return {
    index,
    name,
    type: 'float64',
    shape: [],
    variable: false,
    unit: undefined,
    description: undefined,
    format: '1D',
    nullRule: undefined,
    problem: undefined,
    numeric: true,
    scalar: true,
    width: 10,
    ...other,
  };
}

export const lines = (...names: string[]): ColumnLine[] =>
  names.map((name, index) => line(index, name));
