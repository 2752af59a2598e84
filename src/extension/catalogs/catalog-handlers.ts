import type { CatalogMethods } from '../../protocol/catalog';
import { PLOT_METHODS, type PlotMethods } from '../../protocol/plot';
import type { RpcCall, RpcHandlers } from '../../protocol/rpc-server';
import { skyHandlers } from '../catalogs-sky/sky-handlers';
import { latest } from '../editors/latest';
import { type TableActions, tableHandlers } from '../editors/table-handlers';
import { engineHandlers } from '../engines/engine-handlers';
import type { Host } from '../host';
import type { CatalogModel } from './catalog-model';
import type { CatalogAsked } from './catalog-worker';
import { untilUserCancels } from './user-cancel';

/** What a panel does beyond its catalogue. */
export interface CatalogActions extends TableActions {
  /** The page is there: what it gives up it gives up because the user says so. */
  readonly isThere: () => boolean;
  copy(text: string): Promise<void>;
  place(text: string, signal: AbortSignal): Promise<CatalogMethods['catalogPlace'][1]>;
  openMoc(signal: AbortSignal): Promise<CatalogMethods['openMoc'][1]>;
  /** Asks where to write a file, and writes it; false where the user chose nowhere. */
  save(name: string, data: Uint8Array): Promise<boolean>;
}

/** Answers what the page of a catalogue asks. */
export function catalogHandlers(
  host: Host,
  model: CatalogModel,
  actions: CatalogActions,
): RpcHandlers<CatalogMethods> {
  type Passed = keyof CatalogAsked & keyof CatalogMethods;
  type Handler<K extends Passed> = (
    params: CatalogAsked[K][0],
    call: RpcCall<CatalogAsked[K][2]>,
  ) => Promise<CatalogAsked[K][1]>;
  /** Of the rows in memory. */
  const passed =
    <K extends Passed>(method: K): Handler<K> =>
    (params, { signal, progress }) =>
      model.ask(method, params, { signal, onProgress: latest(progress) });
  /** Of the data set, which may have to be opened first. */
  const passedOpen =
    <K extends Passed>(method: K): Handler<K> =>
    (params, { signal, progress }) =>
      model.askOpen(method, params, { signal, onProgress: latest(progress) });

  return {
    ...tableHandlers(model, actions),
    ...(Object.fromEntries(
      PLOT_METHODS.map((method) => [method, passed(method)]),
    ) as unknown as RpcHandlers<PlotMethods>),
    ...skyHandlers(host, model),
    ...engineHandlers(host, model),

    openCatalog: ({ dataset }) => model.openCatalog(dataset),
    field: passedOpen('field'),
    checkFilter: (params, { signal }) => model.checkFilter(params, { signal }),
    checkRegion: passed('checkRegion'),
    viewOfRows: passed('viewOfRows'),
    rowsOfView: passed('rowsOfView'),
    lookAtOther: passed('lookAtOther'),
    planMatch: (request, { signal, progress }) =>
      model.planMatch(request, { signal, onProgress: latest(progress) }),
    matchCatalog: (request, { signal, progress }) =>
      untilUserCancels(signal, actions.isThere, (stop) =>
        model.matchCatalog(request, { signal: stop, onProgress: latest(progress) }),
      ),

    plan: ({ request }, { signal, progress }) =>
      model.plan(request, { signal, onProgress: latest(progress) }),
    // Without its signal: a panel that is hidden stops asking, and the query goes on.
    run: ({ request, agreed }) => model.run(request, agreed),
    pause: async ({ paused }) => {
      await model.pause(paused);
      return null;
    },
    stop: async () => {
      await model.stop();
      return null;
    },

    catalogPlace: ({ text }, { signal }) => actions.place(text, signal),
    openMoc: (_, { signal }) => actions.openMoc(signal),
    copy: async ({ text }) => {
      await actions.copy(text);
      return null;
    },
    save: async ({ name, data }) => ({ saved: await actions.save(name, data) }),
  };
}
