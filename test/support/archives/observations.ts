import { numbersFrom, polygon } from './geometry';

/**
 * The observations of the made-up MAST: those of the reference search as the archive names them, others of the
 * same programme that its criteria leave out, and some thousand more so that counts and footprints are worth
 * looking at. Targets and times are invented.
 */

/** A row of CAOM, by the names of its columns. */
export interface Observation {
  readonly [column: string]: string | number | boolean | null;
  readonly obsid: number;
  readonly obs_id: string;
  readonly obs_collection: string;
  readonly s_ra: number;
  readonly s_dec: number;
  readonly dataRights: string;
}

/** The observation whose products the reference search looks at. */
export const REFERENCE_OBSID = 87766440;

interface Told {
  readonly obsid: number;
  readonly id: string;
  readonly mission: string;
  readonly instrument: string;
  readonly filters: string;
  readonly target: string;
  readonly ra: number;
  readonly dec: number;
  readonly proposal: string;
  readonly pi: string;
  readonly title: string;
  readonly type?: string;
  readonly level: number;
  /** MJD. */
  readonly start: number;
  /** Seconds. */
  readonly exposure: number;
  /** nm. */
  readonly waves: readonly [number, number];
  readonly band: string;
  readonly region: string;
  readonly rights?: string;
}

function observation(told: Told): Observation {
  const { mission, ra, dec, waves, rights = 'PUBLIC' } = told;
  return {
    intentType: 'science',
    obs_collection: mission,
    provenance_name: `CAL${mission}`,
    instrument_name: told.instrument,
    project: mission,
    filters: told.filters,
    wavelength_region: told.band,
    target_name: told.target,
    target_classification: 'Galaxy; Spiral galaxies',
    obs_id: told.id,
    s_ra: ra,
    s_dec: dec,
    dataproduct_type: told.type ?? 'image',
    proposal_pi: told.pi,
    calib_level: told.level,
    t_min: told.start,
    t_max: told.start + told.exposure / 86_400,
    t_exptime: told.exposure,
    em_min: waves[0],
    em_max: waves[1],
    obs_title: told.title,
    t_obs_release: rights === 'PUBLIC' ? told.start + 1 : told.start + 730,
    proposal_id: told.proposal,
    s_region: told.region,
    jpegURL: `mast:${mission}/product/${told.id}_i2d.jpg`,
    dataURL: `mast:${mission}/product/${told.id}_i2d.fits`,
    dataRights: rights,
    mtFlag: false,
    srcDen: null,
    obsid: told.obsid,
    objID: told.obsid + 100_000_000,
  };
}

const FILTERS: Readonly<Record<string, readonly [number, number]>> = {
  F115W: [1013, 1282],
  F150W: [1331, 1668],
  F200W: [1755, 2227],
  F277W: [2423, 3132],
  F335M: [3177, 3537],
  F444W: [3881, 4982],
};

/** Fields of programme 1783; the fourth is the one of the reference search, the last is not public yet. */
const FIELDS = [
  { number: 3, target: 'NGC-628', ra: 24.174, dec: 15.7835, rights: 'PUBLIC' },
  { number: 4, target: 'M-51', ra: 202.4696, dec: 47.1953, rights: 'PUBLIC' },
  { number: 5, target: 'M-83', ra: 204.2538, dec: -29.8658, rights: 'PUBLIC' },
  { number: 9, target: 'NGC-4449', ra: 187.0463, dec: 44.0936, rights: 'EXCLUSIVE_ACCESS' },
] as const;

function programme1783(): Observation[] {
  return FIELDS.flatMap(({ number, target, ra, dec, rights }, field) =>
    Object.entries(FILTERS).map(([filter, waves], index) =>
      observation({
        obsid:
          number === 4 && filter === 'F444W' ? REFERENCE_OBSID : 87_760_000 + 100 * field + index,
        id: `jw01783-o00${number}_t00${number + 4}_nircam_clear-${filter.toLowerCase()}`,
        ...{ mission: 'JWST', instrument: 'NIRCAM/IMAGE', filters: filter, target, ra, dec },
        ...{ proposal: '1783', pi: 'Adamo, Angela', title: 'Feedback in young star clusters' },
        ...{ level: 3, start: 59_950 + 10 * field + index / 24, exposure: 1932.6, waves, rights },
        band: 'INFRARED',
        region: polygon(ra, dec, [0.085, 0.036], 35 + 20 * field),
      }),
    ),
  );
}

/** A mosaic of other programmes of JWST: NIRCam, MIRI and spectra. */
function otherJwst(): Observation[] {
  return Array.from({ length: 60 }, (_, index) => {
    const [row, column] = [Math.floor(index / 10), index % 10];
    const [ra, dec] = [214.75 + 0.04 * column, 52.75 + 0.035 * row];
    const [filter, waves] = Object.entries(FILTERS)[index % 6] ?? ['F444W', [3881, 4982]];
    const kind = index % 5 === 0 ? 'MIRI/IMAGE' : index % 7 === 0 ? 'NIRSPEC/MSA' : 'NIRCAM/IMAGE';
    return observation({
      obsid: 90_000_000 + index,
      id: `jw01345-o0${10 + index}_t0${10 + index}_${kind.replace(/\/.*/, '').toLowerCase()}`,
      ...{ mission: 'JWST', instrument: kind, target: `EGS-${index + 1}`, ra, dec, waves },
      filters: kind === 'MIRI/IMAGE' ? 'F770W' : kind === 'NIRSPEC/MSA' ? 'F290LP;G395M' : filter,
      ...{ proposal: '1345', pi: 'Finkelstein, Steven L.', title: 'An early release survey' },
      type: kind === 'NIRSPEC/MSA' ? 'spectrum' : 'image',
      ...{ level: 3, start: 59_751 + index / 10, exposure: 2834.5, band: 'INFRARED' },
      region: polygon(ra, dec, [0.037, 0.037], 40),
    });
  });
}

/** Tiles of a survey with HST around the place of the other reference search. */
function hst(): Observation[] {
  return Array.from({ length: 81 }, (_, index) => {
    const [row, column] = [Math.floor(index / 9), index % 9];
    const [ra, dec] = [149.57 + 0.11 * column, 1.8 + 0.1 * row];
    return observation({
      obsid: 24_800_000 + index,
      id: `hst_9822_${String(index).padStart(2, '0')}_acs_wfc_f814w_j8xi${index}`,
      ...{ mission: 'HST', instrument: 'ACS/WFC', filters: 'F814W', target: `COSMOS-${index}` },
      ...{ ra, dec, proposal: '9822', pi: 'Scoville', title: 'A survey of 2 square degrees' },
      ...{
        level: 3,
        start: 52_930 + index / 2,
        exposure: 2028,
        waves: [687.6, 962],
        band: 'OPTICAL',
      },
      region: polygon(ra, dec, [0.056, 0.056], 12),
    });
  });
}

/** Circles all over the sky, evenly, many thousands of them. */
function galex(count: number): Observation[] {
  const next = numbersFrom(7);
  return Array.from({ length: count }, (_, index) => {
    const dec = (Math.asin(2 * ((index + 0.5) / count) - 1) * 180) / Math.PI;
    const ra = (index * 137.50776405) % 360;
    return observation({
      obsid: 6_370_000_000 + index,
      id: `AIS_${index + 1}_sg01`,
      ...{ mission: 'GALEX', instrument: 'GALEX', filters: index % 3 === 0 ? 'FUV' : 'NUV' },
      ...{ target: `AIS_${index + 1}`, ra, dec, proposal: 'AIS', pi: 'Martin', level: 2 },
      ...{ title: 'All-sky imaging', start: 53_000 + 1500 * next(), exposure: 100 + 60 * next() },
      ...{ waves: index % 3 === 0 ? [134.4, 178.6] : [169.3, 300.7], band: 'UV' },
      region: `CIRCLE ICRS ${ra.toFixed(6)} ${dec.toFixed(6)} 0.625`,
    });
  });
}

/** Of whole frames, which have so many products that they are not to be listed. */
function tess(): Observation {
  return observation({
    obsid: 27_459_000,
    id: 'tess-s0014-4-1',
    ...{ mission: 'TESS', instrument: 'Photometer', filters: 'TESS', target: 'TESS FFI' },
    ...{ ra: 218, dec: 60, proposal: 'N/A', pi: 'Ricker, George', title: '', level: 3 },
    ...{ start: 58_682.9, exposure: 1425.6, waves: [600, 1000], band: 'OPTICAL' },
    region: polygon(218, 60, [11.5, 11.5], 10),
  });
}

/** All of them. */
export function makeObservations(circles = 6000): readonly Observation[] {
  return [...programme1783(), ...otherJwst(), ...hst(), tess(), ...galex(circles)];
}

/** The columns of an answer, as MAST declares them: `obsid` and `objID` are numbers all the same. */
export function typeOfColumn(name: string): string {
  if (/^(?:s_ra|s_dec|t_\w+|em_\w+|srcDen|distance)$/.test(name)) {
    return 'float';
  }
  if (name === 'mtFlag' || name === '_selected_') {
    return 'boolean';
  }
  return name === 'calib_level' ? 'int' : 'string';
}
