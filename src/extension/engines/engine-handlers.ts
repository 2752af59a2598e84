import { SkybucketError, sentence } from '../../core/errors';
import type { EngineSettings } from '../../core/engines/engine-settings';
import { requestSql } from '../../core/engines/sql/request-sql';
import { tableOf } from '../../core/engines/sql/table-of';
import type { CatalogMethods, CatalogReply } from '../../protocol/catalog';
import type { EngineLine, EngineMethods } from '../../protocol/engine';
import type { RpcHandlers } from '../../protocol/rpc-server';
import type { Host } from '../host';
import { configuredEngine, configuredEngines } from './engine-config';
import type { EngineModel } from './engine-model';
import { EngineSecrets } from './engine-secrets';
import { makeEngine } from './make-engine';
import { notebookHandlers } from './notebook-handlers';

export type EngineAnswers = EngineMethods & Pick<CatalogMethods, 'notebook' | 'copyPython'>;

/** Answers what a panel asks of engines, and what continues its work in Python. */
export function engineHandlers(host: Host, model: EngineModel): RpcHandlers<EngineAnswers> {
  const secrets = new EngineSecrets(host.context.secrets);
  return {
    ...notebookHandlers(host, model),

    engines: async () => {
      const { engines, problems } = configuredEngines();
      return { engines: await Promise.all(engines.map((one) => lineOf(one, secrets))), problems };
    },
    sqlOf: ({ engine: id, request }) => {
      const catalog = opened(model);
      const engine = configuredEngine(id);
      const { table, guessed } = tableOf(engine, [catalog.label, catalog.dataset.uri]);
      try {
        const sql = requestSql(request, catalog.columns, table);
        return Promise.resolve({
          sql,
          problem: guessed ? guessWords(engine, catalog, table) : undefined,
        });
      } catch (error) {
        if (!(error instanceof SkybucketError)) {
          throw error;
        }
        return Promise.resolve({ sql: '', problem: sentence(error) });
      }
    },
    // Not by the signal of the call: a panel that is hidden gives up its calls, and the query goes on.
    runSql: async ({ engine: id, request, sql }) => {
      const settings = configuredEngine(id);
      const secret = await secrets.get(settings);
      const engine = makeEngine(settings, host, secret, opened(model).columns);
      const { rows } = await model.runRows(
        { request, engine: settings.label, sql },
        (sink, stop) => engine.run(sql, sink, { signal: stop, meter: model.meter }),
        new AbortController().signal,
      );
      return { rows };
    },
    addEngine: async () => {
      await (await import('./engine-commands')).addEngine(host);
      return null;
    },
    setEngineSecret: async ({ engine }) => {
      await (await import('./engine-commands')).setSecret(host, configuredEngine(engine));
      return null;
    },
  };
}

async function lineOf(engine: EngineSettings, secrets: EngineSecrets): Promise<EngineLine> {
  const { id, label, kind } = engine;
  const place = engine.kind === 'trino' ? engine.address : engine.region;
  return { id, label, kind, place, lacksSecret: await secrets.lacks(engine) };
}

function opened({ catalog }: EngineModel): CatalogReply {
  if (catalog === undefined) {
    throw new SkybucketError('not-found', 'No catalogue is open.', { hint: 'Open one first.' });
  }
  return catalog;
}

function guessWords({ label }: EngineSettings, catalog: CatalogReply, table: string): string {
  return `Which table of ${label} holds ${catalog.label} is not known; ${table} is a guess. Change it here, or name the table in the setting skybucket.engines (tables).`;
}
