import type { RpcRequestOptions } from '../../protocol/rpc-client';
import type { RpcCall, RpcHandlers } from '../../protocol/rpc-server';
import type { TableFormat, TableMethods } from '../../protocol/table';
import type { TableQuestions } from '../../worker/methods';
import type { ExportOptions, TablePieces } from '../write-table';
import { latest } from './latest';

/** Who answers what is asked about tables. */
export interface TableContent {
  request<K extends keyof TableQuestions>(
    method: K,
    params: TableQuestions[K][0],
    options: RpcRequestOptions<TableQuestions[K][2]>,
  ): Promise<TableQuestions[K][1]>;
}

/** Something with tables in it. */
export interface TableFile {
  use<T>(work: (content: TableContent) => Promise<T>): Promise<T>;
}

/** What the grid of a table may do beyond its file. */
export interface TableActions {
  /** Asks the user where to write a table, and writes it; false where they chose nowhere. */
  exportTable(
    name: string,
    format: TableFormat,
    pieces: TablePieces,
    options: ExportOptions,
  ): Promise<boolean>;
}

let writings = 0;

/** Tells apart the files that are written. */
function nextWriting(): string {
  writings += 1;
  return String(writings);
}

/** Answers what the grid of a table asks: about the file its worker, all else the actions. */
export function tableHandlers(file: TableFile, actions: TableActions): RpcHandlers<TableMethods> {
  const asked =
    <K extends Exclude<keyof TableMethods, 'exportTable'>>(method: K) =>
    (
      params: TableMethods[K][0],
      { signal, progress }: RpcCall<TableMethods[K][2]>,
    ): Promise<TableMethods[K][1]> =>
      file.use((content) =>
        content.request(method, params, { signal, onProgress: latest(progress) }),
      );

  return {
    table: asked('table'),
    rows: asked('rows'),
    arrangeCost: asked('arrangeCost'),
    arrange: asked('arrange'),
    columnsCost: asked('columnsCost'),
    columnStatistics: asked('columnStatistics'),
    columnHistogram: asked('columnHistogram'),
    scatter: asked('scatter'),
    cell: asked('cell'),
    rowsText: asked('rowsText'),

    exportTable: async ({ name, format, ...table }, { signal, progress }) => {
      const report = latest(progress);
      const writing = nextWriting();
      // All pieces are of one version of the file: one that changes meanwhile ends the export.
      const pieces: TablePieces = (stop, take) =>
        file.use(async (content) => {
          for (let from = 0, names = true, more = true; more;) {
            const asked = { ...table, from, names, writing };
            names = false;
            const piece = await content.request(format, asked, { signal: stop });
            await take(piece);
            more = piece.to < piece.rows;
            from = piece.to;
          }
        });
      const onProgress = (done: number): void => report({ done });
      return { saved: await actions.exportTable(name, format, pieces, { signal, onProgress }) };
    },
  };
}
