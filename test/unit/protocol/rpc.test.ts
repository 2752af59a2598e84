import { describe, expect, it, vi } from 'vitest';
import type { Message } from '../../../src/protocol/messages';
import type { StructureReply, TransferFigures } from '../../../src/protocol/methods';
import { HostServer, RemoteError, WebviewClient } from '../../../src/protocol/rpc';
import type { Handlers, WireError } from '../../../src/protocol/rpc';
import { RpcClient } from '../../../src/protocol/rpc-client';
import { RpcServer, type RpcHandlers } from '../../../src/protocol/rpc-server';
import { NOT_ASKED } from '../../support/page/not-asked';
import { channel, settled } from './channel';

const wireError = (error: unknown): WireError => ({
  code: 'format',
  message: error instanceof Error ? error.message : String(error),
  hint: 'Look again.',
  retryable: true,
});

const EMPTY: StructureReply = {
  title: '',
  lines: [],
  warnings: [],
  first: undefined,
  compression: undefined,
  unpacking: undefined,
};

const unused = (): Promise<never> => Promise.reject(new Error('Not asked in this test.'));

/** A connected pair in which the webview has said `ready`. */
async function connect(handlers: Partial<Handlers> = {}, onReady?: (server: HostServer) => void) {
  const { host, webview } = channel();
  const all: Handlers = {
    ...NOT_ASKED,
    structure: unused,
    header: unused,
    plane: unused,
    overview: unused,
    tile: unused,
    value: unused,
    histogram: unused,
    statistics: unused,
    pixels: unused,
    copy: unused,
    download: unused,
    save: unused,
    remember: unused,
    restore: unused,
    countFrom: unused,
    ...handlers,
  };
  const server: HostServer = new HostServer(host, all, wireError, () => onReady?.(server));
  const client = new WebviewClient(webview);
  client.ready();
  await settled();
  return { host, webview, server, client };
}

const VALUE = { hdu: 0, slice: [], x: 1, y: 2 };

/** A handler that goes on until it is told to stop. */
function endless() {
  const signals: AbortSignal[] = [];
  const value: Handlers['value'] = (_, { signal }) => {
    signals.push(signal);
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('Stopped.')));
    });
  };
  return { signals, value };
}

describe('a request', () => {
  it('is answered with the result of its handler', async () => {
    const { client } = await connect({
      value: ({ x, y }) => Promise.resolve({ text: `${x},${y}` }),
    });
    expect(await client.request('value', VALUE)).toEqual({ text: '1,2' });
  });

  it('keeps apart requests that are answered in another order', async () => {
    const answers: (() => void)[] = [];
    const { client } = await connect({
      value: ({ x }) =>
        new Promise((resolve) => {
          answers.push(() => resolve({ text: String(x) }));
        }),
    });
    const first = client.request('value', { ...VALUE, x: 1 });
    const second = client.request('value', { ...VALUE, x: 2 });
    await settled();
    answers[1]?.();
    answers[0]?.();
    expect([await first, await second]).toEqual([{ text: '1' }, { text: '2' }]);
  });

  it('reports on its way, in order', async () => {
    const reply = (title: string) => ({ ...EMPTY, title });
    const { client } = await connect({
      structure: (_, { progress }) => {
        void progress(reply('a'));
        void progress(reply('b'));
        return Promise.resolve(reply('c'));
      },
    });
    const titles: string[] = [];
    const last = await client.request('structure', {}, { onProgress: (s) => titles.push(s.title) });
    expect([...titles, last.title]).toEqual(['a', 'b', 'c']);
  });

  it('carries binary payloads as Uint8Array', async () => {
    const grid = {
      width: 1,
      height: 1,
      x0: 0,
      y0: 0,
      step: 1,
      values: new Uint8Array([1, 2, 3, 4]),
      filled: new Uint8Array([1]),
      kind: 'exact' as const,
    };
    const { client } = await connect({ tile: () => Promise.resolve(grid) });
    const tile = { hdu: 0, slice: [], x0: 0, y0: 0, x1: 1, y1: 1, step: 1 };
    expect((await client.request('tile', tile)).values).toEqual(new Uint8Array([1, 2, 3, 4]));
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('No.'))],
    [
      'throws before it returns a promise',
      () => {
        throw new Error('No.');
      },
    ],
  ])('is answered with an error when its handler %s', async (_, value) => {
    const { client } = await connect({ value });
    const error: unknown = await client.request('value', VALUE).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(RemoteError);
    expect(error).toMatchObject({
      code: 'format',
      message: 'No.',
      hint: 'Look again.',
      retryable: true,
    });
  });

  it.each(['nothing', 'toString', '__proto__'])(
    'of unknown method %s is an error',
    async (name) => {
      const { client } = await connect();
      await expect(client.request(name as 'copy', { text: '' })).rejects.toThrow(name);
    },
  );

  it('before “ready” is not answered', async () => {
    const { host, webview } = channel();
    const value = vi.fn(unused);
    const handlers = { value } as Partial<Handlers> as Handlers;
    new HostServer(host, handlers, wireError);
    void new WebviewClient(webview).request('value', VALUE);
    await settled();
    expect(value).not.toHaveBeenCalled();
    expect(host.posted).toEqual([]);
  });
});

describe('a cancelled request', () => {
  it('is rejected at once, stops its handler and ignores the late answer', async () => {
    const { signals, value } = endless();
    const { host, webview, client } = await connect({ value });
    const stop = new AbortController();
    const request = client.request('value', VALUE, { signal: stop.signal });
    await settled();
    stop.abort();
    await expect(request).rejects.toMatchObject({ code: 'cancelled' });
    await settled();
    expect(signals.map((signal) => signal.aborted)).toEqual([true]);
    expect(webview.posted.at(-1)).toEqual({ type: 'cancel', id: 1 });
    // The host answers all the same; nobody listens any more.
    expect(host.posted.map((message) => message.type)).toEqual(['error']);
  });

  it('is never sent where the signal was aborted before', async () => {
    const { webview, client } = await connect();
    await expect(
      client.request('value', VALUE, { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'cancelled' });
    expect(webview.posted.map((message) => message.type)).toEqual(['ready']);
  });

  it('that was answered is not cancelled afterwards', async () => {
    const { webview, client } = await connect({ value: () => Promise.resolve({ text: '' }) });
    const stop = new AbortController();
    await client.request('value', VALUE, { signal: stop.signal });
    stop.abort();
    expect(webview.posted.map((message) => message.type)).toEqual(['ready', 'request']);
  });

  it('sends no more progress', async () => {
    let report: () => void = () => undefined;
    const { host, client } = await connect({
      structure: (_, { progress }) => {
        report = () => void progress(EMPTY);
        return new Promise(() => undefined);
      },
    });
    const stop = new AbortController();
    const request = client.request('structure', {}, { signal: stop.signal });
    await settled();
    stop.abort();
    await expect(request).rejects.toThrow();
    await settled();
    report();
    expect(host.posted).toEqual([]);
  });
});

/** What is easily told apart in these tests. */
const transfer = (requests: number): TransferFigures => ({
  requests,
  bytes: 0,
  rounds: 0,
  milliseconds: 0,
  size: undefined,
});

describe('what is said in one turn', () => {
  const types = (messages: readonly Message[]): string[] =>
    messages.map((message) =>
      message.type === 'batch'
        ? message.messages.map(({ type, id }) => `${type} ${id}`).join()
        : message.type,
    );

  it('travels as one message and is taken up in order, in one turn', async () => {
    let turn = 0;
    const seen: string[] = [];
    const { client, webview } = await connect({
      value: ({ x }) => {
        seen.push(`${x} in turn ${turn}`);
        queueMicrotask(() => turn++);
        return Promise.resolve({ text: String(x) });
      },
    });
    const answers = [5, 3, 4].map((x) => client.request('value', { ...VALUE, x }));
    expect(await Promise.all(answers)).toEqual([{ text: '5' }, { text: '3' }, { text: '4' }]);
    expect(seen).toEqual(['5 in turn 0', '3 in turn 0', '4 in turn 0']);
    expect(types(webview.posted)).toEqual(['ready', 'request 1,request 2,request 3']);
  });

  it('may be a cancel with the requests that take its place', async () => {
    const { signals, value } = endless();
    const { client, webview } = await connect({ value });
    const stop = new AbortController();
    const first = client.request('value', VALUE, { signal: stop.signal });
    await settled();
    stop.abort();
    void client.request('value', VALUE).catch(() => undefined);
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    await settled();
    expect(types(webview.posted)).toEqual(['ready', 'request', 'cancel 1,request 2']);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  });

  it('is two messages in two turns', async () => {
    const { client, webview } = await connect({ value: () => Promise.resolve({ text: '' }) });
    const first = client.request('value', VALUE);
    await settled();
    await Promise.all([first, client.request('value', VALUE)]);
    expect(types(webview.posted)).toEqual(['ready', 'request', 'request']);
  });
});

describe('an event', () => {
  it('reaches every listener until it leaves', async () => {
    const { server, client } = await connect();
    const seen: unknown[] = [];
    const leave = client.on('transfer', (body) => seen.push(['a', body]));
    client.on('transfer', (body) => seen.push(['b', body]));
    server.emit('transfer', transfer(1));
    await settled();
    leave();
    server.emit('transfer', transfer(0));
    await settled();
    expect(seen).toEqual([
      ['a', transfer(1)],
      ['b', transfer(1)],
      ['b', transfer(0)],
    ]);
  });

  it('is not sent before “ready”, when the state is emitted that a fresh webview needs', async () => {
    const { host, webview } = channel();
    const handlers = {} as Partial<Handlers> as Handlers;
    const server: HostServer = new HostServer(host, handlers, wireError, () =>
      server.emit('transfer', transfer(0)),
    );
    server.emit('reload', null);
    const client = new WebviewClient(webview);
    const seen: unknown[] = [];
    client.on('transfer', (body) => seen.push(body));
    client.on('reload', (body) => seen.push(body));
    await settled();
    expect(host.posted).toEqual([]);
    client.ready();
    await settled();
    expect(seen).toEqual([transfer(0)]);
  });
});

describe('a channel of other methods', () => {
  interface Sums {
    add: [params: readonly number[], result: number, progress: number];
  }
  interface Told {
    done: string;
  }

  it('is typed and works in both directions at once', async () => {
    const { host, webview } = channel();
    const add: RpcHandlers<Sums>['add'] = (terms, { progress }) => {
      let sum = 0;
      for (const term of terms) {
        void progress((sum += term));
      }
      return Promise.resolve(sum);
    };
    const ends = [host, webview].map((port) => ({
      server: new RpcServer<Sums, Told>(port, { add }, wireError),
      client: new RpcClient<Sums, Told>(port, ({ message }) => new TypeError(message)),
    }));
    for (const { client } of ends) {
      client.ready();
    }
    await settled();
    for (const { client } of ends) {
      const steps: number[] = [];
      const sum = await client.request('add', [1, 2, 3], { onProgress: (n) => steps.push(n) });
      expect([...steps, sum]).toEqual([1, 3, 6, 6]);
    }
    const told: string[] = [];
    ends[1]?.client.on('done', (text) => told.push(text));
    ends[0]?.server.emit('done', 'all');
    await settled();
    expect(told).toEqual(['all']);
  });

  it('rejects with the errors its owner makes, also where it ends for a reason', async () => {
    const { host, webview } = channel();
    const add = (): Promise<number> => Promise.reject(new Error('No.'));
    new RpcServer<Sums, Told>(host, { add }, wireError);
    const client = new RpcClient<Sums, Told>(webview, ({ message }) => new TypeError(message));
    client.ready();
    await expect(client.request('add', [])).rejects.toEqual(new TypeError('No.'));
    const pending = client.request('add', []);
    client.dispose({ ...wireError(new Error('Gone.')) });
    await expect(pending).rejects.toEqual(new TypeError('Gone.'));
  });
});

describe('the life of a webview', () => {
  it('that is loaded anew never gets the answers of its earlier page', async () => {
    const { signals, value } = endless();
    const { host, webview, client } = await connect({ value });
    void client.request('value', VALUE).catch(() => undefined);
    await settled();
    const second = new WebviewClient(webview);
    second.ready();
    await settled();
    expect(signals.map((signal) => signal.aborted)).toEqual([true]);
    // Its first request has the number the earlier page used.
    const request = second.request('value', VALUE).catch(() => undefined);
    await settled();
    expect(signals.map((signal) => signal.aborted)).toEqual([true, false]);
    expect(host.posted).toEqual([]);
    second.dispose();
    await request;
  });

  it('that is hidden stops what it asked for and hears nothing until it is ready again', async () => {
    const { signals, value } = endless();
    const { host, server, client } = await connect({ value });
    void client.request('value', VALUE).catch(() => undefined);
    await settled();
    server.suspend();
    server.emit('reload', null);
    await settled();
    expect(signals[0]?.aborted).toBe(true);
    expect(host.posted).toEqual([]);
    client.ready();
    await settled();
    server.emit('reload', null);
    expect(host.posted).toEqual([{ type: 'event', name: 'reload', body: null }]);
  });

  it('ends on the side of the host: everything is aborted and nobody listens', async () => {
    const { signals, value } = endless();
    const { host, server, client } = await connect({ value });
    void client.request('value', VALUE).catch(() => undefined);
    await settled();
    server.dispose();
    await settled();
    expect(signals[0]?.aborted).toBe(true);
    expect(host.posted).toEqual([]);
    expect(host.listeners).toBe(0);
  });

  it('ends on the side of the webview: everything is cancelled', async () => {
    const { signals, value } = endless();
    const { webview, client } = await connect({ value });
    const request = client.request('value', VALUE);
    await settled();
    client.dispose();
    await expect(request).rejects.toMatchObject({ code: 'cancelled' });
    await settled();
    expect(signals[0]?.aborted).toBe(true);
    expect(webview.listeners).toBe(0);
  });

  it.each([
    [undefined],
    [null],
    ['text'],
    [42],
    [{}],
    [{ type: 'other' }],
    [{ type: 'reply' }],
    [{ type: 'batch' }],
  ])('is not disturbed by %j from elsewhere', async (noise) => {
    const { host, webview, client } = await connect({
      value: () => Promise.resolve({ text: 'fine' }),
    });
    webview.post(noise as never);
    host.post(noise as never);
    await settled();
    expect(await client.request('value', VALUE)).toEqual({ text: 'fine' });
  });
});
