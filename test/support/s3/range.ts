export interface ByteRange {
  readonly start: number;
  /** At least 1. */
  readonly length: number;
}

/**
 * What a `Range` header asks of an object of `size` bytes (RFC 9110, section 14).
 *
 * Returns `whole` where S3 ignores the header and answers 200: no header, not understood, or several
 * ranges. Returns `unsatisfiable` for 416.
 */
export function resolveRange(
  header: string | undefined,
  size: number,
): ByteRange | 'whole' | 'unsatisfiable' {
  const match = /^bytes=\s*(\d*)-(\d*)\s*$/.exec(header ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (first === '' && last === '') {
    return 'whole';
  }
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? 'unsatisfiable' : { start: size - length, length };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) {
    return 'whole';
  }
  if (start >= size) {
    return 'unsatisfiable';
  }
  const end = last === '' ? size : Math.min(Number(last) + 1, size);
  return { start, length: end - start };
}
