import type { CatalogColumn, CatalogReply } from '../../../src/protocol/catalog';
import type { CatalogMatchPlan } from '../../../src/protocol/catalog-match';
import { MOST_MATCH_RADIUS } from '../../../src/protocol/catalog-match';
import { countOf, formatBytes, formatCount } from '../../../src/protocol/figures';
import type { ColumnLine } from '../../../src/protocol/table';

/** Arcseconds of one of a unit. */
const UNITS = { '"': 1, arcsec: 1, "'": 60, arcmin: 60, '°': 3600, deg: 3600, mas: 0.001 } as const;

/** A radius as it is typed: `2`, `2"`, `0.5 arcmin`, `500 mas`; arcseconds without a unit. */
export function readRadius(typed: string): number | undefined {
  const [, number = '', unit = ''] =
    /^\s*(\d+\.?\d*|\.\d+)\s*("|'|°|arcsec|arcmin|deg|mas)?\s*$/.exec(typed) ?? [];
  const factor = unit === '' ? 1 : UNITS[unit as keyof typeof UNITS];
  const radius = Number(number) * factor;
  return number !== '' && radius > 0 && radius <= MOST_MATCH_RADIUS ? radius : undefined;
}

/** What reading the other side takes. */
export function planWords({ rows, files, bytes, requests }: CatalogMatchPlan): string {
  const from = files === 1 ? '1 file' : `${formatCount(files)} files`;
  return `Reads at most ${countOf(rows, 'row')} of ${from}: ${formatBytes(bytes)} in ${countOf(requests, 'request')}.`;
}

export function matchedWords(matched: number, of: number, rows: number): string {
  return `${formatCount(matched)} of ${countOf(of, 'row')} have a match: ${countOf(rows, 'row')} in the result.`;
}

/** Names that columns of position have, in the order in which they are meant. */
const POSITIONS = [
  [/^ra$/i, /^dec$/i],
  [/^_?ra_?(?:j2000|icrs)$/i, /^_?de(?:c)?_?(?:j2000|icrs)$/i],
  [/^ra(?:_|deg|mean)/i, /^dec?(?:_|deg|mean)/i],
] as const;

/** The columns of a table on show as those of a data set, with its columns of position where names say. */
export function replyOf(
  columns: readonly ColumnLine[],
  known: CatalogReply['position'],
): Pick<CatalogReply, 'columns' | 'position'> {
  const shown = columns.map(({ name, type, unit, description, variable, scalar, numeric }) => ({
    ...{ name, type, unit: unit ?? '', description: description ?? '' },
    ...{ list: variable || !scalar, numeric, inFolders: false },
  }));
  const names = columns.map(({ name }) => name);
  const guessed = POSITIONS.flatMap(([ra, dec]) => {
    const [first, second] = [names.find((name) => ra.test(name)), names.find((n) => dec.test(n))];
    return first === undefined || second === undefined ? [] : [{ ra: first, dec: second }];
  })[0];
  const isThere = known !== undefined && names.includes(known.ra) && names.includes(known.dec);
  return { columns: shown, position: isThere ? known : guessed };
}

/** A column of a data set as the field for filters knows them. */
export function lineOf(column: CatalogColumn, index: number): ColumnLine {
  const { name, type, unit, description, list, numeric } = column;
  return {
    ...{ index, name, type, description, numeric, unit, format: '', width: 10 },
    ...{ shape: [], variable: list, scalar: !list, nullRule: undefined, problem: undefined },
  };
}
