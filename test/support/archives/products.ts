import type { Observation } from './observations';
import { REFERENCE_OBSID } from './observations';

/** A file of an observation, and where it is in the cloud. */
export interface Product {
  /** As MAST writes it: a row of `Mast.Caom.Products`. */
  readonly row: Readonly<Record<string, string | number | null>>;
  readonly uri: string;
  /** Key in `stpubdata`; undefined where MAST knows none. */
  readonly key: string | undefined;
  /** False for a key that MAST gives though the bucket has no such object. */
  readonly stored: boolean;
}

/** Products of the reference observation, each once. */
export const REFERENCE_PRODUCTS = 186;

interface Kind {
  readonly suffix: string;
  readonly ending: string;
  readonly type: 'SCIENCE' | 'PREVIEW' | 'AUXILIARY' | 'INFO';
  readonly subgroup: string;
  readonly level: number;
  readonly size: number;
  readonly text: string;
  readonly recommended?: boolean;
  readonly place?: 'none' | 'missing';
}

function kind(
  suffix: string,
  type: Kind['type'],
  level: number,
  size: number,
  text: string,
  more: Partial<Kind> = {},
): Kind {
  return {
    ...{ suffix, ending: 'fits', type, level, size, text },
    subgroup: suffix.toUpperCase(),
    ...more,
  };
}

/** What the pipeline of JWST writes of each exposure of each detector. */
const EXPOSURE: readonly Kind[] = [
  kind('uncal', 'SCIENCE', 1, 151_040_960, 'exposure (L1b): uncalibrated exposure data'),
  kind(
    'rate',
    'SCIENCE',
    2,
    83_940_480,
    'exposure (L2a): 2D count rate averaged over integrations',
  ),
  kind('rateints', 'SCIENCE', 2, 83_943_360, 'exposure (L2a): 3D count rate per integration'),
  kind('cal', 'SCIENCE', 2, 117_573_120, 'exposure (L2b): 2D calibrated data'),
  kind('i2d', 'SCIENCE', 2, 118_422_720, 'exposure (L2b): 2D rectified image'),
  kind(
    'o004_crf',
    'SCIENCE',
    2,
    117_576_000,
    'exposure (L2c): 2D calibrated data, cosmic rays flagged',
    {
      ...{ subgroup: 'CRF', place: 'missing' },
    },
  ),
  kind('trapsfilled', 'AUXILIARY', 2, 50_345_280, 'exposure: charge traps', { place: 'none' }),
  kind('ramp', 'AUXILIARY', 2, 302_071_680, 'exposure (L2a): corrected ramps', { place: 'none' }),
  ...['uncal', 'rate', 'rateints', 'cal', 'i2d'].flatMap((suffix) => [
    kind(suffix, 'PREVIEW', 2, 402_133, `preview of the ${suffix} file`, { ending: 'jpg' }),
    kind(`${suffix}_thumb`, 'PREVIEW', 2, 12_877, `small preview of the ${suffix} file`, {
      ending: 'jpg',
      subgroup: suffix.toUpperCase(),
    }),
  ]),
];

/** What it writes of all exposures together. */
const ASSOCIATION: readonly Kind[] = [
  kind('i2d', 'SCIENCE', 3, 702_113_280, 'association (L3): rectified 2D image', {
    recommended: true,
  }),
  kind('segm', 'SCIENCE', 3, 104_999_040, 'association (L3): segmentation map', {
    recommended: true,
  }),
  kind('cat', 'SCIENCE', 3, 7_420_113, 'association (L3): source catalogue', {
    ...{ ending: 'ecsv', recommended: true },
  }),
  kind('i2d', 'PREVIEW', 3, 601_224, 'preview of the image', { ending: 'jpg' }),
  kind('asn', 'INFO', 3, 3_012, 'association file', { ending: 'json', subgroup: 'ASN' }),
  kind('pool', 'INFO', 3, 20_160, 'association pool', { ending: 'csv', subgroup: 'POOL' }),
];

/** The files of an observation. Those of the reference come as MAST has them: some of them twice. */
export function productsOf(observation: Observation): readonly Product[] {
  const { obs_collection: mission, obs_id: id } = observation;
  if (mission !== 'JWST') {
    return simpleProducts(observation);
  }
  const [, programme = '00000', number = '001'] = /^jw(\d{5})-o(\d{3})/.exec(id) ?? [];
  const folder = `jwst/public/jw${programme}`;
  const association = ASSOCIATION.map((each) =>
    product(observation, each, id, `${folder}/L3/${id}_${each.suffix}.${each.ending}`),
  );
  const visit = observation.obsid === REFERENCE_OBSID ? '007' : '001';
  const dataset = `jw${programme}${number}${visit}`;
  const exposures = [1, 2, 3, 4, 5].flatMap((exposure) =>
    ['nrcalong', 'nrcblong'].flatMap((detector) => {
      const stem = `${dataset}_02101_0000${exposure}_${detector}`;
      return EXPOSURE.map((each) =>
        product(
          observation,
          each,
          stem,
          `${folder}/${dataset}/${stem}_${each.suffix}.${each.ending}`,
        ),
      );
    }),
  );
  const all = [...association, ...exposures];
  // Rate files belong to two associations, and are listed for each.
  return [...all, ...all.filter(({ row }) => row['productSubGroupDescription'] === 'RATE')];
}

function simpleProducts(observation: Observation): Product[] {
  const { obs_collection: mission, obs_id: id } = observation;
  const stem = id.toLowerCase();
  const folder = `${mission.toLowerCase()}/public/${stem.slice(0, 8)}`;
  return [
    kind('drz', 'SCIENCE', 3, 213_027_840, 'combined image', { recommended: true }),
    kind('flt', 'SCIENCE', 2, 168_577_920, 'calibrated exposure'),
    kind('drz', 'PREVIEW', 3, 1_203_001, 'preview', { ending: 'jpg' }),
    kind('log', 'INFO', 3, 4_096, 'log of the pipeline', { ending: 'txt', place: 'none' }),
  ].map((each) =>
    product(observation, each, stem, `${folder}/${stem}_${each.suffix}.${each.ending}`),
  );
}

function product(observation: Observation, each: Kind, stem: string, key: string): Product {
  const { obs_collection: mission, dataRights: rights } = observation;
  const filename = `${stem}_${each.suffix}.${each.ending}`;
  const uri = `mast:${mission}/product/${filename}`;
  const isPublic = rights === 'PUBLIC' && each.place !== 'none';
  return {
    uri,
    key: isPublic ? key : undefined,
    stored: isPublic && each.place !== 'missing',
    row: {
      obsID: observation.obsid,
      obs_collection: mission,
      dataproduct_type: 'image',
      obs_id: stem,
      description: each.text,
      type: each.level === 3 ? 'C' : 'S',
      dataURI: uri,
      productType: each.type,
      productGroupDescription: each.recommended === true ? 'Minimum Recommended Products' : null,
      productSubGroupDescription: each.subgroup.replace(/_THUMB$/, ''),
      productDocumentationURL: null,
      project: `CAL${mission}`,
      prvversion: '1.14.0',
      proposal_id: String(observation['proposal_id']),
      productFilename: filename,
      size: each.size,
      parent_obsid: observation.obsid,
      dataRights: rights,
      calib_level: each.level,
      filters: String(observation['filters']),
    },
  };
}
