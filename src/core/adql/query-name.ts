import { parseQuery } from './parse';
import { isSameName } from './table-index';
import { tokenize } from './tokenize';

const MOST_TABLES = 3;

/**
 * A query by what it asks, `gaia_source, tmass`: the tables it names, in their order, each once.
 *
 * @returns undefined where it names none
 */
export function nameOfQuery(query: string): string | undefined {
  const { selects } = parseQuery(query, tokenize(query));
  const paths = selects.flatMap(({ tables, named }) =>
    tables
      .map(({ path }) => path)
      .filter((path) => {
        const [first = ''] = path;
        return !(path.length === 1 && named.some(({ name }) => isSameName(name, first)));
      }),
  );
  const names = [...new Set(paths.map((path) => path.join('.')))].filter((name) => name !== '');
  const shown = names.slice(0, MOST_TABLES);
  const more = names.length > shown.length ? [`+${names.length - shown.length}`] : [];
  return names.length === 0 ? undefined : [...shown, ...more].join(', ');
}
