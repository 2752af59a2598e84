import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { Digest } from '../../core/transfer/checksum/tools';

/** What is shorter is hashed at once: asking a thread costs more. */
export const SHORT = 1024 * 1024;
/** Bytes given to the thread at a time: each message costs as much as hashing some ten kilobytes does. */
const BLOCK = 1024 * 1024;
/** Bytes that may wait for the thread. */
const MOST_WAITING = 16 * 1024 * 1024;
const MOST_SPARE = MOST_WAITING / BLOCK;
/** The thread ends when nothing was asked of it for this long. */
const IDLE_MS = 10_000;

/** In a text, because it is short and needs no bundle of its own. Blocks go back, to be filled again. */
const SCRIPT = `
const { parentPort } = require('node:worker_threads');
const { createHash } = require('node:crypto');
const hashes = new Map();
parentPort.on('message', ({ id, block, length, end }) => {
  const hash = hashes.get(id) ?? createHash('md5');
  hashes.set(id, hash);
  if (block !== undefined) {
    hash.update(new Uint8Array(block, 0, length));
    parentPort.postMessage({ id, hashed: length, block }, [block]);
  }
  if (end) {
    hashes.delete(id);
    parentPort.postMessage({ id, digest: hash.digest() });
  }
});
`;

interface Answer {
  readonly id: number;
  readonly hashed?: number;
  readonly block?: ArrayBuffer;
  readonly digest?: Uint8Array;
}

interface Listener {
  answered(answer: Answer): void;
  failed(error: Error): void;
}

/** A thread that computes MD5s, started when the first long one is. */
export class Md5Thread {
  private worker: Worker | undefined;
  private lastId = 0;
  private readonly listeners = new Map<number, Listener>();
  private idle: NodeJS.Timeout | undefined;
  private spare: ArrayBuffer[] = [];

  begin(listener: Listener): number {
    clearTimeout(this.idle);
    this.lastId += 1;
    this.listeners.set(this.lastId, listener);
    this.worker ??= this.start();
    this.worker.ref();
    return this.lastId;
  }

  /** A block to fill and to send. */
  block(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.spare.pop() ?? new ArrayBuffer(BLOCK));
  }

  /** The block is moved: the caller has it no longer. */
  send(id: number, block: ArrayBuffer, length: number): void {
    this.worker?.postMessage({ id, block, length, end: false }, [block]);
  }

  /** Asks for the digest. */
  finish(id: number): void {
    this.worker?.postMessage({ id, end: true });
  }

  end(id: number): void {
    this.listeners.delete(id);
    if (this.listeners.size === 0) {
      // A process may end while nobody waits for an answer.
      this.worker?.unref();
      clearTimeout(this.idle);
      this.idle = setTimeout(() => this.stop(), IDLE_MS).unref();
    }
  }

  private start(): Worker {
    const worker = new Worker(SCRIPT, { eval: true, execArgv: [], env: {} });
    worker.on('message', (answer: Answer) => {
      if (answer.block !== undefined && this.spare.length < MOST_SPARE) {
        this.spare.push(answer.block);
      }
      this.listeners.get(answer.id)?.answered(answer);
    });
    worker.on('error', (error) => this.lose(worker, error));
    worker.on('exit', () => this.lose(worker, new Error('The thread that computes MD5s ended.')));
    return worker;
  }

  /** Whoever waits for an answer would do so for ever. */
  private lose(worker: Worker, error: Error): void {
    if (this.worker === worker) {
      this.worker = undefined;
      const listeners = [...this.listeners.values()];
      this.listeners.clear();
      listeners.forEach((listener) => listener.failed(error));
    }
  }

  private stop(): void {
    const { worker } = this;
    this.worker = undefined;
    this.spare = [];
    void worker?.terminate();
  }
}

/** An MD5 on this thread while it is short, on another one from then on. */
export class Md5Digest implements Digest {
  private shortBytes: Uint8Array[] = [];
  private length = 0;
  private id: number | undefined;
  private block: Uint8Array<ArrayBuffer> | undefined;
  private filled = 0;
  private waiting = 0;
  private failure: Error | undefined;
  private wake: () => void = () => undefined;
  private result: Uint8Array | undefined;

  constructor(private readonly thread: Md5Thread) {}

  update(bytes: Uint8Array): void {
    this.length += bytes.length;
    if (this.length <= SHORT) {
      this.shortBytes.push(new Uint8Array(bytes));
      return;
    }
    this.id ??= this.thread.begin({
      answered: ({ hashed = 0, digest }) => {
        this.waiting -= hashed;
        this.result = digest;
        this.wake();
      },
      failed: (error) => {
        this.failure = error;
        this.wake();
      },
    });
    for (const each of [...this.shortBytes, bytes]) {
      this.fill(this.id, each);
    }
    this.shortBytes = [];
  }

  drained(): Promise<void> {
    return this.until(() => this.waiting <= MOST_WAITING);
  }

  async digest(): Promise<Uint8Array> {
    const { id } = this;
    if (id === undefined) {
      const hash = createHash('md5');
      this.shortBytes.forEach((bytes) => hash.update(bytes));
      return Uint8Array.from(hash.digest());
    }
    this.send(id);
    this.thread.finish(id);
    await this.until(() => this.result !== undefined);
    this.thread.end(id);
    return this.result ?? new Uint8Array(0);
  }

  discard(): void {
    if (this.id !== undefined && this.result === undefined) {
      this.thread.finish(this.id);
      this.thread.end(this.id);
    }
    this.shortBytes = [];
    this.block = undefined;
  }

  private fill(id: number, bytes: Uint8Array): void {
    for (let used = 0; used < bytes.length;) {
      const block = (this.block ??= this.thread.block());
      const some = bytes.subarray(used, used + block.length - this.filled);
      block.set(some, this.filled);
      this.filled += some.length;
      used += some.length;
      if (this.filled === block.length) {
        this.send(id);
      }
    }
  }

  /** Sends what is filled of the block. */
  private send(id: number): void {
    if (this.block !== undefined) {
      this.waiting += this.filled;
      this.thread.send(id, this.block.buffer, this.filled);
      this.block = undefined;
      this.filled = 0;
    }
  }

  private async until(met: () => boolean): Promise<void> {
    while (!met()) {
      if (this.failure !== undefined) {
        throw this.failure;
      }
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }
}
