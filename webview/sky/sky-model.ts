import type { PlaneRef } from '../../src/protocol/methods';
import type { ShownPlane } from '../overlay/stand';
import type { SkyState } from './sky-state';
import { DEFAULT_SKY_STATE } from './sky-state';

/** What is shown of the sky and over which picture: the one place where its parts look. */
export class SkyModel {
  #state: SkyState = DEFAULT_SKY_STATE;
  #shown: ShownPlane | undefined;
  readonly #listeners = new Set<(before: SkyState) => void>();

  get state(): SkyState {
    return this.#state;
  }

  set state(state: SkyState) {
    const before = this.#state;
    this.#state = state;
    for (const listener of this.#listeners) {
      listener(before);
    }
  }

  get shown(): ShownPlane | undefined {
    return this.#shown;
  }

  set shown(shown: ShownPlane | undefined) {
    this.#shown = shown;
    this.state = this.#state;
  }

  get ref(): PlaneRef | undefined {
    return this.#shown?.ref;
  }

  change(part: Partial<SkyState>): void {
    this.state = { ...this.#state, ...part };
  }

  /** The listener is told what was before. */
  onChange(listener: (before: SkyState) => void): void {
    this.#listeners.add(listener);
  }
}
