/** A page with the SQL engines of a catalogue's panel alone, before a host that does what the test says. */
import '../../../webview/image/image.css';
import type { CatalogMethods, CatalogRequest } from '../../../src/protocol/catalog';
import type { EngineLine } from '../../../src/protocol/engine';
import { RemoteError } from '../../../src/protocol/rpc';
import '../../../webview/catalog/catalog.css';
import type { CatalogHost } from '../../../webview/catalog/catalog-host';
import { EnginePane } from '../../../webview/catalog/engine/engine-pane';
import '../../../webview/search/search.css';
import { registerControls } from '../../../webview/ui/controls';

export interface CatalogEngineStand {
  readonly asked: { readonly method: string; readonly params: unknown }[];
  engines: EngineLine[];
  problems: string[];
  /** What is said beside the SQL. */
  problem: string | undefined;
  /** What the engine says of the SQL; undefined for nothing. */
  refusal: string | undefined;
  /** A run waits until this is called. */
  finish: () => void;
}

/** What the runner finds in the page. */
export interface CatalogEngineWindow {
  stand: CatalogEngineStand;
  pane: EnginePane;
  show: (filter: string | undefined) => void;
}

const stand: CatalogEngineStand = {
  asked: [],
  engines: [
    {
      id: 'a',
      label: 'Cluster',
      kind: 'trino',
      place: 'https://trino.example.org',
      lacksSecret: false,
    },
    { id: 'b', label: 'Athena <b>', kind: 'athena', place: 'us-west-2', lacksSecret: true },
  ],
  ...{ problems: [], problem: undefined, refusal: undefined },
  finish: () => undefined,
};

type Answers = { readonly [M in keyof CatalogMethods]?: (params: CatalogMethods[M][0]) => unknown };

const answers: Answers = {
  engines: () => ({ engines: stand.engines, problems: stand.problems }),
  sqlOf: ({ engine, request }) => ({
    sql:
      stand.problem?.startsWith('No') === true
        ? ''
        : `SELECT "ra"\nFROM ${engine}\nWHERE ${request.filter}`,
    problem: stand.problem,
  }),
  runSql: async () => {
    await new Promise<void>((resolve) => {
      stand.finish = resolve;
    });
    if (stand.refusal !== undefined) {
      throw new RemoteError({
        ...{ code: 'format', message: stand.refusal, hint: 'Change the SQL.', retryable: false },
      });
    }
    return { rows: 3 };
  },
  addEngine: () => {
    stand.engines = [
      ...stand.engines,
      { id: 'c', label: 'New', kind: 'trino', place: 'https://new', lacksSecret: false },
    ];
    return null;
  },
  setEngineSecret: ({ engine }) => {
    stand.engines = stand.engines.map((one) =>
      one.id === engine ? { ...one, lacksSecret: false } : one,
    );
    return null;
  },
  copy: () => null,
};

const host = {
  request: async (method: keyof CatalogMethods, params: never): Promise<unknown> => {
    stand.asked.push({ method, params });
    const answer = answers[method] as ((params: never) => unknown) | undefined;
    return (await answer?.(params)) ?? null;
  },
  on: () => () => undefined,
} as unknown as CatalogHost;

registerControls();
const page = window as unknown as CatalogEngineWindow;
const pane = new EnginePane(host);
document.body.append(pane.element);
page.stand = stand;
page.pane = pane;
page.show = (filter) => {
  const request: CatalogRequest | undefined =
    filter === undefined
      ? undefined
      : {
          dataset: { uri: 'file:///wise/', part: '' },
          ...{ columns: ['ra'], filter, region: { kind: 'everywhere' }, position: undefined },
        };
  pane.show(request);
};
