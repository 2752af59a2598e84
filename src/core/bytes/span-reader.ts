import { cancelled, SkybucketError, throwIfAborted } from '../errors';
import type { BlockCache } from './block-cache';
import type { DiskCache } from './disk-cache';
import type { DiskObject } from './disk-object';
import { ExtentList } from './extent-list';
import type { InFlightRequest } from './in-flight';
import { type Gap, inOrderAsked } from './joint-plan';
import { DEFAULT_LINK, LOCAL_LINK, type Link, type LinkEstimate } from './link';
import type { Meter } from './meter';
import { onAbort } from './on-abort';
import { PendingSpan } from './pending-span';
import { planRequests, usualBudget } from './planner';
import type { ByteReader } from './reader';
import { RequestQueue, type RequestQueueEvents } from './request-queue';
import { SharedTask } from './shared-task';
import type { ByteSource, Identity, ReadOptions, Span } from './source';
import { checkInside, checkSpan } from './span';

export interface SpanReaderOptions {
  readonly cache?: BlockCache | undefined;
  /**
   * Names the object (with its connection) in the cache, so that readers of the same object share
   * what they fetched. Left out: the reader shares with nobody.
   */
  readonly cacheKey?: string | undefined;
  /** Keeps bytes beyond the session, under `cacheKey`. Left out: they stay in memory. */
  readonly disk?: DiskCache | undefined;
  /** What is known of the host; sound defaults otherwise. */
  readonly link?: LinkEstimate | undefined;
  /** Counts the reads that bring no meter of their own. */
  readonly meter?: Meter | undefined;
  /** Every byte is at hand, so nothing is cached. */
  readonly local?: boolean | undefined;
  /** The most bytes a plan may fetch to bring in `wanted` bytes. Left out: see {@link usualBudget}. */
  readonly budget?: ((wanted: number) => number) | undefined;
}

interface Opened {
  readonly size: number;
  readonly cacheKey: string;
  readonly disk: DiskObject | undefined;
}

/** A part of a span, before anybody knows whether it has to be asked for. */
interface Stretch extends Span {
  readonly span: PendingSpan;
}

/** Reads of the disk at a time. */
const DISK_PARALLEL = 8;

let unnamedReaders = 0;

/**
 * Spans of a source: what is cached is given at once, what is under way is joined, what is on disk is
 * read from there, the rest is planned and asked for. See {@link ByteReader} for the contract.
 *
 * What is asked for in one turn is planned together: the tiles of a view ask one by one for pieces of
 * the same rows, which are one request. A disk has nothing to gain from that and is read at once.
 *
 * When the source says `changed`, everything pending and every later read fails with it; its owner
 * opens a new source and reader for the one clean restart.
 */
export class SpanReader implements ByteReader {
  readonly label: string;
  readonly local: boolean;
  private readonly cache: BlockCache | undefined;
  private readonly queue: RequestQueue;
  private readonly diskQueue: RequestQueue;
  private readonly opening: SharedTask<Opened>;
  private opened: Opened | undefined;
  private changed: SkybucketError | undefined;
  /** What was asked for in this turn, in that order. */
  private gathered: Gap[] = [];

  constructor(
    source: ByteSource,
    private readonly options: SpanReaderOptions = {},
  ) {
    this.label = source.label;
    this.local = options.local ?? false;
    this.cache = this.local ? undefined : options.cache;
    this.opening = new SharedTask(async (readOptions) => {
      const size = await source.size(readOptions);
      const identity = await source.identity(readOptions);
      const sharedKey = this.local ? undefined : sharedKeyOf(identity, options.cacheKey);
      return (this.opened = {
        size,
        cacheKey: sharedKey ?? `unnamed ${++unnamedReaders}`,
        disk: sharedKey === undefined ? undefined : await options.disk?.open(sharedKey),
      });
    });
    const underWay = new ExtentList<InFlightRequest>();
    const events: RequestQueueEvents = {
      onBytes: (offset, bytes) => {
        if (this.opened) {
          this.cache?.put(this.opened.cacheKey, offset, bytes);
          this.opened.disk?.put(offset, bytes);
        }
      },
      onFailure: (error) => this.failed(error),
    };
    this.queue = new RequestQueue(source, () => this.link().parallel, events, underWay);
    const diskFirst = { read: this.readDisk.bind(this, source) };
    this.diskQueue = new RequestQueue(diskFirst, () => DISK_PARALLEL, events, underWay);
  }

  async size(options: ReadOptions = {}): Promise<number> {
    return (await this.open(options)).size;
  }

  read(offset: number, length: number, options: ReadOptions = {}): Promise<Uint8Array> {
    const span = new PendingSpan(offset, length);
    this.serve([span], options);
    return span.promise;
  }

  async readUpTo(offset: number, length: number, options: ReadOptions = {}): Promise<Uint8Array> {
    const size = await this.size(options);
    return this.read(offset, Math.max(0, Math.min(length, size - offset)), options);
  }

  readSpans(spans: readonly Span[], options: ReadOptions = {}): Promise<Uint8Array>[] {
    const pending = spans.map(({ offset, length }) => new PendingSpan(offset, length));
    this.serve(pending, options);
    return pending.map(({ promise }) => promise);
  }

  private serve(spans: readonly PendingSpan[], options: ReadOptions): void {
    const { signal } = options;
    const failAll = (error: unknown): void => spans.forEach((span) => span.fail(error));
    const cancel = (): void => failAll(cancelled());
    if (signal?.aborted) {
      cancel();
      return;
    }
    if (signal) {
      const forget = onAbort(signal, cancel);
      void Promise.allSettled(spans.map(({ promise }) => promise)).then(forget);
    }
    if (this.opened) {
      // In the same turn, so that the meter sees the need when it arose.
      this.request(spans, this.opened, options);
    } else {
      this.open(options).then((opened) => this.request(spans, opened, options), failAll);
    }
  }

  private async open(options: ReadOptions): Promise<Opened> {
    return this.opened ?? this.opening.join({ ...options, meter: this.meterOf(options) });
  }

  private request(spans: readonly PendingSpan[], opened: Opened, options: ReadOptions): void {
    const gaps: Stretch[] = [];
    for (const span of spans.filter(({ isSettled }) => !isSettled)) {
      try {
        this.check(span, opened.size);
        gaps.push(...this.findGaps(span, opened.cacheKey));
      } catch (error) {
        span.fail(error);
      }
    }
    if (gaps.length > 0) {
      const meter = this.meterOf(options);
      // Now, because answers that come in before the end of the turn have nothing to do with this need.
      const ask = meter?.ask();
      this.gather(
        gaps.map((gap) => ({ ...gap, meter, ask })),
        opened,
      );
    }
  }

  private gather(gaps: readonly Gap[], opened: Opened): void {
    if (this.local) {
      this.ask(gaps, opened);
      return;
    }
    if (this.gathered.length === 0) {
      setTimeout(() => this.ask(this.gathered.splice(0), opened), 0);
    }
    gaps.forEach((gap) => this.gathered.push(gap));
  }

  private ask(gathered: readonly Gap[], { disk }: Opened): void {
    const gaps = gathered.filter(({ span }) => !span.isSettled);
    if (this.changed) {
      gaps.forEach(({ span }) => span.fail(this.changed));
      return;
    }
    const absent = disk ? gaps.flatMap((gap) => this.askDisk(disk, gap)) : gaps;
    if (absent.length > 0) {
      const wanted = absent.reduce((sum, { length }) => sum + length, 0);
      const planned = planRequests(absent, this.link(), {
        budget: this.budget(wanted),
        mayBridge: (from, to) => this.queue.isFree(from, to),
      });
      this.queue.add(inOrderAsked(planned, absent));
      absent.forEach((gap) => this.joinGap(gap));
    }
    this.diskQueue.start();
    this.queue.start();
  }

  /** Has what is on disk read from there, and returns what is not. */
  private askDisk(disk: DiskObject, gap: Gap): Gap[] {
    // An earlier gap may have had it read already.
    return this.joinGap(gap).flatMap((rest) => {
      const found = disk.find(rest.offset, rest.offset + rest.length);
      this.diskQueue.add(found.map((span) => ({ ...gap, ...span })));
      return this.joinGap(rest);
    });
  }

  /** A read of the disk. Counts nothing, unless the bytes are gone from there and fetched after all. */
  private async readDisk(
    source: ByteSource,
    offset: number,
    length: number,
    options: ReadOptions = {},
  ): Promise<Uint8Array> {
    const bytes = await this.opened?.disk?.read(offset, length);
    throwIfAborted(options.signal);
    return bytes ?? source.read(offset, length, options);
  }

  private check(span: PendingSpan, size: number): void {
    if (this.changed) {
      throw this.changed;
    }
    checkSpan(this.label, span);
    checkInside(this.label, span, size);
  }

  /** Takes what is cached, joins what is under way; what is left of the span has to be asked for. */
  private findGaps(span: PendingSpan, cacheKey: string): Stretch[] {
    const gaps: Stretch[] = [];
    let at = span.offset;
    const reach = (end: number): void => {
      gaps.push(...this.join(span, at, end));
      at = end;
    };
    for (const { offset, bytes } of this.cache?.find(cacheKey, span.offset, span.end) ?? []) {
      reach(offset);
      span.take(offset, bytes);
      at += bytes.length;
    }
    reach(span.end);
    return gaps;
  }

  private joinGap(gap: Gap): Gap[] {
    const { span, offset, length } = gap;
    return this.join(span, offset, offset + length).map((rest) => ({ ...gap, ...rest }));
  }

  /** Joins the requests under way for `[start, end)` of the span and returns what none of them brings. */
  private join(span: PendingSpan, start: number, end: number): Stretch[] {
    const gaps: Stretch[] = [];
    let at = start;
    for (const request of this.queue.overlapping(start, end)) {
      if (at < request.offset) {
        gaps.push({ span, offset: at, length: request.offset - at });
        at = request.offset;
      }
      const to = Math.min(end, request.end);
      request.join(span, at, to);
      at = to;
    }
    if (at < end) {
      gaps.push({ span, offset: at, length: end - at });
    }
    return gaps;
  }

  private failed(error: unknown): void {
    if (error instanceof SkybucketError && error.code === 'changed') {
      this.changed = error;
      this.queue.failAll(error);
    }
  }

  private meterOf(options: ReadOptions): Meter | undefined {
    return options.meter ?? this.options.meter;
  }

  private budget(wanted: number): number {
    return this.options.budget?.(wanted) ?? (this.local ? Infinity : usualBudget(wanted));
  }

  private link(): Link {
    return this.options.link?.link() ?? (this.local ? LOCAL_LINK : DEFAULT_LINK);
  }
}

/** Bytes may be shared only between readers that surely read the same version of the same object. */
function sharedKeyOf(identity: Identity, name: string | undefined): string | undefined {
  return name === undefined || identity.kind === 'unknown'
    ? undefined
    : JSON.stringify([name, identity]);
}
