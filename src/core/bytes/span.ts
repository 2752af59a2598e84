import { SkybucketError } from '../errors';
import type { Span } from './source';

/** One read gives one array; above 2 GiB hosts differ in what they can hold, so none is tried. */
export const MAX_READ_LENGTH = 2 ** 31;

export function endOf(span: Span): number {
  return span.offset + span.length;
}

/**
 * Offsets and lengths often come from a file, so they are checked before anything is allocated.
 *
 * @throws SkybucketError `past-end` if the span is none, `too-large` above {@link MAX_READ_LENGTH}.
 */
export function checkSpan(label: string, span: Span): void {
  const { offset, length } = span;
  if (!(
    offset >= 0 &&
    length >= 0 &&
    Number.isSafeInteger(offset) &&
    Number.isSafeInteger(length)
  )) {
    throw new SkybucketError(
      'past-end',
      `There is no span of ${length} bytes at offset ${offset} in ${label}.`,
      { hint: 'The file is probably damaged.' },
    );
  }
  if (length > MAX_READ_LENGTH) {
    throw new SkybucketError(
      'too-large',
      `A read of ${length} bytes from ${label} is more than the 2 GiB that can be read at once.`,
      { hint: 'Choose a smaller section.' },
    );
  }
}

/** @throws SkybucketError `past-end` if the span leaves an object of `size` bytes. */
export function checkInside(label: string, span: Span, size: number): void {
  if (endOf(span) > size) {
    throw new SkybucketError(
      'past-end',
      `Bytes ${span.offset} to ${endOf(span)} of ${label} were needed, but it has only ${size}.`,
      { hint: 'The file is probably truncated.' },
    );
  }
}
