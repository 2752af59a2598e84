import { describe, expect, it } from 'vitest';
import { Meter } from '../../../src/core/bytes/meter';
import { ImageFile } from '../../../src/extension/editors/image-file';
import { imageHandlers, type Actions } from '../../../src/extension/editors/image-handlers';
import { HostServer, WebviewClient } from '../../../src/protocol/rpc';
import { toWireError } from '../../../src/worker/wire-error';
import { InProcessThread } from '../../support/worker/in-process';
import { FakeObject } from '../editors/fake-object';
import { imageFile, stored } from '../fits/support/made';
import { channel } from '../protocol/channel';

const BYTES = imageFile(16, [4, 2], stored(16, [1, 2, 3, 4, 5, 6, 7, 8]));
const REF = { hdu: 0, slice: [] };

/** A thread that counts who listens to it. */
class CountedThread extends InProcessThread {
  listeningTo = 0;

  constructor() {
    super();
    const listen = this.onMessage;
    Object.assign(this, {
      onMessage: (listener: (message: unknown) => void) => {
        const stop = listen(listener);
        this.listeningTo += 1;
        return () => {
          this.listeningTo -= 1;
          stop();
        };
      },
    });
  }
}

describe('opening and closing 20 times', () => {
  it('leaves no thread, no open object and no listener', async () => {
    const object = new FakeObject(BYTES, true);
    const threads: CountedThread[] = [];
    const ends: ReturnType<typeof channel>[] = [];
    for (let open = 0; open < 20; open++) {
      const { host, webview } = channel();
      const file = new ImageFile({
        open: object.open,
        startThread: () => {
          const thread = new CountedThread();
          threads.push(thread);
          return thread;
        },
        meter: new Meter(),
        onReload: () => undefined,
        onDeath: (reason) => expect.fail(reason),
      });
      const server = new HostServer(host, imageHandlers(file, {} as Actions), toWireError);
      const client = new WebviewClient(webview);
      client.ready();
      await client.request('structure', {});
      const { done } = await client.request('overview', { ...REF, width: 4, height: 2 });
      expect(done).toBe(1);
      // Closed in the middle of something, every other time.
      const last = client.request('statistics', { ...REF, x0: 0, y0: 0, x1: 4, y1: 2 });
      await (open % 2 === 0 ? last : undefined);
      client.dispose();
      await last.catch(() => undefined);
      server.dispose();
      await file.close();
      ends.push({ host, webview });
    }
    expect([object.opens, object.closes]).toEqual([20, 20]);
    expect(threads.map(({ terminated }) => terminated)).toEqual(Array(20).fill(true));
    expect(threads.map(({ listeningTo }) => listeningTo)).toEqual(Array(20).fill(0));
    expect(ends.flatMap(({ host, webview }) => [host.listeners, webview.listeners])).toEqual(
      Array(40).fill(0),
    );
  });
});
