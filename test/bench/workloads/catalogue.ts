import { Meter } from '../../../src/core/bytes/meter';
import { detectLayout } from '../../../src/core/catalogs/layout/detect';
import { readDatasetSchema } from '../../../src/core/catalogs/query/dataset-schema';
import { planQuery, type QueryPlan } from '../../../src/core/catalogs/query/plan';
import { queryRegion } from '../../../src/core/catalogs/query/query-region';
import { ResultTable } from '../../../src/core/catalogs/query/result-table';
import { runQuery } from '../../../src/core/catalogs/query/run';
import type { SkyRegion } from '../../../src/core/catalogs/region/region';
import { SkybucketError } from '../../../src/core/errors';
import { NodeHttpClient } from '../../../src/platform/node/http-client';
import { S3Folder } from '../catalogue/s3-folder';
import { CATALOGUE_BUCKET, SPARSE_HIVE } from '../catalogue/sparse-hive';
import { surveyFolder } from '../catalogue/survey';
import { type Contestant, type NamedLink, OURS, type Workload } from '../contest';
import { pythonPyarrow } from '../peers/python';
import type { Rig } from '../rig';

/** Latency alone: what of a query's time is the number of its rounds, and what is work. */
const LINKS: readonly NamedLink[] = [{ name: '0 ms' }, { name: '40 ms', latencyMilliseconds: 40 }];
const SURVEY_BUCKET = 'bench-survey';
const SURVEY = 'survey.parquet/';

/** peers/pyarrow_peer.py has the same numbers. */
const BOX: SkyRegion = { kind: 'box', west: 62, east: 66, south: 25, north: 29 };
const CONE: SkyRegion = { kind: 'cone', centre: { longitude: 64, latitude: 27 }, radius: 0.2 };
const COLUMNS = ['designation', 'w1mpro', 'w2mpro', 'w3mpro', 'w4mpro'];

export const catalogue: readonly Workload[] = [
  {
    name: 'catalogue-plan',
    title: 'Plan of a query of 16 square degrees: 100 million rows of 299 columns in 12,288 files',
    runs: 3,
    remote: true,
    links: LINKS,
    contestants: async (endpoint) => [
      ours(endpoint, CATALOGUE_BUCKET, SPARSE_HIVE, async (opened) => {
        const filter = 'ra > 62 and ra < 66 and dec > 25 and dec < 29';
        const plan = await opened({ columns: ['ra', ...COLUMNS.slice(1)], filter, region: BOX });
        const { files, rowGroups, rows } = plan;
        return `${files.length} files, ${rowGroups.chosen} row groups, ${rows.atMost} rows`;
      }),
      ...(await pythonPyarrow('plan', endpoint, `${CATALOGUE_BUCKET}/${SPARSE_HIVE}`)),
    ],
  },
  survey('box', 'The point sources of 16 square degrees', BOX, 3),
  survey('cone', 'The point sources within 0.2 degrees', CONE, 5),
];

function survey(work: 'box' | 'cone', what: string, region: SkyRegion, runs: number): Workload {
  return {
    name: `catalogue-${work}`,
    title: `${what}, 5 of 23 columns: 20 million rows in 328 files (1.6 GB)`,
    runs,
    remote: true,
    links: LINKS,
    prepare: async (rig: Rig) => rig.serve(SURVEY_BUCKET, await surveyFolder()),
    contestants: async (endpoint) => [
      ours(endpoint, SURVEY_BUCKET, SURVEY, async (opened) => {
        const plan = await opened({ columns: COLUMNS, filter: 'ext_flg == 0', region });
        const result = new ResultTable(plan.columns);
        await runQuery(plan, result);
        if (!result.isComplete) {
          throw new Error(result.warnings.join(' '));
        }
        return `${result.rows} rows, W1 ${(await sumOf(result, 1)).toFixed(0)}`;
      }),
      ...(await pythonPyarrow(work, endpoint, `${SURVEY_BUCKET}/${SURVEY}`)),
    ],
  };
}

interface Asked {
  readonly columns: readonly string[];
  readonly filter: string;
  readonly region: SkyRegion;
}

/** Everything from the first look at the folder, with nothing kept from the run before. */
function ours(
  endpoint: string,
  bucket: string,
  prefix: string,
  work: (plan: (asked: Asked) => Promise<QueryPlan>) => Promise<string>,
): Contestant {
  return {
    name: OURS,
    run: async () => {
      const http = new NodeHttpClient();
      const meter = new Meter();
      const start = performance.now();
      const cpu = process.cpuUsage();
      const folder = new S3Folder({ http, endpoint, bucket, prefix, meter });
      try {
        const answer = await work(async ({ columns, filter, region }) => {
          const detected = await detectLayout(folder);
          if (detected.what !== 'catalogue') {
            throw new SkybucketError('unsupported', `${folder.label} is no catalogue.`);
          }
          const { layout } = detected;
          const schema = await readDatasetSchema(folder, layout);
          return planQuery({
            ...{ folder, layout, schema, columns, filter },
            ...{ region: queryRegion(region), position: { ra: 'ra', dec: 'dec' } },
          });
        });
        const milliseconds = performance.now() - start;
        const { user, system } = process.cpuUsage(cpu);
        const cpuMilliseconds = (user + system) / 1000;
        return { milliseconds, cpuMilliseconds, answer, rounds: meter.figures().rounds };
      } finally {
        http.dispose();
      }
    },
  };
}

async function sumOf(result: ResultTable, column: number): Promise<number> {
  let sum = 0;
  for await (const { columns } of result.scan([column])) {
    const { values, missing } = columns[0] ?? { values: [], missing: undefined };
    for (let i = 0; i < values.length; i++) {
      sum += missing?.[i] === 1 ? 0 : Number(values[i]);
    }
  }
  return sum;
}
