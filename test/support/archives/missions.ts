import jwstColumns from './answers/jwst-columns.json';
import { separation } from './geometry';
import type { Observation } from './observations';
import { type Product, productsOf } from './products';

/** The search of one mission (`/search/jwst/…`) over the observations of a made-up MAST. */

interface MissionAsked {
  readonly limit?: number;
  readonly offset?: number;
  readonly target?: readonly string[];
  /** Arc seconds. */
  readonly radius?: number;
  readonly conditions?: readonly Readonly<Record<string, string | number | boolean>>[];
  readonly sort_by?: readonly string[];
}

type Row = Readonly<Record<string, string | number>>;

const TYPES: Readonly<Record<string, string>> = {
  char: 'VARCHAR',
  long: 'INTEGER',
  double: 'FLOAT',
};

export interface MissionReply {
  readonly status: number;
  readonly body: unknown;
}

/** @param path behind `/search/`, without its query */
export function answerMission(
  path: string,
  query: URLSearchParams,
  body: string,
  observations: readonly Observation[],
): MissionReply {
  if (path === 'util/api/v0.1/column_list') {
    return { status: 200, body: query.get('mission') === 'jwst' ? jwstColumns : [] };
  }
  if (path === 'jwst/api/v0.1/search') {
    return search(JSON.parse(body) as MissionAsked, observations);
  }
  if (path === 'jwst/api/v0.1/post_list_products') {
    const { dataset_ids: ids } = JSON.parse(body) as { readonly dataset_ids: readonly string[] };
    return { status: 200, body: { products: ids.flatMap((id) => listed(id, observations)) } };
  }
  return { status: 404, body: { detail: 'Not Found' } };
}

function search(asked: MissionAsked, observations: readonly Observation[]): MissionReply {
  const { limit = 5000, offset = 0, target = [], radius = 180, conditions = [] } = asked;
  const names = new Set(jwstColumns.map(({ column_name }) => column_name));
  const wrong = conditions.flatMap((each) => Object.keys(each)).find((name) => !names.has(name));
  if (wrong !== undefined) {
    return { status: 400, body: { detail: `${wrong} is not a column of this mission.` } };
  }
  const places = target.map((text) => text.split(' ').map(Number));
  const rows = observations
    .filter(({ obs_collection: mission }) => mission === 'JWST')
    .filter(
      ({ s_ra, s_dec }) =>
        places.length === 0 ||
        places.some(([ra = 0, dec = 0]) => separation(ra, dec, s_ra, s_dec) <= radius / 3600),
    )
    .map(rowOf)
    .filter((row) => conditions.every((each) => Object.entries(each).every(meets(row))));
  return {
    status: 200,
    body: {
      info: jwstColumns
        .filter(({ column_name }) => column_name !== 'search_pos')
        .map(({ column_name, datatype }) => ({ name: column_name, type: TYPES[datatype] })),
      results: rows.slice(offset, offset + limit),
      ...{ search_params: asked, totalResults: rows.length, messages: [] },
    },
  };
}

function rowOf(observation: Observation): Row {
  return {
    fileSetName: observation.obs_id,
    targprop: String(observation['target_name']),
    targ_ra: observation.s_ra,
    targ_dec: observation.s_dec,
    program: Number(observation['proposal_id']),
    instrume: String(observation['instrument_name']).replace(/\/.*/, ''),
    exp_type: String(observation['instrument_name']).replace('/', '_'),
    opticalElements: String(observation['filters']),
    date_obs: new Date((Number(observation['t_min']) - 40_587) * 86_400_000).toISOString(),
    duration: Number(observation['t_exptime']),
    access: observation.dataRights,
  };
}

/** Conditions as the service takes them: `A,B`, `!A`, `>=3`, `1..5`, `NIR*`. */
function meets(row: Row): (condition: [string, string | number | boolean]) => boolean {
  return ([name, wanted]) => {
    const value = String(row[name] ?? '');
    return String(wanted)
      .split(',')
      .some((part) => {
        const [, not = '', operator = '', rest = ''] =
          /^(!?)(>=|<=|>|<)?\s*(.*)$/s.exec(part) ?? [];
        return holds(value, operator, rest) !== (not === '!');
      });
  };
}

function holds(value: string, operator: string, wanted: string): boolean {
  const [from, to] = wanted.split('..');
  if (operator === '' && to !== undefined) {
    return compare(value, from ?? '') >= 0 && compare(value, to) <= 0;
  }
  switch (operator) {
    case '>':
      return compare(value, wanted) > 0;
    case '>=':
      return compare(value, wanted) >= 0;
    case '<':
      return compare(value, wanted) < 0;
    case '<=':
      return compare(value, wanted) <= 0;
    default: {
      const parts = wanted.toLowerCase().split('*');
      const pattern = parts.map((part) => part.replace(/[^\w ]/g, '\\$&')).join('.*');
      return new RegExp(`^${pattern}$`, 's').test(value.toLowerCase());
    }
  }
}

function compare(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)];
  return Number.isNaN(x) || Number.isNaN(y) ? a.localeCompare(b) : x - y;
}

function listed(id: string, observations: readonly Observation[]): object[] {
  const observation = observations.find((each) => each.obs_id === id);
  return observation === undefined ? [] : productsOf(observation).map((each) => fileOf(id, each));
}

function fileOf(fileset: string, { row, uri }: Product): object {
  const filename = String(row['productFilename']);
  return {
    ...{ product_key: `${fileset}_${filename}`, access: row['dataRights'], fileset, filename, uri },
    file_suffix: `_${String(row['productSubGroupDescription']).toLowerCase()}`,
    category: String(row['calib_level']),
    size: row['size'],
    type: String(row['productType']).toLowerCase(),
  };
}
