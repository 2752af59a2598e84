import { SkybucketError } from '../errors';
import type { ColumnValues } from '../table/table';
import type { WrittenField } from './write-table-fields';
import { asciiText, isWrittenAsText, textAt } from './write-table-scan';

const TRUE = 0x54;
const FALSE = 0x46;

/** Writes one element, by its position in the values, at a place of its own. */
export type WriteElement = (view: DataView, at: number, element: number) => void;

/**
 * What writes the elements of a column, big-endian, as FITS has them. A missing logical is a zero, a missing number NaN
 * or what TNULL says, a missing text blank. Of a missing integer for which nothing stands it throws SkybucketError
 * `unsupported`.
 */
export function elementWriter(field: WrittenField, part: ColumnValues): WriteElement {
  const { column, letter, size, zero, missing } = field;
  const { values } = part;
  const numbers = values as ArrayLike<number>;
  const isMissing = (i: number): boolean => part.missing?.[i] === 1;
  switch (letter) {
    case 'A':
      return (view, at, i) => {
        const text = asciiText(textAt(part, i, column));
        for (let k = 0; k < size; k++) {
          view.setUint8(at + k, k < text.length ? text.charCodeAt(k) : 0x20);
        }
      };
    case 'L':
      return (view, at, i) => view.setUint8(at, isMissing(i) ? 0 : numbers[i] === 1 ? TRUE : FALSE);
    case 'E':
      return (view, at, i) => view.setFloat32(at, isMissing(i) ? NaN : (numbers[i] as number));
    case 'D':
      return (view, at, i) => view.setFloat64(at, isMissing(i) ? NaN : Number(numbers[i]));
    case 'C':
    case 'M': {
      const set = letter === 'C' ? 'setFloat32' : 'setFloat64';
      return (view, at, i) => {
        view[set](at, isMissing(i) ? NaN : (numbers[2 * i] as number));
        view[set](at + size / 2, isMissing(i) ? NaN : (numbers[2 * i + 1] as number));
      };
    }
    case 'K': {
      const wide = values as ArrayLike<number | bigint>;
      return (view, at, i) => {
        const value = isMissing(i) ? missingOf(field) : BigInt(wide[i] as number) - zero;
        view.setBigInt64(at, value);
      };
    }
    case 'B':
    case 'I':
    case 'J': {
      const set = letter === 'B' ? 'setUint8' : letter === 'I' ? 'setInt16' : 'setInt32';
      const stands = missing === undefined ? undefined : Number(missing);
      const offset = Number(zero);
      return (view, at, i) => {
        if (isMissing(i)) {
          view[set](at, stands ?? Number(missingOf(field)));
        } else {
          view[set](at, (numbers[i] as number) - offset);
        }
      };
    }
  }
}

function missingOf({ missing, name }: WrittenField): bigint {
  if (missing === undefined) {
    throw new SkybucketError(
      'unsupported',
      `A value is missing in “${name}”, though its file has nothing that stands for one.`,
      { hint: 'Leave the column out, or export as Parquet or ECSV.' },
    );
  }
  return missing;
}

/** The elements of a row: of a cell that is one text, the cell itself. */
export function elementsOf(
  { column }: WrittenField,
  values: ColumnValues,
  row: number,
): readonly [from: number, to: number] {
  if (isWrittenAsText(column) || values.starts === undefined) {
    return [row, row + 1];
  }
  return [values.starts[row] as number, values.starts[row + 1] as number];
}
