import { polygon, separation } from './geometry';
import { voError, type VoColumn, type VoRow, voTable } from './votable';

/** The image search of a made-up IRSA: the images around the place of the reference search, and some others. */

const char = (name: string): VoColumn => ({ name, datatype: 'char' });
const double = (name: string, unit: string): VoColumn => ({ name, datatype: 'double', unit });

const COLUMNS: readonly VoColumn[] = [
  char('dataproduct_type'),
  { name: 'calib_level', datatype: 'int' },
  ...['obs_collection', 'obs_id', 'obs_title', 'obs_publisher_did', 'access_url'].map(char),
  char('access_format'),
  { name: 'access_estsize', datatype: 'long', unit: 'kbyte' },
  char('target_name'),
  ...[double('s_ra', 'deg'), double('s_dec', 'deg'), double('s_fov', 'deg'), char('s_region')],
  ...[double('t_min', 'd'), double('t_max', 'd'), double('t_exptime', 's')],
  ...[double('em_min', 'm'), double('em_max', 'm')],
  ...['facility_name', 'instrument_name', 'dataproduct_subtype', 'energy_bandpassname'].map(char),
  char('cloud_access'),
];

/** An image, by the names of its columns. */
export interface SiaRow {
  readonly [column: string]: string | number | null;
  readonly s_ra: number;
  readonly s_dec: number;
  readonly s_fov: number;
}

const SEIP = '4/0019/40019821/9/40019821-14';

/** Middle of the mosaics of the reference search, which asks for 150.01 2.2 within 0.01 degrees. */
export const SEIP_CENTRE = [150.05, 2.21] as const;
export const SEIP_BUCKET = 'nasa-irsa-spitzer';
/** The mosaic that the reference search opens: of IRAC's first band. */
export const SEIP_KEY = seipKey('IRAC.1', 'mosaic');
/** One whose place in the cloud IRSA does not say, so that it is derived from its address. */
export const DERIVED_KEY = seipKey('IRAC.4', 'mosaic');

function seipKey(band: string, kind: string): string {
  return `spitzer/seip/seip_science/images/${SEIP}/40019821-14.${band}.${kind}.fits`;
}

const BANDS: readonly (readonly [band: string, from: number, to: number])[] = [
  ['IRAC.1', 3.13e-6, 3.96e-6],
  ['IRAC.2', 3.92e-6, 5.06e-6],
  ['IRAC.3', 4.9e-6, 6.51e-6],
  ['IRAC.4', 6.44e-6, 1.01e-5],
  ['MIPS.1', 2.08e-5, 3.09e-5],
];

/** Keys of all mosaics and what goes with them. */
export const SEIP_KEYS: readonly string[] = BANDS.flatMap(([band]) =>
  ['mosaic', 'unc', 'cov', 'std'].map((kind) => seipKey(band, kind)),
);

function seip(): SiaRow[] {
  const [ra, dec] = SEIP_CENTRE;
  return BANDS.flatMap(([band, from, to]) =>
    ['mosaic', 'unc', 'cov', 'std'].map((kind) => {
      const [instrument = '', number = ''] = band.split('.');
      const key = seipKey(band, kind);
      const stated = band !== 'IRAC.4' && band !== 'MIPS.1';
      const aws = { bucket_name: SEIP_BUCKET, key, region: 'us-west-2' };
      return {
        ...{ dataproduct_type: 'image', calib_level: 4, obs_collection: 'spitzer_seip' },
        ...{ obs_id: '40019821', obs_title: '', obs_publisher_did: '' },
        access_url: `https://irsa.ipac.caltech.edu/data/SPITZER/Enhanced/SEIP/images/${SEIP}/40019821-14.${band}.${kind}.fits`,
        ...{ access_format: 'image/fits', access_estsize: 73_840, target_name: '' },
        ...{ s_ra: ra, s_dec: dec, s_fov: 0.24, s_region: polygon(ra, dec, [0.17, 0.17]) },
        ...{ t_min: 53_740, t_max: 54_960, t_exptime: null, em_min: from, em_max: to },
        ...{ facility_name: 'Spitzer Space Telescope', instrument_name: instrument },
        dataproduct_subtype: kind === 'mosaic' ? 'science' : 'auxiliary',
        energy_bandpassname: `${instrument}${number}`,
        cloud_access: stated ? JSON.stringify({ aws }) : '',
      };
    }),
  );
}

/** Tiles of another survey, whose copies in the cloud are of NASA's other form, or are not there. */
function wise(): SiaRow[] {
  return Array.from({ length: 48 }, (_, index) => {
    const [tile, band] = [Math.floor(index / 4), (index % 4) + 1];
    const [ra, dec] = [149.25 + 1.5 * (tile % 2), 1.5 * Math.floor(tile / 2)];
    const name = `${String(1492 + 15 * (tile % 2))}p${String(15 * Math.floor(tile / 2)).padStart(3, '0')}_ac51`;
    const path = `${name.slice(0, 2)}/${name.slice(0, 4)}/${name}/${name}-w${band}-int-3.fits`;
    const aws = {
      ...{ bucket: 'nasa-irsa-wise', region: 'us-west-2', access: 'open' },
      path: `wise/allwise/images/p3am_cdd/${path}`,
    };
    return {
      ...{
        dataproduct_type: 'image',
        calib_level: 3,
        obs_collection: 'wise_allwise',
        obs_id: name,
      },
      ...{
        obs_title: `AllWISE W${band}`,
        obs_publisher_did: `ivo://irsa.ipac/wise?${name}-w${band}`,
      },
      access_url: `https://irsa.ipac.caltech.edu/ibe/data/wise/allwise/p3am_cdd/${path}`,
      ...{ access_format: 'image/fits', access_estsize: 67_100, target_name: name },
      ...{ s_ra: ra, s_dec: dec, s_fov: 2.2, s_region: polygon(ra, dec, [1.564, 1.564]) },
      ...{ t_min: 55_203, t_max: 55_593, t_exptime: 7.7, em_min: band * 2e-6, em_max: band * 3e-6 },
      ...{ facility_name: 'WISE', instrument_name: 'WISE', dataproduct_subtype: 'science' },
      ...{ energy_bandpassname: `W${band}`, cloud_access: band < 3 ? JSON.stringify({ aws }) : '' },
    };
  });
}

/** All images there are. */
export function makeImages(): readonly SiaRow[] {
  return [...seip(), ...wise()];
}

export interface SiaReply {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** Answers a query in the parameters of SIA 2; `mostRows` is the limit that the service sets by itself. */
export function answerSia(
  query: URLSearchParams,
  images: readonly SiaRow[],
  mostRows = 50_000,
): SiaReply {
  const xml = 'application/x-votable+xml';
  if (query.get('MAXREC') === '0') {
    return { status: 200, type: xml, body: voTable(COLUMNS, []) };
  }
  if (!query.has('POS') && !query.has('COLLECTION')) {
    const body = '<html><head><title>502 Proxy Error</title></head><body>Proxy Error</body></html>';
    return { status: 502, type: 'text/html', body };
  }
  const places = query.getAll('POS').map(circleOf);
  if (places.includes(undefined)) {
    const body = voError(`UsageFault: POS ${query.get('POS')} is not understood`);
    return { status: 400, type: xml, body };
  }
  const asked = Number(query.get('MAXREC') ?? mostRows);
  const most = Math.min(asked, mostRows);
  const found = images.filter(
    (row) =>
      (places.length === 0 || places.some((place) => place !== undefined && touches(row, place))) &&
      overlaps(row, query.getAll('BAND'), ['em_min', 'em_max']) &&
      overlaps(row, query.getAll('TIME'), ['t_min', 't_max']) &&
      Object.entries(EQUAL).every(([name, column]) => isOne(row[column], query.getAll(name))),
  );
  const body = voTable(COLUMNS, found.slice(0, most) as readonly VoRow[], found.length > most);
  return { status: 200, type: xml, body };
}

const EQUAL: Readonly<Record<string, string>> = {
  ...{ COLLECTION: 'obs_collection', INSTRUMENT: 'instrument_name', FACILITY: 'facility_name' },
  ...{ DPTYPE: 'dataproduct_type', CALIB: 'calib_level', TARGET: 'target_name' },
};

function isOne(value: string | number | null | undefined, wanted: readonly string[]): boolean {
  return wanted.length === 0 || wanted.includes(String(value));
}

type Circle = readonly [ra: number, dec: number, radius: number];

/** The circle around a shape: for what is chosen here that is near enough. */
function circleOf(text: string): Circle | undefined {
  const [shape = '', ...rest] = text.trim().split(/\s+/);
  const numbers = rest.map(Number);
  const [a = NaN, b = NaN, c = NaN, d = NaN] = numbers;
  if (numbers.some(Number.isNaN)) {
    return undefined;
  }
  switch (shape.toUpperCase()) {
    case 'CIRCLE':
      return numbers.length === 3 ? [a, b, c] : undefined;
    case 'RANGE':
      return numbers.length === 4
        ? [(a + b) / 2, (c + d) / 2, separation(a, c, b, d) / 2]
        : undefined;
    case 'POLYGON': {
      const count = numbers.length / 2;
      const ra = numbers.filter((_, i) => i % 2 === 0).reduce((sum, x) => sum + x, 0) / count;
      const dec = numbers.filter((_, i) => i % 2 === 1).reduce((sum, x) => sum + x, 0) / count;
      const far = Array.from({ length: count }, (_, i) =>
        separation(ra, dec, numbers[2 * i] as number, numbers[2 * i + 1] as number),
      );
      return count >= 3 && Number.isInteger(count) ? [ra, dec, Math.max(...far)] : undefined;
    }
    default:
      return undefined;
  }
}

function touches({ s_ra, s_dec, s_fov }: SiaRow, [ra, dec, radius]: Circle): boolean {
  return separation(s_ra, s_dec, ra, dec) <= radius + s_fov / 2;
}

function overlaps(
  row: SiaRow,
  intervals: readonly string[],
  [least, greatest]: readonly [string, string],
): boolean {
  return (
    intervals.length === 0 ||
    intervals.some((text) => {
      const [from = NaN, to = from] = text.split(/\s+/).map(numberOf);
      return Number(row[greatest]) >= from && Number(row[least]) <= to;
    })
  );
}

function numberOf(text: string): number {
  const [, sign, infinite] = /^([+-]?)(inf)/i.exec(text) ?? [];
  return infinite === undefined ? Number(text) : sign === '-' ? -Infinity : Infinity;
}
