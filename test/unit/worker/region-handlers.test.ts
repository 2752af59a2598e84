import { describe, expect, it } from 'vitest';
import type { PlaneRef } from '../../../src/protocol/methods';
import type { Region, Shape } from '../../../src/protocol/region';
import { call, goldenHandlers } from './support/asked';

const PATH = 'sample/images/star-field_r.fits';
const IMAGE: PlaneRef = { hdu: 0, slice: [] };
const handlers = goldenHandlers(PATH);

function doubles({ buffer, byteOffset, byteLength }: Uint8Array): number[] {
  return [...new Float64Array(buffer as ArrayBuffer, byteOffset, byteLength / 8)];
}

describe('what is asked about regions', () => {
  it('is answered of a circle, with its area on the sky', async () => {
    const shape: Shape = { kind: 'circle', x: 50, y: 50, radius: 10.2 };
    const reply = await handlers.regionStatistics({ ...IMAGE, shape }, call());
    expect(reply).toMatchObject({
      pixels: 333,
      pixelsInShape: 333,
      finite: 333,
      medianExact: true,
    });
    const { mean = NaN, rms = NaN, deviation = NaN, sum = NaN } = reply;
    expect(sum / 333).toBeCloseTo(mean, 9);
    expect(rms ** 2).toBeCloseTo(mean ** 2 + deviation ** 2, 6);
    const { scale } = await handlers.radialProfile({ ...IMAGE, x: 50, y: 50, radius: 9 }, call());
    expect(Math.sqrt((reply.area ?? NaN) / 333) / (scale ?? NaN)).toBeCloseTo(1, 4);
  });

  it('is answered of a shape that is not on the image', async () => {
    const shape: Shape = { kind: 'circle', x: -500, y: 50, radius: 10 };
    expect(await handlers.regionStatistics({ ...IMAGE, shape }, call())).toEqual({
      ...{ pixels: 0, pixelsInShape: 0, finite: 0, medianExact: true },
      ...{ sum: undefined, mean: undefined, median: undefined, deviation: undefined },
      ...{ rms: undefined, min: undefined, max: undefined, area: undefined },
    });
  });

  it('is answered of profiles', async () => {
    const segment = await handlers.segmentProfile(
      { ...IMAGE, from: [10, 10], to: [40, 50] },
      call(),
    );
    const radial = await handlers.radialProfile({ ...IMAGE, x: 50, y: 50, radius: 9 }, call());
    expect(doubles(segment.values)).toHaveLength(51);
    expect((segment.skyStep ?? NaN) / (radial.scale ?? NaN)).toBeCloseTo(1, 3);
    expect(doubles(radial.pixels).slice(0, 3)).toEqual([1, 8, 16]);
  });

  it('is answered of contours', async () => {
    const box = { x0: 0, y0: 0, x1: 64, y1: 64 };
    const asked = { ...IMAGE, ...box, step: 2, levels: [100, 1e30], smooth: 1 };
    const { paths } = await handlers.contours(asked, call());
    expect(paths.map(({ level }) => level)).toEqual([100, 1e30]);
    expect(paths[1]?.positions.length).toBe(0);
  });

  it('is answered of region files, there and back', async () => {
    const file = 'fk5\ncircle(150.16d,+2.153d,3") # text={star}\npanda(1,2,3)\n';
    const read = await handlers.readRegions({ ...IMAGE, text: file }, call());
    expect(read.problems).toEqual(['Line 3: “panda” is not supported.']);
    expect(read.regions).toHaveLength(1);
    for (const system of ['image', 'own', 'Galactic'] as const) {
      const { text } = await handlers.writeRegions(
        { ...IMAGE, regions: read.regions, system },
        call(),
      );
      const back = await handlers.readRegions({ ...IMAGE, text }, call());
      const [first, again] = [read.regions[0], back.regions[0]].map(
        (region) => region?.shape as Extract<Shape, { kind: 'circle' }>,
      );
      expect(again?.x).toBeCloseTo(first?.x ?? NaN, 4);
      expect(again?.radius).toBeCloseTo(first?.radius ?? NaN, 6);
      expect(back.regions[0]?.text).toBe('star');
    }
  });

  const circle = { kind: 'circle', x: 1, y: 1, radius: 2 } as const;
  const region: Region = { shape: circle, text: '', colour: '', include: true };
  const box = { x0: 0, y0: 0, x1: 8, y1: 8, step: 1, levels: [1], smooth: 0 };

  it.each<[string, () => Promise<unknown>]>([
    ['no shape', () => statistics({ kind: 'blob' })],
    ['null', () => statistics(null)],
    ['a circle of null', () => statistics({ ...circle, radius: null })],
    ['a circle of no size', () => statistics({ ...circle, radius: 0 })],
    ['a far circle', () => statistics({ ...circle, x: 1e12 })],
    ['an annulus inside out', () => statistics({ ...circle, kind: 'annulus', inner: 3, outer: 2 })],
    ['two corners', () => statistics({ kind: 'polygon', vertices: [[1, 2], [3, 4]] })], // prettier-ignore
    ['too many corners', () => statistics({ kind: 'polygon', vertices: Array(10_001).fill([1, 2]) })], // prettier-ignore
    ['a line to nowhere', () => handlers.segmentProfile({ ...IMAGE, from: [1, 1], to: [NaN, 1] }, call())], // prettier-ignore
    [
      'rings of no size',
      () => handlers.radialProfile({ ...IMAGE, x: 1, y: 1, radius: -1 }, call()),
    ],
    ['a step of 3', () => handlers.contours({ ...IMAGE, ...box, step: 3 }, call())],
    ['a box outside', () => handlers.contours({ ...IMAGE, ...box, x1: 1e9 }, call())],
    ['a level of NaN', () => handlers.contours({ ...IMAGE, ...box, levels: [NaN] }, call())],
    ['65 levels', () => handlers.contours({ ...IMAGE, ...box, levels: Array(65).fill(1) }, call())],
    ['a wide Gaussian', () => handlers.contours({ ...IMAGE, ...box, smooth: 99 }, call())],
    ['no text', () => handlers.readRegions({ ...IMAGE, text: 5 as unknown as string }, call())],
    ['too many regions', () => write(Array(20_001).fill(region))],
    ['a colour that is code', () => write([{ ...region, colour: 'red\ncircle(1' }])],
  ])('is refused: %s', async (_, ask) => {
    await expect(ask()).rejects.toMatchObject({ code: 'protocol' });
  });

  function statistics(shape: unknown): Promise<unknown> {
    return handlers.regionStatistics({ ...IMAGE, shape: shape as Shape }, call());
  }

  function write(regions: Region[]): Promise<unknown> {
    return handlers.writeRegions({ ...IMAGE, regions, system: 'image' }, call());
  }
});
