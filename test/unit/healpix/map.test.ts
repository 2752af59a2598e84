import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MemorySource } from '../../../src/core/bytes/memory-source';
import { SpanReader } from '../../../src/core/bytes/span-reader';
import { HduIndex } from '../../../src/core/fits/hdu-index';
import { type HealpixMap, openHealpixMap } from '../../../src/core/healpix/map/healpix-map';
import { NodeInflate } from '../../../src/platform/node/inflate';

interface Case {
  readonly name: string;
  readonly longitude: readonly number[];
  readonly latitude: readonly number[];
  /** Null where the map has none. */
  readonly values: readonly (number | null)[];
  /** FITS, base64. */
  readonly file: string;
}

/** Made by make_maps.py with healpy and astropy. */
const CASES = JSON.parse(
  readFileSync(new URL('maps.json', import.meta.url), 'utf8'),
) as readonly Case[];

async function open(bytes: Uint8Array): Promise<HealpixMap> {
  const reader = new SpanReader(new MemorySource('map.fits', bytes), { local: true });
  return openHealpixMap(reader, await new HduIndex(reader).hdu(1), new NodeInflate());
}

function bytesOf(name: string, from = '', to = ''): Uint8Array {
  const file = CASES.find((each) => each.name === name)?.file ?? '';
  const text = Buffer.from(file, 'base64').toString('latin1');
  expect(text).toContain(from);
  return Buffer.from(text.replace(from, to), 'latin1');
}

describe('a HEALPix map as healpy wrote it', () => {
  it.each(CASES)('$name: values at positions', async ({ longitude, latitude, values, file }) => {
    const map = await open(Buffer.from(file, 'base64'));
    expect(map.layout.warnings).toEqual([]);
    const [found] = await map.valuesAt({
      longitude: Float64Array.from(longitude),
      latitude: Float64Array.from(latitude),
    });
    expect([...(found ?? [])]).toEqual(values.map((value) => value ?? NaN));
    expect(values.filter((value) => value !== null).length).toBeGreaterThan(20);
    expect(map.indexCost().bytes).toBe(0);
  });

  it('has no value where there is no direction', async () => {
    const nowhere = { longitude: Float64Array.of(NaN), latitude: Float64Array.of(0) };
    for (const { file } of CASES) {
      const map = await open(Buffer.from(file, 'base64'));
      expect(await map.valuesAt(nowhere)).toEqual([Float64Array.of(NaN)]);
    }
  });

  it('says what it assumes', async () => {
    const unknown = await open(bytesOf('nested', "COORDSYS= 'C       '", "COORDSYS= 'X       '"));
    expect(unknown.layout.warnings).toEqual([
      'The map has COORDSYS "X", which is not known; ICRS is assumed.',
    ]);
    const silent = await open(bytesOf('nested', 'ORDERING=', 'OLDERING='));
    expect(silent.layout.scheme).toBe('ring');
    expect(silent.layout.warnings).toHaveLength(1);
  });

  it.each([
    ["ORDERING= 'NESTED  '", "ORDERING= 'SPIRAL  '", 'ORDERING "SPIRAL"'],
    ['NSIDE   =                   16', 'NSIDE   =                   15', 'NSIDE 15'],
    ['NSIDE   =                   16', 'NSIDE   =                    8', '3072 values'],
    ["PIXTYPE = 'HEALPIX '", "PIXTYPE = 'SQUARES '", 'no HEALPix map'],
  ])('%s as %s is refused', async (from, to, message) => {
    await expect(open(bytesOf('nested', from, to))).rejects.toThrow(message);
  });
});
