import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { SavedSearch, SearchRequest } from '../../../src/core/searches/saved-search';
import type { TestApi } from '../../../src/extension/main';
import type { SearchServices } from '../../../src/extension/searches/search-services';
import type {
  ProductNode,
  RowNode,
  SearchesNode,
} from '../../../src/extension/views/searches-nodes';
import { fillArchiveBuckets, MAST_BUCKET } from '../../support/archives/buckets';
import { ArchiveReplay } from '../../support/archives/replay';
import { SEIP_BUCKET } from '../../support/archives/sia';
import { startS3Server, type S3TestServer } from '../../support/s3/server';
import { sampleArchives } from '../../support/vscode/sample-archives';
import { Clipboard } from './clipboard';
import { activate } from './extension';
import { connect, disconnect, set } from './settings';
import { closeTabs } from './tabs';

/** The connection by which the buckets of the archives are read. */
export const CONNECTION = 'archives';

/** As the first reference document asks. */
const MAST_CRITERIA = {
  criteria: [
    { column: 'obs_collection', values: ['JWST'] },
    { column: 'instrument_name', values: ['NIRCAM/IMAGE'] },
    { column: 'filters', values: ['F444W'] },
    { column: 'proposal_id', values: ['1783'] },
    { column: 'dataRights', values: ['PUBLIC'] },
  ],
};

/** Made-up archives and their buckets, and the extension that searches them. */
export class ArchiveSearches {
  private constructor(
    readonly s3: S3TestServer,
    readonly archives: ArchiveReplay,
    readonly api: TestApi,
    readonly services: SearchServices,
    readonly clipboard: Clipboard,
  ) {}

  static async start(): Promise<ArchiveSearches> {
    const s3 = await startS3Server({ unsignedOnly: true });
    fillArchiveBuckets(s3);
    const archives = await ArchiveReplay.start();
    await connect(
      { [CONNECTION]: s3 },
      [MAST_BUCKET, SEIP_BUCKET].map((name) => ({
        ...{ uri: `s3://${name}/`, connection: CONNECTION },
      })),
    );
    for (const [name, value] of Object.entries(sampleArchives(archives))) {
      await set(name.replace('skybucket.', ''), value);
    }
    const api = await activate();
    const services = await api.services.searching();
    return new ArchiveSearches(s3, archives, api, services, new Clipboard());
  }

  /** What a test has left behind. */
  async reset(): Promise<void> {
    this.archives.behaviours.clear();
    this.archives.mostRows = 500_000;
    for (const { id } of this.services.searches.list()) {
      await this.services.searches.delete(id);
    }
    await closeTabs();
    this.clipboard.texts.length = 0;
    this.archives.resetRequests();
    this.s3.resetRequests();
  }

  async stop(): Promise<void> {
    this.clipboard.dispose();
    for (const name of Object.keys(sampleArchives(this.archives))) {
      await set(name.replace('skybucket.', ''), undefined);
    }
    await disconnect();
    await this.archives.close();
    await this.s3.close();
  }

  mast(criteria: object = MAST_CRITERIA): SearchRequest {
    return {
      kind: 'mast',
      service: { id: 'mast', label: 'MAST', address: this.archives.origin },
      criteria: criteria as never,
    };
  }

  irsa(): SearchRequest {
    return {
      kind: 'sia',
      service: { id: 'irsa', label: 'IRSA', address: `${this.archives.origin}/SIA` },
      criteria: {
        place: [{ kind: 'circle', centre: { longitude: 150.01, latitude: 2.2 }, radius: 0.01 }],
        collection: ['spitzer_seip'],
      },
    };
  }

  childrenOf(node: SearchesNode): Promise<SearchesNode[]> {
    return this.api.searches.getChildren(node);
  }

  labelOf(node: SearchesNode): string {
    const { label } = this.api.searches.getTreeItem(node);
    return typeof label === 'string' ? label : (label?.label ?? '');
  }

  /** Makes a search and runs it by its command; its rows, and what stands below them. */
  async run(
    request: SearchRequest,
  ): Promise<{ readonly search: SavedSearch; readonly nodes: SearchesNode[] }> {
    const { id } = await this.services.searches.create(request);
    const node = this.api.searches.nodeOf(id);
    await vscode.commands.executeCommand('skybucket.runSearch', node);
    const search = this.services.searches.get(id);
    assert.ok(search);
    return { search, nodes: await this.childrenOf(node) };
  }

  /** The row that has a text among what is known of it. */
  rowWith(nodes: readonly SearchesNode[], text: string): RowNode {
    const found = nodes.find(
      (node) => node.kind === 'row' && JSON.stringify(node.label).includes(text),
    );
    const labels = nodes.map((node) => this.labelOf(node));
    assert.ok(found?.kind === 'row', `no “${text}” among ${labels.join(', ')}`);
    return found;
  }

  async productNamed(row: RowNode, name: string): Promise<ProductNode> {
    const found = (await this.childrenOf(row)).find(
      (node) => node.kind === 'product' && node.product.name === name,
    );
    assert.ok(found?.kind === 'product', `no product ${name}`);
    return found;
  }
}
