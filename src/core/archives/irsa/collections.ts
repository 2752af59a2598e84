import { quoteText } from '../../adql/quote';
import type { TableRecord } from '../../votable/records';

/** What a collection of IRSA has, as its two searches divide it. */
export type CollectionKind = 'images' | 'spectra' | 'all';

const TYPES = { images: ['image', 'cube'], spectra: ['spectrum', 'cube'] } as const;

/** The query for the names of IRSA's collections, to be sent to its TAP service. */
export function collectionsQuery(kind: CollectionKind = 'images'): string {
  if (kind === 'all') {
    return 'SELECT DISTINCT collection FROM caom.observation ORDER BY collection';
  }
  const types = TYPES[kind].map((type) => `p.dataproducttype = ${quoteText(type)}`).join(' OR ');
  return (
    'SELECT DISTINCT o.collection FROM caom.observation o ' +
    `JOIN caom.plane p ON o.obsid = p.obsid WHERE (${types}) ORDER BY collection`
  );
}

/** The names in the answer to {@link collectionsQuery}, each once, in its order. */
export async function readCollections(
  rows: AsyncIterable<TableRecord> | Iterable<TableRecord>,
): Promise<string[]> {
  const names = new Set<string>();
  for await (const row of rows) {
    // By its name in any case, else the only column there is.
    const entries = Object.entries(row);
    const [, value] =
      entries.find(([name]) => name.toLowerCase() === 'collection') ?? entries[0] ?? [];
    const name = typeof value === 'string' ? value.trim() : '';
    if (name !== '') {
      names.add(name);
    }
  }
  return [...names];
}
