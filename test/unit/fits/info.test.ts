import { describe, expect, it } from 'vitest';
import { HduIndex } from '../../../src/core/fits/hdu-index';
import { infoLines, type InfoLine } from '../../../src/core/fits/info';
import {
  card,
  concat,
  extensionCards,
  headerBytes,
  padToBlock,
  primaryCards,
  record,
} from './support/made';
import { CountingReader } from './support/memory-reader';

async function info(...units: readonly Uint8Array[]): Promise<InfoLine[]> {
  const index = new HduIndex(CountingReader.of(concat(...units)));
  for await (const hdu of index.all()) {
    void hdu;
  }
  return infoLines(index.known);
}

/** As astropy's tuple: index, name, version, type, cards, dimensions, format, groups. */
const tuple = (line: InfoLine | undefined): unknown[] =>
  line === undefined
    ? []
    : [line.name, line.version, line.type, line.cards, line.dimensions, line.format, line.groups];

const PRIMARY = headerBytes([...primaryCards(8, []), card('EXTEND', true)]);
const zeros = (length: number): Uint8Array => padToBlock(new Uint8Array(length));

describe('infoLines', () => {
  it.each([
    [8, [], 'uint8'],
    [16, [], 'int16'],
    [32, [], 'int32'],
    [64, [], 'int64'],
    [-32, [], 'float32'],
    [-64, [], 'float64'],
    [8, [card('BZERO', -128)], 'uint8 (rescales to int8)'],
    [16, [card('BZERO', 32768)], 'int16 (rescales to uint16)'],
    [16, [card('BSCALE', 1), card('BZERO', 5)], 'int16 (rescales to float32)'],
    [32, [card('BZERO', 2147483648)], 'int32 (rescales to uint32)'],
    [64, [record('BZERO   =  9223372036854775808')], 'int64 (rescales to uint64)'],
    [64, [card('BSCALE', 2)], 'int64 (rescales to float64)'],
    [16, [card('BSCALE', 0.5)], 'int16 (rescales to float32)'],
    [-32, [card('BSCALE', 2), card('BZERO', 1)], 'float32'],
  ])('gives the format of BITPIX %i with %j', async (bitpix, extra, format) => {
    const header = headerBytes([...primaryCards(bitpix, [3, 2]), ...extra]);
    const [line] = await info(header, zeros((6 * Math.abs(bitpix)) / 8));
    expect(tuple(line)).toEqual([
      'PRIMARY',
      1,
      'PrimaryHDU',
      5 + extra.length,
      '(3, 2)',
      format,
      '',
    ]);
    expect(line?.picture).toBe('yes');
  });

  it('gives dimensions of one axis, of none and with a zero', async () => {
    const lines = await info(
      PRIMARY,
      headerBytes(extensionCards('IMAGE', 16, [7])),
      zeros(14),
      headerBytes(extensionCards('IMAGE', 16, [777777701, 0])),
    );
    expect(lines.map(({ dimensions, format }) => [dimensions, format])).toEqual([
      ['()', ''],
      ['(7,)', 'int16'],
      ['(777777701, 0)', ''],
    ]);
    expect(lines.map(({ picture }) => typeof picture)).toEqual(['string', 'object', 'string']);
  });

  it('counts the EXTEND card astropy adds when extensions follow', async () => {
    const bare = headerBytes(primaryCards(8, []));
    expect((await info(bare))[0]?.cards).toBe(3);
    const extension = headerBytes(extensionCards('IMAGE', 8, []));
    expect((await info(bare, extension)).map(({ cards }) => cards)).toEqual([4, 5]);
  });

  it('gives tables as rows and columns with their formats', async () => {
    const fields = [card('TFIELDS', 2), card('TFORM1', 'D'), card('TFORM2', '20A')];
    const lines = await info(
      PRIMARY,
      headerBytes([...extensionCards('BINTABLE', 8, [28, 3]), ...fields, card('EXTNAME', 'T')]),
      zeros(84),
      headerBytes([...extensionCards('TABLE', 8, [10, 5]), card('TFIELDS', 0), card('EXTVER', 3)]),
      zeros(50),
      headerBytes([...extensionCards('FOREIGN', 8, [100])]),
      zeros(100),
    );
    expect(lines.slice(1).map(tuple)).toEqual([
      ['T', 1, 'BinTableHDU', 11, '3R x 2C', '[D, 20A]', ''],
      ['', 3, 'TableHDU', 9, '5R x 0C', '[]', ''],
      ['', 1, 'NonstandardExtHDU', 6, '(100,)', '', ''],
    ]);
    expect(lines.map(({ table }) => table)).toEqual([false, true, false, false]);
    expect(lines[1]?.picture).toEqual({ reason: 'it is a table' });
  });

  it('gives random groups with their counts', async () => {
    const header = headerBytes([
      ...primaryCards(-32, [0, 3, 2]),
      ...[card('GROUPS', true), card('PCOUNT', 5), card('GCOUNT', 4)],
    ]);
    const data = zeros(4 * (5 + 6) * 4);
    const [line, next] = await info(header, data, headerBytes(extensionCards('IMAGE', 8, [])));
    expect(tuple(line)).toEqual([
      ...['PRIMARY', 1, 'GroupsHDU', 10, '(3, 2)', 'float32', '4 Groups  5 Parameters'],
    ]);
    expect(line).toMatchObject({ picture: 'yes', table: true, line: false });
    expect(next?.type).toBe('ImageHDU');
  });

  it('lists a tile-compressed image as the image it holds', async () => {
    const table = headerBytes([
      ...extensionCards('BINTABLE', 8, [8, 300], 1000),
      ...[card('TFIELDS', 1), card('TTYPE1', 'COMPRESSED_DATA'), card('TFORM1', '1PB')],
      ...[card('ZIMAGE', true), card('ZBITPIX', 16, 'type'), card('ZNAXIS', 2)],
      ...[card('ZNAXIS1', 440), card('ZNAXIS2', 300), card('ZTILE1', 440), card('ZTILE2', 1)],
      ...[card('ZCMPTYPE', 'RICE_1'), card('ZNAME1', 'BLOCKSIZE'), card('ZVAL1', 32)],
      ...[card('BZERO', 32768), card('OBJECT', 'M 101'), card('EXTNAME', 'COMPRESSED_IMAGE')],
      ...['', ''],
    ]);
    const file = concat(PRIMARY, table, zeros(3400));
    const index = new HduIndex(CountingReader.of(file));
    const hdu = await index.hdu(1);
    const cards = hdu.header.cards.map(({ keyword, value, comment }) => [keyword, value, comment]);
    expect(cards).toEqual([
      ['XTENSION', 'IMAGE', ''],
      ['BITPIX', 16, 'type'],
      ['NAXIS', 2, ''],
      ['NAXIS1', 440, ''],
      ['NAXIS2', 300, ''],
      ['PCOUNT', 0, ''],
      ['GCOUNT', 1, ''],
      ['BZERO', 32768, ''],
      ['OBJECT', 'M 101', ''],
      ['', '', ''],
      ['', '', ''],
    ]);
    expect(hdu.storedHeader.value('TFORM1')).toBe('1PB');
    expect(hdu.header.get('BITPIX')?.raw).toBe(record('BITPIX  =                   16 / type'));
    const [line] = infoLines([hdu]);
    expect(tuple(line)).toEqual([
      ...[
        'COMPRESSED_IMAGE',
        1,
        'CompImageHDU',
        11,
        '(440, 300)',
        'int16 (rescales to uint16)',
        '',
      ],
    ]);
    expect(line).toMatchObject({ picture: 'yes', table: false, line: false });
  });

  it('restores a compressed primary header, and BLANK from its tiles', async () => {
    const table = headerBytes([
      ...extensionCards('BINTABLE', 8, [16, 1]),
      ...[card('TFIELDS', 2), card('TTYPE1', 'COMPRESSED_DATA'), card('TTYPE2', 'ZBLANK')],
      ...[card('ZIMAGE', true), card('ZSIMPLE', true), card('ZBITPIX', 32), card('ZNAXIS', 1)],
      ...[card('ZNAXIS1', 4), card('ZEXTEND', true), card('EXTNAME', 'SCI')],
    ]);
    const index = new HduIndex(CountingReader.of(concat(PRIMARY, table, zeros(16))));
    const hdu = await index.hdu(1);
    expect(hdu.name).toBe('SCI');
    expect(hdu.header.cards.map(({ keyword }) => keyword)).toEqual([
      ...['SIMPLE', 'BITPIX', 'NAXIS', 'NAXIS1', 'EXTNAME', 'EXTEND', 'BLANK'],
    ]);
    expect(hdu.header.value('BLANK')).toBe(-2147483648);
  });

  it('lists a compressed image without its axes as the table it is', async () => {
    const table = headerBytes([
      ...extensionCards('BINTABLE', 8, [8, 1]),
      ...[card('TFIELDS', 0), card('ZIMAGE', true), card('ZBITPIX', 16)],
    ]);
    const index = new HduIndex(CountingReader.of(concat(PRIMARY, table, zeros(8))));
    expect((await index.hdu(1)).type).toBe('BinTableHDU');
    expect(index.warnings[0]).toContain('The header has no ZNAXIS.');
  });
});
