import { describe, expect, test } from 'vitest';
import type { Orientation } from '../../../webview/image/orientation';
import {
  UPRIGHT,
  turn,
  turnBox,
  turnedSize,
  unturn,
  unturnBox,
} from '../../../webview/image/orientation';

const ALL: Orientation[] = ([0, 1, 2, 3] as const).flatMap((turns) =>
  [false, true].map((flipped) => ({ turns, flipped })),
);
const IMAGE = { width: 5, height: 3 };

/** What one sees: names of the four corners, the upper ones first. */
function corners(orientation: Orientation): string[] {
  const names: Record<string, string> = { '0,0': 'p', '4,0': 'q', '0,2': 'b', '4,2': 'd' };
  const { width, height } = turnedSize(IMAGE, orientation);
  return [height - 1, 0].map((y) =>
    [0, width - 1].map((x) => names[unturn([x, y], IMAGE, orientation).join()] ?? '?').join(''),
  );
}

describe('orientation', () => {
  // The image has p and q at the bottom, b and d at the top.
  test.each([
    [{ turns: 0, flipped: false }, ['bd', 'pq']],
    [{ turns: 1, flipped: false }, ['dq', 'bp']],
    [{ turns: 2, flipped: false }, ['qp', 'db']],
    [{ turns: 3, flipped: false }, ['pb', 'qd']],
    [{ turns: 0, flipped: true }, ['db', 'qp']],
    [{ turns: 1, flipped: true }, ['bp', 'dq']],
    [{ turns: 2, flipped: true }, ['pq', 'bd']],
    [{ turns: 3, flipped: true }, ['qd', 'pb']],
  ] as const)('%o turns counter-clockwise, after mirroring', (orientation, seen) => {
    expect(corners(orientation)).toEqual(seen);
  });

  test.each(ALL)('turning back gives the position again: %o', (orientation) => {
    for (const position of [
      [0, 0],
      [4, 2],
      [1, 2],
      [-0.5, 2.25],
    ] as const) {
      const turned = turn(position, IMAGE, orientation);
      expect(unturn(turned, IMAGE, orientation)).toEqual(position);
    }
  });

  test.each(ALL)('boxes turn with their pixels: %o', (orientation) => {
    const box = { x0: 1, y0: 0, x1: 4, y1: 2 };
    const turned = turnBox(box, IMAGE, orientation);
    expect((turned.x1 - turned.x0) * (turned.y1 - turned.y0)).toBe(6);
    for (const corner of [
      [1, 0],
      [3, 1],
    ] as const) {
      const [x, y] = turn(corner, IMAGE, orientation);
      expect(x >= turned.x0 && x < turned.x1 && y >= turned.y0 && y < turned.y1).toBe(true);
    }
    expect(unturnBox(turned, IMAGE, orientation)).toEqual(box);
  });

  test('upright changes nothing', () => {
    expect(turn([3, 1], IMAGE, UPRIGHT)).toEqual([3, 1]);
    expect(turnedSize(IMAGE, UPRIGHT)).toEqual(IMAGE);
  });
});
