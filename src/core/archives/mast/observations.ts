import { rowsOf, type TableRecord } from '../../votable/records';
import type { Table, TableOptions } from '../../table/table';

/** What is asked of an observation to show it in a tree and on the sky, and to find its products. */
export interface MastObservation {
  /** The number that products are asked by ("product group id"), as text. */
  readonly obsid: string;
  /** The mission's own name of it. */
  readonly id: string;
  readonly collection: string;
  readonly instrument: string;
  readonly filters: string;
  readonly target: string;
  readonly title: string;
  readonly proposal: string;
  readonly productType: string;
  readonly calibration: number | undefined;
  /** Degrees, ICRS. */
  readonly ra: number | undefined;
  readonly dec: number | undefined;
  /** STC-S: `POLYGON ICRS …`, `CIRCLE …`; empty where there is none. */
  readonly region: string;
  /** MJD. */
  readonly start: number | undefined;
  /** Seconds. */
  readonly exposure: number | undefined;
  /** `PUBLIC`, `EXCLUSIVE_ACCESS`, `RESTRICTED`; empty where MAST does not say. */
  readonly rights: string;
  /** Of a preview: a `mast:` or a web address; empty where there is none. */
  readonly preview: string;
  /** Of its main product; empty where there is none. */
  readonly data: string;
}

/** The observations in some rows of a table that a search has brought, in their order. */
export async function observationsAt(
  table: Table,
  rows: ArrayLike<number>,
  options: TableOptions = {},
): Promise<readonly MastObservation[]> {
  const columns = table.columns.map(({ index }) => index);
  const slice = await table.readRows(rows, columns, options);
  const some: Table = {
    ...{ columns: table.columns, rows: slice.rows, rowsPresent: slice.rows, bytesPerRow: 0 },
    ...{ local: true, warnings: [], scanCost: () => ({ bytes: 0, requests: 0 }) },
    read: () => Promise.resolve(slice),
    readRows: () => Promise.resolve(slice),
    async *scan() {
      yield await Promise.resolve(slice);
    },
  };
  const found: MastObservation[] = [];
  for await (const record of rowsOf(some)) {
    found.push(observationOf(record));
  }
  return found;
}

export function observationOf(record: TableRecord): MastObservation {
  const text = (name: string): string => {
    const value = record[name];
    return value === null || value === undefined ? '' : String(value);
  };
  const number = (name: string): number | undefined => {
    const value = record[name];
    return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;
  };
  return {
    obsid: text('obsid'),
    id: text('obs_id'),
    collection: text('obs_collection'),
    instrument: text('instrument_name'),
    filters: text('filters'),
    target: text('target_name'),
    title: text('obs_title'),
    proposal: text('proposal_id'),
    productType: text('dataproduct_type'),
    calibration: number('calib_level'),
    ra: number('s_ra'),
    dec: number('s_dec'),
    region: text('s_region'),
    start: number('t_min'),
    exposure: number('t_exptime'),
    rights: text('dataRights'),
    preview: text('jpegURL'),
    data: text('dataURL'),
  };
}

/** Observations of whole frames of TESS, with so many products that astroquery refuses to list them. */
const FULL_FRAMES: readonly string[] = ['TESS FFI', 'TICA FFI'];

/** True where the list of products is too long to be asked for. */
export function isFullFrames({ target }: Pick<MastObservation, 'target'>): boolean {
  return FULL_FRAMES.includes(target);
}
