import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ByteReader } from '../../../../src/core/bytes/reader';
import { SkybucketError } from '../../../../src/core/errors';
import type { Hdu } from '../../../../src/core/fits/hdu';
import { HduIndex } from '../../../../src/core/fits/hdu-index';
import { infoLines } from '../../../../src/core/fits/info';
import { openPackedRows } from '../../../../src/core/fits/tables/packed-rows';
import type { RowStore } from '../../../../src/core/fits/tables/row-store';
import { NodeInflate } from '../../../../src/platform/node/inflate';
import { CountingReader } from '../support/memory-reader';
import { seededRandom } from '../tiles/support/seeded-random';

const FOLDER = new URL('../../../fixtures/golden/fits/ztables/', import.meta.url);

async function contentOf(name: string): Promise<Uint8Array> {
  return new Uint8Array(gunzipSync(await readFile(new URL(`${name}.fits.gz`, FOLDER))));
}

async function hdusOf(reader: ByteReader): Promise<readonly Hdu[]> {
  const index = new HduIndex(reader);
  const hdus: Hdu[] = [];
  for await (const hdu of index.all()) {
    hdus.push(hdu);
  }
  return hdus.slice(1);
}

interface Pair {
  readonly name: string;
  readonly packed: Hdu;
  readonly reader: CountingReader;
  readonly store: RowStore;
  readonly original: Hdu;
  readonly rows: Uint8Array;
  readonly heap: Uint8Array;
}

/** Compressed tables beside what they were made from. */
async function pairs(name: string): Promise<Pair[]> {
  const content = await contentOf(`${name}-original`);
  const originals = await hdusOf(CountingReader.of(content));
  const reader = CountingReader.of(await contentOf(name));
  const packed = await hdusOf(reader);
  return originals.map((original, i) => {
    const hdu = packed[i] as Hdu;
    const data = content.subarray(original.dataOffset, original.dataOffset + original.dataLength);
    const main = (original.axes[0] as number) * (original.axes[1] as number);
    return {
      ...{ name: original.name, packed: hdu, reader, original },
      store: openPackedRows(reader, hdu, new NodeInflate()),
      rows: data.subarray(0, main),
      heap: data.subarray(main),
    };
  });
}

async function only(bytes: readonly Promise<Uint8Array>[]): Promise<Uint8Array> {
  expect(bytes.length).toBe(1);
  return (await bytes[0]) as Uint8Array;
}

function wholeRows(row: number, rows: number, store: RowStore) {
  return { row, rows, start: 0, end: store.rowLength };
}

describe.each(['columns', 'arrays'])('compressed tables: %s', (name) => {
  it('give back the header', async () => {
    for (const { packed, original } of await pairs(name)) {
      const raw = packed.header.cards.map((card) => card.raw);
      expect(raw).toEqual(original.header.cards.map((card) => card.raw));
      expect(packed.storedHeader.isTrue('ZTABLE')).toBe(true);
      expect([packed.type, packed.axes, packed.warnings]).toEqual([
        'BinTableHDU',
        original.axes,
        [],
      ]);
    }
  });

  it('give back every byte of the rows', async () => {
    for (const { store, rows } of await pairs(name)) {
      expect([store.rows, store.rowsPresent]).toEqual([24, 24]);
      const all = await only(store.read([wholeRows(0, store.rows, store)]));
      expect(all).toEqual(rows);
    }
  });

  it('give back parts of rows, across tiles and columns', async () => {
    const random = seededRandom(24);
    for (const { store, rows } of await pairs(name)) {
      const spans = Array.from({ length: 60 }, () => {
        const row = Math.floor(random() * store.rows);
        const start = Math.floor(random() * store.rowLength);
        const end = start + Math.floor(random() * (store.rowLength - start + 1));
        return { row, rows: 1, start, end };
      });
      spans.push(wholeRows(5, 9, store), wholeRows(23, 1, store));
      const read = await Promise.all(store.read(spans));
      read.forEach((bytes, i) => {
        const { row, rows: count, start, end } = spans[i] as (typeof spans)[0];
        const from = row * store.rowLength + start;
        const to = (row + count - 1) * store.rowLength + end;
        expect(bytes).toEqual(rows.subarray(from, Math.max(from, to)));
      });
    }
  });
});

describe('arrays of compressed tables', () => {
  it('come back byte for byte, alone and many at once', async () => {
    for (const { store, heap } of await pairs('arrays')) {
      expect(store.heapLength).toBe(heap.length);
      await only(store.read([wholeRows(0, store.rows, store)]));
      expect(await only(store.readHeap([{ offset: 0, length: heap.length }]))).toEqual(heap);
      const spans = Array.from({ length: 40 }, (_, k) => ({
        offset: 37 * k,
        length: (k * 13) % 90,
      }));
      const read = await Promise.all(store.readHeap(spans));
      read.forEach((bytes, k) => {
        expect(bytes).toEqual(heap.subarray(37 * k, 37 * k + ((k * 13) % 90)));
      });
    }
  });

  it('are read for the rows asked for only', async () => {
    const [pair] = await pairs('arrays');
    const { store, reader, heap } = pair as Pair;
    await only(store.read([wholeRows(0, 2, store)]));
    const before = reader.bytes;
    // The arrays of the first tile end somewhere in the first half of the heap.
    const [first] = await Promise.all(store.readHeap([{ offset: 4, length: 8 }]));
    expect(first).toEqual(heap.subarray(4, 12));
    expect(reader.bytes - before).toBeLessThan(200);
  });
});

describe('a compressed table', () => {
  it('is read by column and tile, in two rounds', async () => {
    const [pair] = await pairs('columns');
    const { packed, store, reader } = pair as Pair;
    const { bytes, requests, rounds } = reader;
    // Rows 12 and 13 are in the second tile of ten; bytes 0 to 2 are columns 1 and 2.
    await Promise.all(
      store.read([
        { row: 12, rows: 1, start: 0, end: 3 },
        { row: 13, rows: 1, start: 1, end: 3 },
      ]),
    );
    const descriptors = packed.storedHeader.requiredInteger('NAXIS1');
    // The streams of columns side by side lie side by side.
    expect([reader.requests - requests, reader.rounds - rounds]).toEqual([2, 2]);
    expect(reader.bytes - bytes - descriptors).toBeLessThan(100);

    // What is unpacked is not read again, nor the row of descriptors.
    const again = reader.requests;
    await Promise.all(store.read([{ row: 19, rows: 1, start: 0, end: 1 }]));
    expect(reader.requests).toBe(again);
    await Promise.all(store.read([{ row: 19, rows: 1, start: 3, end: 5 }]));
    expect(reader.requests).toBe(again + 1);
  });

  it('tells what it costs', async () => {
    const [pair] = await pairs('columns');
    const { store, packed } = pair as Pair;
    expect(store.bytesPerRow).toBe(packed.dataLength / 24);
    const whole = store.cost(0, store.rowLength);
    const part = store.cost(0, 1);
    expect(whole.bytes).toBeGreaterThan(packed.dataLength * 0.8);
    expect(whole.bytes).toBeLessThanOrEqual(packed.dataLength);
    expect(part.bytes).toBeLessThan(whole.bytes / 2);
    expect(store.cost(5, 5)).toEqual({ bytes: 0, requests: 0 });
  });

  it('is listed as it is stored', async () => {
    const reader = CountingReader.of(await contentOf('columns'));
    const [hdu] = await hdusOf(reader);
    const [line] = infoLines([hdu as Hdu]);
    expect(line?.dimensions).toBe('3R x 16C');
    expect(line?.format).toMatch(/^\[1QB\(\d+\), 1QB/);
    expect(line?.cards).toBe(hdu?.storedHeader.cards.length);
  });

  it('may be what fpack never writes: NOCOMPRESS, 1PB, heaps behind gaps', async () => {
    const reader = CountingReader.of(await contentOf('hand'));
    const [hdu] = await hdusOf(reader);
    const { rows } = (await pairs('columns')).at(-1) as Pair;
    const store = openPackedRows(reader, hdu as Hdu, new NodeInflate());
    expect(await only(store.read([wholeRows(0, 24, store)]))).toEqual(rows);
    expect(hdu?.header.integer('THEAP')).toBe(rows.length + 16);
  });

  it('is cancelled', async () => {
    const [pair] = await pairs('columns');
    const { store } = pair as Pair;
    const stop = new AbortController();
    const reading = store.read([wholeRows(0, 24, store)], { signal: stop.signal });
    stop.abort();
    await expect(only(reading)).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('a broken compressed table', () => {
  /** The first table with some cards replaced, each by one of the same length. */
  async function changed(
    cards: Readonly<Record<string, string>>,
    cut = Infinity,
    data: (bytes: Uint8Array) => void = () => undefined,
  ): Promise<{ hdu: Hdu; reader: CountingReader }> {
    const content = await contentOf('columns');
    const text = new TextDecoder('latin1').decode(content);
    for (const [keyword, value] of Object.entries(cards)) {
      const at = text.indexOf(`${keyword.padEnd(8)}=`);
      expect(at % 80).toBe(0);
      const field = value.startsWith("'") ? value.padEnd(70) : value.padStart(20).padEnd(70);
      const card =
        value === '' ? `COMMENT ${keyword}`.padEnd(80) : `${keyword.padEnd(8)}= ${field}`;
      content.set(new TextEncoder().encode(card), at);
    }
    const [hdu] = await hdusOf(CountingReader.of(content));
    data(content.subarray(hdu?.dataOffset));
    const reader = CountingReader.of(content.subarray(0, cut));
    return { hdu: (await hdusOf(reader))[0] as Hdu, reader };
  }

  it.each<[Readonly<Record<string, string>>, RegExp]>([
    [{ ZTILELEN: '0' }, /ZTILELEN = 0/],
    [{ ZFORM1: "'1Y'" }, /ZFORM1 is "1Y"/],
    [{ ZFORM1: "'2PJ'" }, /ZFORM1 is "2PJ"/],
    [{ ZFORM2: '' }, /no ZFORM2/],
    [{ ZFORM3: "'999I'" }, /2149 bytes, but ZNAXIS1 is 153/],
    [{ TFORM2: "'1J'" }, /column 2 is "1J"/],
    [{ TFORM2: "'1QJ'" }, /column 2 is "1QJ"/],
    [{ ZPCOUNT: '-1' }, /ZPCOUNT = -1/],
  ])('with %j is refused', async (cards, message) => {
    const { hdu, reader } = await changed(cards);
    const open = (): unknown => openPackedRows(reader, hdu, new NodeInflate());
    expect(open).toThrow(SkybucketError);
    expect(open).toThrow(message);
  });

  it.each<[Readonly<Record<string, string>>]>([[{ ZNAXIS2: '-5' }], [{ ZNAXIS1: '' }]])(
    'with %j is listed as it is stored, with a warning',
    async (cards) => {
      const { hdu, reader } = await changed(cards);
      expect([hdu.type, hdu.header === hdu.storedHeader]).toEqual(['BinTableHDU', true]);
      expect(hdu.warnings).toEqual([
        expect.stringMatching(/says it holds a compressed table, but/),
      ]);
      expect(() => openPackedRows(reader, hdu, new NodeInflate())).toThrow(SkybucketError);
    },
  );

  it('of an unknown ZCTYP is refused by name', async () => {
    const { hdu, reader } = await changed({ ZCTYP4: "'BZIP2'" });
    expect(() => openPackedRows(reader, hdu, new NodeInflate())).toThrow(/Column 4 .* "BZIP2"/);
  });

  it.each<[string, Parameters<typeof changed>, string, RegExp]>([
    ['whose tiles claim more rows', [{ ZTILELEN: '24' }], 'format', /Column 1 in tile 1 .*/],
    [
      'whose tiles claim billions of rows',
      [{ ZTILELEN: '4000000000', ZNAXIS2: '4000000000' }],
      'too-large',
      /only up to 256 MiB/,
    ],
    [
      'whose descriptor points outside',
      [{}, Infinity, (data) => data.fill(0x7f, 8, 16)],
      'format',
      /points outside of its heap/,
    ],
    [
      'whose descriptor is vast',
      [{}, Infinity, (data) => data.fill(0xff, 0, 16)],
      'format',
      /points outside of its heap/,
    ],
    ['whose stream is not one', [{}, Infinity, (data) => data.fill(7, 800, 900)], 'format', /tile/],
  ])('%s fails where it is read', async (_, change, code, message) => {
    const { hdu, reader } = await changed(...change);
    const store = openPackedRows(reader, hdu, new NodeInflate());
    const failure = only(store.read([{ row: 0, rows: 1, start: 0, end: store.rowLength }]));
    await expect(failure).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('that ends early gives the rows of its whole tiles', async () => {
    const { hdu } = await changed({});
    const inDescriptors = await changed({}, hdu.dataOffset + 600);
    const short = openPackedRows(inDescriptors.reader, inDescriptors.hdu, new NodeInflate());
    expect([short.rows, short.rowsPresent]).toEqual([24, 20]);
    await expect(only(short.read([wholeRows(20, 1, short)]))).rejects.toMatchObject({
      code: 'past-end',
    });

    const inHeap = await changed({}, hdu.dataOffset + 1000);
    const store = openPackedRows(inHeap.reader, inHeap.hdu, new NodeInflate());
    await expect(only(store.read([wholeRows(0, 24, store)]))).rejects.toMatchObject({
      code: 'truncated',
    });
    // Its first column is there.
    expect((await only(store.read([{ row: 3, rows: 1, start: 0, end: 1 }]))).length).toBe(1);
  });
});
