import type { ByteSource, Identity } from '../bytes/source';
import type { Meter } from '../bytes/meter';
import { SkybucketError, throwIfAborted } from '../errors';
import { Rate } from './rate';

/** Where downloaded bytes go. Nothing is visible under the final name before `commit`. */
export interface DownloadSink {
  /** Writes at a position. Several calls may be under way, in any order. */
  write(position: number, bytes: Uint8Array): Promise<void>;
  /**
   * Gives the bytes their final name and returns it. Called once, when all `size` bytes are written.
   * Throws SkybucketError `truncated` if the sink does not hold that many.
   */
  commit(size: number): Promise<string>;
  /** Removes what was written. Does nothing after a commit. */
  discard(): Promise<void>;
}

export interface DownloadProgress {
  readonly received: number;
  readonly size: number;
  readonly bytesPerSecond: number | undefined;
}

export interface DownloadOptions {
  readonly signal?: AbortSignal | undefined;
  readonly meter?: Meter | undefined;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  readonly now?: (() => number) | undefined;
  /** Bytes of one request. */
  readonly partSize?: number | undefined;
}

export interface Downloaded {
  /** The final name, as the sink says it. */
  readonly name: string;
  readonly size: number;
}

/** Large enough that latency does not count, small enough that four in memory are no burden. */
const PART_SIZE = 8 * 1024 * 1024;
const PARTS_AT_A_TIME = 4;

/**
 * Downloads one object. All parts are of one version: the source reads conditionally on the identity
 * it saw first, and what it says of the object at the end must be what it said at the beginning. An
 * object that changes on the way is downloaded once more from the start; a second change is an error.
 *
 * @param open gives a source that has not yet fixed a version; it is closed here.
 * @param createSink is told the size of the object.
 * @throws SkybucketError `changed`, `truncated`, `cancelled`, or what the source or the sink says. The
 *   sink has then been discarded.
 */
export async function download(
  open: () => Promise<ByteSource>,
  createSink: (size: number) => Promise<DownloadSink>,
  options: DownloadOptions = {},
): Promise<Downloaded> {
  try {
    return await attempt(open, createSink, options);
  } catch (error) {
    if (error instanceof SkybucketError && error.code === 'changed') {
      return attempt(open, createSink, options);
    }
    throw error;
  }
}

async function attempt(
  open: () => Promise<ByteSource>,
  createSink: (size: number) => Promise<DownloadSink>,
  options: DownloadOptions,
): Promise<Downloaded> {
  throwIfAborted(options.signal);
  const source = await open();
  try {
    const read = { signal: options.signal, meter: options.meter };
    const size = await source.size(read);
    const identity = await source.identity(read);
    const sink = await createSink(size);
    try {
      await copyParts(source, sink, size, options);
      throwIfAborted(options.signal);
      if (!sameVersion(identity, await source.identity(read))) {
        throw new SkybucketError('changed', `${source.label} changed while it was downloaded.`);
      }
      return { name: await sink.commit(size), size };
    } catch (error) {
      await sink.discard();
      throw error;
    }
  } finally {
    await source.close();
  }
}

/** Reads `PARTS_AT_A_TIME` parts at a time; the first failure aborts the others. */
async function copyParts(
  source: ByteSource,
  sink: DownloadSink,
  size: number,
  options: DownloadOptions,
): Promise<void> {
  const partSize = options.partSize ?? PART_SIZE;
  const rate = new Rate(options.now);
  const filled = new Map<number, number>();
  let finished = 0;
  const report = (): void => {
    const received = [...filled.values()].reduce((sum, bytes) => sum + bytes, finished);
    rate.add(received);
    options.onProgress?.({ received, size, bytesPerSecond: rate.bytesPerSecond() });
  };

  const stop = new AbortController();
  const abort = (): void => stop.abort();
  options.signal?.addEventListener('abort', abort, { once: true });

  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < size && !stop.signal.aborted) {
      const offset = next;
      const length = Math.min(partSize, size - offset);
      next += length;
      const bytes = await source.read(offset, length, {
        signal: stop.signal,
        meter: options.meter,
        onFill: (count) => {
          filled.set(offset, count);
          report();
        },
      });
      if (bytes.length !== length) {
        throw new SkybucketError(
          'truncated',
          `${source.label} gave ${bytes.length} bytes where ${length} were asked for.`,
          { retryable: true },
        );
      }
      await sink.write(offset, bytes);
      filled.delete(offset);
      finished += length;
      report();
    }
  };

  report();
  let failure: { readonly error: unknown } | undefined;
  const guarded = async (): Promise<void> => {
    try {
      await worker();
    } catch (error) {
      // The others end with `cancelled` because of this one: the first error is the one to report.
      failure ??= { error };
      stop.abort();
    }
  };
  try {
    // All have ended before the sink is discarded, so that none writes into it afterwards.
    await Promise.all(Array.from({ length: PARTS_AT_A_TIME }, guarded));
  } finally {
    options.signal?.removeEventListener('abort', abort);
  }
  if (failure !== undefined) {
    throw failure.error;
  }
}

function sameVersion(a: Identity, b: Identity): boolean {
  if (a.kind === 'etag' && b.kind === 'etag') {
    return a.etag === b.etag;
  }
  if (a.kind === 'modified' && b.kind === 'modified') {
    return a.size === b.size && a.modified === b.modified;
  }
  return a.kind === b.kind;
}
