import type { Connection } from '../core/s3/connection';
import type { RegionMemory } from '../core/s3/regions';
import type { S3Service } from '../core/s3/client';
import type { HttpSourceOptions } from '../core/bytes/http-source';
import type { ByteSource } from '../core/bytes/source';
import type * as vscode from 'vscode';
import type { CatalogServices } from './catalogs/catalog-services';
import type { WantedFile } from './download-several';
import type { KnownObjects } from './known-objects';
import type { LinkStore } from './links';
import type { SearchServices } from './searches/search-services';
import type { Services } from './services';

/** How a source is to begin. */
export type OpenSourceOptions = Pick<HttpSourceOptions, 'probeLength' | 'known'>;

/** What the sidebar, the file system and the commands have beyond what the editors use. */
export interface Host extends Services {
  readonly s3: S3Service;
  readonly regions: RegionMemory;
  readonly links: LinkStore;
  readonly known: KnownObjects;
  /** @throws SkybucketError `bad-address` where no connection has the id. */
  connection(id: string): Connection;
  /** The bytes behind a URI as they come, without cache. The caller closes it. */
  openSource(uri: vscode.Uri, options?: OpenSourceOptions): Promise<ByteSource>;
  /** Headers by which the user may read a link: a token, for the hosts it belongs to alone. */
  linkHeaders(url: string): Promise<Readonly<Record<string, string>>>;
  /** Downloads several files into a folder of that name in the download folder, with progress and a word about it. */
  downloadSeveral(into: string, files: readonly WantedFile[]): Promise<void>;
  /** What searching archives takes, made at the first call. */
  searching(): Promise<SearchServices>;
  /** What working with catalogues takes, made at the first call. */
  catalogs(): Promise<CatalogServices>;
  /** Asks where to write a file and writes it; false where the user chose nowhere. */
  saveFile(name: string, data: Uint8Array): Promise<boolean>;
  /** Forgets all bytes read, in memory and on disk. */
  clearCache(): Promise<void>;
  /** Writes what is to outlive the session. */
  close(): Promise<void>;
}
