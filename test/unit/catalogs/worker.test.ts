import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { SkybucketError } from '../../../src/core/errors';
import type { CatalogRequest } from '../../../src/core/catalogs/request/request';
import type { CatalogReply } from '../../../src/protocol/catalog';
import type { RunEnd, RunReport } from '../../../src/worker/catalog/methods';
import { TestWorker, type Faults } from '../../support/catalogs/catalog-worker';

const truth = JSON.parse(
  readFileSync(new URL('worker-truth.json', import.meta.url), 'utf8'),
) as Truth;

interface Truth {
  readonly wise: {
    readonly rows: number;
    readonly boxRows: number;
    readonly boxSum: string;
    readonly cone: readonly string[];
    readonly pixel: number;
  };
  readonly hats: {
    readonly rows: number;
    readonly cone: readonly string[];
    readonly bright: readonly string[];
  };
  readonly stars: {
    readonly rows: number;
    readonly cone: readonly string[];
    readonly bright: readonly string[];
    readonly flux: readonly (readonly number[])[];
    readonly z: readonly (readonly number[])[];
  };
}

const WISE = new URL('../../fixtures/catalogs/wise/wise-sample.parquet/', import.meta.url).href;
const COLLECTION = new URL('../../fixtures/catalogs/hats/star_field_collection/', import.meta.url)
  .href;
const tableUri = (name: string): string => new URL(`worker-tables/${name}`, import.meta.url).href;

const MEMORY = 1e9;
let worker: TestWorker;

function start(faults?: Faults): TestWorker {
  return (worker = new TestWorker(faults));
}

afterEach(() => {
  expect(worker.bugs).toEqual([]);
  worker.close();
});

function asked(uri: string, over: Partial<CatalogRequest> = {}): CatalogRequest {
  return {
    dataset: { uri, part: '' },
    columns: ['cntr'],
    filter: '',
    region: { kind: 'everywhere' },
    position: undefined,
    ...over,
  };
}

async function opened(uri: string, part = ''): Promise<CatalogReply> {
  const reply = await worker.request('openCatalog', { dataset: { uri, part } });
  if ('choices' in reply) {
    throw new Error('There is a choice.');
  }
  return reply;
}

function run(request: CatalogRequest): Promise<RunEnd> {
  return worker.request('run', { request, mostMemory: MEMORY });
}

/** The texts of a column of the table on show. */
async function texts(end: Pick<RunEnd, 'table'>, column = 0): Promise<(string | null)[]> {
  const { hdu, rows } = end.table;
  const reply = await worker.request('rows', {
    ...{ hdu, view: '', from: 0, to: rows, columns: [column] },
  });
  return [...(reply.cells[0] ?? [])];
}

const CONE = { kind: 'cone', ra: 64.5, dec: 27, radius: 0.4 } as const;

describe('a catalogue in folders by pixel', () => {
  it('is opened with its columns, position, and a few columns to begin with', async () => {
    start();
    const reply = await opened(WISE);
    expect(reply).toMatchObject({
      kind: 'hive',
      about: 'Parquet files by HEALPix pixel of order 5',
      position: { ra: 'ra', dec: 'dec' },
      warnings: [],
    });
    expect(reply.columns.find(({ name }) => name === 'w1mpro')).toEqual({
      ...{ name: 'w1mpro', type: 'float32', unit: 'mag', list: false, numeric: true },
      description: 'W1 magnitude measured with profile-fitting photometry',
      inFolders: false,
    });
    expect(reply.columns.filter(({ inFolders }) => inFolders).map(({ name }) => name)).toEqual([
      'healpix_k0',
      'healpix_k5',
    ]);
    expect(reply.defaultColumns).toEqual([
      ...['designation', 'ra', 'dec', 'w1mpro', 'w2mpro', 'w3mpro', 'w4mpro'],
    ]);
    expect(worker.open.size).toBe(0);
  });

  it('tells all that a file says of a field', async () => {
    start();
    await opened(WISE);
    const { entries } = await worker.request('field', { column: 'ra' });
    expect(Object.fromEntries(entries.map(({ name, value }) => [name, value]))).toMatchObject({
      ...{ Name: 'ra', Type: 'float64', Unit: 'deg', unit: 'deg', 'Physical type': 'DOUBLE' },
      description: 'J2000 right ascension with respect to the 2MASS PSC frame',
      Nullable: 'yes',
    });
    await expect(worker.request('field', { column: 'none' })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('says what is wrong with a filter, and where', async () => {
    start();
    await opened(WISE);
    const check = (filter: string): Promise<{ problem: unknown }> =>
      worker.request('checkFilter', { filter });
    expect(await check('')).toEqual({ problem: undefined });
    expect(await check('ext_flg == 0 and w1mpro - w2mpro > 0.8')).toEqual({ problem: undefined });
    expect(await check('[("ext_flg", "==", 0)]')).toEqual({ problem: undefined });
    expect(await check('w1mpo < 3')).toMatchObject({ problem: { from: 0, to: 5 } });
  });

  it('gives the rows that pyarrow and astropy choose', async () => {
    start();
    await opened(WISE);
    const columns = ['cntr', 'healpix_k5'];
    const box = { kind: 'box', ra: [62, 66], dec: [25, 29] } as const;
    const end = await run(asked(WISE, { columns, region: box, filter: 'ext_flg == 0' }));
    expect(end).toMatchObject({ state: 'done', complete: true, warnings: [] });
    expect(end.table.rows).toBe(truth.wise.boxRows);
    const sum = (await texts(end)).reduce((all, text) => all + BigInt(text ?? 0), 0n);
    expect(String(sum)).toBe(truth.wise.boxSum);
    const cone = await run(asked(WISE, { region: CONE, filter: '[("w1mpro", "<", 15)]' }));
    expect((await texts(cone)).sort()).toEqual(truth.wise.cone);
    const pixel = await run(asked(WISE, { columns, filter: 'healpix_k5 == 117' }));
    expect(pixel.table.rows).toBe(truth.wise.pixel);
    expect(new Set(await texts(pixel, 1))).toEqual(new Set(['117']));
    // What was open for it is not any more.
    expect(worker.open.size).toBe(0);
  });

  it('is planned before, and the plan that was made is run', async () => {
    start();
    await opened(WISE);
    const request = asked(WISE, { region: CONE, filter: 'w1mpro < 15' });
    const steps: { done: number; known: number }[] = [];
    const plan = await worker.request(
      'plan',
      { request },
      { onProgress: (step) => steps.push(step) },
    );
    expect(plan).toMatchObject({ problems: [], gone: [], pixels: { order: 5 } });
    expect(plan.files).toBeGreaterThan(0);
    expect(plan.pixels?.count).toBe(plan.files);
    expect(plan.bytes).toBeGreaterThan(0);
    expect(plan.rows.atMost).toBeGreaterThanOrEqual(truth.wise.cone.length);
    expect(steps.at(-1)?.done).toBe(steps.at(-1)?.known);
    const before = worker.opened.length;
    const reports: RunReport[] = [];
    const end = await worker.request(
      'run',
      { request, mostMemory: MEMORY },
      { onProgress: (report) => reports.push(report) },
    );
    expect(end.table.rows).toBe(truth.wise.cone.length);
    expect(worker.opened.length).toBe(before);
  });

  it('goes on where a folder cannot be listed or a file is broken or gone, and says what is missing', async () => {
    start({
      list: (folder) => {
        if (folder.endsWith('healpix_k5=117')) {
          throw new SkybucketError('network', 'The line is down.');
        }
      },
    });
    const end = await run(asked(WISE, { region: { kind: 'box', ra: [61, 67], dec: [24, 30] } }));
    expect(end.complete).toBe(false);
    expect(end.state).toBe('done');
    expect(end.warnings[0]).toBe('The result is incomplete: some of it could not be read.');
    expect(end.warnings[1]).toMatch(/healpix_k5=117.* could not be listed/);
    worker.close();
    let broken = '';
    start({
      bytes: (path, own) => {
        broken ||= path.includes('healpix_k5=') ? path : '';
        return path === broken ? own.subarray(0, own.length - 20) : own;
      },
    });
    await opened(WISE);
    const some = await run(asked(WISE));
    expect(some).toMatchObject({ state: 'done', complete: false });
    expect(some.warnings[1]).toContain(broken);
    expect(some.table.rows).toBeGreaterThan(truth.wise.rows / 2);
    expect(some.table.rows).toBeLessThan(truth.wise.rows);
  });

  it('ends where memory is full, marked as such', async () => {
    start();
    const end = await worker.request('run', { request: asked(WISE), mostMemory: 1000 });
    expect(end).toMatchObject({ state: 'full', complete: false });
    expect(end.table.rows).toBeGreaterThan(0);
    expect(end.table.rows).toBeLessThan(truth.wise.rows);
  });
});

describe('a query that runs', () => {
  /** Holds up every reading of bytes of files until it is let go, but for footers. */
  function held(): { faults: Faults; letGo: () => void; hold: () => void } {
    let gate: Promise<void> | undefined;
    let open: () => void = () => undefined;
    return {
      faults: { read: async () => gate },
      hold: () => {
        gate = new Promise((resolve) => (open = resolve));
      },
      letGo: () => {
        gate = undefined;
        open();
      },
    };
  }

  it('is stopped with what has come, and paused meanwhile', async () => {
    const gate = held();
    start(gate.faults);
    await opened(WISE);
    const request = asked(WISE, { columns: ['cntr', 'ra'] });
    await worker.request('plan', { request });
    gate.hold();
    const running = run(request);
    await worker.request('pause', { paused: true });
    gate.letGo();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const stopping = worker.request('stop', {});
    const end = await running;
    await stopping;
    expect(end).toMatchObject({ state: 'stopped', complete: false });
    expect(end.warnings[0]).toBe('The result is incomplete: the query was stopped.');
    const again = await run(request);
    expect(again).toMatchObject({ state: 'done', complete: true });
    expect(again.table.rows).toBe(truth.wise.rows);
  });

  it('goes on after a pause to all of its rows', async () => {
    start();
    await opened(WISE);
    const request = asked(WISE);
    await worker.request('plan', { request });
    const running = run(request);
    await worker.request('pause', { paused: true });
    let ended = false;
    void running.then(() => (ended = true));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(ended).toBe(false);
    await worker.request('pause', { paused: false });
    expect((await running).table.rows).toBe(truth.wise.rows);
  });

  it('shows tables that stay as they were while it grows', async () => {
    start({ read: () => new Promise((resolve) => setTimeout(resolve, 30)) });
    await opened(WISE);
    const reports: RunReport[] = [];
    const lookedAt: Promise<void>[] = [];
    const end = await worker.request(
      'run',
      { request: asked(WISE), mostMemory: MEMORY },
      {
        onProgress: (report) => {
          reports.push(report);
          const { hdu, rows } = report.table;
          lookedAt.push(
            worker.request('table', { hdu }).then((table) => expect(table.rows).toBe(rows)),
          );
        },
      },
    );
    await Promise.all(lookedAt);
    expect(reports[0]?.table.rows).toBe(0);
    const rows = reports.map((report) => report.table.rows);
    expect(rows).toEqual([...rows].sort((a, b) => a - b));
    const first = reports[0]?.table.hdu as number;
    expect((await worker.request('table', { hdu: first })).rows).toBe(0);
    const next = await run(asked(WISE, { filter: 'ext_flg == 0' }));
    // Numbers of a former result are not taken for those of the next.
    await expect(worker.request('table', { hdu: end.table.hdu })).rejects.toMatchObject({
      code: 'not-found',
    });
    expect(next.table.hdu).toBeGreaterThan(end.table.hdu);
  });

  it('gives way to the next one', async () => {
    const gate = held();
    start(gate.faults);
    await opened(WISE);
    await worker.request('plan', { request: asked(WISE) });
    gate.hold();
    const first = run(asked(WISE));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const next = run(asked(WISE, { filter: 'ext_flg == 0', region: CONE }));
    await expect(first).resolves.toMatchObject({ state: 'stopped' });
    gate.letGo();
    const second = await next;
    expect(second).toMatchObject({ state: 'done', complete: true });
  });
});

describe('a HATS collection', () => {
  it('is a choice of which the catalogue comes first', async () => {
    start();
    const reply = await worker.request('openCatalog', { dataset: { uri: COLLECTION, part: '' } });
    expect(reply).toEqual({
      choices: [
        { dataset: { uri: COLLECTION, part: 'star_field' }, label: 'star_field (catalogue)' },
        {
          dataset: { uri: COLLECTION, part: 'star_field_10arcs' },
          label: 'star_field_10arcs (margin, the default one)',
        },
        {
          dataset: { uri: COLLECTION, part: 'star_field_id_index' },
          label: 'star_field_id_index (index of id, the default one)',
        },
      ],
    });
  });

  it('gives the rows of the catalogue that was chosen, nested columns too', async () => {
    start();
    const reply = await opened(COLLECTION, 'star_field');
    expect(reply).toMatchObject({
      kind: 'hats',
      rows: truth.hats.rows,
      position: { ra: 'ra', dec: 'dec' },
      defaultColumns: ['id', 'ra', 'dec', 'rmag'],
    });
    const dataset = { uri: COLLECTION, part: 'star_field' };
    const region = { kind: 'cone', ra: 150.12, dec: 2.2, radius: 0.02 } as const;
    const lists = reply.columns.filter(({ list }) => list).map(({ name }) => name);
    expect(lists.length).toBeGreaterThan(0);
    const end = await run(asked('', { dataset, columns: ['id', ...lists], region }));
    expect(end).toMatchObject({ state: 'done', complete: true });
    expect((await texts(end)).sort()).toEqual([...truth.hats.cone].sort());
    const bright = await run(asked('', { dataset, columns: ['id'], filter: 'rmag < 17' }));
    expect((await texts(bright)).sort()).toEqual([...truth.hats.bright].sort());
  });

  it('says that rows of a margin are copies', async () => {
    start();
    const reply = await opened(COLLECTION, 'star_field_10arcs');
    expect(reply.warnings[0]).toMatch(/copies of rows/);
    await expect(opened(COLLECTION, '../elsewhere')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('tables of other formats', () => {
  const region = { kind: 'cone', ra: 0.1, dec: 0.2, radius: 0.9 } as const;

  it.each(['stars.fits', 'stars.vot', 'stars.csv', 'stars.ecsv'])(
    'are queried as catalogues are: %s',
    async (name) => {
      start();
      const uri = tableUri(name);
      const reply = await opened(uri);
      expect(reply).toMatchObject({
        ...{ kind: 'table', rows: truth.stars.rows, position: { ra: 'ra', dec: 'dec' } },
        warnings: [],
      });
      const request = asked(uri, { columns: ['id', 'name'], region });
      const plan = await worker.request('plan', { request });
      expect(plan).toMatchObject({ files: 1, rows: { all: 400, atMost: 400 }, gone: [] });
      const cone = await run(request);
      expect(cone).toMatchObject({ state: 'done', complete: true, warnings: [] });
      expect(await texts(cone)).toEqual(truth.stars.cone);
      const bright = await run(asked(uri, { columns: ['id'], region, filter: 'mag < 18' }));
      expect(await texts(bright)).toEqual(truth.stars.bright);
    },
  );

  it('keep arrays and complex numbers', async () => {
    start();
    const uri = tableUri('stars.fits');
    const end = await run(asked(uri, { columns: ['flux', 'z'], region, filter: 'mag < 18' }));
    const { hdu, rows } = end.table;
    expect(rows).toBe(truth.stars.flux.length);
    for (const row of [0, 1, rows - 1]) {
      const flux = await worker.request('cell', { hdu, view: '', row, column: 0 });
      expect(flux.shape).toEqual([3]);
      expect([...new Float64Array(flux.values.slice().buffer)]).toEqual(truth.stars.flux[row]);
      const { texts: z } = await worker.request('cell', { hdu, view: '', row, column: 1 });
      const [re = NaN, im = NaN] = truth.stars.z[row] ?? [];
      expect(z[0]).toContain(String(Math.abs(re)));
      expect(z[0]).toContain(String(Math.abs(im)));
    }
  });

  it('have positions in hours and degrees as text', async () => {
    start();
    const uri = tableUri('sexagesimal.csv');
    expect((await opened(uri)).position).toEqual({ ra: 'RA', dec: 'DEC' });
    expect(await texts(await run(asked(uri, { columns: ['id'], region })))).toEqual(
      truth.stars.cone,
    );
  });

  it('have positions of another equinox where the file says so', async () => {
    start();
    const uri = tableUri('b1950.fits');
    expect((await opened(uri)).position).toEqual({ ra: 'ra', dec: 'dec' });
    expect(await texts(await run(asked(uri, { columns: ['id'], region })))).toEqual(
      truth.stars.cone,
    );
  });

  it('are chosen from where there are several', async () => {
    start();
    const uri = tableUri('two.fits');
    expect(await worker.request('openCatalog', { dataset: { uri, part: '' } })).toEqual({
      choices: [
        { dataset: { uri, part: '1' }, label: expect.stringMatching(/^STARS \(/) },
        { dataset: { uri, part: '2' }, label: expect.stringMatching(/^OTHER \(/) },
      ],
    });
    expect((await opened(uri, '2')).columns.map(({ name }) => name)).toEqual(['x']);
    await expect(opened(uri, '7')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a result', () => {
  it('is a Parquet file that is opened again with the same rows', async () => {
    start();
    const columns = ['cntr', 'designation', 'w1mpro', 'healpix_k5'];
    const end = await run(asked(WISE, { columns, region: CONE }));
    const before = await Promise.all(columns.map((_, i) => texts(end, i)));
    const pieces: Uint8Array[] = [];
    for (let first = true; ; first = false) {
      const piece = await worker.request('resultFile', { hdu: end.table.hdu, first });
      pieces.push(piece.bytes);
      if (piece.done) {
        expect(piece.share).toBe(1);
        break;
      }
    }
    worker.close();
    const { mkdtempSync, writeFileSync } = await import('node:fs');
    const { tmpdir } = await import('node:os');
    const { join } = await import('node:path');
    const { pathToFileURL } = await import('node:url');
    const path = join(mkdtempSync(join(tmpdir(), 'result-')), 'result.parquet');
    writeFileSync(path, Buffer.concat(pieces));
    start();
    const how = { state: 'stopped', complete: false, warnings: ['It was stopped.'] } as const;
    const again = await worker.request('openResult', { uri: pathToFileURL(path).href, ...how });
    expect(again).toMatchObject(how);
    expect(await Promise.all(columns.map((_, i) => texts(again, i)))).toEqual(before);
    const table = await worker.request('table', { hdu: again.table.hdu });
    expect(table.columns.map(({ name, type, unit }) => [name, type, unit])).toEqual([
      ['cntr', 'int64', undefined],
      ['designation', 'text', undefined],
      ['w1mpro', 'float32', 'mag'],
      ['healpix_k5', 'int32', undefined],
    ]);
  });

  it('has views of chosen rows, and tells the rows of a view', async () => {
    start();
    const end = await run(asked(WISE, { region: CONE }));
    const all = await texts(end);
    const { hdu } = end.table;
    const rows = Uint32Array.of(5, 2, 9);
    const made = await worker.request('viewOfRows', { hdu, rows: new Uint8Array(rows.buffer) });
    expect(made.rows).toBe(3);
    const reply = await worker.request('rows', {
      ...{ hdu, view: made.view, from: 0, to: 3, columns: [0] },
    });
    expect(reply.cells[0]).toEqual([all[5], all[2], all[9]]);
    const back = await worker.request('rowsOfView', { hdu, view: made.view });
    expect([...new Uint32Array(back.rows.slice().buffer)]).toEqual([5, 2, 9]);
    const outside = new Uint8Array(Uint32Array.of(end.table.rows).buffer);
    await expect(worker.request('viewOfRows', { hdu, rows: outside })).rejects.toMatchObject({
      code: 'protocol',
    });
  });

  it('can be of rows that came from elsewhere', async () => {
    start();
    const column = { unit: '', description: '' };
    await worker.request('beginRows', {
      columns: [
        { name: 'id', type: 'int64', ...column },
        { name: 'mag', type: 'float32', ...column, unit: 'mag' },
        { name: 'ok', type: 'bool', ...column },
        { name: 'name', type: 'text', ...column },
      ],
    });
    await worker.request('addRows', {
      columns: [
        ['9007199254740993', null],
        [1.5, 'NaN'],
        [true, null],
        ['a', null],
      ],
    });
    await worker.request('addRows', { columns: [[7], [null], [false], ['b']] });
    const bad = worker.request('addRows', { columns: [['x'], [1], [true], ['b']] });
    await expect(bad).rejects.toMatchObject({ code: 'protocol' });
    const end = await worker.request('endRows', { state: 'done', warnings: [] });
    expect(end).toMatchObject({ state: 'done', complete: true, table: { rows: 3 } });
    expect(await texts(end)).toEqual(['9007199254740993', null, '7']);
    expect(await texts(end, 1)).toEqual(['1.5', 'NaN', null]);
    expect(await texts(end, 2)).toEqual(['True', null, 'False']);
    expect(await texts(end, 3)).toEqual(['a', null, 'b']);
  });

  it('takes no rows from elsewhere where a query has taken its place', async () => {
    start();
    const column = { name: 'cntr', type: 'int64', unit: '', description: '' };
    await worker.request('beginRows', { columns: [column] });
    const late: Promise<unknown>[] = [];
    const refused = (): Promise<unknown> =>
      expect(worker.request('addRows', { columns: [['7']] })).rejects.toMatchObject({
        code: 'protocol',
      });
    const end = await worker.request(
      'run',
      { request: asked(WISE), mostMemory: MEMORY },
      { onProgress: () => late.push(refused()) },
    );
    await Promise.all([...late, refused()]);
    expect(end).toMatchObject({ state: 'done', complete: true });
    expect(end.table.rows).toBe(truth.wise.rows);
  });
});

describe('a data set that is not as it should be', () => {
  it('is said to be none where there is nothing to read', async () => {
    start();
    const nothing = new URL('../../fixtures/catalogs/hats/', import.meta.url).href;
    await expect(opened(nothing)).rejects.toMatchObject({ code: 'unsupported' });
    await expect(opened(tableUri('gone.fits'))).rejects.toMatchObject({ code: 'not-found' });
    const uri = tableUri('stars.fits');
    await opened(uri);
    for (const [over, message] of [
      [{ columns: [] }, /No column is chosen/],
      [{ columns: ['none'] }, /no column “none”/],
      [
        { columns: ['id'], region: CONE, position: { ra: 'mag', dec: 'dec' } },
        /no column of angles/,
      ],
      [{ columns: ['id'], filter: 'nothing < 3' }, /nothing/],
    ] as const) {
      await expect(run(asked(uri, over))).rejects.toMatchObject({
        message: expect.stringMatching(message) as string,
      });
    }
    const magnitudes = { ra: 'w1mpro', dec: 'dec' };
    await expect(run(asked(WISE, { region: CONE, position: magnitudes }))).rejects.toMatchObject({
      message: '“w1mpro” is in mag, so it is no coordinate in degrees.',
    });
  });

  it('ends as failed with what has come where nothing more can be read', async () => {
    let down = false;
    start({
      read: async () => {
        if (down) {
          throw new SkybucketError('network', 'The line is down.', { retryable: true });
        }
      },
    });
    await opened(WISE);
    await worker.request('plan', { request: asked(WISE) });
    down = true;
    const end = await run(asked(WISE));
    expect(end).toMatchObject({ state: 'failed', complete: false });
    expect(end.warnings[0]).toBe('The result is incomplete: reading the rest of it failed.');
    // Before anything was read, it is the reason that is told.
    await expect(run(asked(WISE, { filter: 'ext_flg == 1' }))).rejects.toMatchObject({
      code: 'network',
    });
  });

  it('says what is wrong with a region, and how large one is', async () => {
    start();
    const check = (region: CatalogRequest['region']): Promise<unknown> =>
      worker.request('checkRegion', { region });
    expect(await check({ kind: 'everywhere' })).toMatchObject({ problem: undefined });
    expect(await check({ kind: 'moc', text: 'no', name: 'a' })).toMatchObject({
      squareDegrees: undefined,
      problem: expect.stringContaining('coverage map') as string,
    });
  });
});
