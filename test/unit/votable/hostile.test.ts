import { describe, expect, it } from 'vitest';
import { readVoTable } from '../../../src/core/votable/read-votable';
import { firstCells, oneTable, read, tableData } from './support/read';

const ID = '<FIELD name="id" datatype="int"/>';
const some = tableData([['1'], ['2'], ['3']]);

/** Many pieces of the same text between two others. */
async function* repeated(before: string, piece: string, times: number): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(before);
  const bytes = encoder.encode(piece);
  for (let i = 0; i < times; i++) {
    yield bytes;
  }
}

describe('what is no VOTable', () => {
  it.each([
    [
      '<!DOCTYPE html><html><body><p>502 Proxy Error</body></html>',
      'This is a web page, not a VOTable.',
    ],
    ['<Error>no</Error>', 'This is no VOTable: its outermost element is “Error”.'],
    ['', 'This is no VOTable.'],
    ['id,ra\n1,2\n', 'This is no VOTable.'],
    ['<VOTAB', 'This is no VOTable.'],
  ])('is refused: %s', async (text, message) => {
    await expect(read(text)).rejects.toMatchObject({ code: 'format', message });
  });
});

describe('a document that is broken', () => {
  it('keeps the rows before its end', async () => {
    const whole = oneTable(ID, some);
    const document = await read(whole.slice(0, whole.indexOf('<TD>3')), { pieces: 10 });
    expect(await firstCells(document)).toEqual([[1], [2]]);
    expect(document.cut).toBe('The document ends before its end: a part of it is missing.');
    expect(document.tables[0]?.cut).toBe(document.cut);
  });

  it('can be cut anywhere', async () => {
    const whole = oneTable(ID, some, '<INFO name="a" value="b">c</INFO>');
    const start =
      whole.indexOf('<VOTABLE') +
      '<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3">'.length;
    for (let end = start; end < whole.length; end++) {
      const document = await read(whole.slice(0, end));
      expect(document.cut, whole.slice(0, end)).toBeDefined();
    }
  });

  it('keeps the rows before what is no XML', async () => {
    const data = some.replace('<TR><TD>3</TD></TR>', '<TR><TD>3</TD></TABLE>');
    const document = await read(oneTable(ID, data));
    expect((await firstCells(document)).slice(0, 2)).toEqual([[1], [2]]);
    expect(document.cut).toContain('the XML is broken');
  });

  it('takes an ampersand for itself where a service has not escaped it', async () => {
    const field = '<FIELD name="u" datatype="char" arraysize="*"/>';
    const document = await read(oneTable(field, tableData([['http://x/?a=1&b=2&amp;c=3']])));
    expect(await firstCells(document)).toEqual([['http://x/?a=1&b=2&c=3']]);
  });
});

describe('a document that wants to do harm', () => {
  it('has no entities of its own, and opens none', async () => {
    const entities =
      '<!DOCTYPE VOTABLE [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">' +
      '<!ENTITY x SYSTEM "file:///etc/passwd">]>';
    const text = oneTable(ID, some, '<INFO name="i" value="&b;">&x;</INFO>').replace(
      '<VOTABLE',
      `${entities}<VOTABLE`,
    );
    const document = await read(text);
    expect(document.resources[0]?.infos[0]).toMatchObject({ value: '&b;', content: '&x;' });
    expect(document.warnings).toEqual(['Its XML is not quite right: undefined entity.']);
    expect(await firstCells(document)).toEqual([[1], [2], [3]]);
  });

  it('may not nest its elements without end', async () => {
    const document = await read(`<VOTABLE>${'<RESOURCE>'.repeat(100_000)}`);
    expect(document.cut).toBe('Its elements lie too deep in each other.');
  });

  it.each([
    ['an attribute', '<VOTABLE><RESOURCE name="', 'aaaaaaaa'.repeat(8192), 2000],
    ['a comment', '<VOTABLE><!-- ', 'aaaaaaaa'.repeat(8192), 2000],
    [
      'a cell',
      oneTable(ID, '<TABLEDATA><TR><TD>').split('</DATA>')[0] ?? '',
      'aaaaaaaa'.repeat(8192),
      2000,
    ],
  ])('may not have %s without end', async (_, before, piece, times) => {
    const document = await readVoTable(repeated(before, piece, times));
    expect(document.cut).toBe('An element of it is longer than memory can bear.');
  });

  it('may not describe itself without end', async () => {
    const chunks = repeated('<VOTABLE><RESOURCE>', '<INFO name="a" value="b"/>'.repeat(1000), 2000);
    const document = await readVoTable(chunks);
    expect(document.cut).toBe('It describes its tables in more words than memory can bear.');
  });

  it.each([['1000000000'], ['99999x99999x99999'], ['x'], ['-3'], ['9'.repeat(400)]])(
    'may not lie about the size of its arrays: %s',
    async (arraysize) => {
      const field = `<FIELD name="a" datatype="double" arraysize="${arraysize}"/>`;
      const text = oneTable(field, tableData([['1 2 3']]));
      const document = await read(text);
      expect(await firstCells(document)).toEqual([['1 2 3']]);
      expect(document.warnings[0]).toContain('it is shown as text');
      const binary = await read(
        oneTable(field, '<BINARY><STREAM encoding="base64">AAAA</STREAM></BINARY>'),
      );
      expect(binary.tables[0]?.cut).toContain('Its rows cannot be read.');
    },
  );

  it.each([
    ['f////w==', 'A cell claims to have 2147483647 elements.'],
    ['/////w==', 'A cell claims to have -1 elements.'],
    ['AAAAAgAAAAA=', 'Its rows end within a row; the last one is left out.'],
    ['AAAA*AAA', 'Its base64 has a character that has no place in it.'],
  ])('may not lie about the size of a cell: %s', async (base64, cut) => {
    const field = '<FIELD name="a" datatype="int" arraysize="*"/>';
    const data = `<BINARY><STREAM encoding="base64">${base64}</STREAM></BINARY>`;
    const document = await read(oneTable(field, data), { pieces: 5 });
    expect([document.tables[0]?.cut, document.cut]).toEqual([cut, undefined]);
  });

  it('has no more rows than are asked for, and the rest is not waited for', async () => {
    const before = oneTable(ID, '<TABLEDATA>').split('</DATA>')[0] ?? '';
    let given = 0;
    const counted = async function* (): AsyncGenerator<Uint8Array> {
      for await (const piece of repeated(before, '<TR><TD>7</TD></TR>'.repeat(1000), 1_000_000)) {
        given += 1;
        yield piece;
      }
    };
    const document = await readVoTable(counted(), { mostRows: 2500 });
    expect([document.tables[0]?.rows, given]).toEqual([2500, 4]);
    expect(document.cut).toBe('Only the first 2,500 rows were read; there are more.');
    const exact = await read(oneTable(ID, some), { mostRows: 3 });
    expect(exact.cut).toBeUndefined();
  });

  it('takes no more memory than it may', async () => {
    const field = '<FIELD name="t" datatype="char" arraysize="*"/>';
    const before = oneTable(field, '<TABLEDATA>').split('</DATA>')[0] ?? '';
    const document = await readVoTable(
      repeated(before, `<TR><TD>${'x'.repeat(100)}</TD></TR>`.repeat(500), 1_000_000),
      { mostBytes: 1_000_000 },
    );
    expect(document.cut).toContain('all of them would take more than 1 MiB of memory');
    expect(document.tables[0]?.rows).toBeLessThan(200_000);
  });

  it('stops when told to, and lets go of what it reads', async () => {
    const stop = new AbortController();
    const before = oneTable(ID, '<TABLEDATA>').split('</DATA>')[0] ?? '';
    let closed = false;
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      try {
        for await (const piece of repeated(before, '<TR><TD>7</TD></TR>'.repeat(1000), 1e9)) {
          yield piece;
        }
      } finally {
        closed = true;
      }
    };
    let reports = 0;
    const reading = readVoTable(endless(), {
      signal: stop.signal,
      onProgress: ({ rows }) => {
        reports += rows > 0 ? 1 : 0;
        stop.abort();
      },
    });
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    expect([closed, reports > 0]).toEqual([true, true]);
  });
});
