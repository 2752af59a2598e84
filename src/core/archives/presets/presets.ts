import type { SiaService } from '../sia/request';
import type { ArchivePreset, PresetAddress } from './preset';

function official(address: string, source: string): PresetAddress {
  return { address, source, trust: 'official' };
}

function unverified(address: string, source: string): PresetAddress {
  return { address, source, trust: 'unverified' };
}

const ASTROQUERY = 'astroquery 2e8c636ba874 astroquery/';

/** The archives, those with an image search first. */
export const PRESETS: readonly ArchivePreset[] = [
  {
    id: 'irsa',
    name: 'IRSA',
    title: 'NASA/IPAC Infrared Science Archive',
    sia: official('https://irsa.ipac.caltech.edu/SIA', `${ASTROQUERY}ipac/irsa/__init__.py`),
    tap: official('https://irsa.ipac.caltech.edu/TAP', `${ASTROQUERY}ipac/irsa/__init__.py`),
    needsPlaceOrCollection: true,
    brokenCsv:
      'The CSV of IRSA leaves the commas of its column cloud_access unquoted, which breaks rows.',
    notes: ['Almost a billion rows: a search names a position or a collection.'],
  },
  {
    id: 'cadc',
    name: 'CADC',
    title: 'Canadian Astronomy Data Centre',
    sia: official(
      'https://ws.cadc-ccda.hia-iha.nrc-cnrc.gc.ca/sia',
      'pyvo 1.9.1 pyvo/dal/tests/test_sia2_remote.py',
    ),
    siaByDescription: true,
    tap: unverified(
      'https://ws.cadc-ccda.hia-iha.nrc-cnrc.gc.ca/argus',
      'in use in public programs; astroquery has www.cadc-ccda… for the same host',
    ),
    notes: [
      'Its description says where queries go; addresses of images lead to lists of links (DataLink).',
    ],
  },
  {
    id: 'alma',
    name: 'ALMA',
    title: 'ALMA Science Archive',
    sia: official(
      'https://almascience.nrao.edu/sia2',
      `${ASTROQUERY}alma/core.py (SIA_SERVICE_PATH)`,
    ),
    siaByDescription: true,
    tap: official('https://almascience.nrao.edu/tap', `${ASTROQUERY}alma/core.py`),
    notes: ['Its mirrors almascience.eso.org and almascience.nao.ac.jp have the same data.'],
  },
  {
    id: 'casda',
    name: 'CASDA',
    title: 'CSIRO ASKAP Science Data Archive',
    sia: official(
      'https://casda.csiro.au/casda_vo_tools/sia2/query',
      `${ASTROQUERY}casda/__init__.py`,
    ),
    tap: unverified('https://casda.csiro.au/casda_vo_tools/tap', 'in use in public programs'),
    notes: ['Files need a sign-in.'],
  },
  {
    id: 'gavo',
    name: 'GAVO',
    title: 'German Astrophysical Virtual Observatory, Heidelberg',
    sia: unverified(
      'https://dc.g-vo.org/__system__/siap2/sitewide/siap2.xml',
      'in use in public test data',
    ),
    tap: official('https://dc.g-vo.org/tap', 'pyvo 64fbf2f55f96 docs/dal/index.rst (as http)'),
    notes: [],
  },
  {
    id: 'mast',
    name: 'MAST',
    title: 'Mikulski Archive for Space Telescopes, by TAP',
    tap: unverified(
      'https://mast.stsci.edu/vo-tap/api/v0.1/caom',
      'in use in public programs; astroquery and pyvo have …/vo-tap/api/v0.1/registry there',
    ),
    notes: ['Its own search knows more than TAP does.'],
  },
  {
    id: 'gaia',
    name: 'Gaia',
    title: 'ESA Gaia archive',
    tap: official('https://gea.esac.esa.int/tap-server/tap', `${ASTROQUERY}../docs/utils/tap.rst`),
    notes: ['Queries without sign-in are limited in time and rows.'],
  },
  {
    id: 'vizier',
    name: 'VizieR',
    title: 'VizieR catalogues, CDS',
    tap: official(
      'https://tapvizier.cds.unistra.fr/TAPVizieR/tap',
      'pyvo 64fbf2f55f96 docs/registry/index.rst',
    ),
    notes: ['Tables have slashes in their names, so that they stand in double quotes.'],
  },
  {
    id: 'simbad',
    name: 'SIMBAD',
    title: 'SIMBAD, CDS',
    tap: official('https://simbad.cds.unistra.fr/simbad/sim-tap', `${ASTROQUERY}simbad/core.py`),
    notes: [],
  },
  {
    id: 'esa-euclid',
    name: 'ESA Euclid',
    title: 'ESA Euclid archive',
    tap: official(
      'https://eas.esac.esa.int/tap-server/tap',
      `${ASTROQUERY}esa/euclid/__init__.py (server), its path in public programs`,
    ),
    notes: [],
  },
  {
    id: 'esa-hubble',
    name: 'ESA Hubble',
    title: 'ESA Hubble archive',
    tap: unverified(
      'https://hst.esac.esa.int/tap-server/tap',
      `${ASTROQUERY}esa/hubble/__init__.py has the server https://hst.esac.esa.int/tap-server/`,
    ),
    notes: [],
  },
  {
    id: 'esa-jwst',
    name: 'ESA JWST',
    title: 'ESA JWST archive',
    tap: official('https://jwst.esac.esa.int/server/tap', `${ASTROQUERY}esa/jwst/__init__.py`),
    notes: [],
  },
  {
    id: 'esasky',
    name: 'ESASky',
    title: 'ESASky',
    tap: official(
      'https://sky.esa.int/esasky-tap/tap',
      `${ASTROQUERY}esasky/__init__.py (server), its path in public programs`,
    ),
    notes: [],
  },
  {
    id: 'eso',
    name: 'ESO',
    title: 'ESO Science Archive',
    tap: official('https://archive.eso.org/tap_obs', `${ASTROQUERY}eso/__init__.py`),
    notes: ['Its catalogues are at https://archive.eso.org/tap_cat.'],
  },
  {
    id: 'heasarc',
    name: 'HEASARC',
    title: 'High Energy Astrophysics Science Archive',
    tap: unverified('https://heasarc.gsfc.nasa.gov/xamin/vo/tap', 'in use in public programs'),
    notes: [],
  },
  {
    id: 'ned',
    name: 'NED',
    title: 'NASA/IPAC Extragalactic Database',
    tap: unverified('https://ned.ipac.caltech.edu/tap', 'in use in Firefly (Caltech-IPAC/firefly)'),
    notes: [],
  },
  {
    id: 'exoplanets',
    name: 'Exoplanet Archive',
    title: 'NASA Exoplanet Archive',
    tap: official(
      'https://exoplanetarchive.ipac.caltech.edu/TAP',
      `${ASTROQUERY}ipac/nexsci/nasa_exoplanet_archive/__init__.py`,
    ),
    notes: [],
  },
  {
    id: 'datalab',
    name: 'Astro Data Lab',
    title: 'NOIRLab Astro Data Lab',
    tap: unverified('https://datalab.noirlab.edu/tap', 'in use in public programs'),
    notes: ['Its image search is of version 1 (SIA 1), which Skybucket does not ask.'],
  },
];

/**
 * The image search of an archive; undefined where it has none.
 *
 * @param endpoint where its queries go, for those whose description says so
 */
export function siaService(preset: ArchivePreset, endpoint?: string): SiaService | undefined {
  const { name, sia, needsPlaceOrCollection, brokenCsv } = preset;
  return sia && { who: name, address: endpoint ?? sia.address, needsPlaceOrCollection, brokenCsv };
}

/** The archive with this id. */
export function findPreset(id: string): ArchivePreset | undefined {
  return PRESETS.find((preset) => preset.id === id);
}
