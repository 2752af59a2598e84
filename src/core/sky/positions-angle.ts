import type { AngleUnit, Token } from './positions-tokens';

/** One angle as it was written. */
export interface TypedAngle {
  /** Hours, degrees or radians with their sign, times `per`: seconds as long as they are exact. */
  readonly sum: number;
  readonly per: 1 | 3600;
  readonly unit: 'h' | 'd' | 'rad' | undefined;
  /** How many numbers it was written with: 3 for `10:21:33`. */
  readonly parts: number;
  readonly at: number;
}

/** What cannot be understood, as a sentence, and the place in the text it is about. */
export interface PositionProblem {
  readonly problem: string;
  readonly at: number;
}

interface Part {
  readonly value: number;
  readonly whole: boolean;
  readonly unit: AngleUnit | undefined;
  readonly at: number;
}

/**
 * One angle in the notations of astropy's Angle: `10h21m33s`, `10:21:33`, `10 21 33`, `10h21.5m`, `155.3d`,
 * `10:21:33 hours`, and `33ˢ.5` as papers print it.
 *
 * @param tokens not empty
 */
export function readAngle(tokens: readonly Token[]): TypedAngle | PositionProblem {
  const [first] = tokens;
  const signed = first?.kind === 'sign';
  const parts = readParts(signed ? tokens.slice(1) : tokens, first?.at ?? 0);
  return 'problem' in parts ? parts : joined(parts, signed && first.negative, first?.at ?? 0);
}

function readParts(tokens: readonly Token[], start: number): Part[] | PositionProblem {
  const parts: Part[] = [];
  let k = 0;
  while (k < tokens.length) {
    const token = tokens[k];
    if (token?.kind !== 'number') {
      return { problem: 'A number is missing here.', at: token?.at ?? start };
    }
    k++;
    let text = token.text;
    let unit: AngleUnit | undefined;
    const next = tokens[k];
    if (next?.kind === 'unit') {
      unit = next.unit;
      k++;
      const fraction = tokens[k];
      if (
        fraction?.kind === 'number' &&
        fraction.at === next.end &&
        /^\.\d+$/.test(fraction.text)
      ) {
        text += fraction.text;
        k++;
      }
    } else if (next?.kind === 'colon') {
      k++;
      if (k === tokens.length) {
        return { problem: 'A number is missing after the colon.', at: next.at };
      }
    }
    parts.push({ value: Number(text), whole: /^\d+$/.test(text), unit, at: token.at });
  }
  return parts.length === 0 ? { problem: 'A number is missing here.', at: start } : parts;
}

function joined(
  parts: readonly Part[],
  negative: boolean,
  at: number,
): TypedAngle | PositionProblem {
  const unit = unitOf(parts);
  if (typeof unit === 'object') {
    return unit;
  }
  for (const [k, part] of parts.entries()) {
    if (k < parts.length - 1 && !part.whole) {
      return { problem: 'Only the last part of an angle can have decimals.', at: part.at };
    }
    if (k > 0 && part.value > 60) {
      return { problem: 'Minutes and seconds go up to 60.', at: part.at };
    }
  }
  const [major = 0, minutes = 0, seconds = 0] = parts.map((part) => part.value);
  const [sum, per] =
    parts.length === 1
      ? ([major, 1] as const)
      : ([major * 3600 + minutes * 60 + seconds, 3600] as const);
  return { sum: negative ? -sum : sum, per, unit, parts: parts.length, at };
}

/** The unit of the whole angle, once the units of its parts have been found to fit. */
function unitOf(parts: readonly Part[]): 'h' | 'd' | 'rad' | undefined | PositionProblem {
  const [first] = parts;
  if (parts.length > 3) {
    return { problem: 'An angle has at most three parts.', at: parts[3]?.at ?? 0 };
  }
  if (first?.unit === 'm' || first?.unit === 's') {
    return { problem: 'An angle begins with its hours or degrees.', at: first.at };
  }
  const last = parts[parts.length - 1];
  const trailing = last?.unit === 'h' || last?.unit === 'd' ? last.unit : undefined;
  if (trailing !== undefined && parts.slice(0, -1).every((part) => part.unit === undefined)) {
    return trailing;
  }
  for (const [k, part] of parts.entries()) {
    const fits = k === 0 || part.unit === undefined || part.unit === (k === 1 ? 'm' : 's');
    if (!fits || (part.unit === 'rad' && parts.length > 1)) {
      return { problem: 'The units of this angle do not follow each other.', at: part.at };
    }
    if (k > 0 && part.unit !== undefined && first?.unit === undefined) {
      return { problem: 'It is not said whether these are hours or degrees.', at: first?.at ?? 0 };
    }
  }
  return first?.unit;
}
