import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { SkybucketError } from '../../../src/core/errors';
import { guessColumns } from '../../../src/core/markers/guess-columns';
import { isVoTable } from '../../../src/core/votable/file-start';
import { frameOfTable } from '../../../src/core/votable/frame';
import { numberIn, rowsOf, textIn } from '../../../src/core/votable/records';
import { servicesOf } from '../../../src/core/votable/services';
import { firstCells, inPieces, oneTable, read, tableData } from './support/read';

const ID = '<FIELD name="id" datatype="long"/>';
const rows = (...cells: string[]): string => tableData(cells.map((cell) => [cell]));

describe('what a service says of its answer', () => {
  const status = async (before: string, after = ''): Promise<unknown> => {
    const { status: said } = await read(oneTable(ID, rows('1'), before, after));
    return said.message === undefined ? said.kind : [said.kind, said.message];
  };
  const info = (value: string, text = ''): string =>
    `<INFO name="QUERY_STATUS" value="${value}">${text}</INFO>`;

  it.each([
    ['nothing', '', '', 'ok'],
    ['OK', info('OK'), '', 'ok'],
    [
      'an error before the table',
      info('ERROR', ' no such column '),
      '',
      ['error', 'no such column'],
    ],
    ['an overflow after the table', info('OK'), info('OVERFLOW'), 'overflow'],
    ['an error after the rows', info('OK'), info('ERROR', 'died'), ['error', 'died']],
    ['words in the value', info('ERROR: bad POS'), '', ['error', 'bad POS']],
    ['a cone search', '<INFO name="Error" value="no RA"/>', '', ['error', 'no RA']],
    [
      'a PARAM of a cone search',
      '<PARAM name="Error" datatype="char" value="bad SR"/>',
      '',
      ['error', 'bad SR'],
    ],
  ])('is %s', async (_, before, after, expected) => {
    expect(await status(before, after)).toEqual(expected);
  });

  it('may stand directly under VOTABLE, without any resource', async () => {
    const { status: said, tables } = await read(
      '<VOTABLE version="1.1"><INFO name="QUERY_STATUS" value="ERROR">down</INFO></VOTABLE>',
    );
    expect([said, tables]).toEqual([{ kind: 'error', message: 'down' }, []]);
  });

  it('is no error for a table that has an INFO called Error', async () => {
    const text = oneTable(`<INFO name="Error" value="1 sigma"/>${ID}`, rows('1'));
    expect((await read(text)).status.kind).toBe('ok');
  });
});

describe('a document', () => {
  it.each([
    ['UTF-8 with a mark', '', 'utf8', [0xef, 0xbb, 0xbf]],
    ['UTF-16 little-endian', 'utf-16', 'utf16le', [0xff, 0xfe]],
    ['UTF-16 big-endian', 'UTF-16', 'utf16be', [0xfe, 0xff]],
    ['UTF-16 without a mark', 'utf-16', 'utf16le', []],
    ['latin-1', 'ISO-8859-1', 'latin1', []],
    ['UTF-16 that is none', 'utf-16', 'utf8', []],
  ] as const)('is read in %s', async (_, label, how, mark) => {
    const field = '<FIELD name="name" datatype="unicodeChar" arraysize="*"/>';
    const text = oneTable(field, rows('Ångström é')).replace(
      'UTF-8',
      label === '' ? 'UTF-8' : label,
    );
    const encoded =
      how === 'utf16be' ? Buffer.from(text, 'utf16le').swap16() : Buffer.from(text, how);
    const bytes = new Uint8Array([...mark, ...encoded]);
    expect(isVoTable(bytes)).toBe(true);
    const document = await read(bytes, { pieces: 61 });
    expect(document.warnings).toEqual([]);
    expect(await firstCells(document)).toEqual([['Ångström é']]);
  });

  it('follows the charset of its service where it says nothing itself', async () => {
    const field = '<FIELD name="n" datatype="char" arraysize="*"/>';
    const text = oneTable(field, rows('é')).replace(/<\?xml.*\?>\n/, '');
    const bytes = new Uint8Array(Buffer.from(text, 'latin1'));
    expect(await firstCells(await read(bytes, { charset: 'iso-8859-1' }))).toEqual([['é']]);
    const [warning] = (await read(bytes)).warnings;
    expect(warning).toBe('Some of its bytes are not in its encoding, utf-8.');
  });

  it.each([
    '<VOTABLE>',
    '<!DOCTYPE VOTABLE SYSTEM "http://us-vo.org/xml/VOTable.dtd">\n<VOTABLE version="1.0">',
    '<VOTABLE xmlns="http://www.ivoa.net/xml/VOTable/v1.1" version="1.1">',
    '<v:VOTABLE xmlns:v="http://www.ivoa.net/xml/VOTable/v1.3" version="1.5">',
  ])('may begin with %s', async (start) => {
    const prefix = start.includes('v:') ? 'v:' : '';
    const body = `<RESOURCE><TABLE>${ID}<DATA>${rows('1', '2')}</DATA></TABLE></RESOURCE></VOTABLE>`;
    const text = start + (prefix === '' ? body : body.replace(/<(\/?)(?=[A-Z])/g, `<$1${prefix}`));
    const document = await read(text);
    expect([document.cut, await firstCells(document)]).toEqual([undefined, [[1n], [2n]]]);
  });

  it('has rows that XML can write in other ways too', async () => {
    const data =
      '<TABLEDATA><!-- a --><TR><TD>1</TD></TR><TR ID="x"><TD >2</TD ></TR>' +
      '<TR><!-- b > --><TD><![CDATA[3]]></TD><!-- c --></TR><TR><TD>&#52;</TD></TR>' +
      '<TR><TD>5<!-- d --></TD></TR><TR/><TR><TD>6</TD><TD>x</TD></TR></TABLEDATA>';
    for (const pieces of [1 << 20, 64, 1]) {
      const document = await read(oneTable(ID, data), { pieces });
      const cells = (await firstCells(document)).flat();
      expect(cells).toEqual([1n, 2n, 3n, 4n, 5n, null, 6n]);
      expect(document.warnings).toEqual([
        'Row 6 has fewer cells than the table has fields; the rest are missing.',
        'Row 7 has more cells than the table has fields; the rest are left out.',
      ]);
    }
  });

  it('keeps integers exact, and tells what does not fit', async () => {
    const fields = `${ID}<FIELD name="b" datatype="unsignedByte"/><FIELD name="i" datatype="int"/>`;
    const data = tableData([
      ['9007199254740993', '300', '0x7fffffff'],
      ['-9223372036854775808', '0', '1.5'],
      ['9223372036854775808', '1', 'NaN'],
    ]);
    const document = await read(oneTable(fields, data));
    expect(await firstCells(document)).toEqual([
      [9007199254740993n, 255, 2147483647],
      [-(2n ** 63n), 0, null],
      [2n ** 63n - 1n, 1, null],
    ]);
    expect(document.warnings.map((warning) => warning.slice(0, 28))).toEqual([
      '“id”: the value in row 3 doe',
      '“b”: the value in row 1 does',
      '“i”: the value in row 2 is n',
    ]);
  });

  it('has groups, parameters, links, systems and services', async () => {
    const fields =
      '<FIELD name="l" ucd="pos.galactic.lon" unit="deg" datatype="double" ref="g"/>' +
      '<FIELD name="b" ucd="pos.galactic.lat" unit="deg" datatype="double"/>' +
      '<GROUP name="both"><DESCRIPTION>pair</DESCRIPTION><FIELDref ref="x"/>' +
      '<PARAM name="p" datatype="float" value="2"/></GROUP>';
    const before =
      '<COOSYS ID="o" system="ICRS"/><COOSYS ID="g" system="galactic"/><LINK href="https://x.org/"/>';
    const after =
      '<RESOURCE type="meta" utype="adhoc:service" ID="cut"><DESCRIPTION>Cut out</DESCRIPTION>' +
      '<PARAM name="accessURL" datatype="char" arraysize="*" value="https://x.org/cut"/>' +
      '<PARAM name="standardID" datatype="char" arraysize="*" value="ivo://ivoa.net/std/SODA#sync-1.0"/>' +
      '<GROUP name="inputParams"><PARAM name="ID" datatype="char" arraysize="*" value="" ref="x"/></GROUP></RESOURCE>';
    const document = await read(oneTable(fields, tableData([['1', '2']]), before, after));
    const [table] = document.tables;
    expect(table?.groups[0]).toMatchObject({ name: 'both', description: 'pair', fieldRefs: ['x'] });
    expect(document.resources[0]?.links[0]?.href).toBe('https://x.org/');
    expect(servicesOf(document)).toMatchObject([
      {
        ...{ id: 'cut', description: 'Cut out', accessUrl: 'https://x.org/cut' },
        ...{ standardId: 'ivo://ivoa.net/std/SODA#sync-1.0', inputs: [{ name: 'ID', ref: 'x' }] },
      },
    ]);
    if (table === undefined) {
      throw new Error('There is no table.');
    }
    expect(frameOfTable(document, table)).toEqual({ system: 'Galactic', equinox: undefined });
    expect(guessColumns(table.columns)).toMatchObject({ longitude: 0, latitude: 1 });
  });

  it('gives its rows as records', async () => {
    const fields =
      `${ID}<FIELD name="url" datatype="char" arraysize="*"/>` +
      '<FIELD name="url" datatype="double"/><FIELD name="__proto__" datatype="boolean"/>';
    const document = await read(oneTable(fields, tableData([['7', 'x', '', 'T']])));
    const records = [];
    for await (const record of rowsOf(document.tables[0] ?? expect.fail('no table'))) {
      records.push({ ...record, proto: record['__proto__'] });
      expect([textIn(record, 'id'), numberIn(record, 'id'), numberIn(record, 'none')]).toEqual([
        '7',
        7,
        undefined,
      ]);
    }
    expect(records).toMatchObject([{ id: 7n, url: 'x', url_2: null, proto: true }]);
  });

  it('refuses a Parquet file by name, and keeps the other tables', async () => {
    const parquet =
      `<TABLE name="p">${ID}<DATA><PARQUET type="VOTable-remote-file">` +
      '<STREAM href="file:///etc/passwd"/></PARQUET></DATA></TABLE>';
    const open = (): never => expect.fail('nothing is to be opened');
    const document = await read(oneTable(ID, rows('1'), parquet), { open });
    expect(document.tables.map(({ cut, rows: count }) => [cut, count])).toEqual([
      ['Its rows are in a Parquet file, which is not read as a part of a VOTable.', 0],
      [undefined, 1],
    ]);
  });
});

describe('rows that lie elsewhere', () => {
  const stream = (attributes: string): string =>
    oneTable(
      '<FIELD name="n" datatype="int"/>',
      `<BINARY><STREAM href="rows.bin" ${attributes}/></BINARY>`,
    );
  const bytes = Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 2);

  it('are not opened by themselves', async () => {
    const { tables } = await read(stream(''));
    expect(tables[0]?.cut).toContain('“rows.bin”, which is not opened from here');
  });

  it.each([
    ['plain', '', bytes],
    ['gzip', 'encoding="gzip"', new Uint8Array(gzipSync(bytes))],
  ])('are read through the opener: %s', async (_, attributes, sent) => {
    const asked: string[] = [];
    const open = async (href: string): Promise<AsyncIterable<Uint8Array>> => {
      asked.push(href);
      return Promise.resolve(inPieces(sent, 3));
    };
    expect(await firstCells(await read(stream(attributes), { open }))).toEqual([[1], [2]]);
    expect(asked).toEqual(['rows.bin']);
  });

  it('are missing with the words of the opener', async () => {
    const open = async (): Promise<never> => {
      throw new SkybucketError('bad-address', 'That is not followed.');
    };
    const { tables, warnings } = await read(stream(''), { open });
    expect([tables[0]?.cut, warnings]).toEqual([
      'That is not followed.',
      ['That is not followed.'],
    ]);
  });
});
