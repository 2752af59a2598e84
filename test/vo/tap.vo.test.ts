import { describe, expect, it } from 'vitest';
import { capabilitiesOf } from '../../src/core/archives/tap/capabilities';
import { moreRowsHint } from '../../src/core/archives/tap/limits';
import { runQuery } from '../../src/core/archives/tap/run';
import { parseFootprint } from '../../src/core/sky/footprint';
import type { TableRecord } from '../../src/core/votable/records';
import { type ImageRow, imageRows, type ValueRow, valueRows } from './rows';
import { allRows, linksOf, tap, WHO } from './services';

type Encoding = 'TABLEDATA' | 'BINARY' | 'BINARY2';

const images = imageRows();
const samples = valueRows();

/** A row of `samples` as it must come: arrays are text in a record. Every encoding has its own way to have nothing. */
function expectedSample({ place: _, ...row }: ValueRow, encoding: Encoding): TableRecord {
  const text = (array: readonly (number | null)[]): string => `[${array.map(String).join(', ')}]`;
  const { triple, list, word, ...others } = row;
  if (triple !== null && list !== null && word !== null) {
    // Blanks at the end say nothing; between the tags of a TD they do not at the start either.
    const trimmed = encoding === 'TABLEDATA' ? word.trim() : word.trimEnd();
    return { ...others, word: trimmed, triple: text(triple), list: text(list) };
  }
  const element = encoding === 'BINARY' ? NaN : null;
  return {
    ...others,
    triple: text([element, element, element]),
    ...(encoding === 'BINARY2'
      ? { single: null, exact: null, word: null, wide: null, moment: null, list: null }
      : { single: NaN, exact: NaN, word: '', wide: '', moment: '', list: '[]' }),
  };
}

/** A row of `images` as it must come, without its region. */
function expectedImage({ s_region: _, ...row }: ImageRow, encoding: Encoding): TableRecord {
  const number = encoding === 'BINARY2' ? null : NaN;
  return {
    ...row,
    ...{ em_min: row.em_min ?? number, em_max: row.em_max ?? number },
    ...{ t_min: row.t_min ?? number, t_max: row.t_max ?? number },
    pol_states: row.pol_states ?? (encoding === 'BINARY2' ? null : ''),
    access_estsize: row.access_estsize === null ? null : BigInt(row.access_estsize),
    access_url: row.access_url ?? linksOf(row),
  };
}

/** Corners as the server rounds them. */
function expectCorners(region: string, corners: readonly number[]): void {
  const [outline] = parseFootprint(region).parts.map((part) => part.outline);
  const found = [...(outline?.longitude ?? [])].flatMap((longitude, k) => [
    longitude,
    outline?.latitude[k] ?? NaN,
  ]);
  expect(found.length).toBe(corners.length);
  expect(Math.max(...corners.map((value, k) => Math.abs(value - (found[k] ?? NaN))))).toBeLessThan(
    1e-5,
  );
}

describe('a table', () => {
  it.each<[string | undefined, Encoding]>([
    [undefined, 'BINARY'],
    ['votable', 'BINARY'],
    ['votable/b2', 'BINARY2'],
    ['votable/td', 'TABLEDATA'],
    ['text/xml', 'TABLEDATA'],
    ['application/x-votable+xml', 'BINARY'],
    ['application/x-votable+xml;serialization=BINARY2', 'BINARY2'],
    ['application/x-votable+xml;serialization=TABLEDATA', 'TABLEDATA'],
  ])('comes value by value as %s', async (format, encoding) => {
    const query = 'SELECT * FROM skybucket.samples ORDER BY id';
    const { table, partial } = await runQuery(tap, { query, format });
    expect([table.encoding, partial]).toEqual([encoding, undefined]);
    const rows = await allRows(table);
    expect(rows.map(({ place: _, ...row }) => row)).toEqual(
      samples.map((row) => expectedSample(row, encoding)),
    );
    const places = rows.map(({ place }) => String(place));
    samples.forEach(({ place }, i) => {
      if (place === null) {
        expect(places[i]).toMatch(/^\[(NaN|null), (NaN|null)\]$/);
      } else {
        const [longitude = NaN, latitude = NaN] = JSON.parse(places[i] ?? '[]') as number[];
        expect(longitude).toBeCloseTo(place[0], 8);
        expect(latitude).toBeCloseTo(place[1], 8);
      }
    });
  });

  it('comes with what its columns are', async () => {
    const query = 'SELECT * FROM skybucket.samples';
    const { fields } = (await runQuery(tap, { query, mostRows: 1 })).table;
    const told = fields.map(({ name, datatype, arraysize, unit, ucd, xtype }) =>
      [name, datatype, arraysize, unit, ucd, xtype].map((word) => word ?? '-').join(' '),
    );
    expect(told).toEqual([
      'id int - - meta.id;meta.main -',
      'small short - ct phys.count -',
      'whole int - - - -',
      'long long - - - -',
      'single float - Jy phot.flux.density -',
      'exact double - m - -',
      'flag boolean - - - -',
      'letter char 1 - - -',
      'word char * - - -',
      'wide unicodeChar * - - -',
      'moment char * - - timestamp',
      'triple double 3 km/s - -',
      'list int * - - -',
      'place double 2 - - point',
    ]);
    expect(fields[0]?.description).toBe('Number of the row');
  });

  it.each<[string, Encoding]>([
    ['votable', 'BINARY'],
    ['votable/b2', 'BINARY2'],
    ['votable/td', 'TABLEDATA'],
  ])('of 2,000 rows comes whole as %s', async (format, encoding) => {
    const names = Object.keys(images[0] as ImageRow).join(', ');
    const query = `SELECT ${names} FROM skybucket.images ORDER BY obs_id`;
    const { table, partial } = await runQuery(tap, { query, format, mostRows: 5000 });
    expect(partial).toBeUndefined();
    const rows = await allRows(table);
    expect(rows.map(({ s_region: _, ...row }) => row)).toEqual(
      images.map((row) => expectedImage(row, encoding)),
    );
    rows.forEach(({ s_region }, i) => expectCorners(String(s_region), images[i]?.s_region ?? []));
  });
});

describe('the number of rows', () => {
  const query = 'SELECT obs_id FROM skybucket.images';

  it.each([
    [10, 10, true],
    [undefined, 1000, true],
    [1999, 1999, true],
    // As many as there are: DaCHS cannot tell that from too many.
    [2000, 2000, true],
    [2001, 2000, false],
  ])('with MAXREC %s is %d', async (mostRows, rows, more) => {
    const result = await runQuery(tap, { query, mostRows });
    expect(result.table.rows).toBe(rows);
    expect(result.partial).toBe(
      more
        ? `DaCHS has more than these ${rows.toLocaleString('en-US')} rows: its limit, or the one asked for, was reached.`
        : undefined,
    );
    expect(result.atLimit).toBe(mostRows === rows);
  });

  it('has an end that the service sets', async () => {
    const pairs = 'SELECT a.obs_id, b.id FROM skybucket.images AS a, skybucket.samples AS b';
    const result = await runQuery(tap, { query: pairs, mostRows: 100_000 });
    expect([result.table.rows, result.document.status.kind]).toEqual([5000, 'overflow']);
    const { rows } = await capabilitiesOf(tap);
    expect(moreRowsHint(WHO, 100_000, rows)).toBe(
      'DaCHS gives 5,000 rows at most: narrow the query, or divide it.',
    );
    expect(moreRowsHint(WHO, 0, rows)).toBe(
      'Ask for more rows (MAXREC): DaCHS gives 1,000 rows by itself and 5,000 at most, or narrow the query.',
    );
  });
});

describe('a query that cannot be run', () => {
  it.each([
    [
      'SELECT nothing FROM skybucket.images',
      "Field query: No such field known: column 'nothing' could not be located in table metadata",
    ],
    ['SELECT * FROM skybucket.nothing', "Field query: Could not locate table 'skybucket.nothing'"],
    ['SELECT FROM WHERE', 'Field query: Could not parse your query'],
    ["SELECT '<&\"é' FROM", 'Field query: Could not parse your query'],
    ['SELECT 1/(id - id) FROM skybucket.samples', 'division by zero'],
  ])('%s is refused in the words of the service', async (query, words) => {
    await expect(runQuery(tap, { query })).rejects.toMatchObject({
      code: 'server',
      message: expect.stringMatching(/^DaCHS refuses the query: /) as string,
      retryable: false,
    });
    await expect(runQuery(tap, { query })).rejects.toThrow(words);
  });

  it('is one in a language nobody knows', async () => {
    const asked = runQuery(tap, { query: 'SELECT 1', language: 'KLINGON' });
    await expect(asked).rejects.toMatchObject({
      code: 'server',
      message: expect.stringContaining('KLINGON') as string,
    });
  });

  it('is one for a format that is no table', async () => {
    const query = 'SELECT TOP 1 obs_id FROM skybucket.images ORDER BY obs_id';
    await expect(runQuery(tap, { query, format: 'csv' })).rejects.toMatchObject({
      message: 'DaCHS answered with “obs_id img-0000” instead of a VOTable.',
    });
  });
});

describe('a table of the user’s own', () => {
  it('goes with the query', async () => {
    const votable =
      '<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3"><RESOURCE><TABLE>' +
      '<FIELD name="number" datatype="int"/><FIELD name="name" datatype="unicodeChar" arraysize="*"/><DATA><TABLEDATA>' +
      '<TR><TD>7</TD><TD>sieben</TD></TR><TR><TD>3</TD><TD>três</TD></TR><TR><TD>900</TD><TD>--</TD></TR>' +
      '</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>';
    const { table } = await runQuery(tap, {
      query:
        'SELECT mine.name, s.id FROM TAP_UPLOAD.mine AS mine ' +
        'JOIN skybucket.samples AS s ON s.id = mine.number ORDER BY s.id',
      uploads: [{ name: 'mine', votable }],
    });
    expect(await allRows(table)).toEqual([
      { name: 'três', id: 3 },
      { name: 'sieben', id: 7 },
    ]);
  });
});
