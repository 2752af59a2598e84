import { cancelled, SkybucketError, throwIfAborted } from '../core/errors';
import type { StopSignal } from '../core/fits/tiles/stop';
import type { TileDecoder, TileJob, TilePixels } from '../core/fits/tiles/tile-job';
import type { Thread, ThreadDeath } from '../platform/node/worker-thread';
import { pixelsOf, type DecodedBatch, type TileBatch } from './tile-thread';
import { fromWireError } from './wire-error';

/** Pixels under way up to which threads are not worth a message: some milliseconds of work. */
const FEW_PIXELS = 2 ** 20;
/** Pixels of the tiles in one message: a few milliseconds, so that many threads share the work evenly. */
const PIXELS_PER_BATCH = 2 ** 18;
/** Batches given to a thread at a time: the next lies ready while the result of one is on its way. */
const BATCHES_PER_THREAD = 2;
/** A thread with nothing to do for so long is ended. */
const IDLE_MILLISECONDS = 5000;
/** Threads that die before they have decoded anything; after so many there are no more. */
const MOST_STILLBORN = 3;

export interface TilePoolParts {
  /** Starts a thread that runs `runTileThread`. */
  readonly startThread: () => Thread;
  /** The most of them. */
  readonly threads: number;
  /** Decodes what is so little that it is not worth a message. */
  readonly inline: TileDecoder;
  readonly idleMilliseconds?: number | undefined;
}

interface Waiting {
  readonly job: TileJob;
  readonly bytes: Uint8Array;
  readonly pixels: number;
  readonly resolve: (pixels: TilePixels) => void;
  readonly reject: (error: unknown) => void;
}

interface Member {
  readonly thread: Thread;
  /** In the order in which they are answered. */
  readonly batches: (readonly Waiting[])[];
  answered: boolean;
  idle: ReturnType<typeof setTimeout> | undefined;
}

/**
 * Decodes tiles on threads, which are started when there is much to do and end when there has been
 * nothing for a while. What nobody waits for any more is dropped, unless a thread is at it.
 */
export class TilePool implements TileDecoder {
  private readonly queue = new Set<Waiting>();
  private readonly members = new Set<Member>();
  /** Pixels that were asked for and are not there yet. */
  private pixelsUnderWay = 0;
  private stillborn = 0;
  private dispatches = false;
  private closed = false;

  constructor(private readonly parts: TilePoolParts) {}

  /** How many threads there are now. */
  get running(): number {
    return this.members.size;
  }

  /**
   * @throws SkybucketError as {@link TileDecoder.decode}; `protocol` or `too-large`, both retryable, where
   *   a thread dies.
   */
  async decode(job: TileJob, bytes: Uint8Array, signal?: StopSignal): Promise<TilePixels> {
    throwIfAborted(signal);
    if (this.closed) {
      throw cancelled();
    }
    const pixels = job.shape.reduce((product, length) => product * length, 1);
    this.pixelsUnderWay += pixels;
    try {
      return this.pixelsUnderWay <= FEW_PIXELS || this.stillborn >= MOST_STILLBORN
        ? await this.parts.inline.decode(job, bytes, signal)
        : await this.decodeElsewhere(job, bytes, pixels, signal);
    } finally {
      this.pixelsUnderWay -= pixels;
    }
  }

  /** Ends all threads; what is under way ends as cancelled. */
  async close(): Promise<void> {
    this.closed = true;
    const members = [...this.members];
    this.members.clear();
    for (const waiting of [...this.queue, ...members.flatMap(({ batches }) => batches.flat())]) {
      waiting.reject(cancelled());
    }
    this.queue.clear();
    members.forEach(({ idle }) => clearTimeout(idle));
    await Promise.all(members.map(({ thread }) => thread.terminate()));
  }

  private decodeElsewhere(
    job: TileJob,
    bytes: Uint8Array,
    pixels: number,
    signal: StopSignal | undefined,
  ): Promise<TilePixels> {
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        this.queue.delete(waiting);
        reject(cancelled());
      };
      const settled = <T>(settle: (value: T) => void): ((value: T) => void) => {
        return (value) => {
          signal?.removeEventListener('abort', abort);
          settle(value);
        };
      };
      const waiting = { job, bytes, pixels, resolve: settled(resolve), reject: settled(reject) };
      signal?.addEventListener('abort', abort);
      this.queue.add(waiting);
      this.dispatchSoon();
    });
  }

  /** Once a turn: what arrives together goes together. */
  private dispatchSoon(): void {
    if (!this.dispatches) {
      this.dispatches = true;
      queueMicrotask(() => {
        this.dispatches = false;
        this.dispatch();
      });
    }
  }

  private dispatch(): void {
    while (this.queue.size > 0 && !this.closed) {
      const member = this.freeMember();
      if (member === undefined) {
        return;
      }
      this.give(member, this.nextBatch());
    }
  }

  /** The one with the least to do, or a new one before any gets a second batch. */
  private freeMember(): Member | undefined {
    let free: Member | undefined;
    for (const member of this.members) {
      if (member.batches.length < (free?.batches.length ?? BATCHES_PER_THREAD)) {
        free = member;
      }
    }
    if (free?.batches.length === 0 || this.members.size >= Math.max(1, this.parts.threads)) {
      return free;
    }
    return this.stillborn < MOST_STILLBORN ? this.start() : (free ?? this.decodeHere());
  }

  private nextBatch(): Waiting[] {
    const batch: Waiting[] = [];
    let pixels = 0;
    for (const waiting of this.queue) {
      const fits = pixels + waiting.pixels <= PIXELS_PER_BATCH;
      if (batch.length > 0 && (!fits || waiting.job.encoding !== batch[0]?.job.encoding)) {
        break;
      }
      this.queue.delete(waiting);
      batch.push(waiting);
      pixels += waiting.pixels;
    }
    return batch;
  }

  private give(member: Member, batch: readonly Waiting[]): void {
    clearTimeout(member.idle);
    member.batches.push(batch);
    const { encoding } = (batch[0] as Waiting).job;
    const message: TileBatch = {
      encoding,
      tiles: batch.map(({ job: { encoding: _, ...job }, bytes }) => ({
        job,
        length: bytes.length,
      })),
      // A copy in any case: what a reader gives may be shared with its cache.
      bytes: joined(batch.map(({ bytes }) => bytes)),
    };
    member.thread.post(message);
  }

  private start(): Member {
    const thread = this.parts.startThread();
    const member: Member = { thread, batches: [], answered: false, idle: undefined };
    this.members.add(member);
    thread.onMessage((message) => this.answer(member, message as DecodedBatch));
    thread.onDeath((death) => this.bury(member, death));
    return member;
  }

  private answer(member: Member, decoded: DecodedBatch): void {
    member.answered = true;
    this.stillborn = 0;
    const batch = member.batches.shift() ?? [];
    batch.forEach(({ job, resolve, reject }, i) => {
      const result = decoded[i];
      if (result instanceof Uint8Array) {
        resolve(pixelsOf(result, job.encoding));
      } else if (result) {
        reject(fromWireError(result.error));
      }
    });
    this.dispatch();
    if (member.batches.length === 0) {
      member.idle = setTimeout(
        () => this.end(member),
        this.parts.idleMilliseconds ?? IDLE_MILLISECONDS,
      );
    }
  }

  private end(member: Member): void {
    this.members.delete(member);
    void member.thread.terminate();
  }

  private bury(member: Member, death: ThreadDeath): void {
    if (!this.members.delete(member)) {
      return;
    }
    clearTimeout(member.idle);
    this.stillborn += member.answered ? 0 : 1;
    const error = deathOf(death);
    member.batches.flat().forEach(({ reject }) => reject(error));
    this.dispatch();
  }

  /** Where threads cannot be had: what waits is decoded on this one. */
  private decodeHere(): undefined {
    for (const { job, bytes, resolve, reject } of this.queue) {
      this.parts.inline.decode(job, bytes).then(resolve, reject);
    }
    this.queue.clear();
    return undefined;
  }
}

function deathOf({ outOfMemory }: ThreadDeath): SkybucketError {
  return outOfMemory
    ? new SkybucketError('too-large', 'Decoding this image took more memory than it may take.', {
        hint: 'The file may be damaged; try again, or look at another part of it.',
        retryable: true,
      })
    : new SkybucketError('protocol', 'What decodes this image has stopped unexpectedly.', {
        hint: 'Try again; the log of Skybucket tells more.',
        retryable: true,
      });
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
