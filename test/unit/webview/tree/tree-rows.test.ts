import { describe, expect, test } from 'vitest';
import { TreeRows } from '../../../../webview/tree/tree-rows';
import { treeNode } from './tree-node';

/** Numbers that look like chance, the same at every run. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** The places of all rows, by walking the whole tree. */
function* walk(
  at: readonly number[],
  children: (at: readonly number[]) => number,
  open: ReadonlySet<string>,
): IterableIterator<string> {
  yield at.join('.');
  if (open.has(at.join('.'))) {
    for (let place = 0; place < children(at); place++) {
      yield* walk([...at, place], children, open);
    }
  }
}

describe('the rows of a tree', () => {
  test('are those of a walk, whatever is opened and closed', () => {
    const children = (at: readonly number[]): number => (at.length < 4 ? 5 : 0);
    const rows = new TreeRows(treeNode([], 5));
    const open = new Set<string>();
    const next = chance(42);
    for (let turn = 0; turn < 400; turn++) {
      const row = rows.rowAt(next(rows.count));
      const key = row.at.join('.');
      if (children(row.at) > 0) {
        const branch = row.parent?.grow(treeNode(row.at, children(row.at))) ?? rows.root;
        branch.open = !branch.open;
        if (branch.open) {
          open.add(key);
        } else {
          open.delete(key);
        }
      }
      const expected = [...walk([], children, open)];
      expect(rows.count).toBe(expected.length);
      if (turn % 20 === 0) {
        expect(expected.map((_, index) => rows.rowAt(index).at.join('.'))).toEqual(expected);
        for (const [index, at] of expected.entries()) {
          expect(rows.rowOf(at === '' ? [] : at.split('.').map(Number))).toBe(index);
        }
      }
    }
    expect([...rows.root.opened()].every((branch) => branch.open)).toBe(true);
  });

  test('of a million children take no room', () => {
    const rows = new TreeRows(treeNode([], 1_000_000));
    rows.root.open = true;
    expect(rows.count).toBe(1_000_001);
    const branch = rows.root.grow(treeNode([500_000], 10));
    branch.open = true;
    expect(rows.count).toBe(1_000_011);
    expect(rows.rowAt(1_000_010).at).toEqual([999_999]);
    expect(rows.rowAt(500_003).at).toEqual([500_000, 1]);
    expect(rows.rowAt(500_012).at).toEqual([500_001]);
    expect(rows.rowOf([999_999])).toBe(1_000_010);
    expect(rows.rowOf([1_000_000])).toBeUndefined();
  });

  test('end where a branch is closed', () => {
    const rows = new TreeRows(treeNode([], 3));
    expect(rows.count).toBe(1);
    expect(rows.rowOf([0])).toBeUndefined();
    rows.root.open = true;
    const child = rows.root.grow(treeNode([1], 2));
    expect(rows.rowOf([1, 0])).toBeUndefined();
    child.open = true;
    expect(rows.rowOf([1, 1])).toBe(4);
    expect(rows.isOpen([1])).toBe(true);
    rows.root.open = false;
    expect([...rows.root.opened()]).toEqual([]);
    rows.root.open = true;
    expect(rows.count).toBe(6);
  });
});
