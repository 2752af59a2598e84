import { describe, expect, it, vi } from 'vitest';
import { HostServer, RemoteError, WebviewClient } from '../../../src/protocol/rpc';
import type { Handlers, WireError } from '../../../src/protocol/rpc';
import { channel, settled } from './channel';

const wireError = (error: unknown): WireError => ({
  code: 'format',
  message: error instanceof Error ? error.message : String(error),
  hint: 'Look again.',
  retryable: true,
});

const unused = (): Promise<never> => Promise.reject(new Error('Not asked in this test.'));

/** A connected pair in which the webview has said `ready`. */
async function connect(handlers: Partial<Handlers> = {}, onReady?: (server: HostServer) => void) {
  const { host, webview } = channel();
  const all: Handlers = {
    structure: unused,
    header: unused,
    plane: unused,
    overview: unused,
    tile: unused,
    value: unused,
    copy: unused,
    download: unused,
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
    const reply = (title: string) => ({ title, lines: [], warnings: [], first: undefined });
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
        report = () => void progress({ title: '', lines: [], warnings: [], first: undefined });
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

describe('an event', () => {
  it('reaches every listener until it leaves', async () => {
    const { server, client } = await connect();
    const seen: unknown[] = [];
    const leave = client.on('settings', (body) => seen.push(['a', body]));
    client.on('settings', (body) => seen.push(['b', body]));
    server.emit('settings', { pixelOrigin: 1 });
    await settled();
    leave();
    server.emit('settings', { pixelOrigin: 0 });
    await settled();
    expect(seen).toEqual([
      ['a', { pixelOrigin: 1 }],
      ['b', { pixelOrigin: 1 }],
      ['b', { pixelOrigin: 0 }],
    ]);
  });

  it('is not sent before “ready”, when the state is emitted that a fresh webview needs', async () => {
    const { host, webview } = channel();
    const handlers = {} as Partial<Handlers> as Handlers;
    const server: HostServer = new HostServer(host, handlers, wireError, () =>
      server.emit('settings', { pixelOrigin: 0 }),
    );
    server.emit('reload', null);
    const client = new WebviewClient(webview);
    const seen: unknown[] = [];
    client.on('settings', (body) => seen.push(body));
    client.on('reload', (body) => seen.push(body));
    await settled();
    expect(host.posted).toEqual([]);
    client.ready();
    await settled();
    expect(seen).toEqual([{ pixelOrigin: 0 }]);
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

  it.each([[undefined], [null], ['text'], [42], [{}], [{ type: 'other' }], [{ type: 'reply' }]])(
    'is not disturbed by %j from elsewhere',
    async (noise) => {
      const { host, webview, client } = await connect({
        value: () => Promise.resolve({ text: 'fine' }),
      });
      webview.post(noise as never);
      host.post(noise as never);
      await settled();
      expect(await client.request('value', VALUE)).toEqual({ text: 'fine' });
    },
  );
});
