import type { AdqlCatalog, AdqlColumn } from '../../../src/core/adql/catalog';

function columns(text: string): AdqlColumn[] {
  return text.split(' ').map((each) => {
    const [name = '', type, unit] = each.split(':');
    return { name, type, unit, indexed: name === 'ra' || name === 'source_id' };
  });
}

/** Names as they are at Gaia, IRSA, CADC, VizieR and GAVO, a few columns of each. */
export const SAMPLE: AdqlCatalog = {
  complete: true,
  geometry: undefined,
  functions: [
    {
      name: 'gavo_to_jd',
      signatures: ['gavo_to_jd(d TIMESTAMP) -> DOUBLE PRECISION'],
      description: 'Julian date.',
    },
  ],
  schemas: [
    { name: 'gaiadr3', description: 'Gaia DR3' },
    { name: 'public' },
    { name: 'caom2' },
    { name: 'ivoa' },
    { name: 'vizier' },
    { name: 'tap_schema' },
  ],
  tables: [
    {
      name: 'gaiadr3.gaia_source',
      schema: 'gaiadr3',
      description: 'The main table.',
      columns: columns(
        'source_id:long ra:double:deg dec:double:deg parallax:double:mas phot_g_mean_mag:float:mag',
      ),
    },
    {
      name: 'gaiadr3.vari_cepheid',
      schema: 'gaiadr3',
      columns: columns('source_id:long pf:double:d'),
    },
    { name: 'gaiadr3.not_loaded', schema: 'gaiadr3', columns: undefined },
    { name: 'public.hipparcos', schema: 'public', columns: columns('hip:int ra:double plx:float') },
    { name: 'caom2.Observation', schema: 'caom2', columns: columns('obsID collection') },
    { name: 'caom2.Plane', schema: 'caom2', columns: columns('obsID planeID calibrationLevel') },
    { name: 'ivoa.ObsCore', schema: 'ivoa', columns: columns('obs_id s_ra s_dec access_url') },
    {
      name: '"I/355/gaiadr3"',
      schema: 'vizier',
      columns: columns('RA_ICRS e_RA_ICRS "2MASS" _RAJ2000 date'),
    },
    { name: 'II/246/out', schema: 'vizier', columns: columns('RAJ2000 Jmag') },
    { name: 'fp_psc', schema: '', columns: columns('ra dec j_m h_m k_m') },
    {
      name: 'tables',
      schema: 'tap_schema',
      columns: columns('schema_name table_name description'),
    },
  ],
};
