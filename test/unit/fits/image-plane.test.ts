import { describe, expect, it } from 'vitest';
import type { ReadOptions, Span } from '../../../src/core/bytes/source';
import { HduIndex } from '../../../src/core/fits/hdu-index';
import { openPlane } from '../../../src/core/fits/image-plane';
import type { Plane, PlaneRow } from '../../../src/core/image/plane';
import { PLANE_TOOLS } from '../../support/fits/plane-tools';
import {
  card,
  concat,
  headerBytes,
  imageFile,
  padToBlock,
  primaryCards,
  record,
  stored,
} from './support/made';
import { CountingReader } from './support/memory-reader';

/** Of several spans, brings the first one last. */
class LateReader extends CountingReader {
  constructor(file: Uint8Array) {
    super(file.length, (offset, length) => file.subarray(offset, offset + length));
  }

  override readSpans(spans: readonly Span[], options?: ReadOptions): Promise<Uint8Array>[] {
    const [first, ...others] = super.readSpans(spans, options);
    return first ? [Promise.all(others).then(() => first), ...others] : [];
  }
}

interface Opened {
  readonly plane: Plane;
  readonly reader: CountingReader;
}

async function open(bytes: Uint8Array, slice: readonly number[] = []): Promise<Opened> {
  const reader = CountingReader.of(bytes);
  const hdu = await new HduIndex(reader).hdu(0);
  reader.rounds = 0;
  reader.requests = 0;
  reader.spans.length = 0;
  return { plane: openPlane(reader, hdu, slice, PLANE_TOOLS), reader };
}

const whole = ({ width, height }: Plane) => ({ x0: 0, y0: 0, x1: width, y1: height });

async function rowsOf(rows: AsyncIterable<PlaneRow>): Promise<PlaneRow[]> {
  const all: PlaneRow[] = [];
  for await (const row of rows) {
    all.push(row);
  }
  return all;
}

const UNSIGNED_64 = record('BZERO   =  9223372036854775808');

interface Case {
  readonly name: string;
  readonly bitpix: number;
  readonly stored: readonly (number | bigint)[];
  readonly extra?: readonly string[];
  readonly values: readonly number[];
  readonly exact: readonly string[];
  readonly type: 'Float32Array' | 'Float64Array';
}

const CASES: readonly Case[] = [
  {
    name: 'unsigned bytes',
    bitpix: 8,
    stored: [0, 127, 128, 255],
    values: [0, 127, 128, 255],
    exact: ['0', '127', '128', '255'],
    type: 'Float32Array',
  },
  {
    name: 'signed bytes by BZERO -128',
    bitpix: 8,
    stored: [0, 127, 128, 255],
    extra: [card('BZERO', -128)],
    values: [-128, -1, 0, 127],
    exact: ['-128', '-1', '0', '127'],
    type: 'Float32Array',
  },
  {
    name: 'unsigned 16-bit integers',
    bitpix: 16,
    stored: [-32768, -1, 0, 32767],
    extra: [card('BZERO', 32768)],
    values: [0, 32767, 32768, 65535],
    exact: ['0', '32767', '32768', '65535'],
    type: 'Float32Array',
  },
  {
    name: '32-bit integers',
    bitpix: 32,
    stored: [-2147483648, 16777217, 0, 2147483647],
    values: [-2147483648, 16777217, 0, 2147483647],
    exact: ['-2147483648', '16777217', '0', '2147483647'],
    type: 'Float64Array',
  },
  {
    name: 'unsigned 32-bit integers',
    bitpix: 32,
    stored: [-2147483648, -1, 0, 2147483647],
    extra: [record('BSCALE  = 1.0'), record('BZERO   = 2147483648.0')],
    values: [0, 2147483647, 2147483648, 4294967295],
    exact: ['0', '2147483647', '2147483648', '4294967295'],
    type: 'Float64Array',
  },
  {
    name: '64-bit integers, exact in the readout',
    bitpix: 64,
    stored: [-9223372036854775808n, 9007199254740993n, -1n, 9223372036854775807n],
    values: [-9223372036854775808, 9007199254740992, -1, 9223372036854775807],
    exact: ['-9223372036854775808', '9007199254740993', '-1', '9223372036854775807'],
    type: 'Float64Array',
  },
  {
    name: 'unsigned 64-bit integers',
    bitpix: 64,
    stored: [-9223372036854775808n, -9223372036854775807n, 0n, 9223372036854775807n],
    extra: [UNSIGNED_64],
    values: [0, 1, 2 ** 63, 2 ** 64],
    exact: ['0', '1', '9223372036854775808', '18446744073709551615'],
    type: 'Float64Array',
  },
  {
    name: 'scaled integers in double precision with BLANK by the stored value',
    bitpix: 16,
    stored: [-32768, 0, 1, 100],
    extra: [card('BSCALE', 0.1), card('BZERO', 5), card('BLANK', -32768)],
    values: [NaN, 5, 5.1, 15],
    exact: ['NaN', '5', '5.1', '15'],
    type: 'Float64Array',
  },
  {
    name: 'a BLANK of 0',
    bitpix: 32,
    stored: [0, 1, 2, 3],
    extra: [card('BLANK', 0)],
    values: [NaN, 1, 2, 3],
    exact: ['NaN', '1', '2', '3'],
    type: 'Float64Array',
  },
  {
    name: 'BLANK beside the unsigned convention',
    bitpix: 16,
    stored: [-32768, -32767, 0, 7],
    extra: [card('BZERO', 32768), card('BLANK', -32768)],
    values: [NaN, 1, 32768, 32775],
    exact: ['NaN', '1', '32768', '32775'],
    type: 'Float32Array',
  },
  {
    name: 'a 64-bit BLANK that a double cannot tell from its neighbour',
    bitpix: 64,
    stored: [9007199254740993n, 9007199254740992n, -5n, 0n],
    extra: [record('BLANK   = 9007199254740993')],
    values: [NaN, 9007199254740992, -5, 0],
    exact: ['NaN', '9007199254740992', '-5', '0'],
    type: 'Float64Array',
  },
  {
    name: 'floats with NaN and infinities; BLANK is ignored',
    bitpix: -32,
    stored: [NaN, Infinity, 0.1, -3],
    extra: [card('BLANK', -3)],
    values: [NaN, Infinity, Math.fround(0.1), -3],
    exact: ['NaN', 'Infinity', '0.1', '-3'],
    type: 'Float32Array',
  },
  {
    name: 'floats with the sign of zero',
    bitpix: -32,
    stored: [-0, 0, 1e-45, -1],
    values: [-0, 0, 2 ** -149, -1],
    exact: ['0', '0', '1e-45', '-1'],
    type: 'Float32Array',
  },
  {
    name: 'bytes with BLANK',
    bitpix: 8,
    stored: [0, 255, 1, 254],
    extra: [card('BLANK', 255)],
    values: [0, NaN, 1, 254],
    exact: ['0', 'NaN', '1', '254'],
    type: 'Float32Array',
  },
  {
    name: 'scaled floats in double precision',
    bitpix: -32,
    stored: [0.5, 1, NaN, 16777216],
    extra: [card('BSCALE', 3), card('BZERO', 1)],
    values: [2.5, 4, NaN, 50331649],
    exact: ['2.5', '4', 'NaN', '50331649'],
    type: 'Float64Array',
  },
  {
    name: 'doubles',
    bitpix: -64,
    stored: [0.1, -1e300, NaN, 5e-324],
    values: [0.1, -1e300, NaN, 5e-324],
    exact: ['0.1', '-1e+300', 'NaN', '5e-324'],
    type: 'Float64Array',
  },
];

describe('the values of a plane', () => {
  it.each(CASES)('are right for $name', async ({ bitpix, values, exact, type, ...rest }) => {
    const data = stored(bitpix, rest.stored);
    const { plane } = await open(imageFile(bitpix, [2, 2], data, rest.extra));
    const section = await plane.section(whole(plane));
    expect([...section.values]).toEqual(values);
    expect(section.values.constructor.name).toBe(type);
    const read = [0, 1, 2, 3].map((i) => plane.exact(i % 2, Math.floor(i / 2)));
    expect(await Promise.all(read)).toEqual(exact);
    expect(await plane.exactBox(whole(plane))).toEqual(exact);
    expect(await plane.exactBox({ x0: 1, y0: 0, x1: 2, y1: 2 })).toEqual([exact[1], exact[3]]);
    const rows = await rowsOf(plane.rows([1, 0], 0, 2));
    rows.forEach(({ y, values: row }) => expect([...row]).toEqual(values.slice(2 * y, 2 * y + 2)));
  });
});

describe('a plane of a larger image', () => {
  // 100 × 80 × 3 × 2, value = x + 100 y + 10000 (plane number)
  const axes = [100, 80, 3, 2];
  const pixels = Array.from({ length: 6 * 8000 }, (_, i) => {
    const plane = Math.floor(i / 8000);
    return (i % 8000) + 10000 * plane;
  });
  const file = imageFile(32, axes, stored(32, pixels), [card('BUNIT', 'MJy/sr')]);

  it('is the first of the higher axes unless a slice is given', async () => {
    const { plane } = await open(file);
    expect([plane.width, plane.height, plane.unit, plane.bytesPerRow, plane.local]).toEqual([
      ...[100, 80, 'MJy/sr', 400, false],
    ]);
    expect(await plane.exact(3, 2)).toBe('203');
    expect(await (await open(file, [2])).plane.exact(3, 2)).toBe('20203');
    expect(await (await open(file, [1, 1])).plane.exact(3, 2)).toBe('40203');
  });

  it('refuses a slice outside the axes', async () => {
    await expect(open(file, [3])).rejects.toMatchObject({
      code: 'format',
      message: 'There is no plane 3 on axis 3, which has 3.',
    });
    await expect(open(file, [0, -1])).rejects.toMatchObject({ code: 'format' });
    await expect(open(file, [0, 0, 0])).rejects.toThrow('the image has 2 axes above the second');
  });

  it('reads only the row spans of a section, in one call', async () => {
    const { plane, reader } = await open(file);
    const section = await plane.section({ x0: 10, y0: 20, x1: 14, y1: 23 });
    expect([section.width, section.height]).toEqual([4, 3]);
    expect([...section.values]).toEqual([
      ...[2010, 2011, 2012, 2013, 2110, 2111, 2112, 2113, 2210, 2211, 2212, 2213],
    ]);
    expect(reader.rounds).toBe(1);
    expect(reader.spans.map(({ length }) => length)).toEqual([16, 16, 16]);
  });

  it('reads whole rows in one span', async () => {
    const { plane, reader } = await open(file);
    await plane.section({ x0: 0, y0: 20, x1: 100, y1: 30 });
    expect(reader.spans.map(({ length }) => length)).toEqual([4000]);
  });

  it('gives rows as they arrive', async () => {
    const { plane, reader } = await open(file);
    const rows = await rowsOf(plane.rows([40, 0, 79], 98, 100));
    const byRow = new Map(rows.map(({ y, values }) => [y, [...values]]));
    expect(byRow).toEqual(
      new Map([
        [0, [98, 99]],
        [40, [4098, 4099]],
        [79, [7998, 7999]],
      ]),
    );
    expect(reader.rounds).toBe(1);
  });

  it('asks together for whole rows side by side', async () => {
    const { plane, reader } = await open(file);
    const ys = [10, 11, 12, 40, 42, 41, 42, 42, 79];
    const rows = await rowsOf(plane.rows(ys, 0, 100));
    expect(rows.map(({ y }) => y)).toEqual(ys);
    rows.forEach(({ y, values }) =>
      expect([...values]).toEqual(Array.from({ length: 100 }, (_, x) => 100 * y + x)),
    );
    expect(reader.rounds).toBe(1);
    expect(reader.spans.map(({ length }) => length / 400)).toEqual([3, 1, 1, 2, 1, 1]);
    await rowsOf(plane.rows([10, 11], 0, 99));
    expect(reader.spans.slice(6).map(({ length }) => length)).toEqual([396, 396]);
  });

  it('gives short rows as they arrive, 64 KB at a time', async () => {
    const height = 40_000;
    const pixels = stored(
      16,
      Array.from({ length: 2 * height }, (_, i) => i % 30_000),
    );
    const reader = new LateReader(imageFile(16, [2, height], pixels));
    const plane = openPlane(reader, await new HduIndex(reader).hdu(0), [], PLANE_TOOLS);
    reader.spans.length = 0;
    const ys = Array.from({ length: height }, (_, y) => y);
    const rows = await rowsOf(plane.rows(ys, 0, 2));
    const perSpan = 65_536 / 4;
    expect(reader.spans.map(({ length }) => length / 4)).toEqual([
      ...[perSpan, perSpan, height - 2 * perSpan],
    ]);
    // The first span comes last.
    expect(rows.map(({ y }) => y)).toEqual([...ys.slice(perSpan), ...ys.slice(0, perSpan)]);
    const wrong = rows.filter(
      ({ y, values }) =>
        values.length !== 2 || values[0] !== (2 * y) % 30_000 || values[1] !== (2 * y + 1) % 30_000,
    );
    expect(wrong).toEqual([]);
  });

  it('gives the exact values of a box from one plan, with neighbours along its rows', async () => {
    const { plane, reader } = await open(file);
    expect(await plane.exactBox({ x0: 98, y0: 7, x1: 100, y1: 10 })).toEqual([
      ...['798', '799', '898', '899', '998', '999'],
    ]);
    expect(reader.rounds).toBe(1);
    expect(reader.spans.map(({ length }) => length)).toEqual([400, 400, 400]);
  });

  it('reads the same bytes again for the next pixel of a long row', async () => {
    const long = stored(
      16,
      Array.from({ length: 6000 }, (_, i) => i),
    );
    const { plane, reader } = await open(imageFile(16, [3000, 2], long));
    const start = reader.spans.length;
    expect(await plane.exact(2047, 1)).toBe('5047');
    expect(await plane.exactBox({ x0: 2000, y0: 1, x1: 2003, y1: 2 })).toEqual([
      ...['5000', '5001', '5002'],
    ]);
    expect(await plane.exactBox({ x0: 2047, y0: 1, x1: 2049, y1: 2 })).toEqual(['5047', '5048']);
    const [first, second, both] = reader.spans.slice(start);
    expect(second).toEqual(first);
    expect([first?.length, both?.length]).toEqual([4096, 6000]);
  });

  it.each([
    [{ x0: -1, y0: 0, x1: 5, y1: 5 }],
    [{ x0: 0, y0: 0, x1: 101, y1: 5 }],
    [{ x0: 0, y0: 0, x1: 5, y1: 81 }],
    [{ x0: 5, y0: 0, x1: 4, y1: 5 }],
    [{ x0: 0.5, y0: 0, x1: 4, y1: 5 }],
  ])('refuses the section %j', async (box) => {
    const { plane, reader } = await open(file);
    await expect(plane.section(box)).rejects.toMatchObject({ code: 'past-end' });
    await expect(plane.exactBox(box)).rejects.toMatchObject({ code: 'past-end' });
    expect(reader.requests).toBe(0);
  });

  it('gives an empty section without a request', async () => {
    const { plane, reader } = await open(file);
    expect((await plane.section({ x0: 5, y0: 5, x1: 5, y1: 9 })).values).toHaveLength(0);
    expect(await plane.exactBox({ x0: 5, y0: 5, x1: 5, y1: 9 })).toEqual([]);
    expect(reader.requests).toBe(0);
  });

  it('stops when the signal aborts, and when the consumer has had enough', async () => {
    const { plane } = await open(file);
    const stop = new AbortController();
    const section = plane.section(whole(plane), { signal: stop.signal });
    stop.abort();
    await expect(section).rejects.toMatchObject({ code: 'cancelled' });
    const cancelled = plane.section(whole(plane), { signal: stop.signal });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    const box = plane.exactBox(whole(plane), { signal: stop.signal });
    await expect(box).rejects.toMatchObject({ code: 'cancelled' });
    for await (const row of plane.rows([0, 1, 2], 0, 100)) {
      expect(row.values).toHaveLength(100);
      break;
    }
  });

  it('says which rows exist when the file is cut short', async () => {
    const headerLength = headerBytes(primaryCards(32, axes)).length;
    const cut = file.subarray(0, headerLength + 10 * 400 + 13);
    const { plane } = await open(cut);
    expect((await plane.section({ x0: 0, y0: 0, x1: 5, y1: 10 })).values[0]).toBe(0);
    const error = {
      code: 'truncated',
      message: 'The file ends early: of the 80 rows of this image, only the first 10 are there.',
    };
    await expect(plane.section({ x0: 0, y0: 9, x1: 5, y1: 11 })).rejects.toMatchObject(error);
    await expect(plane.exact(0, 10)).rejects.toMatchObject(error);
    await expect(plane.exactBox({ x0: 0, y0: 8, x1: 2, y1: 11 })).rejects.toMatchObject(error);
    expect(await plane.exactBox({ x0: 1, y0: 9, x1: 2, y1: 10 })).toEqual(['901']);
    const seen: number[] = [];
    const rows = (async () => {
      for await (const { y } of plane.rows([0, 50, 9], 0, 100)) {
        seen.push(y);
      }
    })();
    await expect(rows).rejects.toMatchObject(error);
    expect(seen).toEqual([0, 9]);
    const second = await open(cut, [1]);
    await expect(second.plane.exact(0, 0)).rejects.toThrow('none are there');
  });

  it('opens a line as a plane of one row', async () => {
    const { plane } = await open(imageFile(16, [3], stored(16, [7, 8, 9])));
    expect([plane.width, plane.height]).toEqual([3, 1]);
    expect([...(await plane.section(whole(plane))).values]).toEqual([7, 8, 9]);
  });

  it.each([
    ['no pixels', 'format', [], []],
    ['a zero axis', 'format', [], [0, 5]],
    ['a BSCALE that is no number', 'format', [card('BSCALE', 'x')], [2, 2]],
  ])('refuses %s', async (_name, code, extra, axesOfIt) => {
    const bytes = concat(
      headerBytes([...primaryCards(8, axesOfIt), ...extra]),
      new Uint8Array(2880),
    );
    await expect(open(bytes)).rejects.toMatchObject({ code });
  });
});

describe('random groups', () => {
  // Three groups of two parameters and an array; parameters are negative.
  const groups = (axes: readonly number[]): Uint8Array => {
    const length = axes.reduce((product, axis) => product * axis, 1);
    const pixels = [0, 1, 2].flatMap((group) => [
      ...[-1, -2],
      ...Array.from({ length }, (_, i) => 100 * group + i),
    ]);
    return concat(
      headerBytes([
        ...primaryCards(16, [0, ...axes]),
        ...[card('GROUPS', true), card('PCOUNT', 2), card('GCOUNT', 3), card('BSCALE', 2)],
      ]),
      padToBlock(stored(16, pixels)),
    );
  };

  it('are an image with one more axis, each plane after the parameters of its group', async () => {
    const { plane } = await open(groups([2, 3, 4]), [1, 2]);
    expect([plane.width, plane.height]).toEqual([2, 3]);
    const values = [...(await plane.section(whole(plane))).values];
    expect(values).toEqual([206, 207, 208, 209, 210, 211].map((stored) => 2 * stored));
    expect(await plane.exact(1, 2)).toBe('422');
    await expect(open(groups([2, 3, 4]), [1, 3])).rejects.toMatchObject({ code: 'format' });
  });

  it('of lines are an image whose rows are the groups', async () => {
    const { plane, reader } = await open(groups([4]));
    expect([plane.width, plane.height]).toEqual([4, 3]);
    const { values } = await plane.section(whole(plane));
    expect([...values]).toEqual([0, 2, 4, 6, 200, 202, 204, 206, 400, 402, 404, 406]);
    expect(reader.rounds).toBe(1);
    const rows = await rowsOf(plane.rows([2, 0], 1, 3));
    expect(rows.map(({ values: row }) => [...row])).toEqual([
      [402, 404],
      [2, 4],
    ]);
  });

  it('are cut short where the file ends', async () => {
    const bytes = groups([4]);
    const cut = bytes.subarray(0, bytes.length - 2880 + 2 * 12 + 11);
    const { plane } = await open(cut);
    expect(await plane.exact(3, 1)).toBe('206');
    await expect(plane.exact(0, 2)).rejects.toMatchObject({ code: 'truncated' });
  });
});
