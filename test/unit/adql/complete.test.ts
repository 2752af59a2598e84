import { describe, expect, it } from 'vitest';
import { EMPTY_CATALOG } from '../../../src/core/adql/catalog';
import { type Completions, completionsAt } from '../../../src/core/adql/complete';
import { SAMPLE } from './sample-catalog';

/** Asks at the place of `▮`. */
function at(marked: string, catalog = SAMPLE): Completions & { readonly written: string[] } {
  const offset = marked.indexOf('▮');
  const text = marked.replace('▮', '');
  const completions = completionsAt(text, offset, catalog);
  return { ...completions, written: completions.items.map(({ insert }) => insert) };
}

/** The query with the given item taken. */
function taking(marked: string, insert: string): string {
  const { from, to, written } = at(marked);
  expect(written).toContain(insert);
  const text = marked.replace('▮', '');
  return text.slice(0, from) + insert + text.slice(to);
}

const GAIA = ['source_id', 'ra', 'dec', 'parallax', 'phot_g_mean_mag'];
const TABLES = ['gaiadr3.gaia_source', 'public.hipparcos', '"I/355/gaiadr3"', 'fp_psc'];
const FUNCTIONS = ['CONTAINS', 'POINT', 'CIRCLE', 'AVG', 'gavo_to_jd'];

/** [query, what is offered, what is not] */
type Case = readonly [string, readonly string[], readonly string[]];

const CASES: readonly Case[] = [
  // The beginning.
  ['▮', ['SELECT', 'WITH'], ['FROM', 'CONTAINS', 'gaiadr3']],
  ['SEL▮', ['SELECT'], ['WITH']],
  ['sel▮', ['select'], ['SELECT']],
  ['-- all of it\n▮', ['SELECT'], []],
  ['SELECT 1; ▮', ['SELECT'], ['FROM']],
  ['SELECT ra FROM fp_psc;\n▮\n;SELECT 2', ['SELECT'], ['ra']],
  ['SELECT a FROM fp_psc UNION ▮', ['SELECT'], ['ra']],
  ['SELECT a FROM fp_psc UNION ALL ▮', ['SELECT'], ['ra']],
  ['SELECT * FROM (SELECT ra FROM fp_psc UNION ALL ▮)', ['SELECT'], ['ra']],
  ['WITH x AS (▮', ['SELECT'], ['FROM']],
  // Tables.
  ['SELECT * FROM ▮', ['gaiadr3', 'caom2', ...TABLES], ['ra', 'CONTAINS', 'SELECT']],
  ['SELECT * FROM gaia▮', ['gaiadr3', 'gaiadr3.gaia_source', '"I/355/gaiadr3"'], ['fp_psc']],
  ['SELECT * FROM GAIA▮', ['gaiadr3.gaia_source'], ['fp_psc']],
  ['SELECT * FROM gaiadr3.▮', ['gaia_source', 'vari_cepheid'], ['hipparcos', 'gaiadr3']],
  ['SELECT * FROM GaiaDR3.v▮', ['vari_cepheid'], ['gaia_source', 'hipparcos']],
  ['SELECT * FROM "gaiadr3".▮', ['gaia_source'], ['hipparcos']],
  ['SELECT * FROM gaiadr3 . ▮', ['gaia_source'], ['hipparcos']],
  ['SELECT * FROM public.▮', ['hipparcos'], ['gaia_source']],
  ['SELECT * FROM ▮', ['"II/246/out"'], ['vizier']],
  ['SELECT * FROM tap_schema.▮', ['tables'], ['gaia_source']],
  ['SELECT * FROM "I/3▮', ['"I/355/gaiadr3"'], ['fp_psc', 'SELECT']],
  ['SELECT * FROM caom2.Observation o JOIN ▮', ['caom2.Plane'], ['obsID', 'ON']],
  ['SELECT * FROM caom2.Observation o JOIN caom2.▮', ['Plane'], ['gaia_source']],
  ['SELECT * FROM fp_psc a, ▮', ['caom2.Plane'], ['j_m']],
  ['SELECT * FROM (fp_psc a JOIN ▮', ['caom2.Plane'], ['j_m']],
  ['SELECT * FROM fp_psc a JOIN caom2.Plane p ON a.ra = 1, ▮', ['caom2.Plane'], ['obsID']],
  ['SELECT * FROM fp_psc WHERE ra IN (SELECT ra FROM ▮)', TABLES, ['j_m']],
  ['SELECT ra FROM fp_psc WHERE ra > 1 UNION SELECT ra FROM ▮', TABLES, ['j_m']],
  ['WITH near AS (SELECT ra FROM fp_psc) SELECT * FROM ▮', ['near', 'fp_psc'], []],
  ['WITH a AS (SELECT 1 AS x FROM fp_psc), b AS (SELECT * FROM ▮)', ['a'], ['b']],
  // Behind a table.
  ['SELECT * FROM fp_psc ▮', ['WHERE', 'JOIN', 'ORDER BY', 'AS'], ['ra', 'CONTAINS']],
  ['SELECT * FROM fp_psc wh▮', ['where'], ['WHERE', 'join']],
  ['SELECT * FROM fp_psc AS ▮', [], ['WHERE', 'ra']],
  ['SELECT * FROM fp_psc AS p ▮', ['WHERE', 'JOIN'], ['ra']],
  ['SELECT * FROM fp_psc p LEFT OUTER ▮', ['JOIN'], ['ra', 'fp_psc']],
  ['SELECT * FROM (SELECT ra FROM fp_psc) ▮', ['AS', 'WHERE'], ['ra', 'fp_psc']],
  // Columns.
  ['SELECT ▮ FROM gaiadr3.gaia_source', [...GAIA, ...FUNCTIONS, 'DISTINCT', 'TOP'], ['j_m']],
  ['SELECT p▮ FROM gaiadr3.gaia_source', ['parallax', 'phot_g_mean_mag', 'point'], ['ra', 'avg']],
  ['SELECT ra, ▮ FROM gaiadr3.gaia_source', GAIA, ['j_m']],
  ['SELECT TOP ▮ FROM fp_psc', [], ['ra']],
  ['SELECT TOP 10 ▮ FROM fp_psc', ['ra', 'j_m'], []],
  ['SELECT TOP 1▮ FROM fp_psc', [], ['ra']],
  ['SELECT DISTINCT ▮ FROM fp_psc', ['ra', 'COUNT'], []],
  ['SELECT ra AS ▮ FROM fp_psc', [], ['ra', 'FROM']],
  ['SELECT COUNT(▮) FROM fp_psc', ['ra'], []],
  ['SELECT ▮', FUNCTIONS, ['ra']],
  ['SELECT * FROM fp_psc WHERE ▮', ['ra', 'k_m', 'CONTAINS', 'NOT', 'fp_psc'], ['parallax']],
  ['SELECT * FROM fp_psc WHERE ra > 1 AND ▮', ['dec'], []],
  ['SELECT * FROM FP_PSC WHERE ▮', ['ra'], []],
  ['SELECT * FROM hipparcos WHERE ▮', ['hip', 'plx'], []],
  ['SELECT * FROM fp_psc WHERE 1=CONTAINS(POINT(ra, ▮', ['dec', 'ra'], []],
  ['SELECT * FROM fp_psc WHERE 1=CONTAINS(POINT(ra, dec), ▮', ['CIRCLE', 'dec'], ['fp_psc.ra']],
  ['SELECT * FROM fp_psc ORDER ▮', ['BY'], ['ra']],
  ['SELECT * FROM fp_psc GROUP ▮', ['BY'], ['ra']],
  ['SELECT ra AS x FROM fp_psc ORDER BY ▮', ['x', 'j_m', 'DESC'], []],
  ['SELECT ra FROM fp_psc GROUP BY ▮', ['ra', 'HAVING'], ['CONTAINS']],
  ['SELECT ra FROM fp_psc GROUP BY ra HAVING ▮', ['COUNT', 'ra'], []],
  ['SELECT ra FROM fp_psc OFFSET ▮', [], ['ra']],
  ['SELECT CAST(ra AS ▮) FROM fp_psc', ['INTEGER', 'VARCHAR'], ['ra']],
  // Behind `alias.`
  ['SELECT g.▮ FROM gaiadr3.gaia_source g', GAIA, ['CONTAINS', 'FROM']],
  ['SELECT g.▮ FROM gaiadr3.gaia_source AS g', GAIA, []],
  ['SELECT G.p▮ FROM gaiadr3.gaia_source AS g', ['parallax'], ['ra']],
  ['SELECT g.▮\nFROM gaiadr3.gaia_source AS g WHERE 1=1', GAIA, []],
  ['SELECT gaia_source.▮ FROM gaiadr3.gaia_source', GAIA, []],
  ['SELECT gaiadr3.gaia_source.▮ FROM gaiadr3.gaia_source', GAIA, ['gaia_source']],
  ['SELECT gaiadr3.▮ FROM gaiadr3.gaia_source', ['gaia_source'], ['vari_cepheid']],
  ['SELECT nobody.▮ FROM fp_psc', [], ['ra']],
  ['SELECT "my g".▮ FROM gaiadr3.gaia_source "my g"', GAIA, []],
  [
    'SELECT * FROM caom2.Observation o JOIN caom2.Plane p ON o.▮',
    ['obsID', 'collection'],
    ['planeID'],
  ],
  [
    'SELECT * FROM caom2.Observation o JOIN caom2.Plane p ON o.obsID = p.▮',
    ['planeID'],
    ['collection'],
  ],
  [
    'SELECT * FROM caom2.Observation o JOIN caom2.Plane p ON ▮',
    ['collection', 'o.obsID', 'p.obsID', 'o'],
    ['obsID'],
  ],
  [
    'SELECT * FROM caom2.Observation JOIN caom2.Plane USING (▮)',
    ['Plane.obsID', 'collection'],
    ['CONTAINS'],
  ],
  ['SELECT a.▮ FROM fp_psc a, fp_psc b', ['j_m'], ['a.j_m']],
  // Names that need quotes.
  ['SELECT ▮ FROM "I/355/gaiadr3"', ['RA_ICRS', '"2MASS"', '"_RAJ2000"', '"date"'], ['date']],
  ['SELECT v."2▮" FROM "I/355/gaiadr3" v', ['"2MASS"'], ['RA_ICRS']],
  // Queries in queries.
  ['SELECT s.▮ FROM (SELECT ra AS r, dec FROM fp_psc) s', ['r', 'dec'], ['ra', 'j_m']],
  ['SELECT s.▮ FROM (SELECT p.* FROM fp_psc p) AS s', ['j_m', 'k_m'], []],
  ['SELECT ▮ FROM (SELECT * FROM (SELECT hip h FROM hipparcos) x) y', ['h'], ['plx']],
  [
    'SELECT * FROM fp_psc WHERE ra IN (SELECT ▮ FROM hipparcos)',
    ['hip', 'j_m', 'hipparcos.ra', 'fp_psc.ra'],
    [],
  ],
  [
    'SELECT * FROM fp_psc f WHERE EXISTS (SELECT 1 FROM hipparcos h WHERE h.ra = f.▮)',
    ['j_m'],
    ['plx'],
  ],
  ['SELECT * FROM fp_psc f WHERE EXISTS (▮', ['SELECT'], []],
  ['SELECT * FROM fp_psc f, (SELECT ▮ FROM hipparcos) h', ['hip'], ['j_m']],
  [
    'WITH near AS (SELECT ra, dec AS d FROM fp_psc) SELECT ▮ FROM near',
    ['ra', 'd'],
    ['j_m', 'dec'],
  ],
  ['WITH near (a, b) AS (SELECT ra, dec FROM fp_psc) SELECT n.▮ FROM near n', ['a', 'b'], ['ra']],
  ['SELECT hip FROM hipparcos UNION SELECT ▮ FROM fp_psc', ['j_m'], ['plx']],
  ['SELECT ▮ FROM hipparcos UNION SELECT ra FROM fp_psc', ['plx'], ['j_m']],
  // The other queries of the document, and what ends in the middle.
  ['SELECT * FROM hipparcos; SELECT ▮ FROM fp_psc; SELECT 1', ['j_m'], ['plx']],
  ["SELECT * FROM hipparcos WHERE x = ';' AND ▮", ['plx'], []],
  ['SELECT * FROM hipparcos -- ; not here\nWHERE ▮', ['plx'], []],
  ['SELECT ▮ FROM ((hipparcos', ['plx'], []],
  ['SELECT ▮, FROM hipparcos WHERE', ['plx'], []],
  // Where nothing can be written.
  ["SELECT * FROM fp_psc WHERE name = 'M ▮'", [], ['ra']],
  ["SELECT * FROM fp_psc WHERE name = 'M ▮", [], ['ra']],
  ['SELECT * -- from ▮', [], ['FROM']],
  ['SELECT * /* from ▮ */ FROM fp_psc', [], ['FROM']],
  ['SELECT 3.▮ FROM fp_psc', [], ['ra']],
];

describe('what can be written', () => {
  it.each(CASES)('%s', (marked, offered, not) => {
    const { written } = at(marked);
    expect(written).toEqual(expect.arrayContaining([...offered]));
    expect(written.filter((each) => not.includes(each))).toEqual([]);
    if (offered.length === 0 && not.length > 0 && !/nobody/.test(marked)) {
      expect(written).toEqual([]);
    }
  });

  it('takes the place of the part the cursor is in', () => {
    expect(taking('SELECT * FROM gaiadr3.v▮ WHERE 1=1', 'vari_cepheid')).toBe(
      'SELECT * FROM gaiadr3.vari_cepheid WHERE 1=1',
    );
    expect(taking('SELECT par▮alx FROM gaiadr3.gaia_source', 'parallax')).toBe(
      'SELECT parallax FROM gaiadr3.gaia_source',
    );
    expect(taking('SELECT * FROM "I/3▮ WHERE 1=1', '"I/355/gaiadr3"')).toBe(
      'SELECT * FROM "I/355/gaiadr3" WHERE 1=1',
    );
    expect(taking('SELECT * FROM "I/3▮55" WHERE 1=1', '"I/355/gaiadr3"')).toBe(
      'SELECT * FROM "I/355/gaiadr3" WHERE 1=1',
    );
    expect(taking('SELECT g.▮ FROM gaiadr3.gaia_source g', 'ra')).toBe(
      'SELECT g.ra FROM gaiadr3.gaia_source g',
    );
  });

  it('tells which tables it misses the columns of', () => {
    expect(at('SELECT ▮ FROM gaiadr3.not_loaded n, fp_psc').wanted).toEqual(['gaiadr3.not_loaded']);
    expect(at('SELECT * FROM (SELECT * FROM not_loaded) x WHERE x.▮').wanted).toEqual([
      'gaiadr3.not_loaded',
    ]);
    expect(at('SELECT * FROM gaiadr3.not_loaded WHERE ▮').written).toContain('CONTAINS');
    expect(at('SELECT ▮ FROM fp_psc').wanted).toEqual([]);
  });

  it('tells which schema it misses the tables of', () => {
    const half = {
      ...SAMPLE,
      complete: false,
      schemas: [{ name: 'gaiadr3' }, { name: '"My One"' }],
    };
    expect(at('SELECT * FROM ▮', half).written).toEqual(expect.arrayContaining(['"My One"']));
    expect(at('SELECT * FROM "My One".▮', half).wantedSchemas).toEqual(['"My One"']);
    expect(at('SELECT * FROM gaiadr3.▮', half).wantedSchemas).toEqual([]);
    expect(at('SELECT * FROM ▮', half).wantedSchemas).toEqual([]);
    expect(at('SELECT * FROM gone.▮', half).wantedSchemas).toEqual([]);
    expect(at('SELECT * FROM "My One".▮').wantedSchemas).toEqual([]);
  });

  it('says what a column is and how a function is called', () => {
    const { items } = at('SELECT ▮ FROM gaiadr3.gaia_source g');
    expect(items.find(({ label }) => label === 'ra')).toEqual({
      ...{ kind: 'column', label: 'ra', insert: 'ra', detail: 'double, deg, indexed · g' },
      description: undefined,
    });
    expect(items.find(({ label }) => label === 'CONTAINS')).toMatchObject({
      ...{ kind: 'function', detail: '(inner, outer)' },
    });
    expect(items.find(({ label }) => label === 'gavo_to_jd')?.description).toBe('Julian date.');
  });

  it('knows only the geometry a service says it has', () => {
    const few = { ...SAMPLE, geometry: ['POINT', 'CIRCLE'] };
    expect(at('SELECT ▮ FROM fp_psc', few).written).toContain('POINT');
    expect(at('SELECT ▮ FROM fp_psc', few).written).not.toContain('BOX');
  });

  it('is cut where there are too many', () => {
    const tables = Array.from({ length: 30_000 }, (_, index) => ({
      ...{ name: `cat.t${index}`, schema: 'cat', columns: [] },
    }));
    const many = { ...EMPTY_CATALOG, tables };
    expect(at('SELECT * FROM ▮', many)).toMatchObject({ more: true });
    expect(at('SELECT * FROM ▮', many).items).toHaveLength(1000);
    expect(at('SELECT * FROM t29999▮', many)).toMatchObject({ more: false });
  });

  it('has at least sixty cases', () => {
    expect(CASES.length).toBeGreaterThanOrEqual(60);
  });
});
