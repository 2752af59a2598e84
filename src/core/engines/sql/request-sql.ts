import { readFilter } from '../../catalogs/filter/row-filter';
import { regionTest } from '../../catalogs/region/region';
import { regionOf } from '../../catalogs/request/region-of';
import type { CatalogRequest } from '../../catalogs/request/request';
import { SkybucketError } from '../../errors';
import { columnSql, doubleColumnSql, expressionColumn, type SqlColumn } from './column';
import { filterSql } from './filter-sql';
import { inside, type Piece } from './piece';
import { pixelColumns, pruningSql } from './pixel-sql';
import { regionSql } from './region-sql';
import { bounded, identifier } from './words';

/** A column of the data set that a request is about. */
export type DatasetColumn = SqlColumn & { readonly inFolders: boolean };

/**
 * The SQL of Trino and Athena that asks for the rows of a request.
 *
 * @param columns all of the data set
 * @param table its name in SQL, quoted
 * @throws SkybucketError `unsupported` for what SQL cannot ask, `not-found` for a column that is not there,
 *   `too-large`; ExpressionError of a filter that makes no sense
 */
export function requestSql(
  request: CatalogRequest,
  columns: readonly DatasetColumn[],
  table: string,
): string {
  if (request.columns.length === 0) {
    throw new SkybucketError('format', 'No column is chosen.', { hint: 'Choose at least one.' });
  }
  const wanted = request.columns.map((name) => selected(columnNamed(columns, name)));
  const conditions = [...filterOf(request, columns), ...placeOf(request, columns)];
  const where =
    conditions.length === 0
      ? ''
      : `\nWHERE ${conditions.map((one) => inside(one, 'and')).join('\n  AND ')}`;
  return bounded(`SELECT ${wanted.join(', ')}\nFROM ${table}${where}`);
}

/** The engines write names in small letters unless they are told. */
function selected(column: DatasetColumn): string {
  const sql = columnSql(column);
  return column.name === column.name.toLowerCase() && !column.name.includes('.')
    ? sql
    : `${sql} AS ${identifier(column.name)}`;
}

function filterOf({ filter }: CatalogRequest, columns: readonly DatasetColumn[]): Piece[] {
  return filter.trim() === ''
    ? []
    : [filterSql(readFilter(filter, columns.map(expressionColumn)), columns)];
}

function placeOf(
  { region: spec, position }: CatalogRequest,
  columns: readonly DatasetColumn[],
): Piece[] {
  const region = regionOf(spec);
  if (region.kind === 'everywhere') {
    return [];
  }
  if (position === undefined) {
    throw new SkybucketError('format', 'The columns of position are not known.', {
      hint: 'Choose them beside the region.',
    });
  }
  const test = regionTest(region);
  const pixels = pixelColumns(columns);
  const [ra, dec] = [position.ra, position.dec].map((name) =>
    doubleColumnSql(columnNamed(columns, name)),
  ) as [string, string];
  const exact = regionSql(region, { ra, dec, pixels });
  return [...pruningSql(pixels, (order) => test.cover(order)), exact];
}

function columnNamed(columns: readonly DatasetColumn[], name: string): DatasetColumn {
  const column = columns.find((candidate) => candidate.name === name);
  if (column === undefined) {
    throw new SkybucketError('not-found', `The catalogue has no column “${name}”.`, {
      hint: 'Choose the columns anew.',
    });
  }
  return column;
}
