import type { ParsedQuery } from './query';
import { unquote } from './quote';
import type { Token } from './tokenize';
import { isStructure } from './words';

/** What is being written at the cursor. */
export interface Cursor {
  /** The parts in front of the last dot, quotes taken off: `['gaiadr3']` of `gaiadr3.gaia_so|`. */
  readonly path: readonly string[];
  /** The part the cursor is in, quotes taken off; empty behind a dot or a blank. */
  readonly prefix: string;
  /** Whether that part begins with a double quote. */
  readonly quoted: boolean;
  /** Offsets of that part, of which `to` may lie behind the cursor. */
  readonly from: number;
  readonly to: number;
  /** Index of the token the path begins with, or would begin with. */
  readonly at: number;
}

/**
 * @returns undefined where no name can be written: in a literal, a comment, a number.
 */
export function cursorAt(
  text: string,
  tokens: readonly Token[],
  { tokens: words }: ParsedQuery,
  offset: number,
): Cursor | undefined {
  const inside = tokens.find(({ from, to }) => from < offset && offset <= to);
  if (inside && isClosedTo(text, inside, offset)) {
    return undefined;
  }
  const named =
    inside !== undefined &&
    (inside.kind === 'word' || (inside.kind === 'quoted' && isOpen(inside, offset)));
  const at = named ? words.indexOf(inside) : nextAt(words, offset);
  const { path, start } = pathBefore(text, words, at);
  if (!named) {
    return { path, prefix: '', quoted: false, from: offset, to: offset, at: start };
  }
  const quoted = inside.kind === 'quoted';
  return {
    path,
    prefix: unquote(text.slice(inside.from, offset)),
    quoted,
    from: inside.from,
    // An unclosed quote swallows the rest of its line, which is not to be replaced.
    to: quoted && !inside.closed ? offset : inside.to,
    at: start,
  };
}

function isClosedTo(text: string, { kind, from, to, closed }: Token, offset: number): boolean {
  if (kind === 'text') {
    return offset < to || !closed;
  }
  if (kind === 'comment') {
    // A line comment goes on at its end, a closed block comment does not.
    return offset < to || !closed || text.startsWith('--', from);
  }
  return kind === 'number';
}

/** Behind its closing quote a name is finished. */
function isOpen({ to, closed }: Token, offset: number): boolean {
  return offset < to || !closed;
}

function nextAt(words: readonly Token[], offset: number): number {
  const at = words.findIndex(({ from }) => from >= offset);
  return at < 0 ? words.length : at;
}

function pathBefore(
  text: string,
  words: readonly Token[],
  at: number,
): { path: string[]; start: number } {
  const path: string[] = [];
  let start = at;
  while (words[start - 1]?.kind === 'dot') {
    const name = words[start - 2];
    const written = name === undefined ? '' : text.slice(name.from, name.to);
    const isName = name?.kind === 'quoted' || (name?.kind === 'word' && !isStructure(written));
    if (!isName) {
      return { path: [], start: start - 1 };
    }
    path.unshift(unquote(written));
    start -= 2;
  }
  return { path, start };
}
