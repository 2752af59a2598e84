import { troubleOf } from '../image/host';

/** The least time between two requests, in milliseconds. */
const INTERVAL = 100;

export interface ViewRequestOptions<W, R> {
  readonly ask: (wanted: W, signal: AbortSignal) => Promise<R>;
  readonly onReply: (reply: R) => void;
  /** It failed for another reason than being cancelled, and is not asked again before `reset`. */
  readonly onError: (error: unknown) => void;
}

/**
 * Asks for what depends on the view: one request at a time, not too often, and none goes on for a view that
 * is gone. What was answered last stays good for the views it covers.
 */
export class ViewRequest<W, R> {
  readonly #options: ViewRequestOptions<W, R>;
  #answered: W | undefined;
  #running: { readonly wanted: W; readonly controller: AbortController } | undefined;
  #next: W | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #askedAt = -INTERVAL;
  #failed = false;

  constructor(options: ViewRequestOptions<W, R>) {
    this.#options = options;
  }

  /** @param covers whether what was asked for one view is good for the one of now. */
  want(wanted: W, covers: (asked: W) => boolean): void {
    const { wanted: running } = this.#running ?? {};
    const isAnswered = this.#answered !== undefined && covers(this.#answered);
    if (isAnswered || this.#failed || (running !== undefined && covers(running))) {
      this.#next = undefined;
      return;
    }
    this.#next = wanted;
    const wait = this.#askedAt + INTERVAL - performance.now();
    if (wait <= 0) {
      this.#send();
    } else {
      this.#timer ??= setTimeout(() => this.#send(), wait);
    }
  }

  /** Forgets what was asked and answered: it is about something else from now on. */
  reset(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#running?.controller.abort();
    this.#running = undefined;
    this.#answered = undefined;
    this.#next = undefined;
    this.#failed = false;
    this.#askedAt = -INTERVAL;
  }

  #send(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const wanted = this.#next;
    if (wanted !== undefined) {
      this.#next = undefined;
      this.#askedAt = performance.now();
      this.#running?.controller.abort();
      void this.#run(wanted);
    }
  }

  async #run(wanted: W): Promise<void> {
    const controller = new AbortController();
    const running = { wanted, controller };
    this.#running = running;
    try {
      const reply = await this.#options.ask(wanted, controller.signal);
      if (this.#running === running) {
        this.#running = undefined;
        this.#answered = wanted;
        this.#options.onReply(reply);
      }
    } catch (error) {
      if (this.#running === running) {
        this.#running = undefined;
        this.#failed = troubleOf(error) !== undefined;
        if (this.#failed) {
          this.#options.onError(error);
        }
      }
    }
  }
}
