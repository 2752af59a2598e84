import type { Typed, TypedOf } from '../../table/expression/typed';
import { ANYTHING, type Range, type Scalar } from '../filter/range';
import type { QueryRegion } from './query';

/** Of conditions of which nothing is known. */
const RARE = 1e-6;

/** How many rows of a row group a query chooses is not known from metadata: these are guesses to show, no more. */

/** The share of rows that fulfil a condition, were the values of each column spread evenly between its bounds. */
export function shareOf(typed: Typed, ranges: readonly Range[]): number {
  switch (typed.kind) {
    case 'and':
      return typed.operands.reduce((share, operand) => share * shareOf(operand, ranges), 1);
    case 'or':
      return (
        1 - typed.operands.reduce((share, operand) => share * (1 - shareOf(operand, ranges)), 1)
      );
    case 'not':
      return 1 - shareOf(typed.operand, ranges);
    case 'compare':
      return shareCompared(typed, ranges);
    case 'constant':
    case 'column':
    case 'row':
    case 'as number':
    case 'as wide':
    case 'negate':
    case 'arithmetic':
    case 'match':
    case 'in':
    case 'is':
    case 'call':
      // Of the rest nothing can be said.
      return 1;
  }
}

/** The same, where a value that is asked for by itself is one of many: what `shareOf` cannot know, it takes for rare. */
export function leastShareOf(typed: Typed, ranges: readonly Range[]): number {
  switch (typed.kind) {
    case 'and':
      return typed.operands.reduce((share, operand) => share * leastShareOf(operand, ranges), 1);
    case 'or':
      return Math.max(...typed.operands.map((operand) => leastShareOf(operand, ranges)));
    case 'compare':
      return typed.operators.includes('=')
        ? shareOfOne(typed.operands, ranges)
        : shareCompared(typed, ranges);
    case 'in':
      return shareOfOne([typed.operand], ranges);
    case 'match':
    case 'call':
      return RARE;
    case 'is':
    case 'not':
    case 'constant':
    case 'column':
    case 'row':
    case 'as number':
    case 'as wide':
    case 'negate':
    case 'arithmetic':
      return 1;
  }
}

/** Of one value of a column of integers; of others nobody knows how many there are. */
function shareOfOne(operands: readonly Typed[], ranges: readonly Range[]): number {
  const column = operands.find((operand) => operand.kind === 'column');
  const { low, high } = (column && ranges[column.use]) ?? ANYTHING;
  const [first, last] = [Number(low ?? NaN), Number(high ?? NaN)];
  const countable = column?.type !== 'text' && Number.isInteger(first) && Number.isInteger(last);
  return countable ? 1 / Math.max(1, last - first + 1) : RARE;
}

/** The share of positions in the box around a region. */
export function shareInRegion({ ra, dec }: QueryRegion, raRange: Range, decRange: Range): number {
  const shares = ra.map(([from, to]) => shareBetween(raRange, from, to));
  const inRa = Math.min(
    1,
    shares.reduce((sum, share) => sum + share, 0),
  );
  return inRa * shareBetween(decRange, ...dec);
}

function shareCompared(
  { operators, operands }: TypedOf<'compare'>,
  ranges: readonly Range[],
): number {
  let share = 1;
  operators.forEach((operator, i) => {
    const [left, right] = [operands[i] as Typed, operands[i + 1] as Typed];
    const below = operator === '<' || operator === '<=';
    const above = operator === '>' || operator === '>=';
    const [column, limit, turned] =
      right.kind === 'constant' ? [left, right.value, false] : [right, constantOf(left), true];
    if (
      column.kind !== 'column' ||
      limit === undefined ||
      typeof limit === 'boolean' ||
      !(below || above)
    ) {
      return;
    }
    const range = ranges[column.use] ?? ANYTHING;
    share *=
      below !== turned
        ? shareBetween(range, undefined, limit)
        : shareBetween(range, limit, undefined);
  });
  return share;
}

function constantOf(typed: Typed): Scalar | boolean | undefined {
  return typed.kind === 'constant' ? typed.value : undefined;
}

function shareBetween(
  { low, high }: Range,
  from: Scalar | undefined,
  to: Scalar | undefined,
): number {
  const [a, b] = [Number(low ?? NaN), Number(high ?? NaN)];
  const first = from === undefined ? a : Number(from);
  const last = to === undefined ? b : Number(to);
  if (![a, b, first, last].every(Number.isFinite)) {
    return 1;
  }
  const overlap = Math.min(b, last) - Math.max(a, first);
  return overlap < 0 ? 0 : b > a ? Math.min(1, overlap / (b - a)) : 1;
}
