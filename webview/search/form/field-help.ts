import type { SearchField } from '../../../src/protocol/search';

/** What one may want to know of a field while it is filled in, a line for each: what it is, what may be typed. */
export function fieldHelp(field: SearchField): string {
  const { label, description, example, unit, type, asked, wildcards, negates, extent } = field;
  const isRange = asked === 'range';
  return [
    description ?? label,
    example ?? '',
    type === 'date' ? 'A date (2024-05-01), with a time if need be, or an MJD.' : '',
    unit !== undefined && type !== 'date' ? `In ${unit}.` : '',
    isRange ? 'Either end may be left open.' : 'Several are alternatives.',
    wildcards ? '* stands for any characters.' : '',
    negates ? '! before a value means all but that.' : '',
    extent !== undefined && type === 'number'
      ? `From ${shortNumber(extent[0])} to ${shortNumber(extent[1])} in the archive.`
      : '',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

export function shortNumber(value: number | undefined): string {
  return value === undefined ? '' : String(Number(value.toPrecision(5)));
}
