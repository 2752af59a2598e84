import { createHash, type Hash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { Digest } from '../../core/transfer/checksum/tools';

/** What is shorter is hashed at once: asking a thread costs more. */
const SHORT = 1024 * 1024;
/** Bytes that may wait for the thread. */
const MOST_WAITING = 16 * 1024 * 1024;
/** The thread ends when nothing was asked of it for this long. */
const IDLE_MS = 10_000;

/** In a text, because it is short and needs no bundle of its own. */
const SCRIPT = `
const { parentPort } = require('node:worker_threads');
const { createHash } = require('node:crypto');
const hashes = new Map();
parentPort.on('message', ({ id, bytes, end }) => {
  const hash = hashes.get(id) ?? createHash('md5');
  hashes.set(id, hash);
  if (bytes !== undefined) {
    hash.update(bytes);
    parentPort.postMessage({ id, hashed: bytes.length });
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

  begin(listener: Listener): number {
    clearTimeout(this.idle);
    this.lastId += 1;
    this.listeners.set(this.lastId, listener);
    this.worker ??= this.start();
    this.worker.ref();
    return this.lastId;
  }

  /** The bytes are moved: the caller has them no longer. */
  send(id: number, bytes: Uint8Array<ArrayBuffer> | undefined, end: boolean): void {
    const moved = bytes === undefined ? [] : [bytes.buffer];
    this.worker?.postMessage({ id, bytes, end }, moved);
  }

  end(id: number): void {
    this.listeners.delete(id);
    if (this.listeners.size === 0) {
      // A process may end while nobody waits for an answer.
      this.worker?.unref();
      this.idle = setTimeout(() => this.stop(), IDLE_MS).unref();
    }
  }

  private start(): Worker {
    const worker = new Worker(SCRIPT, { eval: true, execArgv: [], env: {} });
    worker.on('message', (answer: Answer) => this.listeners.get(answer.id)?.answered(answer));
    worker.on('error', (error) => {
      this.worker = undefined;
      this.listeners.forEach((listener) => listener.failed(error));
      this.listeners.clear();
    });
    return worker;
  }

  private stop(): void {
    void this.worker?.terminate();
    this.worker = undefined;
  }
}

/** An MD5 on this thread while it is short, on another one from then on. */
export class Md5Digest implements Digest {
  private readonly short: Hash = createHash('md5');
  private shortBytes: Uint8Array<ArrayBuffer>[] = [];
  private length = 0;
  private id: number | undefined;
  private waiting = 0;
  private failure: Error | undefined;
  private wake: () => void = () => undefined;
  private result: Uint8Array | undefined;

  constructor(private readonly thread: Md5Thread) {}

  update(bytes: Uint8Array): void {
    const copy = new Uint8Array(bytes);
    this.length += copy.length;
    if (this.length <= SHORT) {
      this.shortBytes.push(copy);
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
    for (const each of [...this.shortBytes, copy]) {
      this.waiting += each.length;
      this.thread.send(this.id, each, false);
    }
    this.shortBytes = [];
  }

  drained(): Promise<void> {
    return this.until(() => this.waiting <= MOST_WAITING);
  }

  async digest(): Promise<Uint8Array> {
    if (this.id === undefined) {
      this.shortBytes.forEach((bytes) => this.short.update(bytes));
      return Uint8Array.from(this.short.digest());
    }
    this.thread.send(this.id, undefined, true);
    await this.until(() => this.result !== undefined);
    this.thread.end(this.id);
    return this.result ?? new Uint8Array(0);
  }

  discard(): void {
    if (this.id !== undefined && this.result === undefined) {
      this.thread.send(this.id, undefined, true);
      this.thread.end(this.id);
    }
    this.shortBytes = [];
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
