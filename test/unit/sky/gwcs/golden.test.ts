import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findGwcs } from '../../../../src/core/sky/gwcs/find-gwcs';
import { loadGwcs } from '../../../../src/core/sky/gwcs/load-gwcs';
import { arraysOfColumns, type Column, expectGwcs, openGwcsFile } from './support/open-gwcs';

/** Beside the project, where there is one (CONTRIBUTING.md). */
const GOLDEN = new URL('../../../../../shared/golden/', import.meta.url);

interface Truth {
  readonly gwcs: {
    readonly bounding_box: readonly (readonly [number, number])[];
    readonly points: { readonly pixel: readonly Column[]; readonly world: readonly Column[] };
    readonly intermediate: Readonly<Record<string, readonly Column[]>>;
  };
}

/** Rows of positions as one array for each axis. */
function axesOf(rows: readonly Column[]): Float64Array[] {
  const [first = []] = rows;
  return arraysOfColumns(first.map((_, axis) => rows.map((row) => row[axis] as number | string)));
}

describe.skipIf(!existsSync(GOLDEN))('the golden files', () => {
  it.each([
    ...['miriwcs', 'miri_lrs_wcs', 'nircamwcs', 'mosaic_long_i2d_gwcs'].map(
      (n) => `gwcs/${n}.asdf`,
    ),
    ...['roman_like_l2_a', 'roman_like_l2_small_mixed'].map((n) => `synthetic/roman/${n}.asdf`),
  ])('%s', async (path) => {
    const { tree, context } = await openGwcsFile(
      new Uint8Array(readFileSync(new URL(path, GOLDEN))),
    );
    const [node] = findGwcs(tree);
    const wcs = expectGwcs(await loadGwcs(node as NonNullable<typeof node>, context));
    const { gwcs } = JSON.parse(
      readFileSync(new URL(`truth/${path}.json`, GOLDEN), 'utf8'),
    ) as Truth;
    const pixels = axesOf(gwcs.points.pixel);
    const compare = (
      ours: readonly Float64Array[],
      theirs: readonly Float64Array[],
      digits: number,
    ): void =>
      theirs.forEach((axis, k) =>
        axis.forEach((value, at) => {
          const own = ours[k]?.[at] as number;
          expect(Number.isNaN(own)).toBe(Number.isNaN(value));
          expect(Number.isNaN(value) ? 0 : Math.abs(own - value)).toBeLessThanOrEqual(digits);
        }),
      );
    compare(wcs.toWorld(pixels), axesOf(gwcs.points.world), 1e-11);
    for (const [name, rows] of Object.entries(gwcs.intermediate)) {
      compare(wcs.toFrame(name, pixels), axesOf(rows), 1e-10);
    }
    expect(wcs.boundingBox).toEqual(gwcs.bounding_box);
    const world = wcs.toWorld(pixels);
    const back = wcs.toPixel(world);
    pixels.forEach((axis, k) =>
      axis.forEach((value, at) => {
        if (world.every((values) => Number.isFinite(values[at]))) {
          expect(Math.abs((back[k]?.[at] as number) - value)).toBeLessThan(1e-6);
        }
      }),
    );
  });
});
