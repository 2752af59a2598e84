/** What a service says of itself in an answer that refuses, to be put into a sentence of ours. */

const LONGEST = 300;
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** True for a web page, whatever its content type says. */
export function isWebPage(text: string): boolean {
  return /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b/i.test(
    text.slice(0, 4000),
  );
}

/** The title of a web page, else its first heading; empty where it has neither. */
export function pageTitle(text: string): string {
  const start = text.slice(0, 64 * 1024);
  const inside =
    /<title[^>]*>([^<]*)<\/title>/i.exec(start)?.[1]?.trim() ||
    /<h[1-3][^>]*>([\s\S]*?)<\/h[1-3]>/i.exec(start)?.[1];
  return oneLine(unescape((inside ?? '').replace(/<[^>]*>/g, ' ')));
}

/**
 * The reason in the body of a refusal: the message of a JSON error, the QUERY_STATUS of a VOTable, the title
 * of a web page, or a short text as it is. Empty where there is none.
 */
export function wordsOf(text: string): string {
  const trimmed = text.trim();
  if (isWebPage(trimmed)) {
    return pageTitle(trimmed);
  }
  if (trimmed.startsWith('<')) {
    const info =
      /<(?:\w+:)?INFO\b[^>]*\bvalue\s*=\s*["']ERROR["'][^>]*>([^<]*)</i.exec(trimmed)?.[1] ??
      /<(?:\w+:)?(?:message|fault|error)\b[^>]*>([^<]*)</i.exec(trimmed)?.[1];
    return oneLine(unescape(info ?? ''));
  }
  if (/^[[{"]/.test(trimmed)) {
    return oneLine(wordsOfJson(trimmed));
  }
  return oneLine(trimmed);
}

/** Text of a service in a sentence: one line, of bearable length, without its own full stop. */
export function oneLine(text: string): string {
  const line = text
    // Control characters have no place in a sentence.
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .replace(/(?<![.])\.$/, '');
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

function wordsOfJson(text: string): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return '';
  }
  return saidIn(value, 0);
}

function saidIn(value: unknown, depth: number): string {
  if (typeof value === 'string') {
    return value;
  }
  if (depth > 3 || typeof value !== 'object' || value === null) {
    return '';
  }
  if (Array.isArray(value)) {
    const parts: readonly unknown[] = value;
    return parts
      .map((part) => saidIn(part, depth + 1))
      .filter(Boolean)
      .join('; ');
  }
  const members = value as Readonly<Record<string, unknown>>;
  for (const key of ['message', 'msg', 'detail', 'error', 'errorMessage', 'title', 'reason']) {
    const said = saidIn(members[key], depth + 1);
    if (said !== '') {
      return said;
    }
  }
  return '';
}

function unescape(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{1,6}));/gi, (whole, ...groups) => {
    const [decimal, hex, name] = groups as (string | undefined)[];
    const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
    if (!Number.isNaN(code)) {
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    }
    return NAMED[name?.toLowerCase() ?? ''] ?? whole;
  });
}
