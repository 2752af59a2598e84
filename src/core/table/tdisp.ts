/** How numbers are shown (FITS 4.0, section 7.3.4, table 20). */
export interface DisplayFormat {
  readonly kind: 'A' | 'L' | 'I' | 'B' | 'O' | 'Z' | 'F' | 'E' | 'EN' | 'ES' | 'G' | 'D';
  /** Characters that the file reserves. */
  readonly width: number;
  /** Digits after the decimal point; of `G` significant ones, of integers at least so many. */
  readonly digits: number | undefined;
  /** Digits of the exponent, at least. */
  readonly exponent: number;
}

const FORMAT = /^(EN|ES|[ALIBOZFEGD])(\d{1,4})(?:\.(\d{1,3}))?(?:E(\d{1,2}))?$/i;
/** What `toFixed` and `toExponential` can do. */
const MOST_DIGITS = 100;

/** Reads a TDISPn; undefined where it is none. */
export function parseTdisp(text: string): DisplayFormat | undefined {
  const [, kind, width, digits, exponent] = FORMAT.exec(text.trim()) ?? [];
  if (kind === undefined || Number(digits ?? 0) > MOST_DIGITS) {
    return undefined;
  }
  return {
    kind: kind.toUpperCase() as DisplayFormat['kind'],
    width: Number(width),
    digits: digits === undefined ? undefined : Number(digits),
    exponent: Math.max(2, Number(exponent ?? 2)),
  };
}

/**
 * An integer as the format wants it, without blanks around; `bits` is the length of its type, which
 * negative numbers fill in binary, octal and hexadecimal. Undefined where the format cannot show it, or
 * only as asterisks.
 */
export function formatInteger(
  value: bigint,
  bits: number,
  format: DisplayFormat,
): string | undefined {
  const { kind, digits = 1 } = format;
  switch (kind) {
    case 'I': {
      const text = (value < 0n ? -value : value).toString().padStart(digits, '0');
      return fitting(value < 0n ? `-${text}` : text, format);
    }
    case 'B':
    case 'O':
    case 'Z': {
      const radix = { B: 2, O: 8, Z: 16 }[kind];
      const text = BigInt.asUintN(bits, value).toString(radix).toUpperCase();
      return fitting(text.padStart(digits, '0'), format);
    }
    case 'A':
    case 'L':
      return undefined;
    case 'F':
    case 'E':
    case 'EN':
    case 'ES':
    case 'G':
    case 'D': {
      const number = Number(value);
      return Number.isSafeInteger(number) ? formatNumber(number, format) : undefined;
    }
  }
}

/** The same for a number; an integer format shows only whole ones. */
export function formatNumber(value: number, format: DisplayFormat): string | undefined {
  const { digits = 0, exponent } = format;
  if (!Number.isFinite(value)) {
    return undefined;
  }
  switch (format.kind) {
    case 'I':
      return Number.isSafeInteger(value) ? formatInteger(BigInt(value), 64, format) : undefined;
    case 'F':
      return Math.abs(value) < 1e21 ? fitting(value.toFixed(digits), format) : undefined;
    case 'E':
    case 'ES':
    case 'D':
      return fitting(exponential(value.toExponential(digits), exponent), format);
    case 'EN':
      return fitting(engineering(value, digits, exponent), format);
    case 'G':
      return fitting(general(value, Math.max(1, digits), exponent), format);
    case 'A':
    case 'L':
    case 'B':
    case 'O':
    case 'Z':
      return undefined;
  }
}

function fitting(text: string, { width }: DisplayFormat): string | undefined {
  return text.length <= width ? text : undefined;
}

/** `1.5e+3` as `1.5E+03`. */
function exponential(text: string, digits: number): string {
  const [mantissa = '', power = '+0'] = text.split('e');
  return `${mantissa}E${power.charAt(0)}${power.slice(1).padStart(digits, '0')}`;
}

/** Exponents that are multiples of three. */
function engineering(value: number, digits: number, exponentDigits: number): string {
  const power = Math.floor(powerOf(value.toExponential(digits)) / 3) * 3;
  // Rounded to so many digits that as many as are wanted stand behind the point.
  const shift = powerOf(value.toExponential(digits)) - power;
  const rounded = value.toExponential(Math.min(digits + shift, MOST_DIGITS));
  const carried = Math.floor(powerOf(rounded) / 3) * 3;
  const mantissa = Number(rounded.split('e')[0]) * 10 ** (powerOf(rounded) - carried);
  return exponential(
    `${mantissa.toFixed(digits)}e${carried < 0 ? '' : '+'}${carried}`,
    exponentDigits,
  );
}

/** As C's `%G`: fixed or exponential, whichever is apt, without trailing zeros. */
function general(value: number, digits: number, exponentDigits: number): string {
  const rounded = value.toExponential(digits - 1);
  const power = powerOf(rounded);
  if (power < -4 || power >= digits) {
    const [mantissa = '', exponent = ''] = rounded.split('e');
    return exponential(`${withoutZeros(mantissa)}e${exponent}`, exponentDigits);
  }
  return withoutZeros(value.toFixed(Math.min(MOST_DIGITS, digits - 1 - power)));
}

function powerOf(exponentialText: string): number {
  return Number(exponentialText.split('e')[1]);
}

function withoutZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
