import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { Meter } from '../../../src/core/bytes/meter';
import { SkybucketError } from '../../../src/core/errors';
import { ImageFile } from '../../../src/extension/editors/image-file';
import { imageHandlers } from '../../../src/extension/editors/image-handlers';
import type { OverviewProgress, StructureReply } from '../../../src/protocol/methods';
import { HostServer, WebviewClient } from '../../../src/protocol/rpc';
import { toWireError } from '../../../src/worker/wire-error';
import { NO_ACTIONS } from '../../support/editors/no-actions';
import { InProcessThread } from '../../support/worker/in-process';
import {
  card,
  concat,
  extensionCards,
  headerBytes,
  imageFile,
  latin1,
  padToBlock,
  primaryCards,
  stored,
} from '../fits/support/made';
import { channel } from '../protocol/channel';
import { FakeObject } from './fake-object';

const GOLDEN = new URL('../../fixtures/golden/', import.meta.url);
const JWST =
  'sample/jwst/public/jw99999/jw99999001001/jw99999001001_02101_00001_nrcalong_rate.fits';

interface Truth {
  readonly info: readonly (readonly [number, string, number, string, number, string, string])[];
  readonly hdus: readonly {
    readonly cards: readonly (readonly [string, unknown, string])[];
    readonly image: { min: number; max: number };
    readonly zscale: readonly [number, number];
  }[];
}

function golden(path: string): { bytes: Uint8Array; truth: Truth } {
  return {
    bytes: new Uint8Array(readFileSync(new URL(path, GOLDEN))),
    truth: JSON.parse(readFileSync(new URL(`truth/${path}.json`, GOLDEN), 'utf8')) as Truth,
  };
}

const opened: ImageFile[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((file) => file.close()));
});

/** A webview connected to the handlers of a file, through the protocol; its worker in this thread. */
function viewer(object: FakeObject) {
  const { host, webview } = channel();
  const seen = { copied: [] as string[], downloads: 0, reloads: 0, state: null as unknown };
  const saved: [string, Uint8Array][] = [];
  const file = new ImageFile({
    open: object.open,
    startThread: () => new InProcessThread(),
    meter: new Meter(),
    onReload: () => server.emit('reload', null),
    onDeath: () => undefined,
  });
  opened.push(file);
  const handlers = imageHandlers(file, {
    ...NO_ACTIONS,
    copy: async (text) => void seen.copied.push(text),
    download: async () => void (seen.downloads += 1),
    save: async (...what) => saved.push(what) > 0,
    exportTable: async (name, _format, pieces, { signal, onProgress }) => {
      const data: number[] = [];
      await pieces(signal, async ({ bytes, to, rows }) => {
        data.push(...bytes);
        onProgress(to / rows);
      });
      return saved.push([name, Uint8Array.from(data)]) > 0;
    },
    remember: async (state) => void (seen.state = state),
    restore: async () => seen.state,
    countFrom: async (origin) => void seen.copied.push(`from ${origin}`),
  });
  const server: HostServer = new HostServer(host, handlers, toWireError);
  const client = new WebviewClient(webview);
  client.on('reload', () => (seen.reloads += 1));
  client.ready();
  return { client, file, seen, saved, host };
}

const floats = (bytes: Uint8Array): number[] => [...new Float32Array(bytes.slice().buffer)];

describe('structure', () => {
  it('lists the HDUs as astropy does, growing, with the science image first', async () => {
    const { bytes, truth } = golden(JWST);
    const { client, file } = viewer(new FakeObject(bytes));
    const parts: StructureReply[] = [];
    const reply = await client.request('structure', {}, { onProgress: (part) => parts.push(part) });
    expect(
      reply.lines.map((l) => [l.index, l.name, l.version, l.type, l.cards, l.dimensions, l.format]),
    ).toEqual(truth.info);
    expect(reply).toMatchObject({ title: 's3://bucket/image.fits', first: 1, warnings: [] });
    expect(reply.lines.map((line) => line.picture === 'yes')).toEqual([
      false,
      true,
      true,
      true,
      true,
      true,
      false,
    ]);
    expect(parts[0]?.lines).toHaveLength(1);
    expect(file.size).toBe(bytes.length);
  });

  it.each([
    ['is not FITS', latin1('{"json": true}'.padEnd(4000))],
    ['is empty', new Uint8Array(0)],
  ])('of a file that %s is an error with a sentence', async (_, bytes) => {
    const { client } = viewer(new FakeObject(bytes));
    await expect(client.request('structure', {})).rejects.toMatchObject({
      code: expect.stringMatching(/^(format|unsupported)$/) as string,
      message: expect.stringMatching(/\.$/) as string,
    });
  });

  it('of a file that cannot be opened tells why, and works when asked again', async () => {
    const { bytes } = golden('fits/header.fits');
    const object = new FakeObject(bytes);
    object.failure = new SkybucketError('access-denied', 'No access.', { hint: 'Sign in.' });
    const { client } = viewer(object);
    await expect(client.request('structure', {})).rejects.toMatchObject({
      code: 'access-denied',
      hint: 'Sign in.',
    });
    expect((await client.request('structure', {})).lines.length).toBeGreaterThan(0);
  });

  it('shows a bounded number of warnings', async () => {
    const odd = Array.from({ length: 150 }, (_, k) => `${`Key${k}`.padEnd(8)}= ${k}`);
    const bytes = headerBytes([...primaryCards(8, []), ...odd]);
    const { client } = viewer(new FakeObject(bytes));
    const { warnings } = await client.request('header', { hdu: 0 });
    expect(warnings).toHaveLength(101);
    expect(warnings.at(-1)).toBe('There are 50 more warnings.');
  });
});

describe('header', () => {
  it('gives values as written, logicals as T and F, strings without quotes', async () => {
    const bytes = headerBytes([
      ...primaryCards(8, []),
      card('OBJECT', "M 31's core", 'target'),
      'EXPTIME =             1.50D+01',
      'UNDEF   =                      / no value',
      'COMMENT   kept as it is',
    ]);
    const { client } = viewer(new FakeObject(bytes));
    const { cards } = await client.request('header', { hdu: 0 });
    const shown = cards.map(({ keyword, value, comment }) => [keyword, value, comment]);
    expect(shown[0]).toEqual(['SIMPLE', 'T', 'conforms to FITS standard']);
    expect(shown.slice(3)).toEqual([
      ['OBJECT', "M 31's core", 'target'],
      ['EXPTIME', '1.50D+01', ''],
      ['UNDEF', '', 'no value'],
      ['COMMENT', '  kept as it is', ''],
    ]);
    expect(cards[4]?.raw).toBe('EXPTIME =             1.50D+01'.padEnd(80));
  });

  it('has the cards astropy has', async () => {
    const { bytes, truth } = golden(JWST);
    const { client } = viewer(new FakeObject(bytes));
    const { cards } = await client.request('header', { hdu: 1 });
    expect(cards.map((c) => [c.keyword, c.comment])).toEqual(
      truth.hdus[1]?.cards.map(([keyword, , comment]) => [keyword, comment]),
    );
  });

  it('of an HDU that is not there is an error', async () => {
    const { client } = viewer(new FakeObject(golden('fits/header.fits').bytes));
    await expect(client.request('header', { hdu: 99 })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('pixels', () => {
  it.each([1, 2, 3, 4, 5])('limits of HDU %i are those of astropy', async (hdu) => {
    const { bytes, truth } = golden(JWST);
    const { client } = viewer(new FakeObject(bytes));
    const size = { width: 256, height: 256 };
    const { grid, minmax, zscale, done } = await client.request('overview', {
      hdu,
      slice: [],
      ...size,
    });
    expect(grid).toMatchObject({ ...size, step: 1, kind: 'exact', x0: 0, y0: 0 });
    expect(done).toBe(1);
    const { image, zscale: wanted } = truth.hdus[hdu] as Truth['hdus'][number];
    const near = (value: number, want: number): void =>
      expect(Math.abs(value - want)).toBeLessThanOrEqual(1e-6 * Math.abs(want));
    near(minmax.low, image.min);
    near(minmax.high, image.max);
    near(zscale.low, wanted[0]);
    near(zscale.high, wanted[1]);
  });

  it('are those of the plane that was asked for', async () => {
    const { client } = viewer(new FakeObject(golden('fits/four-d.fits').bytes));
    const ref = { hdu: 0, slice: [2, 1] };
    expect(await client.request('plane', ref)).toEqual({
      width: 5,
      height: 4,
      unit: undefined,
      bytesPerRow: 5 * 4,
      local: false,
      axes: [3, 2],
      axisLines: [5, 4, 3, 2].map((length) => ({ length, name: '', unit: '', linear: undefined })),
    });
    const tile = await client.request('tile', { ...ref, x0: 1, y0: 2, x1: 3, y1: 4, step: 1 });
    // The pixels of this file count up from 0; a plane has 20, the last axis steps 60.
    expect(floats(tile.values)).toEqual([111, 112, 116, 117]);
    expect(tile).toMatchObject({ width: 2, height: 2, x0: 1, y0: 2, step: 1, kind: 'exact' });
    expect(await client.request('value', { ...ref, x: 4, y: 3 })).toEqual({ text: '119' });
  });

  it('travel in arrays of their own', async () => {
    const { client, host } = viewer(new FakeObject(golden('fits/four-d.fits').bytes));
    const ref = { hdu: 0, slice: [0, 0] };
    await client.request('tile', { ...ref, x0: 0, y0: 0, x1: 5, y1: 4, step: 2 });
    await client.request('overview', { ...ref, width: 3, height: 3 });
    for (const message of host.posted) {
      const result = message.type === 'reply' ? message.result : undefined;
      const grid = (result as OverviewProgress).grid ?? result;
      const { quantiles = grid.values } = result as Partial<OverviewProgress>;
      for (const bytes of [grid.values, grid.filled, quantiles]) {
        expect(Object.getPrototypeOf(bytes)).toBe(Uint8Array.prototype);
        expect(bytes.buffer.byteLength).toBe(bytes.byteLength);
      }
    }
    expect(host.posted).toHaveLength(2);
  });

  it('of a large remote image come step by step', async () => {
    const bytes = imageFile(-64, [8192, 128], new Uint8Array(8 * 8192 * 128));
    const { client } = viewer(new FakeObject(bytes));
    const steps: OverviewProgress[] = [];
    const last = await client.request(
      'overview',
      { hdu: 0, slice: [], width: 8192, height: 8192 },
      { onProgress: (step) => steps.push(step) },
    );
    expect(steps.every((step) => step.grid.kind === 'sampled' && step.done < 1)).toBe(true);
    expect(last.grid).toMatchObject({ width: 2048, height: 32, step: 4, kind: 'sampled' });
    expect(last.done).toBe(1);
  });

  it('of an image without a finite value have limits all the same', async () => {
    const bytes = imageFile(-32, [2, 1], stored(-32, [NaN, NaN]));
    const { client } = viewer(new FakeObject(bytes));
    const reply = await client.request('overview', { hdu: 0, slice: [], width: 2, height: 1 });
    expect(reply.zscale).toEqual({ low: 0, high: 1 });
    expect(reply.minmax).toEqual({ low: 0, high: 1 });
  });

  it('are shown as far as they go in a file that ends early', async () => {
    const whole = imageFile(16, [1000, 40], new Uint8Array(2 * 1000 * 40).fill(1));
    const { client } = viewer(new FakeObject(whole.slice(0, 2880 + 2000 * 25), true));
    const { warnings } = await client.request('structure', {});
    expect(warnings.join()).toContain('ends early');
    const { grid } = await client.request('overview', {
      hdu: 0,
      slice: [],
      width: 1000,
      height: 40,
    });
    expect([...grid.filled].lastIndexOf(1)).toBe(24);
    expect(floats(grid.values).filter(Number.isNaN)).toHaveLength(15 * 1000);
  });

  it('of an HDU without any are an error with a sentence', async () => {
    const bytes = concat(
      headerBytes(primaryCards(8, [])),
      headerBytes([...extensionCards('BINTABLE', 8, [4, 2]), card('TFIELDS', 0)]),
      padToBlock(new Uint8Array(8)),
    );
    const { client } = viewer(new FakeObject(bytes));
    await expect(client.request('plane', { hdu: 0, slice: [] })).rejects.toMatchObject({
      code: 'format',
    });
    await expect(client.request('plane', { hdu: 1, slice: [] })).rejects.toMatchObject({
      code: 'unsupported',
    });
  });
});

describe('tables', () => {
  const table = concat(
    headerBytes(primaryCards(8, [])),
    headerBytes([
      ...extensionCards('BINTABLE', 8, [3, 4]),
      card('TFIELDS', 2),
      card('TFORM1', 'B'),
      card('TTYPE1', 'flag'),
      card('TFORM2', '2A'),
      card('TTYPE2', 'name'),
    ]),
    padToBlock(latin1('\u0001ab\u0004cd\u0002ef\u0003gh')),
  );

  it('are read, put in order and written by way of the worker', async () => {
    const { client, saved } = viewer(new FakeObject(table));
    const { columns, rows } = await client.request('table', { hdu: 1 });
    expect([columns.map(({ name }) => name), rows]).toEqual([['flag', 'name'], 4]);
    const sort = [{ column: 0, descending: true }];
    const { view } = await client.request('arrange', { hdu: 1, filter: 'flag > 1', sort });
    const shown = { hdu: 1, view, from: 0, to: 9, columns: [1] };
    expect((await client.request('rows', shown)).cells).toEqual([['cd', 'gh', 'ef']]);
    const shares: number[] = [];
    const asked = { hdu: 1, view, name: 'm31', columns: [1, 0], format: 'csv' } as const;
    const reply = await client.request('exportTable', asked, {
      onProgress: ({ done }) => shares.push(done),
    });
    expect(reply).toEqual({ saved: true });
    expect(saved).toEqual([['m31', latin1('name,flag\r\ncd,4\r\ngh,3\r\nef,2\r\n')]]);
    expect(shares).toEqual([1]);

    await client.request('exportTable', { ...asked, format: 'votable' });
    const text = new TextDecoder().decode(saved[1]?.[1] as Uint8Array);
    expect(text).toMatch(/^<\?xml .*<FIELD name="name" .*<FIELD name="flag" .*<\/VOTABLE>\n$/s);
    expect(text.match(/<TR>.*<\/TR>/g)).toEqual(
      ['cd,4', 'gh,3', 'ef,2'].map(
        (row) => `<TR>${row.replace(/\w+/g, '<TD>$&</TD>').replace(',', '')}</TR>`,
      ),
    );
  });
});

describe('the rest', () => {
  it('is done by the actions', async () => {
    const { client, seen, saved } = viewer(new FakeObject(new Uint8Array(0)));
    expect(await client.request('copy', { text: 'NAXIS1' })).toBeNull();
    expect(await client.request('download', {})).toBeNull();
    expect(seen).toMatchObject({ copied: ['NAXIS1'], downloads: 1 });
    const data = new Uint8Array([1, 2]);
    expect(await client.request('save', { name: 'm31.png', data })).toEqual({ saved: true });
    expect(saved).toEqual([['m31.png', data]]);
    expect(await client.request('restore', {})).toEqual({ state: null });
    expect(await client.request('remember', { state: { zoom: 2 } })).toBeNull();
    expect(await client.request('restore', {})).toEqual({ state: { zoom: 2 } });
    expect(await client.request('countFrom', { pixelOrigin: 0 })).toBeNull();
    expect(seen.copied).toEqual(['NAXIS1', 'from 0']);
  });

  it('tells the webview to start again when the object changed', async () => {
    const object = new FakeObject(imageFile(16, [2, 1], stored(16, [1, 2])));
    const { client, seen } = viewer(object);
    const ref = { hdu: 0, slice: [] };
    await client.request('plane', ref);
    object.change(imageFile(16, [2, 1], stored(16, [7, 8])));
    const asked = { ...ref, x: 0, y: 0 };
    await expect(client.request('value', asked)).rejects.toMatchObject({ code: 'cancelled' });
    expect(seen.reloads).toBe(1);
    expect(await client.request('value', asked)).toEqual({ text: '7' });
  });
});
