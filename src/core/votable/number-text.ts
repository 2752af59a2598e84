const INTEGER = /^[+-]?\d+$/;
const HEXADECIMAL = /^([+-]?)0x([0-9a-f]+)$/i;
const INFINITE = /^([+-]?)inf(?:inity)?$/i;
const NOT_A_NUMBER = /^[+-]?nan$/i;

/** Longer integers may be more than a double holds exactly. */
const EXACT_DIGITS = 15;

/**
 * A number as VOTable writes it: decimal, hexadecimal (`0xff`), `Inf`, `NaN`. Integers that a double does not
 * hold exactly are `bigint`. Undefined for what is none of these.
 */
export function readNumber(text: string): number | bigint | undefined {
  const value = Number(text);
  if (value === value) {
    // Of blanks the engine makes 0.
    if (value === 0) {
      return text.trim() === '' ? undefined : value;
    }
    return text.length > EXACT_DIGITS && !Number.isSafeInteger(value)
      ? exactInteger(text.trim(), value)
      : value;
  }
  const trimmed = text.trim();
  const hexadecimal = HEXADECIMAL.exec(trimmed);
  if (hexadecimal !== null) {
    const size = Number(`0x${hexadecimal[2] as string}`);
    return hexadecimal[1] === '-' ? -size : size;
  }
  const infinite = INFINITE.exec(trimmed);
  if (infinite !== null) {
    return infinite[1] === '-' ? -Infinity : Infinity;
  }
  return NOT_A_NUMBER.test(trimmed) ? NaN : undefined;
}

/** Digits that are read as one integer; more than any datatype has. */
const MOST_DIGITS = 400;

function exactInteger(text: string, value: number): number | bigint {
  const isInteger = INTEGER.test(text) || HEXADECIMAL.test(text);
  return isInteger && text.length <= MOST_DIGITS ? BigInt(text.replace(/^\+/, '')) : value;
}
