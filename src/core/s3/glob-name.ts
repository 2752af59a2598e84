/** A pattern for one name between two slashes, as Python's `fnmatch` reads it. */
export interface NamePattern {
  /** The name itself, where nothing in the pattern stands for something else. */
  readonly literal: string | undefined;
  /** What all names begin with that match. */
  readonly start: string;
  /** `*` beside `*`: what the pattern means is not said. */
  readonly starred: boolean;
  matches(name: string): boolean;
}

type Token =
  | { readonly kind: 'char'; readonly code: number }
  | { readonly kind: 'any' }
  | { readonly kind: 'star' }
  | { readonly kind: 'set'; readonly negated: boolean; readonly ranges: readonly Range[] };

/** Code points, both included. */
type Range = readonly [from: number, to: number];

/**
 * Compiles a pattern of one name. `*` is any text (but not nothing, where it stands alone), `?` one character,
 * `[a-z]` one of a set and `[!a-z]` one that is not in it; `[*]` is a star. Everything else is itself, in its case.
 */
export function compileName(pattern: string): NamePattern {
  const tokens = tokensOf(pattern);
  const wild = tokens.findIndex(({ kind }) => kind !== 'char');
  const start = textOf(wild < 0 ? tokens : tokens.slice(0, wild));
  const last = tokens.findLastIndex(({ kind }) => kind !== 'char');
  const end = textOf(tokens.slice(last + 1));
  const literal = wild < 0 ? start : undefined;
  return {
    literal,
    start,
    starred: tokens.some(({ kind }, i) => kind === 'star' && tokens[i + 1]?.kind === 'star'),
    matches: (name) => {
      if (literal !== undefined) {
        return name === literal;
      }
      if (pattern === '*') {
        return name !== '';
      }
      return name.startsWith(start) && name.endsWith(end) && matchTokens(tokens, name);
    },
  };
}

/** Where the set ends that begins at a `[`: the index of its `]`, or -1 where the bracket is just one. */
export function endOfSet(pattern: string, open: number): number {
  let from = open + 1;
  if (pattern[from] === '!') {
    from += 1;
  }
  // A bracket right at the start is one of the set.
  const close = pattern.indexOf(']', pattern[from] === ']' ? from + 1 : from);
  const slash = pattern.indexOf('/', open);
  return slash >= 0 && slash < close ? -1 : close;
}

function tokensOf(pattern: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length;) {
    const code = pattern.codePointAt(at) as number;
    const character = String.fromCodePoint(code);
    const close = character === '[' ? endOfSet(pattern, at) : -1;
    if (close >= 0) {
      tokens.push(setOf(pattern.slice(at + 1, close)));
      at = close + 1;
      continue;
    }
    tokens.push(
      character === '*'
        ? { kind: 'star' }
        : character === '?'
          ? { kind: 'any' }
          : { kind: 'char', code },
    );
    at += character.length;
  }
  return tokens;
}

function setOf(inner: string): Token {
  const negated = inner.startsWith('!');
  const codes = Array.from(negated ? inner.slice(1) : inner, (one) => one.codePointAt(0) as number);
  const ranges: Range[] = [];
  for (let i = 0; i < codes.length;) {
    const from = codes[i] as number;
    const to = codes[i + 2];
    if (codes[i + 1] === 0x2d && to !== undefined) {
      ranges.push([from, to]);
      i += 3;
    } else {
      ranges.push([from, from]);
      i += 1;
    }
  }
  return { kind: 'set', negated, ranges };
}

function textOf(tokens: readonly Token[]): string {
  return tokens
    .map((token) => (token.kind === 'char' ? String.fromCodePoint(token.code) : ''))
    .join('');
}

/**
 * Goes on from the last star only: what a star before it took can stay, since the later one may take as much. So
 * the time is at most that of one by the other, whatever the name is.
 */
function matchTokens(tokens: readonly Token[], name: string): boolean {
  let token = 0;
  let at = 0;
  let star = -1;
  let resume = 0;
  while (at < name.length) {
    const current = tokens[token];
    const code = name.codePointAt(at) as number;
    if (current?.kind === 'star') {
      star = token++;
      resume = at;
    } else if (current !== undefined && matchOne(current, code)) {
      token += 1;
      at += widthOf(code);
    } else if (star >= 0) {
      resume += widthOf(name.codePointAt(resume) as number);
      at = resume;
      token = star + 1;
    } else {
      return false;
    }
  }
  return tokens.slice(token).every(({ kind }) => kind === 'star');
}

function matchOne(token: Token, code: number): boolean {
  switch (token.kind) {
    case 'char':
      return token.code === code;
    case 'any':
    case 'star':
      return true;
    case 'set':
      return token.ranges.some(([from, to]) => code >= from && code <= to) !== token.negated;
  }
}

function widthOf(code: number): number {
  return code > 0xffff ? 2 : 1;
}
