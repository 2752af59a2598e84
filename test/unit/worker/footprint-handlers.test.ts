import { describe, expect, it } from 'vitest';
import { AnswerTable } from '../../../src/core/archives/mast/answer-table';
import { writeVoTable } from '../../../src/core/votable/write-votable';
import { ROWS_HDU } from '../../../src/extension/editors/search-model';
import type { FootprintBatch } from '../../../src/protocol/search';
import { footprintsIn } from '../../../webview/search/footprint-data';
import { handlersOf, localReader } from './support/asked';

const ROWS = 700;

/** The rows of a search, as they are kept. */
async function keptRows(): Promise<Uint8Array> {
  const rows = new AnswerTable(new Map());
  const fields = [
    { name: 'obs_id', type: 'string' },
    { name: 's_ra', type: 'float' },
    { name: 's_dec', type: 'float' },
    { name: 's_region', type: 'string' },
  ];
  rows.add(
    fields,
    Array.from({ length: ROWS }, (_, row) => ({
      ...{ obs_id: `o${row}`, s_ra: row / 10, s_dec: -row / 10 },
      s_region:
        row % 2 === 0 ? `POLYGON ICRS ${row / 10} 1 ${row / 10 + 0.5} 1 ${row / 10} 1.5` : null,
    })),
  );
  let text = '';
  for await (const part of writeVoTable(rows.table())) {
    text += part;
  }
  return new TextEncoder().encode(text);
}

describe('the rows of a search in their file', () => {
  it('have footprints, from the file to the page', async () => {
    const handlers = handlersOf(localReader(await keptRows(), 's1.vot'));
    const batches: FootprintBatch[] = [];
    const reply = await handlers.footprints(
      { hdu: ROWS_HDU },
      {
        signal: new AbortController().signal,
        progress: (batch) => Promise.resolve(void batches.push(structuredClone(batch))),
      },
    );
    expect(reply).toEqual({ rows: ROWS, placed: ROWS });
    const found = batches.flatMap(footprintsIn);
    expect(found.map(({ row }) => row)).toEqual(Array.from({ length: ROWS }, (_, row) => row));
    expect(found[301]?.outlines).toEqual([Float64Array.of(30.1, -30.1)]);
    const [outline] = found[302]?.outlines ?? [];
    expect([...(outline ?? [])].map((value) => Number(value.toFixed(9)))).toEqual([
      ...[30.2, 1, 30.7, 1, 30.2, 1.5],
    ]);
  });

  it('can be asked where they stand in a view, without reading a column', async () => {
    const handlers = handlersOf(localReader(await keptRows(), 's1.vot'));
    const call = { signal: new AbortController().signal, progress: () => Promise.resolve() };
    const sort = [{ column: 1, descending: true }];
    const { view } = await handlers.arrange({ hdu: ROWS_HDU, filter: 's_ra < 5', sort }, call);
    const part = { hdu: ROWS_HDU, view, from: 0, to: 50, columns: [] };
    const { numbers, cells } = await handlers.rows(part, call);
    expect(numbers).toEqual(Array.from({ length: 50 }, (_, at) => 49 - at));
    expect(cells).toEqual([]);
  });
});
