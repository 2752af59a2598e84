import { describe, expect, it } from 'vitest';
import { completionsAt } from '../../../../src/core/adql/complete';
import { TapTables } from '../../../../src/core/archives/tap/tables';
import { FakeTap, type FakeAnswer, type Seen } from './fake-tap';

const SHORT = `<vosi:tableset xmlns:vosi="http://www.ivoa.net/xml/VOSITables/v1.0">
 <schema><name>gaia</name><description>Gaia,
   third release</description>
  <table type="table"><name>gaia.source</name><title>Sources</title><nrows>1811709771</nrows></table>
  <table type="view"><name>gaia.light</name><description>Less of it</description>
   <column><name>ra</name><description>Right
     ascension</description><unit>deg</unit><ucd>pos.eq.ra</ucd><dataType xsi:type="vs:VOTableType" xmlns:xsi="i">double</dataType><flag>indexed</flag><flag>principal</flag></column>
   <column><name>name</name><dataType arraysize="*">char</dataType></column>
  </table></schema>
 <schema><name>tap_schema</name></schema>
</vosi:tableset>`;

/** A VOTable of texts. */
function table(
  names: readonly string[],
  rows: readonly (readonly string[])[],
  overflow = false,
): FakeAnswer {
  const fields = names
    .map((name) => `<FIELD name="${name}" datatype="char" arraysize="*"/>`)
    .join('');
  const cells = rows
    .map((row) => `<TR>${row.map((cell) => `<TD>${cell}</TD>`).join('')}</TR>`)
    .join('');
  const over = overflow ? '<INFO name="QUERY_STATUS" value="OVERFLOW"/>' : '';
  return {
    body: `<VOTABLE><RESOURCE type="results"><TABLE>${fields}<DATA><TABLEDATA>${cells}</TABLEDATA></DATA></TABLE>${over}</RESOURCE></VOTABLE>`,
  };
}

function queryOf({ form }: Seen): string {
  return form.find(([name]) => name === 'QUERY')?.[1] ?? '';
}

/** A service without a list, which answers from TAP_SCHEMA. */
function schemaOnly(answer: (seen: Seen) => FakeAnswer | undefined = () => undefined): FakeTap {
  const tap = new FakeTap();
  tap.instead = (seen) => {
    const query = queryOf(seen);
    return (
      answer(seen) ??
      (query.includes('TAP_SCHEMA.schemas')
        ? table(
            ['SCHEMA_NAME', 'description', 'utype'],
            [
              ['gaia', 'Gaia', ''],
              ["o'neill", '', ''],
            ],
          )
        : query.includes('TAP_SCHEMA.tables')
          ? table(
              ['schema_name', 'table_name', 'table_type', 'description', 'utype'],
              [
                [
                  query.includes('gaia') ? 'gaia' : "o'neill",
                  query.includes('gaia') ? 'gaia.source' : '"I/1"',
                  'table',
                  'All of them',
                  '',
                ],
              ],
            )
          : query.includes('TAP_SCHEMA.columns')
            ? table(
                [
                  'table_name',
                  'column_name',
                  'datatype',
                  '&quot;size&quot;',
                  'unit',
                  'indexed',
                  'principal',
                  'column_index',
                  'description',
                ],
                [
                  ['x', 'dec', 'DOUBLE', '', 'deg', '0', '1', '2', ''],
                  ['x', 'ra', 'DOUBLE', '', 'deg', '1', '1', '1', 'Right   ascension'],
                  ['x', 'name', 'VARCHAR', '20', '', '0', '0', '3', ''],
                ],
              )
            : undefined)
    );
  };
  return tap;
}

describe('the tables of a service', () => {
  it('come from its list in one request', async () => {
    const tap = new FakeTap();
    tap.instead = ({ path }) => (path === '/tap/tables' ? { body: SHORT } : undefined);
    const tables = new TapTables(tap.service());
    expect(tables.catalog()).toMatchObject({ complete: false, tables: [] });
    expect(await tables.schemas()).toMatchObject([
      { name: 'gaia', description: 'Gaia, third release' },
      { name: 'tap_schema' },
    ]);
    expect(await tables.tables('gaia')).toMatchObject([
      {
        name: 'gaia.source',
        schema: 'gaia',
        title: 'Sources',
        type: 'table',
        rows: 1811709771,
        columns: undefined,
      },
      { name: 'gaia.light', type: 'view', description: 'Less of it' },
    ]);
    expect(await tables.columns('gaia.light')).toMatchObject([
      {
        name: 'ra',
        type: 'double',
        unit: 'deg',
        ucd: 'pos.eq.ra',
        description: 'Right ascension',
        indexed: true,
        principal: true,
      },
      { name: 'name', type: 'char(*)', unit: undefined, indexed: false, principal: false },
    ]);
    expect(tap.seen).toMatchObject([
      { method: 'GET', path: '/tap/tables', query: [['detail', 'min']] },
    ]);
    expect(tables.catalog()).toMatchObject({ complete: true });
    expect(tables.catalog()).toBe(tables.catalog());
  });

  it.each<[string, FakeAnswer]>([
    ['is not there', { status: 404 }],
    ['is too long', { body: SHORT + ' '.repeat(3000) }],
    ['breaks off', { body: SHORT.slice(0, 700) }],
    ['is a web page', { body: '<html><p>Tables</html>' }],
    ['is empty', { body: '<tableset/>' }],
    ['is forbidden', { status: 403 }],
  ])('come from TAP_SCHEMA, schema by schema, where the list %s', async (_, answer) => {
    const tap = schemaOnly(({ path }) => (path === '/tap/tables' ? answer : undefined));
    const tables = new TapTables(tap.service(), 2000);
    expect((await tables.schemas()).map(({ name }) => name)).toEqual(['gaia', "o'neill"]);
    expect(await tables.tables('gaia')).toMatchObject([
      { name: 'gaia.source', description: 'All of them' },
    ]);
    expect(tables.catalog().complete).toBe(false);
    expect(await tables.tables("o'neill")).toMatchObject([{ name: '"I/1"' }]);
    expect(tables.catalog().complete).toBe(true);
    const queries = tap.seen.map(queryOf).filter(Boolean);
    expect(queries.slice(1)).toEqual([
      "SELECT schema_name, table_name, table_type, description, utype FROM TAP_SCHEMA.tables WHERE schema_name = 'gaia'",
      "SELECT schema_name, table_name, table_type, description, utype FROM TAP_SCHEMA.tables WHERE schema_name = 'o''neill'",
    ]);
  });

  it('have their columns asked for once, in their order', async () => {
    const tap = schemaOnly(({ path }) => (path === '/tap/tables' ? { body: SHORT } : undefined));
    const tables = new TapTables(tap.service());
    await tables.schemas();
    const [columns] = await Promise.all([
      tables.columns('gaia.source'),
      tables.columns('gaia.source'),
    ]);
    await tables.columns('gaia.source');
    expect(columns).toMatchObject([
      {
        name: 'ra',
        type: 'DOUBLE',
        unit: 'deg',
        indexed: true,
        principal: true,
        description: 'Right ascension',
      },
      { name: 'dec', indexed: false },
      { name: 'name', type: 'VARCHAR(20)' },
    ]);
    expect(tap.seen.map(queryOf).filter(Boolean)).toEqual([
      "SELECT * FROM TAP_SCHEMA.columns WHERE table_name = 'gaia.source'",
    ]);
  });

  it('have their columns from their own list where TAP_SCHEMA fails', async () => {
    const tap = new FakeTap();
    tap.instead = (seen) =>
      seen.path === '/tap/tables/gaia.light'
        ? { body: /<table type="view">[^]*?<\/table>/.exec(SHORT)?.[0] ?? '' }
        : queryOf(seen) !== ''
          ? { status: 400, body: 'No TAP_SCHEMA here' }
          : undefined;
    const tables = new TapTables(tap.service());
    expect((await tables.columns('gaia.light')).map(({ name }) => name)).toEqual(['ra', 'name']);
    await expect(tables.columns('gaia.other')).rejects.toMatchObject({
      message: 'EXAMPLE refuses the query (400): No TAP_SCHEMA here.',
    });
  });

  it('that have no columns anywhere have none', async () => {
    const tap = schemaOnly((seen) =>
      queryOf(seen).includes('columns') ? table(['column_name'], []) : undefined,
    );
    expect(await new TapTables(tap.service()).columns('gaia.empty')).toEqual([]);
  });

  it('are asked for again after a failure, and a cancel is no failure of others', async () => {
    const tap = schemaOnly();
    const usual = tap.instead;
    tap.instead = () => ({ status: 403 });
    const tables = new TapTables(tap.service());
    await expect(tables.schemas()).rejects.toMatchObject({ code: 'access-denied' });
    tap.instead = usual;
    const stop = new AbortController();
    const [first, second] = [tables.schemas({ signal: stop.signal }), tables.schemas()];
    stop.abort();
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    expect(await second).toHaveLength(2);
  });

  it('that were cut by the service are not all', async () => {
    const tap = schemaOnly((seen) =>
      queryOf(seen).includes('TAP_SCHEMA.tables')
        ? table(['schema_name', 'table_name'], [['gaia', 'gaia.a']], true)
        : undefined,
    );
    const tables = new TapTables(tap.service());
    await tables.tables('gaia');
    await tables.tables("o'neill");
    expect(tables.catalog().complete).toBe(false);
  });

  it('serve the completion, which says what it lacks', async () => {
    const tap = schemaOnly();
    const tables = new TapTables(tap.service());
    await tables.tables('gaia');
    const text = 'SELECT  FROM gaia.source';
    const { wanted } = completionsAt(text, 7, tables.catalog());
    expect(wanted).toEqual(['gaia.source']);
    await Promise.all(wanted.map((name) => tables.columns(name)));
    const { items } = completionsAt(text, 7, tables.catalog());
    expect(items.map(({ insert }) => insert)).toEqual(
      expect.arrayContaining(['ra', 'dec', 'name']),
    );
  });
});
