import { secondsOfDay } from './leap-seconds';
import { wrongCriterion } from './problem';
import type { Interval } from './query';
import { splitInterval } from './typed-interval';

/** MJD of 1970-01-01. */
const UNIX_DAY = 40_587;
const MJD_ZERO = 2_400_000.5;

const DATE = /^([-+]?\d{4,6})-(\d{1,2})-(\d{1,2})/;
const DAY_OF_YEAR = /^(\d{4}):(\d{1,3})(?=$|[:\s])/;
const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d*)?))?\s*(Z|UTC|[-+]\d{2}:?\d{2})?$/i;

/** A time somebody typed. */
interface TypedTime {
  /** MJD in UTC. */
  readonly mjd: number;
  /** True for a date without a time of day. */
  readonly wholeDay: boolean;
}

/**
 * A moment as MJD in UTC: `2024-05-01`, `2024-05-01T12:30:00.5`, `2024-05-01 12:30 +02:00`, `2024:122:12:30`,
 * a number (MJD; a Julian day from 2,000,000 on), `MJD 60431.5`, `JD 2460432`. As astropy has it, a day with a
 * leap second has 86,401 of them, so that its noon is a little before .5.
 *
 * @throws SkybucketError `unsupported` for what is no time.
 */
export function toMjd(text: string): number {
  return readTime(text).mjd;
}

/**
 * Reads a span of time: `2024-05-01..2024-06-30`, `> 2024-01-01`, `60000..60100`, `2024-05-01T12:00`. A date
 * without a time of day is the whole day, from its first to its last moment.
 *
 * @returns MJD in UTC
 * @throws SkybucketError `unsupported` with what is wrong.
 */
export function parseTime(text: string): Interval {
  // ISO 8601 has a slash between the ends.
  const ends = splitInterval(text.replace('/', '..'));
  const from = ends.from === undefined ? undefined : readTime(ends.from);
  const to = ends.to === undefined ? undefined : readTime(ends.to);
  if (from === undefined && to === undefined) {
    throw wrongTime(text);
  }
  const end = to === undefined ? Infinity : to.mjd + (to.wholeDay ? 1 : 0);
  if (from !== undefined && (from.mjd > end || (from.wholeDay && from.mjd === end))) {
    throw wrongCriterion(`“${text.trim()}” ends before it begins.`, 'Give the earlier time first.');
  }
  return { from: from?.mjd ?? -Infinity, to: end };
}

function readTime(text: string): TypedTime {
  const bare = text.trim();
  const [, word = '', number] = /^(MJD|JD)?\s*([-+]?\d+(?:\.\d*)?(?:e\d+)?)$/i.exec(bare) ?? [];
  if (number !== undefined) {
    return { mjd: dayNumber(word.toUpperCase(), number, text), wholeDay: false };
  }
  const date = DATE.exec(bare) ?? DAY_OF_YEAR.exec(bare);
  if (date === null) {
    throw wrongTime(text);
  }
  const [whole, year = '', month = '', day] = date;
  const start =
    day === undefined
      ? dayOf(Number(year), 1, 1, text) + checked(Number(month), 1, daysIn(Number(year)), text) - 1
      : dayOf(Number(year), Number(month), Number(day), text);
  const rest = bare.slice(whole.length).replace(/^[T:\s]+/i, '');
  if (rest === '') {
    return { mjd: start, wholeDay: true };
  }
  return { mjd: withClock(start, rest, text), wholeDay: false };
}

function dayNumber(word: string, number: string, text: string): number {
  const value = Number(number);
  const julian = word === 'JD' || (word === '' && value >= 2_000_000);
  const mjd = julian ? value - MJD_ZERO : value;
  // A year alone would be a day of 1864.
  if (!Number.isFinite(mjd) || (word === '' && !julian && value < 10_000)) {
    throw wrongTime(text);
  }
  return mjd;
}

function dayOf(year: number, month: number, day: number, text: string): number {
  checked(month, 1, 12, text);
  const moment = new Date(0);
  moment.setUTCFullYear(year, month - 1, day);
  if (moment.getUTCMonth() !== month - 1 || moment.getUTCDate() !== day) {
    throw wrongTime(text);
  }
  return moment.getTime() / 86_400_000 + UNIX_DAY;
}

function daysIn(year: number): number {
  return (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1)) / 86_400_000;
}

function withClock(day: number, clock: string, text: string): number {
  const [, hours = '', minutes = '', seconds = '0', zone = 'Z'] = CLOCK.exec(clock) ?? [];
  if (hours === '') {
    throw wrongTime(text);
  }
  const length = secondsOfDay(day);
  const h = checked(Number(hours), 0, 23, text);
  const m = checked(Number(minutes), 0, 59, text);
  const last = h === 23 && m === 59 ? length - 86_340 : 60;
  const s = Number(seconds);
  if (!(s < last)) {
    throw wrongTime(text);
  }
  const [, sign, east, off] = /^([-+])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  const shift =
    sign === undefined ? 0 : (Number(east) * 60 + Number(off)) * (sign === '-' ? -1 : 1);
  const of = h * 3600 + m * 60 + s;
  return shift === 0 ? day + of / length : day + (of - shift * 60) / 86_400;
}

function checked(value: number, least: number, most: number, text: string): number {
  if (!(value >= least && value <= most)) {
    throw wrongTime(text);
  }
  return value;
}

function wrongTime(text: string): Error {
  return wrongCriterion(
    `“${text.trim().slice(0, 80)}” is no time.`,
    'Write 2024-05-01, 2024-05-01T12:30:00 or an MJD as 60431.5; two of them with .. between.',
  );
}
