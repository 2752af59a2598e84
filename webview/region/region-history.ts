import type { Region } from '../../src/protocol/region';

type List = readonly Region[];

/** The most steps, and the most places in lists, that are kept to go back to. */
const MOST_STEPS = 200;
const MOST_PLACES = 1_000_000;

/** The lists of regions before and after the one there is. Lists are never changed, so that they share. */
export class RegionHistory {
  #past: List[] = [];
  #future: List[] = [];

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** A list is about to make way for another. */
  note(before: List): void {
    this.#future = [];
    this.#past.push(before);
    let places = this.#past.reduce((sum, { length }) => sum + length, 0);
    while (this.#past.length > MOST_STEPS || (places > MOST_PLACES && this.#past.length > 1)) {
      places -= this.#past.shift()?.length ?? 0;
    }
  }

  undo(now: List): List | undefined {
    const before = this.#past.pop();
    if (before !== undefined) {
      this.#future.push(now);
    }
    return before;
  }

  redo(now: List): List | undefined {
    const after = this.#future.pop();
    if (after !== undefined) {
      this.#past.push(now);
    }
    return after;
  }
}
