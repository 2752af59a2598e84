import { expect, it } from 'vitest';
import type { Stamp } from '../../../../webview/markers/stamp';
import { Stamping } from '../../../../webview/markers/stamping';

/** A stamp of one pixel. */
function dot(red: number, green: number, blue: number, alpha: number): Stamp {
  const part = (value: number): number => Math.round((value * alpha) / 255);
  const colour = part(red) | (part(green) << 8) | (part(blue) << 16) | (alpha << 24);
  return {
    ...{ across: 1, x: Int16Array.of(0), y: Int16Array.of(0) },
    colour: Uint32Array.of(colour >>> 0),
  };
}

it('lays colours over each other as the formula of compositing says', () => {
  const stamping = new Stamping(256, 1);
  const [below, above] = [
    [200, 100, 50],
    [10, 250, 130],
  ] as const;
  for (let alpha = 0; alpha < 256; alpha += 1) {
    stamping.stamp(dot(...below, 180), alpha, 0);
    stamping.stamp(dot(...above, alpha), alpha, 0);
  }
  const pixels = stamping.straight();
  for (let alpha = 0; alpha < 256; alpha += 1) {
    const [a, b] = [alpha / 255, 180 / 255];
    const all = a + b * (1 - a);
    expect(Math.abs((pixels[4 * alpha + 3] as number) - 255 * all)).toBeLessThanOrEqual(2);
    for (let k = 0; k < 3; k += 1) {
      const colour = ((above[k] as number) * a + (below[k] as number) * b * (1 - a)) / all;
      expect(Math.abs((pixels[4 * alpha + k] as number) - colour)).toBeLessThanOrEqual(3);
    }
  }
});

it('leaves out what is beside the pixels', () => {
  const stamping = new Stamping(3, 2);
  const whole: Stamp = {
    across: 2,
    x: Int16Array.of(0, 1, 0, 1),
    y: Int16Array.of(0, 0, 1, 1),
    colour: Uint32Array.of(0xff000001, 0xff000002, 0xff000003, 0xff000004),
  };
  stamping.stamp(whole, -1, -1);
  stamping.stamp(whole, 2, 1);
  const low = [...stamping.pixels].map((pixel) => pixel & 0xff);
  expect(low).toEqual([4, 0, 0, 0, 0, 1]);
});
