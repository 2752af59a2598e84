import type { TimeUnit } from './schema-element';

/** Times are shown as ISO 8601 writes them, in UTC or whatever zone the file means, without trailing zeros. */

const PER_SECOND: Readonly<Record<TimeUnit, bigint>> = {
  MILLIS: 1_000n,
  MICROS: 1_000_000n,
  NANOS: 1_000_000_000n,
};
const SECONDS_A_DAY = 86_400n;
/** Julian day of 1970-01-01, from which the days of INT96 are counted. */
const JULIAN_EPOCH = 2_440_588n;

/** `2009-03-01`, of days since 1970. Years outside 0 to 9999 have a sign and six digits. */
export function dateText(days: number | bigint): string {
  const date = new Date(Number(days) * 86_400_000);
  // Beyond what a Date can hold, the number of days is still true.
  return Number.isNaN(date.getTime())
    ? `day ${days}`
    : (date.toISOString().split('T')[0] as string);
}

/** `20:34:56.123456`, of units since midnight. */
export function timeText(value: bigint, unit: TimeUnit): string {
  const perSecond = PER_SECOND[unit];
  const [seconds, rest] = divided(value, perSecond);
  const parts = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n];
  const digits = String(perSecond).length - 1;
  const fraction = String(rest).padStart(digits, '0').replace(/0+$/, '');
  const whole = parts.map((part) => String(part).padStart(2, '0')).join(':');
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

/** `2024-01-01T20:34:56.123456`, of units since 1970. */
export function timestampText(value: bigint, unit: TimeUnit): string {
  const [days, rest] = divided(value, PER_SECOND[unit] * SECONDS_A_DAY);
  return `${dateText(days)}T${timeText(rest, unit)}`;
}

/** The same of the twelve bytes that Impala and Spark write: Julian day above, nanoseconds below. */
export function int96Text(value: bigint): string {
  const days = value >> 64n;
  const nanos = BigInt.asIntN(64, value);
  return timestampText((days - JULIAN_EPOCH) * SECONDS_A_DAY * PER_SECOND.NANOS + nanos, 'NANOS');
}

/** Whole part rounded down, and what is left, which is never negative. */
function divided(value: bigint, by: bigint): [bigint, bigint] {
  const rest = ((value % by) + by) % by;
  return [(value - rest) / by, rest];
}
