import { describe, expect, it } from 'vitest';
import { randomSequence, unquantise, type Quantised } from '../../../../src/core/fits/tiles/dither';

const dithered: Quantised = {
  quantisation: 'SUBTRACTIVE_DITHER_2',
  ditherSeed: 1,
  tile: 0,
  scale: 2,
  zero: 10,
  blank: -99,
};

describe('dither', () => {
  it('uses the sequence of the standard', () => {
    const random = randomSequence();
    expect(random.length).toBe(10000);
    // Appendix I: the seeds begin 16807, 282475249, …; the 10000th is 1043618065.
    expect(random[0]).toBe(Math.fround(16807 / 2147483647));
    expect(random[1]).toBe(Math.fround(282475249 / 2147483647));
    expect(random[9999]).toBe(Math.fround(1043618065 / 2147483647));
  });

  it('keeps exact zeros with the second method only, and gives NaN for missing pixels', () => {
    const integers = Int32Array.of(-2147483646, -99, 5);
    const out = new Float64Array(3);
    unquantise(integers, out, dithered);
    const start = Math.floor(Math.fround((randomSequence()[0] as number) * 500));
    const third = (5 - (randomSequence()[start + 2] as number) + 0.5) * 2 + 10;
    expect([...out]).toEqual([0, NaN, third]);

    unquantise(integers, out, { ...dithered, quantisation: 'SUBTRACTIVE_DITHER_1' });
    expect(out[0]).toBeLessThan(-4e9);
    unquantise(integers, out, { ...dithered, quantisation: 'NO_DITHER', blank: undefined });
    expect([...out]).toEqual([-4294967282, -188, 20]);
  });

  it('rounds once to single precision', () => {
    const out = new Float32Array(1);
    const quantised = { ...dithered, quantisation: 'NO_DITHER', scale: 0.1, zero: 1e-9 } as const;
    unquantise(Int32Array.of(16777217), out, quantised);
    expect(out[0]).toBe(Math.fround(16777217 * 0.1 + 1e-9));
  });

  it.each([
    [0, 1, 0],
    [0, 10000, 9999],
    [1, 10000, 0],
    [20005, 2, 6],
  ])('starts tile %i with ZDITHER0 %i at place %i', (tile, ditherSeed, place) => {
    const out = new Float64Array(1);
    const quantised = { ...dithered, tile, ditherSeed, scale: 1, zero: 0 };
    unquantise(Int32Array.of(0), out, quantised);
    const random = randomSequence();
    const start = Math.floor(Math.fround((random[place] as number) * 500));
    expect(out[0]).toBe(0 - (random[start] as number) + 0.5);
  });
});
