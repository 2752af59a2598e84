import * as vscode from 'vscode';
import { BlockCache } from '../core/bytes/block-cache';
import { Meter } from '../core/bytes/meter';
import { S3Service } from '../core/s3/client';
import type { Connection } from '../core/s3/connection';
import { S3ObjectStore } from '../core/s3/store';
import { DEFAULT_RETRY } from '../core/bytes/retry';
import { loadS3Sdk } from '../platform/node/load-s3-sdk';
import type { CatalogServices } from './catalogs/catalog-services';
import { ChosenRows } from './catalogs-sky/chosen-rows';
import { connectionById } from './connections';
import { ConnectionKeys, connectionOfSecret } from './connections/connection-keys';
import { createAccess, lazyChecksums } from './connections/create-access';
import type { DownloadFolder } from './download-folder';
import { OpenDocuments } from './editors/open-documents';
import type { Host } from './host';
import { IMAGE_EDITOR } from './ids';
import { KnownObjects } from './known-objects';
import { LazyHttpClient } from './lazy-http';
import { LazyDiskCache } from './lazy-disk-cache';
import { LinkStore } from './links';
import { MeterStatus } from './meter-status';
import { ObjectOpener } from './open-object';
import { otherUri } from './other-uri';
import { rememberedRegions } from './remembered-regions';
import { RememberedViews } from './remembered-views';
import { logLine } from './request-log';
import { MastToken } from './searches/mast-token';
import type { SearchServices } from './searches/search-services';
import { cacheBytes, onSettings } from './settings';
import { LazyLocalCopies } from './transfers/lazy-local-copies';
import type { Transfers } from './transfers/transfers';
import { ObjectChanges } from './writes/changes';

/**
 * Makes what everything shares. Nothing is read, listed or connected to here; the SDK and what
 * downloads need are loaded at their first use. Disposed with the context.
 */
export function createServices(
  context: vscode.ExtensionContext,
  downloadFolder: DownloadFolder,
): Host {
  const log = vscode.window.createOutputChannel('Skybucket', { log: true });
  const session = new Meter();
  const http = new LazyHttpClient((exchange) => log.info(logLine(exchange)));
  const cache = new BlockCache(cacheBytes());
  const disk = new LazyDiskCache(context.globalStorageUri, log);
  const regions = rememberedRegions(context.globalState);
  const status = new MeterStatus(session);
  const known = new KnownObjects();
  const links = new LinkStore(context.globalState);
  const connection = (id: string): Connection => connectionById(id);
  const token = new MastToken(context.secrets);
  const linkHeaders: Host['linkHeaders'] = (url) => token.headersFor(url);
  let searching: Promise<SearchServices> | undefined;
  let catalogs: Promise<CatalogServices> | undefined;
  let transfers: Promise<Transfers> | undefined;
  const keys = new ConnectionKeys(context.secrets);
  const access = createAccess(http, session, keys);
  const checksums = lazyChecksums();
  const copies = new LazyLocalCopies(context);
  const opener = new ObjectOpener({
    http,
    cache,
    disk,
    session,
    regions,
    known,
    links,
    connection,
    linkHeaders,
    copies,
    ...access,
  });

  const host: Host = {
    context,
    session,
    log,
    http,
    cache,
    views: new RememberedViews(context.workspaceState),
    documents: new OpenDocuments(),
    chosen: new ChosenRows(),
    s3: new S3Service(http, regions, loadS3Sdk, DEFAULT_RETRY, access),
    store: new S3ObjectStore({ http, regions, loadSdk: loadS3Sdk, checksums, access }),
    ...access,
    keys,
    checksums,
    copies,
    changes: new ObjectChanges(),
    regions,
    links,
    known,
    connection,
    linkHeaders,
    searching: () =>
      (searching ??= import('./searches/create-search-services').then(({ createSearchServices }) =>
        createSearchServices(host, token),
      )),
    catalogs: () =>
      (catalogs ??= import('./catalogs/create-catalog-services').then(({ createCatalogServices }) =>
        createCatalogServices(host),
      )),
    transfers: () =>
      (transfers ??= import('./transfers/create-transfers')
        .then(({ createTransfers }) => createTransfers(host, downloadFolder))
        .catch((error: unknown) => {
          transfers = undefined;
          throw error;
        })),
    saveFile: async (name, data) => {
      const { saveFile } = await import('./save-file');
      return saveFile(downloadFolder, name, data);
    },
    open: (...object) => opener.open(...object),
    openOther: async (from, reference) => opener.open(otherUri(from, reference, links)),
    openSource: (uri, options) => opener.openSource(uri, options),
    remoteFile: (uri) => opener.remoteFile(uri),
    download: async (uri) => {
      const { downloadToWorkspace } = await import('./downloads');
      await downloadToWorkspace(host, downloadFolder, uri);
    },
    downloadSeveral: async (into, files) => {
      const { downloadNamed } = await import('./transfers/together');
      await downloadNamed(host, into, files);
    },
    exportPng: async (name, data) => {
      const { exportPng } = await import('./export-png');
      return exportPng(downloadFolder, name, data);
    },
    exportTable: async (...table) => {
      const { exportTable } = await import('./export-table');
      return exportTable(downloadFolder, ...table);
    },
    openCutout: async (name, data) => {
      const { openCutout } = await import('./cutouts');
      await openCutout(host, name, data);
    },
    saveCutout: async (name, data) => {
      const { saveCutout } = await import('./cutouts');
      return saveCutout(downloadFolder, name, data);
    },
    openRegions: async () => {
      const { openRegions } = await import('./region-files');
      return openRegions(downloadFolder);
    },
    saveRegions: async (name, text) => {
      const { saveRegions } = await import('./region-files');
      return saveRegions(downloadFolder, name, text);
    },
    showMeter: (document, by = IMAGE_EDITOR) => status.show(document, by),
    clearCache: async () => {
      cache.clear();
      await disk.clear();
    },
    close: async () => {
      await (await transfers)?.close();
      await (await catalogs)?.close();
      await disk.close();
    },
  };
  context.subscriptions.push(
    log,
    status,
    http,
    // Another window may have changed or removed keys that this one still holds.
    context.secrets.onDidChange(({ key }) => {
      const id = connectionOfSecret(key);
      if (id !== undefined) {
        access.credentials.forget({ id });
      }
    }),
    onSettings(['cache.memoryMB'], () => cache.resize(cacheBytes())),
    onSettings(['cache.diskMB'], () => void disk.resize()),
  );
  return host;
}
