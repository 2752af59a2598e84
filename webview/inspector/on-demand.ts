import type { TableCost } from '../../src/protocol/table';
import type { Trouble } from '../image/host';
import { troubleOf } from '../image/host';

/** Bytes of a remote table that are read without asking. */
export const FREE_BYTES = 5e6;

/** Something that may cost a transfer. */
export interface Want<R, P> {
  /** Tells it from others: the same is not read twice. */
  readonly key: string;
  /** What it costs now; undefined where it costs nothing. */
  readonly cost: ((signal: AbortSignal) => Promise<TableCost>) | undefined;
  read(signal: AbortSignal, onProgress: (progress: P) => void): Promise<R>;
}

export type DemandState<R, P> =
  | { readonly kind: 'waiting' }
  /** It is read when the user says so. */
  | { readonly kind: 'offered'; readonly cost: TableCost }
  | { readonly kind: 'reading'; readonly progress: P | undefined }
  | { readonly kind: 'done'; readonly reply: R }
  /** The user stopped it. */
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly trouble: Trouble };

const WAITING = { kind: 'waiting' } as const;

/** Reads one thing at a time: by itself where that costs little, else once the user has agreed to the cost. */
export class OnDemand<R, P> {
  readonly #onChange: () => void;
  readonly #rest: number;
  #want: Want<R, P> | undefined;
  #state: DemandState<R, P> = WAITING;
  /** Whether the user asked for what is being read: then it goes on out of sight. */
  #asked = false;
  #stop: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param rest milliseconds a want has to last before anything is done about it. */
  constructor(onChange: () => void, rest = 0) {
    this.#onChange = onChange;
    this.#rest = rest;
  }

  get state(): DemandState<R, P> {
    return this.#state;
  }

  /** What is wanted now. Anything else is stopped and forgotten. */
  want(want: Want<R, P> | undefined): void {
    if (want?.key === this.#want?.key) {
      return;
    }
    this.#abort();
    this.#want = want;
    this.#state = WAITING;
    if (want !== undefined) {
      this.#timer = setTimeout(() => void this.#begin(want), this.#rest);
    }
  }

  /** Lets go of everything but this: what it would be of is gone. */
  keepOnly(key: string): void {
    if (this.#want !== undefined && this.#want.key !== key) {
      this.want(undefined);
    }
  }

  /** The user agrees to the cost, or tries again. */
  ask(): void {
    if (this.#want !== undefined) {
      this.#abort();
      void this.#read(this.#want, true);
    }
  }

  /** The user does not want it any more. */
  cancel(): void {
    this.#abort();
    this.#become({ kind: 'cancelled' });
  }

  /** Out of sight: only what the user asked for goes on. What was done stays. */
  hide(): void {
    const { kind } = this.#state;
    if (kind === 'waiting' || (kind === 'reading' && !this.#asked)) {
      this.#abort();
      this.#want = undefined;
      this.#state = WAITING;
    }
  }

  async #begin(want: Want<R, P>): Promise<void> {
    const stop = new AbortController();
    const { signal } = stop;
    this.#stop = stop;
    try {
      const cost = await want.cost?.(signal);
      if (signal.aborted) {
        return;
      }
      if (cost !== undefined && cost.bytes > FREE_BYTES) {
        this.#become({ kind: 'offered', cost });
        return;
      }
    } catch (error) {
      this.#fail(error, signal);
      return;
    }
    await this.#read(want, false);
  }

  async #read(want: Want<R, P>, asked: boolean): Promise<void> {
    const stop = new AbortController();
    const { signal } = stop;
    this.#stop = stop;
    this.#asked = asked;
    this.#become({ kind: 'reading', progress: undefined });
    const onProgress = (progress: P): void => {
      if (!signal.aborted) {
        this.#become({ kind: 'reading', progress });
      }
    };
    try {
      const reply = await want.read(signal, onProgress);
      if (!signal.aborted) {
        this.#become({ kind: 'done', reply });
      }
    } catch (error) {
      this.#fail(error, signal);
    }
  }

  #fail(error: unknown, signal: AbortSignal): void {
    if (!signal.aborted) {
      const trouble = troubleOf(error);
      this.#become(trouble === undefined ? { kind: 'cancelled' } : { kind: 'failed', trouble });
    }
  }

  #become(state: DemandState<R, P>): void {
    this.#state = state;
    this.#onChange();
  }

  #abort(): void {
    clearTimeout(this.#timer);
    this.#stop?.abort();
    this.#stop = undefined;
  }
}
