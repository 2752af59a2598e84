const TIME_DIGITS = 9;
const RANDOM_DIGITS = 10;

/** What a transfer's id may be: it becomes part of file names. */
const ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

let last = { time: 0, count: 0 };

/**
 * An id for a file or a batch that nothing else has, on this machine or another; those made later sort after those
 * made earlier, also within one millisecond.
 *
 * @param now milliseconds since 1970
 */
export function newTransferId(
  now: number = Date.now(),
  random: () => number = () => Math.random(),
): string {
  last = now === last.time ? { time: now, count: last.count + 1 } : { time: now, count: 0 };
  const digits = Array.from({ length: RANDOM_DIGITS }, () =>
    Math.floor(random() * 36).toString(36),
  );
  const time = Math.max(0, Math.floor(now)).toString(36).padStart(TIME_DIGITS, '0');
  return `${time}-${last.count.toString(36).padStart(4, '0')}-${digits.join('')}`;
}

export function isTransferId(text: string): boolean {
  return ID.test(text);
}
