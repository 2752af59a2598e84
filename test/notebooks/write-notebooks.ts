/**
 * Writes notebooks, scripts and filters in Python into a folder, with the rows that the reader of the product finds:
 * `run_notebooks.py` runs them and compares.
 *
 *     node --import tsx test/notebooks/write-notebooks.ts FOLDER
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readFilter } from '../../src/core/catalogs/filter/row-filter';
import { detectLayout } from '../../src/core/catalogs/layout/detect';
import { catalogPython } from '../../src/core/catalogs/notebook/catalog-python';
import { filterPython } from '../../src/core/catalogs/notebook/filter-python';
import { catalogNotebook } from '../../src/core/catalogs/notebook/notebook';
import { readDatasetSchema } from '../../src/core/catalogs/query/dataset-schema';
import { planQuery } from '../../src/core/catalogs/query/plan';
import { queryRegion } from '../../src/core/catalogs/query/query-region';
import { ResultTable } from '../../src/core/catalogs/query/result-table';
import { runQuery } from '../../src/core/catalogs/query/run';
import { regionOf } from '../../src/core/catalogs/request/region-of';
import type { CatalogRequest, RegionSpec } from '../../src/core/catalogs/request/request';
import { expressionColumn } from '../../src/core/engines/sql/column';
import { SkybucketError } from '../../src/core/errors';
import { diskFolder } from '../support/catalogs/folders';
import { chosenRows, COLUMNS, FILTERS, rows } from '../support/engines/filter-cases';

const GOLDEN = fileURLToPath(new URL('../../../shared/golden/', import.meta.url));

interface Case {
  readonly name: string;
  readonly path: string;
  readonly columns: readonly string[];
  readonly filter: string;
  readonly region: RegionSpec;
}

const WISE = 'synthetic/parquet/wise-like.parquet';
const HATS = 'hats/small_sky_npix_as_dir';
const COLUMNS_OF_HATS = ['id', 'ra', 'dec'];
const WISE_COLUMNS = ['cntr', 'w1mpro', 'healpix_k5'];
const POLYGON: RegionSpec = {
  ...{ kind: 'polygon', larger: false },
  corners: [
    [61, 24],
    [67, 25],
    [64, 27],
    [66, 30],
    [62, 29],
  ],
};

const CASES: readonly Case[] = [
  {
    ...{ name: 'hive-box', path: WISE, columns: WISE_COLUMNS, filter: 'ext_flg == 0' },
    region: { kind: 'box', ra: [62, 66], dec: [25, 29] },
  },
  {
    ...{ name: 'hive-polygon', path: WISE, columns: WISE_COLUMNS, region: POLYGON },
    filter: 'w1mpro - w2mpro > -1 and not designation like "J041%"',
  },
  {
    ...{ name: 'hive-union', path: WISE, columns: WISE_COLUMNS, filter: '' },
    region: { kind: 'union', parts: [{ kind: 'cone', ra: 64, dec: 27, radius: 1 }, POLYGON] },
  },
  {
    ...{ name: 'hats-cone', path: HATS, columns: COLUMNS_OF_HATS, filter: 'id != 705' },
    region: { kind: 'cone', ra: 300, dec: -50, radius: 12 },
  },
  {
    ...{ name: 'hats-box', path: HATS, columns: COLUMNS_OF_HATS, filter: '' },
    region: { kind: 'box', ra: [290, 310], dec: [-60, -35] },
  },
  {
    ...{ name: 'hats-polygon', path: HATS, columns: COLUMNS_OF_HATS, filter: 'ra_error == 0' },
    region: {
      ...{ kind: 'polygon', larger: false },
      corners: [
        [290, -60],
        [320, -60],
        [305, -30],
      ],
    },
  },
];

async function write(folder: string, { name, path, ...asked }: Case): Promise<void> {
  const place = join(GOLDEN, path);
  const files = diskFolder(place);
  const detected = await detectLayout(files);
  if (detected.what !== 'catalogue') {
    throw new Error(detected.what);
  }
  const { layout } = detected;
  const schema = await readDatasetSchema(files, layout);
  const position = layout.position ?? { ra: 'ra', dec: 'dec' };
  const request: CatalogRequest = { dataset: { uri: 'file:///x/', part: '' }, ...asked, position };
  const plan = await planQuery({
    ...{ folder: files, layout, schema, columns: asked.columns, position },
    filter: asked.filter === '' ? undefined : asked.filter,
    region: queryRegion(regionOf(asked.region)),
  });
  const result = new ResultTable(plan.columns);
  await runQuery(plan, result);
  const { columns } = await result.read(0, result.rows, [...plan.columns.keys()]);
  const found = Array.from({ length: result.rows }, (_, row) =>
    columns.map(({ values, missing }) => (missing?.[row] === 1 ? null : String(values[row]))),
  );
  const catalog = {
    ...{ kind: layout.kind, label: path },
    columns: schema.columns.map((column) => ({
      ...{ name: column.name, type: column.type, list: column.variable },
      inFolders: schema.inFolders.has(column.name),
    })),
  };
  const at = { kind: 'local', path: place } as const;
  writeFileSync(join(folder, `${name}.ipynb`), catalogNotebook(request, catalog, at));
  writeFileSync(join(folder, `${name}.py`), catalogPython(request, catalog, at));
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(found));
}

function writeFilters(folder: string): void {
  const filters = FILTERS.map((text) => {
    const filter = readFilter(text, COLUMNS.map(expressionColumn));
    try {
      return { text, python: filterPython(filter, COLUMNS), rows: chosenRows(filter) };
    } catch (error) {
      if (error instanceof SkybucketError && error.code === 'unsupported') {
        return { text, problem: error.message };
      }
      throw error;
    }
  });
  const table = rows.map((row) =>
    Object.values(row).map((cell) => (cell === null ? null : String(cell))),
  );
  writeFileSync(join(folder, 'filters.json'), JSON.stringify({ columns: COLUMNS, table, filters }));
}

async function main(): Promise<void> {
  const folder = resolve(process.argv[2] ?? 'notebooks');
  mkdirSync(folder, { recursive: true });
  writeFilters(folder);
  if (!existsSync(join(GOLDEN, WISE))) {
    process.stdout.write(`Filters alone: ${GOLDEN} is not there.\n`);
    return;
  }
  for (const one of CASES) {
    await write(folder, one);
  }
}

void main();
