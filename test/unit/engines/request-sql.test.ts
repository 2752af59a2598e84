import { describe, expect, it } from 'vitest';
import type { CatalogRequest } from '../../../src/core/catalogs/request/request';
import { requestSql, type DatasetColumn } from '../../../src/core/engines/sql/request-sql';
import { tableOf } from '../../../src/core/engines/sql/table-of';
import { doubleLiteral, integerLiteral, tableName } from '../../../src/core/engines/sql/words';

/** How it reads; that it means the same is tested on a real server (test/trino). */

const column = (name: string, type: string, more: Partial<DatasetColumn> = {}): DatasetColumn => ({
  ...{ name, type, list: false, inFolders: false },
  ...more,
});
const COLUMNS = [
  column('designation', 'text'),
  column('ra', 'float64'),
  column('dec', 'float32'),
  column('W1"mag', 'float32'),
  column('ext_flg', 'int32'),
  column('lc.flux', 'float64', { list: true }),
  column('healpix_k5', 'int64', { inFolders: true }),
];
const sqlOf = (asked: Partial<CatalogRequest>): string =>
  requestSql(
    {
      dataset: { uri: 'file:///x/', part: '' },
      ...{ columns: ['designation'], filter: '', region: { kind: 'everywhere' } },
      position: { ra: 'ra', dec: 'dec' },
      ...asked,
    },
    COLUMNS,
    'sky.wise',
  );

describe('the SQL of a request', () => {
  it('names columns in quotes, with the capitals and points that they have', () => {
    expect(sqlOf({ columns: ['designation', 'W1"mag', 'lc.flux'] })).toBe(
      'SELECT "designation", "W1""mag" AS "W1""mag", "lc"."flux" AS "lc.flux"\nFROM sky.wise',
    );
  });

  it('has folders, declination and the exact region of a box', () => {
    expect(
      sqlOf({ filter: 'ext_flg == 0', region: { kind: 'box', ra: [62, 66], dec: [25, 29] } }),
    ).toBe(
      [
        'SELECT "designation"',
        'FROM sky.wise',
        'WHERE "ext_flg" = 0',
        '  AND ("healpix_k5" IN (265, 266, 267, 270, 288, 289) OR "healpix_k5" BETWEEN 291 AND 294)',
        '  AND CAST("dec" AS double) BETWEEN 25E0 AND 29E0 AND ("ra" BETWEEN 62E0 AND 66E0 OR ("ra" < 0E0 OR "ra" >= 360E0) AND ("ra" - 360E0 * floor("ra" / 360E0)) BETWEEN 62E0 AND 66E0)',
      ].join('\n'),
    );
  });

  it('keeps texts of a filter texts, whatever they hold', () => {
    expect(sqlOf({ filter: `designation == 'x''; DROP TABLE y; --'` })).toContain(
      `WHERE "designation" = 'x''; DROP TABLE y; --'`,
    );
    expect(sqlOf({ filter: `designation like "%'\\%"` })).toContain(
      `lower("designation") LIKE '%''\\%' ESCAPE '\\'`,
    );
  });

  it('says what cannot be asked', () => {
    expect(() => sqlOf({ columns: [] })).toThrow('No column is chosen.');
    expect(() => sqlOf({ columns: ['nothing'] })).toThrow('no column “nothing”');
    expect(() => sqlOf({ filter: 'ra & 1 = 1' })).toThrow('cannot be asked of an engine');
    expect(() => sqlOf({ filter: 'lc.flux > 1' })).toThrow('has an array in each row');
    expect(() =>
      sqlOf({ position: undefined, region: { kind: 'cone', ra: 1, dec: 2, radius: 1 } }),
    ).toThrow('The columns of position are not known.');
    expect(() => sqlOf({ region: { kind: 'moc', text: '8/1', name: 'x' } })).toThrow(
      'only where a column has HEALPix pixels as small',
    );
  });

  it('does not grow without bound', () => {
    const nested = `${'round('.repeat(12)}ra${')'.repeat(12)} > 0`;
    expect(() => sqlOf({ filter: nested })).toThrow('The query is too long as SQL.');
    const corners = Array.from({ length: 500 }, (_, k): [number, number] => {
      const angle = (k / 500) * 2 * Math.PI;
      return [50 + Math.cos(angle), 20 + Math.sin(angle)];
    });
    expect(() => sqlOf({ region: { kind: 'polygon', corners, larger: false } })).toThrow(
      'The polygon has 500 corners.',
    );
  });
});

describe('words of SQL', () => {
  it('writes numbers so that they stay doubles and 64-bit integers', () => {
    expect([15, 0.1, -2.5, 1e21, 1e-7, Infinity, -Infinity, NaN].map(doubleLiteral)).toEqual([
      ...['15E0', '0.1E0', '-2.5E0', '1E21', '1E-7', 'infinity()', '-infinity()', 'nan()'],
    ]);
    expect(integerLiteral(2n ** 63n - 1n)).toBe('9223372036854775807');
    expect(integerLiteral(2n ** 63n)).toBe("DECIMAL '9223372036854775808'");
    expect(integerLiteral(10n ** 60n)).toBe(`DECIMAL '${10n ** 37n}'`);
  });

  it('takes names of tables apart, and nothing else', () => {
    expect(tableName('hive.irsa.all_wise')).toBe('"hive"."irsa"."all_wise"');
    expect(tableName(' "a.b"."c""d" ')).toBe('"a.b"."c""d"');
    for (const text of ['', 'a.b.c.d', 'a..b', 'a; DROP TABLE b', 'a b', '"a', 'a.', 'x -- y']) {
      expect(() => tableName(text), text).toThrow('is not the name of a table');
    }
  });

  it('finds the table of a data set, or guesses one', () => {
    const tables = new Map([['s3://b/wise', '"hive"."x"']]);
    expect(tableOf({ tables }, ['s3://b/wise/', 'skybucket://public/b/wise/'])).toEqual({
      ...{ table: '"hive"."x"', guessed: false },
    });
    expect(tableOf({ tables }, ['s3://b/WISE-allwise.parquet/'])).toEqual({
      ...{ table: '"wise_allwise"', guessed: true },
    });
  });
});
