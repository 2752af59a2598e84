import type { Match } from './syntax';

/** Tests of texts. All of them ignore case; `=` and `in` do not. */
export function matcher(how: Match, pattern: string): (text: string) => boolean {
  const wanted = pattern.toLowerCase();
  switch (how) {
    case 'contains':
      return (text) => text.toLowerCase().includes(wanted);
    case 'startswith':
      return (text) => text.toLowerCase().startsWith(wanted);
    case 'endswith':
      return (text) => text.toLowerCase().endsWith(wanted);
    case 'like': {
      const parts = wildcards(wanted);
      return (text) => like(text.toLowerCase(), parts);
    }
  }
}

const ANY = 0;
const ONE = 1;

/** `%` stands for any text, `_` for one character; a backslash takes the meaning from them. */
function wildcards(pattern: string): readonly (string | typeof ANY | typeof ONE)[] {
  const parts: (string | typeof ANY | typeof ONE)[] = [];
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern.charAt(i);
    if (character === '\\' && i + 1 < pattern.length) {
      i += 1;
      parts.push(pattern.charAt(i));
    } else if (character === '%') {
      parts.push(ANY);
    } else {
      parts.push(character === '_' ? ONE : character);
    }
  }
  return parts;
}

/** No regular expression, which could take a time exponential in the number of `%`. */
function like(text: string, parts: ReturnType<typeof wildcards>): boolean {
  let at = 0;
  let part = 0;
  let lastAny = -1;
  let resume = 0;
  while (at < text.length) {
    if (part < parts.length && parts[part] === ANY) {
      lastAny = part;
      resume = at;
      part += 1;
    } else if (part < parts.length && (parts[part] === ONE || parts[part] === text[at])) {
      at += 1;
      part += 1;
    } else if (lastAny >= 0) {
      part = lastAny + 1;
      resume += 1;
      at = resume;
    } else {
      return false;
    }
  }
  while (parts[part] === ANY) {
    part += 1;
  }
  return part === parts.length;
}
