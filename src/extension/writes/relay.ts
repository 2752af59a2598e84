import { fewAtATime } from '../../core/bytes/few-at-a-time';
import type { Meter } from '../../core/bytes/meter';
import type { ByteSource } from '../../core/bytes/source';
import { SkybucketError, throwIfAborted } from '../../core/errors';
import type { Connection } from '../../core/s3/connection';
import type {
  ObjectAttributes,
  ObjectPlace,
  ObjectStore,
  SentPart,
  WriteCondition,
  Written,
} from '../../core/s3/object-store';
import { formatS3Uri } from '../../core/s3/uri';

/** Up to here in one request; above, in parts of it. */
const PART = 16 * 1024 * 1024;
const MOST_PARTS = 10_000;
/** Bytes of parts that are in memory at a time. */
const IN_MEMORY = 64 * 1024 * 1024;

export interface RelayOptions {
  readonly signal: AbortSignal;
  readonly meter: Meter;
  readonly condition?: WriteCondition | undefined;
  /** What the object is to say of itself. */
  readonly headers?: ObjectAttributes | undefined;
  readonly onSent?: ((sent: number) => void) | undefined;
  /** Bytes of a part; for tests. */
  readonly partSize?: number | undefined;
}

/**
 * Writes all bytes of a source to an object, through this machine's memory, a few parts at a time. The source reads
 * one version only. The object is there as a whole or not at all.
 *
 * @throws SkybucketError `changed`, `cancelled`, or what the source or the store says; parts sent so far are removed
 */
export async function relay(
  source: ByteSource,
  store: ObjectStore,
  connection: Connection,
  place: ObjectPlace,
  options: RelayOptions,
): Promise<Written> {
  const { signal, meter } = options;
  const size = await source.size({ signal, meter });
  const partSize = Math.max(options.partSize ?? PART, Math.ceil(size / MOST_PARTS));
  const written =
    size <= partSize
      ? await store.put(connection, place, await readAll(source, size, options), {
          ...{ signal, meter, condition: options.condition, onSent: options.onSent },
          ...options.headers,
        })
      : await relayParts(source, store, connection, place, size, partSize, options);
  const there = await store.head(connection, place, { signal, meter });
  if (there?.size !== size) {
    const says = there === undefined ? 'nothing' : `${there.size} bytes`;
    throw new SkybucketError(
      'server',
      `Of ${size} bytes written to ${formatS3Uri(place.bucket, place.key)} the server says that it has ${says}.`,
      { hint: 'Somebody else may write there. Try again.' },
    );
  }
  return written;
}

async function readAll(
  source: ByteSource,
  size: number,
  { signal, meter }: RelayOptions,
): Promise<Uint8Array> {
  throwIfAborted(signal);
  return size === 0 ? new Uint8Array(0) : source.read(0, size, { signal, meter });
}

async function relayParts(
  source: ByteSource,
  store: ObjectStore,
  connection: Connection,
  place: ObjectPlace,
  size: number,
  partSize: number,
  { signal, meter, condition, headers, onSent }: RelayOptions,
): Promise<Written> {
  const upload = await store.beginUpload(connection, place, { signal, meter, ...headers });
  try {
    const count = Math.ceil(size / partSize);
    const sent: SentPart[] = [];
    const under = new Map<number, number>();
    let whole = 0;
    const report = (): void =>
      onSent?.([...under.values()].reduce((sum, bytes) => sum + bytes, whole));
    const atATime = Math.max(1, Math.min(4, Math.floor(IN_MEMORY / partSize)));
    await fewAtATime(numbers(count), atATime, signal, async (number, partSignal) => {
      const offset = (number - 1) * partSize;
      const length = Math.min(partSize, size - offset);
      const bytes = await source.read(offset, length, { signal: partSignal, meter });
      const part = await store.putPart(connection, upload, number, bytes, {
        ...{ signal: partSignal, meter },
        onSent: (count) => {
          under.set(number, count);
          report();
        },
      });
      under.delete(number);
      whole += length;
      sent.push(part);
      report();
    });
    sent.sort((a, b) => a.number - b.number);
    return await store.completeUpload(connection, upload, sent, { signal, meter, condition });
  } catch (error) {
    // Parts that nobody completes are paid for. The signal may be aborted already: this goes without.
    await store.abortUpload(connection, upload, { meter }).catch(() => undefined);
    throw error;
  }
}

function* numbers(count: number): Generator<number> {
  for (let number = 1; number <= count; number++) {
    yield number;
  }
}
