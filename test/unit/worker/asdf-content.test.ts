import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { HduLine } from '../../../src/protocol/methods';
import type { RpcHandlers } from '../../../src/protocol/rpc-server';
import type { ImageMethods } from '../../../src/worker/methods';
import { CountingReader } from '../fits/support/memory-reader';
import { blockHeader } from './support/block-header';
import {
  call,
  goldenBytes,
  goldenHandlers,
  goldenTruth,
  handlersOf,
  localReader,
} from './support/asked';

interface ArrayTruth {
  readonly path: string;
  readonly decoded_shape: readonly number[];
  readonly stats?: {
    readonly section?: { readonly x0: number; readonly y0: number; readonly corner4: number[][] };
  };
}

interface Truth {
  readonly arrays: readonly ArrayTruth[];
}

const CAL = 'roman/r0000101001001001001_0001_wfi01_f158_cal.asdf';

async function linesOf(handlers: RpcHandlers<ImageMethods>): Promise<readonly HduLine[]> {
  return (await handlers.structure({}, call())).lines;
}

const named = (lines: readonly HduLine[], name: string): HduLine => {
  const line = lines.find((each) => each.name === name);
  if (line === undefined) {
    throw new Error(`There is no ${name} among ${lines.map((each) => each.name).join(' ')}.`);
  }
  return line;
};

describe('the structure of an ASDF file', () => {
  it('is its tree and its arrays; the science array comes first', async () => {
    const handlers = goldenHandlers(CAL);
    const { format, first, lines, warnings } = await handlers.structure({}, call());
    const truth = goldenTruth<Truth>(CAL);
    expect([format, warnings]).toEqual(['ASDF', []]);
    expect(lines[0]).toMatchObject({ index: 0, name: 'Tree', type: 'tree', tree: true });
    expect(lines.map(({ index }) => index)).toEqual(lines.map((_, i) => i));
    const arrays = lines.slice(1);
    expect(arrays.map(({ name }) => `/${name}`)).toEqual(truth.arrays.map(({ path }) => path));
    expect(arrays.map(({ dimensions }) => dimensions)).toEqual(
      truth.arrays.map(({ decoded_shape: shape }) => `(${shape.join(', ')})`),
    );
    expect(lines[first ?? -1]).toMatchObject({
      ...{ name: 'roman/data', type: 'ndarray', dimensions: '(24, 32)', format: 'float32' },
      ...{ picture: 'yes', table: false, line: false, storage: 'LZ4', bytes: 24 * 32 * 4 },
    });
  });

  it.each([
    ['roman/older_with_quantities_cal.asdf', 'roman/data'],
    ['roman/r0000101001001001001_0001_wfi01_f158_uncal.asdf', 'roman/data'],
    ['roman/roman_wfi_mask_0001.asdf', 'roman/dq'],
    ['asdf/checksums.asdf', 'wrong'],
    ['asdf/quantities.asdf', 'flux'],
    ['asdf/anchors.asdf', 'a/data'],
    ['asdf/numbers.asdf', 'Tree'],
    ['asdf/no-tree.asdf', 'Tree'],
  ])('of %s begins with %s', async (path, name) => {
    const { lines, first } = await goldenHandlers(path).structure({}, call());
    expect(lines[first ?? -1]?.name).toBe(name);
  });

  it('says how arrays are stored', async () => {
    const lines = await linesOf(goldenHandlers('asdf/codecs.asdf'));
    expect(new Set(lines.slice(1).map(({ storage }) => storage))).toEqual(
      new Set(['', 'zlib', 'bzip2', 'LZ4', 'LZ4 frames', 'Zstandard', 'Blosc']),
    );
    const few = named(await linesOf(goldenHandlers('asdf/quantities.asdf')), 'few');
    expect(few).toMatchObject({ storage: 'inline', line: true, dimensions: '(2,)' });
  });

  it('says what cannot be read of one array at that array', async () => {
    const { lines } = await goldenHandlers('asdf/broken-blocks.asdf').structure({}, call());
    expect(named(lines, 'missing').picture).toEqual({
      reason: expect.stringMatching(/^The tree names block 9/) as string,
    });
    expect(named(lines, 'good').picture).toBe('yes');
  });

  it('has tables for structures, and nothing for text', async () => {
    const lines = await linesOf(goldenHandlers('asdf/structures.asdf'));
    expect(named(lines, 'rows')).toMatchObject({
      table: true,
      picture: { reason: 'it is a table' },
    });
    const texts = await linesOf(goldenHandlers('asdf/strings.asdf'));
    expect(texts.some(({ picture }) => picture === 'yes')).toBe(false);
  });

  it('of a small file is read with its start', async () => {
    const reader = CountingReader.of(goldenBytes(CAL));
    await handlersOf(reader).structure({}, call());
    expect(reader.requests).toBe(2);
  });

  it('of one that is compressed as a whole is that of what it holds', async () => {
    const packed = localReader(new Uint8Array(gzipSync(goldenBytes(CAL))), 'a.asdf.gz');
    const reply = await handlersOf(packed).structure({}, call());
    expect(reply).toMatchObject({ compression: 'gzip', format: 'ASDF' });
    expect(reply.lines[reply.first ?? 0]?.name).toBe('roman/data');
  });

  it('of what is only called ASDF is that of what it is', async () => {
    const fits = localReader(goldenBytes('fits/bitpix16.fits'), 'odd.asdf');
    expect((await handlersOf(fits).structure({}, call())).format).toBe('FITS');
    const text = localReader(new TextEncoder().encode('Not at all.\n'), 'odd.asdf');
    await expect(handlersOf(text).structure({}, call())).rejects.toMatchObject({ code: 'format' });
  });
});

describe('an array', () => {
  it('has the pixels that asdf reads', async () => {
    const handlers = goldenHandlers(CAL);
    const lines = await linesOf(handlers);
    let compared = 0;
    for (const { path, decoded_shape: shape, stats } of goldenTruth<Truth>(CAL).arrays) {
      const corner = stats?.section;
      if (corner === undefined) {
        continue;
      }
      const ref = { hdu: named(lines, path.slice(1)).index, slice: [] };
      const plane = await handlers.plane(ref, call());
      expect([...plane.axes].reverse().concat(plane.height, plane.width)).toEqual(shape);
      const { x0, y0 } = corner;
      const box = { x0, y0, x1: x0 + 2, y1: y0 + 2 };
      const { texts } = await handlers.pixels({ ...ref, ...box }, call());
      corner.corner4.flat().forEach((value, i) => {
        // As few digits as tell half floats from each other.
        expect(Math.abs(Number(texts[i]) - value)).toBeLessThanOrEqual(5e-4 * Math.abs(value));
      });
      compared += 1;
    }
    expect(compared).toBeGreaterThan(10);
  });

  it('has its properties as cards', async () => {
    const handlers = goldenHandlers(CAL);
    const { index } = named(await linesOf(handlers), 'roman/data');
    const { cards, bytesToCheck } = await handlers.header({ hdu: index }, call());
    const value = (keyword: string): string | undefined =>
      cards.find((card) => card.keyword === keyword)?.value;
    expect(value('path')).toBe('roman/data');
    expect(value('tag')).toBe('tag:stsci.edu:asdf/core/ndarray-1.1.0');
    expect(value('shape')).toBe('(24, 32)');
    expect(value('compression')).toBe('lz4');
    expect(value('data_size')).toBe('3,072');
    expect(bytesToCheck).toBe(Number(value('used_size')?.replace(',', '')));
    const tree = await handlers.header({ hdu: 0 }, call());
    expect(tree.cards.map(({ keyword }) => keyword)).toContain('standard');
  });

  it('is checked by the MD5 of its block', async () => {
    const wrong = goldenHandlers('asdf/checksums.asdf');
    const asked = call<{ done: number }>();
    expect(await wrong.checksum({ hdu: 1 }, asked)).toEqual({
      ...{ datasum: 'wrong', checksum: 'absent' },
      text: 'The MD5 of block 0 is wrong: its bytes are not those that were written.',
    });
    expect(asked.reports.at(-1)).toEqual({ done: 1 });
    expect(await wrong.checksum({ hdu: 2 }, call())).toMatchObject({ datasum: 'absent' });
    expect(await wrong.checksum({ hdu: 0 }, call())).toMatchObject({ datasum: 'absent' });
    const right = goldenHandlers('asdf/codecs.asdf');
    expect(await right.checksum({ hdu: 2 }, call())).toMatchObject({ datasum: 'correct' });
  });

  it('has the mask that stands beside it', async () => {
    const handlers = goldenHandlers(CAL);
    const lines = await linesOf(handlers);
    const ref = { hdu: named(lines, 'roman/data').index, slice: [] };
    const { mask } = await handlers.plane(ref, call());
    expect(mask).toMatchObject({
      ref: { hdu: named(lines, 'roman/dq').index, slice: [] },
      ...{ name: 'roman/dq', namesFrom: 'Roman', lookUpBytes: 0 },
    });
    expect(mask?.bits[1]).toMatchObject({ bit: 1, name: 'SATURATED' });
    expect(mask?.bits).toHaveLength(32);
    const own = await handlers.plane({ ...ref, hdu: named(lines, 'roman/dq').index }, call());
    expect(own.mask?.ref).toEqual(mask?.ref);
  });

  it('of Roman has the unit that its schema gives it', async () => {
    const handlers = goldenHandlers(CAL);
    const { index } = named(await linesOf(handlers), 'roman/data');
    expect((await handlers.plane({ hdu: index, slice: [] }, call())).unit).toBe('DN / s');
  });

  it('of one axis is a line', async () => {
    const handlers = goldenHandlers('asdf/quantities.asdf');
    const { index } = named(await linesOf(handlers), 'few');
    const asked = { hdu: index, slice: [], x0: 0, x1: 2, points: 10 };
    const { mean, kind } = await handlers.line(asked, call());
    expect([kind, ...new Float64Array(mean.slice().buffer)]).toEqual(['exact', 1.5, 2.5]);
    expect((await handlers.plane({ hdu: index, slice: [] }, call())).unit).toBe('m s-1');
  });

  it('of structures is a table', async () => {
    const handlers = goldenHandlers('asdf/structures.asdf');
    const { index } = named(await linesOf(handlers), 'rows');
    const table = await handlers.table({ hdu: index }, call());
    expect([table.rows, table.columns[0]]).toMatchObject([4, { name: 'id', type: 'uint64' }]);
    const asked = { hdu: index, view: '', from: 0, to: 2, columns: [0] };
    const { cells } = await handlers.rows(asked, call());
    expect(cells[0]).toEqual(['9223372036854775808', '9223372036854775809']);
  });

  it.each([
    [0, 'unsupported'],
    [99, 'not-found'],
    [-1, 'not-found'],
    [1.5, 'not-found'],
  ])('number %d of the file is refused', async (hdu, code) => {
    const handlers = goldenHandlers('asdf/checksums.asdf');
    await expect(handlers.plane({ hdu, slice: [] }, call())).rejects.toMatchObject({ code });
  });
});

describe('an array in one stream that is far away', () => {
  it('is read once the user agrees', async () => {
    const { bytes, size } = packedFar();
    const reader = new CountingReader(size, (offset, length) => {
      const part = new Uint8Array(length).fill(0xaa);
      part.set(bytes.subarray(offset, offset + length));
      return part;
    });
    const handlers = handlersOf(reader);
    await handlers.structure({}, call());
    const asked = { hdu: 1, slice: [], x: 0, y: 0 };
    await expect(handlers.value(asked, call())).rejects.toMatchObject({ code: 'costly' });
    expect(reader.bytes).toBeLessThan(1e6);
    await handlers.agree({ hdu: 1 }, call());
    expect(await handlers.value(asked, call())).toEqual({ text: '5' });
  });
});

/** The start of an ASDF file with a zlib block that claims to take 70 MB, most of which nobody needs. */
function packedFar(): { readonly bytes: Uint8Array; readonly size: number } {
  const text =
    '#ASDF 1.0.0\n#ASDF_STANDARD 1.6.0\n%YAML 1.1\n%TAG ! tag:stsci.edu:asdf/\n--- !core/asdf-1.1.0\n' +
    'data: !core/ndarray-1.1.0\n  source: 0\n  datatype: uint8\n  byteorder: little\n' +
    '  shape: [4, 1000]\n...\n';
  const used = 70_000_000;
  const head = new TextEncoder().encode(text);
  const data = deflateSync(new Uint8Array(4000).fill(5));
  const block = blockHeader('zlib', used, 4000);
  const bytes = new Uint8Array([...head, ...block, ...data]);
  return { bytes, size: head.length + block.length + used };
}
