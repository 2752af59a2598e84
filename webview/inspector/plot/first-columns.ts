import type { ColumnLine } from '../../../src/protocol/table';

/** How the points are drawn: each by itself, or joined in the order of the rows. */
export type Mark = 'points' | 'line';

export interface PlotColumns {
  readonly x: ColumnLine;
  readonly y: ColumnLine;
  readonly mark: Mark;
}

/** Names of columns that are looked at together, as catalogues, spectra and light curves have them. */
const PAIRS: readonly { readonly x: RegExp; readonly y: RegExp; readonly mark: Mark }[] = [
  {
    x: /^_?(ra|alpha)([_-]?(j2000|icrs|deg|fk5|obj|targ|mean|win))*$/i,
    y: /^_?(de|dec|decl|delta)([_-]?(j2000|icrs|deg|fk5|obj|targ|mean|win))*$/i,
    mark: 'points',
  },
  { x: /^_?(glon|gal_?lon|l)$/i, y: /^_?(glat|gal_?lat|b)$/i, mark: 'points' },
  {
    x: /^(wave(length|len)?s?|lambda|lam|loglam|freq(uency)?|energy)$/i,
    y: /^(flux|flam|fnu|spec|intensity|counts|surf_bright)/i,
    mark: 'line',
  },
  {
    x: /^(time|[bhtj]?jd|mjd|bkjd|phase|cadenceno)([_-]?(obs|bjd|tdb|utc))?$/i,
    y: /^(sap_|pdcsap_)?(flux|mag|rate|counts)/i,
    mark: 'points',
  },
  {
    x: /^x([_-]?(image|pos|cent(er|re|roid)?|win_image))?$/i,
    y: /^y([_-]?(image|pos|cent(er|re|roid)?|win_image))?$/i,
    mark: 'points',
  },
];

/** Columns that can be an axis. */
export function plottable(columns: readonly ColumnLine[]): ColumnLine[] {
  return columns.filter(({ numeric, problem }) => numeric && problem === undefined);
}

/**
 * What to plot first: columns that belong together by their names, else the first two; the chosen
 * column is always one of the two. Undefined where there is nothing to plot.
 */
export function firstColumns(
  columns: readonly ColumnLine[],
  chosen: ColumnLine | undefined,
): PlotColumns | undefined {
  const all = plottable(columns);
  const pair = pairIn(all);
  const given = all.find(({ index }) => index === chosen?.index);
  if (given === undefined || given.index === pair?.x.index || given.index === pair?.y.index) {
    const [x, y = x] = all;
    return pair ?? (x && y && { x, y, mark: 'points' });
  }
  // Against what the rows run along: the wavelength or the time, else the first column.
  const along = pair !== undefined && isRunning(pair.x) ? pair.x : undefined;
  const x = along ?? all.find(({ index }) => index !== given.index) ?? given;
  return { x, y: given, mark: along === undefined ? 'points' : (pair?.mark ?? 'points') };
}

function pairIn(columns: readonly ColumnLine[]): PlotColumns | undefined {
  for (const { x: xName, y: yName, mark } of PAIRS) {
    const x = columns.find(({ name }) => xName.test(name));
    const y = columns.find(({ name }) => yName.test(name));
    if (x !== undefined && y !== undefined) {
      return { x, y, mark };
    }
  }
  return undefined;
}

function isRunning({ name }: ColumnLine): boolean {
  return PAIRS.slice(2, 4).some(({ x }) => x.test(name));
}

/** Right ascension runs to the left, and magnitudes to the top, where they are small. */
export function startsInverted(column: ColumnLine, axis: 'x' | 'y'): boolean {
  return axis === 'x'
    ? (PAIRS[0]?.x.test(column.name) ?? false)
    : /^mag/i.test(column.unit ?? '') || /(^|_)mag($|_)/i.test(column.name);
}
