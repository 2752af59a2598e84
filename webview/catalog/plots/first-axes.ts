import type { ColumnLine } from '../../../src/protocol/table';
import { firstColumns, plottable } from '../../inspector/plot/first-columns';
import { writtenName } from '../../table/filter-words';

export interface FirstAxes {
  readonly x: string;
  readonly y: string;
  readonly longitude: string;
  readonly latitude: string;
}

const LONGITUDE = /^_?(ra|alpha)([_-]?(j2000|icrs|deg|fk5|obj|targ|mean|win))*$/i;
const LATITUDE = /^_?(de|dec|decl|delta)([_-]?(j2000|icrs|deg|fk5|obj|targ|mean|win))*$/i;
const ERROR = /(err|sigma?|unc|e_|_e$|snr)/i;

/**
 * What to plot first: two colours where there are three magnitudes, as photometric catalogues have them; a colour and
 * a magnitude where there are two; else columns that belong together. Empty where nothing can be found.
 */
export function firstAxes(columns: readonly ColumnLine[]): FirstAxes {
  const all = plottable(columns);
  const name = (column: ColumnLine | undefined): string =>
    column === undefined ? '' : writtenName(column, columns);
  const longitude = all.find((column) => LONGITUDE.test(column.name));
  const latitude = all.find((column) => LATITUDE.test(column.name));
  const sky = { longitude: name(longitude), latitude: name(latitude) };
  const [a, b, c] = all.filter(isMagnitude);
  if (a !== undefined && b !== undefined) {
    const colour = `${name(a)} - ${name(b)}`;
    return c === undefined
      ? { x: colour, y: name(a), ...sky }
      : { x: `${name(b)} - ${name(c)}`, y: colour, ...sky };
  }
  const others = all.filter((column) => column !== longitude && column !== latitude);
  const pair = firstColumns(others.length > 1 ? others : all, undefined);
  return { x: name(pair?.x), y: name(pair?.y), ...sky };
}

/** Whether an axis of this text is to be turned round unless the user says otherwise: one magnitude, no difference. */
export function isMagnitudeAxis(
  text: string,
  unit: string,
  columns: readonly ColumnLine[],
): boolean {
  const written = text.trim().toLowerCase();
  return (
    /^mag/i.test(unit) &&
    columns.some((column) => writtenName(column, columns).toLowerCase() === written)
  );
}

function isMagnitude({ name, unit = '' }: ColumnLine): boolean {
  const named = unit === '' && /(^|_)mag($|_)|mpro$|^[ugrizy]mag$/i.test(name);
  return (/^mag(\(ab\)|nitude)?$/i.test(unit.trim()) || named) && !ERROR.test(name);
}
