/** A piece of a region's text: a word in upper case, a number, or a bracket. */
export type RegionToken =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: '(' | ')' };

const TOKEN =
  /\s*(?:([-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?(?=$|[\s,()'"])|[-+]?(?:nan|inf(?:inity)?)(?=$|[\s,()'"]))|([a-z_][\w.-]*)|([()])|([,'"]))/iy;

/**
 * Splits STC-S, ADQL and DALI alike: commas and quotes only part words and numbers.
 *
 * @returns undefined where something is none of these
 */
export function regionTokens(text: string): RegionToken[] | undefined {
  const tokens: RegionToken[] = [];
  const trimmed = text.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < trimmed.length) {
    const [, number, word, bracket, mark] = TOKEN.exec(trimmed) ?? [];
    if (number !== undefined) {
      tokens.push({ kind: 'number', value: numberOf(number) });
    } else if (word !== undefined) {
      tokens.push({ kind: 'word', text: word.toUpperCase() });
    } else if (bracket !== undefined) {
      tokens.push({ kind: bracket as '(' | ')' });
    } else if (mark === undefined) {
      return undefined;
    }
  }
  return tokens;
}

function numberOf(text: string): number {
  const word = text.toLowerCase().replace(/^\+/, '');
  return word.includes('inf') ? (word.startsWith('-') ? -Infinity : Infinity) : Number(text);
}
