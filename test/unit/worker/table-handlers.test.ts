import { describe, expect, it } from 'vitest';
import { SkybucketError } from '../../../src/core/errors';
import type { Table } from '../../../src/core/table/table';
import type { VoTable } from '../../../src/core/votable/document';
import { readVoTable } from '../../../src/core/votable/read-votable';
import { RpcClient } from '../../../src/protocol/rpc-client';
import { RpcServer } from '../../../src/protocol/rpc-server';
import type { ArrangeProgress, ColumnStatisticsReply } from '../../../src/protocol/table';
import type { TableQuestions } from '../../../src/worker/methods';
import { tableQuestions } from '../../../src/worker/table-handlers';
import { fromWireError, toWireError } from '../../../src/worker/wire-error';
import { twoEnds } from '../../support/worker/in-process';
import { column, MemoryTable } from '../table/memory-table';

type Client = RpcClient<TableQuestions, Record<never, never>>;

/** A client of the handlers, through a channel as between two threads. */
function clientOf(...tables: readonly Table[]): { client: Client; opened: number[] } {
  const opened: number[] = [];
  const { host, worker } = twoEnds();
  const handlers = tableQuestions(async (hdu) => {
    opened.push(hdu);
    const table = tables[hdu];
    if (table === undefined) {
      throw new SkybucketError('unsupported', `HDU ${hdu} holds no table.`);
    }
    return table;
  });
  new RpcServer<TableQuestions, Record<never, never>>(worker, handlers, toWireError);
  const client: Client = new RpcClient(host, fromWireError);
  client.ready();
  return { client, opened };
}

async function tableIn(bytes: Uint8Array): Promise<VoTable> {
  const chunks = async function* (): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(bytes);
  };
  const [table] = (await readVoTable(chunks())).tables;
  return table ?? expect.fail('There is no table in it.');
}

const ROWS = 1000;
const ALL = { hdu: 0, view: '' };

function tableOf(): MemoryTable {
  const columns = [
    column(
      'id',
      'int64',
      BigInt64Array.from({ length: ROWS }, (_, i) => 2n ** 60n + BigInt(i)),
    ),
    column(
      'flux',
      'float64',
      Float64Array.from({ length: ROWS }, (_, i) => (i % 10 === 0 ? NaN : (i * 7919) % ROWS)),
      { unit: 'Jy' },
    ),
    column(
      '',
      'text',
      Array.from({ length: ROWS }, (_, i) => (i === 1 ? 'long '.repeat(100) : `name ${i % 4}`)),
      { missing: Array.from({ length: ROWS }, (_, i) => (i === 3 ? 1 : 0)) },
    ),
    column(
      'spectrum',
      'float32',
      Float32Array.from({ length: 20 * ROWS }, (_, i) => i / 4),
      { shape: [4, 5] },
    ),
    column('list', 'int16', Int16Array.of(4, 5, 6), {
      lengths: Array.from({ length: ROWS }, (_, i) => (i === 2 ? 3 : 0)),
      missing: [0, 1, 0],
    }),
    column('good', 'logical', new Uint8Array(ROWS)),
    column('bad', 'float32', new Float32Array(ROWS), { problem: 'It is broken.' }),
  ];
  return new MemoryTable(columns, ROWS, 100);
}

describe('a table', () => {
  it('tells its columns', async () => {
    const { client } = clientOf(tableOf());
    const { columns, ...rest } = await client.request('table', { hdu: 0 });
    expect(rest).toEqual({
      ...{ rows: ROWS, rowsPresent: ROWS, bytesPerRow: 8, local: true, warnings: [] },
    });
    expect(columns.map(({ name, type, numeric, scalar }) => [name, type, numeric, scalar])).toEqual(
      [
        ['id', 'int64', true, true],
        ['flux', 'float64', true, true],
        ['col3', 'text', false, true],
        ['spectrum', 'float32', false, false],
        ['list', 'int16', false, false],
        ['good', 'bool', false, true],
        ['bad', 'float32', true, true],
      ],
    );
    expect(columns[1]?.unit).toBe('Jy');
    expect(columns.every(({ width }) => width >= 1 && width <= 32)).toBe(true);
  });

  it('tells what is wrong with it, and what turns out to be', async () => {
    const table = tableOf();
    table.warnings = ['TFIELDS is wrong.'];
    const { client } = clientOf(table);
    expect((await client.request('table', { hdu: 0 })).warnings).toEqual(['TFIELDS is wrong.']);
    table.warnings = Array.from({ length: 200 }, (_, i) => `Row ${i} cannot be read.`);
    const asked = { ...ALL, from: 0, to: 1, columns: [0] };
    const { warnings } = await client.request('rows', asked);
    expect([warnings?.length, warnings?.at(-1)]).toEqual([101, 'There are 100 more warnings.']);
    table.warnings = [];
    expect(await client.request('rows', asked)).not.toHaveProperty('warnings');
  });

  it('is opened once', async () => {
    const { client, opened } = clientOf(tableOf(), tableOf());
    await client.request('table', { hdu: 0 });
    await client.request('table', { hdu: 1 });
    await client.request('columnsCost', { hdu: 0, columns: [0] });
    expect(opened).toEqual([0, 1]);
  });

  it('that is none is an error with a sentence', async () => {
    const { client } = clientOf();
    await expect(client.request('table', { hdu: 3 })).rejects.toMatchObject({
      code: 'unsupported',
      message: 'HDU 3 holds no table.',
    });
  });
});

describe('rows', () => {
  it('come as text, long cells abbreviated', async () => {
    const { client } = clientOf(tableOf());
    const asked = { ...ALL, from: 1, to: 4, columns: [2, 0, 3, 4] };
    const { from, numbers, cells } = await client.request('rows', asked);
    expect([from, numbers]).toEqual([1, [1, 2, 3]]);
    expect(cells[0]?.[0]).toHaveLength(201);
    expect(cells[0]?.slice(1)).toEqual(['name 2', null]);
    expect(cells[1]?.[0]).toBe('1152921504606846977');
    expect(cells[2]?.[1]).toMatch(/^\[10, 10\.25, .* 20 in all\]$/);
    expect(cells[3]).toEqual(['[]', '[4, null, 6]', '[]']);
  });

  it('are fewer where the view ends', async () => {
    const { client } = clientOf(tableOf());
    const end = await client.request('rows', { ...ALL, from: 995, to: 1005, columns: [0] });
    expect(end.numbers).toEqual([995, 996, 997, 998, 999]);
    const beyond = await client.request('rows', { ...ALL, from: 2000, to: 2010, columns: [0] });
    expect(beyond.numbers).toEqual([]);
  });

  it.each([
    { from: -1, to: 1, columns: [0] },
    { from: 2, to: 1, columns: [0] },
    { from: 0.5, to: 1, columns: [0] },
    { from: 0, to: Infinity, columns: [0] },
    { from: 0, to: 20_001, columns: [0] },
    { from: 0, to: 1, columns: [7] },
    { from: 0, to: 1, columns: [-1] },
    { from: 0, to: 0, columns: new Array<number>(30_000).fill(0) },
  ])('that cannot be had are refused (%#)', async (odd) => {
    const { client } = clientOf(tableOf());
    const refused = { code: 'protocol' };
    await expect(client.request('rows', { ...ALL, ...odd })).rejects.toMatchObject(refused);
  });
});

describe('arranging', () => {
  const sort = [{ column: 1, descending: true }];

  it('gives a view that has the rows in that order', async () => {
    const { client } = clientOf(tableOf());
    const steps: ArrangeProgress[] = [];
    const asked = { hdu: 0, filter: ' flux < 500 ', sort };
    const { view, rows } = await client.request('arrange', asked, {
      onProgress: (step) => steps.push(step),
    });
    expect(rows).toBe(450);
    expect(steps.at(-1)).toEqual({ done: 1, rows: 450 });
    const { cells, numbers } = await client.request('rows', {
      ...{ hdu: 0, view, from: 448, to: 452, columns: [1] },
    });
    expect(cells[0]).toEqual(['2', '1']);
    expect(numbers.map((row) => (row * 7919) % ROWS)).toEqual([2, 1]);
  });

  it('the same twice reads nothing and gives the same view', async () => {
    const table = tableOf();
    const { client } = clientOf(table);
    const asked = { hdu: 0, filter: 'flux < 500', sort };
    expect((await client.request('arrangeCost', asked)).cost).toEqual({ bytes: 8000, requests: 1 });
    const first = await client.request('arrange', asked);
    const none = { bytes: 0, requests: 0 };
    expect(await client.request('arrangeCost', asked)).toEqual({ problem: undefined, cost: none });
    expect(await client.request('arrange', asked)).toEqual(first);
    await client.request('arrange', { ...asked, filter: 'flux > 100' });
    expect(table.scans).toEqual([[1]]);
  });

  it('by nothing gives the rows as stored', async () => {
    const { client } = clientOf(tableOf());
    const reply = await client.request('arrange', { hdu: 0, filter: '  ', sort: [] });
    expect(reply).toEqual({ view: '', rows: ROWS });
  });

  it('tells what is wrong with a filter, and where', async () => {
    const { client } = clientOf(tableOf());
    const asked = { hdu: 0, filter: '  flix > 3', sort };
    const { problem } = await client.request('arrangeCost', asked);
    expect(problem).toEqual({
      message: 'There is no column “flix”. Did you mean flux? Text is put in quotes.',
      from: 2,
      to: 6,
    });
    await expect(client.request('arrange', asked)).rejects.toMatchObject({
      code: 'format',
      message: 'There is no column “flix”.',
    });
  });

  it('by too many keys, or by what has no order, is refused', async () => {
    const { client } = clientOf(tableOf());
    for (const keys of [[3], [99], new Array<number>(17).fill(0)]) {
      const asked = keys.map((at) => ({ column: at, descending: false }));
      await expect(
        client.request('arrange', { hdu: 0, filter: '', sort: asked }),
      ).rejects.toMatchObject({ code: 'protocol' });
    }
  });

  it('keeps the views used last, and says of others what to do', async () => {
    const { client } = clientOf(tableOf());
    const views: string[] = [];
    for (const limit of [1, 2, 3, 4]) {
      const filter = `row < ${limit}`;
      views.push((await client.request('arrange', { hdu: 0, filter, sort: [] })).view);
    }
    const read = async (view: string): Promise<number> =>
      (await client.request('rows', { hdu: 0, view, from: 0, to: 9, columns: [] })).numbers.length;
    expect(await read(views[0] ?? '')).toBe(1);
    await client.request('arrange', { hdu: 0, filter: 'row < 5', sort: [] });
    expect(await read(views[0] ?? '')).toBe(1);
    await expect(read(views[1] ?? '')).rejects.toMatchObject({
      code: 'not-found',
      hint: 'Sort or filter it again.',
      retryable: true,
    });
  });

  it('counts rows from what it is told where the filter asks for them', async () => {
    const { client } = clientOf(tableOf());
    const rowsOf = async (filter: string, origin: 0 | 1): Promise<readonly unknown[]> => {
      const { view } = await client.request('arrange', { hdu: 0, filter, sort: [], origin });
      const { numbers } = await client.request('rows', {
        ...{ hdu: 0, view, from: 0, to: 3, columns: [] },
      });
      return [view, ...numbers];
    };
    expect(await rowsOf('row <= 2', 0)).toEqual(['0::0:row <= 2', 0, 1, 2]);
    expect(await rowsOf('row <= 2', 1)).toEqual(['0::1:row <= 2', 0, 1]);
    // Others are the same view, whatever rows are counted from.
    expect(await rowsOf('id > 0', 1)).toEqual(await rowsOf('id > 0', 0));
  });

  it('of one table is no view of another', async () => {
    const { client } = clientOf(tableOf(), tableOf());
    const { view } = await client.request('arrange', { hdu: 0, filter: 'row < 5', sort: [] });
    await expect(
      client.request('rows', { hdu: 1, view, from: 0, to: 1, columns: [0] }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });

  it('of five million rows answers for the rows on screen meanwhile', async () => {
    const rows = 5_000_000;
    // All of them different; the factor has no divisor in common with their number.
    const values = new Int32Array(rows);
    for (let i = 0; i < rows; i++) {
      values[i] = (i * 7919) % rows;
    }
    const { client } = clientOf(new MemoryTable([column('x', 'int32', values)], rows, 250_000));
    let arranged = false;
    const order = client
      .request('arrange', { hdu: 0, filter: '', sort: [{ column: 0, descending: false }] })
      .then((reply) => {
        arranged = true;
        return reply;
      });
    let answers = 0;
    while (!arranged) {
      await client.request('rows', { ...ALL, from: answers, to: answers + 50, columns: [0] });
      answers += 1;
    }
    expect(answers).toBeGreaterThan(20);
    const { view } = await order;
    const first = await client.request('rows', { hdu: 0, view, from: 0, to: 2, columns: [0] });
    expect(first.cells[0]).toEqual(['0', '1']);
  });

  it('that is cancelled stops', async () => {
    const table = tableOf();
    const { client } = clientOf(table);
    const stop = new AbortController();
    table.beforeSlice = async (from) => {
      if (from === 300) {
        stop.abort();
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    await expect(
      client.request('arrange', { hdu: 0, filter: '', sort }, { signal: stop.signal }),
    ).rejects.toMatchObject({ code: 'cancelled' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([table.stopped, table.slices]).toEqual([1, 3]);
  });
});

describe('columns', () => {
  it('cost nothing once they are kept', async () => {
    const { client } = clientOf(tableOf());
    const cost = (columns: number[]) => client.request('columnsCost', { hdu: 0, columns });
    expect(await cost([0, 1])).toEqual({ bytes: 16_000, requests: 2 });
    await client.request('columnHistogram', { ...ALL, column: 1, bins: 4 });
    expect(await cost([0, 1])).toEqual({ bytes: 8000, requests: 1 });
    expect(await cost([1])).toEqual({ bytes: 0, requests: 0 });
    await expect(cost([70])).rejects.toMatchObject({ code: 'protocol' });
  });

  it('have statistics that a webview gets as they are', async () => {
    const { client } = clientOf(tableOf());
    const steps: ColumnStatisticsReply[] = [];
    const reply = await client.request(
      'columnStatistics',
      { ...ALL, column: 1 },
      { onProgress: (step) => steps.push(step) },
    );
    expect(reply).toMatchObject({ rows: ROWS, count: ROWS, nan: 100, min: '1', max: '999' });
    expect(steps.every(({ rows, rowsInView }) => rows < rowsInView)).toBe(true);
    const { view } = await client.request('arrange', { hdu: 0, filter: 'false', sort: [] });
    const none = await client.request('columnStatistics', { hdu: 0, view, column: 1 });
    expect(none).toMatchObject({ rows: 0, rowsInView: 0, count: 0, mean: undefined });
    expect(JSON.stringify(none)).not.toContain('null');
    await expect(client.request('columnStatistics', { ...ALL, column: 6 })).rejects.toMatchObject({
      code: 'unsupported',
      hint: 'It is broken.',
    });
  });

  it('have histograms over the rows of a view', async () => {
    const { client } = clientOf(tableOf());
    const sort = [{ column: 1, descending: true }];
    const { view } = await client.request('arrange', { hdu: 0, filter: 'flux < 100', sort });
    const asked = { hdu: 0, view, column: 1, bins: 2 };
    expect(await client.request('columnHistogram', { ...asked, range: [0, 50] })).toEqual({
      ...{ low: 0, high: 50, counts: [22, 23], below: 0, above: 45 },
    });
    for (const odd of [{ bins: 0 }, { bins: 5000 }, { range: [2, 1] as const }]) {
      await expect(client.request('columnHistogram', { ...asked, ...odd })).rejects.toMatchObject({
        code: 'protocol',
      });
    }
  });

  it('are plotted against each other', async () => {
    const { client } = clientOf(tableOf());
    const reply = await client.request('scatter', { ...ALL, x: 0, y: 1, most: 100 });
    expect(reply.points).toBe(900);
    expect(new Float64Array(reply.x.slice().buffer)).toHaveLength(100);
    expect(new Uint32Array(reply.rows.slice().buffer)[0]).toBe(1);
    expect(reply.density?.counts).toHaveLength(4 * 256 * 256);
    for (const odd of [{ x: 2 }, { x: 99 }, { y: 3 }, { most: 0 }, { most: 1e9 }]) {
      await expect(
        client.request('scatter', { ...ALL, x: 0, y: 1, most: 9, ...odd }),
      ).rejects.toMatchObject({ code: 'protocol' });
    }
  });
});

describe('a cell', () => {
  it('has its elements as numbers and as text', async () => {
    const { client } = clientOf(tableOf());
    const cell = await client.request('cell', { ...ALL, row: 1, column: 3 });
    expect(cell).toMatchObject({ shape: [4, 5], count: 20 });
    expect(new Float64Array(cell.values.slice().buffer)[19]).toBe(39 / 4);
    expect(cell.texts[19]).toBe('9.75');
  });

  it('of variable length, of text, of one number', async () => {
    const { client } = clientOf(tableOf());
    const list = await client.request('cell', { ...ALL, row: 2, column: 4 });
    expect(list).toMatchObject({ shape: [3], count: 3, texts: ['4', null, '6'] });
    expect([...new Float64Array(list.values.slice().buffer)]).toEqual([4, NaN, 6]);
    const empty = await client.request('cell', { ...ALL, row: 0, column: 4 });
    expect(empty).toMatchObject({ shape: [0], count: 0, texts: [] });
    const text = await client.request('cell', { ...ALL, row: 1, column: 2 });
    expect(text).toMatchObject({ shape: [], count: 1, texts: ['long '.repeat(100)] });
    expect(text.values).toHaveLength(0);
    const id = await client.request('cell', { ...ALL, row: 9, column: 0 });
    expect(id.texts).toEqual(['1152921504606846985']);
  });

  it('is counted in the view', async () => {
    const { client } = clientOf(tableOf());
    const asked = { hdu: 0, filter: 'row = 2 or row = 7', sort: [{ column: 0, descending: true }] };
    const { view } = await client.request('arrange', asked);
    const cell = await client.request('cell', { hdu: 0, view, row: 1, column: 4 });
    expect(cell.texts).toHaveLength(3);
    for (const row of [2, -1, 0.5]) {
      await expect(client.request('cell', { hdu: 0, view, row, column: 4 })).rejects.toMatchObject({
        code: 'protocol',
      });
    }
  });
});

describe('text of rows', () => {
  it('goes to the clipboard, with names or without', async () => {
    const { client } = clientOf(tableOf());
    const asked = { ...ALL, from: 1, to: 3, columns: [0, 5] };
    expect(await client.request('rowsText', { ...asked, names: true })).toEqual({
      text: 'id\tgood\n1152921504606846977\tFalse\n1152921504606846978\tFalse',
    });
    expect((await client.request('rowsText', { ...asked, names: false })).text).not.toContain('id');
  });

  it('that is too much is refused before it is read', async () => {
    const table = tableOf();
    const { client } = clientOf(table);
    const asked = { ...ALL, from: 0, to: 1_000_001, columns: [0], names: false };
    await expect(client.request('rowsText', asked)).rejects.toMatchObject({ code: 'too-large' });
    expect(table.reads).toEqual([]);
  });

  it('comes as CSV in pieces that make a whole', async () => {
    const rows = 150_000;
    const table = new MemoryTable(
      [
        column(
          'n',
          'int32',
          Int32Array.from({ length: rows }, (_, i) => i),
        ),
      ],
      rows,
      10_000,
    );
    const { client } = clientOf(table);
    const { view } = await client.request('arrange', {
      ...{ hdu: 0, filter: 'n % 2 = 1', sort: [{ column: 0, descending: true }] },
    });
    let text = '';
    let pieces = 0;
    for (let from = 0, more = true; more; pieces++) {
      const asked = { hdu: 0, view, from, columns: [0], names: from === 0 };
      const piece = await client.request('csv', asked);
      expect(piece.rows).toBe(75_000);
      expect(piece.to).toBeGreaterThan(from);
      text += new TextDecoder().decode(piece.bytes);
      more = piece.to < piece.rows;
      from = piece.to;
    }
    expect(pieces).toBe(2);
    // The column was read for the filter; no row was read once more.
    expect([table.reads.length, table.scans.length]).toEqual([0, 1]);
    const lines = text.split('\r\n');
    expect([lines[0], lines[1], lines[75_000], lines[75_001]]).toEqual(['n', '149999', '1', '']);
  });

  it('comes as CSV of the rows as stored, the next piece made ahead', async () => {
    const rows = 150_000;
    const table = new MemoryTable([column('n', 'int32', new Int32Array(rows))], rows);
    const { client } = clientOf(table);
    const first = await client.request('csv', { ...ALL, from: 0, columns: [0], names: true });
    expect(first.to).toBe(65_536);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(table.reads.map((numbers) => numbers[0])).toEqual([0, 65_536]);
    const next = { ...ALL, from: first.to, columns: [0], names: false };
    expect((await client.request('csv', next)).to).toBe(131_072);
    expect(table.reads.filter((numbers) => numbers[0] === 65_536)).toHaveLength(1);
  });

  it('comes as CSV of a sorted view with its arrays', async () => {
    const table = tableOf();
    const { client } = clientOf(table);
    const sort = [{ column: 0, descending: true }];
    const { view } = await client.request('arrange', { hdu: 0, filter: '', sort });
    const asked = { hdu: 0, view, from: 0, columns: [4, 0, 2], names: true };
    const lines = new TextDecoder()
      .decode((await client.request('csv', asked)).bytes)
      .split('\r\n');
    expect(lines.slice(0, 2)).toEqual(['list,id,col3', '[],1152921504606847975,name 3']);
    expect(lines.slice(997, 999)).toEqual([
      '[],1152921504606846979,',
      '"[4, null, 6]",1152921504606846978,name 2',
    ]);
    expect(table.scans).toEqual([[0], [2]]);
  });

  it('comes as a VOTable in pieces that make a whole, which reads the same', async () => {
    const rows = 70_000;
    const numbers = Int32Array.from({ length: rows }, (_, i) => i * 3);
    const table = new MemoryTable([column('n', 'int32', numbers)], rows);
    table.warnings = ['A cell is <broken>.'];
    const { client } = clientOf(table);
    let text = '';
    for (let from = 0, more = true; more;) {
      const piece = await client.request('votable', {
        ...{ ...ALL, from, columns: [0], names: from === 0 },
      });
      text += new TextDecoder().decode(piece.bytes);
      more = piece.to < piece.rows;
      from = piece.to;
    }
    expect(text).toContain('<INFO name="warning" value="A cell is &lt;broken&gt;."/>');
    const read = await tableIn(new TextEncoder().encode(text));
    expect(read.columns.map(({ name, type }) => [name, type])).toEqual([['n', 'int32']]);
    const slice = await read.read(0, rows, [0]);
    expect(slice.columns[0]?.values).toEqual(numbers);
  });

  it('of no row is a VOTable all the same', async () => {
    const { client } = clientOf(tableOf());
    const { view } = await client.request('arrange', { hdu: 0, filter: 'false', sort: [] });
    const asked = { hdu: 0, view, from: 0, columns: [0], names: true };
    const { bytes } = await client.request('votable', asked);
    expect((await tableIn(bytes)).rows).toBe(0);
  });

  it('of no row has the names alone', async () => {
    const { client } = clientOf(tableOf());
    const { view } = await client.request('arrange', { hdu: 0, filter: 'false', sort: [] });
    const piece = await client.request('csv', {
      hdu: 0,
      view,
      from: 0,
      columns: [0, 2],
      names: true,
    });
    expect(new TextDecoder().decode(piece.bytes)).toBe('id,col3\r\n');
    expect([piece.to, piece.rows]).toEqual([0, 0]);
  });

  it('is read in smaller parts where arrays are too long', async () => {
    const table = tableOf();
    const read = table.read.bind(table);
    table.read = async (from, to, ...rest) => {
      if (to - from > 20) {
        throw new SkybucketError('too-large', 'Too much for memory.');
      }
      return read(from, to, ...rest);
    };
    const { client } = clientOf(table);
    const asked = { ...ALL, from: 0, to: 1000, columns: [0], names: false };
    const { text } = await client.request('rowsText', asked);
    expect(text.split('\n')).toHaveLength(1000);
  });
});
