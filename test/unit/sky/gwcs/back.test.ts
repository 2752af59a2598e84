import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Gwcs } from '../../../../src/core/sky/gwcs/gwcs';
import {
  arraysOfColumns,
  type Column,
  gwcsAt,
  type GwcsFile,
  openGwcsFile,
} from './support/open-gwcs';

const { file, cases } = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../../fixtures/sky-gwcs.json', import.meta.url)), 'utf8'),
) as { file: string; cases: Record<string, { inputs: readonly Column[] }> };

/** Those whose way back is unique near the positions of the truth. */
const UNIQUE = [
  ...['roman', 'pole', 'all-sky', 'cube', 'radians', 'slit', 'given-inverse', 'fits-imaging'],
  ...['affine', 'permute', 'jwst-cosines', 'shift', 'tabular-down'],
];

function largest(ours: readonly Float64Array[], truth: readonly Float64Array[]): number {
  return Math.max(
    ...truth.flatMap((axis, k) =>
      Array.from(axis, (value, at) => Math.abs((ours[k]?.[at] ?? NaN) - value)),
    ),
  );
}

function missing([first]: readonly Float64Array[]): boolean[] {
  return Array.from(first ?? [], Number.isNaN);
}

describe('from the sky to the pixels', () => {
  let opened: GwcsFile;
  const at = (key: string): Promise<Gwcs> => gwcsAt(opened, key);
  const inputsOf = (key: string): Float64Array[] =>
    arraysOfColumns((cases[key] as { inputs: readonly Column[] }).inputs);
  beforeAll(async () => {
    opened = await openGwcsFile(new Uint8Array(Buffer.from(file, 'base64')));
  });

  it.each(UNIQUE)('%s: the pixel it came from', async (key) => {
    const wcs = await at(key);
    const all = { outside: true };
    const world = wcs.toWorld(inputsOf(key), all);
    // Outside of the map there is no sky.
    const known = (axis: Float64Array): Float64Array =>
      axis.filter((_, k) => world.every((values) => Number.isFinite(values[k])));
    const pixels = wcs.toPixel(world.map(known), all);
    expect(largest(pixels, inputsOf(key).map(known))).toBeLessThan(1e-6);
  });

  it('is nothing outside of the bounding box, unless asked for', async () => {
    const wcs = await at('roman');
    const pixels = [Float64Array.of(-0.5, -0.6, 4087.6), Float64Array.of(0, 10, 10)];
    expect(missing(wcs.toWorld(pixels))).toEqual([false, true, true]);
    const world = wcs.toWorld(pixels, { outside: true });
    expect(missing(wcs.toPixel(world))).toEqual([false, true, true]);
    expect(largest(wcs.toPixel(world, { outside: true }), pixels)).toBeLessThan(1e-6);
  });

  it('is nothing on the other side of the sky', async () => {
    const wcs = await at('roman');
    const [x, y] = wcs.toPixel([Float64Array.of(180, NaN), Float64Array.of(29, 1)], {
      outside: true,
    });
    expect(Array.from([...(x ?? []), ...(y ?? [])])).toEqual([NaN, NaN, NaN, NaN]);
  });

  it('says how it is found', async () => {
    expect((await at('roman')).inverse).toBe('numerical');
    expect((await at('given-inverse')).inverse).toBe('given');
    expect((await at('affine')).inverse).toBe('closed');
    expect((await at('planar')).inverse).toBe('numerical');
    expect((await at('fan-out')).inverse).toBe('closed');
  });

  it('is the same for many positions as for one', async () => {
    const wcs = await at('roman');
    const count = 10_000;
    const pixels = [
      Float64Array.from({ length: count }, (_, k) => (k * 37.3) % 4087),
      Float64Array.from({ length: count }, (_, k) => (k * 91.7) % 4087),
    ];
    const world = wcs.toWorld(pixels);
    const one = wcs.toWorld(pixels.map((axis) => axis.slice(9000, 9001)));
    expect(one.map(([value]) => value)).toEqual(world.map((axis) => axis[9000]));
    expect(largest(wcs.toPixel(world), pixels)).toBeLessThan(1e-6);
  });
});

describe('what is known of a coordinate system', () => {
  let opened: GwcsFile;
  beforeAll(async () => {
    opened = await openGwcsFile(new Uint8Array(Buffer.from(file, 'base64')));
  });

  it('its frames, their axes and units', async () => {
    const { frames, worldAxes, celestial, pixelAxes } = await gwcsAt(opened, 'cube');
    expect(frames.map(({ name, kind, units }) => ({ name, kind, units }))).toEqual([
      { name: 'detector', kind: 'other', units: ['pixel', 'pixel', 'pixel'] },
      { name: 'world', kind: 'composite', units: ['deg', 'deg', 'um'] },
    ]);
    expect(pixelAxes).toBe(3);
    expect(worldAxes).toEqual([
      { name: 'Right ascension', type: 'lon', unit: 'deg' },
      { name: 'Declination', type: 'lat', unit: 'deg' },
      { name: 'Wavelength', type: 'lambda', unit: 'um' },
    ]);
    expect(celestial).toEqual({
      longitude: 0,
      latitude: 1,
      frame: { system: 'FK5', equinox: 1975 },
    });
  });

  it('its frame on the sky', async () => {
    const systems = await Promise.all(
      ['roman', 'all-sky'].map(async (key) => (await gwcsAt(opened, key)).celestial?.frame.system),
    );
    expect(systems).toEqual(['ICRS', 'Galactic']);
  });

  it('directions come in degrees, whatever the frame has', async () => {
    const wcs = await gwcsAt(opened, 'radians');
    const pixels = [Float64Array.of(0), Float64Array.of(0)];
    expect(wcs.worldAxes.map(({ unit }) => unit)).toEqual(['deg', 'deg']);
    const [longitude, latitude] = wcs.toWorld(pixels);
    expect(longitude?.[0]).toBeCloseTo(150, 10);
    expect(latitude?.[0]).toBeCloseTo(2, 10);
    expect(wcs.toFrame('world', pixels)[0]?.[0]).toBeCloseTo((150 * Math.PI) / 180, 12);
  });

  it('refuses a frame that is not there', async () => {
    const wcs = await gwcsAt(opened, 'roman');
    expect(() => wcs.toFrame('msa', [])).toThrow('no frame called msa');
  });
});
