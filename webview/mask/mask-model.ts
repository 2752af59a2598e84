import type { MaskBit, MaskReply } from '../../src/protocol/methods';
import type { MaskState } from './mask-state';
import { DEFAULT_MASK_STATE } from './mask-state';

/** What a bit is called where it is chosen from the start: whatever else is set does no harm. */
const CHOSEN_AT_FIRST = 'DO_NOT_USE';

/** The data-quality mask of what is on show and how it is shown: the one place where its parts look. */
export class MaskModel {
  #state: MaskState;
  #mask: MaskReply | undefined;
  #consulted: boolean;
  readonly #listeners = new Set<() => void>();

  constructor(state: MaskState = DEFAULT_MASK_STATE) {
    this.#state = state;
    this.#consulted = state.shown;
  }

  /** What is kept for the document. */
  get state(): MaskState {
    return this.#state;
  }

  set state(state: MaskState) {
    this.#state = state;
    this.#consulted ||= state.shown;
    this.#tell();
  }

  /** The mask of the plane on show, or undefined where it has none. */
  get mask(): MaskReply | undefined {
    return this.#mask;
  }

  set mask(mask: MaskReply | undefined) {
    if (mask !== this.#mask) {
      this.#mask = mask;
      this.#tell();
    }
  }

  /** The chosen bits that the mask has: a sum of powers of two, unsigned. */
  get bits(): number {
    const there = sumOf(this.#mask?.bits ?? []);
    const { bits } = this.#state;
    return bits === undefined ? firstChoice(this.#mask) : (bits & there) >>> 0;
  }

  /** Whether there is anything to draw. */
  get drawn(): boolean {
    return this.#state.shown && this.bits !== 0;
  }

  /** Whether the user has asked for the mask of this document, so that looking into it may cost something. */
  get consulted(): boolean {
    return this.#consulted;
  }

  change(part: Partial<MaskState>): void {
    this.state = { ...this.#state, ...part };
  }

  /** Turns the overlay on or off; false where there is no mask. */
  toggle(): boolean {
    if (this.#mask === undefined) {
      return false;
    }
    this.change({ shown: !this.#state.shown });
    return true;
  }

  /** Chooses a bit, or leaves it out. Bits that another mask has stay as they are. */
  choose(bit: number, chosen: boolean): void {
    const flag = 2 ** bit;
    const before = this.#state.bits ?? this.bits;
    this.change({ bits: (chosen ? before | flag : before & ~flag) >>> 0 });
  }

  chooseAll(): void {
    this.change({ bits: ((this.#state.bits ?? 0) | sumOf(this.#mask?.bits ?? [])) >>> 0 });
  }

  chooseNone(): void {
    this.change({ bits: 0 });
  }

  /** Returns a function that ends the subscription. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(): void {
    for (const listener of this.#listeners) {
      listener();
    }
  }
}

function sumOf(bits: readonly MaskBit[]): number {
  return bits.reduce((sum, { bit }) => sum + 2 ** bit, 0);
}

/** What may not be used, where a mission says so; else all there is. */
function firstChoice(mask: MaskReply | undefined): number {
  const bits = mask?.bits ?? [];
  const named = bits.find(({ name }) => name === CHOSEN_AT_FIRST);
  return sumOf(named === undefined ? bits : [named]);
}
