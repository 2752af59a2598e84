import type { RpcRequestOptions } from '../../src/protocol/rpc-client';
import type { TableMethods } from '../../src/protocol/table';

/** What a table needs of whoever has its rows. */
export interface TableHost {
  request<K extends keyof TableMethods>(
    method: K,
    params: TableMethods[K][0],
    options?: RpcRequestOptions<TableMethods[K][2]>,
  ): Promise<TableMethods[K][1]>;
}
