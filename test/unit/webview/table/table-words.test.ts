import { describe, expect, test } from 'vitest';
import type { TableReply } from '../../../../src/protocol/table';
import { bannerLines, bannerText } from '../../../../webview/table/table-words';

const table = (rowsPresent: number): TableReply => ({
  ...{ columns: [], rows: 1000, rowsPresent, bytesPerRow: 8, local: true, warnings: [] },
});

describe('what is wrong with a table', () => {
  test('is nothing of a sound one', () => {
    expect(bannerLines(table(1000), [])).toEqual([]);
    expect(bannerText([])).toBe('');
  });

  test('begins with the rows that are not there', () => {
    const lines = bannerLines(table(12), ['TDIM2 is wrong.', 'Row 3 is broken.', 'Row 4 is.']);
    expect(lines[0]).toBe('The file ends early: 12 of 1,000 rows are there.');
    expect(bannerText(lines)).toBe(
      'The file ends early: 12 of 1,000 rows are there. TDIM2 is wrong. (2 more)',
    );
    expect(bannerText(lines.slice(0, 2))).not.toContain('more');
  });
});
