import type { Ask, Meter } from './meter';
import type { PendingSpan } from './pending-span';
import type { Span } from './source';

interface Waiter {
  readonly span: PendingSpan;
  /** The part of the span this request brings, as offsets in the object. */
  readonly start: number;
  readonly end: number;
  /** Served, or gone. */
  done: boolean;
}

/**
 * One request, queued or on the wire, and who waits for its bytes. Everybody who wants bytes of it
 * joins it instead of asking again; it is given up when the last one has left.
 */
export class InFlightRequest implements Span {
  /** Given when it is sent. */
  controller: AbortController | undefined;
  private buffer: Uint8Array | undefined;
  private filled = 0;
  /** Those before `next` are done. The rest is in order of `end` unless `sorted` is false. */
  private waiters: Waiter[] = [];
  private next = 0;
  private sorted = true;
  private waiting = 0;

  /** @param onDeserted called when nobody waits any more before all bytes are in. */
  constructor(
    readonly offset: number,
    readonly length: number,
    readonly meter: Meter | undefined,
    readonly ask: Ask | undefined,
    private readonly onDeserted: (request: InFlightRequest) => void,
  ) {}

  get end(): number {
    return this.offset + this.length;
  }

  /** The bytes that are in so far, from `offset` on. */
  get received(): Uint8Array {
    return this.buffer?.subarray(0, this.filled) ?? new Uint8Array(0);
  }

  /** `span` waits for `[start, end)`, which lies in both. */
  join(span: PendingSpan, start: number, end: number): void {
    const waiter: Waiter = { span, start, end, done: false };
    if (this.deliver(waiter)) {
      return;
    }
    this.sorted &&= end >= (this.waiters.at(-1)?.end ?? 0);
    this.waiters.push(waiter);
    this.waiting++;
    span.awaits({ leave: () => this.leave(waiter) });
  }

  /** `buffer[0, filled)` is final: serves everybody whose bytes are in. */
  fill(filled: number, buffer: Uint8Array): void {
    this.buffer = buffer;
    this.filled = filled;
    if (!this.sorted) {
      this.waiters = this.waiters.slice(this.next).sort((a, b) => a.end - b.end);
      this.next = 0;
      this.sorted = true;
    }
    for (; ; this.next++) {
      const waiter = this.waiters[this.next];
      if (!waiter) {
        break;
      }
      if (!waiter.done) {
        if (!this.deliver(waiter)) {
          break;
        }
        this.waiting--;
      }
    }
    if (this.waiting === 0 && filled < this.length) {
      this.onDeserted(this);
    }
  }

  fail(error: unknown): void {
    for (const { span } of this.waiters.slice(this.next)) {
      span.fail(error);
    }
  }

  /** False if the bytes are not in yet. */
  private deliver(waiter: Waiter): boolean {
    const { span, start, end } = waiter;
    if (!this.buffer || end > this.offset + this.filled) {
      return false;
    }
    waiter.done = true;
    span.take(start, this.buffer.subarray(start - this.offset, end - this.offset));
    return true;
  }

  private leave(waiter: Waiter): void {
    if (!waiter.done) {
      waiter.done = true;
      if (--this.waiting === 0) {
        this.onDeserted(this);
      }
    }
  }
}
