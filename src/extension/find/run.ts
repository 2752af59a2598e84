import { cancelled, isCancelled } from '../../core/errors';
import type { ListKeys, WalkOptions, WalkProgress } from '../../core/s3/walk';

/** `paused`: it has come as far as it goes without being told to. */
export type RunState = 'running' | 'paused' | 'done' | 'stopped' | 'failed';

/** A place, as the sidebar has it. */
export interface RunPlace {
  readonly connection: string;
  readonly bucket: string;
  /** Empty, or ending with `/`. */
  readonly prefix: string;
}

/** So many keys are listed before it is asked whether to go on: a bucket may hold billions. */
export const KEYS_AT_ONCE = 2_000_000;

/** A listing of much, which can be paused, gone on with and stopped. */
export abstract class Run {
  private current: RunState = 'running';
  private error: unknown;
  private cost: WalkProgress = { keys: 0, requests: 0 };
  private mostKeys: number;
  private stopping = new AbortController();
  private gate: { readonly opened: Promise<void>; readonly open: () => void } | undefined;

  /**
   * @param id tells it from others
   * @param list lists a page on the connection of the place
   * @param changed called whenever there is something new to show
   */
  constructor(
    readonly id: string,
    readonly place: RunPlace,
    private readonly list: ListKeys,
    private readonly changed: () => void,
    private readonly keysAtOnce = KEYS_AT_ONCE,
  ) {
    this.mostKeys = keysAtOnce;
  }

  get state(): RunState {
    return this.current;
  }

  /** What ended it, where it failed. What came before stays. */
  get failure(): unknown {
    return this.error;
  }

  get progress(): WalkProgress {
    return this.cost;
  }

  /** Runs it from the beginning. Never throws; see {@link state}. */
  async start(): Promise<void> {
    this.stopping.abort();
    this.openGate();
    const stopping = (this.stopping = new AbortController());
    this.reset();
    this.cost = { keys: 0, requests: 0 };
    this.mostKeys = this.keysAtOnce;
    this.error = undefined;
    this.enter('running');
    const options: WalkOptions = {
      signal: stopping.signal,
      onProgress: (progress) => {
        if (!stopping.signal.aborted) {
          this.cost = progress;
          this.changed();
        }
      },
    };
    const list: ListKeys = async (query, signal) => {
      await this.leave(stopping.signal, signal);
      return this.list(query, signal);
    };
    try {
      await this.walk(list, options);
      this.end(stopping, 'done');
    } catch (error) {
      this.end(stopping, isCancelled(error) ? 'stopped' : 'failed', error);
    }
  }

  /** Ends it; what came so far stays. */
  stop(): void {
    if (this.current === 'running' || this.current === 'paused') {
      this.stopping.abort();
      this.openGate();
      this.enter('stopped');
    }
  }

  /** Goes on for as long again. */
  goOn(): void {
    if (this.current === 'paused') {
      this.mostKeys = this.cost.keys + this.keysAtOnce;
      this.raiseLimit();
      this.openGate();
      this.enter('running');
    }
  }

  /** Forgets what another run brought. */
  protected abstract reset(): void;
  protected abstract walk(list: ListKeys, options: WalkOptions): Promise<unknown>;
  /** Whether it has come as far as it goes without being told to. */
  protected abstract isFull(): boolean;
  protected abstract raiseLimit(): void;

  /**
   * Waits before a request while it is paused.
   *
   * @param own of this run
   * @param signal of the walk, which ends as well where one of its requests has failed
   */
  private async leave(own: AbortSignal, signal: AbortSignal): Promise<void> {
    const ended = (): boolean => own.aborted || signal.aborted;
    while (!ended() && (this.isFull() || this.cost.keys >= this.mostKeys)) {
      if (this.gate === undefined) {
        let open: () => void = () => undefined;
        const opened = new Promise<void>((resolve) => (open = resolve));
        this.gate = { opened, open };
        this.enter('paused');
      }
      await untilAborted(this.gate.opened, signal);
    }
    if (ended()) {
      throw cancelled();
    }
  }

  private openGate(): void {
    this.gate?.open();
    this.gate = undefined;
  }

  private end(own: AbortController, state: RunState, error?: unknown): void {
    // It may have been started anew meanwhile.
    if (own === this.stopping && !own.signal.aborted) {
      this.error = error;
      this.enter(state);
    }
  }

  private enter(state: RunState): void {
    this.current = state;
    this.changed();
  }
}

/** Resolves when the other does, or the signal aborts. */
async function untilAborted(other: Promise<void>, signal: AbortSignal): Promise<void> {
  let stop = (): void => undefined;
  const aborted = new Promise<void>((resolve) => (stop = resolve));
  signal.addEventListener('abort', stop, { once: true });
  try {
    await Promise.race([other, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
