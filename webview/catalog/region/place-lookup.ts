import type { Trouble } from '../../image/host';
import { troubleOf } from '../../image/host';
import type { CatalogHost } from '../catalog-host';
import type { Position } from './region-draft';

/** A place is looked up when nothing has been typed for so long, in milliseconds. */
const REST = 500;

/** What is known of the place that is typed. */
export type PlaceState =
  | { readonly is: 'nothing' }
  | { readonly is: 'asking' }
  | { readonly is: 'found'; readonly place: Position; readonly said: string }
  | { readonly is: 'failed'; readonly trouble: Trouble };

/** Looks up the coordinate or the name that is typed, once that rests. */
export class PlaceLookup {
  readonly #host: CatalogHost;
  readonly #onChange: () => void;
  #state: PlaceState = { is: 'nothing' };
  #text = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stop = new AbortController();
  #asked: Promise<void> | undefined;

  constructor(host: CatalogHost, onChange: () => void) {
    this.#host = host;
    this.#onChange = onChange;
  }

  get state(): PlaceState {
    return this.#state;
  }

  get place(): Position | undefined {
    return this.#state.is === 'found' ? this.#state.place : undefined;
  }

  /** What is typed now. */
  type(text: string): void {
    const trimmed = text.trim();
    if (trimmed === this.#text) {
      return;
    }
    this.#text = trimmed;
    clearTimeout(this.#timer);
    this.#stop.abort();
    this.#asked = undefined;
    this.#state = { is: trimmed === '' ? 'nothing' : 'asking' };
    if (trimmed !== '') {
      this.#timer = setTimeout(() => void this.settle(), REST);
    }
  }

  /** Asks at once; ends when it is known, or known that nobody knows. */
  async settle(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#state.is === 'failed' && this.#state.trouble.retryable) {
      this.#state = { is: 'asking' };
      this.#asked = undefined;
    }
    if (this.#state.is === 'asking') {
      this.#asked ??= this.#ask();
      await this.#asked;
    }
  }

  async #ask(): Promise<void> {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    let state: PlaceState;
    try {
      const asked = { text: this.#text };
      const { ra, dec, said } = await this.#host.request('catalogPlace', asked, { signal });
      state = { is: 'found', place: { ra, dec }, said };
    } catch (error) {
      const trouble = troubleOf(error);
      state = trouble === undefined ? { is: 'nothing' } : { is: 'failed', trouble };
    }
    if (!signal.aborted) {
      this.#state = state;
      this.#onChange();
    }
  }
}
