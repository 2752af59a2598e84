import { ExtentList } from './extent-list';
import { InFlightRequest } from './in-flight';
import type { AskedRequest } from './joint-plan';
import type { ByteSource } from './source';

export interface RequestQueueEvents {
  /** Bytes that came in, for whoever wants to keep them. */
  readonly onBytes: (offset: number, bytes: Uint8Array) => void;
  readonly onFailure: (error: unknown) => void;
}

/**
 * The requests of one source that are under way: some on the wire, at most so many at a time, the
 * others in the order they were asked for. No two of them bring the same byte. Queues of one object
 * share the list of what is under way, so that this holds for all of them together.
 */
export class RequestQueue {
  /** Those not sent yet, in order. A Set, because one may leave from the middle. */
  private readonly queued = new Set<InFlightRequest>();
  private onWire = 0;

  constructor(
    private readonly source: Pick<ByteSource, 'read'>,
    private readonly parallel: () => number,
    private readonly events: RequestQueueEvents,
    private readonly requests = new ExtentList<InFlightRequest>(),
  ) {}

  /** Those that bring bytes of `[start, end)`, in order. */
  overlapping(start: number, end: number): InFlightRequest[] {
    return this.requests.overlapping(start, end);
  }

  /** True where nothing under way brings a byte of `[start, end)`. */
  isFree(start: number, end: number): boolean {
    return !this.requests.overlaps(start, end);
  }

  /** Queues requests, none of which overlaps one under way. Call {@link start} once they are joined. */
  add(asked: readonly AskedRequest[]): void {
    for (const { offset, length, meter, ask } of asked) {
      const request = new InFlightRequest(offset, length, meter, ask, (deserted) => {
        this.giveUp(deserted);
      });
      this.requests.insert(request);
      this.queued.add(request);
    }
  }

  /** Sends what there is room for. */
  start(): void {
    for (const request of this.queued) {
      if (this.onWire >= this.parallel()) {
        return;
      }
      this.queued.delete(request);
      this.send(request);
    }
  }

  /** Fails everybody who waits, which gives up every request. */
  failAll(error: unknown): void {
    for (const request of [...this.requests]) {
      request.fail(error);
    }
  }

  private send(request: InFlightRequest): void {
    const { offset, length, meter, ask } = request;
    request.controller = new AbortController();
    this.onWire++;
    this.source
      .read(offset, length, {
        signal: request.controller.signal,
        onFill: (filled, buffer) => request.fill(filled, buffer),
        meter,
        ask,
      })
      .then(
        (bytes) => {
          request.fill(length, bytes);
          // In one step with leaving the list: never neither kept nor under way.
          this.events.onBytes(offset, bytes);
          this.requests.remove(request);
        },
        (error: unknown) => {
          this.leave(request);
          request.fail(error);
          this.events.onFailure(error);
        },
      )
      .finally(() => {
        this.onWire--;
        this.start();
      });
  }

  /** Nobody waits for it: it is never sent, or aborted on the wire. */
  private giveUp(request: InFlightRequest): void {
    if (this.leave(request)) {
      this.queued.delete(request);
      request.controller?.abort();
    }
  }

  /** It ends early. What did come in is paid for. False if it has ended before. */
  private leave(request: InFlightRequest): boolean {
    const isUnderWay = this.requests.remove(request);
    if (isUnderWay) {
      this.events.onBytes(request.offset, request.received);
    }
    return isUnderWay;
  }
}
