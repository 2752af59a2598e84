import type { KeptState } from './state';

export interface StateStores {
  /** Keeps the state for the next page of this editor; quick. */
  save(state: KeptState): void;
  /** Keeps the state with the file, for the editors to come; it goes to the host. */
  remember(state: KeptState): void;
}

/**
 * A drag changes the view a hundred times; a change is kept at most this long after it was made. What a
 * closing editor says at its very end reaches nobody, so this is also what may be lost.
 */
const SAVE_DELAY = 250;
const REMEMBER_DELAY = 300;

/** The window: `visibilitychange` of the document comes up to it. */
const PAGE = globalThis as unknown as EventTarget;

/** Keeps the state of the viewer, for its next page and for the next editor of the file. */
export class StateKeeper {
  readonly #save: Delayed;
  readonly #remember: Delayed;

  /**
   * `read` gives the state to keep, or undefined while there is none. `page` tells when the page is
   * about to go: what is still to be kept is kept then.
   */
  constructor(
    { save, remember }: StateStores,
    read: () => KeptState | undefined,
    page: EventTarget = PAGE,
  ) {
    this.#save = new Delayed(SAVE_DELAY, changedOnly(read, save));
    this.#remember = new Delayed(REMEMBER_DELAY, changedOnly(read, remember));
    for (const event of ['visibilitychange', 'pagehide']) {
      page.addEventListener(event, () => {
        this.#save.now();
        this.#remember.now();
      });
    }
  }

  /** Something changed. */
  touch(): void {
    this.#save.start();
    this.#remember.start();
  }
}

/** Hands over what there is to keep, unless it is what was handed over last. */
function changedOnly(
  read: () => KeptState | undefined,
  store: (state: KeptState) => void,
): () => void {
  let last = '';
  return () => {
    const state = read();
    const text = JSON.stringify(state);
    if (state !== undefined && text !== last) {
      last = text;
      store(state);
    }
  };
}

/** Something done a while after it was first asked for: asking on and on does not put it off. */
class Delayed {
  readonly #delay: number;
  readonly #run: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(delay: number, run: () => void) {
    this.#delay = delay;
    this.#run = run;
  }

  start(): void {
    this.#timer ??= setTimeout(() => this.now(), this.#delay);
  }

  /** Does it at once, if it is still to be done. */
  now(): void {
    if (this.#timer !== undefined) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#run();
    }
  }
}
