import { RemoteError } from '../../../src/protocol/rpc';
import type { RpcRequestOptions } from '../../../src/protocol/rpc-client';
import type { RowsReply, TableMethods, TableReply } from '../../../src/protocol/table';
import type { TableHost } from '../../table/table-host';
import type { CatalogHost } from '../catalog-host';
import { bytesOf, rowsOf } from './row-numbers';

/** The view of the chosen rows alone, as the table is told to call it. */
export const CHOSEN_VIEW = 'chosen';

/**
 * What the table asks of a result. What is wrong with the result is said by the panel once, so that the table hears
 * nothing of it; and where only chosen rows are on show, all that is arranged is of those.
 */
export class ResultHost implements TableHost {
  readonly #host: CatalogHost;
  #chosen: { readonly hdu: number; readonly rows: Uint32Array } | undefined;
  /** The view of the chosen rows as the worker calls it; it may have forgotten it. */
  #view: Promise<string> | undefined;

  constructor(host: CatalogHost) {
    this.#host = host;
  }

  /** Only these rows of a table are on show, or all. */
  showOnly(chosen: { readonly hdu: number; readonly rows: Uint32Array } | undefined): void {
    this.#chosen = chosen;
    this.#view = undefined;
  }

  async request<K extends keyof TableMethods>(
    method: K,
    params: TableMethods[K][0],
    options?: RpcRequestOptions<TableMethods[K][2]>,
  ): Promise<TableMethods[K][1]> {
    const { view } = params as { readonly view?: string };
    const reply =
      view === CHOSEN_VIEW && this.#chosen !== undefined
        ? await this.#ofChosen(method, params, options)
        : await this.#host.request(method, params, options as never);
    return method === 'arrange' && this.#chosen !== undefined
      ? ((await this.#within(params as TableMethods['arrange'][0], reply as never)) as never)
      : withoutWarnings(reply);
  }

  async #ofChosen<K extends keyof TableMethods>(
    method: K,
    params: TableMethods[K][0],
    options?: RpcRequestOptions<TableMethods[K][2]>,
  ): Promise<TableMethods[K][1]> {
    const known = this.#view !== undefined;
    const ask = async (): Promise<TableMethods[K][1]> => {
      const view = await (this.#view ??= this.#makeView());
      return this.#host.request(method, { ...params, view }, options as never);
    };
    try {
      return await ask();
    } catch (error) {
      const isGone = error instanceof RemoteError && error.code === 'not-found';
      this.#view = undefined;
      if (!known || !isGone) {
        throw error;
      }
      return ask();
    }
  }

  async #makeView(): Promise<string> {
    const { hdu, rows } = this.#chosen ?? { hdu: 0, rows: [] };
    return (await this.#host.request('viewOfRows', { hdu, rows: bytesOf(rows) })).view;
  }

  /** Of an arranged view the chosen rows alone, in its order. */
  async #within(
    { hdu }: { readonly hdu: number },
    { view }: { readonly view: string },
  ): Promise<{ readonly view: string; readonly rows: number }> {
    const wanted = new Set(this.#chosen?.rows);
    const { rows } = await this.#host.request('rowsOfView', { hdu, view });
    const within = rowsOf(rows).filter((row) => wanted.has(row));
    return this.#host.request('viewOfRows', { hdu, rows: bytesOf(within) });
  }
}

function withoutWarnings<R>(reply: R): R {
  const told = reply as Partial<TableReply & RowsReply> | null;
  return told?.warnings === undefined ? reply : { ...reply, warnings: [] };
}
