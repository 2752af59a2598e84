import { describe, expect, it } from 'vitest';
import { capabilitiesOf } from '../../../../src/core/archives/tap/capabilities';
import { moreRowsHint } from '../../../../src/core/archives/tap/limits';
import { runQuery } from '../../../../src/core/archives/tap/run';
import { endpoint } from '../../../../src/core/archives/tap/service';
import { SkybucketError } from '../../../../src/core/errors';
import { FakeTap, type FakeAnswer, ONE_ROW } from './fake-tap';

const QUERY = { query: 'SELECT 1' };
const refused = (words: string): string =>
  `<?xml version="1.0"?><v:VOTABLE xmlns:v="x"><v:RESOURCE type="results"><v:INFO name="QUERY_STATUS" value="ERROR">${words}</v:INFO></v:RESOURCE></v:VOTABLE>`;

describe('a service that gives no table', () => {
  it.each<[string, FakeAnswer, Partial<SkybucketError>, number]>([
    [
      'refuses with 200',
      { body: refused('Unknown column a') },
      { code: 'server', message: 'EXAMPLE refuses the query: Unknown column a.', retryable: false },
      1,
    ],
    [
      'refuses with 400',
      { status: 400, body: refused('Unknown column a') },
      { message: 'EXAMPLE refuses the query: Unknown column a.' },
      1,
    ],
    [
      'refuses with 500, which is final as well',
      { status: 500, body: refused('<![CDATA[a < b?]]>') },
      { message: 'EXAMPLE refuses the query: a < b?', retryable: false },
      1,
    ],
    [
      'refuses in half a document',
      { status: 400, body: refused('Unknown & broken') },
      { message: 'EXAMPLE refuses the query: Unknown & broken.' },
      1,
    ],
    [
      'refuses in plain text',
      { status: 400, body: 'ORA-00904: invalid identifier\n' },
      { message: 'EXAMPLE refuses the query (400): ORA-00904: invalid identifier.' },
      1,
    ],
    [
      'refuses with a web page',
      { status: 400, body: '<html><head><title>Bad Request</title></head></html>' },
      { message: 'EXAMPLE refuses the query (400).' },
      1,
    ],
    ['says no', { status: 403 }, { code: 'access-denied' }, 1],
    ['is not there', { status: 404 }, { code: 'not-found' }, 1],
    ['finds the query too long', { status: 413 }, { code: 'too-large' }, 1],
    [
      'is in trouble',
      { status: 503, headers: { 'retry-after': '0' } },
      { code: 'server', retryable: true },
      3,
    ],
    [
      'is behind a gateway in trouble',
      { status: 502, body: '<html><title>502 Proxy Error</title>' },
      { message: 'EXAMPLE answered with a web page instead of data (502 Proxy Error).' },
      3,
    ],
    [
      'gives a web page with 200',
      { body: '<!DOCTYPE html><title>Maintenance</title>' },
      {
        message: 'EXAMPLE answered with a web page instead of data (Maintenance).',
        retryable: true,
      },
      3,
    ],
    [
      'gives nothing',
      { body: '' },
      { message: 'EXAMPLE gave an empty answer.', retryable: true },
      3,
    ],
    [
      'gives text',
      { body: 'Error: no such table.' },
      { message: 'EXAMPLE answered with “Error: no such table” instead of a VOTable.' },
      1,
    ],
    [
      'gives another format',
      { body: 'a,b\n1,2\n' },
      { message: 'EXAMPLE answered with “a,b 1,2” instead of a VOTable.' },
      1,
    ],
    [
      'gives something packed',
      { body: Uint8Array.of(31, 139, 8, 0, 255) },
      { message: 'EXAMPLE answered with something that is no VOTable.' },
      1,
    ],
    [
      'gives a VOTable without a table',
      { body: '<VOTABLE><RESOURCE/></VOTABLE>' },
      { message: 'The answer of EXAMPLE has no table in it.', retryable: false },
      1,
    ],
  ])('%s', async (_, answer, error, requests) => {
    const tap = new FakeTap();
    tap.instead = () => answer;
    await expect(runQuery(tap.service(), QUERY)).rejects.toMatchObject(error);
    expect(tap.seen).toHaveLength(requests);
  });

  it('of the network is asked again', async () => {
    const tap = new FakeTap();
    tap.instead = (_, index) => {
      if (index < 2) {
        throw new SkybucketError('network', 'The connection was reset.', { retryable: true });
      }
      return undefined;
    };
    expect((await runQuery(tap.service(), QUERY)).table.rows).toBe(1);
    expect(tap.seen).toHaveLength(3);
  });
});

describe('rows that are not all', () => {
  const row = '<TR><TD>1</TD></TR>';
  const answer = async (
    body: string,
    mostRows?: number,
  ): Promise<[number, string | undefined, boolean]> => {
    const tap = new FakeTap();
    tap.instead = () => ({ body });
    const { table, partial, atLimit } = await runQuery(tap.service(), { ...QUERY, mostRows });
    return [table.rows, partial, atLimit];
  };

  it('are told of', async () => {
    const many = ONE_ROW.replace(row, row.repeat(1500));
    const over = many.replace('</TABLE>', '</TABLE><INFO name="QUERY_STATUS" value="OVERFLOW"/>');
    expect(await answer(many)).toEqual([1500, undefined, false]);
    expect(await answer(over)).toEqual([
      ...[
        1500,
        'EXAMPLE has more than these 1,500 rows: its limit, or the one asked for, was reached.',
        false,
      ],
    ]);
    const [rows, partial] = await answer(many.slice(0, many.length / 2));
    expect(rows).toBeGreaterThan(500);
    expect(rows).toBeLessThan(1500);
    expect(partial).toMatch(/missing/);
  });

  it('may be so where as many came as were asked for', async () => {
    expect(await answer(ONE_ROW, 1)).toEqual([1, undefined, true]);
    expect(await answer(ONE_ROW, 2)).toEqual([1, undefined, false]);
  });

  it('are of the table of results, whatever else the answer has', async () => {
    const other =
      '<RESOURCE type="meta"><TABLE><FIELD name="b" datatype="int"/></TABLE></RESOURCE>';
    expect(await answer(ONE_ROW.replace('<RESOURCE', `${other}<RESOURCE`))).toEqual([
      1,
      undefined,
      false,
    ]);
  });
});

describe('how to get more rows', () => {
  const limits = { default: 20_000, hard: 10_000_000, unit: 'row' };

  it.each([
    [
      0,
      limits,
      'Ask for more rows (MAXREC): X gives 20,000 rows by itself and 10,000,000 at most, or narrow the query.',
    ],
    [500, limits, 'Ask for more rows (MAXREC): X gives 10,000,000 at most, or narrow the query.'],
    [10_000_000, limits, 'X gives 10,000,000 rows at most: narrow the query, or divide it.'],
    [0, undefined, 'Ask for more rows (MAXREC), or narrow the query.'],
  ])('than %i', (asked, known, hint) => {
    expect(moreRowsHint('X', asked, known)).toBe(hint);
  });
});

describe('the address of a service', () => {
  it.each([
    'https://x.org/tap',
    'https://x.org/tap/',
    'https://x.org/tap?',
    ' https://x.org/tap/? ',
  ])('%j', (address) => {
    expect(endpoint({ address }, 'sync')).toBe('https://x.org/tap/sync');
  });

  it('that is no TAP service says so', async () => {
    const tap = new FakeTap();
    await expect(capabilitiesOf(tap.service())).rejects.toMatchObject({ code: 'not-found' });
    tap.instead = () => ({
      body: '<capabilities><capability standardID="ivo://ivoa.net/std/TAP"/></capabilities>',
    });
    expect(await capabilitiesOf(tap.service())).toMatchObject({
      languages: [],
      formats: [],
      uploads: [],
    });
  });
});

describe('a table to upload', () => {
  it.each(['', '1a', 'a b', 'a;b', 'a,b', 'a.b', '"a"'])('cannot be called %j', async (name) => {
    const tap = new FakeTap();
    const uploads = [{ name, votable: '<VOTABLE/>' }];
    await expect(async () => runQuery(tap.service(), { ...QUERY, uploads })).rejects.toMatchObject({
      code: 'unsupported',
    });
    expect(tap.seen).toEqual([]);
  });

  it('may hold what divides the parts of a form', async () => {
    const tap = new FakeTap();
    const votable =
      '--skybucket-part-0\r\nContent-Disposition: form-data; name="QUERY"\r\n\r\nDROP';
    await runQuery(tap.service(), { ...QUERY, uploads: [{ name: 'mine', votable }] });
    expect(tap.seen[0]?.files).toEqual({ mine: votable });
    expect(Object.fromEntries(tap.seen[0]?.form ?? [])).toMatchObject({ QUERY: 'SELECT 1' });
  });
});
