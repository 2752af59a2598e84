import { SkybucketError } from '../errors';
import { endOfSet } from './glob-name';

/** Each alternative costs requests of its own. */
const MOST_ALTERNATIVES = 1000;

/**
 * The patterns that one with braces stands for, as a shell writes them out: `{a,b}c` for `ac` and `bc`, nested and
 * one beside the other, in their order. Braces without a comma, or without their other half, are just braces; so
 * are those in a set, `[{]`.
 *
 * @throws SkybucketError `bad-address` where they are more than a thousand.
 */
export function expandBraces(pattern: string): readonly string[] {
  return [...new Set(expand(pattern, 0, { left: MOST_ALTERNATIVES }))];
}

/** @param from no braces stand before it that are any. */
function expand(pattern: string, from: number, budget: { left: number }): string[] {
  const braces = firstBraces(pattern, from);
  if (braces === undefined) {
    if (budget.left-- <= 0) {
      throw new SkybucketError('bad-address', 'The braces stand for more than 1,000 patterns.', {
        hint: 'Look for fewer at a time, or write * for what they have in common.',
      });
    }
    return [pattern];
  }
  const { open, close, alternatives } = braces;
  const before = pattern.slice(0, open);
  const after = pattern.slice(close + 1);
  return alternatives.flatMap((one) => expand(before + one + after, open, budget));
}

interface Braces {
  readonly open: number;
  readonly close: number;
  readonly alternatives: readonly string[];
}

/** The first braces with a comma of their own. */
function firstBraces(pattern: string, from: number): Braces | undefined {
  for (let open = from; open < pattern.length; open = next(pattern, open)) {
    const braces = pattern[open] === '{' ? bracesAt(pattern, open) : undefined;
    if (braces !== undefined) {
      return braces;
    }
  }
  return undefined;
}

function bracesAt(pattern: string, open: number): Braces | undefined {
  const alternatives: string[] = [];
  let from = open + 1;
  let depth = 0;
  for (let at = open + 1; at < pattern.length; at = next(pattern, at)) {
    const character = pattern[at];
    if (character === '{') {
      depth += 1;
    } else if (character === ',' && depth === 0) {
      alternatives.push(pattern.slice(from, at));
      from = at + 1;
    } else if (character === '}' && depth-- === 0) {
      alternatives.push(pattern.slice(from, at));
      return alternatives.length > 1 ? { open, close: at, alternatives } : undefined;
    }
  }
  return undefined;
}

/** The character behind this one, or behind the set that begins here. */
function next(pattern: string, at: number): number {
  const close = pattern[at] === '[' ? endOfSet(pattern, at) : -1;
  return Math.max(at, close) + 1;
}
