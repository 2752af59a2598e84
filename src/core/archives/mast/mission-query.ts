import { SkybucketError } from '../../errors';
import type { ServiceCall } from '../service-call';
import { unknownColumn } from './columns';
import { MISSION_DATASETS, type MissionColumn } from './mission-columns';
import { pythonFloat } from './python-number';
import { tokenHeaders } from './token';
import { MAST, serverOf, type MastTools } from './tools';

/**
 * A condition on a column: any of the values holds. A value is compared whole, may have `*` as a wildcard,
 * begin with `!` for "not", with `<`, `>`, `<=`, `>=`, or be a range `a..b`.
 */
export interface MissionCondition {
  readonly column: string;
  readonly values: readonly (string | number | boolean)[];
}

/** A search for the data sets of one mission: all conditions hold. */
export interface MissionQuery {
  /** `hst`, `jwst`, `roman`, … */
  readonly mission: string;
  readonly conditions: readonly MissionCondition[];
  /** Degrees, ICRS: near any of them; at most 100. */
  readonly targets?: readonly { readonly ra: number; readonly dec: number }[] | undefined;
  /** Arc minutes around each target; 3, and at most 30. */
  readonly radius?: number | undefined;
  /** Rows of one answer; 5000. */
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
  /** Columns of the result; those the mission shows, where it is left out. */
  readonly columns?: readonly string[] | undefined;
  readonly sortBy?: readonly string[] | undefined;
  /** For each column of `sortBy`: true for the greatest first. */
  readonly descending?: readonly boolean[] | undefined;
}

export const MOST_TARGETS = 100;
export const MOST_RADIUS = 30;
export const DEFAULT_MISSION_RADIUS = 3;
export const MISSION_LIMIT = 5_000;

/** ULLYSES does not name its data sets unless asked to. */
const ULLYSES_COLUMNS: readonly string[] = [
  ...['target_name_ullyses', 'target_classification', 'targ_ra', 'targ_dec', 'host_galaxy_name'],
  ...['spectral_type', 'bmv0_mag', 'u_mag', 'b_mag', 'v_mag', 'gaia_g_mean_mag', 'star_mass'],
  ...['instrument', 'grating', 'filter', 'observation_id'],
];

/**
 * The body of a search, as astroquery writes it.
 *
 * @throws SkybucketError `not-found` for an unknown column, with the nearest name; `format` for a circle, a
 *   list of targets or a limit that the service does not take.
 */
export function missionBody(
  query: MissionQuery,
  columns: readonly MissionColumn[],
): Readonly<Record<string, unknown>> {
  const { conditions, targets = [], limit = MISSION_LIMIT, offset = 0, sortBy, descending } = query;
  const { radius = DEFAULT_MISSION_RADIUS } = query;
  for (const name of [...conditions.map(({ column }) => column), ...(sortBy ?? [])]) {
    checkName(name, columns);
  }
  checkPlaces(targets, radius);
  return {
    ...{ limit, offset, select_cols: selected(query, columns) },
    ...(targets.length === 0
      ? {}
      : {
          target: targets.map(({ ra, dec }) => `${pythonFloat(ra)} ${pythonFloat(dec)}`),
          ...{ radius: radius * 60, radius_units: 'arcseconds' },
        }),
    conditions: conditions.map(({ column, values }) => ({ [column]: conditionValue(values) })),
    ...(sortBy === undefined ? {} : { sort_by: sortBy }),
    ...(descending === undefined ? {} : { sort_desc: descending }),
  };
}

function checkName(name: string, columns: readonly MissionColumn[]): void {
  if (!columns.some((column) => column.name === name)) {
    throw unknownColumn(
      'This mission',
      name,
      columns.map((column) => column.name),
    );
  }
}

function checkPlaces(
  targets: readonly { readonly ra: number; readonly dec: number }[],
  radius: number,
): void {
  const wrong = targets.some(({ ra, dec }) => !(Number.isFinite(ra) && Math.abs(dec) <= 90));
  if (wrong || !(radius >= 0)) {
    throw new SkybucketError('format', 'This is no circle on the sky.', {
      hint: 'Give right ascension and declination in degrees, the radius in arc minutes.',
    });
  }
  if (radius > MOST_RADIUS || targets.length > MOST_TARGETS) {
    throw new SkybucketError(
      'format',
      radius > MOST_RADIUS
        ? `The search of a mission takes a radius of at most ${MOST_RADIUS}′.`
        : `The search of a mission takes at most ${MOST_TARGETS} targets at once.`,
      { hint: 'Search in several parts, or use the search over all missions.' },
    );
  }
}

/** One value as it is, so that a number stays one; several in one text. */
function conditionValue(values: MissionCondition['values']): string | number | boolean {
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : values.map(textFor).join(',');
}

function textFor(value: string | number | boolean): string {
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value);
}

/** Null for what the mission shows. The column that names a data set is always there. */
function selected(
  { mission, columns: names }: MissionQuery,
  columns: readonly MissionColumn[],
): readonly string[] | null {
  if (names === undefined) {
    return mission === 'ullyses' ? ULLYSES_COLUMNS : null;
  }
  names.forEach((name) => checkName(name, columns));
  const dataset = MISSION_DATASETS[mission];
  return dataset === undefined || names.includes(dataset) ? names : [...names, dataset];
}

/** A call of the search of a mission: `search`, `post_list_products`. */
export function missionCall(
  tools: MastTools,
  mission: string,
  path: string,
  body: unknown,
): ServiceCall {
  const address = `${serverOf(tools)}/search/${encodeURIComponent(mission)}/api/v0.1/${path}`;
  return {
    ...{ method: 'POST', address, who: MAST, body: JSON.stringify(body) },
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...tokenHeaders(address, tools.token),
    },
  };
}
