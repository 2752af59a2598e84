import { guessColumns } from '../../markers/guess-columns';
import { columnName } from '../../table/element-type';
import type { Column } from '../../table/table';
import type { PositionColumns } from './dataset';

/**
 * The columns of right ascension and declination as names, units and UCDs say; undefined where they say nothing,
 * or speak of another frame: a query looks in ICRS.
 */
export function guessPosition(columns: readonly Column[]): PositionColumns | undefined {
  const { longitude, latitude, frame } = guessColumns(columns);
  const [ra, dec] = [longitude, latitude].map((index) =>
    columns.find((column) => column.index === index),
  );
  if (ra === undefined || dec === undefined || (frame !== undefined && frame.system !== 'ICRS')) {
    return undefined;
  }
  return { ra: columnName(ra), dec: columnName(dec) };
}
