import type { RowLabel } from '../../core/searches/row-label';
import type { SavedSearch } from '../../core/searches/saved-search';
import { percentEncode } from '../../core/s3/percent';
import type { RowPlace, RowProducts, SearchProduct } from '../searches/product';

/** What the view “Searches” shows. */

export interface SearchNode {
  readonly kind: 'search';
  readonly id: string;
  /** Of the search. */
  readonly search: string;
}

export interface RowNode {
  readonly kind: 'row';
  readonly id: string;
  readonly parent: SearchNode;
  readonly label: RowLabel;
}

/** What is not science: previews, logs, calibration files and the like. */
export interface AuxiliaryNode {
  readonly kind: 'auxiliary';
  readonly id: string;
  readonly parent: RowNode;
  readonly products: readonly SearchProduct[];
}

export interface ProductNode {
  readonly kind: 'product';
  readonly id: string;
  readonly parent: RowNode | AuxiliaryNode;
  readonly product: SearchProduct;
}

/** A line that is no thing. */
export interface SearchLine {
  /**
   * `more`: rows to show. `run`: to be run (again) by a click. `problem`: what went wrong. `partial`: there are more
   * rows than these. `filter`: not all files are shown. `note`: a remark.
   */
  readonly kind: 'more' | 'run' | 'problem' | 'partial' | 'filter' | 'note';
  readonly id: string;
  readonly parent: SearchNode | RowNode;
  readonly text: string;
}

export type SearchesNode = SearchNode | RowNode | AuxiliaryNode | ProductNode | SearchLine;

/** Rows that are shown at once. */
export const ROWS_AT_ONCE = 200;

export function searchNode(search: string): SearchNode {
  return { kind: 'search', id: `search:${search}`, search };
}

/** Rows of another run are other nodes. */
export function rowNode(parent: SearchNode, search: SavedSearch, label: RowLabel): RowNode {
  const id = `${parent.id}/${percentEncode(search.ran?.at ?? '')}/${label.row}`;
  return { kind: 'row', id, parent, label };
}

/**
 * The products of a row: science, then the rest as one node, then why some are missing.
 *
 * @param filter says that these are not all that the row has; empty where they are
 */
export function productNodes(parent: RowNode, products: RowProducts, filter = ''): SearchesNode[] {
  const { science, auxiliary, partial } = products;
  // Where all is auxiliary there is nothing to keep it away from.
  const direct = science.length === 0 ? auxiliary : science;
  const nodes: SearchesNode[] = filter === '' ? [] : [searchLine(parent, 'filter', filter)];
  nodes.push(...direct.map((product) => productNode(parent, product)));
  if (science.length > 0 && auxiliary.length > 0) {
    const id = `${parent.id}/auxiliary`;
    nodes.push({ kind: 'auxiliary', id, parent, products: auxiliary });
  }
  if (direct.length === 0 && filter === '') {
    nodes.push(searchLine(parent, 'note', 'No files'));
  }
  if (partial !== undefined) {
    nodes.push(searchLine(parent, 'problem', partial));
  }
  return nodes;
}

export function productNode(parent: RowNode | AuxiliaryNode, product: SearchProduct): ProductNode {
  return {
    kind: 'product',
    id: `${parent.id}/p:${percentEncode(product.id)}`,
    ...{ parent, product },
  };
}

export function searchLine(
  parent: SearchLine['parent'],
  kind: SearchLine['kind'],
  text: string,
): SearchLine {
  return { kind, id: `${parent.id}/${kind}`, parent, text };
}

/** The row a node is or belongs to. */
export function rowOf(node: RowNode | AuxiliaryNode | ProductNode): RowNode {
  switch (node.kind) {
    case 'row':
      return node;
    case 'auxiliary':
      return node.parent;
    case 'product':
      return rowOf(node.parent);
  }
}

export function placeOf(node: RowNode | AuxiliaryNode | ProductNode): RowPlace {
  const row = rowOf(node);
  return { search: row.parent.search, row: row.label.row };
}

/** The search a node is or belongs to. */
export function searchOf(node: SearchesNode): string {
  switch (node.kind) {
    case 'search':
      return node.search;
    case 'row':
      return node.parent.search;
    case 'auxiliary':
    case 'product':
      return placeOf(node).search;
    case 'more':
    case 'run':
    case 'problem':
    case 'partial':
    case 'filter':
    case 'note':
      return searchOf(node.parent);
  }
}

/** `500 of 83,412`, `12`: how many rows came, and of how many. */
export function rowsText({ ran }: Pick<SavedSearch, 'ran'>): string {
  if (ran === undefined) {
    return '';
  }
  const count = (rows: number): string => rows.toLocaleString('en-US');
  if (ran.complete) {
    return count(ran.rows);
  }
  return ran.total === undefined || ran.total <= ran.rows
    ? `first ${count(ran.rows)}`
    : `${count(ran.rows)} of ${count(ran.total)}`;
}
