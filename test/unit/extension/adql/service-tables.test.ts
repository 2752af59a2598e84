import { describe, expect, it } from 'vitest';
import { SkybucketError } from '../../../../src/core/errors';
import { hoverAt } from '../../../../src/extension/adql/hover-of';
import {
  KnownTables,
  type Patience,
  ServiceTables,
} from '../../../../src/extension/adql/service-tables';
import { FakeTap, type Seen } from '../../archives/tap/fake-tap';
import { SAMPLE } from '../../adql/sample-catalog';

const LIST = `<tableset><schema><name>gaia</name>
 <table><name>gaia.source</name><description>All of them</description></table></schema></tableset>`;
const COLUMNS =
  '<VOTABLE><RESOURCE type="results"><TABLE><FIELD name="table_name" datatype="char" arraysize="*"/>' +
  '<FIELD name="column_name" datatype="char" arraysize="*"/><FIELD name="datatype" datatype="char" arraysize="*"/>' +
  '<DATA><TABLEDATA><TR><TD>gaia.source</TD><TD>parallax</TD><TD>DOUBLE</TD></TR></TABLEDATA></DATA>' +
  '</TABLE></RESOURCE></VOTABLE>';

const patient: Patience = async (work) => {
  await work;
  return true;
};
const hasty: Patience = async () => false;

function isColumns({ form }: Seen): boolean {
  return form.some(([, value]) => value.includes('TAP_SCHEMA.columns'));
}

function serving(): FakeTap {
  const tap = new FakeTap();
  tap.instead = (seen) =>
    seen.path === '/tap/tables' ? { body: LIST } : isColumns(seen) ? { body: COLUMNS } : undefined;
  return tap;
}

/** A query whose cursor is at the bar. */
function at(marked: string): [text: string, offset: number] {
  const offset = marked.indexOf('|');
  return [marked.replace('|', ''), offset];
}

describe('tables learned while a query is written', () => {
  it('columns are asked for when they are wanted, and once', async () => {
    const tap = serving();
    const known = new ServiceTables(tap.service(), () => undefined);
    const [text, offset] = at('SELECT par| FROM gaia.source');
    const found = await known.completions(text, offset, patient);
    expect(found.items[0]).toMatchObject({ kind: 'column', label: 'parallax' });
    expect(found.pending).toBe(false);
    await known.completions(text, offset, patient);
    expect(tap.seen.filter(isColumns)).toHaveLength(1);
    expect(tap.seen.filter(({ path }) => path === '/tap/tables')).toHaveLength(1);
  });

  it('what comes too late is said to come', async () => {
    const known = new ServiceTables(serving().service(), () => undefined);
    const [text, offset] = at('SELECT * FROM |');
    expect(await known.completions(text, offset, hasty)).toMatchObject({
      items: [],
      pending: true,
    });
    await known.start();
    const found = await known.completions(text, offset, patient);
    expect(found.items.map(({ insert }) => insert)).toContain('gaia.source');
  });

  it('a service that cannot be reached is left alone for a while, and says why', async () => {
    const tap = serving();
    const answer = tap.instead;
    tap.instead = () => {
      throw new SkybucketError('network', 'No connection.', { hint: 'Check the network.' });
    };
    let now = 0;
    let changes = 0;
    const known = new ServiceTables(
      tap.service(),
      () => changes++,
      () => now,
    );
    const [text, offset] = at('SEL|');
    // The words of the language are there all the same.
    expect((await known.completions(text, offset, patient)).items[0]?.label).toBe('SELECT');
    expect(known.problem).toMatch(/EXAMPLE/);
    const asked = tap.seen.length;
    await known.start();
    now = 10_000;
    await known.start();
    expect(tap.seen).toHaveLength(asked);
    tap.instead = answer;
    now = 31_000;
    await known.start();
    expect(known.problem).toBeUndefined();
    expect(known.catalog.tables).toHaveLength(1);
    expect(changes).toBeGreaterThan(1);
  });

  it('columns that cannot be had do not keep completion from its end', async () => {
    const tap = serving();
    tap.instead = (seen) =>
      seen.path === '/tap/tables' ? { body: LIST } : { status: 500, body: 'down' };
    const known = new ServiceTables(tap.service(), () => undefined);
    const [text, offset] = at('SELECT par| FROM gaia.source');
    const found = await known.completions(text, offset, patient);
    expect(found.wanted).toEqual(['gaia.source']);
    const asked = tap.seen.length;
    await known.completions(text, offset, patient);
    expect(tap.seen).toHaveLength(asked);
  });

  it('are kept by address until they are to be asked for again', () => {
    const tap = serving();
    const known = new KnownTables(() => undefined);
    const first = known.of(tap.service());
    expect(known.of({ ...tap.service(), who: 'ELSE' })).toBe(first);
    known.forget(tap.service());
    expect(known.of(tap.service())).not.toBe(first);
  });
});

describe('hovering', () => {
  const hover = (marked: string): string | undefined => hoverAt(...at(marked), SAMPLE)?.code;

  it.each([
    ['SELECT par|allax FROM gaiadr3.gaia_source', 'parallax: double, mas · gaia_source'],
    ['SELECT g.parall|ax FROM gaiadr3.gaia_source AS g', 'parallax: double, mas · g'],
    ['SELECT gavo_to_|jd(1) FROM t', 'gavo_to_jd(d TIMESTAMP) -> DOUBLE PRECISION'],
    ['SELECT * FROM gaiadr3.gaia_s|ource', 'gaia_source'],
  ])('%s', (marked, code) => {
    expect(hover(marked)?.startsWith(code)).toBe(true);
  });

  it.each([
    'SELE|CT 1',
    "SELECT 'par|allax' FROM gaiadr3.gaia_source",
    '-- par|allax',
    'SELECT no|thing FROM gaiadr3.gaia_source',
  ])('nothing is said of %s', (marked) => {
    expect(hover(marked)).toBeUndefined();
  });
});
