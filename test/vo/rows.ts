/**
 * What the two tables of the VO server hold, made the same way every time: the server is filled from here, and
 * the tests know from here what must come back.
 */

/** An image as ObsCore tells of it. Angles in degrees (ICRS), wavelengths in metres, times in MJD. */
export interface ImageRow {
  readonly obs_id: string;
  readonly obs_publisher_did: string;
  readonly obs_collection: string;
  readonly obs_title: string;
  readonly dataproduct_type: 'image' | 'cube' | 'spectrum';
  readonly calib_level: number;
  /** Undefined where it is a list of links, at the server itself. */
  readonly access_url: string | undefined;
  /** Kilobytes. */
  readonly access_estsize: number | null;
  readonly target_name: string;
  readonly s_ra: number;
  readonly s_dec: number;
  readonly s_fov: number;
  /** Longitude and latitude of each corner, one after the other. */
  readonly s_region: readonly number[];
  readonly t_min: number | null;
  readonly t_max: number | null;
  readonly t_exptime: number;
  readonly em_min: number | null;
  readonly em_max: number | null;
  readonly pol_states: string | null;
  readonly facility_name: string;
  readonly instrument_name: string;
}

/** Half the side of an image. */
export const HALF_SIDE = 0.05;
const IMAGES = 2000;
const BANDS = [
  [3.125e-6, 3.875e-6],
  [4e-6, 5e-6],
  [5.125e-6, 6.25e-6],
  [0.203125, 0.21875],
] as const;

/** Nineteen in twenty around 10h -2..+6°, the others across longitude 0 at 60°. */
export function imageRows(): ImageRow[] {
  return Array.from({ length: IMAGES }, (_, i) => {
    const far = i >= IMAGES - 100;
    const ra = far ? (355 + 0.2 * (i % 50)) % 360 : 140 + 0.2 * (i % 50);
    const dec = far ? 60 + 0.2 * (Math.floor(i / 50) % 2) : -2 + 0.2 * Math.floor(i / 50);
    const [s_ra, s_dec] = [rounded(ra), rounded(dec)];
    const [em_min, em_max] = i % 17 === 0 ? [null, null] : (BANDS[i % 4] as readonly number[]);
    const t_min = i % 23 === 0 ? null : 58_000 + i / 2;
    const name = `img-${String(i).padStart(4, '0')}`;
    return {
      obs_id: name,
      obs_publisher_did: `ivo://skybucket.test/~?${name}`,
      obs_collection: i % 10 < 5 ? 'skybucket-deep' : i % 10 < 8 ? 'skybucket-wide' : 'all + sky',
      obs_title: `${name}: <a & b> "c" 'd', 100 %`,
      dataproduct_type: i % 20 === 19 ? 'spectrum' : i % 7 === 3 ? 'cube' : 'image',
      calib_level: i % 4,
      access_url: i % 4 === 0 ? undefined : `https://example.org/images/${name}.fits?a=1&b=2`,
      access_estsize: i % 5 === 0 ? null : 1000 + i,
      target_name: `Field ${Math.floor(i / 50)}`,
      ...{ s_ra, s_dec, s_fov: 0.140625, s_region: cornersOf(s_ra, s_dec) },
      ...{ t_min, t_max: t_min === null ? null : t_min + 0.25 },
      t_exptime: 30 * (1 + (i % 8)),
      ...{ em_min: em_min ?? null, em_max: em_max ?? null },
      pol_states: i % 50 === 0 ? '/I/Q/U/' : null,
      facility_name: i % 2 === 0 ? 'Skybucket Observatory' : 'Second Telescope',
      instrument_name: ['IRAC', 'MIPS', 'NIRCAM'][i % 3] as string,
    };
  });
}

function rounded(value: number): number {
  return Number(value.toFixed(6));
}

function cornersOf(ra: number, dec: number): number[] {
  const half = HALF_SIDE / Math.cos((dec * Math.PI) / 180);
  const [west, east] = [(ra - half + 360) % 360, (ra + half) % 360].map(rounded) as [
    number,
    number,
  ];
  const [south, north] = [rounded(dec - HALF_SIDE), rounded(dec + HALF_SIDE)];
  return [west, south, east, south, east, north, west, north];
}

/** One value of each kind a column can have. */
export interface ValueRow {
  readonly id: number;
  readonly small: number | null;
  readonly whole: number | null;
  readonly long: bigint | null;
  readonly single: number | null;
  readonly exact: number | null;
  readonly flag: boolean | null;
  readonly letter: string;
  readonly word: string | null;
  /** Any characters. */
  readonly wide: string | null;
  /** ISO 8601. */
  readonly moment: string | null;
  readonly triple: readonly number[] | null;
  readonly list: readonly number[] | null;
  /** Longitude and latitude, degrees. */
  readonly place: readonly [number, number] | null;
}

const WORDS = ['', ' blanks ', '<b>&amp;</b>', ']]>', "it's", 'a"b', 'a,b;c', 'x'.repeat(300)];
const WIDE = ['é', 'α Cen', '日本', 'µm', '½°', '…', 'plain', 'Ångström'];
const LONGS = [0n, -1n, 9007199254740993n, -9223372036854775807n, 9223372036854775807n];
const REALS = [0, 0.1, -1e-300, 1.7976931348623157e308, 5e-324, 1 / 3, -2.5, 12345678.9];

export function valueRows(): ValueRow[] {
  return Array.from({ length: 64 }, (_, id) => {
    // Every ninth row has nothing but its number.
    const none = id % 9 === 8;
    const or = <T>(value: T): T | null => (none ? null : value);
    const length = 1 + (id % 5);
    return {
      id,
      small: or(((id * 997) % 60_000) - 30_000),
      whole: or(id * 33_333_333 - 1_000_000_000),
      long: or(LONGS[id % LONGS.length] as bigint),
      single: or(Math.fround(Math.sqrt(id) * (id % 2 === 0 ? 1 : -1e-30))),
      exact: or(REALS[id % REALS.length] as number),
      flag: or(id % 3 === 0),
      letter: String.fromCharCode(65 + (id % 26)),
      word: or(WORDS[id % WORDS.length] as string),
      wide: or(WIDE[id % WIDE.length] as string),
      moment: or(`20${String(10 + (id % 20))}-0${1 + (id % 9)}-1${id % 10}T0${id % 10}:30:15`),
      triple: or([id, id / 4, -id]),
      list: or(Array.from({ length }, (_, k) => id * 10 + k)),
      place: or([(id * 5.625) % 360, id - 32]),
    };
  });
}
