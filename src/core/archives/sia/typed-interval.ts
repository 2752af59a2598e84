/** The ends of an interval as somebody typed them; undefined for one that is open. */
export interface TypedEnds {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/**
 * Splits `a..b`, `a…b`, `a to b`, `a - b` (with blanks), `< b`, `<= b`, `> a`, `a..`, `..b`, and a
 * single `a`, which is both ends.
 */
export function splitInterval(text: string): TypedEnds {
  const bare = text.trim();
  const half = /^([<>≤≥])\s*=?\s*(.+)$/s.exec(bare);
  if (half !== null) {
    const end = half[2]?.trim();
    return /[<≤]/.test(half[1] ?? '') ? { from: undefined, to: end } : { from: end, to: undefined };
  }
  const both = /^(.*?)\s*(?:\.\.+|…|\s+to\s+|\s+[-–—]\s+)\s*(.*)$/is.exec(bare);
  if (both !== null) {
    const [from = '', to = ''] = [both[1]?.trim(), both[2]?.trim()];
    return { from: openEnd(from), to: openEnd(to) };
  }
  return { from: bare, to: bare };
}

function openEnd(text: string): string | undefined {
  return /^(?:|[-+]?inf(?:inity)?)$/i.test(text) ? undefined : text;
}
