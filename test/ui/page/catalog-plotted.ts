import type { PlotMethods } from '../../../src/protocol/plot';
import type { RpcHandlers } from '../../../src/protocol/rpc-server';
import type { TableRef } from '../../../src/protocol/table';
import { RemoteError } from '../../../src/protocol/wire';
import { TableView } from '../../../src/core/table/view';
import { plotHandlers } from '../../../src/worker/catalog/plot-handlers';
import { OpenTables } from '../../../src/worker/open-tables';
import { toWireError } from '../../../src/worker/wire-error';
import { column, MemoryTable } from '../../unit/table/memory-table';

/** The table whose rows are plotted: which there are is the host's matter. */
export interface Plotted {
  names(): readonly string[];
  rows(hdu: number): number;
  /** The rows of the table in a view. */
  numbers(hdu: number, view: string): readonly number[];
}

/** A number for each row, the same each time: around 0, seldom beyond 3. */
function normal(row: number, of: number): number {
  let sum = -6;
  for (let k = 0; k < 12; k++) {
    const wild = Math.sin(12.9898 * (row + 1) + 78.233 * (12 * of + k + 1)) * 43758.5453;
    sum += wild - Math.floor(wild);
  }
  return sum;
}

/** Stars and galaxies: two clumps of colours in a field of two degrees. */
function valueOf(name: string, row: number): number {
  const isRed = row % 3 === 0 ? 1 : 0;
  const w1 = 14 + 1.5 * normal(row, 0);
  const w2 = w1 - isRed - 0.1 - 0.15 * normal(row, 1);
  switch (name) {
    case 'ra':
      return 64 + normal(row, 3) / 2;
    case 'dec':
      return 27 + normal(row, 4) / 2;
    case 'w1mpro':
      return w1;
    case 'w2mpro':
      return w2;
    case 'w3mpro':
      return w2 - 2.8 * isRed - 0.4 - 0.4 * normal(row, 2);
    default:
      return 10 + normal(row, 5);
  }
}

/** What the worker answers about plots, of values made of the rows' numbers. */
export function plottedAnswers(table: Plotted): RpcHandlers<PlotMethods> {
  const units: Record<string, string> = { ra: 'deg', dec: 'deg', w1mpro: 'mag', w2mpro: 'mag' };
  const tables = new OpenTables(async (hdu) => {
    const rows = table.rows(hdu);
    const columns = table.names().map((name) =>
      name === 'designation'
        ? column(
            name,
            'text',
            Array.from({ length: rows }, (_, row) => `J${row}`),
          )
        : column(
            name,
            'float64',
            Float64Array.from({ length: rows }, (_, row) => valueOf(name, row)),
            { ...(units[name] === undefined ? {} : { unit: units[name] }) },
          ),
    );
    return new MemoryTable(columns, rows);
  });
  const viewed = async <P extends TableRef>(params: P): Promise<P> => {
    const { hdu, view } = params;
    if (view === '') {
      return params;
    }
    const id = `${hdu}:${view}`;
    const numbers = Uint32Array.from(table.numbers(hdu, view));
    tables.keep(id, new TableView(await tables.store(hdu, {}), numbers, false));
    return { ...params, view: id };
  };
  const handlers = plotHandlers(tables);
  const told = async <R>(work: () => Promise<R>): Promise<R> => {
    try {
      return await work();
    } catch (error) {
      throw new RemoteError(toWireError(error));
    }
  };
  return {
    plot: (params, call) => told(async () => handlers.plot(await viewed(params), call)),
    plotArea: (params, call) => told(async () => handlers.plotArea(await viewed(params), call)),
    checkAxis: (params, call) => told(async () => handlers.checkAxis(params, call)),
    plotPoints: (params, call) => told(async () => handlers.plotPoints(params, call)),
    plotCode: (params, call) => told(async () => handlers.plotCode(params, call)),
  };
}
