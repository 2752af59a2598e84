import { describe, expect, test, vi } from 'vitest';
import type { CatalogColumn, CatalogRequest } from '../../../../src/protocol/catalog';
import { ChosenColumns } from '../../../../webview/catalog/columns/chosen-columns';
import { parseDraft } from '../../../../webview/catalog/form/draft';
import { parseKept } from '../../../../webview/catalog/kept-state';
import { planEntries, progressWords, shareOf } from '../../../../webview/catalog/plan/plan-words';
import { EVERYWHERE } from '../../../../webview/catalog/region/region-draft';
import { Growth } from '../../../../webview/catalog/results/growth';
import { bytesOf, rowsOf } from '../../../../webview/catalog/results/row-numbers';
import { requestKey } from '../../../../webview/catalog/same-request';

const column = (name: string, description = ''): CatalogColumn => ({
  ...{ name, description, type: 'float32', unit: 'mag' },
  ...{ list: false, numeric: true, inFolders: false },
});

describe('the columns that are chosen', () => {
  const all = ['a', 'b', 'c', 'd'].map((name) => column(name, name === 'd' ? 'Deep field' : ''));

  test('are those that are there, each once, in their order', () => {
    const chosen = new ChosenColumns(all, ['c', 'gone', 'a', 'c']);
    expect(chosen.names).toEqual(['c', 'a']);
    expect(chosen.find('').map(({ name }) => name)).toEqual(['c', 'a', 'b', 'd']);
    chosen.toggle('d');
    chosen.move('d', -1);
    chosen.move('c', -1);
    expect(chosen.names).toEqual(['c', 'd', 'a']);
    chosen.toggle('c');
    chosen.add(['b', 'a']);
    expect(chosen.names).toEqual(['d', 'a', 'b']);
    chosen.remove(['a', 'gone']);
    expect(chosen.names).toEqual(['d', 'b']);
  });

  test('are found by all words, in name, unit or description', () => {
    const chosen = new ChosenColumns(all, []);
    expect(chosen.find('MAG deep').map(({ name }) => name)).toEqual(['d']);
    expect(chosen.find('deep shallow')).toEqual([]);
    expect(chosen.find('  ')).toHaveLength(4);
  });
});

describe('what is kept of the panel', () => {
  const draft = {
    dataset: { uri: 'file:///a/', part: '' },
    ...{ columns: ['ra'], filter: 'ra > 1', position: { ra: 'ra', dec: 'dec' } },
    region: {
      ...{ ...EVERYWHERE, kind: 'moc', box: ['1', '2', '3', '4'] },
      moc: { label: 'x', region: { kind: 'moc', text: '3/1', name: 'x' } },
    },
  };

  test('is read as it was written', () => {
    expect(parseDraft(JSON.parse(JSON.stringify(draft)))).toEqual(draft);
    const kept = { dataset: draft.dataset, result: 'r', form: draft, panes: { tab: 'plots' } };
    expect(parseKept(kept)).toMatchObject({ result: 'r', form: draft, panes: { tab: 'plots' } });
  });

  test('is as at first where it makes no sense', () => {
    for (const value of [undefined, null, 3, 'x', [], { form: { dataset: { uri: 1 } } }]) {
      expect(parseKept(value)).toMatchObject({ dataset: undefined, form: undefined });
    }
    const wrong = {
      ...draft,
      columns: ['ra', 3, null, ''],
      region: {
        ...{ kind: 'sphere', unit: 'toString', box: [1, '2'], corners: 7 },
        image: { label: 'x', region: { kind: 'box', ra: [1], dec: [0, 1] } },
        moc: { label: 'x', region: { kind: 'union', parts: [{ kind: 'cone', ra: 'x' }] } },
      },
    };
    expect(parseDraft(wrong)).toEqual({
      ...{ ...draft, columns: ['ra'] },
      region: { ...EVERYWHERE, box: ['', '2', '', ''] },
    });
  });

  test('has no region that is nested without end', () => {
    let region: unknown = { kind: 'everywhere' };
    for (let depth = 0; depth < 10_000; depth++) {
      region = { kind: 'union', parts: [region] };
    }
    const deep = { ...draft, region: { kind: 'image', image: { label: 'x', region } } };
    expect(parseDraft(deep)?.region.image).toBeUndefined();
  });
});

describe('a request', () => {
  const request: CatalogRequest = {
    ...{ dataset: { uri: 'file:///a/', part: '' }, columns: ['ra', 'dec'], filter: '' },
    region: { kind: 'cone', ra: 1, dec: 2, radius: 3 },
    position: undefined,
  };

  test('is the same in whichever order its parts came', () => {
    const { dataset, columns, filter } = request;
    const other = { region: { radius: 3, dec: 2, ra: 1, kind: 'cone' }, filter, columns, dataset };
    expect(requestKey(other as CatalogRequest)).toBe(requestKey(request));
    expect(requestKey({ ...request, columns: ['dec', 'ra'] })).not.toBe(requestKey(request));
    expect(requestKey(undefined)).toBeUndefined();
  });
});

describe('what grows', () => {
  test('is taken up with pauses, the newest only, and the last at once', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    try {
      const taken: number[] = [];
      const growth = new Growth<number>(async (value) => {
        taken.push(value);
        await new Promise((resolve) => setTimeout(resolve, 500));
      });
      growth.push(1, false);
      await vi.advanceTimersByTimeAsync(100);
      growth.push(2, false);
      growth.push(3, false);
      await vi.advanceTimersByTimeAsync(400);
      expect(taken).toEqual([1]);
      // Three times what it cost before.
      await vi.advanceTimersByTimeAsync(1499);
      expect(taken).toEqual([1]);
      await vi.advanceTimersByTimeAsync(10);
      expect(taken).toEqual([1, 3]);
      growth.push(4, false);
      await vi.advanceTimersByTimeAsync(500);
      growth.push(5, true);
      await vi.advanceTimersByTimeAsync(1);
      expect(taken).toEqual([1, 3, 5]);
      growth.push(6, true);
      growth.forget();
      await vi.advanceTimersByTimeAsync(60_000);
      expect(taken).toEqual([1, 3, 5]);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('words', () => {
  test('say how far a run is, in bytes, row groups and rows', () => {
    const progress = { bytes: 3e6, ofBytes: 12e6, rowGroups: 1, ofRowGroups: 4, rows: 1234 };
    expect(progressWords(progress, false, '')).toBe(
      'Reading 3 of 12 MB · 1 of 4 row groups · 1,234 rows',
    );
    expect(progressWords({ ...progress, ofBytes: 0 }, true, 'Trino')).toBe(
      'Paused · 1 of 4 row groups · 1,234 rows',
    );
    expect(progressWords(undefined, false, 'Trino')).toBe('Trino is working…');
    expect(shareOf(progress)).toBe(0.25);
    expect(shareOf({ ...progress, bytes: 13e6 })).toBe(1);
    expect(shareOf({ ...progress, ofBytes: 0, ofRowGroups: 0 })).toBeUndefined();
  });

  test('of a plan leave out pixels where there are none', () => {
    const plan = {
      ...{ partitions: 1, files: 1, rowGroups: { all: 1, chosen: 1 }, pixels: undefined },
      ...{ rows: { all: 9, atMost: 9, expected: 8.6 }, bytes: 1200, requests: 1 },
      ...{ spent: { bytes: 0, requests: 0 }, problems: [], gone: [], asks: false },
    };
    expect(planEntries(plan).map(([name]) => name)).not.toContain('Pixels');
    expect(planEntries(plan)).toContainEqual(['Rows', 'about 9, at most 9']);
  });

  test('rows are little-endian, wherever their bytes begin', () => {
    const bytes = Uint8Array.of(9, 1, 0, 0, 0, 0, 0, 0, 128).subarray(1);
    expect([...rowsOf(bytes)]).toEqual([1, 2 ** 31]);
    expect([...bytesOf([1, 2 ** 31])]).toEqual([...bytes]);
  });
});
