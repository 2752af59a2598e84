import { join } from 'node:path';
import { sentence } from '../../core/errors';
import type { Host } from '../host';
import { addressUri } from '../uris';
import type { CatalogServices } from './catalog-services';
import { KnownCatalogs } from './known-catalogs';
import { OpenCatalogPanels } from './open-catalog-panels';
import { ResultStore } from './result-store';

/** Makes what working with catalogues takes. Nothing is read or asked here. */
export function createCatalogServices(host: Host): CatalogServices {
  const { context } = host;
  const { fsPath } = context.storageUri ?? context.globalStorageUri;
  const results = new ResultStore(join(fsPath, 'catalogs'));
  const known = new KnownCatalogs(context.globalState, host.regions, (address) =>
    addressUri(address).toString(),
  );
  const panels = new OpenCatalogPanels(host, { results, known });
  results.tidy().catch((error: unknown) => {
    host.log.warn(`Old results could not be removed: ${sentence(error)}`);
  });
  return { results, known, panels, close: () => panels.close() };
}
