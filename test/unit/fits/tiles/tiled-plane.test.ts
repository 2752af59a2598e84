import { describe, expect, it } from 'vitest';
import { HduIndex } from '../../../../src/core/fits/hdu-index';
import { openPlane } from '../../../../src/core/fits/image-plane';
import { newTileCaches, type TileCaches } from '../../../../src/core/fits/tiles/tile-source';
import type { Plane, PlaneRow } from '../../../../src/core/image/plane';
import { CountingDecoder } from '../support/counting-decoder';
import { card, record } from '../support/made';
import { CountingReader } from '../support/memory-reader';
import { tiledImage, type TiledSpec } from '../support/tiled-image';

interface Opened {
  readonly plane: Plane;
  readonly reader: CountingReader;
  readonly decoder: CountingDecoder;
}

interface OpenOptions {
  readonly slice?: readonly number[];
  readonly caches?: TileCaches;
}

async function open(bytes: Uint8Array, { slice = [], caches }: OpenOptions = {}): Promise<Opened> {
  const reader = CountingReader.of(bytes);
  const hdu = await new HduIndex(reader).hdu(1);
  reader.rounds = 0;
  reader.requests = 0;
  reader.spans.length = 0;
  const decoder = new CountingDecoder();
  return { plane: openPlane(reader, hdu, slice, { tiles: decoder, caches }), reader, decoder };
}

const whole = ({ width, height }: Plane) => ({ x0: 0, y0: 0, x1: width, y1: height });

async function rowsOf(rows: AsyncIterable<PlaneRow>): Promise<PlaneRow[]> {
  const all: PlaneRow[] = [];
  for await (const row of rows) {
    all.push(row);
  }
  return all;
}

/** Every pixel says where it is. */
const place = (at: readonly number[]): number =>
  at.reduceRight((number, index) => number * 20 + index, 0);

describe('a plane of a tile-compressed image', () => {
  it.each([
    ['rows', [13, 7], [13, 1]],
    ['squares that do not divide it', [13, 7], [4, 3]],
    ['one tile', [13, 7], [13, 7]],
    ['tiles larger than it', [13, 7], [100, 100]],
    ['single pixels', [5, 4], [1, 1]],
    ['columns', [13, 7], [1, 7]],
    ['a cube with tiles over several planes', [7, 5, 6], [3, 2, 4]],
    ['a cube with tiles of one plane', [7, 5, 6], [7, 2, 1]],
    ['four dimensions', [5, 4, 3, 4], [2, 3, 2, 3]],
  ])('has the right values with %s', async (_, axes, tile) => {
    for (const gzip of [false, true]) {
      const caches = newTileCaches();
      const bytes = tiledImage({ axes, tile, bitpix: 32, value: place, gzip, wide: gzip }).bytes();
      const [width = 0, height = 0, ...higher] = axes;
      for (let n = 0; n < higher.reduce((a, b) => a * b, 1); n += 1) {
        const slice = [n % (higher[0] ?? 1), Math.floor(n / (higher[0] ?? 1))].slice(
          0,
          higher.length,
        );
        const { plane } = await open(bytes, { slice, caches });
        expect([plane.width, plane.height]).toEqual([width, height]);
        const { values } = await plane.section(whole(plane));
        const truth = Array.from({ length: width * height }, (__, k) =>
          place([k % width, Math.floor(k / width), ...slice]),
        );
        expect([...values]).toEqual(truth);
        const inner = { x0: 1, y0: 2, x1: width - 1, y1: height - 1 };
        const texts = await plane.exactBox(inner);
        const section = await plane.section(inner);
        expect(texts).toEqual([...section.values].map(String));
        expect(section.values[0]).toBe(truth[2 * width + 1]);
      }
    }
  });

  it('may be a line', async () => {
    const bytes = tiledImage({ axes: [9], tile: [4], bitpix: 16, value: ([x]) => 2 * (x ?? 0) });
    const { plane } = await open(bytes.bytes());
    expect([plane.width, plane.height, plane.rowsPerBlock]).toEqual([9, 1, 1]);
    expect([...(await plane.section({ x0: 2, y0: 0, x1: 9, y1: 1 })).values]).toEqual([
      ...[4, 6, 8, 10, 12, 14, 16],
    ]);
  });

  it('gives rows in any order, more than once, from the tiles of their columns', async () => {
    const bytes = tiledImage({ axes: [13, 7], tile: [4, 3], bitpix: 16, value: place }).bytes();
    const { plane, decoder, reader } = await open(bytes);
    const rows = await rowsOf(plane.rows([6, 0, 2, 6, 4], 5, 9));
    const truth = (y: number): number[] => [5, 6, 7, 8].map((x) => place([x, y]));
    expect(rows.map(({ y }) => y).sort()).toEqual([0, 2, 4, 6, 6]);
    rows.forEach(({ y, values }) => expect([...values]).toEqual(truth(y)));
    expect(decoder.decoded.sort((a, b) => a - b)).toEqual([1, 2, 5, 6, 9, 10]);
    expect(reader.rounds).toBe(2);
  });

  it('has exact values, scaled as those of plain images are', async () => {
    const spec = { axes: [4, 1], tile: [4, 1], gzip: true };
    const read = async (
      more: Omit<TiledSpec, keyof typeof spec>,
    ): Promise<[number[], string[]]> => {
      const { plane } = await open(tiledImage({ ...spec, ...more }).bytes());
      const { values } = await plane.section(whole(plane));
      return [[...values], await plane.exactBox(whole(plane))];
    };
    const large = [-9223372036854775808n, -1n, 9007199254740993n, 9223372036854775807n];
    expect(await read({ bitpix: 64, value: ([x]) => large[x ?? 0] ?? 0n })).toEqual([
      [-(2 ** 63), -1, 9007199254740992, 2 ** 63],
      large.map(String),
    ]);
    expect(
      await read({
        bitpix: 64,
        value: ([x]) => large[x ?? 0] ?? 0n,
        cards: [record('BZERO   =  9223372036854775808'), record('BLANK   = 9007199254740993')],
      }),
    ).toEqual([
      [0, 2 ** 63, NaN, 2 ** 64],
      ['0', '9223372036854775807', 'NaN', '18446744073709551615'],
    ]);
    const scaled = [card('BSCALE', 0.1), card('BZERO', 5), card('ZBLANK', -7)];
    const shorts = [0, 1, -7, 100];
    expect(await read({ bitpix: 16, value: ([x]) => shorts[x ?? 0] ?? 0, cards: scaled })).toEqual([
      [5, 5.1, NaN, 15],
      ['5', '5.1', 'NaN', '15'],
    ]);
    const floats = [0.1, -0, NaN, -Infinity];
    expect(await read({ bitpix: -32, value: ([x]) => floats[x ?? 0] ?? 0 })).toEqual([
      [Math.fround(0.1), -0, NaN, -Infinity],
      ['0.1', '0', 'NaN', '-Infinity'],
    ]);
  });

  it('says what its blocks are and cost', async () => {
    const image = tiledImage({ axes: [100, 90], tile: [30, 20], bitpix: 16, value: place });
    const { plane } = await open(image.bytes());
    expect(plane).toMatchObject({ rowsPerBlock: 20, columnsPerBlock: 30, local: false });
    // 20 descriptors of 8 bytes and 18000 bytes of pixels over 90 rows.
    expect(plane.bytesPerRow).toBeCloseTo((160 + 18_000) / 90);
  });

  it.each([
    [{ x0: -1, y0: 0, x1: 5, y1: 5 }],
    [{ x0: 0, y0: 0, x1: 14, y1: 5 }],
    [{ x0: 0, y0: 0, x1: 5, y1: 8 }],
    [{ x0: 0.5, y0: 0, x1: 4, y1: 5 }],
  ])('refuses the section %j, and reads nothing of an empty one', async (box) => {
    const bytes = tiledImage({ axes: [13, 7], tile: [4, 3], bitpix: 16, value: place }).bytes();
    const { plane, reader } = await open(bytes);
    await expect(plane.section(box)).rejects.toMatchObject({ code: 'past-end' });
    await expect(plane.exactBox(box)).rejects.toMatchObject({ code: 'past-end' });
    expect((await plane.section({ x0: 3, y0: 3, x1: 3, y1: 5 })).values).toHaveLength(0);
    expect(await plane.exactBox({ x0: 3, y0: 3, x1: 5, y1: 3 })).toEqual([]);
    expect(reader.requests).toBe(0);
  });
});

describe('tiles that were decoded', () => {
  const bytes = tiledImage({ axes: [40, 40], tile: [10, 10], bitpix: 16, value: place }).bytes();

  it('are not read or decoded again', async () => {
    const { plane, reader, decoder } = await open(bytes);
    await plane.section({ x0: 0, y0: 0, x1: 20, y1: 20 });
    expect(reader.rounds).toBe(2);
    const { requests } = reader;
    expect(await plane.exact(19, 3)).toBe(String(place([19, 3])));
    await plane.section({ x0: 5, y0: 5, x1: 15, y1: 15 });
    expect(reader.requests).toBe(requests);
    await plane.section({ x0: 5, y0: 5, x1: 25, y1: 15 });
    expect(reader.requests).toBe(requests + 2);
    expect(decoder.decoded.sort((a, b) => a - b)).toEqual([0, 1, 2, 4, 5, 6]);
  });

  it('are shared by who asks at the same time', async () => {
    const { plane, decoder } = await open(bytes);
    const boxes = [0, 5, 10].map((x0) => ({ x0, y0: 0, x1: x0 + 10, y1: 10 }));
    await Promise.all([...boxes, ...boxes].map((box) => plane.section(box)));
    expect(decoder.decoded.sort()).toEqual([0, 1]);
  });

  it('go when others take their place', async () => {
    // Room for four tiles of 200 bytes.
    const { plane, decoder } = await open(bytes, { caches: newTileCaches(800) });
    const read = (x0: number): Promise<unknown> => plane.section({ x0, y0: 0, x1: x0 + 1, y1: 40 });
    await read(0);
    await read(0);
    expect(decoder.decoded).toHaveLength(4);
    await read(10);
    await read(0);
    expect(decoder.decoded).toHaveLength(12);
  });

  it('are shared by the planes of a cube', async () => {
    const cube = tiledImage({ axes: [8, 8, 4], tile: [8, 8, 4], bitpix: 16, value: place }).bytes();
    const caches = newTileCaches();
    const decoded: number[] = [];
    for (const plane of [0, 1, 2, 3]) {
      const opened = await open(cube, { slice: [plane], caches });
      await opened.plane.exact(0, 0);
      decoded.push(...opened.decoder.decoded);
    }
    expect(decoded).toEqual([0]);
  });
});

describe('cancelling', () => {
  const bytes = tiledImage({ axes: [40, 40], tile: [10, 10], bitpix: 16, value: place }).bytes();
  const left = { x0: 0, y0: 0, x1: 20, y1: 10 };
  const right = { x0: 10, y0: 0, x1: 30, y1: 10 };

  it('one of two leaves the other its tiles', async () => {
    const { plane, decoder } = await open(bytes);
    const stop = new AbortController();
    const first = plane.section(left, { signal: stop.signal });
    const second = plane.section(right);
    await Promise.resolve();
    stop.abort();
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    expect((await second).values[0]).toBe(place([10, 0]));
    expect(decoder.decoded.sort()).toEqual([1, 2]);
  });

  it('the last one stops reading and decoding', async () => {
    const { plane, decoder } = await open(bytes);
    await plane.exact(39, 39);
    const stop = new AbortController();
    const both = [left, right].map((box) => plane.section(box, { signal: stop.signal }));
    stop.abort();
    for (const each of both) {
      await expect(each).rejects.toMatchObject({ code: 'cancelled' });
    }
    expect(decoder.decoded).toEqual([15]);
    // And nothing is left behind that would fail the next.
    expect((await plane.section(left)).values[0]).toBe(0);
  });

  it('happens when the reader of rows has had enough', async () => {
    const { plane } = await open(bytes);
    for await (const { values } of plane.rows([0, 10, 20, 30], 0, 40)) {
      expect(values).toHaveLength(40);
      break;
    }
    expect((await plane.section(whole(plane))).values[41]).toBe(place([1, 1]));
  });
});

describe('a file that is cut short', () => {
  const image = tiledImage({ axes: [40, 40], tile: [10, 10], bitpix: 16, value: place });
  // Within the tiles of the third row of them.
  const cut = image.bytes().subarray(0, image.span(9).offset + 5);

  it('gives the rows that are there, then says so', async () => {
    const { plane } = await open(cut);
    const seen: number[] = [];
    const read = async (): Promise<void> => {
      for await (const { y } of plane.rows([35, 0, 25, 19], 0, 40)) {
        seen.push(y);
      }
    };
    await expect(read()).rejects.toMatchObject({
      code: 'truncated',
      message: expect.stringMatching(
        /tile 1\d of the 16 tiles of this image is not there/,
      ) as string,
    });
    expect(seen).toEqual([0, 19]);
    // Left of the cut there is a tile more.
    expect((await rowsOf(plane.rows([25], 0, 10))).length).toBe(1);
    await expect(plane.exact(10, 20)).rejects.toMatchObject({ code: 'truncated' });
    await expect(plane.section(whole(plane))).rejects.toMatchObject({ code: 'truncated' });
  });

  it('may lack descriptors', async () => {
    const { plane } = await open(image.bytes().subarray(0, image.tableOffset + 20));
    await expect(plane.exact(39, 0)).rejects.toMatchObject({ code: 'truncated' });
  });
});

describe('a broken image', () => {
  const spec: TiledSpec = { axes: [40, 40], tile: [10, 10], bitpix: 16, value: place, gzip: true };

  /** The image with other descriptors for some tiles. */
  function broken(rows: Readonly<Record<number, readonly [length: number, offset: number]>>) {
    const image = tiledImage(spec);
    const bytes = image.bytes();
    const view = new DataView(bytes.buffer);
    for (const [tile, [length, offset]] of Object.entries(rows)) {
      const at = image.tableOffset + Number(tile) * image.rowLength;
      view.setUint32(at, length);
      view.setUint32(at + 4, offset);
    }
    return { image, bytes };
  }

  it.each([
    ['points outside the heap', [100, 1_000_000]],
    ['is longer than the heap', [0xffffffff, 0]],
    ['has no data', [0, 0]],
    ['is no gzip stream', [3, 100]],
  ] as const)('says which tile %s, and reads the others', async (_, row) => {
    const { plane } = await open(broken({ 5: row }).bytes);
    const bad = { code: 'format', message: expect.stringMatching(/^Tile 6 /) as string };
    await expect(plane.exact(15, 15)).rejects.toMatchObject(bad);
    await expect(plane.section(whole(plane))).rejects.toMatchObject(bad);
    await expect(rowsOf(plane.rows([15], 0, 40))).rejects.toMatchObject(bad);
    expect(await plane.exact(5, 15)).toBe(String(place([5, 15])));
    const told: string[] = [];
    const rows = await rowsOf(
      plane.rows([15], 8, 22, { onBroken: ({ message }) => told.push(message) }),
    );
    expect([...(rows[0]?.values ?? [])].map(Number.isNaN)).toEqual(
      Array.from({ length: 14 }, (__, k) => k >= 2 && k < 12),
    );
    expect(told).toEqual([expect.stringMatching(/^Tile 6 /)]);
  });

  it.each([
    ['ZTILE1 is 0', 'format', [card('ZTILE1', 0)]],
    ['ZTILE2 is -5', 'format', [card('ZTILE2', -5)]],
    ['ZBITPIX is 17', 'format', [card('ZBITPIX', 17)]],
    [
      'BYTEPIX is 3',
      'format',
      [card('ZCMPTYPE', 'RICE_1'), card('ZNAME1', 'BYTEPIX'), card('ZVAL1', 3)],
    ],
    ['COMPRESSED_DATA is "8J"', 'format', [card('TFORM1', '8J'), card('NAXIS1', 40)]],
    ['has no column of tiles', 'format', [card('TTYPE1', 'SOMETHING')]],
    ['ends after the 8 bytes of its row', 'format', [card('TFORM1', '1QB')]],
    ['THEAP is 3', 'format', [card('THEAP', 3)]],
    ['"MP3_1", which the standard', 'unsupported', [card('ZCMPTYPE', 'MP3_1')]],
    [
      'ZDITHER0 is 20000',
      'format',
      [
        ...[card('ZBITPIX', -32), card('ZSCALE', 1), card('ZQUANTIZ', 'SUBTRACTIVE_DITHER_1')],
        card('ZDITHER0', 20_000),
      ],
    ],
  ] as const)('is refused where %s', async (what, code, cards) => {
    const keywords = cards.map((each) => each.slice(0, 8));
    const bytes = tiledImage(spec).bytes();
    // In place of the cards of the same keyword, or of the blank ones before END.
    const text = Buffer.from(bytes.buffer);
    keywords.forEach((keyword, i) => {
      const at = text.indexOf(keyword, 2880);
      const end = text.indexOf('END'.padEnd(80), 2880);
      text.write(cards[i] ?? '', at < 0 || at > end ? end : at, 'latin1');
      if (at < 0 || at > end) {
        text.write('END'.padEnd(80), end + 80, 'latin1');
      }
    });
    await expect(open(bytes)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(what.includes('"MP3') ? 'does not' : what) as string,
    });
  });

  it('may mark missing pixels in a way nobody does, of which it warns', async () => {
    const cards = [card('ZMASKCMP', 'PLIO_1')];
    const reader = CountingReader.of(tiledImage({ ...spec, cards }).bytes());
    const hdu = await new HduIndex(reader).hdu(1);
    expect(hdu.type).toBe('CompImageHDU');
    expect(hdu.warnings).toEqual([expect.stringContaining('NULL_PIXEL_MASK of HDU 1')]);
  });

  it('may lack rows of its table', async () => {
    const { image, bytes } = broken({});
    const text = Buffer.from(bytes.buffer);
    // The heap begins where it did.
    text.write(card('NAXIS2', 10), text.indexOf('NAXIS2  ', 2880), 'latin1');
    text.write(card('THEAP', 16 * image.rowLength), text.indexOf('END'.padEnd(80), 2880), 'latin1');
    text.write('END'.padEnd(80), text.indexOf('THEAP', 2880) + 80, 'latin1');
    const { plane } = await open(bytes);
    expect(await plane.exact(10, 20)).toBe(String(place([10, 20])));
    await expect(plane.exact(20, 20)).rejects.toMatchObject({
      code: 'format',
      message: 'Tile 11 of HDU 1 cannot be read: the table has only 10 rows.',
    });
  });

  it('may claim tiles that are too large, or too many of them, before anything is read', async () => {
    const vast = (axes: readonly number[], tile: readonly number[]): Uint8Array => {
      const image = tiledImage({ ...spec, axes: [10, 10] }).bytes();
      const text = Buffer.from(image.buffer);
      axes.forEach((length, i) => {
        text.write(card(`ZNAXIS${i + 1}`, length), text.indexOf(`ZNAXIS${i + 1}`), 'latin1');
        text.write(card(`ZTILE${i + 1}`, tile[i] ?? 1), text.indexOf(`ZTILE${i + 1}`), 'latin1');
      });
      return image;
    };
    await expect(open(vast([1e6, 1e6], [1e6, 1e6]))).rejects.toMatchObject({
      code: 'too-large',
      message: expect.stringContaining('tiles of HDU 1 have 1000000000000 pixels') as string,
    });
    await expect(open(vast([1e6, 1e6], [1, 1]))).rejects.toMatchObject({
      code: 'format',
      message: expect.stringContaining('has 1 of the rows for its 1000000000000 tiles.') as string,
    });
    const bytes = vast([1e6, 1e6], [1, 1]);
    const text = Buffer.from(bytes.buffer);
    text.write(card('NAXIS2', 1e12), text.indexOf('NAXIS2  ', 2880), 'latin1');
    const many = await open(bytes);
    await expect(rowsOf(many.plane.rows([0], 0, 1e6))).rejects.toMatchObject({ code: 'too-large' });
    await expect(many.plane.exact(5e5, 0)).rejects.toMatchObject({ code: 'truncated' });
    expect(many.reader.requests).toBe(0);
    await expect(open(vast([9e15, 9e15], [1, 1]))).rejects.toMatchObject({ code: 'format' });
  });
});
