import { AnswerTable } from '../../../src/core/archives/mast/answer-table';
import type { Table } from '../../../src/core/table/table';

/** Observations as MAST would send them. */
export function observations(count: number): Table {
  const table = new AnswerTable();
  table.add(
    [
      { name: 'obsid', type: 'string' },
      { name: 'obs_id', type: 'string' },
      { name: 'obs_collection', type: 'string' },
      { name: 'instrument_name', type: 'string' },
      { name: 'filters', type: 'string' },
      { name: 'target_name', type: 'string' },
      { name: 't_exptime', type: 'float' },
      { name: 'calib_level', type: 'int' },
      { name: 'dataRights', type: 'string' },
    ],
    Array.from({ length: count }, (_, row) => ({
      obsid: 87766440 + row,
      obs_id: `jw01783-o00${row}_t001_nircam_clear-f444w`,
      obs_collection: 'JWST',
      instrument_name: 'NIRCAM/IMAGE',
      filters: 'F444W',
      target_name: row === 1 ? null : 'M-83',
      t_exptime: 1073.68 + row,
      calib_level: 3,
      dataRights: row === 2 ? 'EXCLUSIVE_ACCESS' : 'PUBLIC',
    })),
  );
  return table.table();
}
