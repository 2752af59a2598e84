import { describe, expect, test } from 'vitest';
import { MOST_CELLS } from '../../../../src/protocol/table';
import { pagesOf, planPages, rowsOfPage, wholeGroups } from '../../../../webview/table/pages';

describe('pages', () => {
  test('have fewer rows where rows are wide', () => {
    expect([1, 4000, 16_000, 1e7, 0].map(rowsOfPage)).toEqual([256, 128, 32, 32, 256]);
  });

  test('nearest to the middle come first', () => {
    const sight = { from: 90, to: 410, middle: 250, columns: [] };
    expect(pagesOf(sight, 100)).toEqual([2, 1, 3, 0, 4]);
    expect(pagesOf({ ...sight, from: 0, to: 0 }, 100)).toEqual([]);
  });

  test('are asked for but once, and no more cells at a time than a reply may have', () => {
    const columns = Array.from({ length: 200 }, (_, i) => i);
    const plan = planPages({ from: 0, to: 300, middle: 20, columns }, 256, () => false);
    expect(plan.map(({ page }) => page)).toEqual([0, 0, 0, 1, 1, 1]);
    expect(plan.slice(0, 3).flatMap((request) => request.columns)).toEqual(columns);
    for (const request of plan) {
      expect(request.columns.length * 256).toBeLessThanOrEqual(MOST_CELLS);
    }
    const rest = planPages(
      { from: 0, to: 300, middle: 20, columns: [1, 2, 3] },
      256,
      (page, column) => page === 0 && column !== 2,
    );
    expect(rest).toEqual([
      { page: 0, columns: [2] },
      { page: 1, columns: [1, 2, 3] },
    ]);
  });

  test('have columns in whole groups', () => {
    expect(wholeGroups(3, 9, 500)).toEqual([0, 16]);
    expect(wholeGroups(16, 24, 500)).toEqual([16, 24]);
    expect(wholeGroups(490, 500, 500)).toEqual([488, 500]);
    expect(wholeGroups(0, 0, 0)).toEqual([0, 0]);
  });
});
