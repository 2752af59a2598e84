import type { RpcClient } from '../../src/protocol/rpc-client';
import type { SearchEvents, SearchMethods } from '../../src/protocol/search';

/** What the panel needs of the extension; tests have simpler ones. */
export type SearchHost = Pick<RpcClient<SearchMethods, SearchEvents>, 'request' | 'on'>;
