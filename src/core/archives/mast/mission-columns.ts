import { SkybucketError } from '../../errors';
import { flagIn, isObject, textIn } from '../json-object';
import { callService, readJson, type CallOptions } from '../service-call';
import { tokenHeaders } from './token';
import { MAST, MOST_BYTES, serverOf, SHORT_MS, type MastTools } from './tools';

/** The missions that have a search of their own, and the column that names their data sets. */
export const MISSION_DATASETS: Readonly<Record<string, string | undefined>> = {
  hst: 'sci_data_set_name',
  jwst: 'fileSetName',
  roman: 'fileSetName',
  roman_spectra: undefined,
  roman_cgi: undefined,
  classy: 'Target',
  ullyses: 'observation_id',
  iue: 'iue_data_id',
};

/** A column that the search of one mission knows. */
export interface MissionColumn {
  readonly name: string;
  /** For people: `Target Name`. */
  readonly label: string;
  /** `char`, `long`, `double`, … */
  readonly type: string;
  /** What a condition on it looks like: `string`, `float`, `datetime`, `boolean`, `ra`, … */
  readonly condition: string;
  readonly description: string | undefined;
  readonly queryable: boolean;
  /** True where it is among the results unless others are chosen. */
  readonly shown: boolean;
}

/** @throws SkybucketError what {@link callService} throws; `server` for a mission without columns. */
export async function askMissionColumns(
  tools: MastTools,
  mission: string,
  options: CallOptions = {},
): Promise<readonly MissionColumn[]> {
  const path = `/search/util/api/v0.1/column_list?mission=${encodeURIComponent(mission)}`;
  const address = `${serverOf(tools)}${path}`;
  const json = await callService(
    tools,
    {
      ...{ method: 'GET', address, who: MAST },
      headers: { accept: 'application/json', ...tokenHeaders(address, tools.token) },
    },
    (answer) => readJson(answer, MOST_BYTES, MAST),
    { timeoutMs: SHORT_MS, ...options },
  );
  return readMissionColumns(json, mission);
}

export function readMissionColumns(json: unknown, mission: string): readonly MissionColumn[] {
  const list: readonly unknown[] = Array.isArray(json) ? json : [];
  const columns = list.filter(isObject).flatMap((about) => {
    const name = textIn(about, 'column_name');
    return name === undefined
      ? []
      : [
          {
            name,
            label: textIn(about, 'field_name') ?? name,
            type: textIn(about, 'datatype') ?? 'char',
            condition: textIn(about, 'qual_type') ?? 'string',
            description: textIn(about, 'description')?.replace(/\s+/g, ' ').trim(),
            queryable: flagIn(about, 'queryable'),
            shown: flagIn(about, 'default_output'),
          },
        ];
  });
  if (columns.length === 0) {
    throw new SkybucketError('server', `MAST has no columns for the mission “${mission}”.`, {
      hint: `Missions with a search of their own are ${Object.keys(MISSION_DATASETS).join(', ')}.`,
    });
  }
  return columns;
}
