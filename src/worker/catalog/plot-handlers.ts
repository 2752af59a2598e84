import { compileAxis } from '../../core/plots/axis';
import { inLasso, inRectangle, type PlaneTest } from '../../core/plots/inside';
import { matplotlibCode } from '../../core/plots/matplotlib-code';
import { eachPoint, type PlottedRows } from '../../core/plots/plotted-rows';
import { projectedTest } from '../../core/plots/projection';
import { SkybucketError } from '../../core/errors';
import { ExpressionError } from '../../core/table/expression/problem';
import { Turns } from '../../core/table/turns';
import { MOST_MARKED, type PlotArea, type PlotMethods, type PlotSpec } from '../../protocol/plot';
import type { RpcHandlers } from '../../protocol/rpc-server';
import type { TableRef } from '../../protocol/table';
import type { OpenTables } from '../open-tables';
import { AxisCache } from './axis-cache';
import { makePlot } from './make-plot';
import { bytesOf, numbersIn } from './plot-bytes';

/** The Parquet file that the code reads; people name theirs as they like. */
const CODE_FILE = 'table.parquet';

/** Answers what is asked about plots of tables. */
export function plotHandlers(tables: OpenTables): RpcHandlers<PlotMethods> {
  const cache = new AxisCache();

  /** The values of both axes in the rows of a view, and their units. */
  const rowsOf = async (
    ref: TableRef,
    { kind, x, y }: PlotSpec,
    signal: AbortSignal,
    onProgress: (done: number) => void,
  ): Promise<PlottedRows & { readonly xUnit: string; readonly yUnit: string }> => {
    const { store, numbers } = await tables.view(ref, { signal });
    const across = await cache.values(store, x, {
      signal,
      onProgress: (done) => onProgress(done / 4),
    });
    const up =
      kind === 'histogram'
        ? across
        : await cache.values(store, y, {
            signal,
            onProgress: (done) => onProgress((1 + done) / 4),
          });
    return {
      ...{ x: across.values, y: up.values, numbers },
      ...{ xUnit: across.axis.unit, yUnit: up === across ? '' : up.axis.unit },
    };
  };

  return {
    plot: async ({ spec, ...ref }, { signal, progress }) => {
      const rows = await rowsOf(ref, spec, signal, (done) => void progress({ done }));
      return makePlot(
        spec,
        rows,
        new Turns(signal),
        (done) => void progress({ done: (1 + done) / 2 }),
      );
    },

    checkAxis: async ({ hdu, text }, { signal }) => {
      const { table } = await tables.store(hdu, { signal });
      try {
        return { problem: undefined, unit: compileAxis(text, table.columns).unit };
      } catch (error) {
        if (!(error instanceof ExpressionError)) {
          throw error;
        }
        const { from, to, hint } = error;
        const message = hint === undefined ? error.message : `${error.message} ${hint}`;
        return { problem: { message, from, to }, unit: '' };
      }
    },

    plotArea: async ({ spec, area, ...ref }, { signal, progress }) => {
      const test = testOf(area);
      const rows = await rowsOf(ref, spec, signal, (done) => void progress({ done }));
      const found = new Growing();
      await eachPoint(rows, new Turns(signal), (x, y, row) => {
        if (test(x, y)) {
          found.push(row);
        }
      });
      return { rows: bytesOf(found.all.sort()) };
    },

    plotPoints: async ({ hdu, x, y, rows: bytes }, { signal }) => {
      const rows = numbersIn(bytes, MOST_MARKED);
      const store = await tables.store(hdu, { signal });
      const across = await cache.values(store, x, { signal });
      const up = y.trim() === '' ? across : await cache.values(store, y, { signal });
      const points = new Float64Array(2 * rows.length);
      rows.forEach((row, k) => {
        points[2 * k] = across.values[row] ?? NaN;
        points[2 * k + 1] = up.values[row] ?? NaN;
      });
      return { points: bytesOf(points) };
    },

    plotCode: async ({ hdu, spec, look }, { signal }) => {
      const { table } = await tables.store(hdu, { signal });
      const { kind, x, y, xRange, yRange, gridsize, ygridsize, mincnt } = spec;
      const { title, xLabel, yLabel, xInverted, yInverted, norm, low, high } = look;
      const colourMap = `${look.colourMap === 'grey' ? 'gray' : look.colourMap}${look.reversed ? '_r' : ''}`;
      const plot = {
        ...{ kind, x, y, xRange, yRange, gridsize, ygridsize, mincnt },
        ...{ title, xLabel, yLabel, xInverted, yInverted, norm, low, high, colourMap },
      };
      return { code: matplotlibCode(plot, table.columns, CODE_FILE) };
    },
  };
}

/** @throws SkybucketError `protocol` for what is no area */
function testOf(area: PlotArea): PlaneTest {
  switch (area.kind) {
    case 'rectangle':
      return inRectangle(area.x, area.y);
    case 'lasso':
      return inLasso(area.corners);
    case 'sky':
      return projectedTest(area.projection, inLasso(area.corners));
    default:
      throw new SkybucketError('protocol', 'This is no part of a plot.');
  }
}

/** Numbers of rows, one after the other. */
class Growing {
  #rows = new Uint32Array(1024);
  #count = 0;

  push(row: number): void {
    if (this.#count === this.#rows.length) {
      const grown = new Uint32Array(2 * this.#count);
      grown.set(this.#rows);
      this.#rows = grown;
    }
    this.#rows[this.#count++] = row;
  }

  get all(): Uint32Array<ArrayBuffer> {
    return this.#rows.slice(0, this.#count);
  }
}
