import { arrange, neededFor, type Arrangement } from '../core/table/arrange';
import { columnHistogram } from '../core/table/column-histogram';
import { columnStatistics } from '../core/table/column-statistics';
import { compileFilter } from '../core/table/expression/filter';
import { ExpressionError } from '../core/table/expression/problem';
import { filterColumns } from '../core/table/filter-columns';
import { scatter } from '../core/table/scatter';
import type { Table } from '../core/table/table';
import { TableView } from '../core/table/view';
import type { RpcHandlers } from '../protocol/rpc-server';
import { MOST_CELL_VALUES, type Arranging, type TableFormat } from '../protocol/table';
import { fitsStream, parquetStream } from './export-formats';
import { ExportPieces } from './export-pieces';
import { ExportStreams } from './export-streams';
import type { TableQuestions } from './methods';
import { OpenTables, viewId, type OpenTable } from './open-tables';
import {
  checkCells,
  checkColumnBins,
  checkColumns,
  checkCopied,
  checkFrom,
  checkKeys,
  checkPoints,
  checkRow,
  columnAt,
} from './table-bounds';
import {
  cellReply,
  columnStatisticsReply,
  MOST_SHOWN,
  rowsReply,
  scatterReply,
  tableReply,
} from './table-replies';
import { clipboardText } from './table-text';

/** Answers what is asked about tables, wherever they come from. */
export function tableQuestions(open: OpenTable | OpenTables): RpcHandlers<TableQuestions> {
  const tables = open instanceof OpenTables ? open : new OpenTables(open);
  const pieces = (all: ExportPieces | ExportStreams): RpcHandlers<TableQuestions>[TableFormat] => {
    return async (params, { signal }) => {
      const view = await tables.view(params, { signal });
      checkColumns(view.store.table.columns, params.columns);
      checkFrom(params.from);
      return all.piece(view, params, signal);
    };
  };

  return {
    table: async ({ hdu }, { signal }) => tableReply((await tables.store(hdu, { signal })).table),

    rows: async ({ from, to, columns, ...ref }, { signal }) => {
      const view = await tables.view(ref, { signal });
      checkCells({ from, to, columns }, view);
      const slice = await view.read(from, to, columns, { signal, mostElements: MOST_SHOWN });
      return rowsReply(view, from, slice);
    },

    arrangeCost: async (asked, { signal }) => {
      const store = await tables.store(asked.hdu, { signal });
      try {
        const arrangement = arrangementOf(store.table, asked);
        const known = tables.known(viewId(asked, arrangement.filter?.usesRow === true));
        const cost = known ? { bytes: 0, requests: 0 } : store.cost(neededFor(arrangement));
        return { problem: undefined, cost };
      } catch (error) {
        if (!(error instanceof ExpressionError)) {
          throw error;
        }
        const { from, to, hint } = error;
        const message = hint === undefined ? error.message : `${error.message} ${hint}`;
        return { problem: { message, from, to }, cost: { bytes: 0, requests: 0 } };
      }
    },

    arrange: async (asked, { signal, progress }) => {
      const store = await tables.store(asked.hdu, { signal });
      const arrangement = arrangementOf(store.table, asked);
      const id = viewId(asked, arrangement.filter?.usesRow === true);
      const known = id === '' ? new TableView(store, undefined, false) : tables.known(id);
      if (known !== undefined) {
        return { view: id, rows: known.rows };
      }
      const numbers = await arrange(store, arrangement, {
        signal,
        onProgress: (step) => void progress(step),
      });
      tables.keep(id, new TableView(store, numbers, asked.sort.length > 0));
      return { view: id, rows: numbers.length };
    },

    columnsCost: async ({ hdu, columns }, { signal }) => {
      const store = await tables.store(hdu, { signal });
      checkColumns(store.table.columns, columns);
      return store.columnsCost(columns);
    },

    columnStatistics: async ({ column, ...ref }, { signal, progress }) => {
      const view = await tables.view(ref, { signal });
      const found = columnAt(view.store.table.columns, column);
      const members = await view.members(signal);
      let last = undefined;
      for await (const step of columnStatistics(view.store, found, members, { signal })) {
        last = columnStatisticsReply(step);
        if (last.rows < last.rowsInView) {
          void progress(last);
        }
      }
      if (last === undefined) {
        throw new Error('Statistics ended before they were done.');
      }
      return last;
    },

    columnHistogram: async ({ column, bins, range, ...ref }, { signal, progress }) => {
      checkColumnBins(bins, range);
      const view = await tables.view(ref, { signal });
      const found = columnAt(view.store.table.columns, column);
      return columnHistogram(view.store, found, await view.members(signal), {
        ...{ bins, range, signal },
        onProgress: (done) => void progress({ done }),
      });
    },

    scatter: async ({ x, y, most, ...ref }, { signal, progress }) => {
      checkPoints(most);
      const view = await tables.view(ref, { signal });
      checkColumns(view.store.table.columns, [x, y]);
      const points = await scatter(view.store, view.numbers, x, y, {
        ...{ most, signal },
        onProgress: (done) => void progress({ done }),
      });
      return scatterReply(points);
    },

    cell: async ({ row, column, ...ref }, { signal }) => {
      const view = await tables.view(ref, { signal });
      const found = columnAt(view.store.table.columns, column);
      checkRow(view, row);
      const options = { signal, mostElements: MOST_CELL_VALUES };
      const { columns } = await view.read(row, row + 1, [column], options);
      const [part] = columns;
      if (part === undefined) {
        throw new Error('A table left out the column it was asked for.');
      }
      return cellReply(found, part);
    },

    rowsText: async (params, { signal }) => {
      const view = await tables.view(params, { signal });
      checkCopied(params, view);
      return { text: await clipboardText(view, params, signal) };
    },

    csv: pieces(new ExportPieces('csv')),
    votable: pieces(new ExportPieces('votable')),
    ecsv: pieces(new ExportPieces('ecsv')),
    fits: pieces(new ExportStreams(fitsStream)),
    parquet: pieces(new ExportStreams(parquetStream)),
  };
}

/** @throws ExpressionError for a filter that makes no sense. */
function arrangementOf(table: Table, { filter, sort, origin = 0 }: Arranging): Arrangement {
  checkKeys(sort);
  checkColumns(
    table.columns,
    sort.map(({ column }) => column),
  );
  const blank = filter.trim() === '';
  return {
    // As it was typed, since problems are told by their places in it.
    filter: blank ? undefined : compileFilter(filter, filterColumns(table.columns)),
    ...{ sort, origin },
  };
}
