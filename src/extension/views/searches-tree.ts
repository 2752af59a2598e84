import * as vscode from 'vscode';
import type { ProductFilters } from '../../core/archives/mast/product-filters';
import { isCancelled, sentence } from '../../core/errors';
import type { RowLabel } from '../../core/searches/row-label';
import type { SavedSearch } from '../../core/searches/saved-search';
import { throttle } from '../editors/throttle';
import type { Host } from '../host';
import type { RowProducts, SearchProduct } from '../searches/product';
import type { SearchServices } from '../searches/search-services';
import type { RunOptions } from '../searches/searches';
import { inSearchesView } from './searches-progress';
import { searchesItem, searchItem } from './searches-items';
import { visibleName } from './display';
import { lineInstead, linesBelow } from './searches-lines';
import {
  type AuxiliaryNode,
  placeOf,
  productNode,
  productNodes,
  type RowNode,
  rowNode,
  ROWS_AT_ONCE,
  type SearchesNode,
  searchLine,
  type SearchNode,
  searchNode,
  searchOf,
} from './searches-nodes';

/** What the view knows of a search beyond what is kept. */
interface Shown {
  readonly node: SearchNode;
  /** Of which run the rows are. */
  run: string | undefined;
  /** Rows that are shown at most. */
  most: number;
  labels: readonly RowLabel[];
  /** Rows that there are, where they turned out to be fewer than the search says. */
  end: number | undefined;
  readonly rows: Map<number, RowNode>;
  /** Why it failed when it was run last. */
  failure: string | undefined;
  /** What files of its rows are shown; undefined for all. */
  filters: ProductFilters | undefined;
}

const PROGRESS_MS = 250;

/** The view “Searches”: searches, their rows, the products of these. */
export class SearchesTree implements vscode.TreeDataProvider<SearchesNode> {
  private readonly changed = new vscode.EventEmitter<SearchesNode | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly known = new Map<string, Shown>();
  /** Rows whose products could not be listed, by the id of the node. */
  private readonly failures = new Map<string, string>();
  private readonly moved = new Set<string>();
  private readonly tellMoved = throttle(() => this.showMoved(), PROGRESS_MS);
  private services: SearchServices | undefined;

  constructor(private readonly host: Pick<Host, 'searching' | 'log'>) {}

  getTreeItem(node: SearchesNode): vscode.TreeItem {
    if (node.kind !== 'search') {
      return searchesItem(node, this.filtersOf(node) !== undefined);
    }
    const search = this.services?.searches.get(node.search);
    return search === undefined
      ? new vscode.TreeItem('')
      : searchItem(node, search, this.services?.searches.progress(node.search));
  }

  getParent(node: SearchesNode): SearchesNode | undefined {
    return node.kind === 'search' ? undefined : node.parent;
  }

  async getChildren(node?: SearchesNode): Promise<SearchesNode[]> {
    const services = await this.load();
    if (node === undefined) {
      return services.searches.list().map(({ id }) => this.shown(id).node);
    }
    switch (node.kind) {
      case 'search':
        return this.rowsOf(services, node);
      case 'row':
        return this.productsOf(services, node);
      case 'auxiliary':
        this.locate(services, node, node.products);
        return node.products.map((product) => productNode(node, product));
      case 'product':
      case 'more':
      case 'run':
      case 'problem':
      case 'partial':
      case 'filter':
      case 'note':
        return [];
    }
  }

  /** Shows a node anew; undefined for everything. */
  update(node?: SearchesNode): void {
    this.changed.fire(node);
  }

  /** The node of a search, to be revealed. */
  nodeOf(search: string): SearchNode {
    return this.shown(search).node;
  }

  /**
   * Runs a search; what goes wrong is shown below it, too.
   *
   * @throws SkybucketError what running it throws
   */
  async run(search: string, options: RunOptions = {}): Promise<SavedSearch> {
    const { searches } = await this.load();
    const shown = this.shown(search);
    shown.failure = undefined;
    try {
      return await searches.run(search, options);
    } catch (error) {
      if (!isCancelled(error)) {
        shown.failure = sentence(error);
      }
      throw error;
    } finally {
      this.update(shown.node);
    }
  }

  /** Shows as many rows more as one step has; the first of these is returned. */
  async showMore(node: SearchNode): Promise<SearchesNode | undefined> {
    const shown = this.shown(node.search);
    const before = shown.labels.length;
    shown.most += ROWS_AT_ONCE;
    this.update(node);
    return (await this.getChildren(node))[before];
  }

  /** What files are shown of the rows of the search a node belongs to; undefined for all. */
  filtersOf(node: SearchesNode): ProductFilters | undefined {
    return this.known.get(searchOf(node))?.filters;
  }

  /** Shows only some of the files of all rows of the search a node belongs to; undefined shows all. */
  setFilters(node: SearchesNode, filters: ProductFilters | undefined): void {
    const shown = this.shown(searchOf(node));
    shown.filters = filters;
    this.update(shown.node);
  }

  /** Asks anew for the products of a row. */
  async listAgain(node: RowNode): Promise<void> {
    const { products } = await this.load();
    this.failures.delete(node.id);
    products.forget(searchOf(node));
    this.update(node);
  }

  /** Asks anew where the products of a row are whose look-up failed. */
  async locateAgain(node: RowNode): Promise<void> {
    const { products } = await this.load();
    await inSearchesView(
      vscode.l10n.t('Looking for the files of {0}', visibleName(node.label.label)),
      (signal) => products.locate(placeOf(node), undefined, { signal }),
    );
    this.update(node);
  }

  private async load(): Promise<SearchServices> {
    if (this.services === undefined) {
      const services = await this.host.searching();
      if (this.services === undefined) {
        this.services = services;
        services.searches.onDidChange(({ id, kind }) => {
          if (kind === 'progress') {
            this.moved.add(id);
            this.tellMoved();
            return;
          }
          if (kind === 'removed') {
            this.forget(id);
            services.products.forget(id);
          }
          this.update(kind === 'changed' ? this.shown(id).node : undefined);
        });
      }
    }
    return this.services;
  }

  private forget(search: string): void {
    this.known.delete(search);
    for (const row of this.failures.keys()) {
      if (row.startsWith(`${searchNode(search).id}/`)) {
        this.failures.delete(row);
      }
    }
  }

  private showMoved(): void {
    for (const id of this.moved) {
      if (this.known.has(id)) {
        this.update(this.shown(id).node);
      }
    }
    this.moved.clear();
  }

  private shown(search: string): Shown {
    let shown = this.known.get(search);
    if (shown === undefined) {
      shown = {
        ...{ node: searchNode(search), run: undefined, most: ROWS_AT_ONCE },
        ...{ labels: [], end: undefined, rows: new Map(), failure: undefined, filters: undefined },
      };
      this.known.set(search, shown);
    }
    return shown;
  }

  private async rowsOf({ searches }: SearchServices, node: SearchNode): Promise<SearchesNode[]> {
    const search = searches.get(node.search);
    if (search === undefined) {
      return [];
    }
    const shown = this.shown(node.search);
    const running = searches.progress(node.search) !== undefined;
    const failed =
      shown.failure === undefined || running ? [] : [searchLine(node, 'problem', shown.failure)];
    const instead = lineInstead(node, search, running);
    if (instead !== undefined) {
      return failed.length > 0 && search.ran === undefined ? failed : [...failed, instead];
    }
    try {
      await this.readRows(searches, search, shown);
    } catch (error) {
      return failed.length > 0 ? failed : [searchLine(node, 'problem', sentence(error))];
    }
    const rows = shown.labels.map((label) => this.rowNode(shown, search, label));
    return [...failed, ...rows, ...linesBelow(node, search, rows.length, shown.end)];
  }

  private async readRows(
    searches: SearchServices['searches'],
    search: SavedSearch,
    shown: Shown,
  ): Promise<void> {
    const { ran } = search;
    if (shown.run !== ran?.at) {
      shown.run = ran?.at;
      shown.labels = [];
      shown.end = undefined;
      shown.rows.clear();
      shown.most = ROWS_AT_ONCE;
    }
    const to = Math.min(shown.most, shown.end ?? ran?.rows ?? 0);
    if (shown.labels.length >= to) {
      return;
    }
    await inSearchesView(
      vscode.l10n.t('Reading the rows of {0}', visibleName(search.title)),
      async (signal) => {
        const { labelRows } = await import('../../core/searches/row-label');
        const found = await searches.rows(search.id, { upTo: to, signal });
        if (found !== undefined) {
          const end = Math.min(to, found.table.rows);
          const labels = await labelRows(search, found.table, 0, end, { signal });
          // Another run may have ended meanwhile.
          if (shown.run === ran?.at) {
            shown.labels = labels;
            shown.end = end < to ? end : shown.end;
          }
        }
      },
    );
  }

  /** The same node at every look. */
  private rowNode(shown: Shown, search: SavedSearch, label: RowLabel): RowNode {
    const node = shown.rows.get(label.row) ?? rowNode(shown.node, search, label);
    shown.rows.set(label.row, node);
    return node;
  }

  private async productsOf(services: SearchServices, node: RowNode): Promise<SearchesNode[]> {
    const failure = this.failures.get(node.id);
    if (failure !== undefined) {
      return [searchLine(node, 'problem', failure)];
    }
    let found: RowProducts;
    try {
      found = await inSearchesView(
        vscode.l10n.t('Listing the files of {0}', visibleName(node.label.label)),
        (signal) => services.products.list(placeOf(node), { signal }),
      );
    } catch (error) {
      // Kept, so that a look at the tree does not ask the service again by itself.
      this.failures.set(node.id, sentence(error));
      return [searchLine(node, 'problem', sentence(error))];
    }
    const filters = this.filtersOf(node);
    let text = '';
    if (filters !== undefined) {
      const { filteredProducts, filterLine } = await import('../searches/filtered-products');
      const some = filteredProducts(found, filters);
      text = filterLine(found, some, filters);
      found = some;
    }
    const direct = found.science.length > 0 ? found.science : found.auxiliary;
    this.locate(services, node, direct);
    return productNodes(node, found, text);
  }

  /** Looks up where products are that nothing is known of yet; the tree follows when it is. */
  private locate(
    { products }: SearchServices,
    node: RowNode | AuxiliaryNode,
    some: readonly SearchProduct[],
  ): void {
    const ids = some.filter(({ place }) => place === undefined).map(({ id }) => id);
    if (ids.length > 0) {
      const row = node.kind === 'row' ? node : node.parent;
      products.locate(placeOf(node), ids).then(
        () => this.update(row),
        (error: unknown) => this.host.log.warn(sentence(error)),
      );
    }
  }
}
