/** The `Content-Range` of a 206 (RFC 9110 section 14.4), half-open as everything here. */
export interface ContentRange {
  readonly start: number;
  readonly end: number;
  /** Length of the whole object, undefined where the server writes `*`. */
  readonly total: number | undefined;
}

/** Undefined where the header is missing or makes no sense. */
export function parseContentRange(text: string | undefined): ContentRange | undefined {
  const match = /^\s*bytes\s+(\d{1,16})-(\d{1,16})\/(?:(\d{1,16})|\*)\s*$/i.exec(text ?? '');
  if (!match) {
    return undefined;
  }
  const start = Number(match[1]);
  const end = Number(match[2]) + 1;
  const total = match[3] === undefined ? undefined : Number(match[3]);
  const sound = start < end && (total === undefined || end <= total);
  return sound && Number.isSafeInteger(total ?? end) ? { start, end, total } : undefined;
}

/** The length a 416 tells (the form `bytes`, `*`, length), undefined where it does not. */
export function parseUnsatisfied(text: string | undefined): number | undefined {
  const match = /^\s*bytes\s+\*\/(\d{1,15})\s*$/i.exec(text ?? '');
  return match ? Number(match[1]) : undefined;
}
