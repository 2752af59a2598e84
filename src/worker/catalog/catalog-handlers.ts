import { fieldEntries } from '../../core/catalogs/dataset/field-entries';
import { readFilter } from '../../core/catalogs/filter/row-filter';
import { readDatasetRef, readRequest } from '../../core/catalogs/request/read-request';
import { readRegion } from '../../core/catalogs/request/read-region';
import { squareDegrees } from '../../core/catalogs/request/region-area';
import { regionOf } from '../../core/catalogs/request/region-of';
import { sentence, SkybucketError } from '../../core/errors';
import { ExpressionError } from '../../core/table/expression/problem';
import { filterColumns } from '../../core/table/filter-columns';
import type { RpcHandlers } from '../../protocol/rpc-server';
import { tableQuestions } from '../table-handlers';
import type { WorkerTools } from '../tools';
import { planReply } from './catalog-reply';
import { CatalogSession } from './catalog-session';
import { matchHandlers } from './match-handlers';
import type { CatalogQuestions } from './methods';
import { plotHandlers } from './plot-handlers';
import type { FolderHost } from './remote-file';
import { rowsOfView, viewOfRows } from './row-views';

/** Answers what the panel of a catalogue asks. */
export function catalogHandlers(
  host: FolderHost,
  tools: WorkerTools,
): RpcHandlers<CatalogQuestions> {
  const session = new CatalogSession(host, tools);
  const { result } = session;
  const tables = result.tables.open;
  return {
    ...tableQuestions(tables),
    ...plotHandlers(tables),
    ...matchHandlers({ tables, session }),

    openCatalog: ({ dataset }, { signal }) => session.open(readDatasetRef(dataset), { signal }),

    field: async ({ column: name }) => {
      const { columns, inFolders, label } = session.dataset;
      const column = columns.find((candidate) => candidate.name === name);
      if (column === undefined) {
        throw new SkybucketError('not-found', `${label} has no column “${name}”.`);
      }
      return { entries: fieldEntries(column, inFolders.has(name)) };
    },

    checkFilter: async ({ filter }) => {
      const columns = filterColumns(session.dataset.columns);
      try {
        if (filter.trim() !== '') {
          readFilter(filter, columns);
        }
        return { problem: undefined };
      } catch (error) {
        if (!(error instanceof ExpressionError)) {
          throw error;
        }
        const { from, to } = error;
        return { problem: { message: sentence(error), from, to } };
      }
    },

    checkRegion: async ({ region }) => {
      try {
        const area = squareDegrees(regionOf(readRegion(region)));
        return { squareDegrees: area, problem: undefined };
      } catch (error) {
        if (!(error instanceof SkybucketError)) {
          throw error;
        }
        return { squareDegrees: undefined, problem: sentence(error) };
      }
    },

    viewOfRows: async ({ hdu, rows }, { signal }) => viewOfRows(tables, hdu, rows, signal),
    rowsOfView: async (ref, { signal }) => ({ rows: await rowsOfView(tables, ref, signal) }),

    plan: async ({ request }, { signal, progress }) => {
      const plan = await session.plan(readRequest(request), {
        signal,
        onProgress: (done, known) => void progress({ done, known }),
      });
      return planReply(plan);
    },

    run: async ({ request, mostMemory }, { signal, progress }) => {
      const asked = readRequest(request);
      const plan = (own: AbortSignal): ReturnType<typeof session.takePlan> =>
        session.takePlan(asked, { signal: own });
      return result.run(plan, mostMemory, signal, progress);
    },

    pause: async ({ paused }) => {
      result.setPaused(paused);
      return null;
    },

    stop: async () => {
      await result.stop();
      return null;
    },

    beginRows: ({ columns }) => result.beginRows(columns),
    addRows: async (rows) => result.addRows(rows),
    endRows: async ({ state, warnings }) => result.endRows(state, warnings),
    resultFile: ({ hdu, first }) => result.filePiece(hdu, first),
    openResult: ({ uri, ...how }, { signal }) => result.open(uri, how, signal),
  };
}
