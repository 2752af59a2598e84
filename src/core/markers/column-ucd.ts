import type { NamedAngle } from './column-names';

/** What a UCD says of the angle in a column: of version 1+, else of version 1. */
export type DescribedAngle = Pick<NamedAngle, 'axis' | 'system' | 'weight'>;

const WORDS: readonly (readonly [RegExp, NamedAngle['axis'], NamedAngle['system']])[] = [
  [/^pos[._]eq[._]ra(?![a-z])/, 'longitude', 'equatorial'],
  [/^pos[._]eq[._]dec(?![a-z])/, 'latitude', 'equatorial'],
  [/^pos[._]gal(?:actic)?[._]lon(?![a-z])/, 'longitude', 'Galactic'],
  [/^pos[._]gal(?:actic)?[._]lat(?![a-z])/, 'latitude', 'Galactic'],
  [/^pos[._]ecl?(?:iptic)?[._]lon(?![a-z])/, 'longitude', 'Ecliptic'],
  [/^pos[._]ecl?(?:iptic)?[._]lat(?![a-z])/, 'latitude', 'Ecliptic'],
];

/** What is surest of all: a catalogue that says which of its positions is meant. */
const MAIN = 100;
const SOME = 50;

/** The UCD of a column, in lower case, as the readers put it into the description. */
export function ucdOf(description: string | undefined): string {
  return (/\bUCD (\S+)/.exec(description ?? '')?.[1] ?? '').toLowerCase();
}

export function describedAngle(ucd: string): DescribedAngle | undefined {
  for (const [words, axis, system] of WORDS) {
    if (words.test(ucd)) {
      return { axis, system, weight: isMain(ucd) ? MAIN : SOME };
    }
  }
  return undefined;
}

export function isMagnitude(ucd: string): boolean {
  return /^phot[._]mag(?![a-z])/.test(ucd);
}

export function isMain(ucd: string): boolean {
  return /(?:;|^)meta\.main(?:;|$)|_main$/.test(ucd);
}
