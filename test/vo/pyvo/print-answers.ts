import { findSiaEndpoint } from '../../../src/core/archives/sia/capabilities';
import { siaAsPython } from '../../../src/core/archives/sia/python';
import type { SiaQuery } from '../../../src/core/archives/sia/query';
import { searchSia } from '../../../src/core/archives/sia/search';
import { asPython } from '../../../src/core/archives/tap/as-python';
import type { TapQuery } from '../../../src/core/archives/tap/query';
import { runJob, runQuery } from '../../../src/core/archives/tap/run';
import type { Table } from '../../../src/core/table/table';
import { allRows, sitewide, tap, tools, WHO } from '../services';

/** Prints the answers to some queries, each with the Python we give the user for it, for compare.py. */
const tapQueries: readonly TapQuery[] = [
  { query: 'SELECT * FROM skybucket.samples ORDER BY id' },
  { query: 'SELECT * FROM skybucket.samples ORDER BY id', format: 'votable/b2' },
  { query: 'SELECT * FROM skybucket.samples ORDER BY id', format: 'votable/td' },
  { query: 'SELECT * FROM skybucket.images ORDER BY obs_id', mostRows: 5000 },
  { query: 'SELECT * FROM ivoa.obscore ORDER BY obs_id', mostRows: 37 },
  { query: "SELECT table_name\n FROM tap_schema.tables\n WHERE schema_name = 'skybucket'" },
];

const siaQueries: readonly SiaQuery[] = [
  {
    place: [{ kind: 'circle', centre: { longitude: 145.1, latitude: 1.9 }, radius: 0.5 }],
    band: [{ from: 3.5e-6, to: 4.5e-6 }],
  },
  {
    place: [
      {
        ...{ kind: 'range', longitude: { from: 142.1, to: 143.1 } },
        latitude: { from: -0.9, to: 0.3 },
      },
    ],
    collection: ['skybucket-deep', 'all + sky'],
  },
  { time: [{ from: 58_100, to: 58_110.1 }], calibration: [1, 3] },
  { time: [{ from: 58_990, to: Infinity }], instrument: ['IRAC'], productType: ['cube'] },
  { exposure: [{ from: 45, to: 95 }], target: ['Field 7', 'Field 8'], mostRows: 20 },
];

async function rowsOf(table: Table): Promise<unknown[]> {
  return (await allRows(table)).map((row) =>
    Object.values(row).map((value) => (typeof value === 'bigint' ? String(value) : value)),
  );
}

async function main(): Promise<void> {
  const answers: { python: string; names: string[]; rows: unknown[] }[] = [];
  const add = async (python: string, table: Table): Promise<void> => {
    const names = table.columns.map(({ name }) => name);
    answers.push({ python, names, rows: await rowsOf(table) });
  };
  for (const [index, query] of tapQueries.entries()) {
    const asJob = index % 2 === 1;
    const { table } = await (asJob ? runJob(tap, query) : runQuery(tap, query));
    await add(asPython(tap.address, query, { asJob }), table);
  }
  const found = { ...sitewide, address: await findSiaEndpoint(tools, sitewide.address, WHO) };
  for (const [index, query] of siaQueries.entries()) {
    const service = index % 2 === 0 ? sitewide : found;
    const { table } = await searchSia(tools, service, query);
    await add(siaAsPython(service, query), table);
  }
  process.stdout.write(JSON.stringify(answers));
}

void main();
