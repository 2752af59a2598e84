/** What a number of a region file is of: `p` physical, `i` image pixels. */
export type Unit = 'degrees' | 'p' | 'i';

/** One number as it stands in a region file. */
export interface FileNumber {
  /** Degrees where the unit says so, and of `10:20:30` hours or degrees. */
  readonly value: number;
  /** Undefined: what the coordinate system says. */
  readonly unit: Unit | undefined;
  /** `colons` are hours where they are a right ascension. */
  readonly style: 'plain' | 'colons' | 'letters';
}

/** No number has more characters. */
const MOST_CHARACTERS = 64;

const PLAIN = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(["'″′°drpi]?)$/i;
const COLONS = /^([+-]?)(\d+):(\d+(?:\.\d*)?)(?::(\d+(?:\.\d*)?))?$/;
const HOURS = /^([+-]?)(\d+(?:\.\d*)?)h(?:(\d+(?:\.\d*)?)m(?:(\d+(?:\.\d*)?)s?)?)?$/i;
const DEGREES = /^([+-]?)(\d+(?:\.\d*)?)[d°](\d+(?:\.\d*)?)[m'′](?:(\d+(?:\.\d*)?)[s"″]?)?$/i;

/** Undefined for what is no number in the notations of DS9. */
export function fileNumber(text: string): FileNumber | undefined {
  if (text.length > MOST_CHARACTERS) {
    return undefined;
  }
  const plain = PLAIN.exec(text);
  if (plain) {
    const number = Number(plain[1]);
    return Number.isFinite(number) ? withUnit(number, (plain[2] ?? '').toLowerCase()) : undefined;
  }
  const colons = COLONS.exec(text);
  if (colons) {
    return { value: sexagesimal(colons), unit: 'degrees', style: 'colons' };
  }
  const hours = HOURS.exec(text);
  if (hours) {
    return { value: sexagesimal(hours) * 15, unit: 'degrees', style: 'letters' };
  }
  const degrees = DEGREES.exec(text);
  return degrees === null
    ? undefined
    : { value: sexagesimal(degrees), unit: 'degrees', style: 'letters' };
}

function withUnit(value: number, unit: string): FileNumber {
  const style = 'plain';
  switch (unit) {
    case '"':
    case '″':
      return { value: value / 3600, unit: 'degrees', style };
    case "'":
    case '′':
      return { value: value / 60, unit: 'degrees', style };
    case 'd':
    case '°':
      return { value, unit: 'degrees', style };
    case 'r':
      return { value: (value * 180) / Math.PI, unit: 'degrees', style };
    case 'p':
      return { value, unit: 'p', style };
    case 'i':
      return { value, unit: 'i', style };
    default:
      return { value, unit: undefined, style };
  }
}

function sexagesimal([, sign, major, minutes = '0', seconds = '0']: RegExpExecArray): number {
  const value = (Number(major) * 3600 + Number(minutes) * 60 + Number(seconds)) / 3600;
  return sign === '-' ? -value : value;
}
