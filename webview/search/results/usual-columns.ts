import type { TableReply } from '../../../src/protocol/table';
import type { KeptTable } from '../../table/kept';

/** What one looks at first of observations and images, by the names of CAOM and ObsCore. */
const FIRST: readonly string[] = [
  ...['obs_id', 'target_name', 'obs_collection', 'instrument_name', 'filters'],
  ...['energy_bandpassname', 'dataproduct_type', 'dataproduct_subtype', 'calib_level'],
  ...['t_exptime', 't_min', 't_max', 'em_min', 'em_max', 's_ra', 's_dec'],
  ...['proposal_id', 'proposal_pi', 'dataRights', 'obs_title'],
];

/** What such rows always have, and those of CAOM besides. */
const KEY = 'obs_id';
const CAOM_KEY = 'obsid';
/** Room for the long names that CAOM has, in pixels. */
const NAME_WIDTH = 200;

/**
 * How a table of observations is looked at first: services begin with columns that say the same in all rows.
 * Undefined for any other table.
 */
export function usualColumns({ columns }: Pick<TableReply, 'columns'>): KeptTable | undefined {
  const places = new Map(columns.map(({ name }, at) => [name, at]));
  const name = places.get(KEY);
  if (name === undefined) {
    return undefined;
  }
  const widths = places.has(CAOM_KEY) ? ([[name, NAME_WIDTH]] as const) : [];
  const order = FIRST.flatMap((name) => places.get(name) ?? []);
  return {
    ...{ filter: '', sort: [], row: 0, left: 0, cell: undefined },
    columns: { order, hidden: [], widths },
  };
}
