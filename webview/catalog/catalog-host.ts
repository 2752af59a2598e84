import type { CatalogEvents, CatalogMethods } from '../../src/protocol/catalog';
import type { RpcClient } from '../../src/protocol/rpc-client';

/** What the panel needs of the extension; tests have simpler ones. */
export type CatalogHost = Pick<RpcClient<CatalogMethods, CatalogEvents>, 'request' | 'on'>;
