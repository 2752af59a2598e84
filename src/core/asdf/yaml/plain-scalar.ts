import type { AsdfScalar } from '../node';

type Value = AsdfScalar['value'];

const CORE = 'tag:yaml.org,2002:';

/**
 * YAML 1.1 as PyYAML reads it, and with it the asdf library: `y` and `n` are text, so are `0o7`, `1e5`
 * and `1.0e5` (an exponent needs a point and a sign).
 */
const LOGICAL = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/;
const NULL = /^(?:~|null|Null|NULL|)$/;
const INTEGER =
  /^[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/** Python converts no longer text to an integer; longer ones would take quadratic time. */
const LONGEST_INTEGER = 4300;

/** The value of a scalar without quotes and without a tag. */
export function plainValue(text: string): Value {
  // Most scalars are words, which one look at the first character tells.
  const first = text.charCodeAt(0);
  const isNumberLike = first <= 0x39 && first >= 0x2b;
  if (isNumberLike) {
    if (FLOAT.test(text)) return floatValue(text);
    return INTEGER.test(text) ? (integerValue(text) ?? text) : text;
  }
  if (text.length <= 5) {
    if (LOGICAL.test(text)) return logicalValue(text);
    if (NULL.test(text)) return null;
  }
  return text;
}

/**
 * The value of a scalar with a tag. The tags of YAML itself say what it is; of every other tag the value
 * is the text, as Python has it.
 */
export function taggedValue(tag: string, text: string): Value {
  switch (tag) {
    case `${CORE}int`:
      return /^[-+]?[0-9][0-9a-fA-Fx_:]*$/.test(text) ? (integerValue(text) ?? text) : text;
    case `${CORE}float`:
      return FLOAT.test(text) || /^[-+]?[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?$/.test(text)
        ? floatValue(text)
        : text;
    case `${CORE}bool`:
      return LOGICAL.test(text) ? logicalValue(text) : text;
    case `${CORE}null`:
      return null;
    default:
      return text;
  }
}

function logicalValue(text: string): boolean {
  return ['yes', 'true', 'on'].includes(text.toLowerCase());
}

/** Undefined for what Python cannot convert either: a prefix without digits, or far too many. */
function integerValue(text: string): bigint | undefined {
  if (text.length > LONGEST_INTEGER) {
    return undefined;
  }
  const digits = text.replace(/_/g, '').replace(/^[-+]/, '');
  try {
    const size = digits.includes(':') ? sexagesimal(digits) : BigInt(withPrefix(digits));
    return text.startsWith('-') ? -size : size;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

/** A leading zero means octal. */
function withPrefix(digits: string): string {
  if (digits === '0b' || digits === '0x' || digits === '') {
    return 'none';
  }
  return /^0[0-9]/.test(digits) ? `0o${digits.slice(1)}` : digits;
}

function sexagesimal(digits: string): bigint {
  return digits.split(':').reduce((sum, part) => sum * 60n + BigInt(part), 0n);
}

function floatValue(text: string): number {
  const plain = text.replace(/_/g, '').toLowerCase();
  const sign = plain.startsWith('-') ? -1 : 1;
  const size = plain.replace(/^[-+]/, '');
  if (size === '.inf') return sign * Infinity;
  if (size === '.nan') return NaN;
  return sign * size.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}
