import { describe, expect, it, vi } from 'vitest';
import { RemoteError } from '../../../../src/protocol/wire';
import type {
  CountReply,
  FilledForm,
  ProductLine,
  SearchField,
} from '../../../../src/protocol/search';
import { footprintsIn } from '../../../../webview/search/footprint-data';
import { Draft } from '../../../../webview/search/form/draft';
import { countWords, LiveCount } from '../../../../webview/search/form/live-count';
import {
  choiceNote,
  matchingChoices,
  matchingFields,
} from '../../../../webview/search/form/matches';
import { parseKept } from '../../../../webview/search/kept-state';
import {
  canRetry,
  kindWords,
  nameParts,
  placeTitle,
  placeWords,
  summaryWords,
} from '../../../../webview/search/products/product-words';
import { findRow } from '../../../../webview/search/results/find-row';
import { usualColumns } from '../../../../webview/search/results/usual-columns';
import {
  progressWords,
  ranWords,
  rowsWords,
  shareOf,
} from '../../../../webview/search/results/run-words';
import type { SearchHost } from '../../../../webview/search/search-host';
import type { TableHost } from '../../../../webview/table/table-host';

const field = (name: string, more: Partial<SearchField> = {}): SearchField => ({
  ...{ name, label: name, unit: undefined, description: undefined, example: undefined },
  ...{ asked: 'values', type: 'text', wildcards: true, choices: [], extent: undefined },
  ...{ negates: false, first: false, ...more },
});

describe('a draft', () => {
  const form = { fields: [field('mission', { first: true }), field('filters'), field('target')] };

  it('says what is filled in, and nothing of what is empty', () => {
    const draft = new Draft('mast');
    expect(draft.isEmpty).toBe(true);
    draft.setField('mission', { values: ['JWST'] });
    draft.setField('filters', { values: [] });
    draft.setField('target', { range: ['', ' '] });
    draft.place = '  M 101 ';
    expect(draft.filled).toEqual({
      ...{ service: 'mast', place: 'M 101', radius: '' },
      fields: { mission: { values: ['JWST'] } },
    });
    expect(draft.isEmpty).toBe(false);
  });

  it('shows the first fields, what is filled in, and what was added', () => {
    const draft = new Draft('mast');
    draft.add('target');
    draft.setField('filters', { values: ['F444W'] });
    draft.setField('gone', { values: ['1'] });
    expect(draft.shown(form)).toEqual(['mission', 'filters', 'target']);
    expect(draft.unknown(form)).toEqual(['gone']);
    draft.remove('target');
    draft.remove('filters');
    expect(draft.shown(form)).toEqual(['mission']);
  });

  it('keeps the place when another service is chosen, and none of the criteria', () => {
    const draft = new Draft('mast');
    draft.place = 'M 101';
    draft.setField('mission', { values: ['JWST'] });
    draft.change('irsa');
    expect(draft.filled).toEqual({ service: 'irsa', place: 'M 101', radius: '', fields: {} });
    draft.clear();
    expect(draft.filled).toEqual({ service: 'irsa', place: '', radius: '', fields: {} });
  });
});

describe('what is typed', () => {
  const choices = [
    { value: 'JWST', count: 900 },
    { value: 'HST', count: 12345 },
    { value: 'SWIFT/UVOT', count: 3 },
    { value: '2', meaning: 'calibrated', count: undefined },
  ];

  it('finds choices by their beginning, then by words, then anywhere', () => {
    const found = (typed: string, chosen: string[] = []): string[] =>
      matchingChoices(choices, typed, chosen).map(({ value }) => value);
    expect(found('')).toEqual(['JWST', 'HST', 'SWIFT/UVOT', '2']);
    expect(found('s')).toEqual(['SWIFT/UVOT', 'JWST', 'HST']);
    expect(found('uvot')).toEqual(['SWIFT/UVOT']);
    expect(found('cal')).toEqual(['2']);
    expect(found('', ['JWST'])).toEqual(['HST', 'SWIFT/UVOT', '2']);
    expect(found('nothing like it')).toEqual([]);
    expect(choices.map(choiceNote)).toEqual(['900', '12,345', '3', 'calibrated']);
  });

  it('finds columns by label, name and description', () => {
    const fields = [
      field('t_exptime', { label: 'Exposure Length' }),
      field('t_min', { label: 'Start Time' }),
      field('srcDen', { label: 'Associated Catalogs', description: 'Sources per exposure' }),
    ];
    const found = (typed: string, shown: string[] = []): string[] =>
      matchingFields(fields, typed, shown).map(({ name }) => name);
    expect(found('exp')).toEqual(['t_exptime', 'srcDen']);
    expect(found('t_')).toEqual(['t_exptime', 't_min']);
    expect(found('time')).toEqual(['t_min', 't_exptime']);
    expect(found('', ['t_min'])).toEqual(['t_exptime', 'srcDen']);
  });
});

interface Asked {
  readonly form: FilledForm;
  readonly signal: AbortSignal;
  reply(reply: CountReply): void;
  fail(error: Error): void;
}

function countingHost(): { host: SearchHost; asked: Asked[] } {
  const asked: Asked[] = [];
  const request = (_: string, form: FilledForm, { signal }: { signal: AbortSignal }) =>
    new Promise<CountReply>((reply, fail) => asked.push({ form, signal, reply, fail }));
  return { asked, host: { request, on: () => () => undefined } as unknown as SearchHost };
}

describe('the live count', () => {
  const form = (place: string): FilledForm => ({ service: 'mast', place, radius: '', fields: {} });

  it('asks when typing rests, for the last that was typed, and cancels the one before', async () => {
    vi.useFakeTimers();
    try {
      const { host, asked } = countingHost();
      const words: string[] = [];
      const count = new LiveCount(host, () => words.push(countWords(count.counted)));
      count.ask(form('M 1'));
      await vi.advanceTimersByTimeAsync(300);
      count.ask(form('M 10'));
      await vi.advanceTimersByTimeAsync(599);
      expect(asked).toEqual([]);
      await vi.advanceTimersByTimeAsync(1);
      expect(asked.map(({ form: { place } }) => place)).toEqual(['M 10']);
      count.ask(form('M 101'));
      expect(asked[0]?.signal.aborted).toBe(true);
      asked[0]?.reply({ rows: 1, place: undefined });
      await vi.advanceTimersByTimeAsync(600);
      asked[1]?.reply({ rows: 83412, place: undefined });
      await vi.advanceTimersByTimeAsync(0);
      expect(countWords(count.counted)).toBe('83,412 rows');
      expect(words).not.toContain('1 row');
      count.ask(form('M 101'));
      await vi.advanceTimersByTimeAsync(2000);
      expect(asked.length).toBe(2);
      count.ask(undefined);
      expect(countWords(count.counted)).toBe('');
    } finally {
      vi.useRealTimers();
    }
  });

  it('says what went wrong, and asks again when told to', async () => {
    const { host, asked } = countingHost();
    const count = new LiveCount(host, () => undefined, 0);
    count.ask(form('M 101'));
    await vi.waitFor(() => expect(asked.length).toBe(1));
    const wrong = { code: 'server', message: 'MAST is away.', hint: 'Try later.', retryable: true };
    asked[0]?.fail(new RemoteError(wrong));
    await vi.waitFor(() =>
      expect(count.counted).toEqual({ is: 'failed', message: 'MAST is away. Try later.' }),
    );
    count.retry(form('M 101'));
    await vi.waitFor(() => expect(asked.length).toBe(2));
  });
});

describe('footprints on the wire', () => {
  it('are read wherever they begin in their message', () => {
    const message = new Uint8Array(3 + 24 + 3 + 8 * 10);
    const heads = new DataView(message.buffer, 3, 24);
    [7, 2, 7, 1, 9, 2].forEach((value, k) => heads.setUint32(4 * k, value, true));
    const points = new DataView(message.buffer, 30, 80);
    Array.from({ length: 10 }, (_, k) => points.setFloat64(8 * k, k + 0.5, true));
    const batch = {
      ...{ from: 0, count: 10 },
      outlines: message.subarray(3, 27),
      points: message.subarray(30),
    };
    expect(footprintsIn(batch)).toEqual([
      {
        row: 7,
        outlines: [Float64Array.of(0.5, 1.5, 2.5, 3.5), Float64Array.of(4.5, 5.5)],
      },
      { row: 9, outlines: [Float64Array.of(6.5, 7.5, 8.5, 9.5)] },
    ]);
  });
});

describe('a row of the table', () => {
  const host = (numbers: readonly number[]): { host: TableHost; asked: number[] } => {
    const asked: number[] = [];
    const request = (_: string, { from, to }: { from: number; to: number }) => {
      asked.push(from);
      return Promise.resolve({ from, numbers: numbers.slice(from, to), cells: [] });
    };
    return { asked, host: { request } as unknown as TableHost };
  };
  const { signal } = new AbortController();

  it('is found in a view by looking through it; as stored without asking', async () => {
    const numbers = Array.from({ length: 50_000 }, (_, at) => 99_999 - 2 * at);
    const { host: one, asked } = host(numbers);
    const view = { hdu: 1, view: '1:2-::' };
    expect(await findRow(one, view, 50_000, 99_999 - 2 * 30_000, signal)).toBe(30_000);
    expect(asked).toEqual([0, 20_000]);
    expect(await findRow(one, view, 50_000, 4, signal)).toBeUndefined();
    expect(await findRow(one, { hdu: 1, view: '' }, 10, 4, signal)).toBe(4);
    expect(await findRow(one, { hdu: 1, view: '' }, 10, 10, signal)).toBeUndefined();
  });
});

describe('words', () => {
  const product: ProductLine = {
    ...{ id: 'a', name: 'a_rate.fits', science: true, type: 'SCIENCE', group: 'RATE' },
    ...{ description: '', size: 83_943_360, calibration: 2, rights: 'PUBLIC', recommended: true },
    ...{ dataUri: 'mast:a', url: 'https://a', viewable: true },
    place: { kind: 'cloud', uri: 's3://b/a_rate.fits', derived: false },
  };

  it('of a run never cut silently', () => {
    expect(rowsWords({ rows: 500, total: 83412 })).toBe('500 of 83,412 rows');
    expect(rowsWords({ rows: 1, total: 1 })).toBe('1 row');
    expect(rowsWords({ rows: 7, total: undefined })).toBe('7 rows');
    expect(progressWords({ text: 'Asking…', rows: 0, total: undefined })).toBe('Asking…');
    const half = { text: 'Rows…', rows: 50, total: 100 };
    expect([progressWords(half), shareOf(half)]).toEqual(['Rows… 50 of 100 rows', 0.5]);
    const now = new Date(2026, 10, 21, 18, 0).getTime();
    const run = { rows: 1, total: 1, partial: undefined };
    const [today, before] = [new Date(2026, 10, 21, 9, 5), new Date(2026, 0, 2, 23, 59)];
    expect(ranWords({ ...run, at: today.getTime() }, now)).toBe('Run today at 09:05');
    expect(ranWords({ ...run, at: before.getTime() }, now)).toBe('Run on 2026-01-02 at 23:59');
  });

  it('of products', () => {
    const other: ProductLine = {
      ...product,
      ...{ id: 'b', science: false, type: 'PREVIEW', group: '', rights: 'EXCLUSIVE_ACCESS' },
      ...{ recommended: false, size: undefined, calibration: undefined },
      place: {
        ...{ kind: 'none', reason: 'look-up failed: retry', detail: 'MAST is away.' },
        retryable: true,
      },
    };
    expect(summaryWords([product, other, { ...other, id: 'c' }])).toBe(
      '1 science product, +2 auxiliary',
    );
    expect(summaryWords([])).toBe('No products');
    expect(kindWords(product)).toBe('RATE · level 2 · 83.9 MB · recommended');
    expect(kindWords(other)).toBe('preview · exclusive access');
    expect([product, other].map(placeWords)).toEqual(['S3', 'look-up failed: retry']);
    expect(placeTitle(other)).toContain('MAST is away.');
    expect(placeTitle(product)).toBe('s3://b/a_rate.fits');
    expect([canRetry([product]), canRetry([product, other])]).toEqual([false, true]);
  });
});

describe('what one looks at first', () => {
  const columns = (...names: readonly string[]): Parameters<typeof usualColumns>[0] =>
    ({ columns: names.map((name) => ({ name })) }) as unknown as Parameters<typeof usualColumns>[0];

  it('stands first in a table of observations, and any other table stays as it is', () => {
    const table = columns('intentType', 's_ra', 'target_name', 'obs_id', 'flux');
    expect(usualColumns(table)?.columns).toEqual({ order: [3, 2, 1], hidden: [], widths: [] });
    expect(usualColumns(columns('obsid', 'obs_id'))?.columns?.widths).toEqual([[1, 200]]);
    expect(usualColumns(columns('ra', 'target_name'))).toBeUndefined();
  });

  it('is the end of a name, where there is little room', () => {
    expect(nameParts('jw01783004007_02101_00004_nrcalong_rate.fits')).toEqual([
      'jw01783004007_02101_',
      '00004_nrcalong_rate.fits',
    ]);
    expect(nameParts('a.fits')).toEqual(['', 'a.fits']);
  });
});

describe('what is kept', () => {
  it('comes back as it was', () => {
    const kept = {
      id: 'abc',
      form: {
        ...{ service: 'mast', place: 'M 101', radius: "3'" },
        fields: { a: { values: ['1', '2'] }, b: { range: ['1', ''] } },
      },
      table: undefined,
      panes: { formWidth: 320, skyWidth: undefined, productsHeight: 200, formHidden: true },
    };
    expect(parseKept(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
  });

  it('is nothing where it makes no sense', () => {
    const nothing = parseKept(undefined);
    expect(nothing).toEqual({
      ...{ id: undefined, form: undefined, table: undefined },
      panes: {
        ...{ formWidth: undefined, skyWidth: undefined, productsHeight: undefined },
        formHidden: false,
      },
    });
    const panes = { formWidth: -1, skyWidth: NaN, productsHeight: '3', formHidden: 1 };
    expect(parseKept({ id: 7, form: [], panes })).toEqual(nothing);
    expect(
      parseKept({ form: { service: 'mast', fields: { a: 1, b: { values: [1, 'x'] }, c: null } } })
        .form,
    ).toEqual({ service: 'mast', place: '', radius: '', fields: { b: { values: ['x'] } } });
  });
});
