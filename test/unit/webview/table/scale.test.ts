import { describe, expect, test } from 'vitest';
import { ScrollScale, reveal } from '../../../../webview/table/scale';

describe('the scale of a scrollbar', () => {
  test('is one to one where a browser can lay it all out', () => {
    const scale = new ScrollScale(22_000, 500);
    expect([scale.scaled, scale.height, scale.most]).toEqual([false, 22_000, 21_500]);
    for (const position of [0, 1, 333.25, 21_500]) {
      expect(scale.toTop(scale.toScroll(position))).toBe(position);
    }
  });

  test.each([10_000_000, 1_000_000_000, 2 ** 40])('reaches both ends of %d rows', (rows) => {
    const scale = new ScrollScale(rows * 22, 500);
    expect(scale.scaled).toBe(true);
    expect(scale.height).toBeLessThan(16_000_000);
    expect(scale.toTop(0)).toBe(0);
    expect(scale.toTop(scale.height - 500)).toBe(rows * 22 - 500);
    // As a browser does it with pixels of the device.
    expect(scale.toTop(scale.height - 500 - 0.4)).toBe(rows * 22 - 500);
    expect(scale.toScroll(scale.most)).toBe(scale.height - 500);
    let last = -1;
    for (let scroll = 0; scroll <= scale.height; scroll += scale.height / 1000) {
      const top = scale.toTop(scroll);
      expect(top).toBeGreaterThanOrEqual(last);
      expect(top).toBeLessThanOrEqual(scale.most);
      last = top;
    }
  });

  test('has nothing to scroll where all is in sight', () => {
    for (const content of [0, 100, 500]) {
      const scale = new ScrollScale(content, 500);
      expect([scale.most, scale.toTop(50), scale.toScroll(50)]).toEqual([0, 0, 0]);
    }
    expect(new ScrollScale(1e9, 0).toTop(0)).toBe(0);
  });
});

test('brings a place in sight by the shortest way', () => {
  expect(reveal(100, 50, 110, 130)).toBe(100);
  expect(reveal(100, 50, 90, 110)).toBe(90);
  expect(reveal(100, 50, 140, 160)).toBe(110);
  // Wider than what is in sight: its beginning.
  expect(reveal(100, 50, 120, 300)).toBe(120);
});
