import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { BinGrid, Bins } from '../../../src/core/plots/bins';
import { HexGrid, hexLimits, rowsOfHexagons } from '../../../src/core/plots/hexbin';
import { inLasso, inRectangle } from '../../../src/core/plots/inside';
import { extentOf, eachPoint, type Range } from '../../../src/core/plots/plotted-rows';
import { Turns } from '../../../src/core/table/turns';
import { arrangedTables, handlersOf, numbersOf, plotOf, queried } from './support';
import truth from './hexbin-truth.json';

const WISE = fileURLToPath(
  new URL('../../../../shared/golden/synthetic/parquet/wise-like.parquet', import.meta.url),
);

interface HexOptions {
  readonly gridsize: number | readonly number[];
  readonly mincnt?: number;
  readonly extent?: readonly number[];
}

const doubles = (values: readonly (number | string)[]): Float64Array =>
  Float64Array.from(
    values,
    (value) => ({ inf: Infinity, '-inf': -Infinity })[value] ?? Number(value),
  );

/** Hexagons of points as a plot makes them. */
async function hexagons(x: Float64Array, y: Float64Array, options: HexOptions): Promise<HexGrid> {
  const rows = { x, y, numbers: undefined };
  const turns = new Turns(undefined);
  const extent = await extentOf(rows, turns);
  const [nx, ny] = [options.gridsize].flat() as [number, number?];
  const [left, right, low, high] = options.extent ?? [
    ...hexLimits(extent.x),
    ...hexLimits(extent.y),
  ];
  const grid = new HexGrid(
    ...([nx, ny ?? rowsOfHexagons(nx), [left, right] as Range, [low, high] as Range] as const),
  );
  await eachPoint(rows, turns, (px, py) => void grid.add(px, py));
  return grid;
}

describe('hexagons have the counts of matplotlib', () => {
  it.each(truth.cases)('of $name', async ({ x, y, options, counts, centres, corner }) => {
    const { mincnt = -1, ...asked } = options as HexOptions;
    const grid = await hexagons(doubles(x), doubles(y), asked);
    const kept = [...grid.counts.keys()].filter((k) => (grid.counts[k] as number) >= mincnt);
    expect(kept.map((k) => grid.counts[k])).toEqual(counts);
    const wanted = centres.length / 2;
    const middles = kept.slice(0, wanted).flatMap((k) => grid.centre(k));
    middles.forEach((value, k) => expect(value).toBeCloseTo(...near(centres[k] as number)));
    expect(grid.width).toBeCloseTo(...near(2 * (corner[0] as number)));
    expect(grid.height).toBeCloseTo(...near(2 * (corner[5] as number)));
  });

  it.skipIf(!existsSync(WISE))('of the colours of a survey in a box, end to end', async () => {
    for (const { box, gridsize, extent, rows, finite, hexagons: all, at, counts } of truth.wise) {
      const [left, right, low, high] = box;
      const filter = `ra > ${left} and ra < ${right} and dec > ${low} and dec < ${high} and ext_flg == 0`;
      const { tables } = await arrangedTables(await queried(WISE, filter), '');
      const [x0, x1, y0, y1] = extent ?? [];
      const reply = await plotOf(handlersOf(tables), {
        ...{ hdu: 0, view: '' },
        spec: {
          ...{ kind: 'hexbin', x: 'w2mpro - w3mpro', y: 'w1mpro - w2mpro', gridsize },
          xRange: extent ? [x0 as number, x1 as number] : undefined,
          yRange: extent ? [y0 as number, y1 as number] : undefined,
        },
      });
      expect([reply.rows, reply.finite]).toEqual([rows, finite]);
      const found = numbersOf(reply.counts);
      expect(found).toHaveLength(all);
      expect(found.flatMap((count, k) => (count > 0 ? [k] : []))).toEqual(at);
      expect(found.filter((count) => count > 0)).toEqual(counts);
      expect(reply.within).toBe(counts.reduce((sum, count) => sum + count, 0));
    }
  });

  it('are refused where there are none, or more than can be drawn', () => {
    expect(() => new HexGrid(1, 0, [0, 1], [0, 1])).toThrow('no 1 × 0 hexagons');
    expect(() => new HexGrid(1e5, 1e5, [0, 1], [0, 1])).toThrow('hexagons');
    expect(() => new HexGrid(5, 5, [1, 0], [0, 1])).toThrow('limits');
    expect(() => new HexGrid(5, 5, [0, NaN], [0, 1])).toThrow('limits');
  });
});

/** Digits after the point for a relative error of 1e-12. */
function near(value: number): [value: number, digits: number] {
  const size = Math.max(Math.abs(value), 1e-300);
  return [value, Math.min(90, Math.max(-200, 11 - Math.ceil(Math.log10(size))))];
}

describe('bins have the counts of numpy', () => {
  const values = doubles(truth.grid.values);

  it.each(truth.histograms)('$bins bins over $range', async ({ bins, range, counts, edges }) => {
    const { tables } = await arrangedTables({ v: values }, '');
    const reply = await plotOf(handlersOf(tables), {
      ...{ hdu: 0, view: '' },
      spec: {
        ...{ kind: 'histogram', x: 'v', y: '', gridsize: bins },
        xRange: range === null ? undefined : (range as [number, number]),
      },
    });
    expect(numbersOf(reply.counts)).toEqual(counts);
    expect(reply.xRange).toEqual(edges);
    expect(reply.yRange).toEqual([0, Math.max(...counts)]);
  });

  it('of a grid', () => {
    const { finite, others, grid } = truth.grid;
    const range = (some: readonly number[]): Range => [Math.min(...some), Math.max(...some)];
    const found = new BinGrid(new Bins(13, range(finite)), new Bins(9, range(others)));
    finite.forEach((value, k) => found.add(value, others[k] as number));
    expect([...found.counts]).toEqual(grid);
  });

  it('of one value lie around it', () => {
    const bins = new Bins(4, [3, 3]);
    expect(bins.range).toEqual([2.5, 3.5]);
    expect([2.4, 2.5, 3, 3.5, 3.6].map((value) => bins.at(value))).toEqual([-1, 0, 2, 3, -1]);
    expect(() => new Bins(0, [0, 1])).toThrow('0 bins');
    expect(() => new Bins(5, [0, Infinity])).toThrow('limits');
  });
});

describe('an area of a plot', () => {
  it('is a rectangle with its borders, whichever way it was drawn', () => {
    const test = inRectangle([3, 1], [5, 4]);
    expect([test(1, 4), test(3, 5), test(2, 4.5), test(0.99, 4.5), test(2, 5.01)]).toEqual([
      ...[true, true, true, false, false],
    ]);
    expect(inRectangle([0, 1], undefined)(0.5, 1e300)).toBe(true);
  });

  it('is the inside of a line, by the even-odd rule', () => {
    // A five-pointed star: its middle is outside.
    const star = [0, 2, 4, 1, 3].map((k): [number, number] => {
      const angle = (2 * Math.PI * k) / 5;
      return [Math.sin(angle), Math.cos(angle)];
    });
    const test = inLasso(star);
    expect([test(0, 0.8), test(0, 0), test(0.9, 0.9)]).toEqual([true, false, false]);
    expect(inLasso([])(0, 0)).toBe(false);
    expect(() => inLasso([[0, NaN]])).toThrow('no line');
  });
});
