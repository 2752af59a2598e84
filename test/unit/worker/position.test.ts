import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MemorySource } from '../../../src/core/bytes/memory-source';
import { SpanReader } from '../../../src/core/bytes/span-reader';
import type { PositionReply } from '../../../src/protocol/position';
import { imageHandlers } from '../../../src/worker/image-handlers';
import { nodeTools } from '../../../src/worker/node-tools';
import { call } from './support/asked';

const SAMPLE = join(process.cwd(), 'test', 'fixtures', 'golden', 'sample');

async function positionIn(path: string, hdu: number): Promise<PositionReply> {
  const source = new MemorySource(path, readFileSync(join(SAMPLE, path)));
  const handlers = imageHandlers(new SpanReader(source, { local: true }), nodeTools(tmpdir()));
  return handlers.position({ hdu, slice: [], x: 10, y: 20 }, call());
}

describe('the position of a pixel', () => {
  it('is what astropy makes of a FITS header', async () => {
    expect(await positionIn('images/star-field_r.fits', 0)).toEqual({
      sky: {
        frame: 'ICRS',
        sexagesimal: '10h00m38.283s +02d09m11.36s',
        degrees: '150.159514 +2.153155',
      },
      others: [],
      problem: undefined,
    });
  });

  it('is what gwcs makes of a Roman file, of the science array and of those like it', async () => {
    const path = 'roman/r0000101001001001001_0001_wfi01_f158_cal.asdf';
    // gwcs: 150.11148695983462, 2.2004751532645437.
    const sky = { sexagesimal: '10h00m26.757s +02d12m01.71s', degrees: '150.111487 +2.200475' };
    for (const array of [3, 4]) {
      expect((await positionIn(path, array)).sky).toEqual({ frame: 'ICRS', ...sky });
    }
    // Coefficients of the coordinate system are nowhere.
    expect(await positionIn(path, 1)).toEqual({ sky: undefined, others: [], problem: undefined });
  });

  it('has other coordinates, too', async () => {
    const path = 'cubes/h2-disc.fits.gz';
    const { others } = await positionIn(path, 0);
    // astropy: 2.1195e-6.
    expect(others).toEqual([{ name: 'Vacuum wavelength', text: '0.0000021195', unit: 'm' }]);
  });
});
