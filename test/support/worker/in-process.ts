import { MessageChannel } from 'node:worker_threads';
import type { Meter } from '../../../src/core/bytes/meter';
import type { ByteReader } from '../../../src/core/bytes/reader';
import { threadPort, type ThreadPort } from '../../../src/platform/node/thread-port';
import type { Thread, ThreadDeath } from '../../../src/platform/node/worker-thread';
import { RpcClient } from '../../../src/protocol/rpc-client';
import { RpcServer } from '../../../src/protocol/rpc-server';
import type { ReaderEvents, ReaderMethods } from '../../../src/worker/methods';
import { nodeTools } from '../../../src/worker/node-tools';
import { RemoteReader } from '../../../src/worker/remote-reader';
import { runImageWorker } from '../../../src/worker/run';
import { serveReads } from '../../../src/worker/serve-reads';
import { fromWireError, toWireError } from '../../../src/worker/wire-error';

/** Two ends as those of two threads: messages are copied, buffers moved, everything arrives later. */
export function twoEnds(): { host: ThreadPort; worker: ThreadPort; close(): void } {
  const { port1, port2 } = new MessageChannel();
  return { host: threadPort(port1), worker: threadPort(port2), close: () => port1.close() };
}

/** A thread that runs the code of the worker in this one, and dies when it is told to. */
export class InProcessThread implements Thread {
  terminated = false;
  readonly post: ThreadPort['post'];
  readonly onMessage: ThreadPort['onMessage'];
  private readonly ends = twoEnds();
  private readonly listeners: ((death: ThreadDeath) => void)[] = [];

  constructor() {
    this.post = this.ends.host.post;
    this.onMessage = this.ends.host.onMessage;
    runImageWorker(this.ends.worker, nodeTools, () => undefined);
  }

  onDeath(listener: (death: ThreadDeath) => void): void {
    this.listeners.push(listener);
  }

  die(death: ThreadDeath): void {
    this.ends.close();
    this.listeners.forEach((listener) => listener(death));
  }

  async terminate(): Promise<void> {
    this.terminated = true;
    this.ends.close();
  }
}

/** A reader whose bytes come through a channel, and what ends the channel. */
export function readRemotely(
  reader: ByteReader,
  meter: Meter,
): { remote: RemoteReader; messages: unknown[]; close(): void } {
  const { host, worker, close } = twoEnds();
  new RpcServer<ReaderMethods, ReaderEvents>(
    host,
    serveReads(reader, meter, () => undefined),
    toWireError,
  );
  const client = new RpcClient<ReaderMethods, ReaderEvents>(worker, fromWireError);
  const messages: unknown[] = [];
  worker.onMessage((message) => messages.push(message));
  client.ready();
  return { remote: new RemoteReader(client, reader.label, reader.local), messages, close };
}
