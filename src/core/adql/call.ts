import type { AdqlCatalog, AdqlFunction } from './catalog';
import { findFunction } from './functions';
import { significant, type Token } from './tokenize';
import { tokensAround } from './statements';

/** The function whose arguments are being written. */
export interface CallAt {
  readonly definition: AdqlFunction;
  /** 0-based place of the argument the cursor is in. */
  readonly argument: number;
}

/** Undefined outside the brackets of any function that is known. */
export function callAt(text: string, offset: number, catalog: AdqlCatalog): CallAt | undefined {
  const around = tokensAround(text, offset);
  const inside = around.find(({ from, to }) => from < offset && offset < to);
  if (inside?.kind === 'comment') {
    return undefined;
  }
  const tokens = significant(around).filter(({ from }) => from < offset);
  let argument = 0;
  let depth = 0;
  for (let i = tokens.length - 1; i >= 0; i--) {
    const kind = tokens[i]?.kind;
    if (kind === 'close') {
      depth++;
    } else if (kind === 'comma' && depth === 0) {
      argument++;
    } else if (kind === 'open' && depth-- === 0) {
      const definition = functionBefore(text, tokens[i - 1], catalog);
      if (definition) {
        return { definition, argument };
      }
      // Brackets of an expression: the function around them is meant.
      [argument, depth] = [0, 0];
    }
  }
  return undefined;
}

function functionBefore(
  text: string,
  token: Token | undefined,
  catalog: AdqlCatalog,
): AdqlFunction | undefined {
  return token?.kind === 'word'
    ? findFunction(catalog, text.slice(token.from, token.to))
    : undefined;
}
