import { isEquatorial } from './angles';
import { besselianToJulian, frameName, julianToBesselian } from './frames-equinox';
import type { PositionProblem } from './positions-angle';
import type { AxisKey } from './positions-tokens';
import type { CelestialFrame } from './wcs';

/** What the words around a position say of its frame. */
export interface FrameWords {
  readonly system: CelestialFrame['system'] | undefined;
  /** A year with the letter of its kind, as written. */
  readonly equinox: { readonly letter: 'J' | 'B'; readonly year: number } | undefined;
  /** The span of the text that is left. */
  readonly start: number;
  readonly end: number;
}

const SYSTEMS: Readonly<Record<string, CelestialFrame['system']>> = {
  icrs: 'ICRS',
  fk5: 'FK5',
  fk4: 'FK4',
  fk4noe: 'FK4-NO-E',
  fk4noeterms: 'FK4-NO-E',
  gal: 'Galactic',
  galactic: 'Galactic',
  ecl: 'Ecliptic',
  ecliptic: 'Ecliptic',
  sgal: 'Supergalactic',
  supergal: 'Supergalactic',
  supergalactic: 'Supergalactic',
};

const WORD =
  'icrs|fk5|fk4-no-e|fk4noe(?:terms)?|fk4|gal(?:actic)?|ecl(?:iptic)?|s(?:uper)?gal(?:actic)?';
const YEAR = '[jb][12]\\d{3}(?:\\.\\d*)?';
/** Before a number or the end of the word: `J2000+20` is the name of a pulsar. */
const LEADING = new RegExp(`^[\\s,:;]*(?:(${WORD})|(${YEAR}))(?=[\\s,:;]|$)[\\s,:;]*`, 'i');
const TRAILING = new RegExp(`[\\s,;]+(?:(${WORD})|(${YEAR}))[\\s,;]*$`, 'i');

/** Takes the frame and equinox off both ends: `fk4 …`, `J2000 …`, `… galactic`, `FK5 J2015.5 …`. */
export function frameWords(text: string): FrameWords | PositionProblem {
  let [start, end] = [0, text.length];
  let system: CelestialFrame['system'] | undefined;
  let equinox: FrameWords['equinox'];
  for (;;) {
    const rest = text.slice(start, end);
    const leading = LEADING.exec(rest);
    const match = leading ?? TRAILING.exec(rest);
    if (match === null) {
      return { system, equinox, start, end };
    }
    const at = start + match.index + match[0].search(/[^\s,:;]/);
    const [, word, year] = match;
    if (word !== undefined) {
      const named = SYSTEMS[word.toLowerCase().replaceAll('-', '')];
      if (system !== undefined && named !== system) {
        return { problem: 'Two different frames are named.', at };
      }
      system = named;
    }
    if (year !== undefined) {
      if (equinox !== undefined) {
        return { problem: 'Two equinoxes are named.', at };
      }
      const letter = /^j/i.test(year) ? 'J' : 'B';
      equinox = { letter, year: Number(year.slice(1)) };
    }
    if (leading === null) {
      end = start + match.index;
    } else {
      start += match[0].length;
    }
  }
}

/** The frame that words, axis names and the frame on display make together. */
export function frameOf(
  words: FrameWords,
  key: AxisKey['system'] | undefined,
  assumed: CelestialFrame,
): CelestialFrame | PositionProblem {
  const system = words.system ?? systemOf(words.equinox?.letter, key, assumed);
  const frame = { system, equinox: undefined };
  if (!suits(frame, key)) {
    return { problem: `These are not the coordinates of ${frameName(frame)}.`, at: words.start };
  }
  if (words.equinox === undefined) {
    const given = words.system === undefined && system === assumed.system;
    return given ? assumed : frame;
  }
  const { letter, year } = words.equinox;
  switch (system) {
    case 'FK5':
    case 'Ecliptic':
      return { system, equinox: letter === 'J' ? year : besselianToJulian(year) };
    case 'FK4':
    case 'FK4-NO-E':
      return { system, equinox: letter === 'B' ? year : julianToBesselian(year) };
    case 'ICRS':
      // Often written so, and the axes are those of J2000 by design.
      return letter === 'J' && year === 2000
        ? frame
        : { problem: 'ICRS has no equinox; name FK5 or FK4 instead.', at: 0 };
    case 'Galactic':
    case 'Supergalactic':
    case 'other':
      return { problem: `${frameName(frame)} coordinates have no equinox.`, at: 0 };
  }
}

function systemOf(
  letter: 'J' | 'B' | undefined,
  key: AxisKey['system'] | undefined,
  assumed: CelestialFrame,
): CelestialFrame['system'] {
  if (key !== undefined && key !== 'any' && key !== 'equatorial') {
    return key;
  }
  if (letter !== undefined) {
    return letter === 'J' ? 'FK5' : 'FK4';
  }
  return key === 'equatorial' && !isEquatorial(assumed) ? 'ICRS' : assumed.system;
}

function suits(frame: CelestialFrame, key: AxisKey['system'] | undefined): boolean {
  switch (key) {
    case undefined:
    case 'any':
      return true;
    case 'equatorial':
      return isEquatorial(frame);
    case 'Galactic':
    case 'Ecliptic':
    case 'Supergalactic':
      return frame.system === key;
  }
}
