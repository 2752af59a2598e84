/** Angles as people type them. All results are degrees; undefined for what is none. */

const NUMBER = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?`;
const PLAIN = new RegExp(`^${NUMBER}$`, 'i');
const PARTS =
  /^([-+]?)(\d+(?:\.\d*)?)(?:[hd:°\s]+(?:(\d+(?:\.\d*)?)(?:[m:'′\s]+(?:(\d+(?:\.\d*)?)[s"″'\s]*)?)?)?)?$/i;
/** Nothing that is meant as an angle is longer. */
const LONGEST = 60;

/** `62.5`, `04h10m`, `04:10:00`, `04 10 00` (hours); 0 to 360. */
export function rightAscension(text: string): number | undefined {
  const hours = /d|°/i.test(text) ? 1 : 15;
  const degrees = angle(text, hours);
  return degrees === undefined || degrees < 0 || degrees > 360 ? undefined : degrees;
}

/** `-25.5`, `+25d30m`, `25:30:00`; −90 to 90. */
export function declination(text: string): number | undefined {
  const degrees = /h/i.test(text) ? undefined : angle(text, 1);
  return degrees === undefined || Math.abs(degrees) > 90 ? undefined : degrees;
}

export type AngleUnit = 'deg' | 'arcmin' | 'arcsec';

export const PER_DEGREE: Readonly<Record<AngleUnit, number>> = { deg: 1, arcmin: 60, arcsec: 3600 };

const SUFFIXES: readonly (readonly [RegExp, AngleUnit])[] = [
  [/(?:arc\s*sec(?:ond)?s?|″|''|"|s)$/i, 'arcsec'],
  [/(?:arc\s*min(?:ute)?s?|′|'|m)$/i, 'arcmin'],
  [/(?:deg(?:ree)?s?|°|d)$/i, 'deg'],
];

/** A radius: a plain number in `unit`, or with a unit of its own (`30"`, `3 arcmin`). */
export function radius(text: string, unit: AngleUnit): number | undefined {
  const trimmed = text.trim().slice(0, LONGEST);
  const own = SUFFIXES.find(([suffix]) => suffix.test(trimmed));
  const number = (own === undefined ? trimmed : trimmed.replace(own[0], '')).trim();
  const value = PLAIN.test(number) ? Number(number) : Number.NaN;
  return value > 0 && Number.isFinite(value) ? value / PER_DEGREE[own?.[1] ?? unit] : undefined;
}

/** A number of degrees as it is written into a field: nothing that float64 knows is lost. */
export function degreesText(degrees: number): string {
  return String(Number(degrees.toPrecision(15)));
}

function angle(text: string, hours: number): number | undefined {
  const trimmed = text.trim().replace('−', '-');
  if (trimmed === '' || trimmed.length > LONGEST) {
    return undefined;
  }
  if (PLAIN.test(trimmed)) {
    return Number(trimmed);
  }
  const [, sign = '', ...parts] = PARTS.exec(trimmed) ?? [];
  const [whole, minutes = 0, seconds = 0] = parts.map((part) => Number(part ?? 0));
  const isWhole = Number.isInteger(whole) || parts[1] === undefined;
  if (whole === undefined || !isWhole || minutes >= 60 || seconds >= 60) {
    return undefined;
  }
  const size = whole + minutes / 60 + seconds / 3600;
  // A negative angle of 0° 30′ has its sign before the nought.
  return (sign === '-' ? -size : size) * hours;
}
