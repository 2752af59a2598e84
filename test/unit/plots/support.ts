import { detectLayout } from '../../../src/core/catalogs/layout/detect';
import { readDatasetSchema } from '../../../src/core/catalogs/query/dataset-schema';
import { planQuery } from '../../../src/core/catalogs/query/plan';
import { ResultTable } from '../../../src/core/catalogs/query/result-table';
import { runQuery } from '../../../src/core/catalogs/query/run';
import { filterColumns } from '../../../src/core/table/filter-columns';
import { arrange } from '../../../src/core/table/arrange';
import { compileFilter } from '../../../src/core/table/expression/filter';
import type { ElementArray, Table } from '../../../src/core/table/table';
import { TableView } from '../../../src/core/table/view';
import type { PlotMethods, PlotReply } from '../../../src/protocol/plot';
import type { RpcCall, RpcHandlers } from '../../../src/protocol/rpc-server';
import { plotHandlers } from '../../../src/worker/catalog/plot-handlers';
import { OpenTables } from '../../../src/worker/open-tables';
import { diskFolder } from '../../support/catalogs/folders';
import { column, MemoryTable, type MemoryColumn } from '../table/memory-table';

export type Handlers = RpcHandlers<PlotMethods>;

/** Of nobody who waits, or stops. */
export function call(signal = new AbortController().signal): RpcCall<unknown> {
  return { signal, progress: async () => undefined };
}

/** A table by its number 0, of doubles by their names or as it is, and a view of the rows that fulfil a condition. */
export async function arrangedTables(
  given: Table | Readonly<Record<string, Float64Array | MemoryColumn>>,
  filter: string,
): Promise<{ tables: OpenTables; view: string }> {
  const table = 'rowsPresent' in given ? (given as Table) : tableOf(given);
  const tables = new OpenTables(async () => table);
  if (filter === '') {
    return { tables, view: '' };
  }
  const store = await tables.store(0, {});
  const compiled = compileFilter(filter, filterColumns(table.columns));
  const numbers = await arrange(store, { filter: compiled, sort: [] });
  const view = '0:::some';
  tables.keep(view, new TableView(store, numbers, false));
  return { tables, view };
}

function tableOf(columns: Readonly<Record<string, Float64Array | MemoryColumn>>): Table {
  const made = Object.entries(columns).map(([name, values]) =>
    values instanceof Float64Array ? column(name, 'float64', values as ElementArray) : values,
  );
  return new MemoryTable(made, made[0]?.values.length ?? 0);
}

export function handlersOf(tables: OpenTables): Handlers {
  return plotHandlers(tables);
}

export function plotOf(handlers: Handlers, params: PlotMethods['plot'][0]): Promise<PlotReply> {
  return handlers.plot(params, call());
}

/** Little-endian uint32. */
export function numbersOf(bytes: Uint8Array): number[] {
  return [...new Uint32Array(bytes.slice().buffer)];
}

/** Little-endian float64. */
export function doublesOf(bytes: Uint8Array): number[] {
  return [...new Float64Array(bytes.slice().buffer)];
}

/** The rows of a catalogue on disk that fulfil a condition, with all columns. */
export async function queried(root: string, filter: string): Promise<Table> {
  const folder = diskFolder(root);
  const detected = await detectLayout(folder);
  if (detected.what !== 'catalogue') {
    throw new Error(detected.what);
  }
  const { layout } = detected;
  const schema = await readDatasetSchema(folder, layout);
  const columns = schema.columns.map(({ name }) => name);
  const query = { folder, layout, schema, columns, filter, position: undefined, region: undefined };
  const plan = await planQuery(query);
  const result = new ResultTable(plan.columns);
  await runQuery(plan, result);
  return result;
}
