import { describe, expect, it } from 'vitest';
import { EMBEDDED_ARRAYS } from '../../../src/protocol/methods';
import { call, goldenHandlers, handlersOf } from './support/asked';
import { CountingReader } from '../fits/support/memory-reader';
import { goldenBytes } from './support/asked';

const INSIDE = 'fits/asdf-inside.fits';
const BASE = 5 * EMBEDDED_ARRAYS;

describe('an ASDF file in an HDU', () => {
  it('is told of in the list', async () => {
    const { lines, format } = await goldenHandlers(INSIDE).structure({}, call());
    expect(format).toBe('FITS');
    expect(lines.map(({ tree }) => tree ?? false)).toEqual([false, false, false, false, true]);
  });

  it('leads to HDUs by name, version and number', async () => {
    const handlers = goldenHandlers(INSIDE);
    const { nodes } = await handlers.treeChildren({ hdu: 4, at: [], from: 0, to: 500 }, call());
    expect(nodes.map(({ key, line }) => [key, line?.index])).toEqual([
      ['data', 1],
      ['dq', 2],
      ['lower', 1],
      ['second', 3],
      ['no_version', 2],
      ['by_number', 3],
      ['gone', BASE + 7],
      ['meta', undefined],
    ]);
    expect(nodes[0]?.line).toMatchObject({ name: 'SCI', picture: 'yes' });
    expect(nodes[6]?.line?.picture).toEqual({ reason: 'its HDU is not in this file' });
  });

  it('has arrays of its own, which are asked for like HDUs', async () => {
    const handlers = goldenHandlers(INSIDE);
    const { nodes } = await handlers.treeSearch({ hdu: 4, text: 'coefficients' }, call());
    const line = nodes[0]?.line;
    expect(line).toMatchObject({ index: BASE + 8, dimensions: '(3, 3)', format: 'float64' });
    const ref = { hdu: BASE + 8, slice: [] };
    const plane = await handlers.plane(ref, call());
    expect([plane.width, plane.height]).toEqual([3, 3]);
    const header = await handlers.header({ hdu: BASE + 8 }, call());
    expect(header.cards[0]?.value).toBe('meta/wcs/coefficients');
    const checksum = await handlers.checksum({ hdu: BASE + 8 }, call());
    expect(checksum.datasum).toBe('correct');
  });

  it('is not looked into before it is asked for', async () => {
    const reader = CountingReader.of(goldenBytes(INSIDE));
    const handlers = handlersOf(reader);
    await handlers.structure({}, call());
    const { bytes } = reader;
    await handlers.header({ hdu: 4 }, call());
    expect(reader.bytes).toBe(bytes);
  });

  it('is nowhere else', async () => {
    await expect(goldenHandlers(INSIDE).tree({ hdu: 1 }, call())).rejects.toMatchObject({
      ...{ code: 'unsupported', message: 'HDU 1 holds no tree of ASDF.' },
    });
  });
});

describe('the mask of an HDU', () => {
  it('is the DQ of the same version, with the bits of the mission', async () => {
    const { mask } = await goldenHandlers(INSIDE).plane({ hdu: 1, slice: [] }, call());
    expect(mask).toMatchObject({ ref: { hdu: 2, slice: [] }, lookUpBytes: 0 });
    expect(mask?.bits).toHaveLength(32);
    const second = await goldenHandlers(INSIDE).plane({ hdu: 3, slice: [] }, call());
    expect(second.mask).toBeUndefined();
  });
});
