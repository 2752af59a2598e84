/** The units an angle is written with; `m` and `s` are parts of the `h` or `d` before them. */
export type AngleUnit = 'h' | 'd' | 'm' | 's' | 'rad';

/** What longitude or latitude a word like `ra`, `b` or `λ` names, and in which kind of frame. */
export interface AxisKey {
  readonly axis: 'longitude' | 'latitude';
  readonly system: 'equatorial' | 'Galactic' | 'Ecliptic' | 'Supergalactic' | 'any';
}

/** A piece of a typed position; `at` and `end` count characters of the text it stands in. */
export type Token = { readonly at: number; readonly end: number } & (
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'sign'; readonly negative: boolean }
  | { readonly kind: 'unit'; readonly unit: AngleUnit }
  | { readonly kind: 'key'; readonly key: AxisKey }
  | { readonly kind: 'colon' | 'comma' | 'equals' }
  | { readonly kind: 'word'; readonly text: string }
);

const UNITS: readonly (readonly [pattern: RegExp, unit: AngleUnit])[] = [
  [/^(h|hrs?|hours?|hourangles?|ʰ)$/i, 'h'],
  [/^(d|deg|degs|degrees?|°|º|˚|ᵈ)$/i, 'd'],
  [/^(m|min|mins|minutes?|arcmin|′|'|ᵐ)$/i, 'm'],
  [/^(s|secs?|seconds?|arcsec|″|"|''|′′|ˢ)$/i, 's'],
  [/^(rad|radians?)$/i, 'rad'],
];

const KEYS: readonly (readonly [RegExp, AxisKey['axis'], AxisKey['system']])[] = [
  [/^(ra|alpha|α)$/i, 'longitude', 'equatorial'],
  [/^(dec|decl|de|delta|δ)$/i, 'latitude', 'equatorial'],
  [/^(l|glon)$/i, 'longitude', 'Galactic'],
  [/^(b|glat)$/i, 'latitude', 'Galactic'],
  [/^(elon|λ)$/i, 'longitude', 'Ecliptic'],
  [/^(elat|β)$/i, 'latitude', 'Ecliptic'],
  [/^(sgl|slon)$/i, 'longitude', 'Supergalactic'],
  [/^(sgb|slat)$/i, 'latitude', 'Supergalactic'],
  [/^(lon|longitude)$/i, 'longitude', 'any'],
  [/^(lat|latitude)$/i, 'latitude', 'any'],
];

/** As astropy, an exponent only after a decimal point: `1e0657-56` is a name. */
const PIECE =
  /(\d+\.\d*|\.\d+)([eE][+-]?\d+)?|\d+|[+-]|[:,;=/]|''|′′|[°º˚'′"″ʰᵐˢᵈ]|[A-Za-zα-ω]+|[^\s]/gu;

/**
 * The many characters keyboards, papers and web pages have for minus, primes and blanks as the usual ones,
 * one for one, so that places in the text stay. Brackets are blanks.
 */
export function plainCharacters(text: string): string {
  return text
    .replace(/[−‐‑‒–—﹣-]/gu, '-')
    .replace(/[+﹢]/gu, '+')
    .replace(/[’‘ʹ´`′]/gu, '′')
    .replace(/[”“ʺ″]/gu, '″')
    .replace(/[()[\]\s\u200b\ufeff]/gu, ' ');
}

/** The pieces of a text of {@link plainCharacters}, in its order; what is nothing else is a `word`. */
export function tokensOf(text: string): Token[] {
  return Array.from(text.matchAll(PIECE), (match) => tokenOf(match[0], match.index));
}

function tokenOf(piece: string, at: number): Token {
  const span = { at, end: at + piece.length };
  if (/^[.\d]/.test(piece) && /\d/.test(piece)) {
    return { ...span, kind: 'number', text: piece };
  }
  switch (piece) {
    case '+':
    case '-':
      return { ...span, kind: 'sign', negative: piece === '-' };
    case ':':
      return { ...span, kind: 'colon' };
    case ',':
    case ';':
    case '/':
      return { ...span, kind: 'comma' };
    case '=':
      return { ...span, kind: 'equals' };
  }
  const unit = UNITS.find(([pattern]) => pattern.test(piece));
  if (unit !== undefined) {
    return { ...span, kind: 'unit', unit: unit[1] };
  }
  const key = KEYS.find(([pattern]) => pattern.test(piece));
  return key === undefined
    ? { ...span, kind: 'word', text: piece }
    : { ...span, kind: 'key', key: { axis: key[1], system: key[2] } };
}
