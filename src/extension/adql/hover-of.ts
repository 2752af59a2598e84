import type { AdqlCatalog } from '../../core/adql/catalog';
import { completionsAt } from '../../core/adql/complete';
import { findFunction } from '../../core/adql/functions';
import { unquote } from '../../core/adql/quote';
import { tokenize } from '../../core/adql/tokenize';

/** What is known of a name in a query. */
export interface Hover {
  readonly from: number;
  readonly to: number;
  /** What it is, in code: `ra: double, deg, indexed · gaia_source`. */
  readonly code: string;
  readonly description: string | undefined;
}

/** What a name at an offset means, as far as that is known; undefined of all else. */
export function hoverAt(text: string, offset: number, catalog: AdqlCatalog): Hover | undefined {
  const token = tokenize(text).find(({ from, to }) => from <= offset && offset < to);
  if (token === undefined || (token.kind !== 'word' && token.kind !== 'quoted')) {
    return undefined;
  }
  const { from, to } = token;
  const written = text.slice(from, to);
  const called = token.kind === 'word' && /^\s*\(/.test(text.slice(to));
  const definition = called ? findFunction(catalog, written) : undefined;
  if (definition !== undefined) {
    const { signatures, description } = definition;
    return { from, to, code: signatures.join('\n'), description: description || undefined };
  }
  // Within a closed quote a name is complete just before the quote.
  const at = token.kind === 'quoted' ? to - 1 : to;
  const name = unquote(written).toLowerCase();
  const item = completionsAt(text, at, catalog).items.find(
    ({ kind, label }) =>
      kind !== 'keyword' &&
      kind !== 'function' &&
      (label.toLowerCase() === name || label.toLowerCase().endsWith(`.${name}`)),
  );
  return (
    item && {
      ...{ from, to, description: item.description },
      code: [item.label, item.detail].filter((part) => part !== undefined).join(': '),
    }
  );
}
