import type { LineReply, PlaneRef, PlaneReply } from '../../src/protocol/methods';
import type { Host } from '../image/host';
import type { DemandState } from '../inspector/on-demand';
import { OnDemand } from '../inspector/on-demand';
import type { LineData } from './line-data';
import { lineData } from './line-data';
import type { PixelRange } from './pixel-range';
import { pixelsIn, wholeRange } from './pixel-range';

/** Bins asked for: more than a screen is wide, so that one can look twice as close without asking. */
const POINTS = 4096;
/** Bins in sight that look like the line itself. */
const ENOUGH = 1024;
/** Bytes that are read without asking: of a remote line, and where they are at hand. */
const FREE_REMOTE = 64e6;
const FREE_LOCAL = 8e9;
/** How long a range rests before it is asked for, in milliseconds. */
const REST = 40;

export interface LineTarget {
  readonly ref: PlaneRef;
  readonly plane: PlaneReply;
}

export interface LineListener {
  /** There is more data, or `state` changed. */
  onChange(): void;
  /** Nothing of the line could be read. */
  onError(error: unknown): void;
}

/** Brings the bins of a line that its plot needs: the whole line, and the part looked at closer. */
export class LineLoader {
  readonly #host: Host;
  readonly #listener: LineListener;
  readonly #demand: OnDemand<LineReply, { done: number }>;
  #target: LineTarget | undefined;
  #whole: LineData | undefined;
  #part: LineData | undefined;
  /** What is in sight. */
  #range: PixelRange | undefined;
  /** Pixels that the user agreed to read. */
  #agreed: { readonly x0: number; readonly x1: number } | undefined;
  #offer: { readonly x0: number; readonly x1: number } | undefined;

  constructor(host: Host, listener: LineListener) {
    this.#host = host;
    this.#listener = listener;
    this.#demand = new OnDemand(() => this.#changed(), REST);
  }

  /** Begins with another line, or with none. */
  show(target: LineTarget | undefined): void {
    this.#demand.want(undefined);
    this.#target = target;
    this.#whole = undefined;
    this.#part = undefined;
    this.#range = undefined;
    this.#agreed = undefined;
    this.#offer = undefined;
  }

  get state(): DemandState<LineReply, { done: number }> {
    return this.#demand.state;
  }

  /** Bytes that reading what is in sight takes, where the user is to be asked first. */
  get offered(): number | undefined {
    return this.#offer && this.#bytesOf(this.#offer);
  }

  /** What is seen first: the line, or as much of its beginning as is read without asking. */
  get firstRange(): PixelRange {
    const { plane } = this.#target as LineTarget;
    const pixels = Math.floor(this.#free / this.#bytesOf({ x0: 0, x1: 1 }));
    return wholeRange(this.#isFree({ x0: 0, x1: plane.width }) ? plane.width : pixels);
  }

  /** The finest data there is of all that is in sight, else of a part of it. */
  best(range: PixelRange): LineData | undefined {
    const { plane } = this.#target ?? {};
    const seen = plane && pixelsIn(range, plane.width);
    const all = [this.#part, this.#whole].filter((data) => data !== undefined);
    return seen && (all.find((data) => covers(data, seen)) ?? all[0]);
  }

  /** Asks for what the range needs and there is not yet; lets go of what it does not. */
  want(range: PixelRange): void {
    const { plane } = this.#target ?? {};
    this.#range = range;
    this.#offer = undefined;
    if (plane === undefined) {
      return;
    }
    const seen = pixelsIn(range, plane.width);
    const best = this.best(range);
    const bins = best === undefined ? 0 : (seen.x1 - seen.x0) / best.step;
    if (best !== undefined && covers(best, seen) && (best.step === 1 || bins >= ENOUGH)) {
      this.#demand.want(undefined);
      return;
    }
    const all = { x0: 0, x1: plane.width };
    if (this.#whole === undefined && this.#isFree(all)) {
      this.#read(all);
      return;
    }
    const spare = Math.ceil((seen.x1 - seen.x0) / 2);
    const wide = {
      x0: Math.max(0, seen.x0 - spare),
      x1: Math.min(plane.width, seen.x1 + spare),
    };
    const wanted = this.#isFree(wide) ? wide : seen;
    if (this.#isFree(wanted)) {
      this.#read(wanted);
    } else {
      this.#demand.want(undefined);
      this.#offer = seen;
    }
  }

  /** The user agrees to read what was offered, or tries again. */
  ask(): void {
    const offer = this.#offer;
    this.#agreed = offer ?? this.#agreed;
    this.#offer = undefined;
    if (offer === undefined) {
      this.#demand.ask();
    } else {
      this.#read(offer);
    }
  }

  cancel(): void {
    this.#demand.cancel();
  }

  #changed(): void {
    if (this.#demand.state.kind === 'done' && this.#range !== undefined) {
      // Of the whole line, what is looked at closer may have to be read yet.
      this.want(this.#range);
    }
    this.#listener.onChange();
  }

  #read({ x0, x1 }: { readonly x0: number; readonly x1: number }): void {
    const target = this.#target as LineTarget;
    this.#demand.want({
      key: `${x0}/${x1}`,
      cost: undefined,
      read: async (signal, onProgress) => {
        const asked = { ...target.ref, x0, x1, points: POINTS };
        try {
          const reply = await this.#host.request('line', asked, { signal, onProgress });
          if (!signal.aborted) {
            this.#take(lineData(reply, x1), target.plane.width);
          }
          return reply;
        } catch (error) {
          if (!signal.aborted && this.#whole === undefined && this.#part === undefined) {
            this.#listener.onError(error);
          }
          throw error;
        }
      },
    });
  }

  #take(data: LineData, length: number): void {
    if (data.x0 === 0 && data.x1 === length) {
      this.#whole = data;
    } else {
      this.#part = data;
    }
  }

  #isFree(pixels: { readonly x0: number; readonly x1: number }): boolean {
    const agreed = this.#agreed !== undefined && covers(this.#agreed, pixels);
    return agreed || this.#bytesOf(pixels) <= this.#free;
  }

  get #free(): number {
    return this.#target?.plane.local === true ? FREE_LOCAL : FREE_REMOTE;
  }

  #bytesOf({ x0, x1 }: { readonly x0: number; readonly x1: number }): number {
    const { plane } = this.#target as LineTarget;
    return (x1 - x0) * (plane.bytesPerRow / plane.width);
  }
}

/** Whether there are data of all of the pixels `[x0, x1)`. */
export function covers(
  data: { readonly x0: number; readonly x1: number },
  { x0, x1 }: { readonly x0: number; readonly x1: number },
): boolean {
  return data.x0 <= x0 && x1 <= data.x1;
}
