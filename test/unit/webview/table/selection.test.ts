import { describe, expect, test } from 'vitest';
import type { GridCommands } from '../../../../webview/table/grid-keys';
import { runKey } from '../../../../webview/table/grid-keys';
import type { Selection } from '../../../../webview/table/selection';
import {
  HEAD,
  bounded,
  boxOf,
  cellsIn,
  extended,
  holds,
  single,
} from '../../../../webview/table/selection';

const EXTENT = { rows: 1000, columns: 20 };
const SCREEN = { rows: 25, columns: 6 };

describe('a selection', () => {
  test('is the box between where it began and the cursor', () => {
    const chosen = extended(single(5, 7), { row: 2, column: 9 });
    const box = boxOf(chosen, EXTENT);
    expect(box).toEqual({ row0: 2, row1: 6, column0: 7, column1: 10 });
    expect(cellsIn(box)).toBe(12);
    expect([holds(box, 2, 7), holds(box, 6, 7), holds(box, 2, 10)]).toEqual([true, false, false]);
  });

  test('may be of whole rows, whole columns, all, or of no cell at all', () => {
    const of = (whole: Selection['whole']): number =>
      cellsIn(boxOf({ ...extended(single(5, 7), { row: 6, column: 7 }), whole }, EXTENT));
    expect([of('rows'), of('columns'), of('all')]).toEqual([40, 1000, 20_000]);
    expect(cellsIn(boxOf(single(HEAD, 3), EXTENT))).toBe(0);
    expect(cellsIn(boxOf({ ...single(HEAD, 3), whole: 'columns' }, EXTENT))).toBe(1000);
  });

  test('stays inside a grid that shrinks', () => {
    const chosen = extended(single(5, 7), { row: 900, column: 19 });
    const kept = bounded(chosen, { rows: 10, columns: 4 });
    expect(kept).toMatchObject({ anchor: { row: 5, column: 3 }, cursor: { row: 9, column: 3 } });
    expect(bounded(chosen, { rows: 0, columns: 4 })?.cursor.row).toBe(HEAD);
    expect(bounded(chosen, { rows: 9, columns: 0 })).toBeUndefined();
  });
});

describe('keys', () => {
  function press(
    selection: Selection | undefined,
    ...keys: string[]
  ): { at: unknown; did: string[] } {
    let chosen = selection;
    const did: string[] = [];
    const note =
      (name: string) =>
      (...args: unknown[]): void =>
        void did.push([name, ...args.map((arg) => JSON.stringify(arg))].join(' '));
    const commands: GridCommands = {
      moveTo: (next) => {
        chosen = next;
      },
      copy: note('copy'),
      sort: note('sort'),
      open: note('open'),
      menu: note('menu'),
      widen: note('widen'),
      move: note('move'),
      fit: note('fit'),
      hide: note('hide'),
      goToRow: note('goToRow'),
      filter: note('filter'),
    };
    for (const pressed of keys) {
      const parts = pressed.split('+');
      const event = {
        key: (parts.at(-1) ?? '').replace('Space', ' '),
        ctrlKey: parts.includes('Ctrl'),
        metaKey: parts.includes('Meta'),
        altKey: parts.includes('Alt'),
        shiftKey: parts.includes('Shift'),
      };
      const context = { selection: chosen, ...EXTENT, screen: SCREEN };
      did.push(...(runKey(event, context, commands) ? [] : ['not taken']));
    }
    const { row, column } = chosen?.cursor ?? {};
    return { at: chosen && [row, column, chosen.whole], did };
  }
  const at = (selection: Selection | undefined, ...keys: string[]): unknown =>
    press(selection, ...keys).at;

  test.each([
    [['ArrowDown'], [11, 5]],
    [
      ['ArrowRight', 'ArrowUp'],
      [9, 6],
    ],
    [['PageDown'], [34, 5]],
    [['PageUp'], [0, 5]],
    [['Home'], [10, 0]],
    [['End'], [10, 19]],
    [['Ctrl+Home'], [0, 0]],
    [['Ctrl+End'], [999, 19]],
    [['Ctrl+ArrowDown'], [999, 5]],
    [
      ['Ctrl+ArrowUp', 'ArrowUp'],
      [-1, 5],
    ],
    [['Meta+ArrowLeft'], [10, 0]],
    [['Alt+PageDown'], [10, 10]],
    [
      ['Ctrl+End', 'ArrowDown', 'ArrowRight'],
      [999, 19],
    ],
  ])('%j lead from row 10, column 5 to %j', (keys, to) => {
    expect(at(single(10, 5), ...keys)).toEqual([...to, 'cells']);
  });

  test('first show where the cursor is', () => {
    expect(at(undefined, 'ArrowDown')).toEqual([0, 0, 'cells']);
  });

  test('walk into the heads and back, a page of rows never does', () => {
    expect(at(single(0, 5), 'ArrowUp', 'ArrowRight')).toEqual([HEAD, 6, 'cells']);
    expect(at(single(HEAD, 6), 'ArrowDown')).toEqual([0, 6, 'cells']);
    expect(at(single(3, 6), 'PageUp', 'PageUp')).toEqual([0, 6, 'cells']);
  });

  test('with Shift extend', () => {
    const { at: where } = press(single(10, 5), 'Shift+ArrowDown', 'Shift+PageDown');
    expect(where).toEqual([35, 5, 'cells']);
    expect(at(single(10, 5), 'Ctrl+Space', 'Shift+ArrowRight')).toEqual([10, 6, 'columns']);
    expect(at(single(10, 5), 'Shift+Space', 'Shift+ArrowDown')).toEqual([11, 5, 'rows']);
    expect(at(single(0, 5), 'Shift+ArrowUp')).toEqual([0, 5, 'cells']);
  });

  test('run commands', () => {
    const cell = single(10, 5);
    expect(press(cell, 'Ctrl+c', 'Ctrl+Shift+C', 'Ctrl+g', 'Ctrl+f').did).toEqual([
      ...['copy false', 'copy true', 'goToRow', 'filter'],
    ]);
    expect(press(cell, 'Enter', 'Shift+F10').did).toEqual([
      ...['open {"row":10,"column":5}', 'menu {"row":10,"column":5}'],
    ]);
    const head = single(HEAD, 5);
    expect(press(head, 'Enter', 'Shift+Enter', 'Delete').did).toEqual([
      ...['sort 5 false', 'sort 5 true', 'hide 5'],
    ]);
    expect(press(head, 'Alt+ArrowRight', 'Alt+Shift+ArrowLeft').did).toEqual([
      ...['widen 5 16', 'move 5 -1'],
    ]);
  });

  test('of the viewer are left to it', () => {
    expect(press(single(10, 5), 's', 'Delete', 'F10', 'Ctrl+z', 'Alt+ArrowLeft').did).toEqual(
      Array(5).fill('not taken'),
    );
  });
});
