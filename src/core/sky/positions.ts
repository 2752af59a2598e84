import { formatLatitude, formatLongitude, isEquatorial, turned } from './angles';
import { frameName } from './frames-equinox';
import type { PositionProblem, TypedAngle } from './positions-angle';
import { readAngle } from './positions-angle';
import type { FrameWords } from './positions-frame';
import { frameOf, frameWords } from './positions-frame';
import { halvesOf } from './positions-split';
import type { Token } from './positions-tokens';
import { plainCharacters, tokensOf } from './positions-tokens';
import type { CelestialFrame } from './wcs';

export type { PositionProblem } from './positions-angle';

/** A position somebody typed. */
export interface TypedPosition {
  readonly frame: CelestialFrame;
  /** Degrees, from 0 to below 360. */
  readonly longitude: number;
  /** Degrees. */
  readonly latitude: number;
  /** For people: the frame, both angles, and what was assumed because it was not written. */
  readonly understood: string;
}

const ICRS: CelestialFrame = { system: 'ICRS', equinox: undefined };
const GALACTIC: CelestialFrame = { system: 'Galactic', equinox: undefined };
/** Longer than any position, and short enough for patterns that go back and forth. */
const LONGEST = 200;
const DEGREES = { h: 15, d: 1, rad: 180 / Math.PI } as const;

/** `0716+714`, `1021-4112`: the digits of a catalogue's name, cut off and mostly of B1950. */
const PACKED_NAME = /^\d{4,7}(\.\d+)?[+-]\d{2,6}(\.\d+)?[a-z]?$/i;
/** What astropy reads of such names: all digits down to the second. */
const PACKED = /^J(\d{2,3})(\d\d)(\d\d\.?\d{0,2})([+-])(\d\d)(\d\d)(\d\d\.?\d{0,2})$/;
/** Both with decimals: `G29-38` is a white dwarf. */
const GALACTIC_NAME = /^(?:GAL[-_ ]?)?G(\d{1,3}\.\d+)([+-]\d{1,2}\.\d+)$/i;

/**
 * Reads a position as astropy's SkyCoord does, and some more that people write: `10h21m33s +41d12m`,
 * `10:21:33 41:12:00` (a right ascension in parts and without a unit is in hours), `150.01 2.2` (plain numbers
 * are degrees), `l=121.1 b=-21.5`, `G121.17-21.57`, `fk4 …`, `… J2000`, with any minus and any primes. Stricter than
 * SkyCoord it is with longitudes beyond the circle, which that turns back, and with minutes or seconds alone.
 *
 * @param assumed the frame where none is named: that of the display; hours are of ICRS if it has none
 * @returns a problem, with its place in `text`, where it looks like a position and is none; undefined where it
 *   does not even look like one: a name to be resolved, as `M31` or `J1021+4112`
 */
export function parsePosition(
  text: string,
  assumed: CelestialFrame = ICRS,
): TypedPosition | PositionProblem | undefined {
  if (text.length > LONGEST) {
    return { problem: 'This is too long for a position.', at: 0 };
  }
  const plain = plainCharacters(text);
  const named = nameThatIsPosition(plain.trim());
  if (named !== undefined) {
    return named;
  }
  const words = frameWords(plain);
  if ('problem' in words) {
    return /\d/.test(plain) ? words : undefined;
  }
  // Blanks instead of what was taken off, so that places stay.
  const rest = ' '.repeat(words.start) + plain.slice(words.start, words.end).trimEnd();
  if (PACKED_NAME.test(rest.trim())) {
    return undefined;
  }
  const tokens = tokensOf(rest);
  const kind = judged(tokens, words);
  return kind === 'position' ? position(rest, tokens, words, assumed) : kind;
}

/** Whether it is worth reading on: a name is none, and a word in the middle of numbers a problem. */
function judged(
  tokens: readonly Token[],
  words: FrameWords,
): 'position' | PositionProblem | undefined {
  const first = tokens[0]?.kind;
  const numbers = tokens.filter((token) => token.kind === 'number').length;
  const keys = tokens.filter((token) => token.kind === 'key').length;
  const equals = tokens.some((token) => token.kind === 'equals');
  if (numbers === 0 || !(first === 'number' || first === 'sign' || first === 'key')) {
    return undefined;
  }
  const strange = tokens.findIndex((token) => token.kind === 'word');
  const marked = tokens.some((token) => token.kind === 'unit' || token.kind === 'colon');
  if (keys === 1 && (strange >= 0 || !marked) && !equals && words.system === undefined) {
    // `L 1551`, `β Cyg 2`, `B1950+32`.
    return undefined;
  }
  if (strange < 0) {
    return 'position';
  }
  const before = tokens.slice(0, strange);
  const several = before.filter((token) => token.kind === 'number').length >= 2;
  const meant = words.system !== undefined || keys >= 2 || equals || (marked && several);
  const token = tokens[strange];
  return meant && token?.kind === 'word'
    ? { problem: `“${token.text}” has no meaning here.`, at: token.at }
    : undefined;
}

function position(
  text: string,
  tokens: readonly Token[],
  words: FrameWords,
  assumed: CelestialFrame,
): TypedPosition | PositionProblem {
  const halves = halvesOf(text, tokens);
  if ('problem' in halves) {
    return halves;
  }
  const longitude = readAngle(halves.longitude);
  if ('problem' in longitude) {
    return longitude;
  }
  const latitude = readAngle(halves.latitude);
  if ('problem' in latitude) {
    return latitude;
  }
  // Hours, and parts whose unit is not said, are right ascensions, whatever the display shows.
  const parts = longitude.unit === undefined && longitude.parts > 1 && halves.key === undefined;
  const hours = (longitude.unit === 'h' || parts) && !isEquatorial(assumed);
  const frame = frameOf(words, halves.key, hours ? ICRS : assumed);
  if ('problem' in frame) {
    return frame;
  }
  const named = words.system !== undefined || words.equinox !== undefined;
  // Right ascensions are of several frames.
  const stated = named || frame.system === halves.key;
  return checked(frame, longitude, latitude, stated);
}

function checked(
  frame: CelestialFrame,
  longitude: TypedAngle,
  latitude: TypedAngle,
  stated: boolean,
): TypedPosition | PositionProblem {
  const inHours = longitude.unit === undefined && longitude.parts > 1 && isEquatorial(frame);
  const unit = longitude.unit ?? (inHours ? 'h' : 'd');
  const either = longitude.parts === 1 && Math.abs(longitude.sum) <= 24;
  if (either && longitude.unit === undefined && latitude.parts > 1 && isEquatorial(frame)) {
    const problem = 'It is not said whether the right ascension is in hours (h) or degrees (d).';
    return { problem, at: longitude.at };
  }
  if (latitude.unit === 'h') {
    return { problem: 'Only a right ascension can be in hours.', at: latitude.at };
  }
  const lon = (longitude.sum * DEGREES[unit]) / longitude.per;
  if (Math.abs(lon) > 360) {
    const most = unit === 'h' ? '24 hours' : '360 degrees';
    return { problem: `A longitude has at most ${most}.`, at: longitude.at };
  }
  const lat = (latitude.sum * DEGREES[latitude.unit ?? 'd']) / latitude.per;
  if (Math.abs(lat) > 90) {
    return { problem: 'A latitude is between −90 and +90 degrees.', at: latitude.at };
  }
  const assumptions = [
    ...(stated ? [] : ['the frame was assumed']),
    ...(inHours ? ['the first angle was read as hours'] : []),
  ];
  return understood(frame, turned(lon), lat, assumptions);
}

function understood(
  frame: CelestialFrame,
  longitude: number,
  latitude: number,
  assumptions: readonly string[],
): TypedPosition {
  const [lon, lat] = isEquatorial(frame)
    ? ['right ascension', 'declination']
    : ['longitude', 'latitude'];
  const format = { style: 'sexagesimal', scale: 0.1 } as const;
  const angles =
    `${lon} ${formatLongitude(frame, longitude, format)} = ${brief(longitude)}°, ` +
    `${lat} ${formatLatitude(latitude, format)} = ${brief(latitude)}°`;
  const notes = assumptions.length === 0 ? '' : ` (${assumptions.join('; ')})`;
  return { frame, longitude, latitude, understood: `${frameName(frame)}: ${angles}${notes}` };
}

function brief(degrees: number): string {
  return String(Number(degrees.toFixed(7)) + 0);
}

/** The two kinds of names that are made of a position precisely enough. */
function nameThatIsPosition(text: string): TypedPosition | PositionProblem | undefined {
  const galactic = GALACTIC_NAME.exec(text);
  if (galactic !== null) {
    const [, lon = '', lat = ''] = galactic;
    const [longitude, latitude] = [plainAngle(Number(lon)), plainAngle(Number(lat))];
    return checked(GALACTIC, longitude, latitude, true);
  }
  const packed = PACKED.exec(text);
  if (packed === null) {
    return undefined;
  }
  const [, major = '', m = '', s = '', sign = '', degrees = '', minutes = '', seconds = ''] =
    packed;
  const lon = readAngle(tokensOf(`${major} ${m} ${s} ${major.length === 2 ? 'h' : 'd'}`));
  const lat = readAngle(tokensOf(`${sign}${degrees} ${minutes} ${seconds} d`));
  // A number that is no angle is part of a name after all.
  return 'problem' in lon || 'problem' in lat ? undefined : checked(ICRS, lon, lat, false);
}

function plainAngle(degrees: number): TypedAngle {
  return { sum: degrees, per: 1, unit: 'd', parts: 1, at: 0 };
}
