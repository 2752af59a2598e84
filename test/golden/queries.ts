import { detectLayout } from '../../src/core/catalogs/layout/detect';
import { readDatasetSchema } from '../../src/core/catalogs/query/dataset-schema';
import { planQuery } from '../../src/core/catalogs/query/plan';
import type { QueryRegion } from '../../src/core/catalogs/query/query';
import { queryRegion } from '../../src/core/catalogs/query/query-region';
import { ResultTable } from '../../src/core/catalogs/query/result-table';
import { runQuery } from '../../src/core/catalogs/query/run';
import { diskFolder } from '../support/catalogs/folders';
import type { Comparison } from './comparison';
import { listAt, numberAt, objectAt, type JsonObject } from './json';

/** Compares the partitions of a data set and the rows of a cone and of a box with a filter. */
export async function compareQueries(
  comparison: Comparison,
  path: string,
  truth: JsonObject,
): Promise<void> {
  const partitions = objectAt(truth, 'partitions') ?? {};
  const all = await idsOf(path, undefined, undefined);
  comparison.same('rows', all.length, truth['rows']);
  for (const [folder, rows] of Object.entries(partitions)) {
    const key = folder.split('/').at(-1)?.replace('=', ' == ');
    comparison.same(`partitions.${folder}`, (await idsOf(path, key, undefined)).length, rows);
  }
  const cone = objectAt(truth, 'cone');
  if (cone) {
    const [ra, dec] = [numberAt(cone, 'ra'), numberAt(cone, 'dec')];
    const centre = { longitude: ra, latitude: dec };
    const region = queryRegion({ kind: 'cone', centre, radius: numberAt(cone, 'radius_deg') });
    const ids = await idsOf(path, undefined, region);
    comparison.same('cone.cntr', ids.join(), sorted(listAt(cone, 'cntr')).join());
  }
  const box = objectAt(truth, 'box_stars');
  if (box) {
    const [west, east] = [numberAt(box, 'ra_min'), numberAt(box, 'ra_max')];
    const [south, north] = [numberAt(box, 'dec_min'), numberAt(box, 'dec_max')];
    const region = queryRegion({ kind: 'box', west, east, south, north });
    const ids = await idsOf(path, `ext_flg == 0 and ra > ${west} and ra < ${east}`, region);
    comparison.same('box_stars.cntr', ids.join(), sorted(listAt(box, 'cntr')).join());
  }
}

async function idsOf(
  path: string,
  filter: string | undefined,
  region: QueryRegion | undefined,
): Promise<bigint[]> {
  const folder = diskFolder(path);
  const detected = await detectLayout(folder);
  if (detected.what !== 'catalogue') {
    throw new Error(`${path} is a ${detected.what}.`);
  }
  const { layout } = detected;
  const schema = await readDatasetSchema(folder, layout);
  const position = { ra: 'ra', dec: 'dec' };
  const plan = await planQuery({
    folder,
    layout,
    schema,
    filter,
    region,
    position,
    columns: ['cntr'],
  });
  const result = new ResultTable(plan.columns);
  await runQuery(plan, result);
  const { columns } = await result.read(0, result.rows, [0]);
  return sorted([...(columns[0]?.values ?? [])]);
}

function sorted(values: readonly unknown[]): bigint[] {
  return values.map((value) => BigInt(String(value))).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
