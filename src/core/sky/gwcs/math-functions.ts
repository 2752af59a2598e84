import { DEGREE, RADIAN } from './angles';
import { short, unknownGwcs } from './problem';
import { lengthOf, ofOne, Transform } from './transform';

/** To the even one of two integers that are as near, as numpy does. */
function roundEven(x: number): number {
  const rounded = Math.round(x);
  return Math.abs(x % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

function remainder(x: number, y: number): number {
  const rest = x % y;
  return rest !== 0 && rest < 0 !== y < 0 ? rest + y : rest;
}

/** By the names of numpy's functions. */
const UNARY: Readonly<Record<string, (x: number) => number>> = {
  absolute: Math.abs,
  arccos: Math.acos,
  arccosh: Math.acosh,
  arcsin: Math.asin,
  arcsinh: Math.asinh,
  arctan: Math.atan,
  arctanh: Math.atanh,
  cbrt: Math.cbrt,
  cos: Math.cos,
  cosh: Math.cosh,
  deg2rad: (x) => x * DEGREE,
  exp: Math.exp,
  exp2: (x) => 2 ** x,
  expm1: Math.expm1,
  fabs: Math.abs,
  log: Math.log,
  log10: Math.log10,
  log1p: Math.log1p,
  log2: Math.log2,
  negative: (x) => -x,
  positive: (x) => x,
  rad2deg: (x) => x * RADIAN,
  reciprocal: (x) => 1 / x,
  rint: roundEven,
  sin: Math.sin,
  sinh: Math.sinh,
  sqrt: Math.sqrt,
  square: (x) => x * x,
  tan: Math.tan,
  tanh: Math.tanh,
};

const BINARY: Readonly<Record<string, (x: number, y: number) => number>> = {
  add: (x, y) => x + y,
  arctan2: Math.atan2,
  divide: (x, y) => x / y,
  floor_divide: (x, y) => Math.floor(x / y),
  fmod: (x, y) => x % y,
  hypot: Math.hypot,
  logaddexp: (x, y) =>
    x === y ? x + Math.LN2 : Math.max(x, y) + Math.log1p(Math.exp(-Math.abs(x - y))),
  mod: remainder,
  multiply: (x, y) => x * y,
  power: (x, y) => x ** y,
  remainder,
  subtract: (x, y) => x - y,
  true_divide: (x, y) => x / y,
};

/**
 * A function of numpy (`math_functions-1.x`).
 *
 * @throws SkybucketError `unsupported` for others.
 */
export function mathFunction(name: string): Transform {
  const unary = Object.hasOwn(UNARY, name) ? UNARY[name] : undefined;
  if (unary !== undefined) {
    return ofOne(unary);
  }
  const binary = Object.hasOwn(BINARY, name) ? BINARY[name] : undefined;
  if (binary === undefined) {
    throw unknownGwcs(`The function ${short(name)} in the coordinate system is not known here.`);
  }
  return new Transform({
    ...{ inputs: 2, outputs: 1 },
    evaluate: ([xs, ys]) => {
      const result = new Float64Array(lengthOf([xs as Float64Array]));
      for (let k = 0; k < result.length; k += 1) {
        result[k] = binary((xs as Float64Array)[k] as number, (ys as Float64Array)[k] as number);
      }
      return [result];
    },
  });
}
