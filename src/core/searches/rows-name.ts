import { nameOfQuery } from '../adql/query-name';
import type { SavedSearch } from './saved-search';

/** What the rows of a search are called where they are open: its title, or `fp_psc (IRSA)` of a query. */
export function rowsName(search: SavedSearch): string {
  const { kind, title, named, service } = search;
  return kind === 'tap' && !named ? queryRowsName(search.criteria.query, service.label) : title;
}

export function queryRowsName(query: string, who: string): string {
  return `${nameOfQuery(query) ?? 'Query'} (${who})`;
}
