import { describe, expect, test } from 'vitest';
import type { PlaneReply } from '../../../src/protocol/methods';
import {
  axesOf,
  boxAround,
  charactersFor,
  gridTable,
  shortValue,
  sideFor,
  textAt,
} from '../../../webview/inspector/pixel-grid';
import { isBright } from '../../../webview/inspector/tint';

const plane: PlaneReply = {
  width: 100,
  height: 80,
  unit: undefined,
  bytesPerRow: 400,
  local: false,
  axes: [],
  axisLines: [],
};

describe('the pixels around one', () => {
  test('are 5 to 11 on a side, an odd number, as the width allows', () => {
    expect([200, 296, 380, 430, 600, 736, 2000].map(sideFor)).toEqual([5, 5, 5, 7, 9, 11, 11]);
    expect(charactersFor(296, 5)).toBe(6);
  });

  test('are cut off at the border of the image', () => {
    expect(boxAround([50, 40], 5, plane)).toEqual({ x0: 48, y0: 38, x1: 53, y1: 43 });
    expect(boxAround([0, 79], 5, plane)).toEqual({ x0: 0, y0: 77, x1: 3, y1: 80 });
  });

  test('stand as on the screen: x to the right, y up', () => {
    const { columns, rows } = axesOf({ centre: [10, 20], side: 5 });
    expect(columns).toEqual([8, 9, 10, 11, 12]);
    expect(rows).toEqual([22, 21, 20, 19, 18]);
  });

  test('come row by row from the lowest, and are copied from the highest', () => {
    const centre = [0, 0] as const;
    const box = boxAround(centre, 5, plane);
    const texts = ['1.25', '2', 'NaN', '4', '5', '6', '7', '8', '9'];
    const grid = { centre, side: 5, box, texts };
    expect(textAt(grid, 0, 0)).toBe('1.25');
    expect(textAt(grid, 2, 1)).toBe('6');
    expect(textAt(grid, -1, 0)).toBeUndefined();
    expect(gridTable(grid, 1).split('\n')).toEqual([
      'y \\ x\t1\t2\t3',
      '3\t7\t8\t9',
      '2\t4\t5\t6',
      '1\t1.25\t2\tNaN',
    ]);
  });

  test('are rounded where they do not fit, and only there', () => {
    expect(shortValue('1.25', 6)).toBe('1.25');
    expect(shortValue('NaN', 6)).toBe('NaN');
    expect(shortValue('2.46541428565979', 6)).toBe('2.4654');
    expect(shortValue('-0.0001234567', 7)).toBe('-1.2e-4');
    expect(shortValue('18446744073709551615', 7)).toBe('1.84e19');
  });

  test('have text that is read on their colour', () => {
    expect(isBright([255, 255, 255])).toBe(true);
    expect(isBright([0, 0, 255])).toBe(false);
    expect(isBright([180, 180, 180])).toBe(true);
    expect(isBright([90, 90, 90])).toBe(false);
  });
});
