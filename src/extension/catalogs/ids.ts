/** The names that package.json and the code of catalogues share; a unit test compares both. */

/** The panel of a catalogue. */
export const CATALOG_PANEL = 'skybucket.catalog';
export const CATALOGS_VIEW = 'skybucket.catalogs';

export const CATALOG_COMMANDS = [
  'skybucket.catalog.open',
  'skybucket.catalog.openAs',
  'skybucket.catalog.add',
  'skybucket.catalog.remove',
  'skybucket.catalog.refresh',
  'skybucket.catalog.openResult',
  'skybucket.catalog.openRows',
  'skybucket.catalog.rename',
  'skybucket.catalog.delete',
  'skybucket.catalog.deleteAll',
  'skybucket.catalog.copyPython',
  'skybucket.catalog.export',
  'skybucket.catalog.copyAddress',
] as const;

export type CatalogCommand = (typeof CATALOG_COMMANDS)[number];
