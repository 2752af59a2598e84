import { type RecordValue, rowsOf } from '../../votable/records';
import type { VoTable } from '../../votable/document';
import { obsCoreColumns, type ObsCoreName } from './columns';

/** One row of an answer: an image, or what else the service has of it. Missing values are undefined. */
export interface SiaImage {
  /** Its row in the table of the answer, where all its columns are. */
  readonly row: number;
  readonly productType: string | undefined;
  /** `science`, `auxiliary`, … (IRSA). */
  readonly productSubtype: string | undefined;
  readonly calibration: number | undefined;
  readonly collection: string | undefined;
  readonly observation: string | undefined;
  readonly title: string | undefined;
  readonly publisherId: string | undefined;
  /** Where it is, or a list of links to it where {@link isDataLink}; a service may write anything here. */
  readonly address: string | undefined;
  readonly format: string | undefined;
  /** Bytes, as the service estimates it. */
  readonly size: number | undefined;
  readonly target: string | undefined;
  /** ICRS, degrees. */
  readonly longitude: number | undefined;
  readonly latitude: number | undefined;
  /** Diameter, degrees. */
  readonly fieldOfView: number | undefined;
  /** Its outline as `parseFootprint` reads it. */
  readonly region: string | undefined;
  /** MJD. */
  readonly start: number | undefined;
  readonly end: number | undefined;
  /** Metres. */
  readonly shortest: number | undefined;
  readonly longest: number | undefined;
  readonly facility: string | undefined;
  readonly instrument: string | undefined;
  /** `W1`, `IRAC1`, … (IRSA). */
  readonly band: string | undefined;
  /** JSON that says where it is in the cloud (IRSA). */
  readonly cloudAccess: string | undefined;
}

/** ObsCore says kbyte, which is 1000 bytes. */
const KILOBYTE = 1000;

/** The rows of an answer, one after the other. */
export async function* imagesOf(
  table: VoTable,
  options: { readonly signal?: AbortSignal | undefined } = {},
): AsyncGenerator<SiaImage> {
  const columns = obsCoreColumns(table.fields);
  const keyOf = (name: ObsCoreName): string | undefined => {
    const index = columns[name];
    const field = index === undefined ? undefined : table.fields[index];
    // As rowsOf names a column without a name.
    return field && (field.name === '' ? `col${(index as number) + 1}` : field.name);
  };
  let row = 0;
  for await (const record of rowsOf(table, options)) {
    const value = (name: ObsCoreName): RecordValue => record[keyOf(name) ?? ''] ?? null;
    yield imageOf(row++, value);
  }
}

function imageOf(row: number, value: (name: ObsCoreName) => RecordValue): SiaImage {
  const text = (name: ObsCoreName): string | undefined => {
    const trimmed = String(value(name) ?? '').trim();
    return trimmed === '' ? undefined : trimmed;
  };
  const number = (name: ObsCoreName): number | undefined => {
    const read = Number(text(name) ?? NaN);
    return Number.isFinite(read) ? read : undefined;
  };
  const kilobytes = number('access_estsize');
  return {
    row,
    productType: text('dataproduct_type'),
    productSubtype: text('dataproduct_subtype'),
    calibration: number('calib_level'),
    collection: text('obs_collection'),
    observation: text('obs_id'),
    title: text('obs_title'),
    publisherId: text('obs_publisher_did'),
    address: text('access_url'),
    format: text('access_format'),
    // Some services write 0, or -1, for what they do not know.
    size: kilobytes !== undefined && kilobytes > 0 ? kilobytes * KILOBYTE : undefined,
    target: text('target_name'),
    longitude: number('s_ra'),
    latitude: number('s_dec'),
    fieldOfView: number('s_fov'),
    region: text('s_region'),
    start: number('t_min'),
    end: number('t_max'),
    shortest: number('em_min'),
    longest: number('em_max'),
    facility: text('facility_name'),
    instrument: text('instrument_name'),
    band: text('energy_bandpassname'),
    cloudAccess: text('cloud_access'),
  };
}

/** True where the address leads to a list of links (DataLink) and not to the image itself. */
export function isDataLink({ format }: Pick<SiaImage, 'format'>): boolean {
  return /^application\/x-votable\+xml\s*;.*\bcontent\s*=\s*"?datalink/i.test(format ?? '');
}
