import { SkybucketError, throwIfAborted } from '../errors';
import type { HttpClient } from './http';
import { type Part, readPart, readProbe } from './http-answers';
import { HttpExchange, type Need } from './http-exchange';
import type { LinkEstimate } from './link';
import { DEFAULT_RETRY, type RetryPolicy } from './retry';
import { SharedTask } from './shared-task';
import type { ByteSource, Identity, ReadOptions } from './source';
import { checkInside, checkSpan } from './span';
import type { HttpTarget } from './target';
import { conditions, knownVersion, type KnownObject, type Version } from './version';

export interface HttpSourceOptions {
  /** What a listing said of the object: saves the probe, and already the first read is conditional. */
  readonly known?: KnownObject | undefined;
  /** Bytes read from the start to learn size and identity; they serve later reads. 64 KiB. */
  readonly probeLength?: number | undefined;
  /** Largest object taken whole from a server that ignores ranges. 1 MiB. */
  readonly wholeUpTo?: number | undefined;
  readonly retry?: RetryPolicy | undefined;
  /** Told of every exchange, so that plans fit the link. */
  readonly link?: LinkEstimate | undefined;
}

/**
 * An object behind HTTP, read by ranges (RFC 9110 section 14). The first read tells its version; every
 * later one is conditional on it. Once the object has changed, all reads fail with `changed`: bytes of
 * two versions are never mixed.
 *
 * Read errors: those of {@link ByteSource.read}, `range-ignored` where the server sends a large object
 * whole, `server` for answers that make no sense, and what the target makes of a refusal.
 */
export class HttpSource implements ByteSource {
  readonly label: string;
  private readonly exchange: HttpExchange;
  private readonly probeLength: number;
  private readonly wholeUpTo: number;
  private version: Version | undefined;
  /** The first bytes of the object, from the probe. */
  private head: Uint8Array = new Uint8Array(0);
  private failure: SkybucketError | undefined;
  private readonly reading = new Set<AbortController>();
  private readonly opening = new SharedTask((options) => this.probe(options));

  constructor(client: HttpClient, target: HttpTarget, options: HttpSourceOptions = {}) {
    this.label = target.label;
    this.exchange = new HttpExchange(client, target, options.retry ?? DEFAULT_RETRY, options.link);
    this.probeLength = options.probeLength ?? 64 * 1024;
    this.wholeUpTo = options.wholeUpTo ?? 1024 * 1024;
    this.version = options.known && knownVersion(options.known);
  }

  async size(options: ReadOptions = {}): Promise<number> {
    return (await this.open(options)).size;
  }

  async identity(options: ReadOptions = {}): Promise<Identity> {
    return (await this.open(options)).identity;
  }

  async read(offset: number, length: number, options: ReadOptions = {}): Promise<Uint8Array> {
    const { meter, onFill } = options;
    checkSpan(this.label, { offset, length });
    // Where the version is known the need arises now; else it cannot be sent before the probe is
    // answered, which makes it a round of its own.
    const early = this.version && (options.ask ?? meter?.ask());
    const version = await this.open(options);
    checkInside(this.label, { offset, length }, version.size);

    const part: Part = { offset, buffer: new Uint8Array(length), filled: 0 };
    const onFilled = (): void => {
      if (onFill && part.filled > 0) {
        onFill(part.filled, part.buffer);
      }
    };
    const known = this.head.subarray(offset, offset + length);
    part.buffer.set(known);
    part.filled = known.length;
    onFilled();
    if (part.filled < length) {
      const ask = early ?? meter?.ask();
      await this.serve(options.signal, (signal) => ({
        signal,
        meter,
        ask,
        headers: () => ({
          range: rangeOf(offset + part.filled, offset + length),
          ...conditions(version),
        }),
        accept: (response, onBytes) =>
          readPart(this.label, response, version, part, this.wholeUpTo, (count) => {
            onBytes(count);
            if (ask && onFill) {
              meter?.delivered(ask);
            }
            onFilled();
          }),
      }));
    }
    return part.buffer;
  }

  async close(): Promise<void> {
    this.failure ??= new SkybucketError('cancelled', `${this.label} is closed.`);
    for (const controller of this.reading) {
      controller.abort();
    }
  }

  private async open(options: ReadOptions): Promise<Version> {
    throwIfAborted(options.signal);
    this.throwIfFailed();
    return this.version ?? this.opening.join(options);
  }

  private throwIfFailed(): void {
    if (this.failure) {
      throw this.failure;
    }
  }

  private async probe(options: ReadOptions): Promise<Version> {
    const { meter } = options;
    const ask = options.ask ?? meter?.ask();
    const { version, head } = await this.serve(options.signal, (signal) => ({
      signal,
      meter,
      ask,
      headers: () => ({ range: rangeOf(0, this.probeLength) }),
      accept: (response, onBytes) =>
        readProbe(this.label, response, this.probeLength, this.wholeUpTo, onBytes),
    }));
    this.head = head;
    return (this.version = version);
  }

  /** Serves a need with a signal that {@link close} aborts too. */
  private async serve<T>(
    signal: AbortSignal | undefined,
    need: (signal: AbortSignal) => Need<T>,
  ): Promise<T> {
    this.throwIfFailed();
    const controller = new AbortController();
    const abort = (): void => controller.abort();
    signal?.addEventListener('abort', abort, { once: true });
    this.reading.add(controller);
    try {
      return await this.exchange.serve(need(controller.signal));
    } catch (error) {
      if (error instanceof SkybucketError && error.code === 'changed') {
        this.failure ??= error;
      }
      throw error;
    } finally {
      this.reading.delete(controller);
      signal?.removeEventListener('abort', abort);
    }
  }
}

function rangeOf(start: number, end: number): string {
  return `bytes=${start}-${end - 1}`;
}
