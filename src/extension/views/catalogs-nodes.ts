import type { CatalogColumn } from '../../protocol/catalog';
import type { ArchiveCatalogs, KnownCatalog } from '../catalogs/known-catalogs';
import type { KeptResult } from '../catalogs/result-store';

/** The nodes of the view “Catalogs”. Ids are unique and stay the same as long as the thing does. */
export type CatalogsNode =
  | CatalogsArchiveNode
  | OwnCatalogsNode
  | CatalogNode
  | ResultNode
  | ColumnsNode
  | ColumnNode
  | CatalogsLine;

export interface CatalogsArchiveNode {
  readonly kind: 'archive';
  readonly id: string;
  readonly archive: ArchiveCatalogs;
}

/** Catalogues that the user added, and those that results are kept of. */
export interface OwnCatalogsNode {
  readonly kind: 'own';
  readonly id: string;
}

export interface CatalogNode {
  readonly kind: 'catalog';
  readonly id: string;
  readonly parent: CatalogsArchiveNode | OwnCatalogsNode;
  readonly catalog: KnownCatalog;
  /** The user put it there. */
  readonly added: boolean;
  /** What tells it from others of its title; empty where there are none. */
  readonly apart: string;
  readonly results: readonly KeptResult[];
}

export interface ResultNode {
  readonly kind: 'result';
  readonly id: string;
  readonly parent: CatalogNode;
  readonly result: KeptResult;
}

/** The columns of a catalogue, which are read when they are looked at. */
export interface ColumnsNode {
  readonly kind: 'columns';
  readonly id: string;
  readonly parent: CatalogNode;
}

export interface ColumnNode {
  readonly kind: 'column';
  readonly id: string;
  readonly parent: ColumnsNode;
  readonly column: CatalogColumn;
}

/** A line that is no thing: why columns cannot be shown. A click tries again. */
export interface CatalogsLine {
  readonly kind: 'problem' | 'note';
  readonly id: string;
  readonly parent: ColumnsNode;
  readonly text: string;
}

export const OWN_CATALOGS: OwnCatalogsNode = { kind: 'own', id: 'own' };

/** Results by the address of their data set, newest first. */
export function resultsByCatalog(
  results: readonly KeptResult[],
): ReadonlyMap<string, readonly KeptResult[]> {
  const groups = new Map<string, KeptResult[]>();
  for (const result of results) {
    const { uri } = result.request.dataset;
    groups.set(uri, [...(groups.get(uri) ?? []), result]);
  }
  return groups;
}

export function catalogNode(
  parent: CatalogNode['parent'],
  catalog: KnownCatalog,
  added: boolean,
  results: readonly KeptResult[],
  apart = '',
): CatalogNode {
  const id = `${parent.id}/${catalog.dataset.uri}`;
  return { kind: 'catalog', id, parent, catalog, added, apart, results };
}

/** What lies below a catalogue: its results, then its columns. */
export function catalogChildren(parent: CatalogNode): CatalogsNode[] {
  return [
    ...parent.results.map((result): ResultNode => ({
      kind: 'result',
      id: `${parent.id}/${result.id}`,
      ...{ parent, result },
    })),
    { kind: 'columns', id: `${parent.id}/columns`, parent },
  ];
}

export function columnNodes(parent: ColumnsNode, columns: readonly CatalogColumn[]): ColumnNode[] {
  return columns.map((column, i) => ({
    kind: 'column',
    // Two columns of a broken file may have one name.
    id: `${parent.id}/${i}/${column.name}`,
    ...{ parent, column },
  }));
}
