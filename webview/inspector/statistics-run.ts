import type { StatisticsReply } from '../../src/protocol/methods';
import type { Trouble } from '../image/host';
import { troubleOf } from '../image/host';
import type { PixelBox } from '../image/view';
import type { Context } from './context';
import { bytesOf, sameBox } from './statistics-text';

/** How long a view rests before its statistics are made, in milliseconds. */
const REST = 400;
/** Bytes that are read without asking: of a remote file, and where they are at hand. */
const FREE_REMOTE = 4e6;
const FREE_LOCAL = 512e6;

interface Running {
  readonly box: PixelBox;
  /** The user asked for it; it goes on when the view moves, or another tab is looked at. */
  readonly asked: boolean;
  readonly stop: AbortController;
  /** What has been read so far. */
  readonly reply: StatisticsReply | undefined;
}

/** Exact statistics of one box that may change, such as that of the view. */
export class StatisticsRun {
  readonly #context: Context;
  readonly #onChange: () => void;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #resting: PixelBox | undefined;
  #running: Running | undefined;
  #result: { readonly box: PixelBox; readonly reply: StatisticsReply } | undefined;
  #failed: { readonly box: PixelBox; readonly trouble: Trouble } | undefined;

  constructor(context: Context, onChange: () => void) {
    this.#context = context;
    this.#onChange = onChange;
  }

  get running(): Running | undefined {
    return this.#running;
  }

  get result(): { readonly box: PixelBox; readonly reply: StatisticsReply } | undefined {
    return this.#result;
  }

  get failed(): { readonly box: PixelBox; readonly trouble: Trouble } | undefined {
    return this.#failed;
  }

  /** Whether the statistics of a box are made without being asked for. */
  isFree(box: PixelBox): boolean {
    const { plane } = this.#context.subject;
    return plane !== undefined && bytesOf(box, plane) <= (plane.local ? FREE_LOCAL : FREE_REMOTE);
  }

  /** Makes the statistics of the box once it has rested, if that is free. */
  follow(box: PixelBox | undefined): void {
    if (this.#running?.asked === false && !sameBox(this.#running.box, box)) {
      this.cancel();
    }
    const known = [this.#running?.box, this.#result?.box, this.#failed?.box];
    const wanted =
      box !== undefined && this.isFree(box) && !known.some((other) => sameBox(other, box));
    if (!wanted) {
      this.#forgetRest();
    } else if (!sameBox(this.#resting, box)) {
      this.#forgetRest();
      this.#resting = box;
      this.#rest = setTimeout(() => {
        this.#resting = undefined;
        if (this.#running === undefined) {
          void this.#read(box, false);
        }
      }, REST);
    }
  }

  /** The user asks for the statistics of the box. */
  ask(box: PixelBox): void {
    this.cancel();
    void this.#read(box, true);
  }

  cancel(): void {
    this.#forgetRest();
    this.#running?.stop.abort();
    this.#running = undefined;
  }

  /** Out of sight: only what the user asked for goes on. */
  hide(): void {
    this.#forgetRest();
    if (this.#running?.asked === false) {
      this.cancel();
    }
  }

  /** Another picture: nothing of this one is true of it. */
  reset(): void {
    this.cancel();
    this.#result = undefined;
    this.#failed = undefined;
  }

  #forgetRest(): void {
    clearTimeout(this.#rest);
    this.#resting = undefined;
  }

  async #read(box: PixelBox, asked: boolean): Promise<void> {
    const { host, subject } = this.#context;
    const { ref } = subject;
    if (ref === undefined) {
      return;
    }
    const stop = new AbortController();
    const { signal } = stop;
    this.#failed = undefined;
    this.#running = { box, asked, stop, reply: undefined };
    this.#onChange();
    const onProgress = (soFar: StatisticsReply): void => {
      this.#running = { box, asked, stop, reply: soFar };
      this.#onChange();
    };
    try {
      const reply = await host.request('statistics', { ...ref, ...box }, { signal, onProgress });
      this.#result = { box, reply };
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      const trouble = troubleOf(error);
      this.#failed = trouble && { box, trouble };
    }
    this.#running = undefined;
    this.#onChange();
  }
}
