import { describe, expect, test } from 'vitest';
import { openPlane } from '../../../src/core/fits/image-plane';
import type { Box, Plane } from '../../../src/core/image/plane';
import { maskPlane } from '../../../src/core/mask/mask-plane';
import { PLANE_TOOLS } from '../../support/fits/plane-tools';
import { MemoryPlane } from '../image/memory-plane';
import type { FileName } from './truth';
import { fitsFile, PLANES } from './truth';

const whole = ({ width, height }: Plane): Box => ({ x0: 0, y0: 0, x1: width, y1: height });

/** The pixels of the rows, x fastest from the lowest row, as text. */
async function rowsOf(plane: Plane): Promise<string> {
  const ys = Array.from({ length: plane.height }, (_, y) => y);
  const rows: string[] = [];
  for await (const { y, values } of plane.rows(ys, 0, plane.width)) {
    rows[y] = values.join('');
  }
  return rows.join('');
}

describe('chosen bits of a mask are those that numpy finds', () => {
  test.each(Object.keys(PLANES))('%s', async (name) => {
    const [file, index] = name.split('/') as [FileName, string];
    const { reader, hdus } = await fitsFile(file);
    const hdu = hdus[Number(index)];
    if (hdu === undefined) {
      throw new Error(`${name} is missing.`);
    }
    const plane = openPlane(reader, hdu, file === 'ramp' ? [2, 1] : [], PLANE_TOOLS);
    for (const [bits, flags] of Object.entries(PLANES[name] ?? {})) {
      const mask = maskPlane(plane, Number(bits));
      const { values } = await mask.section(whole(mask));
      expect([bits, values.join('')]).toEqual([bits, flags]);
      expect(await rowsOf(mask)).toBe(flags);
      expect((await mask.exactBox(whole(mask))).join('')).toBe(flags);
      expect(await mask.exact(3, 2)).toBe(flags[2 * mask.width + 3]);
    }
  });
});

describe('a picture of bits', () => {
  test('is as costly as its mask, and without a unit', () => {
    const traits = { bytesPerRow: 12, rowsPerBlock: 3, columnsPerBlock: 2, local: true };
    const plane = new MemoryPlane(4, new Float32Array(24), traits);
    expect(maskPlane(plane, 1)).toMatchObject({ ...traits, width: 4, height: 6, unit: undefined });
    const pieces = Object.assign(plane, { pieceStarts: [0, 4] });
    expect(maskPlane(pieces, 1).pieceStarts).toEqual([0, 4]);
  });

  test('is NaN where the mask is missing or broken', async () => {
    const plane = new MemoryPlane(5, new Float64Array([NaN, Infinity, 4, -1, 2 ** 40 + 4]));
    const mask = maskPlane(plane, 4);
    expect(await rowsOf(mask)).toBe('NaNNaN111');
    expect(await mask.exactBox(whole(mask))).toEqual(['NaN', 'NaN', '1', '1', '1']);
  });

  test('of no bits is empty', async () => {
    expect(await rowsOf(maskPlane(new MemoryPlane(2, new Float64Array([7, -1])), 0))).toBe('00');
  });
});
