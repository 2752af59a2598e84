import { cancelled, SkybucketError, throwIfAborted } from '../core/errors';
import type { StopSignal } from '../core/fits/tiles/stop';
import type {
  DecodedTile,
  StoredTile,
  TileDecoder,
  TileEncoding,
} from '../core/fits/tiles/tile-job';
import type { Thread, ThreadDeath } from '../platform/node/worker-thread';
import {
  decodedTiles,
  packTiles,
  type DecodedGroup,
  type DecodedMessage,
  type TileMessage,
} from './tile-thread';

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
  readonly encoding: TileEncoding;
  readonly tiles: readonly StoredTile[];
  readonly pixels: number;
  readonly signal: StopSignal | undefined;
  readonly resolve: (tiles: readonly DecodedTile[]) => void;
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
 * nothing for a while. While all of them are busy the thread that asks decodes as well. What nobody waits
 * for any more is dropped, unless a thread is at it.
 */
export class TilePool implements TileDecoder {
  private readonly queue = new Set<Waiting>();
  private readonly members = new Set<Member>();
  /** Pixels that were asked for and are not there yet. */
  private pixelsUnderWay = 0;
  private stillborn = 0;
  private dispatches = false;
  private helps = false;
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
  async decode(tiles: readonly StoredTile[], signal?: StopSignal): Promise<readonly DecodedTile[]> {
    throwIfAborted(signal);
    if (this.closed) {
      throw cancelled();
    }
    const pixels = tiles.reduce((sum, { job }) => sum + pixelsOf(job), 0);
    this.pixelsUnderWay += pixels;
    try {
      return this.pixelsUnderWay <= FEW_PIXELS || this.stillborn >= MOST_STILLBORN
        ? await this.parts.inline.decode(tiles, signal)
        : await this.decodeElsewhere(tiles, pixels, signal);
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
    tiles: readonly StoredTile[],
    pixels: number,
    signal: StopSignal | undefined,
  ): Promise<readonly DecodedTile[]> {
    const [first] = tiles;
    if (first === undefined) {
      return Promise.resolve([]);
    }
    const { encoding } = first.job;
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
      const waiting: Waiting = {
        ...{ encoding, tiles, pixels, signal },
        ...{ resolve: settled(resolve), reject: settled(reject) },
      };
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
        this.helpSoon();
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
    return this.stillborn < MOST_STILLBORN ? this.start() : free;
  }

  /** What waits longest is decoded here, after what has arrived, unless it would hold up this thread. */
  private helpSoon(): void {
    const [next] = this.queue;
    const alone = this.members.size === 0;
    if (this.helps || next === undefined || (next.pixels > PIXELS_PER_BATCH && !alone)) {
      return;
    }
    this.helps = true;
    this.queue.delete(next);
    setImmediate(() => {
      void this.parts.inline
        .decode(next.tiles, next.signal)
        .then(next.resolve, next.reject)
        .finally(() => {
          this.helps = false;
          this.dispatch();
        });
    });
  }

  private nextBatch(): Waiting[] {
    const batch: Waiting[] = [];
    let pixels = 0;
    for (const waiting of this.queue) {
      const fits = pixels + waiting.pixels <= PIXELS_PER_BATCH;
      if (batch.length > 0 && (!fits || waiting.encoding !== batch[0]?.encoding)) {
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
    const { encoding } = batch[0] as Waiting;
    const message: TileMessage = { encoding, groups: batch.map(({ tiles }) => packTiles(tiles)) };
    member.thread.post(message);
  }

  private start(): Member {
    const thread = this.parts.startThread();
    const member: Member = { thread, batches: [], answered: false, idle: undefined };
    this.members.add(member);
    thread.onMessage((message) => this.answer(member, message as DecodedMessage));
    thread.onDeath((death) => this.bury(member, death));
    return member;
  }

  private answer(member: Member, decoded: DecodedMessage): void {
    member.answered = true;
    this.stillborn = 0;
    const batch = member.batches.shift() ?? [];
    batch.forEach(({ encoding, resolve }, i) => {
      resolve(decodedTiles(decoded[i] as DecodedGroup, encoding));
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
}

function pixelsOf({ shape }: StoredTile['job']): number {
  return shape.reduce((product, length) => product * length, 1);
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
