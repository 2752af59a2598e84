import { describe, expect, it } from 'vitest';
import type { Hdu } from '../../../src/core/fits/hdu';
import { HduIndex } from '../../../src/core/fits/hdu-index';
import { infoLines } from '../../../src/core/fits/info';
import {
  card,
  concat,
  extensionCards,
  headerBytes,
  latin1,
  padToBlock,
  primaryCards,
  record,
} from './support/made';
import { CountingReader } from './support/memory-reader';

const PRIMARY = headerBytes([...primaryCards(8, []), card('EXTEND', true)]);
const GOOD = concat(
  headerBytes([...extensionCards('IMAGE', 8, [10]), card('EXTNAME', 'GOOD')]),
  padToBlock(new Uint8Array(10)),
);

async function listOf(reader: CountingReader): Promise<{ hdus: Hdu[]; warnings: string[] }> {
  const index = new HduIndex(reader);
  const hdus: Hdu[] = [];
  for await (const hdu of index.all()) {
    hdus.push(hdu);
  }
  // Whatever it is, the list of it can be shown.
  expect(infoLines(hdus)).toHaveLength(hdus.length);
  return { hdus, warnings: [...index.warnings] };
}

const list = (...parts: Uint8Array[]): ReturnType<typeof listOf> =>
  listOf(CountingReader.of(concat(...parts)));

/** A primary HDU and many blocks that are all the same, none of them in memory. */
function repeated(block: Uint8Array, count: number): CountingReader {
  return new CountingReader((count + 1) * 2880, (offset, length) => {
    const bytes = new Uint8Array(length);
    const first = Math.floor(offset / 2880);
    for (let n = first; n * 2880 < offset + length; n += 1) {
      const from = Math.max(0, offset - n * 2880);
      const source = n === 0 ? PRIMARY : block;
      const at = n * 2880 + from - offset;
      bytes.set(source.subarray(from, from + length - at), at);
    }
    return bytes;
  });
}

/** A header with a few cards in place of those it should have. */
function changed(
  cards: readonly string[],
  changes: Readonly<Record<string, string | null>>,
): Uint8Array {
  return headerBytes(
    cards.flatMap((line) => {
      const change = changes[line.slice(0, 8).trim()];
      return change === undefined ? [line] : change === null ? [] : [record(change)];
    }),
  );
}

const IMAGE = extensionCards('IMAGE', 16, [4, 3]);
const CUBE = extensionCards('IMAGE', 16, [4, 3, 2]);

interface Broken {
  readonly what: string;
  readonly cards?: readonly string[];
  readonly changes: Readonly<Record<string, string | null>>;
  readonly said: string;
}

/** Headers that nothing can be made of. */
const UNUSABLE: readonly Broken[] = [
  {
    what: 'BITPIX = 24',
    changes: { BITPIX: 'BITPIX  = 24' },
    said: 'BITPIX is 24; it can be 8, 16, 32, 64, -32 or -64.',
  },
  {
    what: 'BITPIX of a float',
    changes: { BITPIX: 'BITPIX  = 16.5' },
    said: 'BITPIX is "16.5" where an integer is needed.',
  },
  {
    what: 'BITPIX beyond 2^53',
    changes: { BITPIX: 'BITPIX  = 99999999999999999999' },
    said: 'BITPIX is "99999999999999999999" where an integer is needed.',
  },
  { what: 'no BITPIX', changes: { BITPIX: null }, said: 'The header has no BITPIX.' },
  { what: 'no NAXIS', changes: { NAXIS: null }, said: 'The header has no NAXIS.' },
  {
    what: 'NAXIS = 999',
    changes: { NAXIS: 'NAXIS   = 999' },
    said: 'The header has no NAXIS3.',
  },
  {
    what: 'NAXIS = 10^15',
    changes: { NAXIS: 'NAXIS   = 1000000000000000' },
    said: 'NAXIS is 1000000000000000; it can be 0 to 999.',
  },
  {
    what: 'NAXIS = -1',
    changes: { NAXIS: 'NAXIS   = -1' },
    said: 'NAXIS is -1; it can be 0 to 999.',
  },
  {
    what: 'NAXIS of text',
    changes: { NAXIS: "NAXIS   = 'two'" },
    said: 'NAXIS is "two" where an integer is needed.',
  },
  {
    what: 'an undefined axis',
    changes: { NAXIS2: 'NAXIS2  =' },
    said: 'The header has no NAXIS2.',
  },
  {
    what: 'a negative axis',
    changes: { NAXIS1: 'NAXIS1  = -4' },
    said: 'NAXIS1 is -4; an axis cannot be negative.',
  },
  {
    what: 'axes of 10^12',
    changes: { NAXIS1: 'NAXIS1  = 1000000000000', NAXIS2: 'NAXIS2  = 1000000000000' },
    said: 'The header claims more data than any file can hold.',
  },
  {
    what: 'a negative PCOUNT',
    changes: { PCOUNT: 'PCOUNT  = -5' },
    said: 'PCOUNT is -5 and GCOUNT is 1; neither can be negative.',
  },
  {
    what: 'a PCOUNT that overflows',
    changes: { PCOUNT: 'PCOUNT  = 9007199254740991' },
    said: 'The header claims more data than any file can hold.',
  },
  {
    what: 'a GCOUNT that overflows',
    changes: { GCOUNT: 'GCOUNT  = 9007199254740991' },
    said: 'The header claims more data than any file can hold.',
  },
  {
    what: 'a negative GCOUNT',
    changes: { GCOUNT: 'GCOUNT  = -1' },
    said: 'PCOUNT is 0 and GCOUNT is -1; neither can be negative.',
  },
  {
    what: 'a PCOUNT of text',
    changes: { PCOUNT: 'PCOUNT  = T' },
    said: 'PCOUNT is "T" where an integer is needed.',
  },
];

describe('an HDU whose header cannot be used', () => {
  it.each(UNUSABLE)('for $what', async ({ cards = IMAGE, changes, said }) => {
    const broken = changed(cards, changes);
    const data = new Uint8Array(3 * 2880).fill(7);
    const { hdus, warnings } = await list(PRIMARY, GOOD, broken, data, GOOD);
    expect(hdus.map(({ type }) => type)).toEqual([
      'PrimaryHDU',
      'ImageHDU',
      'CorruptedHDU',
      'ImageHDU',
    ]);
    expect(hdus[3]).toMatchObject({ name: 'GOOD', dataLength: 10, dataAvailable: 10 });
    expect(hdus[2]).toMatchObject({ dataSize: data.length });
    expect(warnings).toEqual([`HDU 2 cannot be read: ${said}`]);
  });

  it('is told where an axis of 10^15 makes an empty image', async () => {
    const empty = changed(CUBE, { NAXIS1: 'NAXIS1  = 1000000000000000', NAXIS2: 'NAXIS2  = 0' });
    const { hdus, warnings } = await list(PRIMARY, empty, GOOD);
    expect(hdus.map(({ type }) => type)).toEqual(['PrimaryHDU', 'ImageHDU', 'ImageHDU']);
    expect(warnings).toEqual([]);
  });

  it('and has no END card leaves the next one usable', async () => {
    const noEnd = latin1(IMAGE.map(record).join('').padEnd(2880));
    const data = new Uint8Array(2880);
    const { hdus, warnings } = await list(PRIMARY, noEnd, data, GOOD);
    expect(hdus.map(({ name, type }) => [type, name])).toEqual([
      ['PrimaryHDU', 'PRIMARY'],
      ['CorruptedHDU', ''],
      ['ImageHDU', 'GOOD'],
    ]);
    expect(warnings).toEqual(['The header of HDU 1 has no END card: its card 37 is not text.']);
  });

  it('many times over is searched for others within a bound', async () => {
    const broken = changed(IMAGE, { BITPIX: null });
    const reader = repeated(broken, 20_000);
    const { hdus } = await listOf(reader);
    expect(hdus.length).toBeGreaterThan(10);
    expect(hdus.length).toBeLessThan(100);
    expect(reader.bytes).toBeLessThan(4e6);
  });
});

describe('a tile-compressed image that says the impossible', () => {
  const table = [
    ...extensionCards('BINTABLE', 8, [8, 1]),
    card('TFIELDS', 1),
    card('TTYPE1', 'COMPRESSED_DATA'),
    card('TFORM1', '1PB(0)'),
    card('ZIMAGE', true),
    card('ZCMPTYPE', 'RICE_1'),
    card('ZBITPIX', 16),
    card('ZNAXIS', 2),
    card('ZNAXIS1', 4),
    card('ZNAXIS2', 3),
  ];

  it.each([
    ['a negative axis', { ZNAXIS1: 'ZNAXIS1 = -4' }, 'an axis cannot be negative'],
    ['no ZBITPIX', { ZBITPIX: null }, 'no ZBITPIX'],
    ['ZNAXIS = 10^9', { ZNAXIS: 'ZNAXIS  = 1000000000' }, 'The header has no ZNAXIS3'],
    ['an axis of text', { ZNAXIS2: "ZNAXIS2 = 'x'" }, 'ZNAXIS2 is "x" where an integer is needed'],
  ])('as %s is shown as the table it is', async (_, changes, said) => {
    const { hdus, warnings } = await list(
      PRIMARY,
      changed(table, changes),
      new Uint8Array(2880),
      GOOD,
    );
    expect(hdus.map(({ type }) => type)).toEqual(['PrimaryHDU', 'BinTableHDU', 'ImageHDU']);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/^HDU 1 says it holds a compressed image, but: /);
    expect(warnings[0]).toContain(said);
  });
});

describe('a file', () => {
  it('of no length is empty', async () => {
    await expect(list()).rejects.toMatchObject({ code: 'format', message: 'test.fits is empty.' });
  });

  it.each([
    ['in its first card', 40],
    ['in its second card', 130],
    ['before END', 300],
  ])('cut %s is told to end there', async (_, length) => {
    const { hdus, warnings } = await list(PRIMARY.subarray(0, length));
    expect(hdus.map(({ type }) => type)).toEqual(['CorruptedHDU']);
    expect(warnings).toEqual(['The file ends inside the header of HDU 0.']);
  });

  it('cut behind END lacks the rest of a block, and is read', async () => {
    const zero = changed(IMAGE, { NAXIS: 'NAXIS   = 0', NAXIS1: null, NAXIS2: null });
    const { hdus, warnings } = await list(PRIMARY, zero.subarray(0, 480));
    expect(hdus.map(({ type }) => type)).toEqual(['PrimaryHDU', 'ImageHDU']);
    expect(warnings).toEqual(['The last block of the header of HDU 1 is not filled up.']);
  });

  it('cut in its data has the rows that are there', async () => {
    const whole = concat(headerBytes(IMAGE), new Uint8Array(24));
    const { hdus, warnings } = await list(PRIMARY, GOOD, whole.subarray(0, whole.length - 9));
    expect(hdus[2]).toMatchObject({ dataLength: 24, dataAvailable: 15 });
    expect(warnings).toEqual([
      'The file ends early: only 15 of the 24 bytes of data of HDU 2 are there.',
    ]);
  });

  it('whose header claims an exabyte behind its end is cut short', async () => {
    const huge = changed(IMAGE, { NAXIS1: 'NAXIS1  = 1000000', NAXIS2: 'NAXIS2  = 1000000000' });
    const reader = CountingReader.of(concat(PRIMARY, huge, new Uint8Array(2880)));
    const { hdus, warnings } = await listOf(reader);
    expect(hdus[1]).toMatchObject({ dataLength: 2e15, dataAvailable: 2880 });
    expect(warnings).toEqual([
      'The file ends early: only 2880 of the 2000000000000000 bytes of data of HDU 1 are there.',
    ]);
    expect(reader.requests).toBe(1);
  });

  it.each([
    ['text', latin1('some words of a mail program\r\n'.repeat(100))],
    ['zeros', new Uint8Array(5760)],
    ['half a header without an end', latin1('COMMENT x'.padEnd(80).repeat(30))],
  ])('with %s behind its last HDU says so', async (_, junk) => {
    const { hdus, warnings } = await list(PRIMARY, GOOD, junk);
    expect(hdus).toHaveLength(2);
    expect(warnings).toEqual([
      `The last ${junk.length} bytes of the file come after its last HDU and are not FITS.`,
    ]);
  });

  it('with lower-case SIMPLE and XTENSION is read, and the header says so', async () => {
    const lower = (cards: readonly string[]): Uint8Array =>
      headerBytes(cards.map((line) => line.slice(0, 8).toLowerCase() + line.slice(8)));
    const { hdus } = await list(lower(primaryCards(8, [])), lower(IMAGE), new Uint8Array(2880));
    expect(hdus.map(({ type }) => type)).toEqual(['PrimaryHDU', 'ImageHDU']);
    expect(hdus[0]?.header.warnings()[0]).toBe('The keyword simple is not in upper case.');
  });

  it('of more HDUs than any has ends its list there, having read each once', async () => {
    const one = changed(IMAGE, { NAXIS: 'NAXIS   = 0', NAXIS1: null, NAXIS2: null });
    const reader = repeated(one, 3000);
    const index = new HduIndex(reader, { hdus: 2000, cardBytes: 1e9 });
    for await (const hdu of index.all()) {
      expect(hdu.dataLength).toBe(0);
    }
    expect(index.known).toHaveLength(2000);
    expect(index.warnings).toEqual(['The file has more than 2000 HDUs; the rest are not listed.']);
    expect(reader.bytes).toBeLessThan(1.05 * 2000 * 2880);
  });
});
