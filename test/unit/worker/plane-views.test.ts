import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { HduIndex } from '../../../src/core/fits/hdu-index';
import type { PlaneRef } from '../../../src/protocol/methods';
import { FitsContent } from '../../../src/worker/fits-content';
import { nodeTools } from '../../../src/worker/node-tools';
import { PlaneViews } from '../../../src/worker/plane-views';
import { CountingDecoder } from '../fits/support/counting-decoder';
import {
  card,
  concat,
  extensionCards,
  headerBytes,
  padToBlock,
  primaryCards,
  stored,
} from '../fits/support/made';
import { CountingReader } from '../fits/support/memory-reader';
import { tiledImage } from '../fits/support/tiled-image';

async function opened(bytes: Uint8Array) {
  const reader = CountingReader.of(bytes);
  const decoder = new CountingDecoder();
  const index = new HduIndex(reader);
  await index.hdu(1);
  const content = new FitsContent({ index, reader }, { ...nodeTools(tmpdir()), tiles: decoder });
  const views = new PlaneViews(content);
  const of = (ref: Partial<PlaneRef>, signal?: AbortSignal) =>
    views.of({ hdu: 1, slice: [], ...ref }, { signal });
  const axesOf = async (ref: Partial<PlaneRef> = {}) =>
    (await views.planes({ hdu: 1, slice: [], ...ref }, {})).axes;
  return { reader, decoder, axesOf, of };
}

describe('views of a compressed image', () => {
  const spec = {
    ...{ axes: [40, 40, 2], tile: [10, 10, 2], bitpix: 16, gzip: true },
    value: ([x = 0, y = 0, z = 0]: readonly number[]) => x + 100 * y + 10_000 * z,
  };

  it('of one cube share its tiles', async () => {
    const { of, decoder, axesOf } = await opened(tiledImage(spec).bytes());
    const [first, second] = [await of({}), await of({ slice: [1] })];
    expect(await first.plane.exact(11, 12)).toBe('1211');
    expect(await second.plane.exact(11, 12)).toBe('11211');
    expect(decoder.decoded).toEqual([5]);
    expect(await of({})).toBe(first);
    expect(await axesOf()).toEqual([40, 40, 2]);
  });

  it('of chosen bits are pictures of their own', async () => {
    const { of } = await opened(tiledImage(spec).bytes());
    const whole = await of({});
    const low = await of({ bits: 3 });
    expect(await of({ bits: 3 })).toBe(low);
    expect(await of({})).toBe(whole);
    const { values } = await low.plane.section({ x0: 0, y0: 0, x1: 6, y1: 1 });
    expect([...values]).toEqual([0, 1, 1, 1, 0, 1]);
    await expect(of({ bits: 0.5 })).rejects.toMatchObject({ code: 'protocol' });
    await expect(of({ bits: 2 ** 32 })).rejects.toMatchObject({ code: 'protocol' });
  });

  it('leave out what is broken, and say so', async () => {
    const image = tiledImage(spec);
    const bytes = image.bytes();
    bytes.fill(0, image.span(5).offset, image.span(6).offset);
    const { of } = await opened(bytes);
    const view = await of({});
    let last: Float32Array | undefined;
    for await (const { grid } of view.overview({ width: 40, height: 40 })) {
      last = grid.values;
    }
    const missing = [...(last ?? [])].flatMap((value, k) => (Number.isNaN(value) ? [k] : []));
    expect(missing).toHaveLength(100);
    expect(missing[0]).toBe(10 * 40 + 10);
    const tile = await view.tile({ x0: 5, y0: 5, x1: 15, y1: 15 }, 1);
    expect(tile.values.filter(Number.isNaN)).toHaveLength(25);
    expect([...view.problems]).toEqual([expect.stringMatching(/^Tile 6 cannot be decoded/)]);
    await expect(view.plane.exact(15, 15)).rejects.toMatchObject({ code: 'format' });
  });
});

describe('views of a cell', () => {
  const columns = [card('TFIELDS', 2), card('TFORM1', '6I'), card('TDIM1', '(3,2)')];
  const table = concat(
    headerBytes(primaryCards(8, [])),
    headerBytes([
      ...extensionCards('BINTABLE', 8, [20, 2]),
      ...[...columns, card('TFORM2', '1K'), card('TUNIT1', 'Jy')],
    ]),
    padToBlock(
      concat(
        stored(16, [1, 2, 3, 4, 5, 6]),
        stored(64, [7n]),
        stored(16, [11, 12, 13, 14, 15, 16]),
        stored(64, [9007199254740993n]),
      ),
    ),
  );

  it('are of its array', async () => {
    const { of, axesOf } = await opened(table);
    const cell = { row: 1, column: 0 };
    const { plane } = await of({ cell });
    expect([plane.width, plane.height, plane.unit]).toEqual([3, 2, 'Jy']);
    const { values } = await plane.section({ x0: 0, y0: 0, x1: 3, y1: 2 });
    expect([...values]).toEqual([11, 12, 13, 14, 15, 16]);
    expect(await axesOf({ cell })).toEqual([3, 2]);
    const exact = await of({ cell: { row: 1, column: 1 } });
    expect(await exact.plane.exact(0, 0)).toBe('9007199254740993');
    await expect(of({ cell: { row: 2, column: 0 } })).rejects.toMatchObject({ code: 'past-end' });
  });

  it('read it once, for all who ask at the same time', async () => {
    const { of, reader } = await opened(table);
    const before = reader.requests;
    const stop = new AbortController();
    const cell = { row: 0, column: 0 };
    const given = of({ cell }, stop.signal);
    const [kept, again] = [of({ cell }), of({ cell })];
    stop.abort();
    await expect(given).rejects.toMatchObject({ code: 'cancelled' });
    expect(await kept).toBe(await again);
    expect(await of({ cell })).toBe(await kept);
    expect(reader.requests - before).toBe(1);
  });
});
