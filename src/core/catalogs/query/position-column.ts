import { SkybucketError } from '../../errors';
import { angleUnitOf } from '../../markers/angle-units';
import { isNumeric } from '../../table/element-type';
import type { Column } from '../../table/table';

/**
 * A column as right ascension or declination: a number of degrees in each row.
 *
 * @throws SkybucketError `unsupported` for one that is anything else.
 */
export function checkPositionColumn(column: Column): Column {
  const { name, unit } = column;
  if (!isNumeric(column)) {
    throw notDegrees(`“${name}” does not have one number in each row`);
  }
  const said = unit?.trim() ?? '';
  if (said !== '' && angleUnitOf(said)?.degrees !== 1) {
    throw notDegrees(`“${name}” is in ${said}`);
  }
  return column;
}

function notDegrees(what: string): SkybucketError {
  return new SkybucketError('unsupported', `${what}, so it is no coordinate in degrees.`, {
    hint: 'Choose other columns of right ascension and declination.',
  });
}
