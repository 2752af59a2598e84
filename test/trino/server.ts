import { withCollected, type Collected } from '../support/engines/collected-rows';
import { readEngines, type TrinoSettings } from '../../src/core/engines/engine-settings';
import { TrinoEngine } from '../../src/core/engines/trino/trino-engine';
import { NodeHttpClient } from '../../src/platform/node/http-client';

/** Where the server is that test/trino/server/start.sh starts, or another one. */
export const address = process.env['SKYBUCKET_TRINO'] ?? 'http://127.0.0.1:8457';

/** Which server answers there; undefined for none. */
export const version: string | undefined = await fetch(`${address}/v1/info`)
  .then(
    async (answer) =>
      (await answer.json()) as { nodeVersion: { version: string }; starting: boolean },
  )
  .then(({ nodeVersion, starting }) => (starting ? undefined : nodeVersion.version))
  .catch(() => undefined);

if (version === undefined) {
  process.stdout.write(
    `SKIPPED: no Trino server at ${address}. Start one with test/trino/server/start.sh.\n`,
  );
}

export const http = new NodeHttpClient();

export function settings(others: Readonly<Record<string, unknown>> = {}): TrinoSettings {
  const { engines, problems } = readEngines([
    { id: 'test', label: 'Test Trino', kind: 'trino', address, user: 'tester', ...others },
  ]);
  const [engine] = engines;
  if (engine?.kind !== 'trino') {
    throw new Error(problems.join(' '));
  }
  return engine;
}

/** Runs SQL and gives the rows. */
export function query(
  sql: string,
  others: Readonly<Record<string, unknown>> = {},
): Promise<Collected> {
  return withCollected((sink) =>
    new TrinoEngine(settings(others), { http }, undefined).run(sql, sink),
  );
}
