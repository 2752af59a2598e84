import * as vscode from 'vscode';
import { sentence } from '../../core/errors';
import type { CatalogColumn } from '../../protocol/catalog';
import type { CatalogServices } from '../catalogs/catalog-services';
import type { KnownCatalog } from '../catalogs/known-catalogs';
import { tellApart } from '../catalogs/tell-apart';
import type { Host } from '../host';
import { showArchives } from '../settings';
import { catalogsItem } from './catalogs-items';
import {
  catalogChildren,
  type CatalogNode,
  catalogNode,
  type CatalogsArchiveNode,
  type CatalogsLine,
  type CatalogsNode,
  type ColumnsNode,
  columnNodes,
  OWN_CATALOGS,
  resultsByCatalog,
} from './catalogs-nodes';

/** The view “Catalogs”: the user's, then those of the public archives, each with its results and columns. */
export class CatalogsTree implements vscode.TreeDataProvider<CatalogsNode>, vscode.Disposable {
  private readonly fire = new vscode.EventEmitter<CatalogsNode | undefined>();
  readonly onDidChangeTreeData = this.fire.event;
  private listening: vscode.Disposable | undefined;
  /** Columns that have been read, by the address of their catalogue; they do not change under us. */
  private readonly columns = new Map<string, Promise<readonly CatalogColumn[]>>();

  constructor(private readonly host: Pick<Host, 'catalogs'>) {}

  getTreeItem(node: CatalogsNode): vscode.TreeItem {
    return catalogsItem(node);
  }

  getParent(node: CatalogsNode): CatalogsNode | undefined {
    return 'parent' in node ? node.parent : undefined;
  }

  async getChildren(node?: CatalogsNode): Promise<CatalogsNode[]> {
    const services = await this.services();
    switch (node?.kind) {
      case undefined:
        return this.roots(services);
      case 'archive':
        return this.archiveChildren(services, node);
      case 'own':
        return this.own(services);
      case 'catalog':
        return catalogChildren(node);
      case 'columns':
        return this.columnChildren(services, node);
      case 'result':
      case 'column':
      case 'problem':
      case 'note':
        return [];
    }
  }

  /** Reads the list of results again, and columns where they are looked at. */
  async refresh(): Promise<void> {
    this.columns.clear();
    (await this.services()).results.refresh();
  }

  dispose(): void {
    this.listening?.dispose();
    this.fire.dispose();
  }

  private async services(): Promise<CatalogServices> {
    const services = await this.host.catalogs();
    const update = (): void => this.fire.fire(undefined);
    this.listening ??= vscode.Disposable.from(
      services.results.onDidChange(update),
      services.known.onDidChange(update),
    );
    return services;
  }

  private async roots(services: CatalogServices): Promise<CatalogsNode[]> {
    const own = await this.own(services);
    const archives = showArchives() ? services.known.archives() : [];
    return [
      ...(own.length === 0 ? [] : [OWN_CATALOGS]),
      ...archives.map((archive): CatalogsArchiveNode => ({
        kind: 'archive',
        id: `archive:${archive.name}`,
        archive,
      })),
    ];
  }

  private async archiveChildren(
    { results }: CatalogServices,
    node: CatalogsArchiveNode,
  ): Promise<CatalogNode[]> {
    const groups = resultsByCatalog(await results.list());
    return node.archive.catalogs.map((catalog) =>
      catalogNode(node, catalog, false, groups.get(catalog.dataset.uri) ?? []),
    );
  }

  /** What the user added, and what results are kept of and the archives do not list. */
  private async own({ results, known }: CatalogServices): Promise<CatalogNode[]> {
    const groups = resultsByCatalog(await results.list());
    const added = known.added();
    const listed = new Set(known.all().map(({ dataset }) => dataset.uri));
    const others = [...groups.keys()]
      .filter((uri) => !listed.has(uri))
      .map((uri): KnownCatalog => {
        const dataset = { uri, part: '' };
        return { title: known.nameOf(dataset), dataset, entry: undefined };
      });
    const all = [...added, ...others];
    const apart = tellApart(all.map(({ title, dataset }) => ({ title, uri: dataset.uri })));
    return all.map((catalog, i) => {
      const kept = groups.get(catalog.dataset.uri) ?? [];
      return catalogNode(OWN_CATALOGS, catalog, i < added.length, kept, apart[i]);
    });
  }

  private async columnChildren(
    services: CatalogServices,
    node: ColumnsNode,
  ): Promise<CatalogsNode[]> {
    const { dataset } = node.parent.catalog;
    let reading = this.columns.get(dataset.uri);
    if (reading === undefined) {
      reading = services.panels.columnsOf(dataset);
      this.columns.set(dataset.uri, reading);
    }
    try {
      const columns = await reading;
      return columns.length > 0
        ? columnNodes(node, columns)
        : [
            line(
              node,
              'note',
              vscode.l10n.t('Several catalogues lie here: open it to choose one.'),
            ),
          ];
    } catch (error) {
      this.columns.delete(dataset.uri);
      return [line(node, 'problem', sentence(error))];
    }
  }
}

function line(parent: ColumnsNode, kind: CatalogsLine['kind'], text: string): CatalogsLine {
  return { kind, id: `${parent.id}/${kind}`, parent, text };
}
