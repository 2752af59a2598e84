import { expect, it } from 'vitest';
import { remembered } from '../../support/s3/remembered';

it('gives the bytes of a body wherever they are asked for, and has each made once', async () => {
  const made: number[] = [];
  const size = 2_500_000;
  const byteAt = (at: number): number => (at * 31 + (at >> 8)) & 255;
  const body = remembered({
    size,
    read: (offset, length) => {
      made.push(offset);
      return Uint8Array.from({ length }, (_, i) => byteAt(offset + i));
    },
  });
  for (const [offset, length] of [
    [0, 10],
    [1_048_570, 20],
    [size - 7, 7],
    [5, 2_300_000],
  ] as const) {
    const bytes = await body.read(offset, length);
    expect(bytes).toHaveLength(length);
    expect(bytes.findIndex((byte, i) => byte !== byteAt(offset + i))).toBe(-1);
  }
  expect(made).toEqual([0, 1_048_576, 2_097_152]);
});
