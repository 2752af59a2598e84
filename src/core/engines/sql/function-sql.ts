import { called, piece, type Piece } from './piece';

/** Functions of doubles, each made of the SQL of its operands. */
type FunctionSql = (...operands: readonly string[]) => Piece;

const same = (name: string): FunctionSql => {
  return (...operands) => called(name, ...operands);
};

/** The functions of filters by their names there; `log` is the natural one, as in numpy. */
export const FUNCTION_SQL: ReadonlyMap<string, FunctionSql> = new Map<string, FunctionSql>([
  ['abs', same('abs')],
  ['sqrt', same('sqrt')],
  ['exp', same('exp')],
  ['ln', same('ln')],
  ['log', same('ln')],
  ['log10', same('log10')],
  ['log2', same('log2')],
  ['sin', same('sin')],
  ['cos', same('cos')],
  ['tan', same('tan')],
  ['asin', same('asin')],
  ['acos', same('acos')],
  ['atan', same('atan')],
  ['atan2', same('atan2')],
  ['deg', same('degrees')],
  ['rad', same('radians')],
  ['floor', same('floor')],
  ['ceil', same('ceiling')],
  ['round', halfToEven],
  ['pow', same('power')],
  ['min', extreme('least')],
  ['max', extreme('greatest')],
  ['isfinite', same('is_finite')],
  ['isnan', same('is_nan')],
]);

/** Python's remainder has the sign of the divisor, that of SQL the sign of the dividend. */
export function remainderSql(value: string, divisor: string): Piece {
  const rest = `mod(${value}, ${divisor})`;
  return piece(
    `CASE WHEN ${rest} <> 0E0 AND (${rest} < 0E0) <> (${divisor} < 0E0) THEN ${rest} + ${divisor} ELSE ${rest} END`,
  );
}

/** SQL rounds halves away from zero; numpy and filters to the even neighbour. */
function halfToEven(value = ''): Piece {
  const below = `floor(${value})`;
  const rest = `(${value} - ${below})`;
  return piece(
    `CASE WHEN ${rest} < 0.5E0 OR (${rest} = 0.5E0 AND mod(${below}, 2E0) = 0E0) THEN ${below} ELSE ${below} + 1E0 END`,
  );
}

/** NaN among the operands is the result, as in JavaScript and numpy. */
function extreme(name: 'least' | 'greatest'): FunctionSql {
  return (...operands) => {
    if (operands.length === 1) {
      return piece(operands[0] ?? '', 'sum');
    }
    const nan = operands.map((operand) => `is_nan(${operand})`).join(' OR ');
    return piece(`CASE WHEN ${nan} THEN nan() ELSE ${name}(${operands.join(', ')}) END`);
  };
}
