import { SkybucketError } from '../../errors';
import type { Header } from '../../fits/header';
import { ICRS } from '../../sky/footprint-frames';
import type { CelestialFrame } from '../../sky/wcs';
import type { Table } from '../../table/table';
import { MOST_NUMBER_ORDER, orderOf, type Scheme } from '../order';

/** How the pixels of a map are counted, and where their values stand in its table. */
export interface MapLayout {
  /** `unique`: pixels of several orders, each with its NUNIQ number. */
  readonly scheme: Scheme | 'unique';
  /** Undefined where pixels are of several orders. */
  readonly nside: number | undefined;
  /** Of a nside that is a power of two. */
  readonly order: number | undefined;
  /** The frame that pixels are counted in. */
  readonly frame: CelestialFrame;
  /** The column that names the pixel of each row; undefined where pixels follow on each other. */
  readonly indexColumn: number | undefined;
  /** The pixel of the first value, where they follow on each other. */
  readonly firstPixel: number;
  /** Pixels in a cell, one after the other. */
  readonly pixelsPerRow: number;
  /** Positions in the table of the columns of values. */
  readonly columns: readonly number[];
  /** Values that stand for none, besides NaN and what healpy calls UNSEEN. */
  readonly blank: number | undefined;
  /** What was assumed, one sentence each. */
  readonly warnings: readonly string[];
}

const FRAMES: ReadonlyMap<string, CelestialFrame> = new Map<string, CelestialFrame>([
  ['C', ICRS],
  ['G', { system: 'Galactic', equinox: undefined }],
  ['E', { system: 'Ecliptic', equinox: 2000 }],
]);

const INDEX_NAMES = ['PIXEL', 'PIX', 'INDEX', 'PIXNO', 'HEALPIX'];

/** True where the header says that its table is a HEALPix map. */
export function isHealpixMap(header: Header): boolean {
  const ordering = header.text('ORDERING')?.toUpperCase() ?? '';
  return (
    header.text('PIXTYPE')?.toUpperCase() === 'HEALPIX' &&
    (header.has('NSIDE') || ordering === 'NUNIQ') &&
    // A coverage map (MOC) has no values.
    !header.has('MOCVERS') &&
    !header.has('MOCORDER')
  );
}

/** @throws SkybucketError `format` with what is wrong, `unsupported` of pixels that are too small. */
export function mapLayout(header: Header, table: Table): MapLayout {
  const warnings: string[] = [];
  const scheme = schemeOf(header, warnings);
  const nside = scheme === 'unique' ? undefined : nsideOf(header, scheme);
  const indexColumn = indexOf(header, table, scheme);
  const columns = table.columns
    .map(({ index }) => index)
    .filter((index) => index !== indexColumn && table.columns[index]?.type !== 'text');
  const pixelsPerRow = indexColumn === undefined ? perRow(table, columns) : 1;
  const firstPixel = header.integer('FIRSTPIX') ?? 0;
  const layout = {
    scheme,
    nside,
    order: nside === undefined ? undefined : orderOf(nside),
    frame: frameOf(header, warnings),
    indexColumn,
    firstPixel: indexColumn === undefined ? firstPixel : 0,
    pixelsPerRow,
    columns,
    blank: header.number('BAD_DATA'),
    warnings,
  };
  if (nside !== undefined && indexColumn === undefined) {
    checkCount(table.rows * pixelsPerRow, 12 * nside * nside - firstPixel);
  }
  return layout;
}

function schemeOf(header: Header, warnings: string[]): MapLayout['scheme'] {
  const ordering = header.text('ORDERING')?.trim().toUpperCase();
  switch (ordering) {
    case 'RING':
      return 'ring';
    case 'NESTED':
    case 'NEST':
      return 'nested';
    case 'NUNIQ':
      return 'unique';
    case undefined:
      warnings.push('The map does not say its ORDERING; RING is assumed, as healpy does.');
      return 'ring';
    default:
      throw new SkybucketError(
        'format',
        `The HEALPix map has ORDERING "${ordering}", which is none of RING, NESTED and NUNIQ.`,
      );
  }
}

function nsideOf(header: Header, scheme: Scheme): number {
  const nside = header.requiredInteger('NSIDE');
  if (nside < 1 || (scheme === 'nested' && orderOf(nside) === undefined)) {
    throw new SkybucketError('format', `The HEALPix map has NSIDE ${nside}, which it cannot have.`);
  }
  if (nside > 2 ** MOST_NUMBER_ORDER) {
    throw new SkybucketError('unsupported', `NSIDE ${nside} of the HEALPix map is too large.`);
  }
  return nside;
}

function frameOf(header: Header, warnings: string[]): CelestialFrame {
  const stated = header.text('COORDSYS')?.trim().toUpperCase();
  const frame = FRAMES.get(stated?.charAt(0) ?? '');
  if (frame === undefined) {
    warnings.push(
      stated === undefined
        ? 'The map does not say its COORDSYS; ICRS is assumed.'
        : `The map has COORDSYS "${stated}", which is not known; ICRS is assumed.`,
    );
  }
  return frame ?? ICRS;
}

function indexOf(header: Header, table: Table, scheme: MapLayout['scheme']): number | undefined {
  const named = (names: readonly string[]): number | undefined =>
    table.columns.find(({ name }) => names.includes(name.toUpperCase()))?.index;
  if (scheme === 'unique') {
    const found = named(['UNIQ']);
    if (found === undefined) {
      throw new SkybucketError('format', 'The HEALPix map of several orders has no column UNIQ.');
    }
    return found;
  }
  if (header.text('INDXSCHM')?.trim().toUpperCase() !== 'EXPLICIT') {
    return undefined;
  }
  // healpy writes it first, whatever its name.
  return named(INDEX_NAMES) ?? 0;
}

function perRow(table: Table, columns: readonly number[]): number {
  const lengths = columns.map((index) =>
    (table.columns[index]?.shape ?? []).reduce((product, length) => product * length, 1),
  );
  const [first] = lengths;
  if (first === undefined || lengths.some((length) => length !== first)) {
    throw new SkybucketError(
      'format',
      'The columns of the HEALPix map hold different numbers of pixels in a row.',
    );
  }
  return first;
}

function checkCount(found: number, wanted: number): void {
  if (found > wanted) {
    throw new SkybucketError(
      'format',
      `The HEALPix map has ${found} values where its NSIDE leaves room for ${wanted}.`,
    );
  }
}
