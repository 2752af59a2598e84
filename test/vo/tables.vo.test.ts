import { describe, expect, it } from 'vitest';
import { capabilitiesOf } from '../../src/core/archives/tap/capabilities';
import { runQuery } from '../../src/core/archives/tap/run';
import { TapTables } from '../../src/core/archives/tap/tables';
import { completionsAt } from '../../src/core/adql/complete';
import { http, tap } from './services';

const COLUMNS = 'id small whole long single exact flag letter word wide moment triple list place';

describe('the tables of the service', () => {
  it('are learned bit by bit', async () => {
    const tables = new TapTables(tap);
    const schemas = await tables.schemas();
    expect(schemas.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['ivoa', 'skybucket', 'tap_schema']),
    );
    const listed = await tables.tables('skybucket');
    expect(listed.map(({ name, description }) => [name, description]).sort()).toEqual([
      ['skybucket.images', 'Images that are nowhere, as ObsCore would tell of them.'],
      ['skybucket.samples', 'One value of each kind a column can have.'],
    ]);
    const columns = await tables.columns('skybucket.samples');
    expect(columns.map(({ name }) => name).join(' ')).toBe(COLUMNS);
    expect(columns.slice(0, 2)).toMatchObject([
      { type: 'int', indexed: true, description: 'Number of the row', ucd: 'meta.id;meta.main' },
      { type: 'short', indexed: false, unit: 'ct', ucd: 'phys.count' },
    ]);
    expect(columns.map(({ type }) => type).join(' ')).toBe(
      'int short int long float double boolean char char(*) unicodeChar(*) char(19) double(3) int(*) double(2)',
    );
  });

  it('are learned from TAP_SCHEMA where their list is too long', async () => {
    const from = http.sent.length;
    const [listed, asked] = [new TapTables(tap), new TapTables(tap, 100)];
    const names = async (tables: TapTables): Promise<string[]> => {
      const schemas = (await tables.schemas()).map(({ name }) => name);
      const each = await Promise.all(schemas.map((name) => tables.tables(name)));
      return each.flatMap((list) => list.map(({ name }) => name)).sort();
    };
    const long = await names(listed);
    expect(long).toContain('ivoa.obscore');
    expect(await names(asked)).toEqual(long);
    expect(http.sent.slice(from)).toContain('POST /tap/sync');
    const columns = await asked.columns('skybucket.samples');
    expect(columns).toEqual(await listed.columns('skybucket.samples'));
  });

  it('complete a query', async () => {
    const tables = new TapTables(tap);
    tables.learn(await capabilitiesOf(tap));
    await tables.schemas();
    const complete = (text: string): string[] => {
      const offset = text.indexOf('|');
      const { items } = completionsAt(text.replace('|', ''), offset, tables.catalog());
      return items.map(({ insert }) => insert);
    };
    expect(complete('SELECT * FROM |')).toEqual(expect.arrayContaining(['skybucket.samples']));
    expect(complete('SELECT * FROM skybucket.|')).toEqual(
      expect.arrayContaining(['images', 'samples']),
    );
    const wanted = completionsAt('SELECT s. FROM skybucket.samples AS s', 9, tables.catalog());
    expect(wanted.wanted).toEqual(['skybucket.samples']);
    await tables.columns('skybucket.samples');
    expect(complete('SELECT s.| FROM skybucket.samples AS s').join(' ')).toBe(COLUMNS);
    // A word of the language needs its quotes.
    await tables.columns('tap_schema.columns');
    const text = 'SELECT c.siz| FROM tap_schema.columns AS c';
    const insert = complete(text).find((name) => name.includes('size') && !name.startsWith('a'));
    expect(insert).toBe('"size"');
    const query = text.replace('siz|', insert ?? '');
    expect((await runQuery(tap, { query, mostRows: 1 })).table.columns[0]?.name).toBe('size');
    expect(complete('SELECT gavo_to_| FROM skybucket.samples')).toEqual(
      expect.arrayContaining(['gavo_to_jd', 'gavo_to_mjd']),
    );
  });
});

describe('the capabilities of the service', () => {
  it('are read', async () => {
    const { languages, formats, uploads, dataModels, rows } = await capabilitiesOf(tap);
    const [adql] = languages;
    expect(adql).toMatchObject({ name: 'ADQL', versions: ['2.0', '2.1'] });
    expect(adql?.geometry).toEqual(expect.arrayContaining(['CIRCLE', 'POLYGON', 'POINT']));
    expect(adql?.functions.map(({ name }) => name)).toContain('ivo_hasword');
    expect(formats.map(({ mime }) => mime)).toContain('application/x-votable+xml');
    expect(formats.flatMap(({ aliases }) => aliases)).toContain('votable/b2');
    expect(uploads).toContain('inline');
    expect(dataModels).toContain('Obscore-1.1');
    expect(rows).toEqual({ default: 1000, hard: 5000, unit: 'row' });
  });
});
