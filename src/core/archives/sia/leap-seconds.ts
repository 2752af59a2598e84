/**
 * The days of UTC that ended with a leap second (IERS bulletin C), as MJD: of 86,401 seconds. There has been no
 * negative one, and none since 2016; none is foreseen.
 */
const LONG_DAYS: ReadonlySet<number> = new Set([
  ...[41498, 41682, 42047, 42412, 42777, 43143, 43508, 43873, 44238, 44785, 45150, 45515, 46246],
  ...[47160, 47891, 48256, 48803, 49168, 49533, 50082, 50629, 51178, 53735, 54831, 56108, 57203],
  57753,
]);

/** @param day MJD of its start */
export function secondsOfDay(day: number): number {
  return LONG_DAYS.has(day) ? 86_401 : 86_400;
}
