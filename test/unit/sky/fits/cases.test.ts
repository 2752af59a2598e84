import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { cardsOf, Header } from '../../../../src/core/fits/header';
import { readFitsWcs } from '../../../../src/core/sky/fits/read-wcs';
import { needKey, type WcsTables } from '../../../../src/core/sky/fits/table-needs';
import { columns, worldMiss, type Value } from './support/compare';

interface Case {
  readonly name: string;
  readonly records: readonly string[];
  readonly key: string;
  readonly error?: string;
  readonly pixel?: Value[][];
  readonly world?: Value[][];
  readonly core?: Value[][];
  readonly unit?: readonly string[];
  readonly arrays?: readonly ArrayTruth[];
}
interface ArrayTruth {
  readonly extname: string;
  readonly extver: number;
  readonly column?: string;
  readonly axes: readonly number[];
  readonly values: readonly number[];
  readonly CRPIX?: readonly number[];
  readonly CRVAL?: readonly number[];
  readonly CDELT?: readonly number[];
}

const FILE = fileURLToPath(new URL('../../../fixtures/sky-fits-cases.json', import.meta.url));
const { cases } = JSON.parse(readFileSync(FILE, 'utf8')) as { cases: Case[] };

/** Where ours is another answer than astropy's, and why. */
const OTHER: ReadonlyMap<string, string> = new Map([
  ['singular CD', 'astropy gives positions that have no way back'],
  ['lower case', 'astropy takes the axes for straight scales of nothing known'],
  ['WAVE in micron', 'astropy does not know the spelling'],
  ['TPV with the latitude first', 'wcslib swaps the axes: see problems.test.ts'],
  ['faces of a cube', 'not supported, and said'],
]);

function tablesOf(arrays: readonly ArrayTruth[] = []): WcsTables {
  return new Map(
    arrays.map(({ extname, extver, column, axes, values, CRPIX, CRVAL, CDELT }) => [
      needKey({ extname, extver, extlevel: 1, column }),
      {
        axes,
        values: Float64Array.from(values),
        crpix: CRPIX ?? [],
        crval: CRVAL ?? [],
        cdelt: CDELT ?? [],
      },
    ]),
  );
}

describe('headers of every kind, as astropy reads them', () => {
  it.each(cases.filter(({ name }) => !OTHER.has(name)))('$name', (truth) => {
    const header = new Header(cardsOf(truth.records));
    const tables = tablesOf(truth.arrays);
    const wcs = readFitsWcs(header, { alternate: truth.key, tables });
    const core = readFitsWcs(header, { alternate: truth.key, tables, core: true });
    if (truth.pixel === undefined || truth.world === undefined) {
      expect(wcs).toHaveProperty('problem', expect.stringMatching(/^[A-Z].*\.$/));
      return;
    }
    if (wcs === undefined || 'problem' in wcs || core === undefined || 'problem' in core) {
      expect.fail(JSON.stringify([wcs, truth.error]));
    }
    const pixels = columns(truth.pixel);
    const world = wcs.toWorld(pixels);
    expect(worldMiss(world, columns(truth.world), wcs.celestial)).toBeLessThan(1e-9);
    const coreWorld = columns(truth.core ?? []);
    expect(worldMiss(core.toWorld(pixels), coreWorld, wcs.celestial)).toBeLessThan(1e-9);
    const units = wcs.worldAxes.map(({ unit }) => unit);
    expect(units).toEqual(truth.unit?.map((unit) => unit.replaceAll(' ', '').replace(/^1\//, '/')));
    wcs.toPixel(world).forEach((values, i) =>
      values.forEach((value, k) => {
        if (!world.some((column) => Number.isNaN(column[k]))) {
          expect(Math.abs(value - (pixels[i]?.[k] as number))).toBeLessThan(1e-6);
        }
      }),
    );
  });
});
