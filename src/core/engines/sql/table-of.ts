import type { EngineSettings } from '../engine-settings';
import { datasetKey } from '../engine-settings';
import { identifier } from './words';

export interface TableOf {
  /** In SQL, quoted. */
  readonly table: string;
  /** True where no setting names it. */
  readonly guessed: boolean;
}

/**
 * The table of a data set in an engine: as the setting has it, else a guess from the name of its folder.
 *
 * @param names what the data set is called: its label (`s3://…`) and its URI
 */
export function tableOf(
  { tables }: Pick<EngineSettings, 'tables'>,
  names: readonly string[],
): TableOf {
  for (const name of names) {
    const table = tables.get(datasetKey(name));
    if (table !== undefined) {
      return { table, guessed: false };
    }
  }
  const last =
    datasetKey(names[0] ?? '')
      .split('/')
      .at(-1) ?? '';
  const plain = last
    .replace(/\.(?:parquet|parq|pq)$/i, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_]+/gu, '_')
    .replace(/^_+|_+$/g, '');
  return { table: identifier(plain === '' ? 'catalogue' : plain), guessed: true };
}
