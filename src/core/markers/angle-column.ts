import { readAngle } from '../sky/positions-angle';
import { plainCharacters, tokensOf } from '../sky/positions-tokens';
import type { Column, ColumnValues, ElementArray } from '../table/table';
import { angleUnitOf } from './angle-units';

/** Longer than any angle; a text column may hold anything. */
const LONGEST = 64;

/** Degrees of one of a unit of an angle as it was written. */
const WRITTEN = { h: 15, d: 1, rad: 180 / Math.PI } as const;

/** Reads the angles of some rows of a column, degrees; NaN where there is none. */
export type AngleReader = (values: ColumnValues, from: number, to: number) => Float64Array;

/**
 * @param hours whether a text of several parts without a unit is in hours, as right ascensions are written.
 */
export function angleReader({ unit, type }: Column, hours: boolean): AngleReader {
  const stated = angleUnitOf(unit);
  if (type !== 'text') {
    const degrees = stated?.degrees ?? 1;
    return (column, from, to) => numbersOf(column, from, to, degrees);
  }
  const parts = stated?.text ?? (stated === undefined && hours ? 'h' : 'd');
  const plain = stated?.degrees ?? 1;
  return ({ values, missing, starts }, from, to) => {
    const texts = values as readonly string[];
    const angles = new Float64Array(to - from).fill(NaN);
    for (let row = from; row < to; row++) {
      const at = starts === undefined ? row : (starts[row] ?? 0);
      const text = texts[at];
      if (text !== undefined && missing?.[at] !== 1) {
        angles[row - from] = angleOf(text, WRITTEN[parts], plain);
      }
    }
    return angles;
  };
}

/** The numbers of some rows as they are; NaN where there is none. */
export function numbersOf(
  { values, missing, starts }: ColumnValues,
  from: number,
  to: number,
  factor = 1,
): Float64Array {
  const numbers = new Float64Array(to - from);
  // Some rows of some kinds of tables have no element, or several.
  if (starts !== undefined || missing !== undefined || typeof values[0] !== 'number') {
    for (let row = from; row < to; row++) {
      const at = starts === undefined ? row : (starts[row] ?? 0);
      const none = missing?.[at] === 1 || (starts !== undefined && at === starts[row + 1]);
      numbers[row - from] = none ? NaN : Number(values[at] ?? NaN) * factor;
    }
    return numbers;
  }
  const plain = values as Exclude<ElementArray, BigInt64Array | BigUint64Array | readonly string[]>;
  for (let row = from; row < to; row++) {
    numbers[row - from] = (plain[row] as number) * factor;
  }
  return numbers;
}

/** `10:21:33.4`, `-05 12 7`: what nearly every text is. */
const SEXAGESIMAL = /^([+-]?)(\d{1,3})[: ](\d{1,2})(?:[: ](\d{1,2}(?:\.\d*)?))?$/;

/** Degrees; a plain number is in the unit of the column. */
function angleOf(given: string, parts: number, plain: number): number {
  const text = given.trim();
  const usual = SEXAGESIMAL.exec(text);
  if (usual !== null) {
    const [, sign, major, minutes, seconds = '0'] = usual;
    if (Number(minutes) > 60 || Number(seconds) > 60) {
      return NaN;
    }
    const size = (Number(major) * 3600 + Number(minutes) * 60 + Number(seconds)) / 3600;
    return (sign === '-' ? -size : size) * parts;
  }
  if (text === '' || text.length > LONGEST) {
    return NaN;
  }
  const number = Number(text);
  if (!Number.isNaN(number)) {
    return number * plain;
  }
  const angle = readAngle(tokensOf(plainCharacters(text)));
  if ('problem' in angle) {
    return NaN;
  }
  const unit = angle.unit === undefined ? parts : WRITTEN[angle.unit];
  return (angle.sum / angle.per) * unit;
}
