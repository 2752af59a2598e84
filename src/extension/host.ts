import type { Connection } from '../core/s3/connection';
import type { CredentialSource, RequestSigner } from '../core/s3/credentials';
import type { ObjectStore } from '../core/s3/object-store';
import type { ChecksumTools } from '../core/transfer/checksum/tools';
import type { RemoteFile } from '../core/transfer/download-file-remote';
import type { LocalCopies } from '../core/transfer/local-copies';
import type { RegionMemory } from '../core/s3/regions';
import type { S3Service } from '../core/s3/client';
import type { HttpSourceOptions } from '../core/bytes/http-source';
import type { ByteSource } from '../core/bytes/source';
import type * as vscode from 'vscode';
import type { CatalogServices } from './catalogs/catalog-services';
import type { ConnectionKeys } from './connections/connection-keys';
import type { WantedFile } from './wanted-file';
import type { KnownObjects } from './known-objects';
import type { LinkStore } from './links';
import type { SearchServices } from './searches/search-services';
import type { Services } from './services';
import type { Transfers } from './transfers/transfers';
import type { ObjectChanges } from './writes/changes';

/** How a source is to begin. */
export type OpenSourceOptions = Pick<HttpSourceOptions, 'probeLength' | 'known'>;

/** What the sidebar, the file system and the commands have beyond what the editors use. */
export interface Host extends Services {
  readonly s3: S3Service;
  /** What can be done with objects beyond listing and reading. */
  readonly store: ObjectStore;
  readonly credentials: CredentialSource;
  readonly signer: RequestSigner;
  /** The keys that the user typed for connections. */
  readonly keys: ConnectionKeys;
  readonly checksums: ChecksumTools;
  /** Downloads that are still there. */
  readonly copies: LocalCopies;
  /** Tells of what we have written. */
  readonly changes: ObjectChanges;
  readonly regions: RegionMemory;
  readonly links: LinkStore;
  readonly known: KnownObjects;
  /** @throws SkybucketError `bad-address` where no connection has the id. */
  connection(id: string): Connection;
  /** The bytes behind a URI as they come, without cache. The caller closes it. */
  openSource(uri: vscode.Uri, options?: OpenSourceOptions): Promise<ByteSource>;
  /** The same as a transfer reads them. */
  remoteFile(uri: vscode.Uri): Promise<RemoteFile>;
  /** Headers by which the user may read a link: a token, for the hosts it belongs to alone. */
  linkHeaders(url: string): Promise<Readonly<Record<string, string>>>;
  /** Downloads several files into a folder of that name in the download folder, with progress and a word about it. */
  downloadSeveral(into: string, files: readonly WantedFile[]): Promise<void>;
  /** What searching archives takes, made at the first call. */
  searching(): Promise<SearchServices>;
  /** What working with catalogues takes, made at the first call. */
  catalogs(): Promise<CatalogServices>;
  /** The transfers of this window, made at the first call. */
  transfers(): Promise<Transfers>;
  /** Asks where to write a file and writes it; false where the user chose nowhere. */
  saveFile(name: string, data: Uint8Array): Promise<boolean>;
  /** Forgets all bytes read, in memory and on disk. */
  clearCache(): Promise<void>;
  /** Writes what is to outlive the session. */
  close(): Promise<void>;
}
