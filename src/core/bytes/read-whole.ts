import { SkybucketError, throwIfAborted } from '../errors';
import { fewAtATime } from './few-at-a-time';
import type { Meter } from './meter';
import type { ByteSource, Identity } from './source';
import { sameIdentity } from './version';

export interface ReadWholeOptions {
  readonly signal?: AbortSignal | undefined;
  readonly meter?: Meter | undefined;
  /** Told the size before anything else is read; what it throws ends the read. */
  readonly check?: ((size: number) => void) | undefined;
  readonly onProgress?: ((received: number, size: number) => void) | undefined;
  /** Bytes of one request. */
  readonly partSize?: number | undefined;
}

/** All bytes of one version of an object. */
export interface Whole {
  readonly bytes: Uint8Array;
  readonly identity: Identity;
}

/** Large enough that latency does not count, small enough that what a cancel throws away is little. */
const PART_SIZE = 8 * 1024 * 1024;
const PARTS_AT_A_TIME = 4;

/**
 * Reads one object into memory. All parts are of one version: the source reads conditionally on the identity it saw
 * first, and what it says of the object at the end must be what it said at the beginning. An object that changes on the
 * way is read once more from the start; a second change is an error.
 *
 * @param open gives a source that has not yet fixed a version; it is closed here.
 * @throws SkybucketError `changed`, `truncated`, `cancelled`, or what the source or `check` says
 */
export async function readWhole(
  open: () => Promise<ByteSource>,
  options: ReadWholeOptions = {},
): Promise<Whole> {
  try {
    return await attempt(open, options);
  } catch (error) {
    if (error instanceof SkybucketError && error.code === 'changed') {
      return attempt(open, options);
    }
    throw error;
  }
}

async function attempt(open: () => Promise<ByteSource>, options: ReadWholeOptions): Promise<Whole> {
  throwIfAborted(options.signal);
  const source = await open();
  try {
    const read = { signal: options.signal, meter: options.meter };
    const size = await source.size(read);
    const identity = await source.identity(read);
    options.check?.(size);
    const bytes = new Uint8Array(size);
    await readParts(source, bytes, options);
    throwIfAborted(options.signal);
    const now = await source.identity(read);
    // Where the server tells nothing of versions, neither before nor after, there is nothing to compare.
    const isSilent = identity.kind === 'unknown' && now.kind === 'unknown';
    if (!isSilent && !sameIdentity(identity, now)) {
      throw new SkybucketError('changed', `${source.label} changed while it was read.`);
    }
    return { bytes, identity };
  } finally {
    await source.close();
  }
}

/** Reads `PARTS_AT_A_TIME` parts at a time; the first failure aborts the others. */
async function readParts(
  source: ByteSource,
  into: Uint8Array,
  { partSize = PART_SIZE, signal, meter, onProgress }: ReadWholeOptions,
): Promise<void> {
  const size = into.length;
  const filled = new Map<number, number>();
  let finished = 0;
  const report = (): void => {
    const received = [...filled.values()].reduce((sum, bytes) => sum + bytes, finished);
    onProgress?.(received, size);
  };

  // While the source was opened, where it asked nobody.
  throwIfAborted(signal);
  report();
  const offsets = Array.from({ length: Math.ceil(size / partSize) }, (_, part) => part * partSize);
  // All have ended before the source is closed.
  await fewAtATime(offsets, PARTS_AT_A_TIME, signal, async (offset, stop) => {
    const length = Math.min(partSize, size - offset);
    const bytes = await source.read(offset, length, {
      signal: stop,
      meter,
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
    into.set(bytes, offset);
    filled.delete(offset);
    finished += length;
    report();
  });
}
