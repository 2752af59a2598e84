import { readColumns } from '../../../src/core/archives/mast/columns';
import type { KnownValuesOfColumns } from '../../../src/core/archives/mast/known-values';
import { readMissionColumns } from '../../../src/core/archives/mast/mission-columns';
import { mastForm } from '../../../src/extension/searches/forms/mast-form';
import { missionForm } from '../../../src/extension/searches/forms/mission-form';
import { siaForm } from '../../../src/extension/searches/forms/sia-form';
import type { SearchForm } from '../../../src/protocol/search';
import columns from '../../support/archives/answers/columnsconfig.json';
import jwstColumns from '../../support/archives/answers/jwst-columns.json';

/** The forms as the extension makes them, of columns as the services tell them. */

const values = (...all: readonly [string, number][]): { kind: 'values'; values: object[] } => ({
  kind: 'values',
  values: all.map(([value, count]) => ({ value, count })),
});

const KNOWN = new Map(
  Object.entries({
    obs_collection: values(['TESS', 9_123_456], ['HST', 1_204_551], ['JWST', 832_412]),
    instrument_name: values(['NIRCAM/IMAGE', 71_220], ['ACS/WFC', 30_144], ['WFC3/UVIS', 29_000]),
    filters: values(['F444W', 5_210], ['F200W', 4_822], ['F814W', 4_400]),
    dataproduct_type: values(['image', 700_000], ['spectrum', 120_000], ['timeseries', 44]),
    calib_level: values(['3', 100_000], ['2', 60_000], ['1', 20_000], ['-1', 12]),
    dataRights: values(['PUBLIC', 900_000], ['EXCLUSIVE_ACCESS', 11_221]),
    t_min: { kind: 'range', min: 40_587, max: 61_300 },
    t_exptime: { kind: 'range', min: 0, max: 123_456.789 },
  }),
) as unknown as KnownValuesOfColumns;

const COLLECTIONS = ['spitzer_seip', 'wise_allwise', 'spherex_qr2', 'ztf', 'herschel_hops'];

export const REAL_FORMS: Readonly<Record<string, SearchForm>> = {
  mast: mastForm(
    { id: 'mast', label: 'MAST, all missions', kind: 'mast' },
    readColumns(columns),
    KNOWN,
  ),
  irsa: siaForm({ id: 'irsa', label: 'IRSA images', kind: 'sia' }, COLLECTIONS, [
    'Almost a billion images: name a position, or a collection.',
  ]),
  'mission:jwst': missionForm(
    { id: 'mission:jwst', label: 'MAST, JWST', kind: 'mission' },
    readMissionColumns(jwstColumns, 'jwst'),
  ),
};

/** Products as the reference observation has them. */
export const REAL_NAMES = [
  'jw01783004007_02101_00004_nrcalong_rate.fits',
  'jw01783-o004_t008_nircam_clear-f444w_i2d.fits',
];
