import type { ExpressionColumn } from './names';
import { ExpressionError, type Place } from './problem';
import type { NameSyntax } from './syntax';
import type { Typed, ValueType } from './typed';

/** What the types of an expression allow, and what of one type is in another. */

/**
 * Which element of a cell is named, in the order they are stored in.
 *
 * @throws ExpressionError for one that is not there, or none of an array.
 */
export function elementOf(
  { name, element, ...place }: NameSyntax & Place,
  { shape, variable }: ExpressionColumn,
): number {
  if (shape.length === 0 && !variable) {
    if (element.length > 0) {
      throw new ExpressionError(`“${name}” has one element a row.`, place, 'Leave out the [ ].');
    }
    return 0;
  }
  const lengths = variable ? [Infinity] : shape;
  if (element.length !== lengths.length) {
    const zeros = `${name}[${lengths.map(() => '0').join(', ')}]`;
    throw new ExpressionError(
      `“${name}” has an array in each row.`,
      place,
      `Say which element: ${zeros} is the first.`,
    );
  }
  return element.reduce((offset, index, axis) => {
    const length = lengths[axis] as number;
    if (index >= length) {
      throw new ExpressionError(
        `“${name}” has ${length} elements there; they are counted from 0.`,
        place,
      );
    }
    return (axis === 0 ? 0 : offset * length) + index;
  }, 0);
}

/** @throws ExpressionError for values of types that have nothing in common. */
export function checkComparable(left: Typed, right: Typed, operator: string, place: Place): void {
  const kinds = [kindOf(left), kindOf(right)];
  const texts = kinds.filter((kind) => kind === 'a text').length;
  if (texts === 1) {
    throw new ExpressionError(
      `${capital(kinds[0] as string)} cannot be compared with ${kinds[1]}.`,
      place,
      'Text is put in quotes, numbers are not.',
    );
  }
  const ordered = operator !== '=' && operator !== '!=';
  if (ordered && kinds.includes('a condition')) {
    throw new ExpressionError('True and false have no order.', place);
  }
}

/** The number in the type of the operand; none where that type has no such number. */
export function sameNumber(value: number | bigint, { type }: Typed): (number | bigint)[] {
  if (type === 'wide') {
    return typeof value === 'bigint' || Number.isInteger(value) ? [BigInt(value)] : [];
  }
  const double = Number(value);
  const exact = typeof value === 'number' || (Number.isFinite(double) && BigInt(double) === value);
  return exact ? [double] : [];
}

export function mismatch(node: Place, typed: Typed, wanted: string): ExpressionError {
  return new ExpressionError(`This is ${kindOf(typed)}, and ${wanted}.`, node);
}

function kindOf({ type }: Typed): string {
  return type === 'text' ? 'a text' : type === 'logical' ? 'a condition' : 'a number';
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function around({ from }: Place, { to }: Place): Place {
  return { from, to };
}

export function wide(operand: Typed): Typed {
  return operand.type === 'wide' ? operand : { kind: 'as wide', type: 'wide', operand };
}

/** As a number, but what is text or of the kept type as it is. */
export function double(operand: Typed, kept?: ValueType): Typed {
  const { type } = operand;
  return type === 'number' || type === 'text' || type === kept
    ? operand
    : { kind: 'as number', type: 'number', operand };
}
