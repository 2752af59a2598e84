import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { CloudPlace } from '../../core/archives/irsa/cloud-access';
import type { ServiceTools } from '../../core/archives/service-call';
import { sentence } from '../../core/errors';
import { headObject, type HeadOptions } from '../../core/s3/head-object';
import { asPython } from '../../core/searches/as-python';
import { rowsName } from '../../core/searches/rows-name';
import type { Host } from '../host';
import { archiveSettings, userBuckets } from '../settings';
import { archiveServices, type ArchiveServices } from './archive-services';
import { cloudConnection } from './cloud-connection';
import { KeptSearches } from './kept-searches';
import { MastAccess } from './mast-access';
import type { MastToken } from './mast-token';
import { ProductStore } from './product-store';
import { RowsAtHand } from './rows-at-hand';
import { SearchFiles } from './search-files';
import { mastRunner, missionRunner } from './search-runner-mast';
import { SiaEndpoints, siaRunner } from './search-runner-sia';
import { tapRunner } from './search-runner-tap';
import type { SearchServices } from './search-services';
import { SearchStore } from './search-store';

/** Makes what searching archives takes. Nothing is asked of anybody yet. */
export function createSearchServices(host: Host, token: MastToken): SearchServices {
  const { context, http, session, regions, log, credentials, signer } = host;
  const tools: ServiceTools = { http, meter: session };
  const archives = (): ArchiveServices => archiveServices(archiveSettings());
  const head = (
    { bucket, key, region }: CloudPlace,
    { signal, ask }: HeadOptions,
  ): ReturnType<typeof headObject> => {
    const connection = host.connection(cloudConnection(bucket, key, userBuckets()));
    if (region !== undefined) {
      regions.expect(connection.id, bucket, region);
    }
    const options = { signal, meter: session, ask };
    return headObject(
      { http, regions, access: { credentials, signer } },
      connection,
      { bucket, key },
      options,
    );
  };
  const mast = new MastAccess({
    tools,
    cloud: {
      exists: async (bucket, key, options) =>
        (await head({ bucket, key, region: undefined }, options)) !== undefined,
    },
    server: () => archives().mast.address,
    token: () => token.get(),
  });
  const endpoints = new SiaEndpoints(tools, archives);
  const kept = new KeptSearches(context.globalState);
  const files = new SearchFiles(join(context.globalStorageUri.fsPath, 'searches'), (id) => {
    const search = kept.get(id);
    return search === undefined ? id : rowsName(search);
  });
  const searches = new SearchStore({
    ...{ kept, files },
    rows: new RowsAtHand(files),
    runners: {
      mast: mastRunner(mast),
      mission: missionRunner(mast),
      sia: siaRunner(tools, endpoints),
      tap: tapRunner(tools, archives),
    },
    uriOf: (path) => vscode.Uri.file(path),
    python: async (request) =>
      asPython(
        request,
        request.kind === 'mast' ? await (await mast.client()).columns() : undefined,
      ),
    now: () => new Date(),
    newId: () => randomBytes(8).toString('hex'),
  });
  const products = new ProductStore({ tools, head, searches, mast });
  searches.tidy().catch((error: unknown) => log.warn(sentence(error)));
  return { searches, products, mast, token, endpoints, tools, archives };
}
