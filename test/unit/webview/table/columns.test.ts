import { describe, expect, test } from 'vitest';
import { Columns, columnsInSight, dropPlace, placeAt } from '../../../../webview/table/columns';
import { lines } from './lines';

const NAMES = ['a', 'b', 'c', 'd', 'e'];
const made = (kept?: ConstructorParameters<typeof Columns>[2]): Columns =>
  new Columns(lines(...NAMES), () => 100, kept);
const shown = (columns: Columns): string => columns.shown.map(({ name }) => name).join('');

describe('columns', () => {
  test('are as the file has them at first, and nothing is kept of that', () => {
    const columns = made();
    expect(shown(columns)).toBe('abcde');
    expect(columns.offsets).toEqual([0, 100, 200, 300, 400, 500]);
    expect(columns.kept).toBeUndefined();
  });

  test('move, hide and change their width, and come back so', () => {
    const columns = made();
    columns.move(4, 1);
    columns.setShown([2], false);
    columns.resize(0, 150.4);
    expect(shown(columns)).toBe('aebd');
    expect(columns.offsets).toEqual([0, 150, 250, 350, 450]);
    expect([columns.placeOf(4), columns.placeOf(2)]).toEqual([1, -1]);
    const again = made(columns.kept);
    expect(shown(again)).toBe('aebd');
    expect(again.width).toBe(450);
    again.reset();
    expect(again.kept).toBeUndefined();
  });

  test('step past their neighbour among those shown, whatever is hidden between', () => {
    const columns = made();
    columns.setShown([1, 2], false);
    columns.step(0, 1, columns.shown);
    expect(shown(columns)).toBe('dae');
    columns.step(0, -1, columns.shown);
    expect(shown(columns)).toBe('ade');
    columns.step(0, -1, columns.shown);
    columns.step(4, 1, columns.shown);
    expect(shown(columns)).toBe('ade');
    // In a list that leaves out the others, only past the next of it.
    const searched = columns.order.filter(({ name }) => name === 'a' || name === 'd');
    columns.step(0, 1, searched);
    expect(shown(columns)).toBe('dae');
  });

  test('take no heed of what is kept of columns that are not there', () => {
    const columns = made({ order: [7, 3, 3, -1], hidden: [99], widths: [[12, 50]] });
    expect(shown(columns)).toBe('dabce');
    expect(columns.width).toBe(500);
    columns.move(99, 0);
    expect(shown(columns)).toBe('dabce');
  });

  test('have a least and a largest width', () => {
    const columns = made();
    columns.resize(0, -5);
    columns.resize(1, 1e9);
    expect([columns.widthAt(0), columns.widthAt(1)]).toEqual([40, 1600]);
  });
});

describe('places', () => {
  const offsets = [0, 10, 40, 100];

  test('are found by a pixel, the nearest one outside', () => {
    expect([-5, 0, 9, 10, 39.5, 40, 99, 500].map((x) => placeAt(offsets, x))).toEqual([
      0, 0, 0, 1, 1, 2, 2, 2,
    ]);
    expect(placeAt([0], 7)).toBe(0);
  });

  test('in sight are those that a screen touches', () => {
    expect(columnsInSight(offsets, 5, 4)).toEqual({ from: 0, to: 1 });
    expect(columnsInSight(offsets, 5, 40)).toEqual({ from: 0, to: 3 });
    expect(columnsInSight(offsets, 39, 0)).toEqual({ from: 1, to: 2 });
    expect(columnsInSight([0], 0, 100)).toEqual({ from: 0, to: 0 });
  });

  test('to drop at are between columns', () => {
    expect([-9, 4, 6, 24, 26, 71, 900].map((x) => dropPlace(offsets, x))).toEqual([
      0, 0, 1, 1, 2, 3, 3,
    ]);
  });
});
