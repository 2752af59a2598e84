/**
 * Readers of JSON that was kept, or came from elsewhere: what is not of the form expected throws {@link Unreadable},
 * which ends at the one who asked for the whole.
 */

export type Reader<T> = (value: unknown) => T;

export class Unreadable extends Error {}

export function unreadable(): never {
  throw new Unreadable('The value is not of the form expected.');
}

/** The value as the reader has it; undefined where it cannot be read. */
export function readable<T>(read: Reader<T>, value: unknown): T | undefined {
  try {
    return read(value);
  } catch (error) {
    if (error instanceof Unreadable) {
      return undefined;
    }
    throw error;
  }
}

export const text: Reader<string> = (value) => (typeof value === 'string' ? value : unreadable());

export const flag: Reader<boolean> = (value) => (typeof value === 'boolean' ? value : unreadable());

export const finite: Reader<number> = (value) =>
  typeof value === 'number' && Number.isFinite(value) ? value : unreadable();

/** A count of rows, bytes and the like. */
export const count: Reader<number> = (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : unreadable();

export const scalar: Reader<string | number | boolean> = (value) =>
  typeof value === 'number' ? finite(value) : typeof value === 'boolean' ? value : text(value);

/** JSON writes the infinities as null. */
export function openEnd(end: number): Reader<number> {
  return (value) => (value === null || value === end ? end : finite(value));
}

export function listOf<T>(read: Reader<T>): Reader<readonly T[]> {
  return (value) => (Array.isArray(value) ? value.map((item) => read(item)) : unreadable());
}

export function oneOf<T extends string>(words: readonly T[]): Reader<T> {
  return (value) => words.find((word) => word === value) ?? unreadable();
}

export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : unreadable();
}

/** A member that may be left out; null counts as left out. */
export function optional<T>(read: Reader<T>): Reader<T | undefined> {
  return (value) => (value === undefined || value === null ? undefined : read(value));
}
