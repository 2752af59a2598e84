import { OPEN_END, rangeOf, type MastCriterion } from './filters';
import { columnNamed, type MastColumn } from './columns';
import type { MissionQuery } from './mission-query';
import type { ProductFilters } from './product-filters';
import { pythonFloat } from './python-number';
import type { MastQuery } from './query';

/** What follows a search in Python. */
export interface PythonSteps {
  /** Of which observations the products are listed; all of the search, where it is left out. */
  readonly obsids?: readonly string[] | undefined;
  /** Lists the products, and chooses among them. */
  readonly filters?: ProductFilters | undefined;
  /** Asks for the addresses in the cloud. */
  readonly cloud?: boolean | undefined;
}

/**
 * Python that does the same with astroquery: the search, and what follows it.
 *
 * @throws SkybucketError `not-found` for an unknown column.
 */
export function asPython(
  { criteria, position, pageSize }: MastQuery,
  columns: readonly MastColumn[],
  steps: PythonSteps = {},
): string {
  const lines = ['from astroquery.mast import Observations'];
  const given: [string, string][] = [];
  if (position !== undefined) {
    lines.unshift('from astropy.coordinates import SkyCoord');
    given.push(['coordinates', skyCoord(position)], ['radius', `${pythonFloat(position.radius)}`]);
  }
  for (const criterion of criteria) {
    given.push([criterion.column, criterionText(criterion, columns)]);
  }
  if (pageSize !== undefined) {
    given.push(['pagesize', String(pageSize)]);
  }
  const method = criteria.length === 0 ? 'query_region' : 'query_criteria';
  lines.push('', call('observations', `Observations.${method}`, [], given));
  const { obsids, filters, cloud = false } = steps;
  if (obsids !== undefined || filters !== undefined || cloud) {
    const of = obsids === undefined ? 'observations' : list(obsids);
    lines.push(`products = Observations.get_unique_product_list(${of})`);
  }
  if (filters !== undefined) {
    lines.push(
      call('products', 'Observations.filter_products', ['products'], filtersText(filters)),
    );
  }
  if (cloud) {
    // Without it, most releases refuse to look them up.
    lines.push('Observations.enable_cloud_dataset()');
    lines.push('uris = Observations.get_cloud_uris(products)');
  }
  return `${lines.join('\n')}\n`;
}

/** Python that does the search of a mission with astroquery. */
export function missionAsPython(query: MissionQuery): string {
  const { mission, conditions, targets = [], radius, limit, offset, columns } = query;
  const lines = ['from astroquery.mast import MastMissions'];
  const given: [string, string][] = [];
  if (targets.length > 0) {
    lines.unshift('from astropy.coordinates import SkyCoord');
    const places = targets.map(skyCoord);
    given.push([
      'coordinates',
      places.length === 1 ? (places[0] as string) : `[${places.join(', ')}]`,
    ]);
    if (radius !== undefined) {
      given.push(['radius', pythonFloat(radius)]);
    }
  }
  if (limit !== undefined) {
    given.push(['limit', String(limit)]);
  }
  if (offset !== undefined) {
    given.push(['offset', String(offset)]);
  }
  if (columns !== undefined) {
    given.push(['select_cols', list(columns)]);
  }
  for (const { column, values } of conditions) {
    given.push([column, values.length === 1 ? valueOf(values[0] ?? '') : list(values)]);
  }
  if (query.sortBy !== undefined) {
    given.push(['sort_by', list(query.sortBy)]);
  }
  if (query.descending !== undefined) {
    given.push(['sort_desc', list(query.descending)]);
  }
  lines.push('', `missions = MastMissions(mission=${pythonText(mission)})`);
  lines.push(call('datasets', 'missions.query_criteria', [], given));
  return `${lines.join('\n')}\n`;
}

function skyCoord({ ra, dec }: { readonly ra: number; readonly dec: number }): string {
  return `SkyCoord(${pythonFloat(ra)}, ${pythonFloat(dec)}, unit="deg")`;
}

function criterionText(criterion: MastCriterion, columns: readonly MastColumn[]): string {
  const { asked } = columnNamed(columns, criterion.column);
  if (asked === 'range' || 'range' in criterion) {
    const [min = -OPEN_END, max = OPEN_END] = rangeOf(criterion);
    return list([min, max]);
  }
  const { values } = criterion;
  return values.length === 1 ? valueOf(values[0] ?? '') : list(values);
}

function filtersText({
  recommendedOnly = false,
  extension,
  columns = {},
}: ProductFilters): [string, string][] {
  const given: [string, string][] = [];
  if (recommendedOnly) {
    given.push(['mrp_only', 'True']);
  }
  if (extension !== undefined) {
    given.push([
      'extension',
      typeof extension === 'string' ? pythonText(extension) : list(extension),
    ]);
  }
  for (const [name, wanted] of Object.entries(columns)) {
    const one = typeof wanted === 'string' || typeof wanted === 'number';
    given.push([name, one ? valueOf(wanted) : list(wanted)]);
  }
  return given;
}

/** A call whose result gets a name, an argument a line. */
function call(
  result: string,
  method: string,
  first: readonly string[],
  given: readonly (readonly [string, string])[],
): string {
  const named = given.filter(([name]) => isName(name)).map(([name, value]) => `${name}=${value}`);
  const others = given.filter(([name]) => !isName(name));
  // What is no name of a parameter in Python goes in a dictionary.
  const rest =
    others.length === 0
      ? []
      : [`**{${others.map(([name, value]) => `${pythonText(name)}: ${value}`).join(', ')}}`];
  const all = [...first, ...named, ...rest];
  return `${result} = ${method}(\n${all.map((argument) => `    ${argument},\n`).join('')})`;
}

const KEYWORDS: readonly string[] = [
  ...['False', 'None', 'True', 'and', 'as', 'assert', 'async', 'await', 'break', 'class'],
  ...['continue', 'def', 'del', 'elif', 'else', 'except', 'finally', 'for', 'from', 'global'],
  ...['if', 'import', 'in', 'is', 'lambda', 'nonlocal', 'not', 'or', 'pass', 'raise', 'return'],
  ...['try', 'while', 'with', 'yield'],
];

function isName(text: string): boolean {
  return /^[A-Za-z_]\w*$/.test(text) && !KEYWORDS.includes(text);
}

function list(values: readonly (string | number | boolean)[]): string {
  return `[${values.map(valueOf).join(', ')}]`;
}

function valueOf(value: string | number | boolean): string {
  if (typeof value === 'string') {
    return pythonText(value);
  }
  if (typeof value === 'boolean') {
    return value ? 'True' : 'False';
  }
  return Number.isSafeInteger(value) ? String(value) : pythonFloat(value);
}

/** A text as Python writes it, whatever is in it. */
export function pythonText(text: string): string {
  const inside = Array.from(text, (sign) => {
    const code = sign.codePointAt(0) as number;
    if (sign === '\\' || sign === '"') {
      return `\\${sign}`;
    }
    if (code >= 0x20 && code < 0x7f) {
      return sign;
    }
    // What cannot be seen, or could be taken for something else, is written by its number.
    return code <= 0xff
      ? `\\x${code.toString(16).padStart(2, '0')}`
      : code <= 0xffff
        ? `\\u${code.toString(16).padStart(4, '0')}`
        : `\\U${code.toString(16).padStart(8, '0')}`;
  });
  return `"${inside.join('')}"`;
}
