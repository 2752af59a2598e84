import { describe, expect, it } from 'vitest';
import { callAt } from '../../../src/core/adql/call';
import { completionsAt } from '../../../src/core/adql/complete';
import { problemsIn } from '../../../src/core/adql/diagnose';
import { parseQuery } from '../../../src/core/adql/parse';
import { statementAt, statementsOf } from '../../../src/core/adql/statements';
import { tokenize } from '../../../src/core/adql/tokenize';
import { SAMPLE } from './sample-catalog';

/** Kind and text of every token that is no blank. */
function tokens(text: string): string[] {
  return tokenize(text)
    .filter(({ kind }) => kind !== 'space')
    .map(({ kind, from, to }) => `${kind} ${text.slice(from, to)}`);
}

describe('the pieces of a query', () => {
  it.each([
    ["'it''s' 'a'", ["text 'it''s'", "text 'a'"]],
    ['"a""b"."c d"', ['quoted "a""b"', 'dot .', 'quoted "c d"']],
    [
      '1 1. .5 1e-3 1.5E+2 0x1F',
      ['1', '1.', '.5', '1e-3', '1.5E+2', '0x1F'].map((n) => `number ${n}`),
    ],
    [
      'a<>b||c>=-1',
      [
        'word a',
        'operator <>',
        'word b',
        'operator ||',
        'word c',
        'operator >=',
        'operator -',
        'number 1',
      ],
    ],
    ['a--b\nc', ['word a', 'comment --b', 'word c']],
    ['a/*b\n;*/c', ['word a', 'comment /*b\n;*/', 'word c']],
    ['t.*', ['word t', 'dot .', 'operator *']],
    ['é_1 \\', ['word é_1', 'other \\']],
    ['f(x,1);', ['word f', 'open (', 'word x', 'comma ,', 'number 1', 'close )', 'semicolon ;']],
  ])('%j', (text, expected) => {
    expect(tokens(text)).toEqual(expected);
  });

  it('have an end or not', () => {
    const ends = (text: string): boolean[] => tokenize(text).map(({ closed }) => closed);
    expect([ends("'a'"), ends("'a"), ends('"a'), ends('/* a */'), ends('/*/'), ends('--')]).toEqual(
      [[true], [false], [false], [true], [false], [true]],
    );
  });
});

/** In the manner of the documentation of Gaia, IRSA, CADC, GAVO and VizieR. */
const QUERIES: readonly (readonly [string, readonly string[]])[] = [
  [
    `SELECT TOP 100 source_id, ra, dec, phot_g_mean_mag AS g
     FROM gaiadr3.gaia_source
     WHERE 1 = CONTAINS(POINT('ICRS', ra, dec), CIRCLE('ICRS', 266.41, -29.0, 5./60.))
       AND parallax / parallax_error > 10 ORDER BY g ASC`,
    ['gaiadr3.gaia_source'],
  ],
  [
    `SELECT g.source_id, h.hip, DISTANCE(POINT(g.ra, g.dec), POINT(h.ra, h.dec)) AS d
     FROM gaiadr3.gaia_source AS g
     INNER JOIN gaiadr3.hipparcos2_best_neighbour AS x USING (source_id)
     JOIN public.hipparcos_newreduction AS h ON h.hip = x.original_ext_source_id`,
    ['gaiadr3.gaia_source', 'gaiadr3.hipparcos2_best_neighbour', 'public.hipparcos_newreduction'],
  ],
  [
    `-- stars around a galaxy\nSELECT ra, dec, j_m, h_m FROM fp_psc
     WHERE CONTAINS(POINT('ICRS',ra,dec), CIRCLE('ICRS',150.1,2.2,0.1))=1 AND j_m IS NOT NULL`,
    ['fp_psc'],
  ],
  [
    `SELECT Observation.collection, Plane.planeID FROM caom2.Plane AS Plane
     JOIN caom2.Observation AS Observation ON Plane.obsID = Observation.obsID
     WHERE (Plane.calibrationLevel = '2' AND Observation.collection IN ('JWST', 'HST'))
       AND INTERSECTS(CIRCLE('ICRS', 83.63, 22.01, 0.05), Plane.position_bounds) = 1`,
    ['caom2.Plane', 'caom2.Observation'],
  ],
  [
    `SELECT "I/355/gaiadr3".RA_ICRS, "II/246/out"."2MASS" FROM "I/355/gaiadr3"
     JOIN "II/246/out" ON 1=CONTAINS(POINT('ICRS',RA_ICRS,DE_ICRS), CIRCLE('ICRS',RAJ2000,DEJ2000,2/3600.))`,
    ['I/355/gaiadr3', 'II/246/out'],
  ],
  [
    `SELECT s_ra, s_dec, access_url, t_min FROM ivoa.obscore
     WHERE dataproduct_type = 'image' AND em_min BETWEEN 4e-7 AND 7.0E-7 AND obs_collection LIKE 'HST%'`,
    ['ivoa.obscore'],
  ],
  [
    `SELECT ivo_healpix_index(6, ra, dec) AS hpx, COUNT(*) AS n, AVG(parallax) FROM gaia.dr3lite
     GROUP BY hpx HAVING COUNT(*) > 5 ORDER BY n DESC OFFSET 10`,
    ['gaia.dr3lite'],
  ],
  [
    `WITH bright AS (SELECT * FROM gaia.dr3lite WHERE phot_g_mean_mag < 5),
     pairs AS (SELECT a.source_id FROM bright a, bright b WHERE a.source_id < b.source_id)
     SELECT COUNT(*) FROM pairs WHERE EXISTS (SELECT 1 FROM tap_upload.mine m WHERE m.id = source_id)`,
    ['pairs', 'gaia.dr3lite', 'bright', 'bright', 'tap_upload.mine'],
  ],
  [
    `SELECT table_name FROM TAP_SCHEMA.tables WHERE description LIKE '%quasar%'
     UNION ALL SELECT table_name FROM TAP_SCHEMA.columns WHERE ucd = 'src.redshift'`,
    ['TAP_SCHEMA.tables', 'TAP_SCHEMA.columns'],
  ],
  [
    `SELECT t.*, CASE WHEN z > 1 THEN 'far' ELSE 'near' END AS place
     FROM (SELECT TOP 10 name, z FROM ned.objects ORDER BY z DESC) AS t LEFT OUTER JOIN ned.more m ON m.name = t.name`,
    ['', 'ned.more', 'ned.objects'],
  ],
];

describe('queries of the archives', () => {
  it.each(QUERIES)('%s', (text, tables) => {
    const all = tokenize(text);
    expect(all.map(({ from, to }) => text.slice(from, to)).join('')).toBe(text);
    expect(all.filter(({ kind, closed }) => kind === 'other' || !closed)).toEqual([]);
    expect(problemsIn(text, { ...SAMPLE, complete: false })).toEqual([]);
    const { selects } = parseQuery(text, all);
    const named = selects.flatMap((select) => select.tables.map(({ path }) => path.join('.')));
    expect(named.sort()).toEqual([...tables].sort());
  });
});

/** A small generator of its own (mulberry32), so that a failure can be had again. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const SCRAPS = (
  'SELECT FROM WHERE JOIN ON USING WITH AS UNION ALL ORDER BY GROUP TOP 10 ( ) (( , . ; \' \'\' " "" -- /* */ \n * ' +
  'a gaiadr3 gaia_source ra "x y" \'t\' 1.5 .e 0x CONTAINS POINT( = <> || é 😀 \u0000 \ud800 \\ [ { $ _ \t CAST EXISTS IN'
).split(' ');

describe('ten thousand texts of any kind', () => {
  it('do not fail, and every character of them is in one token', () => {
    const random = chance(20261121);
    const failed: string[] = [];
    for (let round = 0; round < 10_000; round++) {
      const length = Math.floor(random() * 40);
      let text = '';
      for (let i = 0; i < length; i++) {
        text +=
          random() < 0.85
            ? (SCRAPS[Math.floor(random() * SCRAPS.length)] ?? '') + (random() < 0.6 ? ' ' : '')
            : String.fromCharCode(Math.floor(random() * 0x300));
      }
      // Told apart by hand: ten thousand times a few expectations take longer than all the rest.
      let end = 0;
      for (const { from, to } of tokenize(text)) {
        end = from === end && to > from ? to : NaN;
      }
      const offset = Math.floor(random() * (text.length + 1));
      const { from, to } = completionsAt(text, offset, SAMPLE);
      statementsOf(text);
      statementAt(text, offset);
      callAt(text, offset, SAMPLE);
      const outside = problemsIn(text, SAMPLE).some(
        (problem) => problem.from > problem.to || problem.to > text.length,
      );
      if (end !== text.length || from > offset || offset > to || to > text.length || outside) {
        failed.push(text);
      }
    }
    expect(failed).toEqual([]);
  }, 60_000);

  it('nor do long ones of one thing', () => {
    for (const scrap of [
      '(',
      ')',
      "'",
      '"',
      '(SELECT ',
      'WITH a AS (',
      'a.',
      'FROM (',
      '/*',
      '-- \n',
      'a,',
      '""',
      "''",
      'JOIN ',
      ' ',
    ]) {
      const text = scrap.repeat(20_000);
      expect(tokenize(text).length).toBeGreaterThan(0);
      problemsIn(text, SAMPLE);
      completionsAt(text, text.length, SAMPLE);
      completionsAt(text, text.length / 2, SAMPLE);
    }
  }, 60_000);
});
