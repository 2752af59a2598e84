import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ByteReader } from '../../../src/core/bytes/reader';
import { oneTable, tableData } from '../votable/support/read';
import { call, handlersOf, localReader } from './support/asked';

const FIELDS =
  '<FIELD name="name" datatype="char" arraysize="*"/>' +
  '<FIELD name="a" datatype="double" unit="deg" ucd="pos.eq.ra;meta.main" ref="b1950"/>' +
  '<FIELD name="d" datatype="double" unit="deg" ucd="pos.eq.dec;meta.main"/>';
const ROWS = tableData([
  ['one', '150.5', '2.25'],
  ['two', '', '-3'],
]);
const TEXT = oneTable(
  FIELDS,
  ROWS,
  '<INFO name="QUERY" value="SELECT 1"/><COOSYS ID="b1950" system="eq_FK4" equinox="B1950"/>' +
    '<INFO name="QUERY_STATUS" value="OVERFLOW">2 of 9</INFO>',
);

function file(text: string, label = 'answer.vot'): ByteReader {
  return localReader(new TextEncoder().encode(text), label);
}

describe('a VOTable as a document', () => {
  it('is its description and its tables; the first with rows comes first', async () => {
    const structure = await handlersOf(file(TEXT)).structure({}, call());
    expect(structure).toMatchObject({ format: 'VOTable', first: 1, compression: undefined });
    expect(structure.warnings).toEqual(['The service had more rows than it sent: 2 of 9']);
    expect(structure.lines).toMatchObject([
      { index: 0, type: 'VOTABLE', format: 'VOTable 1.4', table: false },
      { index: 1, type: 'TABLE', dimensions: '2 × 3', storage: 'TABLEDATA', table: true },
    ]);
  });

  it.each(['answer.xml.gz', 'answer'])(
    'is known by what it holds, also compressed: %s',
    async (label) => {
      const packed = new Uint8Array(gzipSync(TEXT));
      const { lines, compression } = await handlersOf(localReader(packed, label)).structure(
        {},
        call(),
      );
      expect([lines.length, compression]).toEqual([2, 'gzip']);
    },
  );

  it('has rows, columns and what is said of them', async () => {
    const handlers = handlersOf(file(TEXT));
    const table = await handlers.table({ hdu: 1 }, call());
    expect(table).toMatchObject({ rows: 2, rowsPresent: 2, local: true, warnings: [] });
    expect(table.columns.map(({ name, unit, format }) => [name, unit, format])).toEqual([
      ['name', undefined, 'char[*]'],
      ['a', 'deg', 'double'],
      ['d', 'deg', 'double'],
    ]);
    const asked = { hdu: 1, view: '', from: 0, to: 2, columns: [0, 1, 2] };
    const { cells } = await handlers.rows(asked, call());
    expect(cells).toEqual([
      ['one', 'two'],
      ['150.5', null],
      ['2.25', '-3'],
    ]);
    const header = await handlers.header({ hdu: 0 }, call());
    expect(header.cards).toContainEqual(
      expect.objectContaining({ keyword: 'QUERY', value: 'SELECT 1' }),
    );
  });

  it('can be markers: by UCD, in the frame that the column refers to', async () => {
    const guess = await handlersOf(file(TEXT)).guessMarkers({ hdu: 1 }, call());
    expect(guess).toMatchObject({ longitude: 1, latitude: 2, frame: 'FK4', rows: 2 });
  });

  it('says what cannot be shown of it', async () => {
    const handlers = handlersOf(file(TEXT));
    await expect(handlers.table({ hdu: 0 }, call())).rejects.toMatchObject({ code: 'unsupported' });
    await expect(handlers.table({ hdu: 2 }, call())).rejects.toMatchObject({ code: 'not-found' });
    const plane = handlers.plane({ hdu: 1, slice: [] }, call());
    await expect(plane).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('is not read unasked where it is large and far away', async () => {
    const near = file(TEXT);
    const far: ByteReader = {
      ...{ label: 'far.vot', local: false, size: async () => Promise.resolve(100e6) },
      read: (offset, length, options) => near.read(offset, length, options),
      readUpTo: (offset, length, options) => near.readUpTo(offset, length, options),
      readSpans: (spans, options) => near.readSpans(spans, options),
    };
    await expect(handlersOf(far).structure({}, call())).rejects.toMatchObject({
      code: 'costly',
      message:
        'far.vot is a VOTable, so it cannot be read in parts: reading it takes all its 100 MB.',
    });
  });

  it('tells the error of a service that sent no table', async () => {
    const text = '<VOTABLE><INFO name="ERROR">wrong position</INFO></VOTABLE>';
    const { warnings, first, lines } = await handlersOf(file(text)).structure({}, call());
    expect(warnings).toEqual(['The service answered with an error: wrong position']);
    expect([first, lines.length]).toEqual([0, 1]);
  });

  it('opens what its streams refer to as any file does', async () => {
    const data = '<BINARY><STREAM href="rows.bin"/></BINARY>';
    const text = oneTable('<FIELD name="n" datatype="int"/>', data);
    const asked: string[] = [];
    const others = {
      open: async (uri: string): Promise<ByteReader> => {
        asked.push(uri);
        return Promise.resolve(localReader(Uint8Array.of(0, 0, 0, 5, 0, 0, 0, 6), uri));
      },
    };
    const { rows } = await handlersOf(file(text), others).table({ hdu: 1 }, call());
    expect([rows, asked]).toEqual([2, ['rows.bin']]);
  });
});
