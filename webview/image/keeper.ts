import type { KeptState } from './state';

export interface StateStore {
  load(): KeptState | undefined;
  save(state: KeptState): void;
}

/** A drag changes the view a hundred times; the state is kept this long after the last. */
const SAVE_DELAY = 250;

/** Keeps the state of the viewer for its next page. */
export class StateKeeper {
  readonly #store: StateStore;
  readonly #read: () => KeptState | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `read` gives the state to keep, or undefined while there is none. */
  constructor(store: StateStore, read: () => KeptState | undefined) {
    this.#store = store;
    this.#read = read;
  }

  /** Something changed. */
  touch(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const state = this.#read();
      if (state !== undefined) {
        this.#store.save(state);
      }
    }, SAVE_DELAY);
  }
}
